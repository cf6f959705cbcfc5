//! The bare baseline: an axum handler that parses the same JSON and appends to the same table by the same group commit.
//! No sessions, no checks, no seal: what is left is what durability and HTTP cost by themselves.

use std::path::Path;

use axum::Router;
use axum::extract::{Path as InPath, State};
use axum::http::StatusCode;
use axum::routing::put;
use serde::Deserialize;
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

const TABLE: &str =
    "CREATE TABLE answers (attempt_id BLOB NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL,
    value TEXT, saved_at INTEGER NOT NULL, PRIMARY KEY (attempt_id, position, seq)) STRICT, WITHOUT ROWID";
const APPEND: &str = "INSERT INTO answers SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, 0
    FROM json_each($1) WHERE true ON CONFLICT DO NOTHING";
const ROWS_PER_COMMIT: usize = 512;

#[derive(Deserialize)]
struct Answers {
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    position: i64,
    seq: i64,
    value: serde_json::Value,
}

type Job = (Vec<serde_json::Value>, oneshot::Sender<()>);

pub async fn serve(database: &Path) {
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-32768")
        .connect()
        .await
        .expect("the baseline's database");
    sqlx::query(TABLE)
        .execute(&mut connection)
        .await
        .expect("its table");
    let (sender, jobs) = mpsc::channel(4096);
    tokio::spawn(write(connection, jobs));
    let router = Router::new()
        .route("/api/v1/attempts/{id}/answers", put(save))
        .with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("{}", listener.local_addr().expect("an address"));
    khao::listen::serve(listener, router, std::future::pending()).await;
}

async fn save(
    State(sender): State<mpsc::Sender<Job>>,
    InPath(id): InPath<Uuid>,
    body: axum::body::Bytes,
) -> Result<String, StatusCode> {
    let sent: Answers = serde_json::from_slice(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    let saved: Vec<_> = sent
        .answers
        .iter()
        .map(|answer| json!({ "position": answer.position, "seq": answer.seq }))
        .collect();
    let rows = sent
        .answers
        .into_iter()
        .map(|answer| {
            json!([
                id.simple().to_string(),
                answer.position,
                answer.seq,
                answer.value.to_string()
            ])
        })
        .collect();
    let (reply, done) = oneshot::channel();
    sender
        .try_send((rows, reply))
        .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    done.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(json!({ "saved": saved }).to_string())
}

/// Whatever gathered while the last commit ran goes into the next one.
async fn write(mut connection: SqliteConnection, mut jobs: mpsc::Receiver<Job>) {
    while let Some((mut rows, reply)) = jobs.recv().await {
        let mut replies = vec![reply];
        while rows.len() < ROWS_PER_COMMIT {
            let Ok((more, reply)) = jobs.try_recv() else { break };
            rows.extend(more);
            replies.push(reply);
        }
        let batch = serde_json::Value::Array(rows).to_string();
        let mut tx = connection.begin().await.expect("a transaction");
        sqlx::query(APPEND)
            .bind(batch)
            .execute(&mut *tx)
            .await
            .expect("the rows are written");
        tx.commit().await.expect("a commit");
        for reply in replies {
            // Whoever went away needs no answer.
            let _ = reply.send(());
        }
    }
}
