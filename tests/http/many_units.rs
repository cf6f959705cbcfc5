//! A country's worth of units right below one: pages and answers that show units stay light, and find the one meant.

use std::fmt::Write as _;

use khao_tests::client::Client;
use khao_tests::journey::play;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, signed_in};
use crate::scene::Scene;

const UNITS: usize = 3_000;
/// Of a page or an answer, as it is without compression; style and programs come once.
const BYTES_MOST: usize = 250_000;

/// `Xã Thử nghiệm số 0001` and so on, all right below the province.
async fn import(scene: &Scene) {
    let mut file = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\n".to_owned();
    for number in 1..=UNITS {
        writeln!(
            file,
            "VL.N{number:04},Xã Thử nghiệm số {number:04},VL,100,01/01/2026"
        )
        .unwrap();
    }
    let sent = scene
        .administrator
        .upload("/api/v1/units/imports", file.as_bytes());
    sent.await.expect(200);
}

async fn weigh(client: &Client, path: &str) {
    let answer = client.get(path).await.expect(200);
    let bytes = answer.text().len();
    assert!(bytes <= BYTES_MOST, "{path} has {bytes} bytes");
}

/// A published round with one person in it.
async fn published(app: &TestApp) -> (Scene, String) {
    let scene = Scene::set(app).await;
    import(&scene).await;
    let person = publish(app, &scene).await;
    (scene, person)
}

/// A ranking of one person, who is told.
async fn publish(app: &TestApp, scene: &Scene) -> String {
    let person = scene.enter(app, "Trần Thị Một").await;
    play(&person.client, &scene.round, 0).await;
    app.pass_seconds(3600);
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    person.id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_shows_units_is_light() {
    let app = TestApp::on_sqlite().await;
    let (scene, person) = published(&app).await;
    let round = format!("/console/rounds/{}", scene.round);
    let running = format!("/console/rounds/{}", scene.later_round);
    let contest = "/console/contests/cchc";
    let unit = format!("/console/units/{}", scene.unit("VL"));
    for path in [
        "/console/units".to_owned(),
        "/console/units?query=xa".to_owned(),
        unit,
        contest.to_owned(),
        format!("{contest}/setup/units"),
        format!("{contest}/setup/review"),
        format!("{contest}/prizes"),
        format!("{contest}/winners"),
        format!("{contest}/participants?query=tran"),
        format!("/console/participants/{person}"),
        round.clone(),
        format!("{round}/live"),
        format!("{round}/figures"),
        format!("{round}/ranking"),
        format!("{round}/corrections"),
        format!("{running}/extra-time"),
        "/console/accounts".to_owned(),
        "/console/accounts/new".to_owned(),
    ] {
        weigh(&scene.administrator, &path).await;
    }
    for path in [
        "/contests/cchc".to_owned(),
        "/contests/cchc/enter".to_owned(),
        "/contests/cchc/ranking".to_owned(),
        "/contests/cchc/winners".to_owned(),
        format!("/rounds/{}/ranking", scene.round),
        "/api/v1/units?query=xa".to_owned(),
    ] {
        weigh(&app.client, &path).await;
    }
    for path in [
        format!("/api/v1/rounds/{}/participation", scene.round),
        format!("/api/v1/rounds/{}/board", scene.round),
        format!("/api/v1/rounds/{}/board/events?events=1", scene.round),
        format!("/api/v1/rounds/{}/figures/units.svg", scene.round),
    ] {
        weigh(&scene.organiser, &path).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_is_typed_where_a_list_would_be_too_long() {
    let app = TestApp::on_sqlite().await;
    let (scene, person) = published(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    // Time for those at work in one unit, by its name.
    let path = format!("/console/rounds/{}/extra-time", scene.later_round);
    let form = open(&organiser, &path).await.form(&path);
    let several = form
        .clone_with("unit_id", "Xã Thử nghiệm")
        .with("minutes", "5")
        .with("reason", "Mất điện");
    let refused = Page::of(&several.press(&organiser, "").await.expect(422));
    assert!(
        refused
            .text()
            .contains("Có nhiều đơn vị khớp: Xã Thử nghiệm số 0001 (VL.N0001)"),
        "{}",
        refused.text()
    );
    assert_eq!(
        refused.form(&path).value("unit_id"),
        Some("Xã Thử nghiệm"),
        "what was typed stays"
    );
    let one = several.clone_with("unit_id", "xa thu nghiem so 0007");
    let nobody = Page::of(&one.press(&organiser, "").await.expect(409));
    let told = nobody.text();
    assert!(told.contains("không có bài nào đang làm"), "the unit was found");
    // A person's unit, by its code.
    let path = format!("/console/participants/{person}");
    let form = open(&organiser, &path).await.form(&path);
    assert_eq!(
        form.value("unit_id"),
        Some("Tỉnh Vĩnh Long › Sở Nội vụ"),
        "as it stands"
    );
    let moved = form
        .clone_with("unit_id", "VL.N0008")
        .clone_with("reason", "Ghi nhầm");
    led_to(&moved.press(&organiser, "").await);
    assert!(
        open(&organiser, &path)
            .await
            .text()
            .contains("Xã Thử nghiệm số 0008")
    );
    // Rankings, by a part of the name, and by none.
    let ranking = format!("/rounds/{}/ranking", scene.round);
    let found = open(&app.client, &format!("{ranking}?unit=So+Noi+vu")).await;
    assert_eq!(found.texts("tbody tr").len(), 1, "{}", found.text());
    let lost = app
        .client
        .get(&format!("{ranking}?unit=Nowhere"))
        .await
        .expect(422);
    assert!(lost.text().contains("Không có đơn vị nào khớp"));
}

/// Found by its name among those that no list of the ranking would show, it is still there for the next filter.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unit_that_lies_deeper_than_the_list_stays_chosen() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    import(&scene).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let deeper = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.N0007.A,Ấp ở sâu,VL.N0007,10,01/01/2026\n";
    let sent = scene
        .administrator
        .upload("/api/v1/units/imports", deeper.as_bytes());
    sent.await.expect(200);
    publish(&app, &scene).await;
    let looked_through = format!("/console/rounds/{}/ranking", scene.round);
    let within = open(&organiser, &format!("{looked_through}?unit=ap+o+sau")).await;
    assert!(within.text().contains("Ấp ở sâu"), "by its name");
}

#[tokio::test]
async fn an_entry_form_says_how_many_more_units_fit() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    import(&scene).await;
    let path = "/contests/cchc/enter";
    let form = open(&app.client, path).await.form(path);
    let found = async |words: &str| {
        let asked = form
            .clone_with("unit_query", words)
            .press(&app.client, "find")
            .await;
        Page::of(&asked.expect(200)).text()
    };
    let many = found("Xã Thử nghiệm").await;
    assert!(many.contains("Còn 2988 đơn vị khác cũng khớp"), "{many}");
    let one = found("Xã Thử nghiệm số 0012").await;
    assert!(one.contains("0012") && !one.contains("cũng khớp"), "{one}");
}

/// Page by page, everyone once and in one order.
#[tokio::test]
async fn participation_is_told_page_by_page() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    import(&scene).await;
    let path = format!("/api/v1/rounds/{}/participation", scene.round);
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = app
            .client
            .get(&format!("{path}?limit=200{after}"))
            .await
            .expect(200)
            .json();
        let units = page["units"].as_array().unwrap();
        assert!(units.len() <= 200);
        seen.extend(units.iter().map(|unit| unit["code"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    // The scene's own three as well.
    assert_eq!(seen.len(), UNITS + 3);
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), seen.len());
    app.client.get(&format!("{path}?limit=0")).await.expect(422);
}
