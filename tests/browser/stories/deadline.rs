//! Time is up.

use std::time::Duration;

use khao_tests::wait::until;
use serde_json::{Value, json};

use crate::driver::Browser;
use crate::player::{at_receipt, choose, open_paper, see, told};
use crate::stage::{Sitting, Stage};

/// Long enough to answer, and short enough to wait for.
const SECONDS: i64 = 12;

/// A paper with a saved answer, another that is not sent, and no time left.
async fn run_out_of_time(stage: &Stage) -> (Sitting, Browser, [u64; 2]) {
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    let [first, second, _] = sitting.choices();
    open_paper(&browser, &sitting.paper()).await;
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    stage.set_seconds_before_the_end(SECONDS);
    open_paper(&browser, &sitting.paper()).await;
    browser.cut_network(true).await;
    choose(&browser, second, "2").await;
    told(&browser, second, "waiting").await;
    see(&browser, "the end", "dialog[data-player=time-up][open]").await;
    assert!(browser.has("form fieldset[disabled]").await, "no more input");
    assert_eq!(browser.text("[data-player=clock]").await, "Đã hết giờ");
    (sitting, browser, [first, second])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_given_in_time_arrive_within_the_grace() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser, [first, second]) = run_out_of_time(&stage).await;
    stage.set_seconds_before_the_end(-20);
    browser.cut_network(false).await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(first), json!({ "options": ["1"] }));
    assert_eq!(stored.value(second), json!({ "options": ["2"] }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_too_late_is_named_before_it_is_forgotten() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser, [first, second]) = run_out_of_time(&stage).await;
    stage.set_seconds_before_the_end(-31);
    browser.cut_network(false).await;
    see(
        &browser,
        "what came too late",
        "dialog[data-player=too-late][open]",
    )
    .await;
    assert_eq!(
        browser.text("[data-player=too-late-list]").await,
        format!("Câu {second}")
    );
    browser.click("[data-player=receipt]").await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(first), json!({ "options": ["1"] }));
    assert_eq!(stored.value(second), Value::Null);
}

/// Whoever hides the clock is told all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hidden_clock_still_tells_the_last_minutes() {
    let Some(stage) = Stage::set().await else { return };
    let sitting = stage.sit_down().await;
    let browser = stage.device(&sitting).await;
    stage.set_seconds_before_the_end(5 * 60 + 6);
    open_paper(&browser, &sitting.paper()).await;
    browser.click("[data-player=hide]").await;
    browser.reload().await;
    crate::player::awake(&browser).await;
    let hidden = "[data-player=hide][aria-pressed=true]";
    see(&browser, "the clock hidden still", hidden).await;
    until("five minutes", Duration::from_secs(30), async || {
        let said = browser.text("[data-player=said]").await;
        said.contains("còn 5 phút").then_some(())
    })
    .await;
    assert_eq!(browser.text("[data-player=clock]").await, "––:––");
    browser.click("[data-player=hide]").await;
    let left = browser.text("[data-player=clock]").await;
    assert!(left.starts_with("04:5") || left == "05:00", "{left}");
    browser.close().await;
    assert_eq!(sitting.stored().await.count(), 0);
}
