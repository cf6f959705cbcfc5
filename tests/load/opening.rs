//! The opening minute: people who have entered before press «start» within it and get their papers.
//!
//! Each comes at a time of their own whether or not the others were answered, on a new connection, and keeps it until
//! the server closes it. Latency counts from the moment a request was due: the start, and the whole until the paper's
//! page is there. Styles and programs are left out: the page before had them fetched.

use std::io::Result;
use std::sync::Arc;
use std::time::Duration;

use khao_tests::client::text_at;
use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::json;

use crate::attempts::Setting;
use crate::crowd;
use crate::figures::Figures;
use crate::options::Options;
use crate::outcome::{Outcome, tell, tell_error};
use crate::process::{cpu, memory};
use crate::schedule::{Draw, steady, until_due};
use crate::wire::Wire;

#[derive(Default)]
struct Visit {
    start: Figures,
    paper: Figures,
}

pub async fn measure(server: &Server, options: &Options) -> Outcome {
    let (setting, tokens) = crowd::entered(server, 0, options.people).await;
    let times = steady(&mut Draw::seeded(1), tokens.len(), options.seconds);
    tell("the round opens");
    let before = cpu(server.pid);
    let watch = Stopwatch::start();
    let visits: Vec<_> = tokens
        .into_iter()
        .zip(times)
        .map(|(token, due)| tokio::spawn(come(setting.clone(), token, due, watch)))
        .collect();
    let mut all = Visit::default();
    for visit in visits {
        let one = visit.await.unwrap();
        all.start.join(one.start);
        all.paper.join(one.paper);
    }
    let spent = cpu(server.pid).saturating_sub(before);
    let report = json!({
        "people": options.people,
        "seconds": options.seconds.as_secs(),
        "start": all.start.summary(options.seconds),
        "paper": all.paper.summary(options.seconds),
        "server_cpu_ms_each": spent.as_secs_f64() * 1000.0 / options.people.max(1) as f64,
        "server_cpu_share_of_a_core": spent.as_secs_f64() / options.seconds.as_secs_f64(),
        "memory_with_all_papers_open": memory(server.pid),
    });
    Outcome {
        report,
        curves: vec![("start", all.start), ("paper there", all.paper)],
    }
}

async fn come(setting: Arc<Setting>, token: String, due: Duration, watch: Stopwatch) -> Visit {
    let mut visit = Visit::default();
    until_due(watch, due).await;
    match take_paper(&setting, &token, due, watch, &mut visit).await {
        Ok(mut wire) => wire.closed().await,
        Err(error) => {
            tell_error(&error);
            visit.paper.errors += 1;
        }
    }
    visit
}

async fn take_paper(
    setting: &Setting,
    token: &str,
    due: Duration,
    watch: Stopwatch,
    visit: &mut Visit,
) -> Result<Wire> {
    let mut wire = Wire::connect(setting.address).await?;
    let attempt = setting.start(&mut wire, token).await?;
    visit.start.add(due, watch.elapsed().saturating_sub(due));
    let path = format!("/attempts/{}", text_at(&attempt, "/attempt_id"));
    wire.call("GET", &path, token, "").await?.expect(200)?;
    visit.paper.add(due, watch.elapsed().saturating_sub(due));
    Ok(wire)
}
