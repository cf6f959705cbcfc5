//! A newcomer sets up a weekly contest from its template and the demonstration's bank, and every step is looked at.

use std::sync::atomic::{AtomicU32, Ordering};

use khao_tests::server::Server;

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::player::see;

pub const SLUG: &str = "cuoc-thi-tuan-cua-so-noi-vu";
/// What is owed: from the console to announced rounds.
const CLICKS_MOST: u32 = 40;

/// Counts what a hand does.
struct Hand<'b> {
    browser: &'b Browser,
    clicks: AtomicU32,
}

impl Hand<'_> {
    async fn click(&self, what: &str) {
        self.clicks.fetch_add(1, Ordering::Relaxed);
        self.browser.click(what).await;
    }

    /// A click into the field, then the keys.
    async fn write(&self, field: &str, text: &str) {
        self.click(field).await;
        self.browser.type_into(field, text).await;
    }
}

pub async fn set_up_a_contest(browser: &Browser, inspector: &Inspector, server: &Server) {
    let hand = Hand {
        browser,
        clicks: AtomicU32::new(0),
    };
    browser.go("/console").await;
    hand.click("main a[href='/console/contests/new']").await;
    browser
        .arrive("a new contest", |path| path == "/console/contests/new")
        .await;
    inspector.look(browser, "setup-new").await;
    hand.write("input[name=title]", "Cuộc thi tuần của Sở Nội vụ")
        .await;
    hand.click("main form .row button").await;
    let review = format!("/console/contests/{SLUG}/setup/review");
    browser.arrive("the review", |path| path == review).await;
    inspector.look(browser, "setup-review").await;
    for step in ["basics", "groups", "rounds", "papers", "rules", "units"] {
        hand.click(&format!(".path a[href$='/setup/{step}']")).await;
        let path = format!("/console/contests/{SLUG}/setup/{step}");
        browser.arrive(step, |at| at == path).await;
        inspector.look(browser, &format!("setup-{step}")).await;
    }
    feasibility_is_live(browser).await;
    hand.click(".path a[href$='/setup/review']").await;
    browser.arrive("the review", |path| path == review).await;
    hand.click("input[name=understood]").await;
    hand.click("button[value=announce]").await;
    let contest = format!("/console/contests/{SLUG}");
    browser
        .arrive("the contest", |path| {
            path.split('?').next() == Some(contest.as_str())
        })
        .await;
    let clicks = hand.clicks.load(Ordering::Relaxed);
    assert!(clicks <= CLICKS_MOST, "{clicks} clicks");
    let stored = server.client.get(&format!("/api/v1/contests/{SLUG}")).await;
    let stored = stored.expect(200).json();
    let rounds = stored["rounds"].as_array().unwrap();
    assert!(rounds.len() == 4 && rounds.iter().all(|round| round["status"] == "upcoming"));
    previews(browser, inspector).await;
}

/// What the bank lacks is told while somebody types, and stored by nobody.
async fn feasibility_is_live(browser: &Browser) {
    browser
        .go(&format!("/console/contests/{SLUG}/setup/papers"))
        .await;
    let first = "form[data-lacks] .cell input";
    assert!(!browser.has("form[data-lacks] .cell.short").await);
    browser.type_into(first, "999").await;
    see(
        browser,
        "what is lacking",
        "form[data-lacks] .cell.short [aria-invalid=true]",
    )
    .await;
    let told = browser.text("form[data-lacks] .cell.short [data-supply]").await;
    assert!(told.contains("thiếu"), "{told}");
    let told = browser
        .text("form[data-lacks] [data-sums] div:last-child dd")
        .await;
    assert!(told.contains("thiếu"), "{told}");
    let leaving = "const leaving = new Event('beforeunload', { cancelable: true });
        dispatchEvent(leaving); return leaving.defaultPrevented;";
    assert_eq!(
        browser.run(leaving, &[]).await,
        true,
        "unsaved edits are asked about"
    );
    // Sent, a form takes its own edits along, and leaves behind those of another.
    let sending = "document.querySelectorAll('form[data-guarded]')[arguments[0]]
        .dispatchEvent(new Event('submit', { bubbles: true }));";
    browser.run(sending, &[1.into()]).await;
    assert_eq!(
        browser.run(leaving, &[]).await,
        true,
        "another form's edits are left behind"
    );
    browser.run(sending, &[0.into()]).await;
    assert_eq!(browser.run(leaving, &[]).await, false);
    browser
        .go(&format!("/console/contests/{SLUG}/setup/papers"))
        .await;
    assert_eq!(browser.run(leaving, &[]).await, false);
}

async fn previews(browser: &Browser, inspector: &Inspector) {
    for (look, name) in [("take", "preview-take"), ("key", "preview-key")] {
        browser
            .go(&format!("/console/contests/{SLUG}/preview?look={look}&seed=7"))
            .await;
        inspector.look(browser, name).await;
    }
    inspector.look_at_paper(browser, "preview-key").await;
}
