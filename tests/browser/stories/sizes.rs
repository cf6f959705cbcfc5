//! Small and large windows: nothing jumps when the player wakes, nothing is cut off, targets are large enough.

use khao_domain::contest::settings::{ContestSettings, Presentation};
use serde_json::json;

use crate::inspection::Inspector;
use crate::player::{awake, choose, go_to, see, told, type_answer};
use crate::stage::Stage;

const WATCH_SHIFTS: &str = "globalThis.shifted = []; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifted.push([entry.value, ...entry.sources.map((one) =>
        (one.node?.outerHTML ?? '').slice(0, 120) + JSON.stringify([one.previousRect, one.currentRect]))]);
    }).observe({ type: 'layout-shift', buffered: true })";

/// Everything that can be hit now and is smaller than a fingertip.
const SMALL_TARGETS: &str = "return [...document.querySelectorAll('main button, main a, main label.opt')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('p:not(.player-ways p)') && !one.matches('.unseen'))
    .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 44 || box.width < 44 })
    .map((one) => one.outerHTML)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_jumps_when_the_player_wakes() {
    for presentation in [Presentation::OneAtATime, Presentation::All] {
        let settings = ContestSettings {
            presentation,
            ..ContestSettings::default()
        };
        let Some(stage) = Stage::set_with(settings).await else {
            return;
        };
        let sitting = stage.sit_down().await;
        let [first, ..] = sitting.choices();
        let browser = stage.device(&sitting).await;
        browser.run_first(WATCH_SHIFTS).await;
        for width in [360, 1280] {
            browser.resize(width).await;
            stage.hold_the_module();
            browser.go(&sitting.paper()).await;
            stage.let_the_module_pass();
            awake(&browser).await;
            let shifted = browser.run("return shifted", &[]).await;
            assert_eq!(shifted, json!([]), "{width}, {presentation:?}");
            // The way to the first choice moves the page on purpose; what is measured from here on is the answer alone.
            go_to(&browser, first).await;
            browser.run("shifted.length = 0", &[]).await;
            choose(&browser, first, "1").await;
            told(&browser, first, "saved").await;
            let stand_ins =
                "return [...document.querySelectorAll('.asleep')].map((one) => one.checkVisibility())";
            assert_eq!(browser.run(stand_ins, &[]).await, json!([false]), "one clock");
            let shifted = browser.run("return shifted", &[]).await;
            assert_eq!(shifted, json!([]), "{width}, {presentation:?}");
            let small = browser.run(SMALL_TARGETS, &[]).await;
            assert_eq!(small, json!([]), "{width}, {presentation:?}");
            // The paper opens at the question that was left: the next turn begins where this one did.
            go_to(&browser, 1).await;
        }
        browser.close().await;
        assert!(sitting.stored().await.seq(first) > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_shown_whole_is_readable_too() {
    let Ok(axe) = std::env::var("KHAO_TEST_AXE") else {
        return;
    };
    let settings = ContestSettings {
        presentation: Presentation::All,
        ..ContestSettings::default()
    };
    let Some(stage) = Stage::set_with(settings).await else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let (sitting, browser) = stage.at_paper().await;
    let last = sitting.questions.len() as u64;
    type_answer(&browser, last, "25000").await;
    told(&browser, last, "saved").await;
    inspector.look(&browser, "player-all").await;
    browser.click(".bar.bottom [data-player=finish]").await;
    see(&browser, "the review", "dialog[data-player=review][open]").await;
    browser.close().await;
    inspector.report();
    assert_eq!(sitting.stored().await.value(last), json!({ "number": 25000 }));
}

/// The states a paper can be in, for axe and for the eye.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_state_is_readable_on_every_screen() {
    let Ok(axe) = std::env::var("KHAO_TEST_AXE") else {
        return;
    };
    let Some(stage) = Stage::set().await else { return };
    let inspector = Inspector::with(&axe);
    let (sitting, browser) = stage.at_paper().await;
    let [first, second, _] = sitting.choices();
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    browser.click(&format!("#q-{first} [data-player=mark]")).await;
    inspector.look(&browser, "player-saved").await;
    stage.refuse_saves(true);
    choose(&browser, second, "2").await;
    told(&browser, second, "waiting").await;
    inspector.look(&browser, "player-waiting").await;
    browser.click("[data-player=overview]").await;
    see(&browser, "the review", "dialog[data-player=review][open]").await;
    inspector.look(&browser, "player-review").await;
    browser.click("[data-player=stay]").await;
    stage.refuse_saves(false);
    told(&browser, second, "saved").await;
    browser.go("/contests/cchc/practice").await;
    awake(&browser).await;
    inspector.look(&browser, "player-practice").await;
    browser.close().await;
    inspector.report();
    assert_eq!(sitting.stored().await.value(second), json!({ "options": ["2"] }));
}
