//! What a participant sees on a phone, as the guide pictures it.

use khao_engine::demo::DEMO_SLUG;

use super::Walk;
use super::album::Region;
use crate::driver::Browser;
use crate::journey::fill_in_the_entry;
use crate::player;

const fn phone(css: &'static str, height: u32) -> Region {
    Region {
        css,
        width: 360,
        height,
    }
}

/// The place of a question with one right option of four, neither the first nor the last.
const FOUR_OPTIONS: &str = "
    const fits = [...document.querySelectorAll('[data-position][data-kind=single_choice]')]
        .filter((one) => one.querySelectorAll('input[type=radio]').length === 4);
    return fits.map((one) => Number(one.dataset.position)).find((place) => place > 1 && place < 16);";

pub async fn enter(walk: &Walk) {
    let browser = walk.browser().await;
    let album = &walk.album;
    let contest = format!("/contests/{DEMO_SLUG}");
    browser.go(&contest).await;
    album
        .hold(&browser, "participant-contest", &phone("body", 515))
        .await;
    browser.go(&format!("{contest}/enter")).await;
    fill_in_the_entry(&browser, "Lê Thị Bình").await;
    let unit = phone("section.part:has(input[name=unit_query])", 640);
    album.hold(&browser, "participant-unit", &unit).await;
    browser
        .click("label:has(input[name='consent.participate'])")
        .await;
    browser
        .click("button:not(.unseen)[name=action][value=enter]")
        .await;
    browser
        .arrive("the code", |path| path.ends_with("/entered"))
        .await;
    album
        .hold(&browser, "participant-code", &phone("main", 560))
        .await;
    browser.close().await;
}

pub async fn take_the_paper(walk: &Walk, token: &str, attempt: &str) -> Browser {
    let browser = walk.browser().await;
    let album = &walk.album;
    browser.go("/guide").await;
    browser.set_cookie("sid", token).await;
    let paper = format!("/attempts/{attempt}");
    player::open_paper(&browser, &paper).await;
    let question = browser.run(FOUR_OPTIONS, &[]).await.as_u64().unwrap();
    player::choose(&browser, question, "1").await;
    player::told(&browser, question, "saved").await;
    album
        .hold(&browser, "participant-paper", &phone("main", 640))
        .await;
    browser.cut_network(true).await;
    player::choose(&browser, question, "2").await;
    player::told(&browser, question, "waiting").await;
    album
        .hold(
            &browser,
            "participant-line",
            &phone("li[data-position]:not([hidden])", 640),
        )
        .await;
    browser.cut_network(false).await;
    player::told(&browser, question, "saved").await;
    browser.go(&format!("{paper}/overview")).await;
    album
        .hold(&browser, "participant-review", &phone("main", 640))
        .await;
    browser.click("main button[name=action][value=submit]").await;
    player::at_receipt(&browser).await;
    album
        .hold(&browser, "participant-receipt", &phone("main", 640))
        .await;
    browser
}

pub async fn read_the_result(walk: &Walk, browser: &Browser) {
    let receipt = browser.path().await;
    browser.go(&receipt.replace("/receipt", "/result")).await;
    walk.album
        .hold(browser, "participant-result", &phone("main", 640))
        .await;
}
