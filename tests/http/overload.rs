//! A journal that is full: whoever comes is sent away before the body is read, and loses nothing.

use std::time::Duration;

use khao_tests::client::text_at;
use khao_tests::journey::{save, start};
use khao_tests::wait::until;
use serde_json::{Value, json};
use sqlx::Executor;

use crate::app::{Options, TestApp};
use crate::page::Page;
use crate::scene::{Person, Scene};

fn answers(seq: usize) -> Value {
    json!([{ "position": 1, "seq": seq, "value": null }])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_journal_says_busy_and_recovers() {
    let app = TestApp::with(Options {
        journal_queue: 1,
        ..Options::default()
    })
    .await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let id = text_at(&start(&person.client, &scene.round).await, "/attempt_id");
    save(&person.client, &id, &answers(1)).await.expect(200);

    // Somebody else writes: the worker waits with what it holds, and behind it the queue fills.
    let mut other = app.raw_sqlite().await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let mut waiting = Vec::new();
    // A queue whose one place is taken may still be one that the worker is about to empty: only a save that was refused,
    // and two that wait, say that the worker has its hands full too.
    until("a full journal", Duration::from_secs(5), async || {
        let (client, id, seq) = (person.client.clone(), id.clone(), 2 + waiting.len());
        waiting.push(tokio::spawn(async move {
            (seq, save(&client, &id, &answers(seq)).await)
        }));
        let left = waiting.iter().filter(|task| !task.is_finished()).count();
        let refused = waiting.len() - left;
        (!app.app.engine.has_room() && left >= 2 && refused >= 1).then_some(())
    })
    .await;
    everybody_is_sent_away(&app, &person, &id).await;

    other.execute("ROLLBACK").await.unwrap();
    let mut highest = 1;
    for task in waiting {
        let (seq, answer) = task.await.unwrap();
        // Those that came while it was full were told so; the others were kept.
        match answer.status {
            200 => highest = highest.max(seq),
            _ => drop(answer.problem(503, "#busy")),
        }
    }
    let saved = person
        .client
        .get(&format!("/api/v1/attempts/{id}"))
        .await
        .expect(200)
        .json();
    assert_eq!(saved["saved"][0]["seq"], json!(highest), "{saved}");
    save(&person.client, &id, &answers(2000)).await.expect(200);
}

/// Programs, forms and load balancers alike; reading goes on.
async fn everybody_is_sent_away(app: &TestApp, person: &Person, id: &str) {
    let refused = save(&person.client, id, &answers(1000)).await;
    refused.problem(503, "#busy");
    let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    let path = format!("/attempts/{id}");
    let browser = app.client.browser_with(&person.token);
    let page = browser
        .form(&path, &[("action".to_owned(), "save".to_owned())])
        .await
        .expect(503);
    assert!(page.header("retry-after").is_some());
    assert!(
        Page::of(&page).text().contains("Xin thử lại sau"),
        "{}",
        page.text()
    );
    app.client.get("/readyz").await.expect(503);
    // Reading goes on.
    person
        .client
        .get(&format!("/api/v1/attempts/{id}"))
        .await
        .expect(200);
}
