//! The command line.

use std::path::PathBuf;
use std::time::Duration;

pub struct Options {
    pub connections: usize,
    /// How long each measurement runs.
    pub seconds: Duration,
    /// Product and baseline take turns so often; the median counts.
    pub rounds: usize,
    pub json: Option<PathBuf>,
    pub binary: PathBuf,
    /// This process is the baseline's server.
    pub is_baseline: bool,
    /// Of the baseline.
    pub data: PathBuf,
}

impl Options {
    pub fn of_command_line() -> Self {
        let mut options = Self {
            connections: 64,
            seconds: Duration::from_secs(10),
            rounds: 3,
            json: None,
            binary: khao_tests::server::binary(),
            is_baseline: false,
            data: PathBuf::new(),
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
            let number = || {
                value
                    .parse()
                    .unwrap_or_else(|_| panic!("{name} takes a number, not «{value}»"))
            };
            match name.as_str() {
                "--connections" => options.connections = number(),
                "--rounds" => options.rounds = number(),
                "--seconds" => options.seconds = Duration::from_secs(number() as u64),
                "--json" => options.json = Some(value.into()),
                "--binary" => options.binary = value.into(),
                "--baseline" => {
                    options.is_baseline = true;
                    options.data = value.into();
                }
                _ => panic!("unknown option {name}: see the head of tests/load/main.rs"),
            }
        }
        options
    }
}
