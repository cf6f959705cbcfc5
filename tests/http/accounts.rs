//! Staff: locked out and let in again, and sessions that nobody uses.

use khao_tests::client::{Client, text_at};
use khao_tests::journey;
use serde_json::{Value, json};

use crate::app::{Options, TestApp};
use crate::page::{Page, open};
use crate::scene::{PASSWORD, Scene};
use crate::staff::set_up;

on_both!(
    a_locked_account_is_out_at_once,
    the_last_administrator_is_never_locked_out,
    recovery_codes_are_renewed,
);

async fn id_of(administrator: &Client, username: &str) -> String {
    let list = administrator.get("/api/v1/accounts").await.expect(200).json();
    let accounts = list["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["username"] == username);
    text_at(account.unwrap(), "/id")
}

async fn change(client: &Client, id: &str, disabled: bool) -> khao_tests::client::Answer {
    let body = json!({ "disabled": disabled });
    client.patch(&format!("/api/v1/accounts/{id}"), &body).await
}

fn log_in(username: &str) -> Value {
    json!({ "username": username, "password": PASSWORD })
}

async fn a_locked_account_is_out_at_once(app: &TestApp) {
    let scene = Scene::set(app).await;
    let administrator = &scene.administrator;
    let id = id_of(administrator, "tochuc").await;
    scene.organiser.get("/api/v1/banks").await.expect(200);
    let locked = change(administrator, &id, true).await.expect(200).json();
    assert_eq!(locked["disabled"], true);
    scene.organiser.get("/api/v1/banks").await.problem(401, "#log-in");
    let sessions = "/api/v1/sessions";
    app.client
        .post(sessions, &log_in("tochuc"))
        .await
        .problem(401, "#not-recognised");
    // Once more changes nothing, and is not recorded twice.
    change(administrator, &id, true).await.expect(200);
    let opened = change(administrator, &id, false).await.expect(200).json();
    assert_eq!(opened["disabled"], false);
    scene.organiser.get("/api/v1/banks").await.problem(401, "#log-in");
    app.client.post(sessions, &log_in("tochuc")).await.expect(201);
    let audit = administrator
        .get("/api/v1/audit?limit=200")
        .await
        .expect(200)
        .json();
    let entries = audit["entries"].as_array().unwrap().iter();
    let own: Vec<&Value> = entries
        .filter(|entry| entry["object"] == id.as_str())
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(own, ["accounts.create", "accounts.disable", "accounts.enable"]);
    let unknown = uuid::Uuid::max().to_string();
    change(administrator, &unknown, true)
        .await
        .problem(404, "#not-found");
    change(&scene.coordinator, &id, true)
        .await
        .problem(403, "#forbidden");
    let empty = administrator
        .patch(&format!("/api/v1/accounts/{id}"), &json!({}))
        .await;
    assert_eq!(empty.expect(200).json()["disabled"], false);
}

/// Not by themselves, and not by two who lock each other out at the same moment.
async fn the_last_administrator_is_never_locked_out(app: &TestApp) {
    let scene = Scene::set(app).await;
    let first = &scene.administrator;
    let first_id = id_of(first, "quantri").await;
    assert_eq!(change(first, &first_id, true).await.pointers(422), ["/disabled"]);
    for round in 0..5 {
        let name = format!("quantri{round}");
        let new = json!({ "username": name, "password": PASSWORD, "role": "administrator" });
        let second_id = text_at(
            &first.post("/api/v1/accounts", &new).await.expect(201).json(),
            "/id",
        );
        let opened = app.app.engine.log_in_staff(&name, PASSWORD).await.unwrap();
        let second = app.client.bearer(opened.token.expose());
        let (one, other) = tokio::join!(change(first, &second_id, true), change(&second, &first_id, true));
        let won = [&one, &other]
            .iter()
            .filter(|answer| answer.status == 200)
            .count();
        assert_eq!(won, 1, "{} and {}", one.status, other.status);
        if other.status == 200 {
            // The second one is alone now; the story goes on from the other side next time.
            change(&second, &first_id, false).await.expect(200);
            return;
        }
    }
}

async fn recovery_codes_are_renewed(app: &TestApp) {
    let scene = Scene::set(app).await;
    let path = "/api/v1/account/recovery-codes";
    let right = json!({ "password": PASSWORD });
    // Nothing to renew yet.
    scene
        .organiser
        .post(path, &right)
        .await
        .problem(404, "#not-found");
    let (_, old) = set_up(app, &scene.organiser).await;
    let wrong = json!({ "password": "gõ nhầm rồi nhé" });
    let refused = scene.organiser.post(path, &wrong).await;
    assert_eq!(refused.pointers(422), ["/password"]);
    let renewed = scene.organiser.post(path, &right).await.expect(201).json();
    let new: Vec<String> = serde_json::from_value(renewed["recovery_codes"].clone()).unwrap();
    assert_eq!(new.len(), 10);
    let with = |code: &str| json!({ "username": "tochuc", "password": PASSWORD, "totp": code });
    let sessions = "/api/v1/sessions";
    let dead = app.client.post(sessions, &with(&old[0])).await;
    dead.problem(401, "#not-recognised");
    app.client.post(sessions, &with(&new[0])).await.expect(201);

    // By form: shown once, and nine of them are left after that one.
    let browser = app.client.browser_with(&text_at(
        &app.client.post(sessions, &with(&new[1])).await.expect(201).json(),
        "/token",
    ));
    let account = open(&browser, "/account").await;
    assert!(
        account.text().contains("Còn 8 mã khôi phục"),
        "{}",
        account.text()
    );
    let form = account.form("/account");
    let wrong = form.clone_with("totp_password", "gõ nhầm rồi nhé");
    let wrong = Page::of(&wrong.press(&browser, "codes-renew").await.expect(422));
    assert_eq!(wrong.attributes("#f-totp_password", "aria-invalid"), ["true"]);
    let done = form
        .with("totp_password", PASSWORD)
        .press(&browser, "codes-renew")
        .await;
    let codes = Page::of(&done.expect(200)).texts("#second-factor li");
    assert_eq!(codes.len(), 10);
    assert!(
        !browser.get("/account").await.text().contains(&codes[0]),
        "told once"
    );
    let audit = scene
        .administrator
        .get("/api/v1/audit?limit=200")
        .await
        .expect(200)
        .json();
    let entries = audit["entries"].as_array().unwrap().iter();
    let renewals = entries.filter(|entry| entry["action"] == "account.recovery_codes");
    assert_eq!(renewals.count(), 2);
}

async fn with_staff_idle(staff_idle_s: i64) -> TestApp {
    TestApp::with(Options {
        staff_idle_s,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn an_unused_staff_session_ends_and_a_used_one_goes_on() {
    const MINUTE: i64 = 60;
    let app = with_staff_idle(30 * MINUTE).await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let organiser = journey::log_in(&app.client, "tochuc", PASSWORD).await;
    let banks = "/api/v1/banks";
    // At work for hours, with pauses that are short enough.
    for _ in 0..16 {
        app.pass_seconds(29 * MINUTE);
        organiser.get(banks).await.expect(200);
    }
    app.pass_seconds(30 * MINUTE);
    organiser.get(banks).await.problem(401, "#log-in");
    // Participants think longer.
    person
        .client
        .get(&format!("/api/v1/rounds/{}/participation", scene.round))
        .await
        .expect(200);
    person
        .client
        .post(&format!("/api/v1/rounds/{}/attempts", scene.round), &json!({}))
        .await
        .expect(201);
}

/// However busy, twelve hours are the end.
#[tokio::test]
async fn a_staff_session_ends_after_its_day() {
    const MINUTE: i64 = 60;
    let app = with_staff_idle(30 * MINUTE).await;
    Scene::set(&app).await;
    let organiser = journey::log_in(&app.client, "tochuc", PASSWORD).await;
    for _ in 0..35 {
        app.pass_seconds(20 * MINUTE);
        organiser.get("/api/v1/banks").await.expect(200);
    }
    app.pass_seconds(20 * MINUTE);
    organiser.get("/api/v1/banks").await.problem(401, "#log-in");
}
