//! The report: what was measured, on what, against what.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

use crate::options::Options;
use crate::phases::{Phase, Whole};

pub struct Report {
    options: Options,
    ready_ms: u128,
    phases: Vec<(&'static str, Line)>,
    cpu_ms_per_attempt: f64,
    attempts_per_s: f64,
    throughput_ratio: f64,
    cpu_ratio: f64,
    memory_mb: f64,
}

struct Line {
    requests: usize,
    errors: usize,
    per_s: f64,
    cpu_us: f64,
    p50: Duration,
    p99: Duration,
    max: Duration,
}

impl Line {
    fn of(phase: &Phase) -> Self {
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an index below the length"
            )]
            let index = (phase.took.len().saturating_sub(1) as f64 * share) as usize;
            phase.took.get(index).copied().unwrap_or_default()
        };
        let requests = phase.requests.max(1) as f64;
        Self {
            requests: phase.requests,
            errors: phase.errors,
            per_s: requests / phase.wall.as_secs_f64().max(f64::EPSILON),
            cpu_us: phase.cpu_s * 1e6 / requests,
            p50: at(0.5),
            p99: at(0.99),
            max: at(1.0),
        }
    }
}

impl Report {
    pub fn new(options: &Options, ready_ms: u128, whole: &Whole, bare: &Phase) -> Self {
        let parts = [&whole.entries, &whole.starts, &whole.saves, &whole.submissions];
        let attempts = whole.attempts.len().max(1) as f64;
        // Entering is part of registration, not of an attempt.
        let cpu: f64 = parts[1..].iter().map(|phase| phase.cpu_s).sum();
        let wall: f64 = parts[1..].iter().map(|phase| phase.wall.as_secs_f64()).sum();
        let (saves, bare) = (Line::of(&whole.saves), Line::of(bare));
        Self {
            options: options.clone(),
            ready_ms,
            cpu_ms_per_attempt: cpu * 1000.0 / attempts,
            attempts_per_s: attempts / wall.max(f64::EPSILON),
            throughput_ratio: saves.per_s / bare.per_s,
            cpu_ratio: bare.cpu_us / saves.cpu_us,
            memory_mb: whole.memory_mb,
            phases: vec![
                ("entry", Line::of(&whole.entries)),
                ("start", Line::of(&whole.starts)),
                ("save", saves),
                ("submission", Line::of(&whole.submissions)),
                ("baseline save", bare),
            ],
        }
    }

    pub fn to_json(&self) -> String {
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let line = |(name, line): &(&'static str, Line)| {
            let figures = json!({
                "requests": line.requests, "errors": line.errors, "per_s": line.per_s, "server_cpu_us": line.cpu_us,
                "p50_ms": ms(line.p50), "p99_ms": ms(line.p99), "max_ms": ms(line.max),
            });
            ((*name).to_owned(), figures)
        };
        let phases: serde_json::Map<String, Value> = self.phases.iter().map(line).collect();
        json!({
            "attempts": self.options.attempts,
            "connections": self.options.connections,
            "saves_per_attempt": self.options.saves,
            "ready_ms": u64::try_from(self.ready_ms).unwrap_or(u64::MAX),
            "attempts_per_s": self.attempts_per_s,
            "server_cpu_ms_per_attempt": self.cpu_ms_per_attempt,
            "saves_throughput_ratio": self.throughput_ratio,
            "saves_cpu_ratio": self.cpu_ratio,
            "peak_memory_mb": self.memory_mb,
            "phases": phases,
        })
        .to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Options {
            attempts,
            connections,
            saves,
            ..
        } = &self.options;
        writeln!(
            f,
            "{attempts} attempts of {saves} saves over {connections} connections; ready after {} ms",
            self.ready_ms
        )?;
        writeln!(
            f,
            "{:<14} {:>9} {:>7} {:>9} {:>11} {:>9} {:>9} {:>9}",
            "", "requests", "errors", "per s", "CPU µs", "p50 ms", "p99 ms", "max ms"
        )?;
        for (name, line) in &self.phases {
            let ms = |time: Duration| time.as_secs_f64() * 1000.0;
            writeln!(
                f,
                "{name:<14} {:>9} {:>7} {:>9.0} {:>11.1} {:>9.2} {:>9.2} {:>9.2}",
                line.requests,
                line.errors,
                line.per_s,
                line.cpu_us,
                ms(line.p50),
                ms(line.p99),
                ms(line.max)
            )?;
        }
        writeln!(
            f,
            "whole attempt (start, saves, submission): {:.2} ms server CPU, {:.0} attempts/s",
            self.cpu_ms_per_attempt, self.attempts_per_s
        )?;
        writeln!(
            f,
            "saves against the bare baseline: {:.2} of its throughput, {:.2} by CPU",
            self.throughput_ratio, self.cpu_ratio
        )?;
        write!(f, "peak memory of the server: {:.0} MB", self.memory_mb)
    }
}
