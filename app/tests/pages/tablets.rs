//! The screens of a tablet at a desk, drawn by the server's half of the code that draws them in the browser.

use khao_app::document::offline::{OfflinePage, render, script};
use khao_app::document::part;
use khao_app::islands::kiosk::fielded::{Fielded, Setup};
use khao_app::islands::kiosk::screens::{self, Waits};
use khao_app::islands::kiosk::sitting::{Sitting, Turned};
use khao_app::pages::survey::kiosk::{KioskView, page};
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_domain::survey::course::Course;
use khao_domain::survey::template::Template;
use serde_json::json;

use crate::html::{elements, unbalanced};
use crate::samples::ASSETS;

fn shell(lang: Lang, text: &str) -> String {
    let view = KioskView {
        slug: "mot-cua".into(),
        site: text.into(),
        unit: String::new(),
        desk: text.into(),
        place: text.into(),
        plain: "/surveys/mot-cua".into(),
    };
    let frame = OfflinePage {
        title: text.into(),
        lang,
        assets: &ASSETS,
    };
    render(frame, page(lang, view))
}

fn fielded(text: &str) -> Fielded {
    serde_json::from_value(json!({
        "slug": "mot-cua",
        "title": {"vi": text, "en": text},
        "version": 1,
        "opens_at": "2026-01-01T00:00:00Z",
        "closes_at": "2027-01-01T00:00:00Z",
        "channels": ["kiosk"],
        "form": Template::Desk.form(),
        "inline_html": {},
        "block_html": {},
    }))
    .unwrap()
}

/// What the island shows, one after the other.
fn all(lang: Lang, text: &str) -> Vec<(&'static str, String)> {
    let fielded = fielded(text);
    let course = Course::kept(fielded.form.clone()).unwrap();
    let setup = Setup {
        place: text.to_owned(),
        ..Setup::default()
    };
    let waits = Waits {
        unsent: 2,
        refused: 1,
    };
    let wrong = [Problem::at(
        "/code",
        said("Mã không đúng.", "This is not the code."),
    )];
    let mut sitting = Sitting::begin(&course, "a".into(), lang.tag().into());
    let Turned::Mistakes(problems) = sitting.go_on(&course) else {
        panic!("the first item is required");
    };
    vec![
        (
            "setup",
            part(lang, || {
                screens::setup((lang, "mot-cua"), &fielded, (&setup, waits), &wrong)
            }),
        ),
        ("start", part(lang, || screens::start(&fielded, text))),
        (
            "asking",
            part(lang, || screens::asking(&fielded, &course, &sitting, &problems)),
        ),
        ("thanks", part(lang, || screens::thanks(lang))),
        ("warning", part(lang, || screens::warning(lang, 9))),
        ("leaving", part(lang, || screens::leaving(lang, &wrong))),
        ("unkept", part(lang, || screens::unkept(lang))),
    ]
}

#[test]
fn the_shell_leads_nowhere_and_its_script_is_the_one_that_the_policy_names() {
    let html = shell(Lang::Vi, "Trần <b>");
    assert_eq!(unbalanced(&html), None);
    assert!(
        html.contains(&script(&ASSETS)),
        "the script is written as it is hashed"
    );
    assert!(!html.contains("nonce") && !html.contains("Trần <b>"));
    let elements = elements(&html);
    let links: Vec<&str> = elements
        .iter()
        .filter(|element| element.tag == "a")
        .filter_map(|element| element.attribute("href"))
        .collect();
    assert_eq!(links, ["/surveys/mot-cua"]);
    let named = elements.iter().filter_map(|element| element.attribute("src"));
    assert!(named.eq(["/assets/offline.0.js"]));
}

#[test]
fn screens_are_well_formed_and_speak_one_language() {
    for lang in Lang::ALL {
        for (name, html) in all(lang, "Lan") {
            assert_eq!(unbalanced(&html), None, "{name}");
            let elements = elements(&html);
            for input in elements.iter().filter(|element| element.tag == "input") {
                let id = input.attribute("id");
                let is_named = elements
                    .iter()
                    .any(|one| one.tag == "label" && one.attribute("for") == id);
                let is_wrapped = input.ancestors.iter().any(|tag| tag == "label");
                assert!(is_wrapped || (id.is_some() && is_named), "{name}: {input:?}");
            }
        }
    }
    for (name, html) in all(Lang::En, "Lan") {
        let is_foreign = html.contains("Xin") || html.contains("trả lời") || html.contains("Mã ");
        assert!(!is_foreign || name == "start", "{name}: {html}");
    }
}

#[test]
fn what_others_wrote_changes_no_screen() {
    let tags = |text: &str| -> Vec<usize> {
        all(Lang::Vi, text)
            .iter()
            .map(|(_, html)| elements(html).len())
            .collect()
    };
    assert_eq!(tags("a"), tags("<img src=x onerror=alert(1)>\"'"));
}
