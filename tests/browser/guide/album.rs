//! The pictures of the guide, and beside each what stood in it. What varies from one run to the next (figures, codes,
//! the questions that were drawn) is left out of the record, so that it changes only when a page says something else.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::driver::Browser;

/// What `KHAO_GUIDE_PICTURES` holds to have pictures and records made anew.
const RENEW: &str = "renew";
const HOW: &str = "KHAO_GUIDE_PICTURES=renew tests/run -- --locked --workspace --test browser -- guide";

pub struct Album {
    folder: PathBuf,
    renews: bool,
    taken: RefCell<BTreeSet<String>>,
    findings: RefCell<Vec<String>>,
}

/// A part of a page: the first match, at most so wide and so high.
pub struct Region {
    pub css: &'static str,
    pub width: u32,
    pub height: u32,
}

/// Higher than any region reaches down a page.
const TALL: u32 = 2400;

/// The region's place on the page, with a margin; on a phone as wide as the window.
const PLACE: &str = "
    const [css, width, height] = arguments;
    scrollTo(0, 0);
    const box = document.querySelector(css).getBoundingClientRect();
    const edge = css === 'main' ? 0 : 10;
    const x = innerWidth < 600 ? 0 : Math.floor(box.x) - edge, y = Math.floor(box.y) - edge;
    return { x, y, scale: 1,
        width: Math.min(width, innerWidth < 600 ? innerWidth : Math.ceil(box.right) + edge - x),
        height: Math.min(height, Math.ceil(box.bottom) + edge - y) };";

/// The visible words and names of that place, a line each.
const SAID: &str = "
    const [clip, varies] = arguments;
    const inside = (box) => box.width > 0 && box.left >= clip.x && box.right <= clip.x + clip.width &&
        box.top >= clip.y && box.bottom <= clip.y + clip.height;
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.unseen, option');
    const plain = (text) => text.replace(/\\s+/g, ' ').trim().replace(/\\d+(?:[.,:/]\\d+)*/g, '0');
    const named = (one) => {
        if (one.matches('input[type=checkbox], input[type=radio]')) return one.checked ? '[x]' : '[ ]';
        if (one.matches('select')) return `[${plain(one.selectedOptions[0]?.text ?? '')}]`;
        if (one.matches('input:not([type=hidden]), textarea')) return `[${plain(one.value)}]`;
        return one.matches('img') ? plain(one.alt) : '';
    };
    const said = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeType === Node.ELEMENT_NODE) {
            if (shown(node) && inside(node.getBoundingClientRect())) {
                if (node.matches(varies)) said.push('…'); else if (named(node)) said.push(named(node));
            }
            continue;
        }
        if (!node.textContent.trim() || !shown(node.parentElement) || node.parentElement.closest(varies)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        if (inside(range.getBoundingClientRect())) said.push(plain(node.textContent));
    }
    return said.join('\\n') + '\\n';";

/// Drawn, dealt or counted anew each time.
const VARIES: &str = ".stem, .code, .mono, .clock, .list-title + ul > li > span";

impl Album {
    pub fn open() -> Self {
        let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        Self {
            folder: tests.join("../docs/guide/pictures"),
            renews: std::env::var("KHAO_GUIDE_PICTURES").is_ok_and(|value| value == RENEW),
            taken: RefCell::default(),
            findings: RefCell::default(),
        }
    }

    /// The picture `name` is what this part of the page says, or becomes it.
    pub async fn hold(&self, browser: &Browser, name: &str, region: &Region) {
        let Region { css, width, height } = region;
        browser.prefer("light").await;
        // So high that no bar that sticks to the window's edge stands in the middle of the picture.
        let window = if *width < 600 { 360 } else { 1280 };
        browser.stretch(window, TALL).await;
        let clip = browser
            .run(PLACE, &[json!(css), json!(width), json!(height)])
            .await;
        let said = browser.run(SAID, &[clip.clone(), json!(VARIES)]).await;
        let said = said.as_str().unwrap();
        assert!(said.lines().count() > 2, "{name}: {said}");
        assert!(
            self.taken.borrow_mut().insert(name.to_owned()),
            "{name} is taken twice"
        );
        if self.renews {
            self.renew(browser, name, &clip, said).await;
            return;
        }
        let record = std::fs::read_to_string(self.folder.join(format!("{name}.txt"))).unwrap_or_default();
        if let Some(difference) = difference(&record, said) {
            self.findings.borrow_mut().push(format!("{name}: {difference}"));
        }
    }

    async fn renew(&self, browser: &Browser, name: &str, clip: &Value, said: &str) {
        std::fs::create_dir_all(&self.folder).unwrap();
        std::fs::write(self.folder.join(format!("{name}.txt")), said).unwrap();
        let picture = browser.part(clip).await;
        std::fs::write(self.folder.join(format!("{name}.webp")), picture).unwrap();
    }

    /// Fails with every picture that is out of date, and with files that nothing takes any more.
    pub fn close(self) {
        let files = std::fs::read_dir(&self.folder).unwrap();
        let names = files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
        let kept: BTreeSet<String> = names
            .filter_map(|name| name.strip_suffix(".webp").map(str::to_owned))
            .collect();
        let findings = self.findings.take();
        assert!(
            findings.is_empty(),
            "the guide shows what is not there any more:\n{}\nlook whether the text is still true, then renew: {HOW}",
            findings.join("\n")
        );
        assert_eq!(
            kept,
            self.taken.take(),
            "pictures on the left, what the story takes on the right"
        );
    }
}

/// The first line that is not the same.
fn difference(record: &str, said: &str) -> Option<String> {
    let (mut old, mut new) = (record.lines(), said.lines());
    loop {
        match (old.next(), new.next()) {
            (None, None) => return None,
            (was, is) if was == is => {}
            (was, is) => {
                let line = |line: Option<&str>| line.unwrap_or("(nothing)").to_owned();
                return Some(format!("was \"{}\", is \"{}\"", line(was), line(is)));
            }
        }
    }
}

#[test]
fn the_first_line_that_changed_is_told() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    assert_eq!(difference("a\nb\n", "a\nc\n").unwrap(), "was \"b\", is \"c\"");
    assert_eq!(difference("", "a\n").unwrap(), "was \"(nothing)\", is \"a\"");
}
