//! A letter in a real browser: its code goes from the address into the form, is answered once, and is refused kindly after;
//! and the same where no script runs.

use khao_tests::client::Client;
use serde_json::json;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::inviting::{batches, by_invitation, letters};
use crate::journey::log_in;
use crate::player::see;
use crate::scene::{PASSWORD, Scene};

const SURVEY: &str = "/surveys/mau";
const FIELD: &str = "main input[name=token]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_is_answered_in_a_browser() {
    let (Some(driver), Ok(axe)) = (crate::driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let wave = by_invitation(&app, &scene).await;
    let tokens = letters(
        &scene.organiser,
        wave,
        json!({ "count": 20, "stratum": "Nội vụ" }),
    )
    .await;
    let browser = Browser::open(&driver, app.client.base()).await;
    browser.go(SURVEY).await;
    inspector.look(&browser, "survey-invited").await;
    by_its_link(&browser, &inspector, &tokens[0]).await;
    assert_eq!(completed(&scene.organiser, &batches(wave)).await, json!(1));
    // The same letter once more.
    browser.go("/").await;
    browser.go(&link(&tokens[0])).await;
    taken_over(&browser, &tokens[0]).await;
    open(&browser).await;
    see(&browser, "a kind refusal", "#errors").await;
    assert_eq!(browser.text("main h1").await, "Thư mời đã được dùng");
    inspector.look(&browser, "survey-invited-used").await;
    letters_are_printed(
        &browser,
        &inspector,
        &format!("/console{SURVEY}/waves/{wave}/invitations"),
    )
    .await;
    browser.turn_scripts_off().await;
    without_a_script(&browser, &tokens[1]).await;
    assert_eq!(completed(&scene.organiser, &batches(wave)).await, json!(2));
    browser.close().await;
    inspector.report();
}

/// By the organiser: a batch, what is shown of it once, and its slips on paper.
async fn letters_are_printed(browser: &Browser, inspector: &Inspector, path: &str) {
    log_in(browser, "tochuc", PASSWORD).await;
    browser.go(path).await;
    inspector.look(browser, "console-invitations-new").await;
    browser.click("main button.btn[value=make]").await;
    see(browser, "the batch", "main form[action$='/slips']").await;
    inspector.look(browser, "console-invitations-made").await;
    // In the same tab, where it can be looked at.
    let here = "for (const form of document.forms) form.removeAttribute('target')";
    browser.run(here, &[]).await;
    browser.click("main form[action$='/slips'] button").await;
    see(browser, "the slips", ".slip").await;
    inspector.look(browser, "console-invitations-slips").await;
    inspector
        .look_at_paper(browser, "console-invitations-slips")
        .await;
}

fn link(token: &str) -> String {
    format!("{SURVEY}#{}", token.replace('-', ""))
}

async fn completed(organiser: &Client, batches: &str) -> serde_json::Value {
    let list = organiser.get(batches).await.expect(200).json();
    list["turnout"]["completed"].clone()
}

async fn open(browser: &Browser) {
    browser.click("main button[value=open]").await;
}

async fn by_its_link(browser: &Browser, inspector: &Inspector, token: &str) {
    browser.go(&link(token)).await;
    let bare = token.replace('-', "");
    taken_over(browser, token).await;
    let address = browser.run("return location.href", &[]).await;
    assert!(!address.to_string().contains(&bare), "{address}");
    inspector.look(browser, "survey-invited-by-link").await;
    open(browser).await;
    see(browser, "the form", "[name='answers.overall']").await;
    rate(browser).await;
    let all = browser
        .run("return document.documentElement.outerHTML", &[])
        .await
        .to_string();
    assert!(
        !all.contains(&bare) && !all.contains(token),
        "the code stayed behind"
    );
}

async fn taken_over(browser: &Browser, token: &str) {
    let bare = token.replace('-', "");
    let held = async || {
        let value = format!("return document.querySelector('{FIELD}')?.value");
        (browser.run(&value, &[]).await == json!(bare)).then_some(())
    };
    khao_tests::wait::until("the code in its field", std::time::Duration::from_secs(10), held).await;
}

async fn rate(browser: &Browser) {
    browser.click("input[name='answers.overall'][value='5']").await;
    browser.click("main button[value=send]").await;
    see(browser, "the receipt", ".code").await;
}

/// Mistyped first, then as it stands on the letter.
async fn without_a_script(browser: &Browser, token: &str) {
    browser.go(SURVEY).await;
    let mut wrong: Vec<char> = token.chars().collect();
    wrong.swap(0, 28);
    let wrong: String = wrong.into_iter().collect();
    let wrong = if wrong == token {
        "0".repeat(23) + "1"
    } else {
        wrong
    };
    browser.type_into(FIELD, &wrong).await;
    open(browser).await;
    see(browser, "the typing mistake", "#errors").await;
    let clear = format!("document.querySelector('{FIELD}').value = ''");
    browser.run(&clear, &[]).await;
    browser.type_into(FIELD, token).await;
    open(browser).await;
    see(browser, "the form", "[name='answers.overall']").await;
    rate(browser).await;
}
