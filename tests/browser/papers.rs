//! A form that is arranged by hand and tried beside its editor; and a paper of 33 questions that is typed in by keys.

use std::time::Duration;

use khao_domain::survey::form::Form;
use khao_domain::survey::template::Template;
use khao_tests::wait::{Stopwatch, until};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::driver::Browser;
use crate::fielded::field;
use crate::inspection::Inspector;
use crate::journey::log_in;
use crate::player::see;
use crate::scene::{PASSWORD, Scene};

const SPACE: &str = " ";
const ENTER: &str = "\u{e007}";
const BACKSPACE: &str = "\u{e003}";
const ESCAPE: &str = "\u{e00c}";
const PATIENCE: Duration = Duration::from_secs(20);
const FORM: &str = "/console/surveys/quay/form";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_are_arranged_tried_and_typed_in() {
    let (Some(driver), Ok(axe)) = (crate::driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    field(&app, "ba-muoi-ba", thirty_three(), Vec::new()).await;
    field(&app, "sipas", Template::Sipas.form(), Vec::new()).await;
    let browser = Browser::open(&driver, app.client.base()).await;
    log_in(&browser, "tochuc", PASSWORD).await;
    try_and_arrange(&browser, &inspector).await;
    let survey = app.app.engine.public_survey("sipas").await.unwrap();
    let printed = format!("/console/surveys/sipas/waves/{}/paper", survey.waves[0].id);
    browser.go(&printed).await;
    inspector.look(&browser, "console-survey-paper").await;
    type_a_paper(&app, &browser, &inspector).await;
    browser.close().await;
    inspector.report();
}

/// The rated questions of the template, without conditions.
fn thirty_three() -> Form {
    let mut form = Template::Sipas.form();
    for section in &mut form.sections {
        section.show_if.clear();
        section
            .items
            .retain(|item| item.questions((0, 0)).iter().any(|one| !one.factor.is_empty()));
        for item in &mut section.items {
            item.show_if.clear();
            item.skips.clear();
        }
    }
    form.sections.retain(|section| !section.items.is_empty());
    assert_eq!(form.questions().len(), 33);
    form
}

async fn try_and_arrange(browser: &Browser, inspector: &Inspector) {
    browser.go("/console/surveys/quay/trial").await;
    inspector.look(browser, "console-survey-trial").await;
    browser.resize(1280).await;
    browser.go(FORM).await;
    see(browser, "the grips", ".outline .grip").await;
    let shown = "return document.querySelector('iframe.phone')?.contentDocument?.querySelector('form h2')?.textContent";
    let preview = async || browser.run(shown, &[]).await.as_str().map(str::to_owned);
    until("the form within the editor", PATIENCE, preview).await;
    inspector.look(browser, "console-survey-arranging").await;
    browser.resize(1280).await;
    let before = order(browser).await;
    // Let go with Escape, it stays; dropped below the third, it stands there.
    browser
        .drag(
            ".outline > li:first-child .grip",
            ".outline > li:nth-child(3)",
            &[ESCAPE],
        )
        .await;
    assert_eq!(order(browser).await, before);
    browser
        .drag(
            ".outline > li:first-child .grip",
            ".outline > li:nth-child(3)",
            &[],
        )
        .await;
    let mut expected = before.clone();
    expected[..3].rotate_left(1);
    let moved = async || (order(browser).await == expected && has_saved(browser).await).then_some(());
    until("the item at its new place", PATIENCE, moved).await;
    browser.go(FORM).await;
    assert_eq!(order(browser).await, expected, "it was stored");
}

async fn order(browser: &Browser) -> Vec<Value> {
    let script = "return [...document.querySelectorAll('.outline > li')].map((one) => one.dataset.item)";
    let ids = browser.run(script, &[]).await;
    ids.as_array().cloned().unwrap_or_default()
}

async fn has_saved(browser: &Browser) -> bool {
    let search = browser.run("return location.search", &[]).await;
    search
        .as_str()
        .is_some_and(|search| search.contains("done=form_saved"))
}

async fn focused(browser: &Browser) -> String {
    let name = browser.run("return document.activeElement.name ?? ''", &[]).await;
    name.as_str().unwrap_or_default().to_owned()
}

/// The number is proposed, a key for each question, Enter: 35 strokes, and the same again.
async fn type_a_paper(app: &TestApp, browser: &Browser, inspector: &Inspector) {
    let survey = app.app.engine.public_survey("ba-muoi-ba").await.unwrap();
    let path = format!("/console/surveys/ba-muoi-ba/waves/{}/entry", survey.waves[0].id);
    browser.go(&path).await;
    inspector.look(browser, "console-survey-entry").await;
    see(browser, "the form", "form[data-entry]").await;
    browser.press(&[SPACE, "7"]).await;
    assert_eq!(
        browser.text("[data-entry-told]").await,
        "Không có ô này. Chỉ gõ được: 1 2 3 4 5."
    );
    browser.press(&["4", "5", BACKSPACE]).await;
    let questions = survey.draft.questions();
    let names: Vec<String> = questions.iter().map(|one| format!("key.{}", one.id)).collect();
    assert_eq!(focused(browser).await, names[1], "back at the one before");

    let mut keys = vec![SPACE];
    keys.extend((0..33).map(|nth| ["5", "4", "3", "2", "1"][nth % 5]));
    keys.push(ENTER);
    assert!(keys.len() <= 35, "{} strokes", keys.len());
    for (pass, done) in [(1, "done=paper_waiting"), (2, "done=paper_stored")] {
        browser.go(&format!("{path}?number=12")).await;
        see(browser, "the form", "form[data-entry]").await;
        let ready = async || (focused(browser).await == "number").then_some(());
        until("the number", PATIENCE, ready).await;
        let begun = Stopwatch::start();
        browser.press(&keys).await;
        let told = async || {
            let search = browser.run("return location.search", &[]).await;
            search.as_str().filter(|search| search.contains(done)).map(drop)
        };
        until(done, PATIENCE, told).await;
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "pass {pass}: {:?}",
            begun.elapsed()
        );
    }
    let rows: Vec<[String; 2]> = app.rows("SELECT channel, answers FROM responses").await;
    assert_eq!(rows.len(), 1);
    let answers: Value = serde_json::from_str(&rows[0][1]).unwrap();
    assert_eq!(answers.as_object().map(serde_json::Map::len), Some(33));
    let first = survey.draft.questions()[0].id.to_owned();
    assert_eq!(answers[first], json!(5));
    inspector.look(browser, "console-survey-entry-stored").await;
}
