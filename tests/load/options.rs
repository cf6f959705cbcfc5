//! The command line.

use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Steady,
    Opening,
    Closing,
    Overload,
    Import,
    Large,
}

impl Shape {
    const ALL: [(&str, Self); 6] = [
        ("steady", Self::Steady),
        ("opening", Self::Opening),
        ("closing", Self::Closing),
        ("overload", Self::Overload),
        ("import", Self::Import),
        ("large", Self::Large),
    ];

    fn named(name: &str) -> Self {
        let found = Self::ALL.iter().find(|(one, _)| *one == name);
        found.unwrap_or_else(|| panic!("no shape «{name}»")).1
    }

    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, one)| *one == self);
        found.unwrap().0
    }

    /// How many people, and over how many seconds, unless told.
    fn size(self) -> (usize, u64) {
        match self {
            Self::Steady | Self::Import => (64, 10),
            Self::Opening => (20_000, 60),
            Self::Closing => (5_000, 60),
            Self::Overload => (6_000, 15),
            Self::Large => (100_000, 10),
        }
    }
}

pub struct Options {
    pub shape: Shape,
    pub people: usize,
    pub connections: usize,
    /// How long each measurement runs.
    pub seconds: Duration,
    /// Product and baseline take turns so often; the median counts.
    pub rounds: usize,
    pub json: Option<PathBuf>,
    pub plot: Option<PathBuf>,
    pub binary: PathBuf,
    /// This process is the baseline's server, on this folder.
    pub baseline: Option<PathBuf>,
}

impl Options {
    pub fn of_command_line() -> Self {
        let mut options = Self {
            shape: Shape::Steady,
            people: 0,
            connections: 64,
            seconds: Duration::ZERO,
            rounds: 3,
            json: None,
            plot: None,
            binary: khao_tests::server::binary(),
            baseline: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
            options.set(&name, value);
        }
        let (people, seconds) = options.shape.size();
        if options.people == 0 {
            options.people = people;
        }
        if options.seconds.is_zero() {
            options.seconds = Duration::from_secs(seconds);
        }
        options
    }

    fn set(&mut self, name: &str, value: String) {
        let number = || -> usize {
            let parsed = value.parse();
            parsed.unwrap_or_else(|_| panic!("{name} takes a number, not «{value}»"))
        };
        match name {
            "--shape" => self.shape = Shape::named(&value),
            "--people" => self.people = number(),
            "--connections" => self.connections = number(),
            "--rounds" => self.rounds = number(),
            "--seconds" => self.seconds = Duration::from_secs(number() as u64),
            "--json" => self.json = Some(value.into()),
            "--plot" => self.plot = Some(value.into()),
            "--binary" => self.binary = value.into(),
            "--baseline" => self.baseline = Some(value.into()),
            _ => panic!("unknown option {name}: see the head of tests/load/main.rs"),
        }
    }
}
