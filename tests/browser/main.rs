//! The contest in a real Chromium, driven over `WebDriver`: a phone-sized window, the countdown island awake, axe-core and
//! the content security policy silent on every page, light and dark; nothing clipped, too small for a thumb or wider than
//! a window under 400 % zoom; entering by keyboard alone. Screenshots go to `tests/screenshots`.
//!
//! `KHAO_TEST_CHROMEDRIVER` is the address of a running chromedriver, `KHAO_TEST_AXE` the file `axe.min.js`; `tests/run`
//! sets both. Without them the test says so and passes.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene must fail right there"
)]

mod accounts;
mod answering;
#[path = "../http/app.rs"]
#[expect(
    dead_code,
    unused_macros,
    reason = "the stories use a part of what HTTP's tests need"
)]
mod app;
mod banks;
mod driver;
mod english;
#[path = "../http/fielded.rs"]
mod fielded;
mod first_run;
mod from_nothing;
mod guide;
mod inspection;
mod invited;
#[path = "../http/inviting.rs"]
mod inviting;
mod journey;
mod keyboard;
mod listening;
#[path = "../http/page.rs"]
#[expect(dead_code, reason = "the stories use a part of what HTTP's tests need")]
mod page;
mod papers;
mod player;
mod results;
mod round_pages;
#[path = "../http/scene.rs"]
#[expect(dead_code, reason = "the stories use a part of what HTTP's tests need")]
mod scene;
mod setup;
mod stage;
mod stories;
mod surveys;
mod tablets;
mod work;

use std::time::Duration;

use khao_tests::server::{Server, binary};

use crate::driver::Browser;
use crate::inspection::Inspector;

const START: Duration = Duration::from_secs(90);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_contest_and_the_console_work_in_a_browser() {
    let (Ok(driver), Ok(axe)) = (
        std::env::var("KHAO_TEST_CHROMEDRIVER"),
        std::env::var("KHAO_TEST_AXE"),
    ) else {
        skipped();
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let inspector = Inspector::with(&axe);
    let browser = Browser::open(&driver, server.client.base()).await;
    journey::take_the_contest(&browser, &inspector).await;
    let staff = Browser::open(&driver, server.client.base()).await;
    journey::look_at_the_console(&staff, &inspector, &server).await;
    setup::set_up_a_contest(&staff, &inspector, &server).await;
    round_pages::look_while_it_runs(&staff, &inspector).await;
    results::publish_the_round(&staff, &inspector, folder.path()).await;
    round_pages::look_when_it_is_over(&staff, &inspector).await;
    let guest = Browser::open(&driver, server.client.base()).await;
    accounts::look(&staff, &guest, &inspector, &server).await;
    banks::look(&staff, &inspector).await;
    round_pages::look_at_bank(&staff, &inspector).await;
    guest.close().await;
    results::read_the_result(&browser, &inspector).await;
    round_pages::complain(&browser, &staff, &inspector).await;
    english::look_at_the_console(&staff, &inspector).await;
    staff.close().await;
    english::read(&browser, &inspector).await;
    browser.close().await;
    let browser = Browser::open(&driver, server.client.base()).await;
    keyboard::enter(&browser, journey::CONTEST).await;
    browser.close().await;
    first_run::look(&driver, &inspector).await;
    work::look(&driver, &inspector).await;
    inspector.report();
}

/// The driver's address; that there is none is said.
fn driver() -> Option<String> {
    let driver = std::env::var("KHAO_TEST_CHROMEDRIVER").ok();
    if driver.is_none() {
        skipped();
    }
    driver
}

#[expect(clippy::print_stderr, reason = "that nothing was tested must be seen")]
fn skipped() {
    eprintln!("SKIPPED: KHAO_TEST_CHROMEDRIVER and KHAO_TEST_AXE are not set; tests/run sets them");
}
