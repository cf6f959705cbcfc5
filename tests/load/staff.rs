//! What an organiser does before a measurement.

use std::time::Duration;

use khao_domain::people::role::Role;
use khao_domain::time::Timestamp;
use khao_tests::client::{Client, text_at};
use khao_tests::journey::log_in;
use khao_tests::server::Server;
use khao_tests::wait::{Stopwatch, until};
use serde_json::{Value, json};

use crate::attempts::CONTEST;

/// The demonstration's administrator, logged in.
pub async fn administrator(server: &Server) -> Client {
    let (username, password) = server.demo_account(Role::Administrator);
    log_in(&server.client, &username, &password).await
}

/// A round that is open, and when it closes.
pub struct Round {
    pub id: String,
    pub closes: Duration,
}

/// An announced round that opens at once and closes so much later, by this stopwatch.
pub async fn open_round(server: &Server, watch: Stopwatch, open_for: Duration) -> Round {
    const BEFORE: Duration = Duration::from_secs(3);
    let staff = administrator(server).await;
    let now = Timestamp::parse_rfc3339(&text_at(&contest(server).await, "/server_time")).unwrap();
    let asked = watch.elapsed();
    let after = |time: Duration| now.plus_seconds(i64::try_from(time.as_secs()).unwrap()).rfc3339();
    let plan = json!({
        "name": "Vòng đo tải",
        "opens_at": after(BEFORE),
        "closes_at": after(BEFORE + open_for),
        "duration_s": 3600,
    });
    let path = format!("/api/v1/contests/{CONTEST}/rounds");
    let id = text_at(&staff.post(&path, &plan).await.expect(201).json(), "/id");
    let path = format!("/api/v1/rounds/{id}/announcement");
    staff.post(&path, &json!({})).await.expect(200);
    let is_open = async || {
        let contest = contest(server).await;
        let mut rounds = contest["rounds"].as_array().unwrap().iter();
        rounds
            .any(|round| round["id"] == id && round["status"] == "open")
            .then_some(())
    };
    until("the round to open", Duration::from_secs(20), is_open).await;
    Round {
        id,
        closes: asked + BEFORE + open_for,
    }
}

pub async fn contest(server: &Server) -> Value {
    let path = format!("/api/v1/contests/{CONTEST}");
    server.client.get(&path).await.expect(200).json()
}
