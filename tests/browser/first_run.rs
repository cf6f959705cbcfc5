//! The page that meets whoever starts an empty server.

use std::time::Duration;

use khao_tests::server::Fresh;

use crate::driver::Browser;
use crate::inspection::Inspector;

const START: Duration = Duration::from_secs(30);

pub async fn look(driver: &str, inspector: &Inspector) {
    let server = Fresh::serve("127.0.0.1:0", START).await;
    let site = server
        .said
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    let browser = Browser::open(driver, site.unwrap()).await;
    browser.go("/first-run").await;
    inspector.look(&browser, "first-run").await;
    browser.click("main form button").await;
    browser.click("a[href='#f-code']").await;
    inspector.look(&browser, "first-run-mistakes").await;
    browser.close().await;
    server.kill().await;
}
