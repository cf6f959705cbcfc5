//! Saves alone, one answer each, over papers that are open already.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use khao_tests::client::text_at;
use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::{Value, json};

use crate::attempts::{Setting, save_of};
use crate::figures::Figures;
use crate::process::cpu;
use crate::wire::Wire;

/// An open attempt and the connection's place in it.
#[derive(Clone)]
pub struct Paper {
    pub address: SocketAddr,
    pub token: String,
    pub path: String,
    pub questions: Vec<Value>,
}

/// No seq comes twice, over all rounds.
static SEQ: AtomicUsize = AtomicUsize::new(1);

pub async fn papers(server: &Server, count: usize) -> Vec<Paper> {
    let setting = Setting::of(server, 50_000_000).await;
    let mut wire = Wire::connect(setting.address).await.unwrap();
    let mut papers = Vec::with_capacity(count);
    for _ in 0..count {
        let token = setting.enter(&mut wire).await.unwrap();
        let attempt = setting.start(&mut wire, &token).await.unwrap();
        papers.push(Paper {
            address: setting.address,
            path: format!("/api/v1/attempts/{}/answers", text_at(&attempt, "/attempt_id")),
            questions: attempt["questions"].as_array().unwrap().clone(),
            token,
        });
    }
    papers
}

pub async fn run(papers: &[Paper], pid: u32, limit: Duration) -> Value {
    let before = cpu(pid);
    let watch = Stopwatch::start();
    let tasks: Vec<_> = papers
        .iter()
        .cloned()
        .map(|paper| tokio::spawn(save_on(paper, watch, limit)))
        .collect();
    let mut all = Figures::default();
    for task in tasks {
        all.join(task.await.unwrap());
    }
    let took = watch.elapsed();
    let spent = cpu(pid).saturating_sub(before);
    let count = all.count().max(1);
    let mut summary = all.summary(took);
    summary["server_cpu_us"] = json!(spent.as_secs_f64() * 1e6 / count as f64);
    summary
}

async fn save_on(paper: Paper, watch: Stopwatch, limit: Duration) -> Figures {
    let mut figures = Figures::default();
    let mut wire = Wire::connect(paper.address).await.unwrap();
    while watch.elapsed() < limit {
        let seq = SEQ.fetch_add(1, Ordering::Relaxed);
        let body = save_of(&paper.questions[seq % paper.questions.len()], seq);
        let begun = Stopwatch::start();
        match wire.call("PUT", &paper.path, &paper.token, &body).await {
            Ok(reply) if reply.status == 200 => figures.add(begun.elapsed()),
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
