//! Three times what the server can do: the rate of acknowledged saves must not fall.
//!
//! First the peak, as fast as 512 connections are answered. Then many people, each with one save under way at most and
//! a pace of their own; together they would save at three times the peak. Who is sent away with 503 comes again after the
//! time the server names, and up to a second later.

use std::time::Duration;

use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::json;

use crate::figures::Figures;
use crate::options::Options;
use crate::outcome::{Outcome, tell};
use crate::process::memory;
use crate::saves::{self, Paper};
use crate::schedule::{Draw, until_due};
use crate::wire::Wire;

const AT_THE_PEAK: usize = 512;
const TIMES: f64 = 3.0;

pub async fn measure(server: &Server, options: &Options) -> Outcome {
    let papers = saves::papers(server, options.people).await;
    let at_the_peak = &papers[..papers.len().min(AT_THE_PEAK)];
    tell("the peak …");
    let (peak, _) = saves::run(at_the_peak, server.pid, options.seconds).await;
    let rate = peak["per_s"].as_f64().unwrap();
    let pace = Duration::from_secs_f64(papers.len() as f64 / (rate * TIMES));
    tell("three times the peak …");
    let watch = Stopwatch::start();
    let mut draw = Draw::seeded(3);
    let people: Vec<_> = papers
        .iter()
        .cloned()
        .map(|paper| {
            let jitter = draw.share();
            tokio::spawn(keep_saving(paper, pace, jitter, watch, options.seconds))
        })
        .collect();
    let mut all = Figures::default();
    for one in people {
        all.join(one.await.unwrap());
    }
    let in_time = all.between(Duration::ZERO, options.seconds);
    let good = in_time.per_second(options.seconds);
    let report = json!({
        "people": options.people,
        "seconds": options.seconds.as_secs(),
        "peak": peak,
        "offered_per_s": (rate * TIMES).round(),
        "goodput_per_s": good.round(),
        "goodput_of_peak": good / rate,
        "save": all.summary(options.seconds),
        "memory": memory(server.pid),
    });
    Outcome {
        report,
        curves: vec![("save", all)],
    }
}

/// The time of a sample is that of its answer: the curve shows goodput.
async fn keep_saving(
    paper: Paper,
    pace: Duration,
    jitter: f64,
    watch: Stopwatch,
    limit: Duration,
) -> Figures {
    let mut figures = Figures::default();
    let path = paper.answers();
    let mut wire = Wire::connect(paper.address).await.unwrap();
    let mut due = pace.mul_f64(jitter);
    let mut body = paper.next_save();
    while due < limit {
        until_due(watch, due).await;
        let asked = wire.call("PUT", &path, &paper.token, &body).await;
        let now = watch.elapsed();
        match asked {
            Ok(reply) if reply.status == 200 => {
                figures.add(now, now.saturating_sub(due));
                body = paper.next_save();
                due = now.max(due + pace);
            }
            Ok(reply) if reply.retry_after.is_some() => {
                figures.refused += 1;
                due = now + reply.retry_after.unwrap_or_default() + Duration::from_secs_f64(jitter);
            }
            Ok(_) | Err(_) => {
                figures.errors += 1;
                wire = Wire::connect(paper.address).await.unwrap();
                due = now + pace;
            }
        }
    }
    figures
}
