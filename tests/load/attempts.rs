//! Whole attempts: enter, start, twenty saves, submit, each person on a connection that is there already.

use std::io::Result;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use khao_tests::client::text_at;
use khao_tests::journey::{entry, value_for};
use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::{Value, json};

use crate::figures::Figures;
use crate::options::Options;
use crate::outcome::tell_error;
use crate::process::cpu;
use crate::wire::Wire;

pub const CONTEST: &str = "tim-hieu-cchc-cds";
const SAVES: usize = 20;

/// Where people enter, and what they have in common.
pub struct Setting {
    pub address: SocketAddr,
    pub round: String,
    entry: Value,
    people: AtomicUsize,
}

impl Setting {
    pub async fn of(server: &Server, first_person: usize) -> Self {
        let contest = server
            .client
            .get(&format!("/api/v1/contests/{CONTEST}"))
            .await
            .expect(200)
            .json();
        let rounds = contest["rounds"].as_array().unwrap();
        let open = rounds.iter().find(|round| round["status"] == "open").unwrap();
        let units = server
            .client
            .get("/api/v1/units?query=so")
            .await
            .expect(200)
            .json();
        let group = text_at(&contest, "/groups/1/id");
        Self {
            address: server.address(),
            round: text_at(open, "/id"),
            entry: entry("Nguyễn Văn Tải", &text_at(&units, "/units/0/id"), &group),
            people: AtomicUsize::new(first_person),
        }
    }

    /// Somebody who was not there before: the token.
    pub async fn enter(&self, wire: &mut Wire) -> Result<String> {
        let mut form = self.entry.clone();
        form["phone"] = json!(format!("09{:08}", self.people.fetch_add(1, Ordering::Relaxed)));
        let path = format!("/api/v1/contests/{CONTEST}/participants");
        let entered = wire.call("POST", &path, "", &form.to_string()).await?.json(201)?;
        Ok(text_at(&entered, "/token"))
    }

    pub async fn start(&self, wire: &mut Wire, token: &str) -> Result<Value> {
        let path = format!("/api/v1/rounds/{}/attempts", self.round);
        wire.call("POST", &path, token, "{}").await?.json(201)
    }
}

#[derive(Default)]
struct Kinds {
    enter: Figures,
    start: Figures,
    save: Figures,
    submit: Figures,
    whole: Figures,
}

/// The report, and the curves of the single steps.
pub async fn run(server: &Server, options: &Options) -> (Value, Vec<(&'static str, Figures)>) {
    let setting = Arc::new(Setting::of(server, 50_000_000).await);
    let before = cpu(server.pid);
    let watch = Stopwatch::start();
    let tasks: Vec<_> = (0..options.connections)
        .map(|_| tokio::spawn(person_after_person(setting.clone(), watch, options.seconds)))
        .collect();
    let mut all = Kinds::default();
    for task in tasks {
        let one = task.await.unwrap();
        all.enter.join(one.enter);
        all.start.join(one.start);
        all.save.join(one.save);
        all.submit.join(one.submit);
        all.whole.join(one.whole);
    }
    let took = watch.elapsed();
    let spent = cpu(server.pid).saturating_sub(before);
    let whole = all.whole.count().max(1);
    let report = json!({
        "per_s": all.whole.per_second(took).round(),
        "saves_per_s": all.save.per_second(took).round(),
        "saves_each": SAVES,
        "server_cpu_ms": spent.as_secs_f64() * 1000.0 / whole as f64,
        "errors": all.whole.errors,
        "enter": all.enter.summary(took),
        "start": all.start.summary(took),
        "save": all.save.summary(took),
        "submit": all.submit.summary(took),
    });
    let Kinds {
        enter,
        start,
        save,
        submit,
        ..
    } = all;
    let curves = vec![
        ("enter", enter),
        ("start", start),
        ("save", save),
        ("submit", submit),
    ];
    (report, curves)
}

async fn person_after_person(setting: Arc<Setting>, watch: Stopwatch, limit: Duration) -> Kinds {
    let mut kinds = Kinds::default();
    let mut wire = Wire::connect(setting.address).await.unwrap();
    while watch.elapsed() < limit {
        let begun = watch.elapsed();
        match attempt(&setting, &mut wire, &mut kinds, watch).await {
            Ok(()) => kinds.whole.add(begun, watch.elapsed().saturating_sub(begun)),
            Err(error) => {
                tell_error(&error);
                kinds.whole.errors += 1;
                wire = Wire::connect(setting.address).await.unwrap();
            }
        }
    }
    kinds
}

async fn attempt(setting: &Setting, wire: &mut Wire, kinds: &mut Kinds, watch: Stopwatch) -> Result<()> {
    let since = |begun: Duration| (begun, watch.elapsed().saturating_sub(begun));
    let note = |figures: &mut Figures, (begun, took)| figures.add(begun, took);
    let begun = watch.elapsed();
    let token = setting.enter(wire).await?;
    note(&mut kinds.enter, since(begun));
    let begun = watch.elapsed();
    let attempt = setting.start(wire, &token).await?;
    note(&mut kinds.start, since(begun));
    let id = text_at(&attempt, "/attempt_id");
    let questions = attempt["questions"].as_array().unwrap();
    let path = format!("/api/v1/attempts/{id}/answers");
    for number in 0..SAVES {
        let body = save_of(&questions[number % questions.len()], number + 1);
        let begun = watch.elapsed();
        wire.call("PUT", &path, &token, &body).await?.expect(200)?;
        note(&mut kinds.save, since(begun));
    }
    let begun = watch.elapsed();
    let path = format!("/api/v1/attempts/{id}/submission");
    wire.call("POST", &path, &token, "{}").await?.expect(200)?;
    note(&mut kinds.submit, since(begun));
    Ok(())
}

pub fn save_of(question: &Value, seq: usize) -> String {
    let answer = json!({ "position": question["position"], "seq": seq, "value": value_for(question, seq) });
    json!({ "answers": [answer] }).to_string()
}
