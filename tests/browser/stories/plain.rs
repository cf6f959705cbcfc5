//! Scripts are off: the plain form is all there is, and it is enough.

use serde_json::json;

use crate::player::at_receipt;
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_paper_is_saved_and_handed_in_without_scripts() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    browser.turn_scripts_off().await;
    browser.go(&sitting.paper()).await;
    let (choice, text) = (sitting.of_kind("single_choice")[2], sitting.of_kind("text")[0]);
    assert!(!browser.has("html.alive").await);
    assert!(
        !browser.has("li[data-position][hidden]").await,
        "every question is shown"
    );
    browser
        .click(&format!("label:has(input[name='a.{choice}'][value='4'])"))
        .await;
    browser
        .type_into(&format!("input[name='a.{text}']"), "Hòa Bình")
        .await;
    browser.click(".bar.bottom button[value=save]").await;
    let saved = format!("#q-{choice} .answer-state[data-state=saved]");
    crate::player::see(&browser, "the saved page", &saved).await;
    browser.click("section button[value=submit]").await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(choice), json!({ "options": ["4"] }));
    assert_eq!(stored.value(text), json!({ "text": "Hòa Bình" }));
}
