//! A round is closed, counted and published; its participant reads what was right.

use std::path::Path;
use std::time::Duration;

use khao_tests::wait::until;
use sqlx::{Connection, SqliteConnection};

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::CONTEST;

const PATIENCE: Duration = Duration::from_secs(20);

/// Step by step on the console, each confirmed, each on the page that the one before led to.
pub async fn publish_the_round(browser: &Browser, inspector: &Inspector, data: &Path) {
    let slug = CONTEST.trim_start_matches("/contests/");
    browser.go(&format!("/console/contests/{slug}")).await;
    for (step, then) in [("close", "freeze"), ("freeze", "publish")] {
        if step == "freeze" {
            end_all_papers(data).await;
        }
        take(browser, step).await;
        // The next step stands there once this one is done.
        browser
            .click(&format!("form:has(button[value={then}]) label"))
            .await;
        inspector.look(browser, &format!("console-contest-{step}")).await;
        browser.go(&format!("/console/contests/{slug}")).await;
    }
    take(browser, "publish").await;
    let done =
        "return document.readyState === 'complete' && !document.querySelector('button[value=publish]')";
    until("the publication", PATIENCE, async || {
        (browser.run(done, &[]).await == true).then_some(())
    })
    .await;
}

/// Whoever is at work in the demonstration has come to the end of their time: nobody waits for it here.
async fn end_all_papers(data: &Path) {
    let database = format!("sqlite://{}", data.join("khao.db").display());
    let mut database = SqliteConnection::connect(&database).await.unwrap();
    sqlx::query("UPDATE attempts SET deadline = started_at + 1, last_save_at = started_at + 1 WHERE sealed_at IS NULL")
        .execute(&mut database)
        .await
        .unwrap();
}

async fn take(browser: &Browser, step: &str) {
    browser
        .click(&format!("form:has(button[value={step}]) label"))
        .await;
    browser.click(&format!("button[value={step}]")).await;
}

pub async fn read_the_result(browser: &Browser, inspector: &Inspector) {
    browser.go(&format!("{CONTEST}/ready")).await;
    inspector.look(browser, "ready-past").await;
    browser.click("main a[href$='/receipt']").await;
    browser.click("main a[href$='/result']").await;
    browser
        .arrive("the result", |path| path.ends_with("/result"))
        .await;
    inspector.look(browser, "result").await;
}
