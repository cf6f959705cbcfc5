//! The same pages in English, by the button that every page has.

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::CONTEST;
use crate::player;

/// What a participant sees who has handed in, and has the result on the screen.
pub async fn read(browser: &Browser, inspector: &Inspector) {
    switch(browser, "en").await;
    inspector.look(browser, "result-english").await;
    browser.click("main a[href$='/receipt']").await;
    browser
        .arrive("the receipt", |path| path.ends_with("/receipt"))
        .await;
    inspector.look(browser, "receipt-english").await;
    for (path, name) in [
        ("/".to_owned(), "home-english"),
        (CONTEST.to_owned(), "contest-english"),
        (format!("{CONTEST}/enter"), "enter-english"),
        (format!("{CONTEST}/ready"), "ready-english"),
        (format!("{CONTEST}/practice"), "practice-english"),
        (format!("{CONTEST}/ranking"), "ranking-english"),
    ] {
        browser.go(&path).await;
        assert!(browser.has("html[lang=en]").await, "{path}: the choice is kept");
        inspector.look(browser, name).await;
    }
    switch(browser, "vi").await;
}

/// What staff see.
pub async fn look_at_the_console(browser: &Browser, inspector: &Inspector) {
    browser.go("/console").await;
    switch(browser, "en").await;
    inspector.look(browser, "console-english").await;
    browser.go("/console/instance").await;
    inspector.look(browser, "console-instance-english").await;
    switch(browser, "vi").await;
}

async fn switch(browser: &Browser, lang: &str) {
    let before = browser.path().await;
    browser.click(".foot form.lang button").await;
    player::see(browser, "the other language", &format!("html[lang={lang}]")).await;
    assert_eq!(browser.path().await, before, "the page stays");
}
