//! The page that meets whoever starts an empty server.

use std::process::Stdio;
use std::time::Duration;

use khao_tests::server::binary;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::driver::Browser;
use crate::inspection::Inspector;

const START: Duration = Duration::from_secs(30);

pub async fn look(driver: &str, inspector: &Inspector) {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Command::new(binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let first = tokio::time::timeout(START, lines.next_line()).await;
    let first = first.unwrap().unwrap().unwrap();
    let site = first.split_whitespace().find(|word| word.starts_with("http://"));
    let browser = Browser::open(driver, site.unwrap()).await;
    browser.go("/first-run").await;
    inspector.look(&browser, "first-run").await;
    browser.click("main form button").await;
    browser.click("a[href='#f-code']").await;
    inspector.look(&browser, "first-run-mistakes").await;
    browser.close().await;
    server.kill().await.unwrap();
}
