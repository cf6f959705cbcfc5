//! The live board in a hall: figures come by themselves, a cut line is told, and they go on once it is back.

use std::time::Duration;

use khao_tests::journey::{play, start};
use khao_tests::wait::until;

use crate::driver::Browser;
use crate::stage::Stage;

const PATIENCE: Duration = Duration::from_mins(1);
const LINE: &str = "[data-board=line]";

async fn shows(browser: &Browser, what: &str, name: &str, figure: &str) {
    until(what, PATIENCE, async || {
        let shown = browser.text(&format!("[data-board='{name}']")).await;
        (shown == figure).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_follows_the_round_and_tells_that_its_line_is_cut() {
    let Some(stage) = Stage::set().await else { return };
    let first = stage.enter("Trần Thị Một").await;
    let second = stage.enter("Lê Văn Hai").await;
    start(&second.client, stage.round()).await;
    let browser = stage.console().await;
    browser
        .go(&format!("/console/rounds/{}/live", stage.round()))
        .await;
    shows(&browser, "the page as it is loaded", "submitted", "0").await;
    assert_eq!(browser.text(LINE).await, "");
    play(&first.client, stage.round(), 0).await;
    // Figures are counted anew once they are seconds old.
    stage.app.pass_seconds(10);
    shows(&browser, "a paper that was handed in", "submitted", "1").await;
    shows(&browser, "the other one at work", "in_progress", "1").await;

    stage.cut_boards(true);
    until("words about the line", PATIENCE, async || {
        browser.text(LINE).await.contains("Mất kết nối").then_some(())
    })
    .await;
    play(&second.client, stage.round(), 0).await;
    stage.app.pass_seconds(10);
    let before = stage.boards_refused();
    until("another try", PATIENCE, async || {
        (stage.boards_refused() > before).then_some(())
    })
    .await;
    assert_eq!(
        browser.text("[data-board=submitted]").await,
        "1",
        "nothing comes through a cut line"
    );
    stage.cut_boards(false);
    shows(&browser, "what happened meanwhile", "submitted", "2").await;
    until("the words gone", PATIENCE, async || {
        browser.text(LINE).await.is_empty().then_some(())
    })
    .await;
    browser.close().await;
}
