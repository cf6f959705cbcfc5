//! Pictures of a round over HTTP: the page, the files, and what becomes of text that people have typed.

use khao_tests::journey::play;

use crate::app::TestApp;
use crate::page::{Page, open};
use crate::scene::{PASSWORD, Scene, first_opening};

const PICTURES: [&str; 4] = ["scores", "arrivals", "units", "items"];

/// Elements that are opened and not closed, and attributes that the policy forbids.
fn assert_plain_svg(svg: &str) {
    assert!(
        svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"),
        "{svg}"
    );
    for forbidden in [
        " style=",
        "<script",
        "<style",
        "href=",
        " onload",
        "<foreignObject",
    ] {
        assert!(!svg.contains(forbidden), "{forbidden}: {svg}");
    }
    for (opening, closing) in [("<text", "</text>"), ("<title", "</title>"), ("<desc", "</desc>")] {
        assert_eq!(
            svg.matches(opening).count(),
            svg.matches(closing).count(),
            "{opening}: {svg}"
        );
    }
    assert!(svg.contains("role=\"img\"") && svg.contains("xmlns=\"http://www.w3.org/2000/svg\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_is_shown_in_pictures_with_words_and_tables() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for name in ["Trần Thị Chủ", "Lê Văn Hai"] {
        let person = scene.enter(&app, name).await;
        play(&person.client, &scene.round, 0).await;
    }
    let path = format!("/console/rounds/{}/figures", scene.round);
    let page = open(&scene.organiser, &path).await;
    assert_eq!(page.texts("h1"), ["Biểu đồ"]);
    assert_eq!(page.texts(".figure svg[role=img] > desc").len(), 4);
    assert_eq!(page.texts(".figure details table").len(), 4);
    assert!(page.text().contains("2 bài đã nộp."), "{}", page.text());
    assert!(page.text().contains("2 lượt bắt đầu, 2 lượt đã nộp."));
    let units = page.texts("#f-unit option");
    assert_eq!(units, ["Tất cả", "Sở Nội vụ", "Sở Y tế", "Xã Hoà Bình"]);
    // The same in English.
    let english = scene.organiser.request("GET", &path).header("cookie", "lang=en");
    let english = Page::of(&english.send().await.expect(200));
    assert_eq!(english.texts("h1"), ["Figures"]);
    assert_eq!(english.texts(".figure svg[role=img] > desc").len(), 4);
    assert!(
        english.text().contains("2 papers handed in."),
        "{}",
        english.text()
    );
    assert!(
        english.text().contains("2 attempts began, 2 were handed in."),
        "{}",
        english.text()
    );
    // One unit of it.
    let unit = scene.unit("VL.S2");
    let narrowed = open(&scene.organiser, &format!("{path}?group=&unit={unit}")).await;
    assert!(narrowed.text().contains("Chưa có bài nào được nộp."));
    assert_eq!(narrowed.texts("#f-unit option[selected]"), ["Sở Y tế"]);
    let files = narrowed.attributes(".figure .file-forms a", "href");
    assert!(
        files
            .iter()
            .any(|file| file.ends_with(&format!("/figures/scores.csv?unit={unit}")))
    );
    let round = open(&scene.organiser, &format!("/console/rounds/{}", scene.round)).await;
    assert_eq!(round.texts(&format!("a[href='{path}']")), ["Biểu đồ"]);
    let wrong = scene.organiser.get(&format!("{path}?unit=nowhere")).await;
    wrong.expect(422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_picture_and_every_table_is_a_file() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    play(&person.client, &scene.round, 0).await;
    let figures = format!("/api/v1/rounds/{}/figures", scene.round);
    for name in PICTURES {
        let file = scene
            .organiser
            .get(&format!("{figures}/{name}.svg"))
            .await
            .expect(200);
        assert_eq!(file.header("content-type"), Some("image/svg+xml"));
        let disposition = format!("attachment; filename=\"cchc-1-{name}.svg\"");
        assert_eq!(file.header("content-disposition"), Some(disposition.as_str()));
        assert_plain_svg(file.text());
    }
    for (table, rows) in [("scores", "10"), ("arrivals", "1"), ("units", "3")] {
        let file = scene
            .organiser
            .get(&format!("{figures}/{table}.csv"))
            .await
            .expect(200);
        assert_eq!(file.header("x-row-count"), Some(rows), "{table}");
        let lines = rows.parse::<usize>().unwrap() + 1;
        assert_eq!(file.text().lines().count(), lines, "{table}");
        scene
            .organiser
            .get(&format!("{figures}/{table}.xlsx"))
            .await
            .expect(200);
    }
    // Refused as everything else is.
    let unknown = scene
        .organiser
        .get(&format!("{figures}/scores.svg?colour=red"))
        .await;
    assert_eq!(unknown.pointers(422), ["/colour"]);
    let wrong = scene.organiser.get(&format!("{figures}/units.csv?unit=x")).await;
    assert_eq!(wrong.pointers(422), ["/unit"]);
    let draft = format!("/api/v1/rounds/{}/figures/scores.svg", scene.draft_round);
    scene.organiser.get(&draft).await.problem(404, "#not-found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinator_sees_neither_items_nor_other_units() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for (name, unit) in [
        ("Trần Thị Chủ", "VL.S1"),
        ("Lê Văn Hai", "VL.S2"),
        ("Võ Thị Ba", "VL.S2"),
    ] {
        let person = scene.enter_in(&app, "cchc", name, &scene.officials, unit).await;
        play(&person.client, &scene.round, 0).await;
    }
    let page = format!("/console/rounds/{}/figures", scene.round);
    let page = open(&scene.coordinator, &page).await;
    assert_eq!(page.texts(".figure svg").len(), 3);
    assert!(page.text().contains("1 bài đã nộp."), "{}", page.text());
    assert!(!page.text().contains("Sở Y tế"));
    let figures = format!("/api/v1/rounds/{}/figures", scene.round);
    let items = scene.coordinator.get(&format!("{figures}/items.svg")).await;
    items.problem(403, "#forbidden");
    let other = format!("{figures}/scores.csv?unit={}", scene.unit("VL.S2"));
    scene.coordinator.get(&other).await.problem(404, "#not-found");
    app.set_time(
        first_opening()
            .local_date()
            .plus_days(1)
            .midnight()
            .plus_seconds(600),
    );
    app.app.engine.keep_daily_participation().await.unwrap();
    let days = "/api/v1/contests/cchc/exports/daily-participation.csv";
    // Sessions have ended with the day.
    let again = async |username: &str| {
        let opened = app.app.engine.log_in_staff(username, PASSWORD).await.unwrap();
        app.client.bearer(opened.token.expose())
    };
    let (coordinator, organiser) = (again("daumoi.noivu").await, again("tochuc").await);
    let own = coordinator.get(days).await.expect(200);
    assert!(
        own.text().contains("VL.S1,") && !own.text().contains("VL.S2"),
        "{}",
        own.text()
    );
    let all = organiser.get(days).await.expect(200);
    assert!(
        all.text().contains("2026-10-05,VL.S2,Sở Y tế,60,2,2,2,3.33"),
        "{}",
        all.text()
    );
    let book = days.replace(".csv", ".xlsx");
    let book = organiser.get(&book).await.expect(200);
    assert_eq!(book.header("x-row-count"), all.header("x-row-count"));
}

/// Names of units are typed by people.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_typed_stays_text() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let file = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.S2,</text><b>Sở</b> & \"Y tế\",VL,60,01/01/2026\n";
    let owner = khao_engine::policy::Actor::owner();
    app.app
        .engine
        .import_units(&owner, file.replace('"', "”").as_bytes())
        .await
        .unwrap();
    let svg = format!("/api/v1/rounds/{}/figures/units.svg", scene.round);
    let svg = scene.organiser.get(&svg).await.expect(200);
    assert_plain_svg(svg.text());
    assert!(svg.text().contains("&lt;/text&gt;&lt;b&gt;Sở"), "{}", svg.text());
    let page = open(
        &scene.organiser,
        &format!("/console/rounds/{}/figures", scene.round),
    )
    .await;
    assert!(page.texts(".figure b").is_empty());
}
