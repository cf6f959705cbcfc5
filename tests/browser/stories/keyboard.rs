//! No mouse, no finger.

use serde_json::json;

use crate::driver::{Browser, ENTER};
use crate::player::{at_receipt, open_paper, see, told};
use crate::stage::Stage;

const TAB: &str = "\u{e004}";
const RIGHT: &str = "\u{e014}";

/// Tabs on until focus is on what matches.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..80 {
        browser.press(&[TAB]).await;
        let script = "return document.activeElement.matches(arguments[0])";
        if browser.run(script, &[json!(css)]).await == json!(true) {
            return;
        }
    }
    panic!("no way by keyboard to {css}");
}

async fn at(browser: &Browser, position: u64) {
    let css = format!("#q-{position}:not([hidden]) fieldset:focus");
    see(browser, &format!("focus on question {position}"), &css).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_paper_is_answered_and_handed_in_by_keyboard() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    browser.resize(1280).await;
    open_paper(&browser, &sitting.paper()).await;
    tab_to(&browser, "[data-player=next]").await;
    browser.press(&[ENTER]).await;
    at(&browser, 2).await;
    browser.press(&["p"]).await;
    at(&browser, 1).await;
    browser.press(&[RIGHT, "m"]).await;
    at(&browser, 2).await;
    see(&browser, "the mark", "#q-2 [data-player=mark][aria-pressed=true]").await;
    see(
        &browser,
        "its place in the list",
        "[data-player=dots] a.marked[aria-current][href='#q-2']",
    )
    .await;
    let choice = sitting.of_kind("single_choice")[0];
    tab_to(&browser, "[data-player=dots] a, [data-player=next]").await;
    for _ in 0..choice.abs_diff(2) {
        browser.press(&[if choice > 2 { "n" } else { "p" }]).await;
    }
    see(&browser, "the choice", &format!("#q-{choice}:not([hidden])")).await;
    browser.press(&["b"]).await;
    told(&browser, choice, "saved").await;
    browser.press(&["?"]).await;
    see(&browser, "the list of keys", "dialog[data-player=keys][open]").await;
    browser.press(&["\u{e00c}"]).await;
    tab_to(&browser, "[data-player=overview], [data-player=finish]").await;
    browser.press(&[ENTER]).await;
    see(&browser, "the review", "dialog[data-player=review][open]").await;
    tab_to(&browser, "[data-player=confirm]").await;
    browser.press(&[ENTER]).await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(choice), json!({ "options": ["2"] }));
    assert_eq!(stored.count(), 1);
}
