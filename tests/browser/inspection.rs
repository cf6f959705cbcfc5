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

/// A window of 1280 pixels under 400 % zoom; no page may be wider.
const ZOOMED_WIDTH: u32 = 320;
const WIDTHS: [u32; 3] = [360, 768, 1280];

/// What reaches beyond the window, unless it scrolls within a box of its own. One pixel is rounding.
const OVERFLOW: &str = "
    const root = document.documentElement;
    const beyond = root.scrollWidth - root.clientWidth;
    if (beyond <= 0) return '';
    const far = [...document.body.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    return `${beyond} pixels wider: ` + far.slice(0, 6).map((one) => `${one.tagName}.${one.className}`).join(' ');";

/// What is tapped and smaller than 44 pixels each way. Links within sentences are exempt, boxes and rounds stand
/// within a card that is tapped as a whole, and what is out of sight cannot be tapped.
const SMALL_TARGETS: &str = "
    const tapped = 'button, select, textarea, summary, label.opt, a.btn, .dots a, .mast a, .foot a, .crumbs a, ' +
        '.pages a, .plain a, .rounds .way a, input:not([type=hidden], [type=radio], [type=checkbox])';
    return [...document.querySelectorAll(tapped)]
        .filter((one) => !one.matches('.unseen') && one.checkVisibility({ visibilityProperty: true }))
        .map((one) => [one, one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
        .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}`);";

/// On a phone what stands above every page takes at most 7.5rem of it.
const HIGH_HEAD: &str = "
    const parts = [...document.querySelectorAll('header.mast, nav.sections')];
    const height = parts.reduce((sum, part) => sum + part.getBoundingClientRect().height, 0);
    return innerWidth <= 360 && height > 120 ? [`${Math.round(height)} pixels`] : []";

/// In the console nothing of the head is cut, and the section one is in can be seen.
const CUT_HEAD: &str = "
    const sections = document.querySelector('nav.sections');
    if (!sections || innerWidth < 360) return [];
    const cut = [...document.querySelectorAll('.mast nav, .mast nav > *')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0);
    const hidden = [...sections.querySelectorAll('[aria-current]')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth);
    return [...cut, ...hidden].map((one) => one.outerHTML.slice(0, 90));";

/// A4 less its margins, in CSS pixels.
const A4_WIDTH: u32 = 673;

/// What has no business on paper, and a title block that is missing there.
const LEFT_ON_PAPER: &str = "
    const left = [...document.querySelectorAll('.mast nav, .seal, .foot, .btn, nav, select')].filter((one) => one.checkVisibility());
    // What is cut into slips has no head.
    const block = document.querySelector('.slips') || document.querySelector('.title-block');
    const ground = getComputedStyle(document.body).backgroundColor;
    return left.map((one) => one.outerHTML.slice(0, 90))
        .concat(block && block.checkVisibility() ? [] : ['no title block'])
        .concat(ground === 'rgb(255, 255, 255)' ? [] : [ground]);";

/// Text that its own box cuts off. The bar shortens the name of the round, which is the heading below it.
const CLIPPED: &str = "
    return [...document.querySelectorAll('main *')]
        .filter((one) => one.checkVisibility() && !one.closest('.unseen, .bar, .dots, thead, textarea, select'))
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
        .filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.textContent.trim() !== '')
        .map((one) => one.outerHTML.slice(0, 90));";

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
            for width in WIDTHS {
                browser.resize(width).await;
                self.picture(browser, &format!("{name}-{width}-{scheme}")).await;
                // Between the two a page is drawn as one of them, and axe takes its time.
                if width != 768 {
                    self.ask_axe(browser, &format!("{name} {width} {scheme}")).await;
                }
            }
        }
        browser.prefer("light").await;
        for width in WIDTHS.into_iter().chain([ZOOMED_WIDTH]) {
            browser.resize(width).await;
            self.measure(browser, &format!("{name} {width}")).await;
        }
        browser.resize(360).await;
    }

    /// As it leaves the printer: black on white under a block that says whose it is, and nothing to press.
    pub async fn look_at_paper(&self, browser: &Browser, name: &str) {
        browser.prefer("dark").await;
        browser.turn_to_paper().await;
        browser.resize(A4_WIDTH).await;
        self.picture(browser, &format!("{name}-paper")).await;
        for (script, what) in [(LEFT_ON_PAPER, "on paper"), (CLIPPED, "clipped on paper")] {
            let found = browser.run(script, &[]).await;
            for one in found.as_array().into_iter().flatten() {
                self.found(name, &format!("{what}: {one}"));
            }
        }
        browser.prefer("light").await;
        browser.resize(360).await;
    }

    /// Everything is in the window, whole, and large enough for a thumb.
    async fn measure(&self, browser: &Browser, name: &str) {
        let beyond = browser.run(OVERFLOW, &[]).await;
        if let Some(beyond) = beyond.as_str().filter(|text| !text.is_empty()) {
            self.found(name, beyond);
        }
        for (script, what) in [
            (SMALL_TARGETS, "a small target"),
            (CLIPPED, "clipped text"),
            (HIGH_HEAD, "a high head"),
            (CUT_HEAD, "a head that is cut"),
        ] {
            let found = browser.run(script, &[]).await;
            for one in found.as_array().into_iter().flatten() {
                self.found(name, &format!("{what}: {one}"));
            }
        }
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

    /// From the top, where bars that stick stand in their places.
    async fn picture(&self, browser: &Browser, name: &str) {
        browser.run("scrollTo(0, 0)", &[]).await;
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
