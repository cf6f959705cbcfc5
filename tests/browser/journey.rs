//! What a participant and an organiser do.

use std::time::Duration;

use khao_domain::people::role::Role;
use khao_tests::server::Server;
use khao_tests::wait::until;
use serde_json::json;

use crate::driver::{Browser, ENTER};
use crate::inspection::Inspector;
use crate::listening;
use crate::player;

pub const CONTEST: &str = "/contests/tim-hieu-cchc-cds";
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Names as long as they come; they have to wrap.
const LONG_NAME: &str = "Nguyễn Phước Bảo Quỳnh Như Hoàng Thiên Kim";
const LONG_UNIT: &str =
    "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính thuộc Văn phòng Ủy ban nhân dân tỉnh";
/// Gives every other row of a ranking a long name and a long unit.
const LENGTHEN: &str = "
    document.querySelectorAll('tbody tr:nth-child(even)').forEach((row) => {
        row.querySelector('th span').textContent = arguments[0];
        row.querySelector('td.unit span').textContent = arguments[1];
    });";

pub async fn take_the_contest(browser: &Browser, inspector: &Inspector) {
    for (path, name) in [
        ("/", "home"),
        (CONTEST, "contest"),
        ("/guide", "guide"),
        ("/guide/organiser-2-run-and-close", "guide-page"),
        ("/privacy", "privacy"),
        ("/login", "login"),
        ("/khong-co", "not-found"),
    ] {
        browser.go(path).await;
        inspector.look(browser, name).await;
    }
    enter(browser, inspector).await;
    start(browser, inspector).await;
    answer_everything(browser).await;
    inspector.look(browser, "paper-answered").await;
    player::see(
        browser,
        "everything saved",
        "[data-player=saved][data-state=saved]",
    )
    .await;
    let paper = browser.path().await;
    browser.go(&format!("{paper}/overview")).await;
    inspector.look(browser, "overview").await;
    browser.click("main button[name=action][value=submit]").await;
    browser
        .arrive("the receipt", |path| path.ends_with("/receipt"))
        .await;
    inspector.look(browser, "receipt").await;
    read_the_rankings(browser, inspector).await;
}

/// The form of an entry, up to the consents: of somebody of Sở Nội vụ, in the first group.
pub async fn fill_in_the_entry(browser: &Browser, full_name: &str) {
    browser.type_into("input[name=full_name]", full_name).await;
    browser.type_into("input[name=birth_date]", "15/03/1990").await;
    browser.type_into("input[name=unit_query]", "so noi vu").await;
    browser.click("button[name=action][value=find]").await;
    browser.click("label:has(input[name=unit_id])").await;
    browser.click("label:has(input[name=group_id])").await;
}

/// Staff whose password is all that is asked for.
pub async fn log_in(browser: &Browser, username: &str, password: &str) {
    send_password(browser, username, password).await;
    browser.arrive("the console", |path| path == "/console").await;
}

/// The first step of a log-in.
pub async fn send_password(browser: &Browser, username: &str, password: &str) {
    browser.go("/login").await;
    browser.type_into("input[name=username]", username).await;
    browser.type_into("input[name=password]", password).await;
    browser.click("main form button").await;
}

async fn enter(browser: &Browser, inspector: &Inspector) {
    browser.go(&format!("{CONTEST}/enter")).await;
    inspector.look(browser, "enter").await;
    // Enter, even in the field beside the search for a unit, sends the entry: the name is missed.
    browser.type_into("input[name=unit_query]", ENTER).await;
    // A picture taken while the page changes may never come.
    player::see(browser, "the mistakes", "[role=alert]").await;
    browser.click("a[href='#f-full_name']").await;
    inspector.look(browser, "enter-mistakes").await;
    fill_in_the_entry(browser, LONG_NAME).await;
    browser
        .click("label:has(input[name='consent.participate'])")
        .await;
    listening::hear_the_unit_picker(browser).await;
    inspector.look(browser, "enter-filled").await;
    browser
        .click("button:not(.unseen)[name=action][value=enter]")
        .await;
    browser
        .arrive("the code", |path| path.ends_with("/entered"))
        .await;
    inspector.look(browser, "entered").await;
    inspector.look_at_paper(browser, "entered").await;
    browser.go(&format!("{CONTEST}/ready")).await;
    inspector.look(browser, "ready").await;
}

/// The island wakes, and its text changes.
async fn start(browser: &Browser, inspector: &Inspector) {
    browser.click("form[action$='/start'] button").await;
    browser
        .arrive("the paper", |path| path.starts_with("/attempts/"))
        .await;
    let clock = ".countdown[data-awake=true] .clock";
    let first = until("the countdown to wake", PATIENCE, async || {
        Some(browser.text(clock).await).filter(|text| !text.is_empty())
    })
    .await;
    until("the countdown to go on", PATIENCE, async || {
        (browser.text(clock).await != first).then_some(())
    })
    .await;
    inspector.look(browser, "paper").await;
}

/// The first option of each question, a number where one is typed.
pub async fn answer_everything(browser: &Browser) {
    let kinds = "return [...document.querySelectorAll('[data-position]')].map((one) => one.dataset.kind)";
    let kinds = browser.run(kinds, &[]).await;
    for (position, kind) in (1..).zip(kinds.as_array().unwrap()) {
        match kind.as_str().unwrap() {
            "number" | "text" | "prediction" => player::type_answer(browser, position, "12").await,
            _ => player::choose(browser, position, "1").await,
        }
        player::told(browser, position, "saved").await;
    }
}

async fn read_the_rankings(browser: &Browser, inspector: &Inspector) {
    browser.go(CONTEST).await;
    let ranking = browser.way("main a[href^='/rounds/']").await;
    browser.go(&ranking).await;
    listening::hear_the_ranking(browser).await;
    let long = [json!(LONG_NAME), json!(LONG_UNIT)];
    browser.run(LENGTHEN, &long).await;
    inspector.look(browser, "ranking").await;
    inspector.look_at_paper(browser, "ranking").await;
    browser.go(&format!("{CONTEST}/ranking")).await;
    inspector.look(browser, "ranking-contest").await;
    browser.go(&format!("{CONTEST}/return")).await;
    inspector.look(browser, "return").await;
    browser.go("/console").await;
    inspector.look(browser, "forbidden").await;
}

pub async fn look_at_the_console(browser: &Browser, inspector: &Inspector, server: &Server) {
    let (username, password) = server.demo_account(Role::Administrator);
    log_in(browser, &username, &password).await;
    inspector.look(browser, "console").await;
    browser.go("/console/instance").await;
    inspector.look(browser, "console-instance").await;
    look_at_the_units(browser, inspector).await;
    let slug = CONTEST.trim_start_matches("/contests/");
    browser.go(&format!("/console/contests/{slug}")).await;
    inspector.look(browser, "console-contest").await;
    let round = browser.way("main a[href^='/console/rounds/']").await;
    for (path, name) in [
        (round.clone(), "console-round"),
        (format!("{round}/live"), "console-board"),
        (format!("{round}/figures"), "console-figures"),
        (format!("/console/contests/{slug}/messages"), "console-messages"),
    ] {
        browser.go(&path).await;
        inspector.look(browser, name).await;
    }
    browser
        .go(&format!("/console/contests/{slug}/participants?query=nguyen"))
        .await;
    inspector.look(browser, "console-participants").await;
}

async fn look_at_the_units(browser: &Browser, inspector: &Inspector) {
    for (path, name) in [
        ("/console/audit", "console-audit"),
        ("/console/units", "console-units"),
        ("/console/units/new", "console-unit-new"),
        ("/console/units/import", "console-units-import"),
        ("/console/units/imports", "console-units-imports"),
        ("/console/units?query=so", "console-units-found"),
    ] {
        browser.go(path).await;
        inspector.look(browser, name).await;
    }
    let unit = browser.way("table a[href^='/console/units/']").await;
    browser.go(&unit).await;
    inspector.look(browser, "console-unit").await;
    browser.go("/console/units/import").await;
    let choose = "document.querySelector('select[name=province_code]').value = '15'";
    browser.run(choose, &[]).await;
    browser.click("form[action$='/starting-set'] button").await;
    player::see(browser, "what it would do", "button[value=import]").await;
    inspector.look(browser, "console-units-preview").await;
    browser.click("button[value=import]").await;
    browser
        .arrive("what was done", |path| {
            path.starts_with("/console/units/imports/")
        })
        .await;
    inspector.look(browser, "console-units-done").await;
    browser.go("/console/work").await;
    inspector.look(browser, "console-works").await;
    let work = browser.way("main table a[href^='/console/work/']").await;
    browser.go(&work).await;
    inspector.look(browser, "console-work-done").await;
}
