//! Staff: locked out and let in again, and sessions that nobody uses.

use khao_tests::client::{Client, text_at};
use khao_tests::journey;
use serde_json::{Value, json};

use crate::app::{Options, TestApp};
use crate::scene::{PASSWORD, Scene};

on_both!(
    a_locked_account_is_out_at_once,
    the_last_administrator_is_never_locked_out,
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
