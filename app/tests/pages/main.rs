//! Every page, drawn from samples: well formed, usable without scripts, and deaf to hostile text.
#![expect(
    clippy::unwrap_used,
    reason = "a sample that does not parse should fail its test"
)]

mod content;
mod html;
mod samples;
mod tablets;

use html::{Element, elements, skeleton, unbalanced, without};
use khao_domain::lang::Lang;
use samples::{Drawn, all_pages};

/// Text that has broken out of pages elsewhere.
const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "</textarea><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href=\"javascript:alert(1)\">a</a>",
    "`${alert(1)}`{{constructor.constructor('alert(1)')()}}",
];

#[test]
fn every_page_is_well_formed() {
    for lang in Lang::ALL {
        well_formed(lang);
    }
}

fn well_formed(lang: Lang) {
    let opening = format!("<!DOCTYPE html><html lang=\"{}\">", lang.tag());
    for Drawn { name, html } in all_pages(lang, "Trần Thị Mười") {
        assert!(html.starts_with(&opening), "{name}");
        assert_eq!(
            unbalanced(&html),
            None,
            "{name}: a tag is not closed where it should be"
        );
        let elements = elements(&html);
        let count = |tag: &str| elements.iter().filter(|element| element.tag == tag).count();
        assert_eq!(count("h1"), 1, "{name}: headings of the first level");
        assert_eq!(count("main"), 1, "{name}");
        // Pictures have titles of their own.
        let pictures = elements.iter().filter(|element| {
            let is_title = element.tag == "title";
            is_title && element.ancestors.iter().any(|tag| tag == "svg")
        });
        assert_eq!(count("title") - pictures.count(), 1, "{name}");
        assert!(
            elements
                .iter()
                .all(|element| element.attribute("style").is_none()),
            "{name}: style="
        );
        assert!(!html.contains("style="), "{name}");
    }
}

/// Pages that show examples or the sample's own words in Vietnamese, and do not say so.
const WITH_EXAMPLES: [&str; 4] = [
    "console corrections",
    "console instance",
    "console units preview",
    "setup, groups",
];

/// The name of our software is the same everywhere, and what others wrote says in which language.
#[test]
fn an_english_page_says_nothing_in_vietnamese() {
    for page in all_pages(Lang::En, "Lan") {
        let html = without(&page.html, "lang=\"vi\"").replace("Khảo", "");
        // English has none of these; Vietnamese is full of them.
        let foreign = html.find(|c: char| c.is_alphabetic() && !c.is_ascii());
        let around = foreign.map(|at| html[at..].chars().take(60).collect::<String>());
        let has_examples = WITH_EXAMPLES.contains(&page.name);
        assert_eq!(around.is_some(), has_examples, "{}: {around:?}", page.name);
    }
}

/// That there is a sentence, the heading component asks for; that it is one shows only here.
#[test]
fn every_console_page_says_in_a_sentence_what_it_is_for() {
    let mut seen = 0;
    for page in Lang::ALL.into_iter().flat_map(|lang| all_pages(lang, "Lan")) {
        if !page.html.contains("class=\"sections\"") {
            continue;
        }
        let purpose = page.html.split("</h1><p class=\"lead soft no-print\">").nth(1);
        let purpose = purpose.and_then(|rest| rest.split("</p>").next());
        let ends = purpose.is_some_and(|purpose| purpose.ends_with('.'));
        assert!(ends, "{}: {purpose:?}", page.name);
        seen += 1;
    }
    assert!(seen > 2 * 30, "only {seen} pages of staff were looked at");
}

#[test]
fn ids_are_unique_and_links_into_the_page_arrive() {
    for Drawn { name, html } in all_pages(Lang::Vi, "Trần Thị Mười") {
        let elements = elements(&html);
        let mut ids: Vec<&str> = elements
            .iter()
            .filter_map(|element| element.attribute("id"))
            .collect();
        let total = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), total, "{name}: an id stands twice");
        let arrives = |target: &str| ids.binary_search(&target).is_ok();
        for element in &elements {
            if let Some(target) = element.attribute("href").and_then(|href| href.strip_prefix('#')) {
                assert!(arrives(target), "{name}: #{target} leads nowhere");
            }
            for described in element
                .attribute("aria-describedby")
                .unwrap_or_default()
                .split(' ')
            {
                assert!(
                    described.is_empty() || arrives(described),
                    "{name}: {described} describes nothing"
                );
            }
        }
    }
}

/// The summary leads to a field, and the field says itself what is wrong with it.
#[test]
fn a_mistake_is_told_where_the_summary_leads() {
    let mut links_seen = 0;
    for Drawn { name, html } in all_pages(Lang::Vi, "Trần Thị Mười") {
        let elements = elements(&html);
        let links = elements.iter().filter_map(|element| element.attribute("href"));
        for id in links.filter_map(|href| href.strip_prefix("#f-")) {
            let told = format!("f-{id}-error");
            let describes = |element: &&Element| element.attribute("id") == Some(&told);
            assert!(elements.iter().any(|element| describes(&element)), "{name}: {id}");
            links_seen += 1;
        }
    }
    assert!(links_seen > 100, "only {links_seen} mistakes were looked at");
}

#[test]
fn every_input_has_a_label() {
    for Drawn { name, html } in all_pages(Lang::Vi, "Trần Thị Mười") {
        let elements = elements(&html);
        for input in elements.iter().filter(|element| is_shown_input(element)) {
            let id = input.attribute("id");
            let named = elements
                .iter()
                .any(|label| label.tag == "label" && label.attribute("for") == id);
            let wrapped = input.ancestors.iter().any(|tag| tag == "label");
            assert!(
                wrapped || (id.is_some() && named),
                "{name}: {input:?} has no label"
            );
        }
    }
}

fn is_shown_input(element: &Element) -> bool {
    match element.tag.as_str() {
        "select" | "textarea" => true,
        "input" => element.attribute("type") != Some("hidden"),
        _ => false,
    }
}

/// Without scripts the plain form is all there is: it posts to a page of ours and its buttons send it.
#[test]
fn forms_post_to_our_own_pages() {
    for Drawn { name, html } in all_pages(Lang::Vi, "Trần Thị Mười") {
        for form in elements(&html).iter().filter(|element| element.tag == "form") {
            let action = form.attribute("action").unwrap_or_default();
            assert!(
                action.starts_with('/') && !action.starts_with("//"),
                "{name}: {action}"
            );
            assert!(matches!(form.attribute("method"), Some("post" | "get")), "{name}");
            // A file travels in no other way; everything else does in the usual one.
            let expected = carries_file(&html, action).then_some("multipart/form-data");
            assert_eq!(form.attribute("enctype"), expected, "{name}: {action}");
            assert!(
                !form.ancestors.iter().any(|tag| tag == "form"),
                "{name}: a form within a form"
            );
        }
    }
}

/// The form with this address has an input for a file.
fn carries_file(html: &str, action: &str) -> bool {
    let form = html
        .split("<form")
        .find(|form| form.contains(&format!("action=\"{action}\"")));
    let inside = form
        .and_then(|form| form.split("</form>").next())
        .unwrap_or_default();
    inside.contains("type=\"file\"")
}

#[test]
fn hostile_text_changes_no_structure() {
    let calm: Vec<String> = all_pages(Lang::Vi, "a")
        .iter()
        .map(|page| skeleton(&page.html))
        .collect();
    for text in HOSTILE {
        for (page, calm) in all_pages(Lang::Vi, text).iter().zip(&calm) {
            assert_eq!(&skeleton(&page.html), calm, "{}: {text}", page.name);
            assert!(
                page.html.contains(&escaped(text)),
                "{}: {text} is lost",
                page.name
            );
        }
    }
}

/// As text or as an attribute, the same characters have to be written otherwise.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[test]
fn only_pages_with_islands_load_the_bundle() {
    for Drawn { name, html } in all_pages(Lang::Vi, "a") {
        let elements = elements(&html);
        let scripts: Vec<&Element> = elements
            .iter()
            .filter(|element| element.tag == "script")
            .collect();
        let islands = elements.iter().any(|element| element.tag == "leptos-island");
        assert_eq!(scripts.len(), usize::from(islands), "{name}");
        assert!(
            scripts
                .iter()
                .all(|script| script.attribute("nonce") == Some("nonce-of-the-test")),
            "{name}"
        );
        assert!(!html.contains("__RESOLVED_RESOURCES"), "{name}");
    }
}

#[test]
fn no_consent_is_ticked_beforehand() {
    let pages = all_pages(Lang::Vi, "a");
    let enter = pages.iter().find(|page| page.name == "enter, fresh").unwrap();
    let boxes = elements(&enter.html);
    let consents: Vec<&Element> = boxes
        .iter()
        .filter(|e| e.attribute("name").is_some_and(|name| name.contains("consent.")))
        .collect();
    assert_eq!(consents.len(), 4);
    assert!(
        consents
            .iter()
            .all(|consent| consent.attribute("checked").is_none())
    );
}

/// Without scripts focus is where the browser puts it.
#[test]
fn what_came_back_begins_at_its_mistakes() {
    let pages = all_pages(Lang::Vi, "a");
    let refused = pages
        .iter()
        .find(|page| page.name == "enter, with problems")
        .unwrap();
    let focused: Vec<Element> = elements(&refused.html)
        .into_iter()
        .filter(|element| element.attribute("autofocus").is_some())
        .collect();
    assert_eq!(focused.len(), 1);
    assert_eq!(focused[0].attribute("id"), Some("errors"));
}

#[test]
fn a_missing_consent_is_told_at_its_own_box() {
    let pages = all_pages(Lang::Vi, "a");
    let refused = pages
        .iter()
        .find(|page| page.name == "enter, with problems")
        .unwrap();
    let (_, after) = refused
        .html
        .split_once("name=\"guardian.consent.participate\"")
        .unwrap();
    let (between, _) = after
        .split_once("name=\"guardian.consent.publish_name\"")
        .unwrap();
    assert!(between.contains("class=\"error\""), "{between}");
}

/// Browsers press the first button of a form: Enter in the name's field must not look for a unit.
#[test]
fn enter_in_a_field_of_the_entry_form_enters() {
    let pages = all_pages(Lang::Vi, "a");
    let enter = pages.iter().find(|page| page.name == "enter, fresh").unwrap();
    let elements = elements(&enter.html);
    let buttons = elements.iter().filter(|element| element.tag == "button");
    let actions: Vec<Option<&str>> = buttons
        .filter(|button| button.ancestors.iter().any(|tag| tag == "main"))
        .map(|button| button.attribute("value"))
        .collect();
    assert_eq!(actions, [Some("enter"), Some("find"), Some("enter")]);
}

#[test]
fn a_page_that_came_back_keeps_what_was_typed() {
    let pages = all_pages(Lang::Vi, "Sơn Thị Rượi");
    let enter = pages
        .iter()
        .find(|page| page.name == "enter, with problems")
        .unwrap();
    let elements = elements(&enter.html);
    let value = |name: &str| {
        elements
            .iter()
            .find(|e| e.attribute("name") == Some(name))
            .and_then(|e| e.attribute("value"))
    };
    assert_eq!(value("full_name"), Some("Sơn Thị Rượi"));
    assert_eq!(value("form_id"), Some("Sơn Thị Rượi"));
    let ticked = elements
        .iter()
        .filter(|e| e.attribute("checked").is_some())
        .count();
    assert_eq!(ticked, 4, "sex, unit, group and one consent");
    assert!(enter.html.contains("role=\"alert\""));
}

#[test]
fn the_paper_keeps_versions_and_answers() {
    let pages = all_pages(Lang::Vi, "a");
    let paper = pages.iter().find(|page| page.name == "paper").unwrap();
    let elements = elements(&paper.html);
    let named = |name: &str| {
        elements
            .iter()
            .filter(|e| e.attribute("name") == Some(name))
            .collect::<Vec<_>>()
    };
    assert_eq!(named("s.1")[0].attribute("value"), Some("1764000000001"));
    let first: Vec<(Option<&str>, bool)> = named("a.1")
        .iter()
        .map(|e| (e.attribute("value"), e.attribute("checked").is_some()))
        .collect();
    assert_eq!(first, [(Some("b"), true), (Some("a"), false)]);
    assert!(
        named("a.2")
            .iter()
            .all(|e| e.attribute("type") == Some("checkbox"))
    );
    assert!(named("a.3").iter().all(|e| e.attribute("type") == Some("radio")));
    assert_eq!(named("a.4")[0].attribute("inputmode"), Some("decimal"));
    let actions: Vec<Option<&str>> = named("action").iter().map(|e| e.attribute("value")).collect();
    assert_eq!(
        actions,
        [Some("save"), Some("submit"), Some("save")],
        "Enter in a field saves, and never submits"
    );
}
