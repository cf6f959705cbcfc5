//! Two tabs of one browser.

use serde_json::json;

use crate::player::{choose, held, open_paper, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_shows_what_was_answered_in_the_other() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let [first, second, _] = sitting.choices();
    choose(&browser, first, "1").await;
    told(&browser, first, "saved").await;
    let one = browser.open_tab().await;
    open_paper(&browser, &sitting.paper()).await;
    choose(&browser, first, "2").await;
    choose(&browser, second, "3").await;
    told(&browser, second, "saved").await;
    browser.show_tab(&one).await;
    told(&browser, first, "elsewhere").await;
    assert_eq!(held(&browser, first).await, ["2"]);
    assert_eq!(held(&browser, second).await, ["3"]);
    // What stood here before can be given again.
    crate::player::go_to(&browser, first).await;
    browser.click(&format!("#q-{first} [data-player=restore]")).await;
    told(&browser, first, "saved").await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert_eq!(stored.value(first), json!({ "options": ["1"] }));
    assert_eq!(stored.value(second), json!({ "options": ["3"] }));
}

/// A tab that is closed without a line leaves its answers to the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_tab_leaves_its_answers_to_the_other() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let first = sitting.of_kind("single_choice")[0];
    let one = browser.open_tab().await;
    open_paper(&browser, &sitting.paper()).await;
    stage.refuse_saves(true);
    choose(&browser, first, "4").await;
    told(&browser, first, "waiting").await;
    browser.close_tab().await;
    stage.refuse_saves(false);
    browser.show_tab(&one).await;
    told(&browser, first, "elsewhere").await;
    assert_eq!(held(&browser, first).await, ["4"]);
    khao_tests::wait::until(
        "the answer stored",
        std::time::Duration::from_secs(30),
        async || (sitting.stored().await.count() == 1).then_some(()),
    )
    .await;
    browser.close().await;
    assert_eq!(sitting.stored().await.value(first), json!({ "options": ["4"] }));
}
