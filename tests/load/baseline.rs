//! What saves could cost at best: an axum handler that parses the same JSON and appends to the same table, with the same
//! key, by the same group commit on SQLite (WAL, `synchronous=FULL`). No session, no paper, no check.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as InPath, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use khao_tests::wait::until;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::saves::Paper;

const TABLE: &str = "CREATE TABLE answers (
    attempt_id BLOB NOT NULL, position INTEGER NOT NULL, seq INTEGER NOT NULL, value TEXT, saved_at INTEGER NOT NULL,
    PRIMARY KEY (attempt_id, position, seq)) STRICT, WITHOUT ROWID";
const APPEND: &str = "INSERT INTO answers (attempt_id, position, seq, value, saved_at)
    SELECT unhex(r.value ->> 0), r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4
    FROM json_each($1) r WHERE true ON CONFLICT DO NOTHING";
/// As many as the product's journal takes.
const ROWS_PER_COMMIT: usize = 512;
const QUEUE: usize = 4096;

struct Row {
    attempt: Uuid,
    position: u64,
    seq: u64,
    value: String,
    reply: oneshot::Sender<()>,
}

type Queue = mpsc::Sender<Row>;

/// The server: prints its address to a file and serves until it is killed.
pub async fn serve(data: &Path) {
    std::fs::create_dir_all(data).unwrap();
    let options = SqliteConnectOptions::new()
        .filename(data.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut database = options.connect().await.unwrap();
    sqlx::query(TABLE).execute(&mut database).await.unwrap();
    let (queue, rows) = mpsc::channel(QUEUE);
    tokio::spawn(commit(database, rows));
    let router = Router::new()
        .route(
            "/api/v1/attempts/{id}/answers",
            put(save).layer(DefaultBodyLimit::max(512 * 1024)),
        )
        .with_state(queue);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::fs::write(data.join("address"), address).unwrap();
    khao::listen::serve(listener, khao::listen::plain(router), std::future::pending()).await;
}

async fn save(State(queue): State<Queue>, InPath(id): InPath<Uuid>, body: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    let mut waiting = Vec::new();
    let mut saved = Vec::new();
    for answer in body["answers"].as_array().into_iter().flatten() {
        let (reply, done) = oneshot::channel();
        let number = |name: &str| answer[name].as_u64().unwrap_or(0);
        let row = Row {
            attempt: id,
            position: number("position"),
            seq: number("seq"),
            value: answer["value"].to_string(),
            reply,
        };
        saved.push(json!({ "position": row.position, "seq": row.seq }));
        if queue.try_send(row).is_err() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        waiting.push(done);
    }
    for done in waiting {
        if done.await.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    (
        [(CONTENT_TYPE, "application/json")],
        json!({ "saved": saved }).to_string(),
    )
        .into_response()
}

/// Whatever gathered while the last commit ran.
async fn commit(mut database: SqliteConnection, mut rows: mpsc::Receiver<Row>) {
    let mut batch = Vec::with_capacity(ROWS_PER_COMMIT);
    while rows.recv_many(&mut batch, ROWS_PER_COMMIT).await > 0 {
        batch.sort_by_key(|row| (row.attempt, row.position, row.seq));
        let mut transaction = database.begin().await.unwrap();
        sqlx::query(APPEND)
            .bind(text_of(&batch))
            .execute(&mut *transaction)
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        for row in batch.drain(..) {
            // A client that went away is told nothing.
            let _ = row.reply.send(());
        }
    }
}

fn text_of(batch: &[Row]) -> String {
    let mut text = String::from("[");
    for (index, row) in batch.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let value = Value::from(row.value.as_str());
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{comma}[\"{}\",{},{},{value},0]",
            row.attempt.simple(),
            row.position,
            row.seq
        );
    }
    text.push(']');
    text
}

/// The baseline as a child of this program, for the processor time of its own.
pub struct Process {
    _child: Child,
    pub pid: u32,
    address: SocketAddr,
}

impl Process {
    pub async fn start(data: &Path) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .arg("--baseline")
            .arg(data)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let file = data.join("address");
        let written = async || std::fs::read_to_string(&file).ok()?.parse().ok();
        let address = until("the baseline's address", Duration::from_secs(10), written).await;
        Self {
            pid: child.id().unwrap(),
            _child: child,
            address,
        }
    }

    /// Papers like the product's: as many, with the same questions on each.
    pub fn papers(&self, count: usize) -> Vec<Paper> {
        let question = |position: usize| {
            let options: Vec<Value> = ["1", "2", "3", "4"].map(|id| json!({ "id": id })).into();
            json!({ "position": position, "kind": "single_choice", "options": options })
        };
        let paper = |number: usize| Paper {
            address: self.address,
            token: "0".repeat(43),
            attempt: Uuid::from_u128(number as u128).to_string(),
            questions: Arc::new((1..=16).map(question).collect()),
        };
        (0..count).map(paper).collect()
    }
}
