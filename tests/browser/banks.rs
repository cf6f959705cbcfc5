//! Question banks: looked through, and an item opened and written.

use crate::driver::Browser;
use crate::inspection::Inspector;

/// `browser` is the administrator's.
pub async fn look(browser: &Browser, inspector: &Inspector) {
    browser.go("/console/banks").await;
    inspector.look(browser, "console-banks").await;
    browser.click("main table a[href^='/console/banks/']").await;
    browser
        .arrive("a bank", |path| path.len() > "/console/banks/".len())
        .await;
    inspector.look(browser, "console-bank").await;
    browser.click("main table a[href*='/items/']").await;
    browser.arrive("an item", |path| path.contains("/items/")).await;
    inspector.look(browser, "console-item").await;
    browser.click("main a[href$='/edit']").await;
    browser.arrive("its form", |path| path.ends_with("/edit")).await;
    inspector.look(browser, "console-item-edit").await;
}
