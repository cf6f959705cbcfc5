//! A browser that keeps nothing on the device.

use serde_json::json;

use crate::player::{choose, open_paper, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_store_answers_live_as_long_as_the_page_and_that_is_said() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    let refuse = "Object.defineProperty(globalThis, 'indexedDB', { get: () => null })";
    browser.run_first(refuse).await;
    open_paper(&browser, &sitting.paper()).await;
    let [first, second, _] = sitting.choices();
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    browser.cut_network(true).await;
    choose(&browser, second, "2").await;
    told(&browser, second, "waiting").await;
    let words = browser.text(&format!("#q-{second} .answer-state")).await;
    assert!(words.contains("đừng đóng trang"), "{words}");
    browser.cut_network(false).await;
    told(&browser, second, "saved").await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(first), json!({ "options": ["1"] }));
    assert_eq!(stored.value(second), json!({ "options": ["2"] }));
}
