//! The console's pages of a contest under way and of one that is over: people, attempts, time, keys, figures, prizes,
//! complaints.

use serde_json::json;

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::CONTEST;
use crate::player::see;
use crate::setup::SLUG;

const FIRST_ROUND: &str = "return document.querySelector('[name=round] option:nth-child(2)').value";
const CHOOSE_FILE: &str = "
    const chosen = new DataTransfer();
    chosen.items.add(new File([arguments[0]], 'danh-sach.csv', { type: 'text/csv' }));
    document.querySelector('main input[type=file]').files = chosen.files;";

async fn look_at(browser: &Browser, inspector: &Inspector, pages: &[(String, &str)]) {
    for (path, name) in pages {
        browser.go(path).await;
        inspector.look(browser, name).await;
    }
}

/// While the demonstration's round is open; `browser` is the administrator's.
pub async fn look_while_it_runs(browser: &Browser, inspector: &Inspector) {
    let contest = format!("/console{CONTEST}");
    browser.go(&contest).await;
    let round = browser.way("main a[href^='/console/rounds/']").await;
    browser.go(&format!("{contest}/participants?query=nguyen")).await;
    let person = browser.way("main table a[href^='/console/participants/']").await;
    browser.go(&person).await;
    inspector.look(browser, "console-person").await;
    let attempt = browser.way("main a[href^='/console/attempts/']").await;
    look_at(
        browser,
        inspector,
        &[
            (attempt, "console-attempt"),
            (format!("{round}/extra-time"), "console-extra-time"),
            (format!("{round}/corrections"), "console-corrections"),
            (format!("{round}/ranking"), "console-ranking"),
            (format!("{round}/figures"), "console-figures"),
            (format!("{contest}/complaints"), "console-complaints"),
            (format!("{contest}/prizes"), "console-prizes-fixed"),
        ],
    )
    .await;
    look_at_the_roster(browser, inspector).await;
    add_prize(browser, inspector).await;
}

/// Who of the demonstration's roster is still to come, and what a file would make of the list.
async fn look_at_the_roster(browser: &Browser, inspector: &Inspector) {
    let roster = format!("/console{CONTEST}/roster");
    browser.go(&roster).await;
    inspector.look(browser, "console-roster").await;
    let round = browser.run(FIRST_ROUND, &[]).await;
    let round = round.as_str().unwrap();
    let missing = format!("{roster}?round={round}&state=missing");
    look_at(browser, inspector, &[(missing, "console-roster-of-a-round")]).await;
    for (file, name) in [
        (
            "Họ và tên,Mã đơn vị,Điện thoại\nLê Văn An,86.S01,\n",
            "console-roster-load",
        ),
        (
            "Họ và tên,Mã đơn vị\nLê Văn An,86.S99\n",
            "console-roster-refused",
        ),
    ] {
        browser.go(&roster).await;
        browser.run(CHOOSE_FILE, &[json!(file)]).await;
        browser.click("main form[enctype] > button").await;
        browser
            .arrive("what it would do", |path| path.contains("/roster/uploads/"))
            .await;
        inspector.look(browser, name).await;
    }
    browser.go(&format!("/console/contests/{SLUG}/roster")).await;
    inspector.look(browser, "console-roster-none").await;
}

/// To the contest that was set up: nothing of it is public yet.
async fn add_prize(browser: &Browser, inspector: &Inspector) {
    browser.go(&format!("/console/contests/{SLUG}/prizes")).await;
    inspector.look(browser, "console-prizes-none").await;
    let choose = "document.querySelector('[name=given_for]').value = 'round'";
    browser.run(choose, &[]).await;
    for (name, value) in [("name", "Giải Nhất"), ("number", "1"), ("amount", "1000000")] {
        let clear = "document.querySelector(`main form [name=${arguments[0]}]`).value = ''";
        browser.run(clear, &[json!(name)]).await;
        browser
            .type_into(&format!("main form [name={name}]"), value)
            .await;
    }
    browser
        .click("main form:has([name=given_for]) button:not(.unseen)")
        .await;
    see(browser, "the prize", "main [role=status]").await;
    inspector.look(browser, "console-prizes").await;
}

/// Once it is published.
pub async fn look_when_it_is_over(browser: &Browser, inspector: &Inspector) {
    let contest = format!("/console{CONTEST}");
    look_at(
        browser,
        inspector,
        &[
            (format!("{contest}/winners"), "console-winners"),
            (format!("{CONTEST}/winners"), "winners"),
        ],
    )
    .await;
    inspector.look_at_paper(browser, "winners").await;
}

/// The participant objects to a question beside the result, and an organiser reads it.
pub async fn complain(person: &Browser, staff: &Browser, inspector: &Inspector) {
    let result = person.path().await;
    person.click("main a[href*='/complaints']").await;
    person
        .arrive("the complaints", |path| path.ends_with("/complaints"))
        .await;
    inspector.look(person, "complaints-none").await;
    person
        .type_into(
            "main textarea",
            "Theo văn bản mới nhất thì phương án khác cũng đúng.",
        )
        .await;
    person.click("main form:has(textarea) button:not(.unseen)").await;
    see(person, "what was sent", "main .tag").await;
    inspector.look(person, "complaints").await;
    staff.go(&format!("/console{CONTEST}/complaints")).await;
    inspector.look(staff, "console-complaints-open").await;
    let case = staff.way("main a[href*='/complaints/']").await;
    staff.go(&case).await;
    inspector.look(staff, "console-complaint").await;
    person.go(&result).await;
}

/// A bank's remaining pages: a new item, an import, what became of one, and two versions of an item.
pub async fn look_at_bank(browser: &Browser, inspector: &Inspector) {
    browser.go("/console/banks").await;
    let bank = browser.way("main table a[href^='/console/banks/']").await;
    browser.go(&bank).await;
    let item = browser.way("main table a[href*='/items/']").await;
    look_at(
        browser,
        inspector,
        &[
            (format!("{bank}/new"), "console-item-new"),
            (format!("{bank}/import"), "console-bank-import"),
            (format!("{bank}/revisions/1"), "console-bank-revision"),
            (format!("{item}/compare"), "console-item-compare"),
        ],
    )
    .await;
}
