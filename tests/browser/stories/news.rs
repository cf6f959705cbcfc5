//! What the organisers say while somebody is at work arrives without loading the page again.

use serde_json::json;

use crate::player::{choose, see, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_comes_with_a_saved_answer_and_stays_until_it_was_read() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let ends = browser.text("[data-told=ends]").await;
    assert!(!browser.has(".news.fresh").await);
    let staff = stage.organiser();
    let message = json!({ "text": "Giữ trật tự" });
    let messages = "/api/v1/contests/cchc/messages";
    staff.post(messages, &message).await.expect(201);
    let grant = json!({ "seconds": 1200, "reason": "mất điện" });
    let given = format!("/api/v1/rounds/{}/extra-time", stage.round());
    staff.post(&given, &grant).await.expect(201);
    let first = sitting.choices()[0];
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    see(&browser, "the news", ".news.fresh [data-told=lines] .note").await;
    let news = browser.text("[data-told=lines]").await;
    assert!(news.contains("Giữ trật tự"), "{news}");
    assert!(news.contains("Được cộng 20 phút: mất điện"), "{news}");
    let now_ends = browser.text("[data-told=ends]").await;
    assert_ne!(now_ends, ends);
    assert_eq!(browser.text("[data-player=said]").await, now_ends);
    browser.click("[data-told=read]").await;
    assert!(!browser.has(".news.fresh").await);
    assert!(
        browser.has("[data-told=lines] .note").await,
        "it can be read again"
    );
    browser.close().await;
}
