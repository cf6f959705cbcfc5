//! What organisers wrote says in which language it is, so that it is read aloud as what it is.

use khao_domain::lang::Lang;

use crate::html::without;
use crate::samples::all_pages;

/// Contests, rounds, groups, topics, banks and units are called what their organisers called them; so are people.
#[test]
fn names_on_english_pages_are_marked_as_vietnamese() {
    // People's pages and an item's, which is called by its code; and titles in which a name stands among our words.
    const OTHERWISE: [&str; 10] = [
        "attempt, open",
        "attempt, voided",
        "console account",
        "console account, read",
        "console winners",
        "error",
        "item",
        "person",
        "ranking",
        "winners",
    ];
    let mut ways = 0;
    let mut unmarked = Vec::new();
    for page in all_pages(Lang::En, "Đề") {
        let html = without(&page.html, "lang=\"vi\"");
        let crumbs = html.split("class=\"crumbs\"").nth(1);
        let crumbs = crumbs.and_then(|rest| rest.split("</nav>").next());
        ways += usize::from(crumbs.is_some());
        let is_unmarked = |place: &str| place.contains(">Đề");
        if crumbs.is_some_and(is_unmarked) {
            unmarked.push((page.name, "a way back".to_owned()));
        }
        let bare = ["h1", "h2", "h3", "legend"].map(|tag| format!("<{tag}>Đề"));
        if !OTHERWISE.contains(&page.name) {
            let found = bare.into_iter().filter(|bare| html.contains(bare.as_str()));
            unmarked.extend(found.map(|bare| (page.name, bare)));
        }
    }
    assert!(unmarked.is_empty(), "{unmarked:?}");
    assert!(ways > 30, "only {ways} pages with a way back were looked at");
}
