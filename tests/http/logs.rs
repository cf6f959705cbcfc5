//! What our crates log at their most talkative: no key, answer, token, code, password or phone number is among it.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use khao_tests::client::text_at;
use khao_tests::journey::{answers_for, enter, entry, save, start, submit};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;

use crate::app::TestApp;
use crate::page::send;
use crate::scene::{BANK, PASSWORD, SECRETS, Scene};

/// All tests of this process log into it: what other stories say must be as harmless.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Logbook;

impl Write for Logbook {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// From now on.
pub fn listen() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new(
                "off,khao=trace,khao_engine=trace,khao_domain=trace,khao_app=trace",
            ))
            .with_ansi(false)
            .with_writer(|| Logbook)
            .init();
    });
}

pub fn logged() -> String {
    String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
}

const PHONE: &str = "0987651234";
const NEW_PASSWORD: &str = "một mật khẩu LOTRONGSO";
const WRONG_PASSWORD: &str = "gõ nhầm LOTRONGSO rồi";
const TYPED: &str = "CAUTRALOI";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_logged() {
    listen();
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let mut form = entry("Nguyễn Thị Nhật Ký", scene.unit("VL.S1"), &scene.officials);
    form["phone"] = json!(PHONE);
    let (person, entered) = enter(&app.client, "cchc", &form).await;
    let (code, token) = (text_at(&entered, "/re_entry_code"), text_at(&entered, "/token"));
    let attempt = start(&person, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    save(&person, &id, &answers_for(&attempt, 1, 0)).await.expect(200);
    let text = attempt["questions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|question| question["kind"] == "text");
    let answer = json!([{ "position": text.unwrap()["position"], "seq": 2, "value": { "text": TYPED } }]);
    save(&person, &id, &answer).await.expect(200);
    let back = come_back(&app, &code).await;
    staff_at_work(&app, &scene).await;
    submit(&person, &id).await.expect(200);
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    person
        .get(&format!("/api/v1/attempts/{id}/result"))
        .await
        .expect(200);
    let export = format!("/api/v1/rounds/{}/exports/answers.csv", scene.round);
    scene.organiser.get(&export).await.expect(200);

    let told_once = accounts_at_work(&app, &scene).await;
    let log = logged();
    assert!(
        log.contains(&format!("/api/v1/attempts/{id}/answers")),
        "nothing was heard"
    );
    let bare_code = code.replace('-', "");
    let mut secrets = vec![
        code.as_str(),
        &bare_code,
        &token,
        &back,
        PHONE,
        &PHONE[1..],
        TYPED,
        "LOTRONGSO",
        PASSWORD,
    ];
    secrets.extend(SECRETS);
    secrets.extend(told_once.iter().map(String::as_str));
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "a log line holds «{secret}»");
    }
}

/// By the code, and by codes that are wrong or do not fit: the token of the new session.
async fn come_back(app: &TestApp, code: &str) -> String {
    let sessions = "/api/v1/sessions";
    let body = |birth: Value| json!({ "contest": "cchc", "re_entry_code": code, "birth_date": birth });
    app.client
        .post(sessions, &body(json!("1991-01-01")))
        .await
        .problem(401, "#not-recognised");
    app.client
        .post(sessions, &body(json!(5)))
        .await
        .problem(422, "#invalid");
    let opened = app
        .client
        .post(sessions, &body(json!("1990-03-15")))
        .await
        .expect(201);
    text_at(&opened.json(), "/token")
}

/// One-time links, a second factor and its recovery codes: everything that was told once, or typed.
async fn accounts_at_work(app: &TestApp, scene: &Scene) -> Vec<String> {
    let administrator = &scene.administrator;
    let invited = administrator
        .post("/api/v1/invitations", &json!({ "role": "auditor" }))
        .await
        .expect(201)
        .json();
    let invitation = text_at(&invited, "/link/code");
    let accept = json!({ "code": invitation, "username": "duocmoi", "password": NEW_PASSWORD });
    let path = "/api/v1/invitations/acceptance";
    let account = app.client.post(path, &accept).await.expect(201).json();
    app.client.post(path, &accept).await.problem(422, "#invalid");
    let reset = format!("/api/v1/accounts/{}/reset", text_at(&account, "/id"));
    let link = administrator.post(&reset, &json!({})).await.expect(201).json();
    let reset = text_at(&link, "/code");
    let fields = [("code", reset.as_str()), ("password", NEW_PASSWORD)];
    let answer = send(&app.client.browser(), "/reset", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let person = khao_tests::journey::log_in(&app.client, "duocmoi", NEW_PASSWORD).await;
    let own = json!({ "password": NEW_PASSWORD });
    let drawn = person.post("/api/v1/account/totp", &own).await.expect(201).json();
    let secret = text_at(&drawn, "/secret");
    let code = khao_tests::totp::code_at(&secret, app.now().0 / 1_000_000);
    let confirm = "/api/v1/account/totp/confirmation";
    let codes = person
        .post(confirm, &json!({ "code": code }))
        .await
        .expect(200)
        .json();
    let recovery = text_at(&codes, "/recovery_codes/0");
    let log_in = json!({ "username": "duocmoi", "password": NEW_PASSWORD, "totp": recovery });
    let opened = app
        .client
        .post("/api/v1/sessions", &log_in)
        .await
        .expect(201)
        .json();
    let token = text_at(&opened, "/token");
    let twice = app.client.post("/api/v1/sessions", &log_in).await;
    twice.problem(401, "#not-recognised");
    let bare = recovery.replace('-', "");
    vec![invitation, reset, secret, recovery, bare, token]
}

/// Passwords, right and wrong ones; a bank with keys; a person looked for by name.
async fn staff_at_work(app: &TestApp, scene: &Scene) {
    let account = json!({ "username": "moi", "password": NEW_PASSWORD, "role": "organiser" });
    scene
        .administrator
        .post("/api/v1/accounts", &account)
        .await
        .expect(201);
    scene
        .administrator
        .post("/api/v1/accounts", &account)
        .await
        .problem(409, "#conflict");
    for password in [NEW_PASSWORD, WRONG_PASSWORD] {
        let fields = [("username", "moi"), ("password", password)];
        let answer = send(&app.client.browser(), "/login", &fields).await;
        assert_eq!(
            answer.status,
            if password == NEW_PASSWORD { 303 } else { 401 },
            "{}",
            answer.text()
        );
    }
    let imports = format!("/api/v1/banks/{}/imports", scene.bank);
    scene
        .organiser
        .upload(&imports, BANK.as_bytes())
        .await
        .expect(200);
    let broken = BANK.replace("Một lựa chọn", "BIMAT lựa chọn");
    scene
        .organiser
        .upload(&imports, broken.as_bytes())
        .await
        .expect(422);
    let people = "/api/v1/contests/cchc/participants?query=nhat+ky";
    scene.coordinator.get(people).await.expect(200);
}
