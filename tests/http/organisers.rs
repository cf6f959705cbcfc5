//! What organisers set up and download.

use khao_domain::bank::formats::csv::LIMITS;
use khao_engine::workbook;
use khao_tests::client::text_at;
use khao_tests::journey::play;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{BANK, Scene};

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

on_both!(
    drafts_are_seen_by_staff_alone,
    downloads_count_their_rows,
    the_same_key_creates_once
);

async fn drafts_are_seen_by_staff_alone(app: &TestApp) {
    let scene = Scene::set(app).await;
    let body = json!({ "slug": "nhap", "title": "Cuộc thi nháp" });
    scene.organiser.post("/api/v1/contests", &body).await.expect(201);
    scene
        .organiser
        .post("/api/v1/contests", &body)
        .await
        .problem(409, "#conflict");
    let slugs = |list: Value| -> Vec<String> {
        list["contests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| text_at(one, "/slug"))
            .collect()
    };
    let public = app.client.get("/api/v1/contests").await.expect(200);
    assert!(!slugs(public.json()).contains(&"nhap".to_owned()));
    let draft = "nhap".to_owned();
    assert!(slugs(scene.organiser.get("/api/v1/contests").await.json()).contains(&draft));
    // Coordinators look after people, and nobody is in a draft.
    assert!(!slugs(scene.coordinator.get("/api/v1/contests").await.json()).contains(&draft));
    let console = scene.coordinator.get("/console").await.expect(200);
    assert!(!console.text().contains("/console/contests/nhap"));
    for path in [
        "/console/contests/nhap".to_owned(),
        format!("/console/rounds/{}", scene.draft_round),
    ] {
        scene.coordinator.get(&path).await.expect(404);
        scene.organiser.get(&path).await.expect(200);
    }
    let tagged = app
        .client
        .request("GET", "/api/v1/contests")
        .header("if-none-match", public.header("etag").unwrap());
    tagged.send().await.expect(304);
    app.client
        .get("/api/v1/contests/nhap")
        .await
        .problem(404, "#not-found");
    app.client.get("/contests/nhap").await.expect(404);
    app.client
        .get(&format!("/api/v1/rounds/{}/participation", scene.draft_round))
        .await
        .problem(404, "#not-found");
    let rounds = |contest: Value| contest["rounds"].as_array().unwrap().len();
    assert_eq!(rounds(app.client.get("/api/v1/contests/cchc").await.json()), 2);
    let seen = scene.organiser.get("/api/v1/contests/cchc").await.json();
    assert_eq!(
        (rounds(seen.clone()), &seen["rounds"][2]["status"]),
        (3, &json!("draft"))
    );
}

#[tokio::test]
async fn two_changes_at_once_keep_each_other() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = &scene.organiser;
    let settings = |text: Value| async move {
        let change = json!({ "settings": text });
        let path = "/api/v1/contests/cchc";
        organiser.patch(path, &change).await.expect(200)
    };
    // Each names one setting: neither takes the other's back, however they meet.
    let one = json!({ "min_age": 7 });
    let other = json!({ "phone_required": true });
    tokio::join!(settings(one), settings(other));
    // Of two at once, a node may show the earlier one until its cache expires.
    app.pass_seconds(6);
    let both = scene.organiser.get("/api/v1/contests/cchc").await.json();
    assert_eq!(
        (&both["settings"]["min_age"], &both["settings"]["phone_required"]),
        (&json!(7), &json!(true))
    );
}

/// What is not sent stays; what is announced stays for good.
#[tokio::test]
async fn contests_and_rounds_are_changed_in_part() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let change = json!({ "title": "Tên mới", "settings": { "grace_s": 60 } });
    let changed = scene
        .organiser
        .patch("/api/v1/contests/cchc", &change)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (
            &changed["title"],
            &changed["settings"]["grace_s"],
            &changed["settings"]["guardian_below_age"]
        ),
        (&json!("Tên mới"), &json!(60), &json!(16))
    );
    assert_eq!(
        changed["rules_html"],
        app.client.get("/api/v1/contests/khac").await.json()["rules_html"]
    );
    let draft = format!("/api/v1/rounds/{}", scene.draft_round);
    let round = scene
        .organiser
        .patch(&draft, &json!({ "duration_s": 900 }))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&round["duration_s"], &round["name"]),
        (&json!(900), &json!("Tuần nháp"))
    );
    let announced = format!("/api/v1/rounds/{}", scene.round);
    scene
        .organiser
        .patch(&announced, &json!({ "duration_s": 900 }))
        .await
        .problem(409, "#conflict");
    scene
        .organiser
        .patch(&draft, &json!({ "closes_at": "2020-01-01T00:00:00Z" }))
        .await
        .problem(422, "#invalid");
}

async fn downloads_count_their_rows(app: &TestApp) {
    let scene = Scene::set(app).await;
    for name in ["Trần Thị Lan", "Đỗ Văn Ân"] {
        play(&scene.enter(app, name).await.client, &scene.round, 0).await;
    }
    for (kind, least) in [
        ("ranking", 2),
        ("attempts", 2),
        ("answers", 16),
        ("participation", 1),
        ("items", 6),
    ] {
        let path = format!("/api/v1/rounds/{}/exports/{kind}.csv", scene.round);
        let file = scene.organiser.get(&path).await.expect(200);
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(
            file.header("content-disposition")
                .unwrap()
                .starts_with("attachment; filename="),
            "{file:?}"
        );
        let text = file.text().strip_prefix('\u{feff}').unwrap();
        assert!(text.contains("\r\n"), "RFC 4180 ends lines so");
        let rows = csv::Reader::from_reader(text.as_bytes())
            .records()
            .map(Result::unwrap)
            .count();
        assert_eq!(
            file.header("x-row-count"),
            Some(rows.to_string().as_str()),
            "{kind}"
        );
        assert!(rows >= least, "{kind}: {rows}");
        let book = scene
            .organiser
            .get(&path.replace(".csv", ".xlsx"))
            .await
            .expect(200);
        assert_eq!(book.header("content-type"), Some(WORKBOOK));
        let name = book.header("content-disposition").unwrap();
        assert!(name.ends_with(&format!("-{kind}.xlsx\"")), "{name}");
        assert_eq!(book.header("x-row-count"), file.header("x-row-count"), "{kind}");
        let table = workbook::read(&book.body, LIMITS).unwrap();
        assert_eq!(table.rows.len(), rows, "{kind}");
    }
    scene
        .organiser
        .get(&format!("/api/v1/rounds/{}/exports/khong-co.csv", scene.round))
        .await
        .problem(404, "#not-found");
}

/// A bank's download is a file that imports as it is.
#[tokio::test]
async fn a_bank_goes_out_and_comes_in_unchanged() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let path = format!("/api/v1/banks/{}", scene.bank);
    let out = scene.organiser.get(&format!("{path}/exports/items.csv")).await;
    assert_eq!(out.header("x-row-count"), Some("9"));
    let approved = format!("{path}/imports?approve=true");
    let same = scene.administrator.upload(&approved, &out.body).await.expect(200);
    assert_eq!(counts(&same.json()), [0, 0, 9]);
    let refused = scene.organiser.upload(&approved, BANK.as_bytes()).await;
    refused.problem(403, "#forbidden");

    let book = scene.organiser.get(&format!("{path}/exports/items.xlsx")).await;
    assert_eq!(book.header("content-type"), Some(WORKBOOK));
    assert_eq!(book.header("x-row-count"), Some("9"));
    let same = scene
        .administrator
        .upload(&approved, &book.body)
        .await
        .expect(200);
    assert_eq!(counts(&same.json()), [0, 0, 9]);
    let body = json!({ "name": "Mẫu", "language": "vi" });
    let bank = scene
        .organiser
        .post("/api/v1/banks", &body)
        .await
        .expect(201)
        .json();
    let path = format!("/api/v1/banks/{}/imports?dry_run=true", text_at(&bank, "/id"));
    for format in ["csv", "xlsx"] {
        let template = format!("/api/v1/banks/template.{format}");
        let template = scene.organiser.get(&template).await.expect(200);
        let report = scene.organiser.upload(&path, &template.body).await.expect(200);
        assert!(counts(&report.json())[0] >= 7, "the template shows every kind");
    }
}

/// What is wrong with a file as such is a problem like those of its rows.
#[tokio::test]
async fn a_workbook_that_cannot_be_read_is_refused_in_words() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let whole = scene
        .organiser
        .get("/api/v1/banks/template.xlsx")
        .await
        .expect(200)
        .body;
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
    let paths = [
        format!("/api/v1/banks/{}/imports", scene.bank),
        format!("/api/v1/banks/{}/imports?dry_run=true", scene.bank),
        "/api/v1/units/imports".to_owned(),
    ];
    for path in &paths {
        for (file, word) in [(&whole[..whole.len() / 2], "bị hỏng"), (&old[..], ".xls")] {
            let refused = scene
                .administrator
                .upload(path, file)
                .await
                .problem(422, "#invalid");
            let problems = refused["problems"].as_array().unwrap();
            assert_eq!((problems.len(), &problems[0]["row"]), (1, &json!(1)), "{path}");
            assert!(
                text_at(&refused, "/problems/0/detail").contains(word),
                "{refused}"
            );
        }
    }
}

/// New, changed and the same.
fn counts(report: &Value) -> [u64; 3] {
    ["new", "changed", "same"].map(|name| report[name].as_u64().unwrap())
}

#[tokio::test]
async fn a_file_with_a_mistake_changes_nothing() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let imports = format!("/api/v1/banks/{}/imports", scene.bank);
    let bad = BANK.replace(",B,,,,", ",Z,,,,").replace("Câu một?", "Câu nhất?");
    for path in [format!("{imports}?dry_run=true"), imports.clone()] {
        let refused = scene.organiser.upload(&path, bad.as_bytes()).await;
        let refused = refused.problem(422, "#invalid");
        let problems = refused["problems"].as_array().unwrap();
        let error = problems.iter().find(|problem| problem["severity"] == "error");
        let error = error.unwrap();
        assert_eq!((&error["row"], &error["column"]), (&json!(3), &json!("Đáp án")));
    }
    let again = scene
        .organiser
        .upload(&imports, BANK.as_bytes())
        .await
        .expect(200);
    assert_eq!(counts(&again.json()), [0, 0, 9]);
}

async fn the_same_key_creates_once(app: &TestApp) {
    let scene = Scene::set(app).await;
    let create = |name: &'static str| {
        let body = json!({ "name": name, "language": "vi" });
        let request = scene.organiser.request("POST", "/api/v1/banks").json(&body);
        request.header("idempotency-key", "mot-lan").send()
    };
    let first = create("Một").await.expect(201).json();
    assert_eq!(create("Một").await.expect(201).json(), first);
    create("Hai").await.problem(422, "#key-reused");
    let banks = scene.organiser.get("/api/v1/banks").await.json();
    assert_eq!(banks["banks"].as_array().unwrap().len(), 2);
}

/// Whole contests and units have rankings of their own, once a round is published.
#[tokio::test]
async fn rankings_over_all_rounds_and_by_unit() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for (number, name, group) in [
        (0, "Trần Thị Lan", &scene.officials),
        (1, "Đỗ Văn Ân", &scene.officials),
        (2, "Lê Thị Bình", &scene.citizens),
    ] {
        let person = scene.enter_in(&app, "cchc", name, group, "VL.S1").await;
        play(&person.client, &scene.round, number).await;
    }
    let all = "/api/v1/contests/cchc/ranking";
    app.client.get(all).await.problem(404, "#not-published");
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    let ranking = async |path: &str| app.client.get(path).await.expect(200).json();
    let total = ranking(all).await;
    assert_eq!(total["entries"].as_array().unwrap().len(), 3);
    let next = text_at(&ranking(&format!("{all}?limit=2")).await, "/next");
    let rest = ranking(&format!("{all}?limit=2&after={next}")).await;
    assert_eq!(rest["entries"], json!([total["entries"][2]]));
    let units = ranking(&format!("{all}?by=unit")).await;
    assert!(units.to_string().contains("Sở Nội vụ"), "{units}");
    // Of units there is the newest revision only, and no other is passed off as one.
    let earlier = app.client.get(&format!("{all}?by=unit&revision=1")).await;
    assert_eq!(earlier.pointers(422), ["/revision"]);

    let round = format!("/api/v1/rounds/{}/ranking", scene.round);
    let elsewhere = ranking(&format!("{round}?unit={}", scene.unit("VL.S2"))).await;
    assert_eq!(elsewhere["entries"], json!([]));
    let citizens = ranking(&format!("{round}?group={}", scene.citizens)).await;
    assert_eq!(
        (&citizens["total"], &citizens["entries"][0]["rank"]),
        (&json!(1), &json!(1))
    );
}
