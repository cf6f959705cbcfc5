//! What is driven: all entries, then all starts, then all saves, then all submissions, so that each kind of request has
//! its own figures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hyper::Method;
use khao_tests::wait::Stopwatch;
use serde_json::{Value, json};

use crate::connection::Connection;
use crate::options::Options;
use crate::process::{cpu_seconds, peak_memory_mb};

const SLUG: &str = "tim-hieu-cchc-cds";

/// Requests of one kind.
#[derive(Debug, Default, Clone)]
pub struct Phase {
    pub requests: usize,
    pub errors: usize,
    pub wall: Duration,
    pub cpu_s: f64,
    /// Sorted.
    pub took: Vec<Duration>,
}

/// A started attempt: its id, its person's token, and an answer that fits each position.
#[derive(Debug, Clone, Default)]
pub struct Attempt {
    pub id: String,
    token: String,
    answers: Vec<Value>,
}

pub struct Whole {
    pub entries: Phase,
    pub starts: Phase,
    pub saves: Phase,
    pub submissions: Phase,
    pub attempts: Vec<Attempt>,
    pub memory_mb: f64,
}

pub async fn whole_attempts(options: &Options, address: SocketAddr, pid: u32) -> Whole {
    let contest = Arc::new(contest(address).await);
    let empty = vec![Attempt::default(); options.attempts];
    let (entries, entered) = run(options, address, pid, &empty, 1, {
        let contest = contest.clone();
        move |at, _, _| {
            (
                Method::POST,
                format!("/api/v1/contests/{SLUG}/participants"),
                entry(&contest, at),
            )
        }
    })
    .await;
    let people: Vec<Attempt> = entered
        .iter()
        .map(|body| Attempt {
            token: text(body, "/token"),
            ..Attempt::default()
        })
        .collect();
    let path = format!("/api/v1/rounds/{}/attempts", contest.round);
    let (starts, started) = run(options, address, pid, &people, 1, move |at, _, _| {
        (
            Method::POST,
            path.clone(),
            json!({ "client_nonce": at.to_string() }).to_string(),
        )
    })
    .await;
    let attempts: Vec<Attempt> = people
        .into_iter()
        .zip(&started)
        .map(|(person, body)| Attempt {
            id: text(body, "/attempt_id"),
            answers: answers(body),
            ..person
        })
        .collect();
    let (saves, _) = run(options, address, pid, &attempts, options.saves, save).await;
    let (submissions, _) = run(options, address, pid, &attempts, 1, |_, attempt, _| {
        (
            Method::POST,
            format!("/api/v1/attempts/{}/submission", attempt.id),
            "{}".to_owned(),
        )
    })
    .await;
    Whole {
        entries,
        starts,
        saves,
        submissions,
        attempts,
        memory_mb: peak_memory_mb(pid),
    }
}

/// The same saves against the baseline.
pub async fn bare_saves(options: &Options, address: SocketAddr, pid: u32, attempts: &[Attempt]) -> Phase {
    run(options, address, pid, attempts, options.saves, save).await.0
}

fn save(_: usize, attempt: &Attempt, round: usize) -> (Method, String, String) {
    let at = round % attempt.answers.len().max(1);
    let value = attempt.answers.get(at).cloned().unwrap_or(Value::Null);
    let body = json!({ "answers": [{ "position": at + 1, "seq": round + 1, "value": value }] });
    (
        Method::PUT,
        format!("/api/v1/attempts/{}/answers", attempt.id),
        body.to_string(),
    )
}

/// Each connection takes the next attempt and sends its requests one after another, as a browser would.
async fn run(
    options: &Options,
    address: SocketAddr,
    pid: u32,
    attempts: &[Attempt],
    each: usize,
    request: impl Fn(usize, &Attempt, usize) -> (Method, String, String) + Send + Sync + 'static,
) -> (Phase, Vec<Value>) {
    let attempts: Arc<[Attempt]> = attempts.into();
    let request = Arc::new(request);
    let next = Arc::new(AtomicUsize::new(0));
    let cpu = cpu_seconds(pid);
    let watch = Stopwatch::start();
    let workers: Vec<_> = (0..options.connections)
        .map(|_| {
            tokio::spawn(work(
                address,
                attempts.clone(),
                next.clone(),
                each,
                request.clone(),
            ))
        })
        .collect();
    let mut phase = Phase::default();
    let mut bodies = vec![Value::Null; attempts.len()];
    for worker in workers {
        let done = worker.await.expect("a worker ends well");
        for (at, status, took, body) in done {
            phase.requests += 1;
            phase.errors += usize::from(!(200..300).contains(&status));
            phase.took.push(took);
            bodies[at] = body;
        }
    }
    phase.wall = watch.elapsed();
    phase.cpu_s = cpu_seconds(pid) - cpu;
    phase.took.sort_unstable();
    (phase, bodies)
}

type Done = (usize, u16, Duration, Value);

async fn work(
    address: SocketAddr,
    attempts: Arc<[Attempt]>,
    next: Arc<AtomicUsize>,
    each: usize,
    request: Arc<impl Fn(usize, &Attempt, usize) -> (Method, String, String)>,
) -> Vec<Done> {
    let mut connection = Connection::open(address).await;
    let mut done = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(attempt) = attempts.get(at) else {
            return done;
        };
        connection.token.clone_from(&attempt.token);
        for round in 0..each {
            let (method, path, body) = request(at, attempt, round);
            let answer = connection.call(method, &path, body).await;
            // Only what later phases need is parsed: the generator's own work is kept small.
            let body = if each == 1 {
                serde_json::from_slice(&answer.body).unwrap_or(Value::Null)
            } else {
                Value::Null
            };
            done.push((at, answer.status, answer.took, body));
        }
    }
}

/// The open round of the demo, and what an entry needs.
struct Contest {
    round: String,
    group: String,
    unit: String,
    consents: Value,
}

async fn contest(address: SocketAddr) -> Contest {
    let mut connection = Connection::open(address).await;
    let mut get = async |path: &str| -> Value {
        let answer = connection.call(Method::GET, path, String::new()).await;
        serde_json::from_slice(&answer.body).expect("a JSON answer")
    };
    let contest = get(&format!("/api/v1/contests/{SLUG}")).await;
    let units = get("/api/v1/units?query=so+noi+vu").await;
    let rounds = contest["rounds"].as_array().expect("rounds");
    let open = rounds
        .iter()
        .find(|round| round["status"] == "open")
        .expect("an open round");
    let consents = contest["consents"].as_array().expect("consents");
    let consents = consents
        .iter()
        .map(|consent| json!({ "purpose": consent["purpose"], "text_version": consent["text_version"] }))
        .collect();
    Contest {
        round: text(open, "/id"),
        group: text(&contest, "/groups/0/id"),
        unit: text(&units, "/units/0/id"),
        consents,
    }
}

fn entry(contest: &Contest, at: usize) -> String {
    json!({
        "full_name": "Nguyễn Văn Thử",
        "birth_date": "1990-01-05",
        "phone": format!("09{at:08}"),
        "unit_id": contest.unit,
        "group_id": contest.group,
        "consents": contest.consents,
    })
    .to_string()
}

/// An answer of the right kind for each question.
fn answers(started: &Value) -> Vec<Value> {
    let questions = started["questions"].as_array().map_or(&[][..], Vec::as_slice);
    questions
        .iter()
        .map(|question| match question["kind"].as_str() {
            Some("number" | "prediction") => json!({ "number": 10 }),
            Some("text") => json!({ "text": "một cửa" }),
            _ => json!({ "options": [question["options"][0]["id"]] }),
        })
        .collect()
}

fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("no {pointer} in {value}"))
        .to_owned()
}
