//! `khao-load`: whole attempts over HTTP against a release server, beside a bare baseline.
//!
//! Everything runs on this machine's loopback, bounded by the number of attempts; the server it starts is a demo in a
//! temporary folder and is stopped at the end. `docs/benchmarks.md` tells how to read the figures.

mod baseline;
mod connection;
mod figures;
mod options;
mod phases;
mod process;

use std::process::ExitCode;

use figures::Report;
use khao_tests::server::{Server, binary};
use options::{Mode, Options};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(words) => {
            eprintln!("khao-load: {words}\n{}", options::USAGE);
            return ExitCode::FAILURE;
        }
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("khao-load: {error}");
            return ExitCode::FAILURE;
        }
    };
    match &options.mode {
        Mode::Baseline { database } => runtime.block_on(baseline::serve(database)),
        Mode::Measure => runtime.block_on(measure(&options)),
    }
    ExitCode::SUCCESS
}

async fn measure(options: &Options) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = options.khao.clone().unwrap_or_else(binary);
    let server = Server::demo(
        &path,
        &folder.path().join("khao"),
        std::time::Duration::from_mins(1),
    )
    .await;
    let ready_ms = server.ready_after.as_millis();
    let address = server.address();
    let whole = phases::whole_attempts(options, address, server.pid).await;
    let database = folder.path().join("baseline.db");
    let (mut child, bare_address, bare_pid) = process::start_baseline(&database).await;
    let bare = phases::bare_saves(options, bare_address, bare_pid, &whole.attempts).await;
    drop(child.kill().await);
    server.kill().await;
    let report = Report::new(options, ready_ms, &whole, &bare);
    println!("{report}");
    if let Some(path) = &options.json {
        std::fs::write(path, report.to_json()).expect("the report is written");
    }
}
