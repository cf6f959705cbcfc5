//! Processor time of another process.

use std::time::Duration;

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
