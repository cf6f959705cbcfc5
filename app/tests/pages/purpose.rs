//! Every page of the console says what it is for.

use khao_domain::lang::Lang;

use crate::html::elements;
use crate::samples::all_pages;

/// What is wrong with how a page begins; nothing where its heading is followed by its sentence.
fn lacking(html: &str) -> Option<&'static str> {
    let elements = elements(html);
    let Some(title) = elements.iter().position(|element| element.tag == "h1") else {
        return Some("no heading");
    };
    let next = elements[title + 1..]
        .iter()
        .find(|element| !element.ancestors.iter().any(|tag| tag == "h1"));
    let is_lead = |class: &str| class.split(' ').any(|one| one == "lead");
    match next {
        Some(next) if next.tag == "p" && next.attribute("class").is_some_and(is_lead) => {}
        _ => return Some("no sentence after the heading"),
    }
    let words = html
        .split("class=\"lead")
        .nth(1)
        .and_then(|rest| rest.split_once('>'));
    let words = words.and_then(|(_, rest)| rest.split_once("</p>"));
    match words {
        Some((words, _)) if words.ends_with('.') => None,
        _ => Some("what follows the heading is no sentence"),
    }
}

#[test]
fn every_console_page_says_what_it_is_for() {
    let mut seen = 0;
    for lang in Lang::ALL {
        let pages = all_pages(lang, "Trần Thị Mười");
        for page in pages
            .iter()
            .filter(|page| page.html.contains("class=\"sections\""))
        {
            assert_eq!(lacking(&page.html), None, "{}", page.name);
            seen += 1;
        }
    }
    assert!(seen > 2 * 30, "only {seen} pages of staff were looked at");
}

#[test]
fn a_page_without_its_sentence_is_found() {
    let lead = "<p class=\"lead soft\">What it is for.</p>";
    assert_eq!(lacking(&format!("<h1>A</h1>{lead}")), None);
    assert!(lacking("<p class=\"soft\">A</p>").is_some());
    assert!(lacking("<h1>A</h1><p>What it is for.</p>").is_some());
    assert!(lacking(&format!("<h1>A</h1><p>When</p>{lead}")).is_some());
    assert!(lacking("<h1>A</h1><p class=\"lead\"></p>").is_some());
}
