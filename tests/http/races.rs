//! Many at once: one person clicking everywhere, and a storm of log-ins beside a contest.

use std::collections::BTreeSet;
use std::time::Duration;

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::journey::{answers_for, entry, save, start, submit};
use khao_tests::wait::Stopwatch;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{PASSWORD, Scene};

on_both!(
    fifty_starts_make_one_attempt_and_fifty_submissions_one_receipt,
    an_entry_repeated_at_once_is_one_entry,
);

/// Runs them all at once.
async fn all<T: Send + 'static>(
    calls: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let tasks: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::with_capacity(tasks.len());
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

async fn fifty_starts_make_one_attempt_and_fifty_submissions_one_receipt(app: &TestApp) {
    let scene = Scene::set(app).await;
    let person = scene.enter(app, "Trần Thị Lan").await;
    let starts = all((0..50).map(|_| {
        let (client, path) = (
            person.client.clone(),
            format!("/api/v1/rounds/{}/attempts", scene.round),
        );
        async move { client.post(&path, &json!({})).await }
    }))
    .await;
    let created = starts.iter().filter(|answer| answer.status == 201).count();
    let resumed = starts.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((created, resumed), (1, 49));
    let papers: BTreeSet<String> = starts.iter().map(paper).collect();
    assert_eq!(papers.len(), 1);

    let attempt = starts[0].json();
    let id = text_at(&attempt, "/attempt_id");
    save(&person.client, &id, &answers_for(&attempt, 1, 0))
        .await
        .expect(200);
    let receipts = all((0..50).map(|_| {
        let (client, id) = (person.client.clone(), id.clone());
        async move { submit(&client, &id).await.expect(200).text().to_owned() }
    }))
    .await;
    assert_eq!(receipts.into_iter().collect::<BTreeSet<_>>().len(), 1);
    let counts = app.client.get("/api/v1/contests/cchc").await.json()["counts"].clone();
    assert_eq!(
        (&counts["attempts"], &counts["submitted"]),
        (&json!(1), &json!(1))
    );
}

/// What must be the same in every answer to a start: the attempt and its questions.
fn paper(answer: &Answer) -> String {
    let body = answer.json();
    json!([body["attempt_id"], body["deadline"], body["questions"]]).to_string()
}

async fn an_entry_repeated_at_once_is_one_entry(app: &TestApp) {
    let scene = Scene::set(app).await;
    let body = entry("Trần Thị Lan", scene.unit("VL.S1"), &scene.officials);
    let enter = |key: &'static str, body: &Value| {
        let (client, body) = (app.client.clone(), body.clone());
        async move {
            let request = client
                .request("POST", "/api/v1/contests/cchc/participants")
                .json(&body);
            request.header("idempotency-key", key).send().await
        }
    };
    let answers = all((0..20).map(|_| enter("mot-lan", &body))).await;
    let bodies: BTreeSet<String> = answers
        .into_iter()
        .map(|answer| answer.expect(201).text().to_owned())
        .collect();
    assert_eq!(bodies.len(), 1, "the same code and token for each");
    let mut other = body.clone();
    other["full_name"] = json!("Trần Thị Hoa");
    enter("mot-lan", &other).await.problem(422, "#key-reused");
    enter("hai-lan", &body).await.problem(409, "#enter-with-code");
    let counts = app.client.get("/api/v1/contests/cchc").await.json()["counts"].clone();
    assert_eq!(counts["participants"], 1);
}

/// Passwords are checked on a pool of their own: what it cannot take is sent away, and saves do not notice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_log_ins_is_bounded_and_slows_no_save() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    let client = app.client.clone();
    let storm = tokio::spawn(all((0..200).map(move |number| {
        let client = client.clone();
        async move { log_in(&client, &format!("nguoi.la.{number}"), PASSWORD).await }
    })));
    let mut slowest = Duration::ZERO;
    let mut seq = 0;
    while !storm.is_finished() {
        seq += 1;
        let watch = Stopwatch::start();
        let answers = json!([{ "position": 1, "seq": seq, "value": null }]);
        let saved = save(&person.client, &id, &answers).await;
        assert!(matches!(saved.status, 200 | 429), "{saved:?}");
        slowest = slowest.max(watch.elapsed());
    }
    let answers = storm.await.unwrap();
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert!(refused.len() > 50, "{} of 200 were sent away", refused.len());
    assert!(answers.iter().all(|answer| matches!(answer.status, 401 | 503)));
    for answer in refused {
        answer.problem(503, "#busy");
        assert_eq!(answer.header("retry-after"), Some("3"));
    }
    assert!(slowest < Duration::from_secs(2), "a save took {slowest:?}");
    assert!(seq > 3, "only {seq} saves ran beside the storm");
}

async fn log_in(client: &Client, username: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "password": password });
    client.post("/api/v1/sessions", &body).await
}

/// Nobody learns from the time an answer takes whether a name exists.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    // Nearly all of the time is the hash; counting hashes tells what a stopwatch on a busy machine cannot.
    let hashed = || {
        let figures = app.app.engine.figures();
        let figure = figures
            .iter()
            .find(|(name, ..)| *name == "passwords_hashed_total");
        figure.map(|(.., value)| *value).unwrap()
    };
    for username in ["quantri", "khong.ai.ca"] {
        let before = hashed();
        let answer = log_in(&app.client, username, "một mật khẩu không đúng").await;
        answer.problem(401, "#not-recognised");
        assert_eq!(hashed(), before + 1, "«{username}»");
    }
}
