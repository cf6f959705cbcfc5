//! The line is cut and comes back.

use serde_json::json;

use crate::player::{at_receipt, choose, hand_in, see, told, type_answer};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_the_order_is_kept() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let [first, second, third] = sitting.choices();
    let text = sitting.of_kind("text")[0];
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    browser.cut_network(true).await;
    choose(&browser, third, "1").await;
    choose(&browser, second, "1").await;
    type_answer(&browser, text, "Cần Thơ").await;
    choose(&browser, third, "2").await;
    for position in [second, third, text] {
        told(&browser, position, "waiting").await;
    }
    assert_eq!(browser.text("[data-player=saved]").await, "Chờ mạng: 3 câu");
    assert_eq!(sitting.stored().await.count(), 1);
    browser.cut_network(false).await;
    for position in [second, third, text] {
        told(&browser, position, "saved").await;
    }
    browser.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(second), json!({ "options": ["1"] }));
    assert_eq!(stored.value(third), json!({ "options": ["2"] }));
    assert_eq!(stored.value(text), json!({ "text": "Cần Thơ" }));
    let in_order = [first, second, text, third].map(|position| stored.seq(position));
    assert!(in_order.is_sorted(), "{in_order:?}");
}

/// Handing in without a line stays calm, waits, and says what it waits for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handing_in_waits_for_the_line() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let first = sitting.of_kind("single_choice")[0];
    browser.cut_network(true).await;
    choose(&browser, first, "3").await;
    told(&browser, first, "waiting").await;
    hand_in(&browser).await;
    see(&browser, "the paper closed to changes", "form fieldset[disabled]").await;
    assert!(
        browser
            .text("dialog[open] [data-player=progress]")
            .await
            .contains("chờ mạng")
    );
    assert!(!sitting.stored().await.is_sealed());
    browser.cut_network(false).await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(first), json!({ "options": ["3"] }));
}

/// A server that asks for a pause gets it; afterwards everything goes in one call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_server_is_left_alone_and_then_gets_a_batch() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    stage.refuse_saves(true);
    let positions = sitting.of_kind("single_choice");
    for position in &positions {
        choose(&browser, *position, "1").await;
        told(&browser, *position, "waiting").await;
    }
    let refused = stage.saves();
    stage.refuse_saves(false);
    for position in &positions {
        told(&browser, *position, "saved").await;
    }
    browser.close().await;
    assert_eq!(stage.saves() - refused, 1, "one call for all of them");
    assert_eq!(sitting.stored().await.count(), positions.len());
}
