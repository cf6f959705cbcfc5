//! An item is written: seen as participants will see it and compared with the others while somebody types, and saved by
//! keys alone.

use std::time::Duration;

use khao_tests::wait::until;

use crate::driver::{Browser, ENTER};
use crate::player::see;
use crate::stage::Stage;

const PATIENCE: Duration = Duration::from_secs(30);
const STEM: &str = "textarea[name=stem]";
/// Held until the end of what is typed.
const CONTROL: &str = "\u{e009}";
const ALT: &str = "\u{e00a}";

async fn tells(browser: &Browser, part: &str, words: &str) {
    until(words, PATIENCE, async || {
        let told = browser.text(&format!("[data-live={part}]")).await;
        told.contains(words).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_item_is_seen_and_compared_while_it_is_written() {
    let Some(stage) = Stage::set().await else { return };
    let browser = stage.console().await;
    let new = format!("/console/banks/{}/new", stage.bank());
    browser.go(&new).await;
    see(&browser, "the keys", "[data-keys]:not([hidden])").await;
    // It asks what DD-1 asks; no code, no topic and no option are there yet.
    browser.type_into(STEM, "Bao nhiêu **người** dự thi?").await;
    tells(&browser, "look", "người").await;
    see(&browser, "emphasis", "[data-live=look] strong").await;
    tells(&browser, "remarks", "DD-1").await;
    browser.type_into("input[name='option.a']", "một trăm").await;
    tells(&browser, "look", "một trăm").await;
    browser.type_into("input[name='option.b']", "hai trăm").await;
    browser
        .type_into("input[name='option.b']", &format!("{ALT}2"))
        .await;
    see(&browser, "the key", "input[name=correct][value=b]:checked").await;
    tells(&browser, "look", "hai trăm").await;
    assert_eq!(browser.path().await, new, "nothing was sent");

    browser.type_into(STEM, &format!("{CONTROL}{ENTER}")).await;
    see(&browser, "what is missing", "#errors a[href='#f-code']").await;
    browser.type_into("input[name=code]", "MOI-1").await;
    browser.type_into("input[name=topic]", "Thể chế").await;
    browser.type_into("input[name=source]", "Luật").await;
    browser.type_into(STEM, &format!("{CONTROL}s")).await;
    // Stored, and told once more of the item that asks the same.
    see(&browser, "that it is saved", "main a.btn[href$='/items/MOI-1']").await;
    browser
        .go(&format!("/console/banks/{}/items/MOI-1", stage.bank()))
        .await;
    assert!(browser.text("main").await.contains("một trăm"));
    for line in browser.console().await {
        assert!(!line.contains("Content Security Policy"), "{line}");
    }
    browser.close().await;
}
