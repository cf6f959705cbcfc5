//! The page is loaded again in the middle, with and without a line.

use serde_json::json;

use crate::player::{at_receipt, awake, choose, go_to, hand_in, held, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_sent_before_a_reload_is_shown_and_sent_after_it() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let [first, second, third] = sitting.choices();
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    browser.cut_network(true).await;
    choose(&browser, second, "2").await;
    choose(&browser, third, "3").await;
    choose(&browser, first, "4").await;
    told(&browser, first, "waiting").await;
    // The page comes from the server, so the line has to be there for a moment; saves do not get through yet.
    stage.refuse_saves(true);
    browser.cut_network(false).await;
    browser.reload().await;
    awake(&browser).await;
    for (position, option) in [(first, "4"), (second, "2"), (third, "3")] {
        assert_eq!(held(&browser, position).await, [option], "question {position}");
        told(&browser, position, "waiting").await;
    }
    assert_eq!(sitting.stored().await.count(), 1);
    stage.refuse_saves(false);
    told(&browser, first, "saved").await;
    // The reader was at the first question of three before, and the line was away: still there after the reload.
    let at_hand = format!("#q-{first}:not([hidden])");
    assert!(browser.has(&at_hand).await, "the question that was left");
    go_to(&browser, third).await;
    browser.reload().await;
    awake(&browser).await;
    let at_hand = format!("#q-{third}:not([hidden])");
    assert!(browser.has(&at_hand).await, "the question that was gone to last");
    hand_in(&browser).await;
    at_receipt(&browser).await;
    let kept = browser.run("return Object.keys(localStorage).length", &[]).await;
    assert_eq!(kept, json!(0), "nothing stays on the device");
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(first), json!({ "options": ["4"] }));
    assert_eq!(stored.value(second), json!({ "options": ["2"] }));
    assert_eq!(stored.value(third), json!({ "options": ["3"] }));
}
