//! Two devices of one person, one of them without a line, one of them with a wrong clock.

use serde_json::json;

use crate::player::{choose, held, open_paper, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_later_answer_counts_and_the_other_device_says_so() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let (phone, desk) = (stage.device(&sitting).await, stage.device(&sitting).await);
    open_paper(&phone, &sitting.paper()).await;
    open_paper(&desk, &sitting.paper()).await;
    let [first, second, _] = sitting.choices();
    phone.cut_network(true).await;
    choose(&phone, first, "1").await;
    choose(&phone, second, "1").await;
    told(&phone, second, "waiting").await;
    // A minute later, by the only clock that counts.
    stage.app.pass_seconds(60);
    choose(&desk, second, "4").await;
    told(&desk, second, "saved").await;
    choose(&desk, second, "2").await;
    told(&desk, second, "saved").await;
    phone.cut_network(false).await;
    told(&phone, first, "saved").await;
    told(&phone, second, "elsewhere").await;
    assert_eq!(held(&phone, second).await, ["2"]);
    phone.close().await;
    // The desk hears of the first question when it is looked at again.
    desk.run("window.dispatchEvent(new Event('online'))", &[]).await;
    told(&desk, first, "elsewhere").await;
    assert_eq!(held(&desk, first).await, ["1"]);
    desk.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(first), json!({ "options": ["1"] }));
    assert_eq!(stored.value(second), json!({ "options": ["2"] }));
}

/// Neither the countdown nor the order of answers hangs on the device's own clock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_whose_clock_is_two_hours_ahead_changes_nothing() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let (wrong, right) = (stage.device(&sitting).await, stage.device(&sitting).await);
    wrong
        .run_first(
            "const Real = Date; const ahead = 2 * 3600 * 1000;
             globalThis.Date = class extends Real {
                 constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead) }
                 static now() { return Real.now() + ahead } }",
        )
        .await;
    open_paper(&wrong, &sitting.paper()).await;
    let first = sitting.of_kind("single_choice")[0];
    let left = wrong.text("[data-player=clock]").await;
    assert!(
        left.starts_with("19:") || left == "20:00",
        "{left} of twenty minutes"
    );
    choose(&wrong, first, "1").await;
    told(&wrong, first, "saved").await;
    let server_ms = stage.app.now().millis();
    let seq = sitting.stored().await.seq(first);
    assert!(
        (server_ms..server_ms + 120_000).contains(&seq),
        "{seq} by the server's clock"
    );
    stage.app.pass_seconds(60);
    open_paper(&right, &sitting.paper()).await;
    choose(&right, first, "2").await;
    told(&right, first, "saved").await;
    wrong.close().await;
    right.close().await;
    assert_eq!(sitting.stored().await.value(first), json!({ "options": ["2"] }));
}
