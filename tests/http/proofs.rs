//! The password once more, without scripts: asked for before a file, a printed key or a correction, and then on.

use khao_tests::client::Client;

use crate::app::{Options, TestApp};
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::{PASSWORD, Scene};

const MINUTE: i64 = 60;

async fn with_a_long_session() -> (TestApp, Scene, Client) {
    let app = TestApp::with(Options {
        staff_proof_s: 30 * MINUTE,
        ..Options::default()
    })
    .await;
    let scene = Scene::set(&app).await;
    let browser = signed_in(&app.client, "tochuc").await;
    (app, scene, browser)
}

async fn follow(browser: &Client, path: &str) -> khao_tests::client::Answer {
    let accepts = "text/html,application/xhtml+xml,*/*;q=0.8";
    browser
        .request("GET", path)
        .header("accept", accepts)
        .send()
        .await
}

#[tokio::test]
async fn a_file_is_had_after_the_password() {
    let (app, scene, browser) = with_a_long_session().await;
    let file = format!("/api/v1/rounds/{}/exports/attempts.csv", scene.round);
    follow(&browser, &file).await.expect(200);
    app.pass_seconds(31 * MINUTE);
    // A program is told, a person is asked.
    scene.organiser.get(&file).await.problem(403, "#proof-needed");
    let asked = led_to(&follow(&browser, &file).await);
    assert!(asked.starts_with("/account/proof?next="), "{asked}");
    let page = Page::of(&browser.get(&asked).await.expect(200));
    let form = page.form("/account/proof");
    let wrong = form
        .clone_with("password", "không phải thế")
        .press(&browser, "")
        .await;
    assert_eq!(wrong.status, 422);
    let again = Page::of(&wrong).form("/account/proof");
    assert_eq!(again.value("next"), Some(file.as_str()));
    let before = browser.cookie().unwrap();
    let right = again.with("password", PASSWORD).press(&browser, "").await;
    // A browser that saves a file stays where it is: a page offers it.
    let offered = led_to(&right);
    let page = Page::of(&browser.get(&offered).await.expect(200));
    assert!(page.attributes("main a", "href").contains(&file), "{offered}");
    follow(&browser, &file).await.expect(200);
    // Another session took the place of the one there was.
    let (_, token) = before.split_once('=').unwrap();
    let gone = app.client.browser_with(token);
    assert_eq!(follow(&gone, "/console").await.status, 401);
}

#[tokio::test]
async fn a_correction_takes_the_password_along() {
    let (app, scene, browser) = with_a_long_session().await;
    let path = format!("/console/rounds/{}/corrections", scene.round);
    let fresh = open(&browser, &path).await.form_with(&path, "item_code");
    assert_eq!(fresh.value("password"), None);
    app.pass_seconds(31 * MINUTE);
    // Asked for with the first form, before anybody has looked at who moves.
    let form = open(&browser, &path).await.form_with(&path, "item_code");
    let form = form
        .with("item_code", &format!("{} TC-1", scene.bank))
        .with("kind", "no_points")
        .with("reason", "Nguồn đã cũ");
    for password in ["", "không phải thế"] {
        let refused = form
            .clone_with("password", password)
            .press(&browser, "preview")
            .await;
        let page = Page::of(&refused.expect(422));
        assert_eq!(
            page.form_with(&path, "item_code").value("reason"),
            Some("Nguồn đã cũ")
        );
        assert_eq!(page.attributes("#f-password", "aria-invalid"), ["true"]);
    }
    let before = browser.cookie().unwrap();
    let previewed = form.with("password", PASSWORD).press(&browser, "preview").await;
    let page = Page::of(&previewed.expect(200));
    // Another session took the place of the one there was.
    assert_ne!(browser.cookie().unwrap(), before);
    let confirm = page.form_with(&path, "understood");
    assert_eq!(
        (confirm.value("password"), confirm.value("reason")),
        (None, Some("Nguồn đã cũ"))
    );
    // Too late again: the same page asks, and nothing is lost.
    app.pass_seconds(31 * MINUTE);
    let confirm = confirm.with("understood", "yes");
    let late = Page::of(&confirm.press(&browser, "correct").await.expect(422));
    assert!(late.text().contains("chưa được làm"), "{}", late.text());
    let again = late.form_with(&path, "understood").with("understood", "yes");
    assert_eq!(again.value("reason"), Some("Nguồn đã cũ"));
    led_to(&again.with("password", PASSWORD).press(&browser, "correct").await);
    let done = open(&browser, &path).await;
    assert!(done.text().contains("Nguồn đã cũ"), "{}", done.text());
}

/// The old session ends with the password, so a page of an error brings the new one too.
#[tokio::test]
async fn a_right_password_before_a_fault_keeps_the_session() {
    let (app, scene, browser) = with_a_long_session().await;
    app.pass_seconds(31 * MINUTE);
    let before = browser.cookie().unwrap();
    let unknown = "/console/rounds/0199d1f0-0000-7000-8000-000000000001/corrections";
    let item = format!("{} TC-1", scene.bank);
    let fields = [
        ("action", "preview"),
        ("item_code", item.as_str()),
        ("kind", "no_points"),
        ("reason", "Nguồn đã cũ"),
        ("password", PASSWORD),
    ];
    send(&browser, unknown, &fields).await.expect(404);
    assert_ne!(browser.cookie().unwrap(), before);
    open(&browser, "/console").await;
}

#[tokio::test]
async fn a_program_is_told_that_nothing_was_done() {
    let (app, scene, _) = with_a_long_session().await;
    app.pass_seconds(31 * MINUTE);
    let path = format!("/api/v1/rounds/{}/corrections", scene.round);
    let body = serde_json::json!({ "item_code": "TC-1", "kind": "no_points", "reason": "Thử" });
    scene
        .organiser
        .post(&path, &body)
        .await
        .problem(403, "#proof-needed");
}

#[tokio::test]
async fn nobody_is_led_away() {
    let (app, _scene, _) = with_a_long_session().await;
    for next in ["https://xau.vn/", "//xau.vn", "/\\xau.vn", ""] {
        let fields = [("password", PASSWORD), ("next", next)];
        let led = led_to(&send(&signed_in(&app.client, "tochuc").await, "/account/proof", &fields).await);
        assert_eq!(led, "/console", "{next}");
    }
}
