//! Saves alone, one answer each, over papers that are open already.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::{Value, json};

use crate::attempts::save_of;
use crate::crowd;
use crate::figures::Figures;
use crate::process::cpu;
use crate::wire::Wire;

/// An open attempt and who answers it.
#[derive(Clone)]
pub struct Paper {
    pub address: SocketAddr,
    pub token: String,
    pub attempt: String,
    pub questions: Arc<Vec<Value>>,
}

/// No seq comes twice, over all rounds.
static SEQ: AtomicUsize = AtomicUsize::new(1);

impl Paper {
    pub fn answers(&self) -> String {
        format!("/api/v1/attempts/{}/answers", self.attempt)
    }

    pub fn submission(&self) -> String {
        format!("/api/v1/attempts/{}/submission", self.attempt)
    }

    /// A save that was not sent before.
    pub fn next_save(&self) -> String {
        let seq = SEQ.fetch_add(1, Ordering::Relaxed);
        save_of(&self.questions[seq % self.questions.len()], seq)
    }
}

pub async fn papers(server: &Server, count: usize) -> Vec<Paper> {
    papers_from(server, 0, count).await
}

/// The same, for people of whom nobody has entered before.
pub async fn papers_from(server: &Server, first: usize, count: usize) -> Vec<Paper> {
    let (setting, tokens) = crowd::entered(server, first, count).await;
    crowd::opened(setting.address, &setting.round, tokens).await
}

/// A connection for each paper, each as fast as it is answered.
pub async fn run(papers: &[Paper], pid: u32, limit: Duration) -> (Value, Figures) {
    let before = cpu(pid);
    let watch = Stopwatch::start();
    let all = on_each(papers, watch, move || watch.elapsed() < limit).await;
    let took = watch.elapsed();
    let spent = cpu(pid).saturating_sub(before);
    let count = all.count().max(1);
    let mut summary = all.summary(took);
    summary["server_cpu_us"] = json!(spent.as_secs_f64() * 1e6 / count as f64);
    (summary, all)
}

/// Saves on each paper while `goes_on`.
pub async fn on_each(
    papers: &[Paper],
    watch: Stopwatch,
    goes_on: impl Fn() -> bool + Clone + Send + 'static,
) -> Figures {
    let tasks: Vec<_> = papers
        .iter()
        .cloned()
        .map(|paper| tokio::spawn(save_while(paper, watch, goes_on.clone())))
        .collect();
    let mut all = Figures::default();
    for task in tasks {
        all.join(task.await.unwrap());
    }
    all
}

async fn save_while(paper: Paper, watch: Stopwatch, goes_on: impl Fn() -> bool) -> Figures {
    let mut figures = Figures::default();
    let path = paper.answers();
    let mut wire = Wire::connect(paper.address).await.unwrap();
    while goes_on() {
        let body = paper.next_save();
        let begun = watch.elapsed();
        match wire.call("PUT", &path, &paper.token, &body).await {
            Ok(reply) if reply.status == 200 => figures.add(begun, watch.elapsed().saturating_sub(begun)),
            Ok(_) => figures.errors += 1,
            Err(_) => {
                figures.errors += 1;
                wire = Wire::connect(paper.address).await.unwrap();
            }
        }
    }
    figures
}

/// The run whose rate is in the middle.
pub fn median(mut runs: Vec<Value>) -> Value {
    runs.sort_by(|a, b| a["per_s"].as_f64().partial_cmp(&b["per_s"].as_f64()).unwrap());
    runs.swap_remove(runs.len() / 2)
}
