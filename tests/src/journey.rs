//! What people do, through the API.

use serde_json::{Value, json};

use crate::client::{Answer, Client, text_at};

/// An entry in which everything is right: an adult who does not publish the name.
pub fn entry(full_name: &str, unit: &str, group: &str) -> Value {
    json!({
        "full_name": full_name,
        "birth_date": "1990-03-15",
        "unit_id": unit,
        "group_id": group,
        "consents": [{ "purpose": "participate", "text_version": "1" }],
    })
}

/// Staff log in, and go on with the session's token.
pub async fn log_in(client: &Client, username: &str, password: &str) -> Client {
    client.bearer(&token(client, username, password).await)
}

/// Of a new session of staff.
pub async fn token(client: &Client, username: &str, password: &str) -> String {
    let body = json!({ "username": username, "password": password });
    let opened = client.post("/api/v1/sessions", &body).await.expect(201).json();
    text_at(&opened, "/token")
}

/// Enters, and goes on as the participant: (client, what was answered).
pub async fn enter(client: &Client, contest: &str, entry: &Value) -> (Client, Value) {
    let path = format!("/api/v1/contests/{contest}/participants");
    let entered = client.post(&path, entry).await.expect(201).json();
    (client.bearer(&text_at(&entered, "/token")), entered)
}

/// Starts the attempt, or resumes the one there is.
pub async fn start(client: &Client, round: &str) -> Value {
    let answer = client
        .post(&format!("/api/v1/rounds/{round}/attempts"), &json!({}))
        .await;
    assert!(matches!(answer.status, 200 | 201), "{answer:?}");
    answer.json()
}

pub async fn save(client: &Client, attempt: &str, answers: &Value) -> Answer {
    let path = format!("/api/v1/attempts/{attempt}/answers");
    client.put(&path, &json!({ "answers": answers })).await
}

pub async fn submit(client: &Client, attempt: &str) -> Answer {
    let path = format!("/api/v1/attempts/{attempt}/submission");
    client.post(&path, &json!({})).await
}

/// A valid value for a question as the API shows it, the `choice`-th of those it could have.
pub fn value_for(question: &Value, choice: usize) -> Value {
    let options = question["options"].as_array();
    match question["kind"].as_str().unwrap_or_default() {
        "text" => json!({ "text": format!("câu trả lời {choice}") }),
        "number" | "prediction" => json!({ "number": choice }),
        _ => {
            let options = options.unwrap();
            json!({ "options": [options[choice % options.len()]["id"]] })
        }
    }
}

/// An answer to every question of an attempt, each with the same `seq`.
pub fn answers_for(attempt: &Value, seq: i64, choice: usize) -> Value {
    let questions = attempt["questions"].as_array().unwrap();
    questions
        .iter()
        .map(|question| {
            json!({ "position": question["position"], "seq": seq, "value": value_for(question, choice) })
        })
        .collect()
}

/// Starts, answers everything and submits: the receipt's answer.
pub async fn play(client: &Client, round: &str, choice: usize) -> Value {
    let attempt = start(client, round).await;
    let id = text_at(&attempt, "/attempt_id");
    save(client, &id, &answers_for(&attempt, 1, choice))
        .await
        .expect(200);
    submit(client, &id).await.expect(200).json()
}

/// The contest of `khao demo`.
pub const DEMO: &str = "tim-hieu-cchc-cds";

/// Somebody who opened a paper of the demonstration: their token, and the attempt's id.
pub async fn demo_paper(client: &Client, full_name: &str) -> (String, String) {
    let contest = client
        .get(&format!("/api/v1/contests/{DEMO}"))
        .await
        .expect(200)
        .json();
    let rounds = contest["rounds"].as_array().unwrap();
    let open = rounds.iter().find(|round| round["status"] == "open").unwrap();
    let units = client.get("/api/v1/units?query=so").await.expect(200).json();
    let group = text_at(&contest, "/groups/1/id");
    let form = entry(full_name, &text_at(&units, "/units/0/id"), &group);
    let (person, entered) = enter(client, DEMO, &form).await;
    let attempt = start(&person, &text_at(open, "/id")).await;
    (text_at(&entered, "/token"), text_at(&attempt, "/attempt_id"))
}
