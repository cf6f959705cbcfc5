//! The command line of the load generator.

use std::path::PathBuf;

pub const USAGE: &str =
    "usage: khao-load [--attempts N] [--connections N] [--saves N] [--khao PATH] [--json FILE]
  --attempts N     whole attempts to drive (2000)
  --connections N  keep-alive connections, each one participant after another (64)
  --saves N        saves of one answer per attempt (20)
  --khao PATH      the release binary (the one beside this program)
  --json FILE      writes the figures as JSON too";

#[derive(Debug, Clone)]
pub enum Mode {
    Measure,
    /// Internal: be the bare baseline over this database.
    Baseline {
        database: PathBuf,
    },
}

#[derive(Debug, Clone)]
pub struct Options {
    pub mode: Mode,
    pub attempts: usize,
    pub connections: usize,
    pub saves: usize,
    pub khao: Option<PathBuf>,
    pub json: Option<PathBuf>,
}

impl Options {
    pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            mode: Mode::Measure,
            attempts: 2000,
            connections: 64,
            saves: 20,
            khao: None,
            json: None,
        };
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            let number = || {
                value
                    .parse::<usize>()
                    .map_err(|_| format!("{name} needs a number, not «{value}»"))
            };
            match name.as_str() {
                "--attempts" => options.attempts = number()?.clamp(1, 1_000_000),
                "--connections" => options.connections = number()?.clamp(1, 5_000),
                "--saves" => options.saves = number()?.clamp(1, 1_000),
                "--khao" => options.khao = Some(value.into()),
                "--json" => options.json = Some(value.into()),
                "--baseline" => {
                    options.mode = Mode::Baseline {
                        database: value.into(),
                    }
                }
                _ => return Err(format!("there is no option {name}")),
            }
        }
        Ok(options)
    }
}
