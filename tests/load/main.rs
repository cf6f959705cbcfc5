//! Drives whole attempts over HTTP against a release server, and compares its saves with a bare baseline.
//!
//! ```text
//! cargo build --release -p khao -p khao-tests --bins
//! target/release/khao-load [--connections 64] [--seconds 10] [--rounds 3] [--json FILE] [--binary target/release/khao]
//! ```
//!
//! It starts `khao demo` on a fresh folder, then the baseline ([`baseline`]) on another, and drives both in turns with
//! the same requests. Generator and servers share the machine: the processor time per request is the figure to trust.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on must stop right there"
)]

mod attempts;
mod baseline;
mod figures;
mod options;
mod process;
mod saves;
mod wire;

use std::time::Duration;

use khao_tests::server::Server;
use serde_json::{Value, json};

use crate::options::Options;

#[tokio::main]
async fn main() {
    let options = Options::of_command_line();
    if options.is_baseline {
        return baseline::serve(&options.data).await;
    }
    let report = measure(&options).await;
    show(&report);
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&report).unwrap()).unwrap();
    }
}

async fn measure(options: &Options) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(
        &options.binary,
        &folder.path().join("demo"),
        Duration::from_mins(1),
    )
    .await;
    let bare = baseline::Process::start(&folder.path().join("bare")).await;
    let whole = attempts::run(&server, options).await;
    let papers = saves::papers(&server, options.connections).await;
    let (mut product, mut baseline) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        product.push(saves::run(&papers, server.pid, options.seconds).await);
        baseline.push(saves::run(&bare.papers(options.connections), bare.pid, options.seconds).await);
    }
    let (product, baseline) = (saves::median(product), saves::median(baseline));
    let ratio = |name: &str| product[name].as_f64().unwrap() / baseline[name].as_f64().unwrap();
    json!({
        "connections": options.connections,
        "seconds": options.seconds.as_secs(),
        "rounds": options.rounds,
        "attempts": whole,
        "saves_ratio": ratio("per_s"),
        "cpu_ratio": 1.0 / ratio("server_cpu_us"),
        "saves": product,
        "baseline": baseline,
    })
}

#[expect(clippy::print_stdout, reason = "the report is what this program is for")]
fn show(report: &Value) {
    println!("{}", serde_json::to_string_pretty(report).unwrap());
    println!(
        "saves: {:.2} of the baseline's rate; {:.2} of its rate per processor second (0.6 is owed)",
        report["saves_ratio"].as_f64().unwrap(),
        report["cpu_ratio"].as_f64().unwrap(),
    );
}
