//! Two people at one form: what they did in different places comes together, and where both changed the same, the second
//! one is told.

use crate::app::TestApp;
use crate::page::{Form, Page, led_to, open, send, signed_in};
use crate::scene::Scene;
use crate::setup::made;

const PRIZES: &str = "/console/contests/cchc/prizes";
const SETUP: &str = "/console/contests/cchc/setup";

#[tokio::test]
async fn prizes_in_two_windows() {
    let app = TestApp::on_sqlite().await;
    let _scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let add = [
        ("action", "add"),
        ("name", "Nhất"),
        ("given_for", "round"),
        ("number", "1"),
    ];
    led_to(&send(&organiser, PRIZES, &add).await);
    let list = open(&organiser, PRIZES).await;
    let link = list
        .attributes("td a", "href")
        .into_iter()
        .find(|href| href.contains("prize="))
        .unwrap();
    let first = prize_form_of(&open(&organiser, &link).await);
    let second = prize_form_of(&open(&organiser, &link).await);
    led_to(&first.with("number", "3").press(&organiser, "change").await);
    // Another field: both stay.
    led_to(
        &second
            .clone_with("amount", "500.000")
            .press(&organiser, "change")
            .await,
    );
    let now = prize_form_of(&open(&organiser, &link).await);
    assert_eq!(
        (now.value("number"), now.value("amount")),
        (Some("3"), Some("500000"))
    );
    // The same field: told, and what was typed stays.
    let late = second.clone_with("number", "2").press(&organiser, "change").await;
    let late = Page::of(&late.expect(409));
    assert!(late.text().contains("«3»"), "{}", late.text());
    let again = prize_form_of(&late);
    assert_eq!(
        (again.value("number"), again.value("amount")),
        (Some("2"), Some("500000"))
    );
    // Removed by the other one: what was typed can still be added.
    let id = again.value("prize_id").unwrap().to_owned();
    let remove = [("action", "remove"), ("prize_id", id.as_str())];
    led_to(&send(&organiser, PRIZES, &remove).await);
    let gone = Page::of(&again.press(&organiser, "change").await.expect(409));
    assert!(gone.text().contains("vừa bỏ giải này"), "{}", gone.text());
    let left = prize_form_of(&gone);
    assert_eq!((left.value("number"), left.value("prize_id")), (Some("2"), None));
    led_to(&left.press(&organiser, "add").await);
    let moved = [("action", "down"), ("prize_id", id.as_str()), ("place", "1")];
    send(&organiser, PRIZES, &moved).await.expect(409);
}

fn prize_form_of(page: &Page) -> Form {
    page.form_with(PRIZES, "name")
}

#[tokio::test]
async fn the_rules_in_two_windows() {
    let app = TestApp::on_sqlite().await;
    let _scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("{SETUP}/rules");
    let form = async || open(&organiser, &path).await.form(&path);
    let (first, second) = (form().await, form().await);
    led_to(&first.with("min_age", "16").press(&organiser, "save").await);
    led_to(
        &second
            .clone_with("complaint_days", "9")
            .press(&organiser, "save")
            .await,
    );
    let now = form().await;
    assert_eq!(
        (now.value("min_age"), now.value("complaint_days")),
        (Some("16"), Some("9"))
    );
    let late = second.clone_with("min_age", "18").press(&organiser, "save").await;
    let late = Page::of(&late.expect(409));
    assert!(late.text().contains("«16»"), "{}", late.text());
    let again = late.form(&path);
    assert_eq!(
        (again.value("min_age"), again.value("complaint_days")),
        (Some("18"), Some("9"))
    );
    led_to(&again.press(&organiser, "save").await);

    let path = format!("{SETUP}/basics");
    let form = async || open(&organiser, &path).await.form_with(&path, "title");
    let (first, second) = (form().await, form().await);
    led_to(
        &first
            .with("title", "Tên của người thứ nhất")
            .press(&organiser, "save")
            .await,
    );
    let late = second
        .with("title", "Tên của người thứ hai")
        .press(&organiser, "save")
        .await;
    let late = Page::of(&late.expect(409));
    assert!(
        late.text().contains("«Tên của người thứ nhất»"),
        "{}",
        late.text()
    );
}

/// The same lines in another order are another text.
#[tokio::test]
async fn the_text_of_rules_in_two_windows() {
    let app = TestApp::on_sqlite().await;
    let _scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let review = made(&organiser, "Cuộc thi tuần").await;
    let path = review.replace("/review", "/basics");
    let form = async || open(&organiser, &path).await.form_with(&path, "rules");
    led_to(
        &form()
            .await
            .with("rules", "Một\nHai")
            .press(&organiser, "save")
            .await,
    );
    let (first, second) = (form().await, form().await);
    led_to(&first.with("rules", "Hai\r\nMột").press(&organiser, "save").await);
    let late = second
        .clone_with("rules", "Một\r\nBa")
        .press(&organiser, "save")
        .await;
    late.expect(409);
    // Untouched here: what the other one wrote stays, all of it.
    led_to(&second.with("title", "Tên khác").press(&organiser, "save").await);
    let now = form().await;
    assert_eq!(
        (now.value("title"), now.value("rules")),
        (Some("Tên khác"), Some("Hai\nMột"))
    );
}

#[tokio::test]
async fn a_code_is_issued_once_by_one_form() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = "/console/contests/cchc/participants";
    let chosen = [
        ("query", "lan"),
        ("participant_id", person.id.as_str()),
        ("action", "reissue"),
    ];
    // One press tells what is lost, and issues nothing.
    let asked = Page::of(&send(&organiser, path, &chosen).await.expect(422));
    let form = asked.form_with(path, "understood").with("understood", "yes");
    let mut codes = Vec::new();
    for _ in 0..2 {
        let issued = Page::of(&form.press(&organiser, "reissue").await.expect(200));
        codes.extend(issued.texts(".code"));
    }
    assert_eq!((codes.len(), &codes[0]), (2, &codes[1]));
}

#[tokio::test]
async fn a_bank_deleted_twice_is_gone() {
    let app = TestApp::on_sqlite().await;
    let _scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let new = open(&organiser, "/console/banks").await.form("/console/banks");
    let bank = led_to(&new.with("name", "Thử").press(&organiser, "").await);
    let bank = bank.split('?').next().unwrap();
    let form = open(&organiser, bank).await.form_with(bank, "understood");
    let form = form.with("understood", "yes");
    for done in ["bank_deleted", "bank_gone"] {
        let led = led_to(&form.press(&organiser, "delete").await);
        assert_eq!(led, format!("/console/banks?done={done}"));
    }
}
