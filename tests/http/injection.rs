//! Markup and formulas through every text that people write: shown as they were written, never run.

use std::io::{Cursor, Read};

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::journey::{answers_for, enter, entry, save, start, submit};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{PASSWORD, Scene};

/// Each carries the mark `xss`, by which it is found again. None holds a comma or a quotation mark that CSV would need.
const MARKUP: [&str; 10] = [
    "<script>alert('xss')</script>",
    "<img src=x onerror=alert('xss')>",
    "<svg/onload=alert('xss')>",
    "</textarea><script>xss()</script>",
    "</title><script>xss()</script>",
    "' onmouseover='xss()' x='",
    "[xss](javascript:alert(1))",
    "<a href=javascript:xss()>xss</a>",
    "<iframe srcdoc=&lt;script&gt;xss()&lt;/script&gt;>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=xss()>",
];

const FORMULAS: [&str; 6] = ["=1+cmd", "+84", "-2+3", "@SUM(1)", "\tTAB", "=HYPERLINK(x)"];

/// Nothing in the page runs, and no attribute leads to a script.
#[track_caller]
fn runs_nothing(answer: &Answer) {
    let page = Html::parse_document(answer.text());
    let every = Selector::parse("*").unwrap();
    for element in page.select(&every) {
        let name = element.value().name();
        let ours = element.attr("nonce").is_some();
        assert!(
            name != "script" || ours,
            "{}: a script without our nonce",
            answer.what
        );
        assert!(
            !matches!(name, "iframe" | "object" | "embed" | "math" | "base"),
            "{}: <{name}>",
            answer.what
        );
        for (attribute, value) in element.value().attrs() {
            assert!(
                !attribute.starts_with("on"),
                "{}: {attribute}={value}",
                answer.what
            );
            let is_script = value.trim().to_lowercase().starts_with("javascript:");
            assert!(!is_script, "{}: {attribute}={value}", answer.what);
        }
    }
}

/// A contest all of whose texts are markup; its open round and its group.
async fn hostile_contest(
    app: &TestApp,
    scene: &Scene,
    markup: &str,
    number: usize,
) -> (String, String, String) {
    let bank = hostile_bank(scene, markup, number).await;
    let slug = format!("xss-{number}");
    let body = json!({ "slug": slug, "title": markup, "rules": format!("Thể lệ {markup}"),
        "consents": [{ "purpose": "participate", "text_version": "1", "text": markup, "required": true }] });
    let organiser = &scene.organiser;
    organiser.post("/api/v1/contests", &body).await.expect(201);
    let body = json!({ "name": markup, "bank_id": bank, "blueprint": [{ "topic": "Thể chế", "difficulty": 1, "count": 1 }] });
    let group = organiser
        .post(&format!("/api/v1/contests/{slug}/groups"), &body)
        .await
        .expect(201)
        .json();
    let opens_at = app.now().plus_seconds(1);
    let closes_at = opens_at.plus_seconds(3600).rfc3339();
    let body =
        json!({ "name": markup, "opens_at": opens_at.rfc3339(), "closes_at": closes_at, "duration_s": 600 });
    let round = organiser
        .post(&format!("/api/v1/contests/{slug}/rounds"), &body)
        .await
        .expect(201)
        .json();
    let round = text_at(&round, "/id");
    organiser
        .post(&format!("/api/v1/rounds/{round}/announcement"), &json!({}))
        .await
        .expect(200);
    app.set_time(opens_at);
    (slug, text_at(&group, "/id"), round)
}

async fn hostile_bank(scene: &Scene, markup: &str, number: usize) -> String {
    let body = json!({ "name": format!("{number} {markup}"), "language": "vi" });
    let bank = scene
        .administrator
        .post("/api/v1/banks", &body)
        .await
        .expect(201)
        .json();
    let id = text_at(&bank, "/id");
    let file = format!(
        "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Đáp án,Giải thích,Nguồn\n\
         X-1,Một lựa chọn,Thể chế,1,Câu {markup},A {markup},B {markup},A,Vì {markup},Theo {markup}\n"
    );
    let path = format!("/api/v1/banks/{id}/imports?approve=true");
    scene
        .administrator
        .upload(&path, file.as_bytes())
        .await
        .expect(200);
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn markup_is_shown_and_never_run() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    hostile_units(&scene).await;
    hostile_instance(&scene).await;
    for (number, markup) in MARKUP.into_iter().enumerate() {
        let (slug, group, round) = hostile_contest(&app, &scene, markup, number).await;
        let unit = text_at(
            &app.client.get("/api/v1/units?query=xss").await.json(),
            "/units/0/id",
        );
        let mut form = entry("Trần Thị Lan", &unit, &group);
        form["staff_code"] = json!(markup.chars().take(40).collect::<String>());
        let (person, entered) = enter(&app.client, &slug, &form).await;
        let browser = app.client.browser_with(&text_at(&entered, "/token"));
        let attempt = start(&person, &round).await;
        let id = text_at(&attempt, "/attempt_id");
        save(&person, &id, &answers_for(&attempt, 1, 0)).await.expect(200);
        let pages = [
            "/".to_owned(),
            format!("/contests/{slug}"),
            format!("/contests/{slug}/enter"),
            format!("/contests/{slug}/ready"),
            format!("/attempts/{id}"),
            format!("/attempts/{id}/overview"),
        ];
        safe_pages(&browser, &pages).await;
        submit(&person, &id).await.expect(200);
        for step in ["closing", "freezing", "publication"] {
            scene
                .organiser
                .post(&format!("/api/v1/rounds/{round}/{step}"), &json!({}))
                .await
                .expect(200);
        }
        let pages = [
            format!("/attempts/{id}/receipt"),
            format!("/attempts/{id}/result"),
            format!("/rounds/{round}/ranking"),
            format!("/contests/{slug}/ranking"),
        ];
        safe_pages(&browser, &pages).await;
        let pages = [
            "/console".to_owned(),
            format!("/console/contests/{slug}"),
            format!("/console/rounds/{round}"),
            format!("/console/contests/{slug}/participants?query=lan"),
        ];
        safe_pages(&scene.organiser, &pages).await;
    }
}

async fn safe_pages(client: &Client, paths: &[String]) {
    for path in paths {
        runs_nothing(&client.get(path).await.expect(200));
    }
}

/// The site's own texts, which stand on every page.
async fn hostile_instance(scene: &Scene) {
    let all = MARKUP.join(" ");
    let body = json!({ "authority": MARKUP[0], "short_name": MARKUP[4], "address": MARKUP[1],
        "controller_name": MARKUP[2], "privacy": all, "footer": all, "emblem_alt": MARKUP[5] });
    let administrator = &scene.administrator;
    administrator.put("/api/v1/instance", &body).await.expect(200);
    let paths = ["/privacy", "/console/instance"].map(str::to_owned);
    safe_pages(administrator, &paths).await;
}

async fn hostile_units(scene: &Scene) {
    let rows: Vec<String> = MARKUP
        .iter()
        .enumerate()
        .map(|(number, markup)| format!("XSS{number},{markup},,,"))
        .collect();
    let file = format!("Mã,Tên,Mã cấp trên,Số người,Ngày tính\n{}\n", rows.join("\n"));
    scene
        .administrator
        .upload("/api/v1/units/imports", file.as_bytes())
        .await
        .expect(200);
}

/// What a form sends back after a mistake, and what a query asked for, are shown as text.
#[tokio::test]
async fn what_was_typed_comes_back_as_text() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for markup in MARKUP {
        let field = |name: &str| (name.to_owned(), format!("\"{markup}"));
        let names = [
            "form_id",
            "full_name",
            "birth_date",
            "phone",
            "email",
            "unit_query",
            "unit_id",
            "group_id",
            "staff_code",
            "guardian.full_name",
            "guardian.phone",
            "re_entry_code",
            "username",
            "code",
        ];
        let fields: Vec<(String, String)> = names.map(field).into();
        for path in ["/contests/cchc/enter", "/contests/cchc/return", "/login"] {
            let answer = app.client.form(path, &fields).await;
            assert!(matches!(answer.status, 401 | 422), "{path}: {}", answer.status);
            runs_nothing(&answer);
        }
        let query = percent_encoded(markup);
        runs_nothing(
            &scene
                .organiser
                .get(&format!("/console/contests/cchc/participants?query={query}"))
                .await
                .expect(200),
        );
        runs_nothing(&app.client.get(&format!("/{query}")).await.expect(404));
    }
}

/// Percent-encoded, whatever it holds.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .fold(String::new(), |encoded, byte| format!("{encoded}%{byte:02X}"))
}

/// No cell of a download begins like a formula.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_download_holds_a_formula() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let rows: Vec<String> = FORMULAS
        .iter()
        .enumerate()
        .map(|(number, formula)| format!("CT{number},{formula},,,"))
        .collect();
    let units = format!("Mã,Tên,Mã cấp trên,Số người,Ngày tính\n{}\n", rows.join("\n"));
    scene
        .administrator
        .upload("/api/v1/units/imports", units.as_bytes())
        .await
        .expect(200);
    for (number, formula) in FORMULAS.into_iter().enumerate() {
        let (slug, group, round) = hostile_contest(&app, &scene, formula, number).await;
        let units = app.client.get("/api/v1/units?limit=200").await.json();
        let unit = units["units"]
            .as_array()
            .unwrap()
            .iter()
            .find(|unit| unit["code"] == format!("CT{number}"))
            .unwrap()
            .clone();
        let mut form = entry("Trần Thị Lan", &text_at(&unit, "/id"), &group);
        form["staff_code"] = json!(formula);
        let (person, _) = enter(&app.client, &slug, &form).await;
        let attempt = start(&person, &round).await;
        let id = text_at(&attempt, "/attempt_id");
        save(&person, &id, &answers_for(&attempt, 1, 0)).await.expect(200);
        submit(&person, &id).await.expect(200);
        for kind in ["ranking", "attempts", "answers", "participation", "items"] {
            let file = format!("/api/v1/rounds/{round}/exports/{kind}");
            downloads_hold_no_formula(&scene.organiser, &file).await;
        }
    }
    let banks = scene.administrator.get("/api/v1/banks").await.json();
    for bank in banks["banks"].as_array().unwrap() {
        let file = format!("/api/v1/banks/{}/exports/items", text_at(bank, "/id"));
        downloads_hold_no_formula(&scene.administrator, &file).await;
    }
}

async fn downloads_hold_no_formula(staff: &Client, file: &str) {
    holds_no_formula(&staff.get(&format!("{file}.csv")).await.expect(200));
    book_holds_no_formula(&staff.get(&format!("{file}.xlsx")).await.expect(200));
}

/// Whoever saves a workbook as CSV, or copies its cells, must not make formulas of them either.
#[track_caller]
fn book_holds_no_formula(answer: &Answer) {
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let mut sheet = String::new();
    let mut part = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    part.read_to_string(&mut sheet).unwrap();
    assert!(!sheet.contains("<f"), "{}", answer.what);
    let texts = sheet.split("xml:space=\"preserve\">").skip(1);
    for text in texts.clone() {
        assert!(
            !text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !text.starts_with("_x000D_"),
            "{}: {:?}",
            answer.what,
            text.chars().take(40).collect::<String>()
        );
    }
    assert!(texts.count() > 5, "{}", answer.what);
}

#[track_caller]
fn holds_no_formula(answer: &Answer) {
    let text = answer.text().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            cells += 1;
            let is_number = cell.parse::<f64>().is_ok();
            assert!(
                is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{}: {cell:?}",
                answer.what
            );
        }
    }
    assert!(cells > 5, "{}: {cells} cells", answer.what);
}

/// A staff member's name comes from a narrow alphabet: markup cannot be one.
#[tokio::test]
async fn account_names_hold_no_markup() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for markup in MARKUP {
        let body = json!({ "username": markup, "password": PASSWORD, "role": "organiser" });
        let refused: Value = scene
            .administrator
            .post("/api/v1/accounts", &body)
            .await
            .problem(422, "#invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/username");
    }
}
