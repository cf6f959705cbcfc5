//! Entering, coming back, units, accounts, the audit.

use khao_domain::contest::settings::ContestSettings;
use khao_tests::client::text_at;
use khao_tests::journey::{enter, entry};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{PASSWORD, Scene};

on_both!(
    a_person_enters_once_and_comes_back_by_code,
    a_code_issued_anew_ends_the_old_one,
    units_are_found_however_they_are_typed,
);

async fn a_person_enters_once_and_comes_back_by_code(app: &TestApp) {
    let scene = Scene::set(app).await;
    let body = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    let (first, entered) = enter(&app.client, "cchc", &body).await;
    let path = "/api/v1/contests/cchc/participants";
    let mut nfd = body.clone();
    nfd["full_name"] = json!("TRẦN  thị LAN");
    let twin = app.client.post(path, &nfd).await.problem(409, "#enter-with-code");
    let exclusions = json!({ "exclusions": [{ "full_name": "Lê Văn Trưởng", "birth_date": "1990-03-15" }, { "staff_code": "CB 01" }] });
    let excluded = scene
        .organiser
        .put("/api/v1/contests/cchc/exclusions", &exclusions)
        .await
        .expect(200)
        .json();
    assert_eq!(excluded["count"], 2);
    let head = entry("Lê Văn Trưởng", scene.unit("VL.S2"), &scene.officials);
    let refused = app
        .client
        .post(path, &head)
        .await
        .problem(409, "#enter-with-code");
    assert_eq!(
        (&refused["title"], &refused["detail"]),
        (&twin["title"], &twin["detail"]),
        "the excluded learn nothing"
    );

    let code = text_at(&entered, "/re_entry_code");
    let back = |code: &str, date: &str| {
        let body = json!({ "contest": "cchc", "re_entry_code": code, "birth_date": date });
        let client = app.client.clone();
        async move { client.post("/api/v1/sessions", &body).await }
    };
    let wrong_date = back(&code, "1990-03-16").await.problem(401, "#not-recognised");
    let wrong_code = back("AAAA-BBBB-CCCC", "1990-03-15")
        .await
        .problem(401, "#not-recognised");
    assert_eq!(wrong_date["detail"], wrong_code["detail"]);
    let again = back(&code.to_lowercase().replace('-', " "), "1990-03-15")
        .await
        .expect(201)
        .json();
    let second = app.client.bearer(&text_at(&again, "/token"));
    let started = khao_tests::journey::start(&second, &scene.round).await;
    let attempt = format!("/api/v1/attempts/{}", text_at(&started, "/attempt_id"));
    first.get(&attempt).await.expect(200);
    second.delete("/api/v1/sessions/current").await.expect(204);
    second.get(&attempt).await.problem(401, "#log-in");
    first.get(&attempt).await.expect(200);
}

/// Entering opens a session; the one the browser had before ends.
#[tokio::test]
async fn a_new_session_replaces_the_old_one() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let browser = app.client.browser();
    let body = json!({ "username": "tochuc", "password": PASSWORD });
    let opened = browser.post("/api/v1/sessions", &body).await.expect(201).json();
    let staff = app.client.bearer(&text_at(&opened, "/token"));
    staff.get("/api/v1/banks").await.expect(200);
    let body = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    browser
        .post("/api/v1/contests/cchc/participants", &body)
        .await
        .expect(201);
    staff.get("/api/v1/banks").await.problem(401, "#log-in");
    browser.get("/api/v1/banks").await.problem(403, "#forbidden");
    let mixed = browser
        .request("GET", "/api/v1/banks")
        .header("authorization", "Bearer khong");
    mixed.send().await.problem(401, "#log-in");
}

async fn a_code_issued_anew_ends_the_old_one(app: &TestApp) {
    let scene = Scene::set(app).await;
    let person = scene.enter(app, "Trần Thị Lan").await;
    let find = "/api/v1/contests/cchc/participants?query=lan";
    let found = scene.coordinator.get(find).await.expect(200).json();
    assert_eq!(found["participants"][0]["id"], person.id.as_str());
    assert_eq!(
        scene.other_coordinator.get(find).await.expect(200).json()["participants"],
        json!([])
    );
    for signs in ["%25", "_", "%25_%25"] {
        let found = scene
            .organiser
            .get(&format!("/api/v1/contests/cchc/participants?query={signs}"))
            .await;
        assert_eq!(
            found.expect(200).json()["participants"],
            json!([]),
            "{signs} is no wildcard"
        );
    }
    let path = format!("/api/v1/participants/{}/re-entry-code", person.id);
    let issued = scene
        .coordinator
        .request("POST", &path)
        .send()
        .await
        .expect(200)
        .json();
    let code = text_at(&issued, "/re_entry_code");
    assert_ne!(code, person.code);
    let body = |code: &str| json!({ "contest": "cchc", "re_entry_code": code, "birth_date": "1990-03-15" });
    app.client
        .post("/api/v1/sessions", &body(&person.code))
        .await
        .problem(401, "#not-recognised");
    app.client
        .post("/api/v1/sessions", &body(&code))
        .await
        .expect(201);
    let audit = scene
        .administrator
        .get("/api/v1/audit?limit=200")
        .await
        .expect(200)
        .json();
    let entries = audit["entries"].as_array().unwrap();
    assert!(
        entries.iter().any(|entry| entry["object"] == person.id.as_str()),
        "{audit}"
    );
    assert!(
        !audit.to_string().contains("Lan") && !audit.to_string().contains(&code),
        "ids only"
    );
}

async fn units_are_found_however_they_are_typed(app: &TestApp) {
    let scene = Scene::set(app).await;
    let names = |found: Value| -> Vec<String> {
        found["units"]
            .as_array()
            .unwrap()
            .iter()
            .map(|unit| text_at(unit, "/name"))
            .collect()
    };
    for query in ["hoa binh", "Hòa Bình", "Hoà Bình", "HOA%20BINH", "xã hoa"] {
        let found = app
            .client
            .get(&format!("/api/v1/units?query={query}"))
            .await
            .expect(200)
            .json();
        assert_eq!(names(found), ["Xã Hoà Bình"], "{query}");
    }
    let below = app
        .client
        .get(&format!("/api/v1/units?parent={}", scene.unit("VL.S1")))
        .await
        .expect(200);
    assert_eq!(names(below.json()), ["Phòng Cải cách hành chính"]);
    let tag = below.header("etag").unwrap();
    let again = app
        .client
        .request("GET", &below.what)
        .header("if-none-match", tag)
        .send()
        .await;
    assert_eq!(again.expect(304).body, b"");
    let mut seen = Vec::new();
    let mut path = "/api/v1/units?limit=2".to_owned();
    loop {
        let page = app.client.get(&path).await.expect(200).json();
        seen.extend(names(page.clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/units?limit=2&after={next}");
    }
    assert_eq!(seen.len(), 5);
}

#[tokio::test]
async fn accounts_are_listed_without_their_secrets() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let body = json!({ "username": "quantri", "password": PASSWORD, "role": "organiser" });
    scene
        .administrator
        .post("/api/v1/accounts", &body)
        .await
        .problem(409, "#conflict");
    let first = scene
        .administrator
        .get("/api/v1/accounts?limit=3")
        .await
        .expect(200);
    assert!(!first.text().contains("argon2"), "{}", first.text());
    let next = text_at(&first.json(), "/next");
    let rest = scene
        .administrator
        .get(&format!("/api/v1/accounts?limit=3&after={next}"))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (rest["accounts"].as_array().unwrap().len(), &rest["next"]),
        (1, &Value::Null)
    );
}

/// A name that many have: the list is cut, and says so.
#[tokio::test]
async fn a_search_that_finds_too_many_asks_for_more_letters() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let api = "/api/v1/contests/cchc/participants?query=lan";
    let page = "/console/contests/cchc/participants?query=lan";
    for number in 0..51 {
        let found = scene.organiser.get(api).await.expect(200).json();
        assert_eq!(found["more"], false, "{number} people");
        let name = format!("Trần Thị Lan {}", "A".repeat(number + 1));
        scene.enter(&app, &name).await;
    }
    let found = scene.organiser.get(api).await.expect(200).json();
    assert_eq!(
        (found["participants"].as_array().unwrap().len(), &found["more"]),
        (50, &json!(true))
    );
    let shown = scene.organiser.get(page).await.expect(200);
    assert!(
        shown.text().contains("Chỉ hiện 50 người đầu tiên; còn nữa"),
        "{}",
        shown.text()
    );
    let narrower = scene
        .organiser
        .get(&format!("{page}+{}", "a".repeat(51)))
        .await
        .expect(200);
    assert!(!narrower.text().contains("còn nữa"), "{}", narrower.text());
}

/// Where a group has no age of its own, the contest's holds, and is shown.
#[tokio::test]
async fn the_age_that_is_asked_for_is_shown() {
    let app = TestApp::on_sqlite().await;
    let settings = ContestSettings {
        min_age: 16,
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(&app, settings).await;
    let contest = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(contest["groups"][0]["min_age"], 16);
    for path in ["/contests/cchc", "/contests/cchc/enter"] {
        let page = app.client.get(path).await.expect(200);
        assert!(page.text().contains("(từ đủ 16 tuổi)"), "{path}: {}", page.text());
    }
    let mut young = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    young["birth_date"] = json!("2011-01-01");
    let answer = app
        .client
        .post("/api/v1/contests/cchc/participants", &young)
        .await;
    assert!(
        answer.pointers(422).contains(&"/birth_date".to_owned()),
        "{}",
        answer.text()
    );
}

/// Nobody is promised files that the role may not fetch.
#[tokio::test]
async fn a_coordinator_is_offered_figures_and_no_files() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for (client, offered) in [(&scene.organiser, true), (&scene.coordinator, false)] {
        let page = client.get("/console/contests/cchc").await.expect(200);
        assert!(page.text().contains("Số liệu"), "{}", page.text());
        assert_eq!(page.text().contains("tải dữ liệu"), offered, "{}", page.text());
    }
}
