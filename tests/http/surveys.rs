//! Surveys over the API: made, fielded, answered, and read.

use khao_domain::people::role::Role;
use khao_tests::client::{Client, text_at};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{Scene, first_opening, staff};

on_both!(
    a_survey_is_made_fielded_and_answered,
    a_form_is_edited_by_one_at_a_time,
    what_interviewers_bring_is_taken_one_by_one,
    figures_are_read_once_they_are_public,
);

const SURVEY: &str = "/api/v1/surveys/quay";

fn response(client: &str, overall: i64) -> Value {
    json!({
        "form_version": 1, "channel": "web", "language": "vi", "client_id": client,
        "answers": { "overall": overall },
    })
}

async fn answer(client: &Client, response: &Value) -> khao_tests::client::Answer {
    client.post(&format!("{SURVEY}/responses"), response).await
}

fn pointers(document: &Value) -> Vec<String> {
    let errors = document["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| text_at(error, "/pointer")).collect()
}

async fn a_survey_is_made_fielded_and_answered(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (organiser, anybody) = (&scene.organiser, &app.client);
    let new = json!({ "slug": "hai-long", "title": { "vi": "Đo lường sự hài lòng" }, "template": "sipas" });
    let made = organiser.post("/api/v1/surveys", &new).await.expect(201).json();
    assert_eq!(
        (text_at(&made, "/status").as_str(), &made["problems"]),
        ("draft", &json!([]))
    );
    let path = "/api/v1/surveys/hai-long";
    anybody.get(path).await.expect(404);
    organiser.post("/api/v1/surveys", &new).await.expect(409);
    let wave = json!({
        "name": "Năm 2026", "channels": ["web"], "quotas": [{ "name": "Tất cả", "most": 1 }],
        "opens_at": first_opening().rfc3339(), "closes_at": first_opening().plus_seconds(86_400).rfc3339(),
    });
    organiser.post(&format!("{path}/waves"), &wave).await.expect(201);
    let form = anybody.get(&format!("{path}?lang=en")).await.expect(200).json();
    assert_eq!(
        (text_at(&form, "/language").as_str(), form["version"].as_i64()),
        ("en", Some(1))
    );
    let items: Vec<&Value> = form["sections"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|section| section["items"].as_array().unwrap())
        .collect();
    assert!(items.len() >= 33, "{}", items.len());
    let rated = items
        .iter()
        .filter(|item| item["kind"] == "rating" && item["scale"].as_array().map(Vec::len) == Some(5));
    assert!(rated.count() >= 33);
    let listed = anybody.get("/api/v1/surveys").await.expect(200).json();
    assert_eq!(text_at(&listed, "/surveys/0/slug"), "hai-long");

    // The desk rating of the scene.
    let first = answer(anybody, &response("c1", 4)).await.expect(201).json();
    let again = answer(anybody, &response("c1", 1)).await.expect(201).json();
    assert_eq!(first, again);
    let mut wrong = response("c2", 6);
    wrong["answers"]["nobody"] = json!(1);
    wrong["language"] = json!("fr");
    let refused = answer(anybody, &wrong).await.expect(422).json();
    assert_eq!(
        pointers(&refused),
        ["/language", "/answers/nobody", "/answers/overall"]
    );
    let mut paper = response("c3", 4);
    paper["channel"] = json!("paper");
    answer(anybody, &paper).await.expect(401);
    answer(organiser, &paper).await.expect(201);
    let mut invited = response("c4", 4);
    invited["token"] = json!("x");
    let refused = answer(anybody, &invited).await.expect(422).json();
    assert_eq!(pointers(&refused), ["/token"]);
}

async fn a_form_is_edited_by_one_at_a_time(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    let read = organiser.get(&format!("{SURVEY}/form")).await.expect(200).json();
    let mut form = read["form"].clone();
    form["sections"][0]["items"][1]["show_if"] = json!("nobody = 1");
    let sent = json!({ "form": form, "revision": read["revision"] });
    let saved = organiser.patch(SURVEY, &sent).await.expect(200).json();
    assert_eq!(
        text_at(&saved, "/problems/0/pointer"),
        "/sections/0/items/1/show_if"
    );
    organiser.patch(SURVEY, &sent).await.expect(409);
    let no_revision = json!({ "form": read["form"] });
    organiser.patch(SURVEY, &no_revision).await.expect(422);
    let no_form = json!({ "form": { "pages": [] }, "revision": 2 });
    let told = organiser.patch(SURVEY, &no_form).await.expect(422).json();
    assert_eq!(pointers(&told), ["/form"]);
    // What is fielded is what it was.
    let fielded = app.client.get(SURVEY).await.expect(200).json();
    assert_eq!(fielded["version"], 1);
    assert!(fielded["sections"][0]["items"][1].get("show_if").is_none());
}

async fn what_interviewers_bring_is_taken_one_by_one(app: &TestApp) {
    Scene::set(app).await;
    let interviewer = staff(app, "dieutra", Role::Interviewer, None).await;
    let of = |client: &str, overall: i64| {
        let mut response = response(client, overall);
        response["channel"] = json!("interviewer");
        response
    };
    let batch = json!({ "responses": [of("a", 5), of("b", 9), of("a", 5)] });
    let path = format!("{SURVEY}/responses/batch");
    let done = interviewer.post(&path, &batch).await.expect(200).json();
    let statuses: Vec<i64> = (0..3)
        .map(|at| done["results"][at]["status"].as_i64().unwrap())
        .collect();
    assert_eq!(statuses, [201, 422, 201]);
    assert_eq!(done["results"][0]["receipt"], done["results"][2]["receipt"]);
    assert_eq!(
        text_at(&done, "/results/1/problem/errors/0/pointer"),
        "/answers/overall"
    );
    let many = json!({ "responses": vec![of("a", 5); 201] });
    interviewer.post(&path, &many).await.expect(422);
}

async fn figures_are_read_once_they_are_public(app: &TestApp) {
    let scene = Scene::set(app).await;
    let anybody = &app.client;
    let results = format!("{SURVEY}/results");
    anybody.get(&results).await.expect(404);
    let before = scene.organiser.get(&results).await.expect(200).json();
    assert_eq!(before["estimates"], json!([]));
    let units = [("VL.S1", 6), ("VL.S2", 7), ("VL.X1", 2)];
    for (code, people) in units {
        for nth in 0..people {
            let mut response = response(&format!("{code}{nth}"), if nth == 0 { 2 } else { 5 });
            response["unit_id"] = json!(scene.unit(code));
            response["answers"]["attitude"] = if nth < 2 { json!(4) } else { Value::Null };
            answer(anybody, &response).await.expect(201);
        }
    }
    app.app.engine.release_survey_figures().await.unwrap();
    scene
        .organiser
        .patch(SURVEY, &json!({ "published": true }))
        .await
        .expect(200);
    let public = anybody.get(&results).await.expect(200).json();
    assert_eq!(text_at(&public, "/as_of"), "2026-10-05");
    let overall = &public["estimates"][0];
    assert_eq!(
        (overall["n"].as_i64(), overall["estimate"].as_f64()),
        (Some(15), Some(80.0))
    );
    // The small unit takes the next one with it, so that nobody sums it up.
    let by_unit = anybody
        .get(&format!("{results}?by=unit"))
        .await
        .expect(200)
        .json();
    let of = |code: &str| {
        let id = scene.unit(code);
        let all = by_unit["estimates"].as_array().unwrap();
        all.iter().find(|one| one["by"] == id).unwrap().clone()
    };
    assert_eq!(of("VL.S2")["n"], 7);
    for code in ["VL.S1", "VL.X1"] {
        let hidden = of(code);
        assert_eq!(
            (&hidden["suppressed"], &hidden["n"]),
            (&json!(true), &Value::Null)
        );
        assert!(hidden.get("estimate").is_none());
    }
    anybody.get(&format!("{results}?by=desk")).await.expect(422);
    let by_wave = anybody
        .get(&format!("{results}?by=wave"))
        .await
        .expect(200)
        .json();
    assert_eq!(by_wave["estimates"][0]["by"], scene.wave);
}
