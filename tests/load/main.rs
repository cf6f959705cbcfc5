//! Drives a release server over HTTP, and compares its saves with a bare baseline.
//!
//! ```text
//! cargo build --release -p khao -p khao-tests --bins
//! target/release/khao-load [--shape steady] [--json FILE] [--plot FILE.svg] [--binary target/release/khao]
//! ```
//!
//! Each shape starts `khao demo` on a fresh folder:
//!
//! - [`steady`]: whole attempts and saves, as fast as they are answered, in turns with the [`baseline`]
//!   (`--connections 64 --seconds 10 --rounds 3`);
//! - [`opening`]: the opening minute (`--people 20000 --seconds 60`);
//! - [`closing`]: the last minutes (`--people 5000 --seconds 60`);
//! - [`overload`]: three times the peak (`--people 6000 --seconds 15`);
//! - [`import`]: a bank is imported while people save (`--connections 64 --seconds 10`);
//! - [`large`]: the pages and files of a round of a whole province, and a correction in it (`--people 100000`).
//!
//! Generator and servers share the machine: the processor time per request is the figure to trust.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on must stop right there"
)]

mod attempts;
mod baseline;
mod closing;
mod crowd;
mod figures;
mod import;
mod large;
mod opening;
mod options;
mod outcome;
mod overload;
mod plot;
mod process;
mod saves;
mod schedule;
mod staff;
mod steady;
mod wire;

use crate::options::{Options, Shape};
use crate::outcome::{Outcome, Scene};

#[tokio::main]
async fn main() {
    let options = Options::of_command_line();
    if let Some(data) = &options.baseline {
        return baseline::serve(data).await;
    }
    let machine = process::machine();
    let scene = Scene::set(&options).await;
    let measured = match options.shape {
        Shape::Steady => steady::measure(&scene, &options).await,
        Shape::Opening => opening::measure(&scene.server, &options).await,
        Shape::Closing => closing::measure(&scene.server, &options).await,
        Shape::Overload => overload::measure(&scene.server, &options).await,
        Shape::Large => large::measure(&scene.server, &options).await,
        Shape::Import => import::measure(&scene.server, &options).await,
    };
    let outcome = measured.about(&options, machine, &scene.server);
    show(&options, &outcome);
}

#[expect(clippy::print_stdout, reason = "the report is what this program is for")]
fn show(options: &Options, outcome: &Outcome) {
    let report = serde_json::to_string_pretty(&outcome.report).unwrap();
    println!("{report}");
    if let Some(file) = &options.json {
        std::fs::write(file, report).unwrap();
    }
    if let Some(file) = &options.plot {
        std::fs::write(file, plot::svg(options.shape.name(), &outcome.curves)).unwrap();
    }
}
