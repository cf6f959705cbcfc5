//! The console's pages of surveys, those of the demonstration and one that begins blank.

use khao_domain::people::role::Role;
use khao_tests::server::{Server, binary};

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::log_in;
use crate::{START, driver};

const SURVEY: &str = "/console/surveys/hai-long-2026";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_of_surveys_works_in_a_browser() {
    let (Some(driver), Ok(axe)) = (driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let inspector = Inspector::with(&axe);
    let browser = Browser::open(&driver, server.client.base()).await;
    let (username, password) = server.demo_account(Role::Administrator);
    log_in(&browser, &username, &password).await;
    let pages = [
        ("/console/surveys".to_owned(), "console-surveys"),
        ("/console/surveys/new".to_owned(), "console-survey-new"),
        (SURVEY.to_owned(), "console-survey"),
        (format!("{SURVEY}/waves"), "console-wave-new"),
        (format!("{SURVEY}/form"), "console-survey-form"),
        (format!("{SURVEY}/form/scales"), "console-survey-scales"),
        (format!("{SURVEY}/files"), "console-survey-files"),
        (format!("{SURVEY}/poster?desk=3"), "console-survey-poster"),
    ];
    for (path, name) in &pages {
        browser.go(path).await;
        inspector.look(&browser, name).await;
    }
    browser.go(&format!("{SURVEY}/form")).await;
    let section = browser.way("main a[href*='/form/sections/']").await;
    let item = browser.way("main .outline a[href*='/form/items/']").await;
    browser.go(SURVEY).await;
    let wave = browser.way("main article a[href*='/waves/']").await;
    let invitations = browser.way("main article a[href$='/invitations']").await;
    for (path, name) in [
        (section, "console-survey-section"),
        (item, "console-survey-item"),
        (wave, "console-wave"),
        (invitations.clone(), "console-invitations"),
    ] {
        browser.go(&path).await;
        inspector.look(&browser, name).await;
    }
    browser.go(&invitations).await;
    let batch = browser.way("main table a[href*='/invitations/']").await;
    browser.go(&batch).await;
    inspector.look(&browser, "console-invitations-batch").await;
    write_by_keys(&browser, &inspector).await;
    browser.close().await;
    inspector.report();
}

/// A blank form, from its first section to an item, and what keeps it from being fielded.
async fn write_by_keys(browser: &Browser, inspector: &Inspector) {
    browser.go("/console/surveys/new").await;
    browser.type_into("input[name='title.vi']", "Góp ý").await;
    browser.click("input[value=blank]").await;
    browser.click("main form .row button").await;
    let survey = |path: &str| path.starts_with("/console/surveys/khao-sat-gop-y") || path.contains("/gop-y");
    browser.arrive("the survey", |path| survey(path)).await;
    inspector.look(browser, "console-survey-draft").await;
    browser.click("main a[href$='/form']").await;
    browser.arrive("the form", |path| path.ends_with("/form")).await;
    browser.click("button[value=add_section]").await;
    browser
        .arrive("the section", |path| path.ends_with("/sections/s1"))
        .await;
    browser
        .click("main a[href$='/form'], .crumbs li:last-child a")
        .await;
    browser.arrive("the form", |path| path.ends_with("/form")).await;
    browser.click("button[value=add_item]").await;
    browser
        .arrive("the item", |path| path.ends_with("/items/q1"))
        .await;
    browser.click(".crumbs li:last-child a").await;
    browser.arrive("the form", |path| path.ends_with("/form")).await;
    inspector.look(browser, "console-survey-form-unfinished").await;
}
