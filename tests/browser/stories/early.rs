//! People are faster than the module.

use serde_json::json;

use crate::player::{awake, choose, go_to, held, open_paper, see, told, type_answer};
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

/// Whoever saves before the player is there gets the plain page back; the player takes over from that one too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_page_that_came_back_is_taken_over() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let (desk, phone) = (stage.device(&sitting).await, stage.device(&sitting).await);
    let (choice, number) = (sitting.of_kind("single_choice")[0], sitting.of_kind("number")[0]);
    open_paper(&phone, &sitting.paper()).await;
    stage.hold_the_module();
    desk.go(&sitting.paper()).await;
    stage.app.pass_seconds(1);
    choose(&phone, choice, "4").await;
    told(&phone, choice, "saved").await;
    phone.close().await;
    desk.click(&format!("label:has(input[name='a.{choice}'][value='2'])"))
        .await;
    desk.type_into(&format!("input[name='a.{number}']"), "25.000")
        .await;
    desk.click(".bar.bottom button[value=save]").await;
    see(&desk, "the page that came back", "form[data-unsettled]").await;
    stage.let_the_module_pass();
    awake(&desk).await;
    told(&desk, choice, "elsewhere").await;
    assert_eq!(held(&desk, choice).await, ["4"], "nothing is overwritten");
    told(&desk, number, "refused").await;
    go_to(&desk, choice).await;
    desk.click(&format!("#q-{choice} [data-player=restore]")).await;
    told(&desk, choice, "saved").await;
    type_answer(&desk, number, "25000").await;
    told(&desk, number, "saved").await;
    desk.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(choice), json!({ "options": ["2"] }));
    assert_eq!(stored.value(number), json!({ "number": 25000 }));
}
