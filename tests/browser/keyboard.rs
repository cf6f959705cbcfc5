//! Entering a contest by keyboard alone, with focus in sight at every step.

use crate::driver::{Browser, ENTER};

/// As the driver's protocol writes them.
const TAB: &str = "\u{e004}";
const SPACE: &str = "\u{e00d}";
/// More stops than any form has.
const STOPS_MAX: usize = 60;

/// The element in focus, or the card around it, is ringed.
const RING: &str = "
    const focused = document.activeElement;
    return [focused, focused.closest('.opt')].some((one) => one && getComputedStyle(one).outlineStyle === 'solid');";

pub async fn enter(browser: &Browser, contest: &str) {
    browser.go(&format!("{contest}/enter")).await;
    // The first stop of every page leads past the masthead.
    browser.type_into("body", TAB).await;
    expect_focus(browser, "a.skip").await;
    browser.type_into(":focus", ENTER).await;
    expect_focus(browser, "main").await;
    walk_to(browser, "input[name=full_name]").await;
    browser.type_into(":focus", "Lê Thị Phím").await;
    walk_to(browser, "input[name=birth_date]").await;
    browser.type_into(":focus", "16/04/1991").await;
    walk_to(browser, "input[name=unit_query]").await;
    browser.type_into(":focus", "so noi vu").await;
    walk_to(browser, "button[name=action][value=find]").await;
    browser.type_into(":focus", ENTER).await;
    browser.type_into("input[name=unit_query]", TAB).await;
    walk_to(browser, "input[name=unit_id]").await;
    browser.type_into(":focus", SPACE).await;
    walk_to(browser, "input[name=group_id]").await;
    browser.type_into(":focus", SPACE).await;
    walk_to(browser, "input[name='consent.participate']").await;
    browser.type_into(":focus", SPACE).await;
    walk_to(browser, "button:not(.unseen)[name=action][value=enter]").await;
    browser.type_into(":focus", ENTER).await;
    browser
        .arrive("the code", |path| path.ends_with("/entered"))
        .await;
}

/// From stop to stop, until one fits.
async fn walk_to(browser: &Browser, css: &str) {
    for _ in 0..STOPS_MAX {
        if is_focused(browser, css).await {
            let ringed = browser.run(RING, &[]).await;
            assert_eq!(ringed, true, "{css}: focus is not in sight");
            return;
        }
        browser.type_into(":focus", TAB).await;
    }
    panic!("{css} is not reached by the keyboard");
}

async fn expect_focus(browser: &Browser, css: &str) {
    assert!(is_focused(browser, css).await, "{css} is not in focus");
}

async fn is_focused(browser: &Browser, css: &str) -> bool {
    let script = "return document.activeElement.matches(arguments[0])";
    browser.run(script, &[css.into()]).await == true
}
