//! From an empty database to an awarded ranking, all of it by hand in the browser: the first administrator, units, an
//! invited organiser, a bank that somebody else approves, a weekly contest, a participant, a ranking that another person
//! approves, and its file compared with the database.

use khao_domain::time::Timestamp;
use khao_tests::wait::until;
use serde_json::json;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::journey::{PATIENCE, answer_everything, fill_in_the_entry, log_in};
use crate::player::{awake, hand_in, see};
use crate::scene::{PASSWORD, UNITS};

khao_tests::on_both!(crate::app::TestApp: an_empty_server_becomes_a_published_contest);

const ADMINISTRATOR: &str = "quantri";
const ORGANISER: &str = "tochuc";
const SLUG: &str = "cai-cach-hanh-chinh-moi-tuan";
/// A week of the template is 15 questions and a prediction.
const QUESTIONS: usize = 18;

/// The first Monday after the story's beginning, and the day after that week.
const FIRST_DAY: &str = "12/10/2026";
const DURING: &str = "2026-10-13T09:00:00+07:00";
const AFTER: &str = "2026-10-19T08:00:00+07:00";

async fn an_empty_server_becomes_a_published_contest(app: &TestApp) {
    let Some(driver) = crate::driver() else { return };
    let desk = async || Browser::open(&driver, app.client.base()).await;
    let (administrator, organiser, person) = (desk().await, desk().await, desk().await);
    be_the_first(app, &administrator).await;
    import_units(&administrator).await;
    accept_an_invitation(&administrator, &organiser).await;
    let bank = write_a_bank(&organiser).await;
    approve_the_items(&administrator, &bank).await;
    set_up(&organiser).await;
    announce(&organiser).await;
    app.set_time(at(DURING));
    take_part(&person).await;
    app.set_time(at(AFTER));
    app.app.engine.sweep().await.unwrap();
    // A week has passed, and with it their sessions.
    log_in(&organiser, ORGANISER, PASSWORD).await;
    log_in(&administrator, ADMINISTRATOR, PASSWORD).await;
    let round = publish(&organiser, &administrator).await;
    person.go(&format!("/rounds/{round}/ranking")).await;
    see(&person, "the ranking", "tbody tr th").await;
    compare_the_file(app, &organiser, &round).await;
    for browser in [administrator, organiser, person] {
        let mut told = browser.console().await;
        // The publication that came too early.
        told.retain(|line| !line.ends_with("409 (Conflict)"));
        assert_eq!(told, Vec::<String>::new());
        browser.close().await;
    }
}

fn at(time: &str) -> Timestamp {
    Timestamp::parse_rfc3339(time).unwrap()
}

async fn be_the_first(app: &TestApp, browser: &Browser) {
    browser.go("/").await;
    browser.arrive("the first run", |path| path == "/first-run").await;
    let code = app.app.engine.first_run_code().await.unwrap().unwrap();
    for (name, value) in [
        ("code", code.as_str()),
        ("username", ADMINISTRATOR),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ] {
        browser.type_into(&format!("[name={name}]"), value).await;
    }
    browser.click("main form button").await;
    browser.arrive("the console", |path| path == "/console").await;
}

/// A file in a temporary folder, chosen in the page's file field.
async fn choose_file(browser: &Browser, name: &str, content: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    browser
        .type_into("input[type=file]", path.to_str().unwrap())
        .await;
    folder
}

async fn import_units(browser: &Browser) {
    browser.go("/console/units/import").await;
    let _file = choose_file(browser, "don-vi.csv", UNITS).await;
    browser
        .click("form[action='/console/units/import'] button:not(.unseen)")
        .await;
    browser.click("button[value=import]").await;
    browser
        .arrive("the imported units", |path| {
            path.starts_with("/console/units/imports/")
        })
        .await;
}

async fn accept_an_invitation(administrator: &Browser, guest: &Browser) {
    administrator.go("/console/accounts/new").await;
    let choose = "document.querySelector('[name=role]').value = 'organiser'";
    administrator.run(choose, &[]).await;
    administrator
        .type_into("[name=full_name]", "Phạm Thị Tổ Chức")
        .await;
    administrator.click("button:not(.unseen)[value=invite]").await;
    see(administrator, "the link", "section.note .mono").await;
    let link = administrator.text("section.note .mono").await;
    let (_, code) = link.trim().split_once('#').unwrap();
    guest.go(&format!("/invitation#{code}")).await;
    let typed = "return document.querySelector('[name=code]').value";
    until("the code in its field", PATIENCE, async || {
        (guest.run(typed, &[]).await == json!(code)).then_some(())
    })
    .await;
    guest.type_into("[name=username]", ORGANISER).await;
    guest.type_into("[name=password]", PASSWORD).await;
    guest.click("main form button").await;
    guest.arrive("the console", |path| path == "/console").await;
}

/// Enough of one topic for the template's paper; the right option says so.
fn items() -> String {
    let mut file = String::from(
        "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Phương án C,Phương án D,Đáp án,Nguồn\n",
    );
    for number in 1..=QUESTIONS {
        let difficulty = number % 3 + 1;
        let line = format!(
            "CH-{number},Một lựa chọn,Thể chế,{difficulty},Nội dung thứ {number} của chương trình là gì?,Việc số {number},Việc khác,Việc khác nữa,Không có việc nào,A,Kế hoạch mục {number}\n"
        );
        file.push_str(&line);
    }
    file + "DD-1,Dự đoán số người dự thi,Dự đoán,1,Có bao nhiêu người dự thi?,,,,,,\n"
}

/// The address of a new bank with imported items, which are drafts.
async fn write_a_bank(organiser: &Browser) -> String {
    organiser.go("/console/banks").await;
    organiser
        .type_into("main form [name=name]", "Ngân hàng cải cách hành chính")
        .await;
    organiser
        .click("form[action='/console/banks'] button:not(.unseen)")
        .await;
    let bank = organiser
        .arrive("the bank", |path| path.len() > "/console/banks/".len())
        .await;
    organiser.go(&format!("{bank}/import")).await;
    let _file = choose_file(organiser, "cau-hoi.csv", &items()).await;
    organiser.click("main form[enctype] button:not(.unseen)").await;
    organiser
        .arrive("what the file would do", |path| path.contains("/imports/"))
        .await;
    assert!(
        !organiser.has("[name=approve]").await,
        "an organiser approves nothing"
    );
    organiser
        .click("main form[method=post] button:not(.unseen)")
        .await;
    organiser
        .arrive("what was done", |path| path.contains("/revisions/"))
        .await;
    bank
}

async fn approve_the_items(administrator: &Browser, bank: &str) {
    for step in ["review", "approve"] {
        administrator.go(bank).await;
        let tick = "document.querySelectorAll('[name=codes]').forEach((one) => one.click());
            return document.querySelectorAll('[name=codes]:checked').length";
        assert_eq!(administrator.run(tick, &[]).await, json!(QUESTIONS + 1));
        administrator
            .click(&format!("button[value={step}]:not(.unseen)"))
            .await;
        see(administrator, step, "main .note[role=status]").await;
    }
}

async fn set_up(organiser: &Browser) {
    organiser.go("/console/contests/new").await;
    organiser
        .type_into("[name=title]", "Cải cách hành chính mỗi tuần")
        .await;
    let first_day = "const field = document.querySelector('[name=first_day]'); field.value = arguments[0]";
    organiser.run(first_day, &[json!(FIRST_DAY)]).await;
    organiser.click("main form .row button").await;
    let review = format!("/console/contests/{SLUG}/setup/review");
    organiser.arrive("the review", |path| path == review).await;
    organiser.click(".path a[href$='/setup/rules']").await;
    organiser.click("label:has([value=second_approval])").await;
    organiser.click("main form button[value=save]:not(.unseen)").await;
    see(organiser, "the saved rules", "[value=second_approval]:checked").await;
}

async fn announce(organiser: &Browser) {
    organiser
        .go(&format!("/console/contests/{SLUG}/setup/review"))
        .await;
    organiser.click("input[name=understood]").await;
    organiser.click("button[value=announce]").await;
    let contest = format!("/console/contests/{SLUG}");
    organiser.arrive("the contest", |path| path == contest).await;
}

async fn take_part(person: &Browser) {
    person.go(&format!("/contests/{SLUG}/enter")).await;
    fill_in_the_entry(person, "Nguyễn Thị Thử Nghiệm").await;
    person.click("label:has(input[name='consent.participate'])").await;
    person
        .click("button:not(.unseen)[name=action][value=enter]")
        .await;
    person.arrive("the code", |path| path.ends_with("/entered")).await;
    person.go(&format!("/contests/{SLUG}/ready")).await;
    person.click("form[action$='/start'] button").await;
    person
        .arrive("the paper", |path| path.starts_with("/attempts/"))
        .await;
    awake(person).await;
    answer_everything(person).await;
    hand_in(person).await;
    person
        .arrive("the receipt", |path| path.ends_with("/receipt"))
        .await;
}

/// A step of the first round, which the contest's page then no longer offers.
async fn step(browser: &Browser, name: &str) {
    browser.go(&format!("/console/contests/{SLUG}")).await;
    confirm(browser, name).await;
}

async fn confirm(browser: &Browser, action: &str) {
    browser
        .click(&format!("form:has(button[value={action}]) label"))
        .await;
    browser
        .click(&format!("button[value={action}]:not(.unseen)"))
        .await;
}

/// The organiser counts, somebody else approves; the round's id.
async fn publish(organiser: &Browser, administrator: &Browser) -> String {
    organiser.go(&format!("/console/contests/{SLUG}")).await;
    let first = "return document.querySelector('main article a[href^=\"/console/rounds/\"]').pathname";
    let round = organiser.run(first, &[]).await;
    let round = round
        .as_str()
        .unwrap()
        .trim_start_matches("/console/rounds/")
        .to_owned();
    for name in ["close", "freeze"] {
        step(organiser, name).await;
        see(organiser, name, "main .note[role=status]").await;
    }
    organiser.go(&format!("/console/contests/{SLUG}")).await;
    assert!(
        !organiser.has("button[value=publish]").await,
        "it needs an approval first"
    );
    let rankings = format!("/console/rounds/{round}/corrections");
    administrator.go(&rankings).await;
    confirm(administrator, "approve").await;
    see(administrator, "the approval", "main .note[role=status]").await;
    step(organiser, "publish").await;
    see(organiser, "the publication", "main .note[role=status]").await;
    round
}

/// What the database holds of the round's ranking, as its file writes it: rank, name, unit and points.
const RANKING: &str =
    "SELECT CAST(e.rank AS TEXT), p.full_name, u.code, CAST(e.score_hundredths / 100 AS TEXT)
    FROM ranking_entries e JOIN rounds r ON r.id = e.scope_id JOIN participants p ON p.id = e.participant_id JOIN units u ON u.id = e.unit_id
    ORDER BY e.group_ordinal, e.place";

/// The file that the round's page offers, fetched as its link does.
async fn compare_the_file(app: &TestApp, organiser: &Browser, round: &str) {
    organiser.go(&format!("/console/rounds/{round}")).await;
    let fetch = "const done = arguments[arguments.length - 1];
        fetch(document.querySelector('main a[href$=\"/exports/ranking.csv\"]').href)
            .then((answer) => answer.text()).then(done)";
    let file = organiser.run_until_called(fetch).await;
    let file = file.as_str().unwrap().trim_start_matches('\u{feff}');
    let mut rows = csv::Reader::from_reader(file.as_bytes());
    let columns: Vec<usize> = ["Hạng", "Họ và tên", "Mã đơn vị", "Điểm"]
        .iter()
        .map(|name| {
            rows.headers()
                .unwrap()
                .iter()
                .position(|known| known == *name)
                .unwrap()
        })
        .collect();
    let told: Vec<[String; 4]> = rows
        .records()
        .map(|row| {
            let row = row.unwrap();
            [0, 1, 2, 3].map(|at| row[columns[at]].to_owned())
        })
        .collect();
    let stored = app.rows(RANKING).await;
    assert_eq!(told, stored);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0][1], "Nguyễn Thị Thử Nghiệm");
}
