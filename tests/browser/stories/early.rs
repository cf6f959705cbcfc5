//! People are faster than the module.

use serde_json::json;

use crate::player::{awake, held, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_chosen_before_the_player_woke_is_kept_and_sent() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    stage.hold_the_module();
    browser.go(&sitting.paper()).await;
    let (choice, text) = (sitting.of_kind("single_choice")[1], sitting.of_kind("text")[0]);
    // All questions are on the page until then.
    browser
        .click(&format!("label:has(input[name='a.{choice}'][value='2'])"))
        .await;
    browser
        .type_into(&format!("input[name='a.{text}']"), "SIPAS")
        .await;
    assert_eq!(sitting.stored().await.count(), 0);
    stage.let_the_module_pass();
    awake(&browser).await;
    for position in [choice, text] {
        told(&browser, position, "saved").await;
    }
    assert_eq!(held(&browser, choice).await, ["2"]);
    let at_hand = format!("#q-{text}:not([hidden]) input:focus");
    assert!(browser.has(&at_hand).await, "whoever was typing goes on typing");
    browser.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(choice), json!({ "options": ["2"] }));
    assert_eq!(stored.value(text), json!({ "text": "SIPAS" }));
}
