//! The session ends in the middle.

use serde_json::json;

use crate::player::{choose, open_paper, see, told};
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_kept_until_their_owner_is_back() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let first = sitting.of_kind("single_choice")[0];
    browser.set_cookie("sid", "gone").await;
    choose(&browser, first, "2").await;
    told(&browser, first, "waiting").await;
    see(
        &browser,
        "the way back",
        "dialog[data-player=signed-out][open] a[href$='/return']",
    )
    .await;
    assert_eq!(sitting.stored().await.count(), 0);
    browser.set_cookie("sid", &sitting.person.token).await;
    open_paper(&browser, &sitting.paper()).await;
    told(&browser, first, "saved").await;
    browser.close().await;
    assert_eq!(sitting.stored().await.value(first), json!({ "options": ["2"] }));
}
