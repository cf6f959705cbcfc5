//! The last minutes: people with open papers save more and more often as the round's end comes near, and four in five
//! submit in its last third, more and more of them. The rest are sealed by the sweep after deadline and grace.
//!
//! Each acts at times of their own; latency counts from them. A 503 is honoured: asked again when the server says.

use std::io::Result;
use std::time::Duration;

use khao_tests::server::Server;
use khao_tests::wait::{Stopwatch, until};
use serde_json::{Value, json};

use crate::figures::Figures;
use crate::options::Options;
use crate::outcome::{Outcome, tell, tell_error};
use crate::process::{cpu, memory};
use crate::saves::Paper;
use crate::schedule::{Draw, rising, until_due};
use crate::wire::Wire;
use crate::{crowd, staff};

const SAVES_EACH: usize = 6;
const LAST: Duration = Duration::from_secs(10);
/// The default of a contest.
const GRACE: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Kinds {
    save: Figures,
    submit: Figures,
}

/// What one person does, by the time left to the whole shape.
struct Plan {
    saves: Vec<Duration>,
    submission: Option<Duration>,
}

fn plan(draw: &mut Draw, number: usize, seconds: Duration) -> Plan {
    let submits = !number.is_multiple_of(5);
    let end = if submits {
        seconds.mul_f64((2.0 + draw.share().sqrt()) / 3.0)
    } else {
        seconds
    };
    Plan {
        saves: rising(draw, SAVES_EACH, end),
        submission: submits.then_some(end),
    }
}

pub async fn measure(server: &Server, options: &Options) -> Outcome {
    let (setting, tokens) = crowd::entered(server, 0, options.people).await;
    let open_before = open_attempts(&staff::contest(server).await);
    let watch = Stopwatch::start();
    let to_start = Duration::from_secs(5 + options.people as u64 / 250);
    let round = staff::open_round(server, watch, to_start + options.seconds).await;
    let papers = crowd::opened(setting.address, &round.id, tokens).await;
    let with_open_papers = memory(server.pid);
    let begin = round.closes.checked_sub(options.seconds).unwrap();
    assert!(watch.elapsed() < begin, "too many people for this machine");
    until_due(watch, begin).await;
    tell("the end comes near");
    let watch = Stopwatch::start();
    let before = cpu(server.pid);
    let mut draw = Draw::seeded(2);
    let people: Vec<_> = papers
        .into_iter()
        .enumerate()
        .map(|(number, paper)| {
            let plan = plan(&mut draw, number, options.seconds);
            tokio::spawn(finish(paper, plan, watch))
        })
        .collect();
    let mut all = Kinds::default();
    for one in people {
        let one = one.await.unwrap();
        all.save.join(one.save);
        all.submit.join(one.submit);
    }
    let spent = cpu(server.pid).saturating_sub(before);
    let with_connections = memory(server.pid);
    let swept = sweep(server, open_before, watch, options.seconds + GRACE).await;
    let last = |figures: &Figures| {
        figures
            .between(options.seconds.saturating_sub(LAST), options.seconds)
            .summary(LAST)
    };
    let report = json!({
        "people": options.people,
        "seconds": options.seconds.as_secs(),
        "save": all.save.summary(options.seconds),
        "submit": all.submit.summary(options.seconds),
        "save_in_the_last_10_s": last(&all.save),
        "submit_in_the_last_10_s": last(&all.submit),
        "server_cpu_share_of_a_core": spent.as_secs_f64() / options.seconds.as_secs_f64(),
        "left_to_the_sweep": options.people.div_ceil(5),
        "swept_s_after_grace": swept.as_secs_f64(),
        "memory_with_all_papers_open": with_open_papers,
        "memory_with_all_connections": with_connections,
    });
    Outcome {
        report,
        curves: vec![("save", all.save), ("submit", all.submit)],
    }
}

fn open_attempts(contest: &Value) -> i64 {
    let count = |name: &str| contest["counts"][name].as_i64().unwrap();
    count("attempts") - count("submitted")
}

/// How long after this moment every attempt is sealed.
async fn sweep(server: &Server, open_before: i64, watch: Stopwatch, from: Duration) -> Duration {
    tell("the sweep is awaited");
    until_due(watch, from).await;
    let all_sealed =
        async || (open_attempts(&staff::contest(server).await) <= open_before).then_some(watch.elapsed());
    let sealed = until("the sweep", Duration::from_mins(2), all_sealed).await;
    sealed.saturating_sub(from)
}

async fn finish(paper: Paper, plan: Plan, watch: Stopwatch) -> Kinds {
    let mut kinds = Kinds::default();
    let mut wire = None;
    for due in plan.saves {
        wire = idle_until(wire, due, watch).await;
        let body = paper.next_save();
        let sent = insist(
            &mut wire,
            &paper,
            ("PUT", &paper.answers(), &body),
            watch,
            &mut kinds.save,
        )
        .await;
        note(sent, due, watch, &mut kinds.save);
    }
    if let Some(due) = plan.submission {
        wire = idle_until(wire, due, watch).await;
        let call = ("POST", &*paper.submission(), "{}");
        let sent = insist(&mut wire, &paper, call, watch, &mut kinds.submit).await;
        note(sent, due, watch, &mut kinds.submit);
    }
    kinds
}

fn note(sent: Result<()>, due: Duration, watch: Stopwatch, figures: &mut Figures) {
    match sent {
        Ok(()) => figures.add(due, watch.elapsed().saturating_sub(due)),
        Err(error) => {
            tell_error(&error);
            figures.errors += 1;
        }
    }
}

/// Waits; a connection that the server closes meanwhile is gone.
async fn idle_until(wire: Option<Wire>, due: Duration, watch: Stopwatch) -> Option<Wire> {
    let Some(mut wire) = wire else {
        until_due(watch, due).await;
        return None;
    };
    let left = due.saturating_sub(watch.elapsed());
    let closed = tokio::time::timeout(left, wire.closed()).await.is_ok();
    (!closed).then_some(wire)
}

async fn insist(
    wire: &mut Option<Wire>,
    paper: &Paper,
    (method, path, body): (&str, &str, &str),
    watch: Stopwatch,
    figures: &mut Figures,
) -> Result<()> {
    loop {
        let open = match wire {
            Some(open) => open,
            None => wire.insert(Wire::connect(paper.address).await?),
        };
        let reply = match open.call(method, path, &paper.token, body).await {
            Ok(reply) => reply,
            Err(error) => {
                *wire = None;
                return Err(error);
            }
        };
        match reply.retry_after {
            Some(wait) if reply.status == 503 => {
                figures.refused += 1;
                until_due(watch, watch.elapsed() + wait).await;
            }
            _ => return reply.expect(200),
        }
    }
}
