//! Prizes and winners: listed by form and by API, public only as far as rankings and consents allow.

use khao_tests::client::{Client, text_at};
use khao_tests::journey::play;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::page::{Page, led_to, send};
use crate::scene::Scene;

on_both!(prizes_lead_to_a_list_of_winners);

const PAGE: &str = "/console/contests/cchc/prizes";
const API: &str = "/api/v1/contests/cchc/prizes";

async fn prizes_lead_to_a_list_of_winners(app: &TestApp) {
    let scene = Scene::set(app).await;
    list_prizes(&scene).await;
    let person = scene.enter(app, "Trần Thị Giải").await;
    play(&person.client, &scene.round, 0).await;
    let console = "/console/contests/cchc/winners";
    let public = "/contests/cchc/winners";
    assert!(
        app.client
            .get(public)
            .await
            .expect(200)
            .text()
            .contains("Chưa có danh sách đạt giải.")
    );

    publish(app, &scene, (console, public)).await;
    // Nobody is given a prize once the places are known.
    let page = scene.organiser.get(PAGE).await.expect(200);
    assert!(!page.text().contains("name=\"number\""));
    let late = [
        ("action", "add"),
        ("name", "Muộn"),
        ("given_for", "round"),
        ("number", "1"),
    ];
    let late = send(&scene.organiser, PAGE, &late).await.expect(409);
    assert!(late.text().contains("Giải thưởng đã cố định"));
}

/// Staff see the winners once the ranking is fixed, everybody once it is public.
async fn publish(app: &TestApp, scene: &Scene, (console, public): (&str, &str)) {
    app.pass_seconds(3600);
    for name in ["closing", "freezing"] {
        scene.step(&scene.organiser, name).await;
    }
    let page = scene.organiser.get(console).await.expect(200);
    assert!(page.text().contains("Trần Thị Giải") && page.text().contains("chưa công bố"));
    assert!(page.text().contains("Trưởng ban tổ chức"));
    let none = app
        .client
        .get("/api/v1/contests/cchc/winners")
        .await
        .expect(200)
        .json();
    assert_eq!(none, json!({ "lists": [] }));

    scene.step(&scene.organiser, "publication").await;
    let page = app.client.get(public).await.expect(200);
    assert!(page.text().contains("Trần Thị G.") && !page.text().contains("Trần Thị Giải"));
    assert!(page.text().contains("Giải Nhất") && page.text().contains("3.000.000"));
    let lists = app
        .client
        .get("/api/v1/contests/cchc/winners")
        .await
        .expect(200)
        .json();
    assert_eq!(
        lists["lists"].as_array().map(Vec::len),
        Some(1),
        "the second week is to come"
    );
    assert_eq!(lists["lists"][0]["winners"][0]["name"], "Trần Thị G.");
    let file = "/api/v1/contests/cchc/exports/winners.csv";
    let file = scene.organiser.get(file).await.expect(200).text().to_owned();
    assert!(
        file.contains("Trần Thị Giải") && file.contains("3000000"),
        "{file}"
    );
}

async fn list_prizes(scene: &Scene) {
    let organiser = &scene.organiser;
    let odd = [
        ("action", "add"),
        ("name", "Giải «Nhất»"),
        ("number", "ba"),
        ("amount", "3 triệu"),
    ];
    let page = send(organiser, PAGE, &odd).await.expect(422);
    assert!(page.text().contains("3 triệu") && page.text().contains("Giải «Nhất»"));
    let nameless = [("action", "add"), ("given_for", "round"), ("number", "1")];
    send(organiser, PAGE, &nameless).await.expect(422);
    let first = [
        ("action", "add"),
        ("name", "Giải Nhất"),
        ("given_for", "round"),
        ("group_id", scene.officials.as_str()),
        ("number", "1"),
        ("amount", "3.000.000"),
        ("form_id", "5b0c7a9e-1111-4222-8333-444455556666"),
    ];
    for _ in 0..2 {
        let done = send(organiser, PAGE, &first).await.expect(303);
        assert_eq!(
            done.header("location"),
            Some("/console/contests/cchc/prizes?done=prize_added")
        );
    }
    let body = json!({ "given_for": "units", "name": "Tập thể Nhất", "number": 1 });
    let units = organiser.post(API, &body).await.expect(201).json();
    let body = json!({ "given_for": "contest", "name": "Chung cuộc", "number": 3, "amount": 0 });
    organiser.post(API, &body).await.expect(201);
    let unknown = json!({ "given_for": "units", "name": "x", "number": 1, "winner": "tôi" });
    organiser.post(API, &unknown).await.expect(422);
    let list = organiser.get(API).await.expect(200).json();
    let names: Vec<&Value> = list["prizes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|prize| &prize["name"])
        .collect();
    assert_eq!(
        names,
        ["Giải Nhất", "Tập thể Nhất", "Chung cuộc"],
        "a form sent twice adds once"
    );
    let collective = text_at(&units, "/id");
    change_and_order(organiser, &collective).await;
    let remove = [("action", "remove"), ("prize_id", collective.as_str())];
    send(organiser, PAGE, &remove).await.expect(303);
    send(organiser, PAGE, &remove).await.expect(409);
    let page = organiser.get(PAGE).await.expect(200);
    assert!(page.text().contains("Chung cuộc") && !page.text().contains("Tập thể Nhất"));
}

/// The second of three.
async fn change_and_order(organiser: &Client, second: &str) {
    let names = async || -> Vec<String> {
        let list = organiser.get(API).await.expect(200).json();
        let prizes = list["prizes"].as_array().unwrap().iter();
        prizes.map(|prize| text_at(prize, "/name")).collect()
    };
    let page = Page::of(&organiser.get(&format!("{PAGE}?prize={second}")).await.expect(200));
    assert_eq!(
        page.attributes("#prize input[name=name]", "value"),
        ["Tập thể Nhất"]
    );
    let form = [
        ("action", "change"),
        ("prize_id", second),
        ("name", "Giải Nhất"),
        ("given_for", "units"),
        ("number", "2"),
    ];
    let done = send(organiser, PAGE, &form).await;
    assert_eq!(led_to(&done), format!("{PAGE}?done=prize_saved"));
    let step = async |action: &str| {
        let fields = [("action", action), ("prize_id", second)];
        send(organiser, PAGE, &fields).await.expect(303);
        names().await
    };
    assert_eq!(step("up").await, ["Giải Nhất", "Giải Nhất", "Chung cuộc"]);
    assert_eq!(step("up").await[0], "Giải Nhất");
    assert_eq!(step("down").await, ["Giải Nhất", "Giải Nhất", "Chung cuộc"]);
    assert_eq!(step("down").await, ["Giải Nhất", "Chung cuộc", "Giải Nhất"]);
    // By the API, and back; a twin is refused.
    let one = format!("{API}/{second}");
    let twin = json!({ "given_for": "contest", "name": "Chung cuộc", "number": 1 });
    assert_eq!(organiser.put(&one, &twin).await.pointers(422), ["/name"]);
    let back = json!({ "given_for": "units", "name": "Tập thể Nhất", "number": 1 });
    let changed = organiser.put(&one, &back).await.expect(200).json();
    assert_eq!(changed["name"], "Tập thể Nhất");
    let place = json!({ "place": 2 });
    organiser.put(&format!("{one}/place"), &place).await.expect(200);
    assert_eq!(names().await, ["Giải Nhất", "Tập thể Nhất", "Chung cuộc"]);
}
