//! Processor time and memory of another process, and the machine they were measured on.

use std::time::Duration;

use serde_json::{Value, json};

/// Linux counts in hundredths of a second, whatever the kernel's own tick.
const TICK: Duration = Duration::from_millis(10);

/// User and system time so far, of all threads.
pub fn cpu(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    // The name in parentheses may hold spaces: fields are counted after it.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u32 = [11, 12]
        .map(|index: usize| fields[index].parse::<u32>().unwrap())
        .iter()
        .sum();
    TICK * ticks
}

/// Resident memory now and at its highest, in MB.
pub fn memory(pid: u32) -> Value {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let megabytes = |name: &str| {
        let kibibytes: f64 = field(&status, name).trim_end_matches(" kB").parse().unwrap();
        (kibibytes * 1024.0 / 1e6).round()
    };
    json!({ "now_mb": megabytes("VmRSS"), "highest_mb": megabytes("VmHWM") })
}

pub fn machine() -> Value {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    json!({
        "processor": field(&read("/proc/cpuinfo"), "model name"),
        "cores": cores,
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
        "load_before": read("/proc/loadavg").split(' ').next(),
    })
}

/// The value of a line `name: value`; empty where there is none.
fn field<'t>(text: &'t str, name: &str) -> &'t str {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map_or("", |(_, value)| value.trim())
}
