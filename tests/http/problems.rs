//! Whatever is refused under `/api` is a problem document, elsewhere a page.

use khao_tests::client::{Answer, text_at};
use khao_tests::journey::{entry, save, start};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::page::Page;
use crate::scene::Scene;

#[tokio::test]
async fn every_refusal_under_the_api_is_a_problem_document() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await.client;
    let (nobody, organiser) = (&app.client, &scene.organiser);
    let stale = app.client.bearer("khong-phai-token");
    for (client, method, path, status, kind) in [
        (nobody, "GET", "khong-co", 404, "#not-found"),
        (nobody, "GET", "contests/khong-co", 404, "#not-found"),
        (nobody, "GET", "contests/KHÔNG", 404, "#not-found"),
        (&person, "GET", "attempts/khong-phai-uuid", 404, "#not-found"),
        (nobody, "DELETE", "contests", 405, "#invalid"),
        (nobody, "BREW", "sessions", 405, "#invalid"),
        (nobody, "GET", "accounts", 401, "#log-in"),
        (&stale, "GET", "audit", 401, "#log-in"),
        (&person, "GET", "accounts", 403, "#forbidden"),
        (organiser, "GET", "banks?limit=0", 422, "#invalid"),
        (organiser, "GET", "banks?limit=x", 422, "#invalid"),
        (organiser, "GET", "banks?khong_co=1", 422, "#invalid"),
    ] {
        let request = client.request(method, &format!("/api/v1/{path}"));
        request.send().await.problem(status, kind);
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_why() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let too_long = vec![b' '; 1100 * 1024];
    for (kind, body, status) in [
        ("text/plain", b"{}".as_slice(), 415),
        ("application/x-www-form-urlencoded", b"a=b", 415),
        ("application/json", b"{", 422),
        ("application/json", b"\xff\xfe", 422),
        ("application/json", b"{} {}", 422),
        ("application/json", &too_long, 413),
    ] {
        let request = app.client.request("POST", "/api/v1/sessions");
        let answer = request.body(kind, body.to_vec()).send().await;
        answer.problem(status, "#invalid");
    }
    let path = format!("/api/v1/banks/{}/imports", scene.bank);
    let import = || scene.organiser.request("POST", &path);
    let whole = vec![b'x'; 11_000_000];
    let large = scene.organiser.upload(&path, &whole).await;
    large.problem(413, "#invalid");
    import().file("khac", b"x").send().await.problem(422, "#invalid");
    import().json(&json!({})).send().await.problem(415, "#invalid");
}

#[tokio::test]
async fn mistakes_are_pointed_at() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let entries = "/api/v1/contests/cchc/participants";
    let empty = app.client.post(entries, &json!({})).await.pointers(422);
    assert_eq!(
        empty,
        ["/birth_date", "/consents", "/full_name", "/group_id", "/unit_id"]
    );
    let mut unknown = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    unknown["lạ"] = json!(1);
    let pointers = app.client.post(entries, &unknown).await.pointers(422);
    assert_eq!(pointers.len(), 1);
    let mut young = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    young["birth_date"] = json!("2015-01-01");
    assert_eq!(
        app.client.post(entries, &young).await.pointers(422),
        ["/guardian"]
    );
    let account = json!({ "username": "A", "password": "ngắn", "role": "coordinator" });
    let pointers = scene
        .administrator
        .post("/api/v1/accounts", &account)
        .await
        .pointers(422);
    assert_eq!(pointers, ["/password", "/unit_id", "/username"]);
    let contest = json!({ "slug": "Có Dấu", "title": "", "settings": { "grace_s": 601 } });
    let pointers = scene
        .organiser
        .post("/api/v1/contests", &contest)
        .await
        .pointers(422);
    assert_eq!(pointers, ["/settings/grace_s", "/slug", "/title"]);
}

/// In Vietnamese, at the member, and without what was sent.
#[tokio::test]
async fn values_that_do_not_fit_are_told_in_vietnamese() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let account = |more: Value| {
        let mut body = json!({ "username": "moi", "password": "một mật khẩu đủ dài", "role": "organiser" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let accounts = "/api/v1/accounts";
    let administrator = &scene.administrator;
    for (body, pointer, detail) in [
        (
            json!({ "username": "moi" }),
            "/password",
            "Thiếu trường «password».",
        ),
        (
            account(json!({ "la": "bí mật" })),
            "/la",
            "Ở đây không có trường «la».",
        ),
        (
            account(json!({ "username": 7 })),
            "/username",
            "Giá trị phải là một chuỗi ký tự.",
        ),
        (
            account(json!({ "unit_id": "bí mật" })),
            "/unit_id",
            "Mã này không phải UUID hợp lệ.",
        ),
        (
            account(json!({ "role": "bí mật" })),
            "/role",
            "Giá trị phải là một trong: administrator, organiser, question_writer, reviewer, coordinator, marker, \
             interviewer, auditor.",
        ),
    ] {
        let answer = administrator.post(accounts, &body).await;
        let problem = answer.problem(422, "#invalid");
        assert_eq!(
            problem["errors"],
            json!([{ "pointer": pointer, "detail": detail }])
        );
        assert!(!answer.text().contains("bí mật"), "{}", answer.text());
    }
}

/// Numbers beyond their range, and parameters of the query.
#[tokio::test]
async fn numbers_and_parameters_that_do_not_fit_are_named() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let settings = json!({ "slug": "moi", "title": "Mới", "settings": { "grace_s": -1 } });
    let answer = scene.organiser.post("/api/v1/contests", &settings).await;
    let error = answer.problem(422, "#invalid")["errors"][0].clone();
    assert_eq!(error["pointer"], "/settings/grace_s");
    assert!(
        text_at(&error, "/detail").starts_with("Giá trị phải là một số nguyên"),
        "{error}"
    );
    for (query, pointer) in [
        ("limit=x", "/limit"),
        ("khong_co=1", "/khong_co"),
        ("after=x", "/after"),
    ] {
        let answer = scene.organiser.get(&format!("/api/v1/banks?{query}")).await;
        assert_eq!(answer.pointers(422), [pointer]);
        assert!(!answer.text().contains("expected"), "{}", answer.text());
    }
}

/// Bodies, forms and parameters alike; PostgreSQL could not even keep a NUL.
#[tokio::test]
async fn control_characters_are_refused_by_the_name_of_their_field() {
    let app = TestApp::on_sqlite().await;
    let code = app.app.engine.first_run_code().await.unwrap().unwrap();
    let first_run = |password: &str| {
        [
            ("code", code.as_str()),
            ("username", "quan.tri"),
            ("password", password),
            ("password_again", password),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let refused = app
        .client
        .form("/first-run", &first_run("mật khẩu\0 đủ dài"))
        .await
        .expect(422);
    assert!(refused.text().contains("ký tự điều khiển"), "{}", refused.text());
    assert!(!app.app.engine.has_accounts().await.unwrap());
    let scene = Scene::set(&app).await;
    let account = json!({ "username": "moi", "password": "mật khẩu\u{1b} đủ dài", "role": "organiser" });
    let answer = scene.administrator.post("/api/v1/accounts", &account).await;
    assert_eq!(answer.pointers(422), ["/password"]);
    let mut entry = entry("Trần Thị\0 Lan", scene.unit("VL.S1"), &scene.officials);
    entry["phone"] = json!("090\u{7f}1234567");
    let answer = app
        .client
        .post("/api/v1/contests/cchc/participants", &entry)
        .await;
    assert_eq!(answer.pointers(422), ["/full_name", "/phone"]);
    let answer = app.client.get("/api/v1/units?query=x%00").await;
    assert_eq!(answer.pointers(422), ["/query"]);
}

/// A page says it in words, keeps the frame, and offers a way on.
#[tokio::test]
async fn every_refusal_elsewhere_is_a_page() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let participant = app.client.browser_with(&person.token);
    let checks: [(Answer, u16); 7] = [
        (app.client.get("/khong-co").await, 404),
        (app.client.get("/contests/khong-co").await, 404),
        (app.client.get("/attempts/khong-phai-uuid").await, 401),
        (app.client.get("/console").await, 401),
        (participant.get("/console").await, 403),
        (app.client.request("DELETE", "/login").send().await, 405),
        (
            app.client.request("POST", "/login").json(&json!({})).send().await,
            415,
        ),
    ];
    for (answer, status) in checks {
        let answer = answer.expect(status);
        let page = Page::of(&answer);
        assert_eq!(page.texts("h1").len(), 1, "{}", answer.what);
        assert!(!page.attributes("a", "href").is_empty(), "{}", answer.what);
        assert!(
            page.text().contains(answer.header("x-request-id").unwrap()),
            "{}: {}",
            answer.what,
            page.text()
        );
    }
}

/// Per account first: the others of the same address are not held up.
#[tokio::test]
async fn too_many_tries_are_told_to_wait() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let log_in = |name: &str| json!({ "username": name, "password": "một mật khẩu không đúng" });
    let code = json!({ "contest": "cchc", "re_entry_code": "0000-0000-0000", "birth_date": "1990-03-15" });
    for body in [log_in("quantri"), code] {
        for _ in 0..10 {
            app.client
                .post("/api/v1/sessions", &body)
                .await
                .problem(401, "#not-recognised");
        }
        let refused = app.client.post("/api/v1/sessions", &body).await;
        refused.problem(429, "#rate-limited");
        let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
    }
    app.client
        .post("/api/v1/sessions", &log_in("tochuc"))
        .await
        .problem(401, "#not-recognised");
    let good = json!({ "contest": "cchc", "re_entry_code": person.code, "birth_date": "1990-03-15" });
    app.client.post("/api/v1/sessions", &good).await.expect(201);
}

#[tokio::test]
async fn a_client_that_never_stops_saving_is_slowed_down() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let id = text_at(&start(&person.client, &scene.round).await, "/attempt_id");
    let mut refused = None;
    for seq in 1..400 {
        let answer = save(
            &person.client,
            &id,
            &json!([{ "position": 1, "seq": seq, "value": null }]),
        )
        .await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.unwrap();
    refused.problem(429, "#rate-limited");
    assert!(refused.header("retry-after").is_some());
    let other = scene.enter(&app, "Lê Văn Bạn").await;
    start(&other.client, &scene.round).await;
}
