//! The player as people use it: what they tap and type, and what it tells them.

use std::time::Duration;

use khao_tests::wait::until;
use serde_json::json;

use crate::driver::Browser;

const PATIENCE: Duration = Duration::from_secs(30);

pub async fn open_paper(browser: &Browser, path: &str) {
    browser.go(path).await;
    awake(browser).await;
}

pub async fn awake(browser: &Browser) {
    see(
        browser,
        "the player awake",
        "html.alive .countdown[data-awake=true]",
    )
    .await;
}

/// Waits until something matches.
pub async fn see(browser: &Browser, what: &str, css: &str) {
    until(what, PATIENCE, async || browser.has(css).await.then_some(())).await;
}

/// The option is chosen the way people do: wherever they hit its card.
pub async fn choose(browser: &Browser, position: u64, option: &str) {
    go_to(browser, position).await;
    browser
        .click(&format!(
            "label:has(input[name='a.{position}'][value='{option}'])"
        ))
        .await;
}

pub async fn type_answer(browser: &Browser, position: u64, text: &str) {
    go_to(browser, position).await;
    let field = format!("input[name='a.{position}']");
    browser
        .run("document.querySelector(arguments[0]).select()", &[json!(field)])
        .await;
    browser.type_into(&field, text).await;
    browser.run("document.activeElement.blur()", &[]).await;
}

/// By the list of questions, where only one is shown.
pub async fn go_to(browser: &Browser, position: u64) {
    if browser.has(&format!("#q-{position}[hidden]")).await {
        browser
            .click(&format!("[data-player=dots] a[href='#q-{position}']"))
            .await;
    }
}

/// Waits for what is told beside an answer: `saved`, `waiting`, `elsewhere`, …
pub async fn told(browser: &Browser, position: u64, state: &str) {
    let css = format!("#q-{position} .answer-state[data-state={state}]");
    see(browser, &format!("question {position} {state}"), &css).await;
}

/// What the fields of a question hold.
pub async fn held(browser: &Browser, position: u64) -> Vec<String> {
    let script = "return [...document.querySelectorAll(`[name='a.${arguments[0]}']`)]
        .filter((field) => field.type === 'text' || field.checked).map((field) => field.value)";
    let held = browser.run(script, &[json!(position)]).await;
    held.as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap().to_owned())
        .collect()
}

/// Looks the paper over and hands it in.
pub async fn hand_in(browser: &Browser) {
    browser.click("[data-player=overview]").await;
    see(browser, "the review", "dialog[data-player=review][open]").await;
    browser.click("[data-player=confirm]").await;
}

pub async fn at_receipt(browser: &Browser) {
    browser
        .arrive("the receipt", |path| path.ends_with("/receipt"))
        .await;
}
