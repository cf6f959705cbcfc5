//! Staff accounts as people handle them: invited, reset, listed, with sessions and a second factor; by form and by API.

use khao_domain::people::role::Role;
use khao_engine::people::invitations::Invitee;
use khao_engine::people::sessions::StaffTotp;
use khao_engine::policy::Actor;
use khao_tests::client::{Client, text_at};
use khao_tests::totp::code_at;
use serde_json::{Value, json};

use crate::app::{Options, TestApp};
use crate::page::{Page, led_to, signed_in};
use crate::scene::{PASSWORD, Scene};

on_both!(
    an_invitation_by_api,
    a_reset_by_api,
    a_second_factor_by_api,
    own_sessions_by_api,
);

const NEW: &str = "bảy nổi ba chìm";

fn now_s(app: &TestApp) -> i64 {
    app.now().0 / 1_000_000
}

async fn an_invitation_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let administrator = &scene.administrator;
    let body =
        json!({ "role": "question_writer", "unit_id": scene.unit("VL.S1"), "full_name": "Trần Thị Lan" });
    let made = administrator.post("/api/v1/invitations", &body).await;
    let made = made.expect(201).json();
    let code = text_at(&made, "/link/code");
    let list = administrator.get("/api/v1/invitations").await.expect(200);
    assert!(!list.text().contains(&code), "the code is told once");
    assert_eq!(list.json()["invitations"][0]["full_name"], "Trần Thị Lan");
    let accept = |code: &str| json!({ "code": code, "username": "lan.tran", "password": PASSWORD });
    let path = "/api/v1/invitations/acceptance";
    let wrong = app.client.post(path, &accept("x")).await;
    assert_eq!(wrong.pointers(422), ["/code"]);
    let account = app.client.post(path, &accept(&code)).await.expect(201).json();
    assert_eq!(account["role"], "question_writer");
    assert_eq!(account["unit_id"], scene.unit("VL.S1"));
    let again = app.client.post(path, &accept(&code)).await;
    assert_eq!(again.pointers(422), ["/code"]);
    let other = administrator
        .post("/api/v1/invitations", &json!({ "role": "auditor" }))
        .await;
    let id = text_at(&other.expect(201).json(), "/invitation/id");
    let path = format!("/api/v1/invitations/{id}");
    scene.organiser.delete(&path).await.problem(403, "#forbidden");
    administrator.delete(&path).await.expect(204);
    administrator.delete(&path).await.problem(404, "#not-found");
}

async fn a_reset_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let list = scene.administrator.get("/api/v1/accounts?query=tochuc").await;
    let id = text_at(&list.expect(200).json(), "/accounts/0/id");
    let reset = format!("/api/v1/accounts/{id}/reset");
    let link = scene
        .administrator
        .post(&reset, &json!({}))
        .await
        .expect(201)
        .json();
    let body = json!({ "code": text_at(&link, "/code"), "password": NEW });
    app.client.post("/api/v1/resets", &body).await.expect(204);
    scene.organiser.get("/api/v1/banks").await.problem(401, "#log-in");
    let again = app.client.post("/api/v1/resets", &body).await;
    assert_eq!(again.pointers(422), ["/code"]);
    let log_in = json!({ "username": "tochuc", "password": NEW });
    app.client.post("/api/v1/sessions", &log_in).await.expect(201);
}

/// Sets one up for the organiser: the secret and the recovery codes.
pub(crate) async fn set_up(app: &TestApp, client: &Client) -> (String, Vec<String>) {
    let drawn = client
        .post("/api/v1/account/totp", &json!({ "password": PASSWORD }))
        .await;
    let drawn = drawn.expect(201).json();
    let secret = text_at(&drawn, "/secret");
    assert!(text_at(&drawn, "/uri").contains(&secret));
    let body = json!({ "code": code_at(&secret, now_s(app)) });
    let confirmed = client.post("/api/v1/account/totp/confirmation", &body).await;
    let codes = confirmed.expect(200).json()["recovery_codes"].clone();
    (secret, serde_json::from_value(codes).unwrap())
}

async fn a_second_factor_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let sessions = "/api/v1/sessions";
    let wrong = json!({ "password": "gõ nhầm rồi nhé" });
    let refused = scene.organiser.post("/api/v1/account/totp", &wrong).await;
    assert_eq!(refused.pointers(422), ["/password"]);
    let (secret, codes) = set_up(app, &scene.organiser).await;
    let with = |code: Value| json!({ "username": "tochuc", "password": PASSWORD, "totp": code });
    let needed = app.client.post(sessions, &with(Value::Null)).await;
    needed.problem(401, "#totp-needed");
    let wrong = app.client.post(sessions, &with(json!("000000"))).await;
    wrong.problem(401, "#not-recognised");
    app.pass_seconds(60);
    let code = code_at(&secret, now_s(app));
    app.client.post(sessions, &with(json!(code))).await.expect(201);
    let twice = app.client.post(sessions, &with(json!(code))).await;
    twice.problem(401, "#not-recognised");
    app.client
        .post(sessions, &with(json!(codes[0])))
        .await
        .expect(201);
    let own = scene.organiser.get("/api/v1/account").await.expect(200).json();
    assert_eq!(own["totp"], true);
    let id = text_at(&own, "/id");
    let path = format!("/api/v1/accounts/{id}/totp");
    scene.administrator.delete(&path).await.expect(204);
    scene.administrator.delete(&path).await.problem(404, "#not-found");
    app.client.post(sessions, &with(Value::Null)).await.expect(201);
}

async fn own_sessions_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36";
    let body = json!({ "username": "tochuc", "password": PASSWORD });
    let request = app.client.request("POST", "/api/v1/sessions").json(&body);
    let opened = request
        .header("user-agent", agent)
        .send()
        .await
        .expect(201)
        .json();
    let laptop = app.client.bearer(&text_at(&opened, "/token"));
    let path = "/api/v1/account/sessions";
    let list = scene.organiser.get(path).await.expect(200).json();
    let lines = list["sessions"].as_array().unwrap();
    let other = lines.iter().find(|line| line["current"] == false).unwrap();
    assert_eq!((lines.len(), &other["browser"]), (2, &json!("Chrome, Windows")));
    let one = format!("{path}/{}", text_at(other, "/id"));
    scene.coordinator.delete(&one).await.problem(404, "#not-found");
    scene.organiser.delete(&one).await.expect(204);
    laptop.get(path).await.problem(401, "#log-in");
    let change = json!({ "old_password": PASSWORD, "password": NEW });
    let phone = khao_tests::journey::log_in(&app.client, "tochuc", PASSWORD).await;
    scene
        .organiser
        .put("/api/v1/account/password", &change)
        .await
        .expect(204);
    phone.get(path).await.problem(401, "#log-in");
    scene.organiser.get(path).await.expect(200);
    let id = text_at(&scene.organiser.get("/api/v1/account").await.json(), "/id");
    let all = format!("/api/v1/accounts/{id}/sessions");
    scene.administrator.get(&all).await.expect(200);
    scene.administrator.delete(&all).await.expect(204);
    scene.organiser.get(path).await.problem(401, "#log-in");
}

/// From the console to the invited person's first page, as browsers without scripts do it.
#[tokio::test]
async fn an_invitation_and_a_reset_by_form() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let admin = signed_in(&app.client, "quantri").await;
    let new = Page::of(&admin.get("/console/accounts/new").await).form("/console/accounts/new");
    let nothing = new.press(&admin, "invite").await;
    assert_eq!(nothing.status, 422);
    assert!(Page::of(&nothing).text().contains("Xin chọn vai trò."));
    let typed = new.with("role", "coordinator").with("unit", "Sở Không Có");
    let lost = typed.press(&admin, "invite").await;
    assert!(Page::of(&lost).text().contains("Không có đơn vị nào khớp"));
    let invited = typed
        // By a part of the name, as people remember it.
        .with("unit", "so noi vu")
        .press(&admin, "invite")
        .await
        .expect(200);
    let link = Page::of(&invited).texts("section.note .mono").remove(0);
    let (page, code) = link.split_once('#').unwrap();
    assert_eq!(page, format!("{}/invitation", app.client.base()));
    let listed = admin.get("/console/accounts").await.expect(200);
    assert!(!listed.text().contains(code));
    assert_eq!(
        Page::of(&listed)
            .form("/console/accounts")
            .value("invitation_id")
            .map(str::len),
        Some(36)
    );
    let guest = app.client.browser();
    let form = Page::of(&guest.get("/invitation").await.expect(200)).form("/invitation");
    // The whole link does as well as its code.
    let form = form.with("code", &link).with("username", "lan.tran");
    let weak = form.clone_with("password", "ngắn").press(&guest, "").await;
    assert_eq!(weak.status, 422);
    let kept = Page::of(&weak).form("/invitation");
    assert_eq!(kept.value("username"), Some("lan.tran"));
    let accepted = kept.with("password", PASSWORD).press(&guest, "").await;
    assert_eq!(led_to(&accepted), "/console");
    guest.get("/console").await.expect(200);
    let own = Page::of(&guest.get("/account").await.expect(200)).text();
    assert!(own.contains("lan.tran") && own.contains("Sở Nội vụ"), "{own}");
    reset_by_form(&app, &admin, &guest, &scene).await;
}

async fn reset_by_form(app: &TestApp, admin: &Client, guest: &Client, scene: &Scene) {
    let list = scene.administrator.get("/api/v1/accounts?query=lan.tran").await;
    let id = text_at(&list.expect(200).json(), "/accounts/0/id");
    let path = format!("/console/accounts/{id}");
    let account = Page::of(&admin.get(&path).await.expect(200)).form(&path);
    let made = account.press(admin, "reset").await.expect(200);
    let link = Page::of(&made).texts("section.note .mono").remove(0);
    let form = Page::of(&app.client.get("/reset").await.expect(200)).form("/reset");
    let browser = app.client.browser();
    let done = form
        .with("code", &link)
        .with("password", NEW)
        .press(&browser, "")
        .await;
    assert_eq!(led_to(&done), "/login");
    assert_eq!(guest.get("/console").await.status, 401);
    let moved = account
        .clone_with("role", "auditor")
        .with("unit", "")
        .press(admin, "change")
        .await;
    assert_eq!(led_to(&moved), format!("{path}?done=account_saved"));
    let locked = account.press(admin, "lock").await;
    assert_eq!(led_to(&locked), format!("{path}?done=account_locked"));
    let words = Page::of(&admin.get(&path).await).text();
    assert!(
        words.contains("kiểm tra (chỉ xem)") && words.contains("Đã khóa"),
        "{words}"
    );
    // An auditor reads the same without a form.
    let auditor = crate::scene::staff(app, "kiemtra", khao_domain::people::role::Role::Auditor, None).await;
    let read = Page::of(&auditor.get(&path).await.expect(200));
    assert_eq!(read.attributes("main form", "action"), Vec::<String>::new());
}

/// The password never travels twice, and no script is needed.
#[tokio::test]
async fn a_second_factor_by_form() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let browser = signed_in(&app.client, "tochuc").await;
    let account = async || Page::of(&browser.get("/account").await.expect(200));
    let begin = account().await.form("/account").with("totp_password", PASSWORD);
    assert_eq!(led_to(&begin.press(&browser, "totp-begin").await), "/account");
    let page = account().await;
    let secret = page.texts("#second-factor .mono").remove(0).replace(' ', "");
    assert_eq!(page.attributes("svg.qr", "role"), ["img"]);
    let confirm = page.form("/account");
    let wrong = confirm
        .clone_with("code", "000000")
        .press(&browser, "totp-confirm")
        .await;
    assert_eq!(wrong.status, 422);
    let confirm = confirm.with("code", &code_at(&secret, now_s(&app)));
    let confirmed = confirm.press(&browser, "totp-confirm").await.expect(200);
    let codes = Page::of(&confirmed).texts("#second-factor li");
    assert_eq!(codes.len(), 10);
    assert!(
        !browser.get("/account").await.text().contains(&codes[0]),
        "told once"
    );
    app.pass_seconds(60);
    let guest = app.client.browser();
    let login = Page::of(&guest.get("/login").await).form("/login");
    let first = login.with("username", "tochuc").with("password", PASSWORD);
    let second = first.press(&guest, "").await.expect(200);
    assert!(!second.text().contains(PASSWORD));
    let form = Page::of(&second).form("/login");
    let wrong = form.clone_with("code", "000000").press(&guest, "").await;
    assert_eq!(wrong.status, 401);
    let again = Page::of(&wrong).form("/login");
    let right = again.clone_with("code", &code_at(&secret, now_s(&app)));
    assert_eq!(led_to(&right.press(&guest, "").await), "/console");
    guest.get("/console").await.expect(200);
    // A recovery code fits the same field; a proof that is too old leads back to the start.
    let other = app.client.browser();
    let recovered = again.clone_with("code", &codes[0]).press(&other, "").await;
    assert_eq!(led_to(&recovered), "/console");
    app.pass_seconds(300);
    let late = again.with("code", &codes[1]).press(&other, "").await;
    assert_eq!(late.status, 401);
    assert!(Page::of(&late).form("/login").value("password").is_some());
}

#[tokio::test]
async fn tries_of_the_second_step_are_counted() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    set_up(&app, &scene.organiser).await;
    let guest = app.client.browser();
    let login = Page::of(&guest.get("/login").await).form("/login");
    let first = login.with("username", "tochuc").with("password", PASSWORD);
    let form = Page::of(&first.press(&guest, "").await.expect(200)).form("/login");
    let form = form.with("code", "000000");
    let mut statuses = Vec::new();
    for _ in 0..12 {
        statuses.push(form.press(&guest, "").await.status);
    }
    assert!(
        statuses.starts_with(&[401]) && statuses.ends_with(&[429]),
        "{statuses:?}"
    );
}

/// `--staff-totp required`
#[tokio::test]
async fn without_the_wanted_factor_only_the_own_account_opens() {
    let app = TestApp::with(Options {
        staff_totp: StaffTotp::Required,
        ..Options::default()
    })
    .await;
    let scene = Scene::set(&app).await;
    let browser = signed_in(&app.client, "quantri").await;
    let refused = browser.get("/console").await;
    assert_eq!(refused.status, 403);
    assert!(
        Page::of(&refused).text().contains("/account"),
        "it says where to go"
    );
    scene
        .administrator
        .get("/api/v1/accounts")
        .await
        .problem(403, "#totp-required");
    // What everybody sees, they see too.
    scene.administrator.get("/api/v1/contests/cchc").await.expect(200);
    let own = Page::of(&browser.get("/account").await.expect(200)).text();
    assert!(own.contains("Cơ quan yêu cầu xác thực hai bước."), "{own}");
    let guest = app.client.browser();
    let login = Page::of(&guest.get("/login").await).form("/login");
    let login = login.with("username", "tochuc").with("password", PASSWORD);
    assert_eq!(led_to(&login.press(&guest, "").await), "/account");
    // An accepted invitation opens the same first page.
    let invited = Invitee {
        role: Role::Auditor,
        unit: None,
        full_name: String::new(),
    };
    let (_, link) = app.app.engine.invite(&Actor::owner(), invited).await.unwrap();
    let guest = app.client.browser();
    let accept = Page::of(&guest.get("/invitation").await).form("/invitation");
    let accept = accept
        .with("code", link.code.expose())
        .with("username", "moi.den");
    let accepted = accept.with("password", PASSWORD).press(&guest, "").await;
    assert_eq!(led_to(&accepted), "/account");
    set_up(&app, &scene.administrator).await;
    browser.get("/console").await.expect(200);
    scene.administrator.get("/api/v1/accounts").await.expect(200);
}
