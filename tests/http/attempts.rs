//! Attempts: the clock, the order of answers, what is refused.

use khao_domain::contest::settings::{AttemptsPolicy, ContestSettings};
use khao_tests::client::{Client, text_at};
use khao_tests::journey::{answers_for, save, start, submit, value_for};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::Scene;

on_both!(
    answers_are_ordered_by_their_seq,
    after_deadline_and_grace_nothing_counts,
    a_second_attempt_is_asked_for_by_its_number,
);

/// Somebody with an open attempt: the client, the attempt, and its id.
async fn begun(app: &TestApp, scene: &Scene) -> (Client, Value, String) {
    let person = scene.enter(app, "Trần Thị Lan").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    (person.client, attempt, id)
}

/// The first question that has options.
fn choice(attempt: &Value) -> &Value {
    let mut questions = attempt["questions"].as_array().unwrap().iter();
    questions
        .find(|question| question["kind"] == "single_choice")
        .unwrap()
}

async fn answers_are_ordered_by_their_seq(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (client, attempt, id) = begun(app, &scene).await;
    let question = choice(&attempt);
    let position = &question["position"];
    let (one, two) = (value_for(question, 0), value_for(question, 1));
    let put = |seq: i64, value: &Value| json!([{ "position": position, "seq": seq, "value": value }]);
    let saved = |answer: khao_tests::client::Answer| answer.expect(200).json()["saved"][0].clone();

    assert_eq!(
        saved(save(&client, &id, &put(5, &one)).await),
        json!({ "position": position, "seq": 5 })
    );
    let told = saved(save(&client, &id, &put(4, &two)).await);
    assert_eq!(
        told,
        json!({ "position": position, "seq": 5, "value": one }),
        "an older answer loses, and is told the newer"
    );
    assert_eq!(
        saved(save(&client, &id, &put(5, &one)).await),
        json!({ "position": position, "seq": 5 })
    );
    let told = saved(save(&client, &id, &put(5, &two)).await);
    assert_eq!(
        told,
        json!({ "position": position, "seq": 5, "value": one, "conflict": true })
    );
    assert_eq!(
        saved(save(&client, &id, &put(9_007_199_254_740_991, &two)).await)["seq"],
        9_007_199_254_740_991_i64
    );
    let cleared = saved(save(&client, &id, &put(6, &Value::Null)).await);
    assert_eq!(cleared["value"], two, "even a clearing one");

    let resumed = client
        .get(&format!("/api/v1/attempts/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(resumed["questions"], attempt["questions"]);
    assert_eq!(
        resumed["saved"],
        json!([{ "position": position, "seq": 9_007_199_254_740_991_i64, "value": two }])
    );
    assert_eq!(resumed["status"], "open");
}

#[tokio::test]
async fn one_bad_answer_refuses_them_all() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let (client, attempt, id) = begun(&app, &scene).await;
    let mut answers = answers_for(&attempt, 1, 0);
    answers[1]["seq"] = json!(0);
    answers[2]["position"] = json!(99);
    answers[3]["value"] = json!({ "options": ["zz"] });
    let pointers = save(&client, &id, &answers).await.pointers(422);
    assert!(
        pointers.len() >= 3 && pointers.iter().all(|pointer| pointer.starts_with("/answers/")),
        "{pointers:?}"
    );
    let resumed = client.get(&format!("/api/v1/attempts/{id}")).await.json();
    assert_eq!(resumed["saved"], json!([]));
    for bad in [
        json!([{ "position": 1, "seq": 1 }]),
        json!([{ "position": 1, "seq": 1.5, "value": null }]),
        json!([{ "position": 1, "seq": 9_007_199_254_740_992_i64, "value": null }]),
        json!([{ "position": 1, "seq": 1, "value": { "options": [], "text": "" } }]),
        json!("x"),
    ] {
        save(&client, &id, &bad).await.problem(422, "#invalid");
    }
}

/// Until deadline and grace everything is taken; then the attempt is sealed with what was saved.
async fn after_deadline_and_grace_nothing_counts(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (client, attempt, id) = begun(app, &scene).await;
    let deadline = app.now().plus_seconds(1200);
    assert_eq!(text_at(&attempt, "/deadline"), deadline.rfc3339());
    app.set_time(deadline.plus_seconds(30));
    save(&client, &id, &answers_for(&attempt, 1, 0)).await.expect(200);
    app.pass_seconds(1);
    save(&client, &id, &answers_for(&attempt, 2, 1))
        .await
        .problem(409, "#attempt-closed");
    let sealed = client
        .get(&format!("/api/v1/attempts/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(sealed["status"], "sealed");
    let receipt = submit(&client, &id).await.expect(200).json();
    assert_eq!(text_at(&receipt, "/submitted_at"), deadline.rfc3339());
    assert_eq!(
        start(&client, &scene.round).await["attempt_id"],
        attempt["attempt_id"],
        "a late start finds it again"
    );
    let path = format!("/api/v1/rounds/{}/attempts", scene.round);
    client
        .post(&path, &json!({ "ordinal": 2 }))
        .await
        .problem(409, "#no-attempt-left");
}

async fn a_second_attempt_is_asked_for_by_its_number(app: &TestApp) {
    let settings = ContestSettings {
        attempts: AttemptsPolicy::UpTo(2),
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(app, settings).await;
    let (client, first, id) = begun(app, &scene).await;
    submit(&client, &id).await.expect(200);
    save(&client, &id, &answers_for(&first, 1, 0))
        .await
        .problem(409, "#attempt-closed");
    assert_eq!(
        start(&client, &scene.round).await["attempt_id"],
        first["attempt_id"]
    );
    let path = format!("/api/v1/rounds/{}/attempts", scene.round);
    let second = client
        .post(&path, &json!({ "ordinal": 2 }))
        .await
        .expect(201)
        .json();
    assert_eq!(second["ordinal"], 2);
    assert_ne!(second["attempt_id"], first["attempt_id"]);
    assert_eq!(
        client
            .post(&path, &json!({ "ordinal": 2 }))
            .await
            .expect(200)
            .json()["attempt_id"],
        second["attempt_id"]
    );
    submit(&client, &text_at(&second, "/attempt_id"))
        .await
        .expect(200);
    client
        .post(&path, &json!({ "ordinal": 3 }))
        .await
        .problem(409, "#no-attempt-left");
    client
        .post(&path, &json!({ "ordinal": 0 }))
        .await
        .problem(422, "#invalid");
}

#[tokio::test]
async fn a_round_that_is_not_open_starts_nothing() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let begin = |round: &str| {
        let (client, path) = (person.client.clone(), format!("/api/v1/rounds/{round}/attempts"));
        async move { client.post(&path, &json!({})).await }
    };
    begin(&scene.later_round).await.problem(409, "#round-not-open");
    begin(&scene.draft_round).await.problem(404, "#not-found");
    begin(&scene.other_round).await.problem(404, "#not-found");
    scene.step(&scene.organiser, "closing").await;
    begin(&scene.round).await.problem(409, "#round-closed");
}
