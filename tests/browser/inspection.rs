//! What is held against every page, and pictures of it.

use std::cell::RefCell;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::driver::Browser;

pub struct Inspector {
    axe: String,
    folder: PathBuf,
    findings: RefCell<Vec<String>>,
}

const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.map((one) =>
            one.id + ': ' + one.nodes.map((node) => node.html + ' (' + node.failureSummary + ')').join('; '))),
        (error) => done(['axe itself failed: ' + error]));";

/// The page is not wider than the window, and everything in it can be reached by scrolling down.
const OVERFLOW: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

impl Inspector {
    pub fn with(axe: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            axe: std::fs::read_to_string(axe).unwrap(),
            folder,
            findings: RefCell::default(),
        }
    }

    /// The page that is shown now, light and dark, narrow and wide.
    pub async fn look(&self, browser: &Browser, name: &str) {
        for line in browser.console().await {
            if line.contains("Content Security Policy") || line.contains("Uncaught") {
                self.found(name, &line);
            }
        }
        for scheme in ["light", "dark"] {
            browser.prefer(scheme).await;
            for width in [360, 1280] {
                browser.resize(width).await;
                self.picture(browser, &format!("{name}-{width}-{scheme}")).await;
                let wide = browser.run(OVERFLOW, &[]).await.as_i64().unwrap_or(0);
                if wide > 0 {
                    self.found(name, &format!("{wide} pixels wider than the window of {width}"));
                }
                self.ask_axe(browser, &format!("{name} {width} {scheme}")).await;
            }
        }
        browser.prefer("light").await;
        browser.resize(360).await;
    }

    async fn ask_axe(&self, browser: &Browser, name: &str) {
        let present = browser.run("return typeof window.axe", &[]).await;
        if present == json!("undefined") {
            browser.run(&self.axe, &[]).await;
        }
        let violations = browser.run_until_called(RUN_AXE).await;
        for violation in violations.as_array().into_iter().flatten() {
            self.found(name, violation.as_str().unwrap_or_default());
        }
    }

    async fn picture(&self, browser: &Browser, name: &str) {
        let file = self.folder.join(format!("{name}.png"));
        std::fs::write(file, browser.screenshot().await).unwrap();
    }

    fn found(&self, page: &str, what: &str) {
        self.findings.borrow_mut().push(format!("{page}: {what}"));
    }

    /// Fails with everything that was found, on all pages.
    pub fn report(&self) {
        let findings: Vec<Value> = self.findings.borrow().iter().map(|one| json!(one)).collect();
        assert!(
            findings.is_empty(),
            "{}",
            serde_json::to_string_pretty(&findings).unwrap()
        );
    }
}
