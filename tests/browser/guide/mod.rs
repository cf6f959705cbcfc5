//! The guide's walk: the demonstration under a clock that stands, through every page that the guide pictures. A record
//! beside each picture keeps what stood in it; a page that says something else fails here, and names the command that
//! renews both.

mod album;
mod people;
mod staff;

use khao_domain::ids::RoundId;
use khao_domain::people::role::Role;
use khao_engine::demo::{DEMO_SLUG, DemoAccount};
use khao_engine::policy::Actor;
use khao_tests::journey::demo_paper;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::journey::log_in;
use crate::scene::PASSWORD;
use album::Album;

const PAGES: [&str; 6] = [
    "organiser-1-set-up",
    "organiser-2-run-and-close",
    "coordinator-1-help-people-in",
    "coordinator-2-unit-figures",
    "participant-1-enter",
    "participant-2-paper-and-result",
];

struct Walk {
    app: TestApp,
    driver: String,
    album: Album,
}

impl Walk {
    async fn browser(&self) -> Browser {
        Browser::open(&self.driver, self.app.client.base()).await
    }

    async fn staff(&self, role: Role) -> Browser {
        let browser = self.browser().await;
        browser.resize(1280).await;
        log_in(&browser, role.as_str(), PASSWORD).await;
        browser
    }

    /// Two are published, the third is open, the fourth is to come.
    async fn round(&self, number: usize) -> RoundId {
        let engine = &self.app.app.engine;
        let contest = engine.console_contest(&Actor::owner(), DEMO_SLUG).await.unwrap();
        contest.rounds[number - 1].id
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_guide_pictures_what_the_pages_say_now() {
    let Some(driver) = crate::driver() else { return };
    let app = TestApp::on_sqlite().await;
    let accounts = [Role::Administrator, Role::Organiser, Role::Coordinator].map(|role| DemoAccount {
        role,
        username: role.as_str().to_owned(),
        password: PASSWORD.to_owned(),
    });
    app.app.engine.load_demo(&accounts).await.unwrap();
    let walk = Walk {
        app,
        driver,
        album: Album::open(),
    };
    // First of all, so that the paper is drawn from the same chance each time.
    let (token, attempt) = demo_paper(&walk.app.client, "Trần Thị Lan").await;
    staff::set_up(&walk).await;
    people::enter(&walk).await;
    staff::help_people_in(&walk).await;
    let person = people::take_the_paper(&walk, &token, &attempt).await;
    staff::run_and_close(&walk).await;
    people::read_the_result(&walk, &person).await;
    person.close().await;
    walk.album.close();
}

/// A page of the guide is short: two sheets of paper at most.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_the_guide_is_at_most_two_sheets_of_paper() {
    let Some(driver) = crate::driver() else { return };
    let app = TestApp::on_sqlite().await;
    let browser = Browser::open(&driver, app.client.base()).await;
    browser.resize(1280).await;
    for page in PAGES {
        browser.go(&format!("/guide/{page}")).await;
        let pdf = browser.pdf().await;
        let pdf = String::from_utf8_lossy(&pdf);
        let sheets = pdf.matches("/Type /Page\n").count();
        assert!((1..=2).contains(&sheets), "{page}: {sheets} sheets");
    }
    browser.close().await;
}
