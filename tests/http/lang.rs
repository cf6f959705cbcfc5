//! The language of pages and of problems: chosen by the visitor, kept, and never guessed.

use khao_tests::client::{Answer, Client};
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, signed_in};
use crate::scene::Scene;

async fn choose(client: &Client, lang: &str, from: &str) -> Answer {
    let fields = [("lang".to_owned(), lang.to_owned())];
    let request = client.request("POST", "/language").form(&fields);
    let referer = format!("{}{from}", client.base());
    request.header("referer", &referer).send().await
}

async fn read(client: &Client, path: &str, cookie: &str) -> Page {
    Page::of(&client.request("GET", path).header("cookie", cookie).send().await)
}

fn lang_of(page: &Page) -> String {
    page.attributes("html", "lang").concat()
}

#[tokio::test]
async fn a_language_is_chosen_and_kept_over_pages() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let chosen = choose(&app.client, "en", "/contests/cchc?a=b").await;
    assert_eq!(led_to(&chosen), "/contests/cchc?a=b");
    let cookie = chosen.header("set-cookie").unwrap().to_owned();
    assert_eq!(
        cookie,
        "lang=en; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
    );
    for path in [
        "/",
        "/contests/cchc",
        "/contests/cchc/enter",
        "/login",
        "/not/there",
    ] {
        let page = read(&app.client, path, "lang=en").await;
        assert_eq!(lang_of(&page), "en", "{path}");
        assert_eq!(page.texts("a[href='/login']"), ["Log in"], "{path}");
        let way_back = page.attributes("form[action='/language'] button", "value");
        assert_eq!(way_back, ["vi"], "{path}");
        assert_eq!(page.texts("form[action='/language']"), ["Tiếng Việt"], "{path}");
    }
    let not_there = read(&app.client, "/not/there", "lang=en").await;
    assert_eq!(not_there.texts("h1"), ["Not found"]);
    let back = choose(&app.client, "vi", "/").await;
    assert!(back.header("set-cookie").unwrap().starts_with("lang=vi;"));
    let home = read(&app.client, "/", "lang=vi").await;
    assert_eq!(lang_of(&home), "vi");
    assert_eq!(home.texts("form[action='/language']"), ["English"]);
    // What is none of ours is as good as nothing, and nobody is sent away by it.
    let strange = choose(&app.client, "fr", "//evil.example").await;
    assert_eq!(led_to(&strange), "/");
    assert!(strange.header("set-cookie").unwrap().starts_with("lang=vi;"));
}

/// Neither another value nor another cookie chooses English.
#[tokio::test]
async fn pages_are_in_vietnamese_unless_english_was_chosen() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    for path in ["/", "/login", "/contests/cchc"] {
        for cookie in ["lang=vi", "lang=fr", "other=en"] {
            let page = read(&app.client, path, cookie).await;
            assert_eq!(lang_of(&page), "vi", "{path}, {cookie}");
        }
    }
}

#[tokio::test]
async fn a_browsers_preference_is_not_taken_for_a_choice() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let request = app.client.request("GET", "/contests/cchc");
    let page = request.header("accept-language", "en-US,en;q=0.9").send().await;
    assert_eq!(lang_of(&Page::of(&page)), "vi");
}

/// Where the form at the foot of a page leads.
async fn back_of(client: &Client, page: &Page) -> String {
    led_to(&page.form("/language").with("lang", "en").press(client, "").await)
}

#[tokio::test]
async fn a_page_says_itself_where_it_is_found_again() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    for path in ["/", "/contests/cchc/enter?from=poster", "/login"] {
        assert_eq!(back_of(&app.client, &open(&app.client, path).await).await, path);
    }
    let away = [("lang", "en"), ("back", "//evil.example")].map(|(name, value)| (name.into(), value.into()));
    assert_eq!(led_to(&app.client.form("/language", &away).await), "/");
}

/// These come back under addresses that take nothing but forms.
#[tokio::test]
async fn a_refused_form_leads_back_to_the_page_that_it_stands_in() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let staff = signed_in(&app.client, "quantri").await;
    let unit = format!("/console/units/{}", scene.unit("VL.S2"));
    let contest = "/console/contests/cchc";
    let forms = [
        (format!("{unit}/removal"), unit.as_str()),
        (format!("{unit}/headcounts"), &unit),
        ("/console/units/starting-set".to_owned(), "/console/units/import"),
    ];
    for (path, page) in &forms {
        let nothing = [("x".to_owned(), String::new())];
        let refused = Page::of(&staff.form(path, &nothing).await.expect(422));
        assert_eq!(back_of(&staff, &refused).await, *page, "{path}");
        staff.get(page).await.expect(200);
    }
    for (path, page) in [
        (format!("{contest}/attachments"), contest),
        ("/console/instance/emblem".to_owned(), "/console/instance"),
    ] {
        let refused = Page::of(&staff.upload(&path, b"<svg/>").await.expect(422));
        assert_eq!(back_of(&staff, &refused).await, page, "{path}");
        staff.get(page).await.expect(200);
    }
    // A page of its own says what went wrong: the form stood in the page before.
    let person = scene.enter(&app, "Lan").await.client;
    let ready = format!("{}/contests/cchc/ready", app.client.base());
    let start = person.request("POST", &format!("/rounds/{}/start", scene.round));
    let fields = [("ordinal".to_owned(), "x".to_owned())];
    let refused = start
        .form(&fields)
        .header("referer", &ready)
        .send()
        .await
        .expect(422);
    assert_eq!(
        back_of(&person, &Page::of(&refused)).await,
        "/contests/cchc/ready"
    );
}

#[tokio::test]
async fn another_site_does_not_choose() {
    let app = TestApp::on_sqlite().await;
    let request = app.client.request("POST", "/language");
    let form = request.form(&[("lang".to_owned(), "en".to_owned())]);
    let refused = form.header("sec-fetch-site", "cross-site").send().await;
    assert_eq!(refused.status, 403);
    assert_eq!(refused.header("set-cookie"), None);
}

/// What the organiser wrote stays as it is, and says so.
#[tokio::test]
async fn the_organisers_words_are_marked() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let english = read(&app.client, "/contests/cchc", "lang=en").await;
    assert_eq!(english.attributes("h1", "lang"), ["vi"]);
    assert_eq!(english.attributes(".prose .stem", "lang"), ["vi"]);
    let vietnamese = read(&app.client, "/contests/cchc", "lang=vi").await;
    assert_eq!(vietnamese.attributes("h1", "lang"), [""; 0]);
    assert_eq!(vietnamese.attributes(".prose .stem", "lang"), [""; 0]);
    assert_eq!(english.texts("h1"), vietnamese.texts("h1"));
}

#[tokio::test]
async fn mistakes_are_told_in_the_language_of_the_page() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let fields = [("action".to_owned(), "enter".to_owned())];
    let sent = app.client.request("POST", "/contests/cchc/enter").form(&fields);
    let refused = Page::of(&sent.header("cookie", "lang=en").send().await.expect(422));
    let words = refused.texts("#errors").concat();
    assert!(words.contains("Type the full name."), "{words}");
    assert!(words.is_ascii(), "{words}");
    let at_field = refused.texts("#f-full_name-error");
    assert_eq!(at_field, ["Type the full name."]);
}

#[tokio::test]
async fn programs_are_answered_in_what_they_accept() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let body = json!({ "username": "x" });
    let ask = async |headers: &[(&str, &str)]| {
        let mut request = app.client.request("POST", "/api/v1/sessions").json(&body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let problem = request.send().await.problem(422, "#invalid");
        let detail = problem["errors"][0]["detail"].as_str().unwrap().to_owned();
        (problem["title"].as_str().unwrap().to_owned(), detail)
    };
    let vietnamese = (
        "Thông tin chưa đúng".to_owned(),
        "Thiếu trường «password».".to_owned(),
    );
    let english = (
        "Something is not right".to_owned(),
        "The field “password” is missing.".to_owned(),
    );
    assert_eq!(ask(&[]).await, vietnamese);
    assert_eq!(ask(&[("accept-language", "vi, en;q=0.5")]).await, vietnamese);
    assert_eq!(ask(&[("accept-language", "en")]).await, english);
    assert_eq!(ask(&[("cookie", "lang=en")]).await, english);
    assert_eq!(
        ask(&[("accept-language", "en"), ("cookie", "lang=vi")]).await,
        vietnamese
    );
}

/// Names of columns stay as they stand in the file.
#[tokio::test]
async fn rows_of_files_are_told_in_what_programs_accept() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let items = format!("/api/v1/banks/{}/imports", scene.bank);
    let told = async |client: &Client, path: &str, file: &str, lang: &str| {
        let request = client.request("POST", path).file("file", file.as_bytes());
        let problem = request.header("accept-language", lang).send().await;
        problem.problem(422, "#invalid")["problems"][0].clone()
    };
    for (lang, column, code) in [
        (
            "vi",
            "Tệp mẫu không có cột “x”; hãy sửa tên hoặc xóa cột này.",
            "Mã “A” có hai lần trong tệp.",
        ),
        (
            "en",
            "The template has no column “x”; rename or delete it.",
            "The code “A” stands twice in the file.",
        ),
    ] {
        let row = told(&scene.organiser, &items, "x\n1\n", lang).await;
        assert_eq!(
            row,
            json!({ "row": 1, "column": "x", "severity": "error", "detail": column })
        );
        let units = "Mã,Tên\nA,Một\nA,Hai\n";
        let row = told(&scene.administrator, "/api/v1/units/imports", units, lang).await;
        assert_eq!(
            row,
            json!({ "row": 3, "column": "Mã", "severity": "error", "detail": code })
        );
    }
}
