//! Practice leaves nothing behind.

use khao_tests::client::Client;
use serde_json::json;

use crate::player::{awake, choose, hand_in, see, told, type_answer};
use crate::stage::Stage;

async fn attempts(client: &Client) -> serde_json::Value {
    client.get("/api/v1/contests/cchc").await.expect(200).json()["counts"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_player_can_be_tried_and_nothing_is_sent() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let before = attempts(&sitting.person.client).await;
    let browser = stage.device(&sitting).await;
    browser.go("/contests/cchc/practice").await;
    awake(&browser).await;
    choose(&browser, 1, "2").await;
    told(&browser, 1, "saved").await;
    choose(&browser, 2, "1").await;
    type_answer(&browser, 3, "25000").await;
    told(&browser, 3, "saved").await;
    hand_in(&browser).await;
    see(
        &browser,
        "that this was practice",
        "dialog[data-player=practised][open]",
    )
    .await;
    let asked =
        "return performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/')).length";
    assert_eq!(browser.run(asked, &[]).await, json!(0));
    browser.close().await;
    assert_eq!(stage.saves(), 0);
    assert_eq!(sitting.stored().await.count(), 0);
    assert_eq!(attempts(&sitting.person.client).await, before);
}
