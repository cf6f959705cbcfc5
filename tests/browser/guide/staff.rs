//! What organisers and coordinators see, as the guide pictures it.

use khao_domain::people::role::Role;
use khao_engine::demo::DEMO_SLUG;
use khao_engine::policy::Actor;

use super::Walk;
use super::album::Region;

const NEW_CONTEST: &str = "/console/contests/cuoc-thi-tuan-cua-so-noi-vu";

/// Text and fields of a form; what is wider is empty there.
const fn form(css: &'static str, height: u32) -> Region {
    Region {
        css,
        width: 820,
        height,
    }
}

const fn whole(height: u32) -> Region {
    Region {
        css: "main",
        width: 1280,
        height,
    }
}

pub async fn set_up(walk: &Walk) {
    let browser = walk.staff(Role::Administrator).await;
    let album = &walk.album;
    browser.go("/console/units/import").await;
    let set = Region {
        css: "form[action$='/starting-set']",
        width: 1280,
        height: 420,
    };
    album.hold(&browser, "organiser-units", &set).await;
    browser.go("/console/accounts/new").await;
    album
        .hold(&browser, "organiser-account", &form("main .narrow", 655))
        .await;
    browser.close().await;
    let browser = walk.staff(Role::Organiser).await;
    browser.go("/console/contests/new").await;
    browser
        .type_into("input[name=title]", "Cuộc thi tuần của Sở Nội vụ")
        .await;
    album
        .hold(&browser, "organiser-new-contest", &form("main .narrow", 555))
        .await;
    browser.click("main form .row button").await;
    let review = format!("{NEW_CONTEST}/setup/review");
    browser.arrive("the review", |path| path == review).await;
    album.hold(&browser, "organiser-review", &whole(860)).await;
    browser.close().await;
}

pub async fn help_people_in(walk: &Walk) {
    let browser = walk.staff(Role::Coordinator).await;
    let album = &walk.album;
    let contest = format!("/console/contests/{DEMO_SLUG}");
    browser.go(&contest).await;
    album.hold(&browser, "coordinator-contest", &whole(560)).await;
    browser.go(&format!("{contest}/participants?query=nguyen")).await;
    album.hold(&browser, "coordinator-code", &whole(640)).await;
    browser
        .go(&format!("/console/rounds/{}", walk.round(1).await))
        .await;
    album.hold(&browser, "coordinator-figures", &whole(640)).await;
    browser
        .go(&format!("/console/rounds/{}/live", walk.round(1).await))
        .await;
    album.hold(&browser, "coordinator-board", &whole(860)).await;
    browser.close().await;
    let browser = walk.staff(Role::Organiser).await;
    browser
        .go(&format!("{contest}/participants?query=tran+thi+lan"))
        .await;
    browser
        .click("main table a[href^='/console/participants/']")
        .await;
    browser
        .arrive("the person", |path| path.starts_with("/console/participants/"))
        .await;
    browser.click("main table a[href^='/console/attempts/']").await;
    browser
        .arrive("the attempt", |path| path.starts_with("/console/attempts/"))
        .await;
    album
        .hold(&browser, "organiser-attempt", &form("main", 860))
        .await;
    browser.close().await;
}

/// The round is closed before its time, counted and published.
pub async fn run_and_close(walk: &Walk) {
    let (engine, owner) = (&walk.app.app.engine, Actor::owner());
    let round = walk.round(3).await;
    engine.close_round(&owner, round).await.unwrap();
    let browser = walk.staff(Role::Organiser).await;
    let album = &walk.album;
    browser.go(&format!("/console/contests/{DEMO_SLUG}")).await;
    let step = Region {
        css: "article:has(button[value=freeze])",
        width: 820,
        height: 760,
    };
    album.hold(&browser, "organiser-steps", &step).await;
    // Whoever was still at work has come to the end of their time.
    walk.app.pass_seconds(3600);
    engine.freeze_round(&owner, round).await.unwrap();
    let corrections = format!("/console/rounds/{}/corrections", walk.round(1).await);
    browser.go(&corrections).await;
    album
        .hold(&browser, "organiser-correction", &form("main form.sheet", 730))
        .await;
    browser.close().await;
    engine.publish_round(&owner, round).await.unwrap();
}
