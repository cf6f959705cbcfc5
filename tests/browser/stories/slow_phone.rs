//! A cheap phone on a poor connection: the processor four times slower than this one, 1.6 Mbit/s, 150 ms. The paper can
//! be read soon, the player wakes soon after, and nothing moves.
//!
//! The built binary is asked, so that a release build can be held against it as well (see `tests/http/weight.rs`).
//! Other work on this machine only makes a try slower: one good try is enough.

use std::time::Duration;

use khao_tests::journey::demo_paper;
use khao_tests::server::{Server, binary};
use serde_json::Value;

use crate::driver::Browser;
use crate::player::awake;

const START: Duration = Duration::from_secs(90);
const TRIES: usize = 5;
const READABLE_MS: f64 = 2000.0;
const AWAKE_MS: f64 = 4000.0;

/// Notes when the player woke and what moved, in milliseconds since the navigation began.
const WATCH: &str = "globalThis.phone = { awake: null, moved: 0 };
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) phone.moved += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    const watch = new MutationObserver(() => {
        if (document.querySelector('html.alive .countdown[data-awake=true]')) {
            phone.awake = performance.now();
            watch.disconnect();
        }
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true });";

/// Painted, and parsed to its end.
const FIGURES: &str = "const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    const parsed = performance.getEntriesByType('navigation')[0].domInteractive;
    return { readable: Math.max(painted ?? 1e9, parsed), awake: phone.awake, moved: phone.moved }";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_phone_reads_and_answers_soon() {
    let Some(driver) = crate::driver() else { return };
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let (token, attempt) = demo_paper(&server.client, "Nguyễn Văn Chậm").await;
    let browser = Browser::open(&driver, server.client.base()).await;
    browser.go("/guide").await;
    browser.set_cookie("sid", &token).await;
    browser.run_first(WATCH).await;
    browser.be_a_slow_phone().await;
    let mut tries = Vec::new();
    while tries.len() < TRIES && !tries.last().is_some_and(is_soon) {
        browser.forget_files().await;
        browser.go(&format!("/attempts/{attempt}")).await;
        awake(&browser).await;
        let figures = browser.run(FIGURES, &[]).await;
        assert_eq!(figures["moved"].as_f64(), Some(0.0), "something moved: {figures}");
        tries.push(figures);
    }
    browser.close().await;
    told(&tries);
    assert!(
        tries.last().is_some_and(is_soon),
        "readable after {READABLE_MS} ms and awake after {AWAKE_MS} ms is owed: {tries:?}"
    );
}

fn is_soon(figures: &Value) -> bool {
    let within = |name: &str, limit: f64| figures[name].as_f64().is_some_and(|took| took <= limit);
    within("readable", READABLE_MS) && within("awake", AWAKE_MS)
}

#[expect(clippy::print_stderr, reason = "the figures are worth knowing")]
fn told(tries: &[Value]) {
    eprintln!("a slow phone, in milliseconds: {tries:?}");
}
