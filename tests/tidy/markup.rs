//! What pages may hold: no inline style, no raw HTML but in the components made for it, nothing that fetches.

use crate::allowed::without_allowed;
use crate::lexer::{line_of, offsets, without_comments};
use crate::repository::{Finding, Source, expect_none, rust_files};

/// Where markup is made.
const FOLDERS: [&str; 2] = ["app/src", "server/src"];

const FORBIDDEN: &[(&str, &str)] = &[
    (
        "<textarea",
        "use the text_area component: leptos does not escape what is inside",
    ),
    ("inner_html", "use safe_html"),
    (
        "style=",
        "the content security policy forbids inline styles: write a class",
    ),
    ("<style", "styles stand in app/style"),
    ("<noscript", "the plain form is always in the page"),
    ("<script", "the island loader writes the only one, with its nonce"),
    ("onclick=", HANDLER),
    ("onsubmit=", HANDLER),
    ("onchange=", HANDLER),
    ("onload=", HANDLER),
    ("javascript:", HANDLER),
];

const HANDLER: &str = "the content security policy forbids handlers in attributes";

/// Pages are plain functions of a view struct: these would fetch, or reach for something that was not given.
const FORBIDDEN_IN_PAGES: &[&str] = &[
    "Resource",
    "Suspense",
    "Transition",
    "leptos_router",
    "leptos_axum",
    "use_context",
    "expect_context",
    "provide_context",
    "#[server",
];

fn find(source: &Source, needle: &str, advice: &str) -> Vec<Finding> {
    let text = without_comments(&source.text);
    offsets(&text, needle)
        .map(|offset| Finding {
            path: source.path.clone(),
            line: line_of(&text, offset),
            problem: format!("`{needle}`: {advice}"),
        })
        .collect()
}

/// Leptos' other way to write an inline style: `style:width=…`. A field `style: X` has a space.
fn style_directives(source: &Source) -> Vec<Finding> {
    let found = find(
        source,
        "style:",
        "the content security policy forbids inline styles",
    );
    let lines: Vec<&str> = source.text.lines().collect();
    found
        .into_iter()
        .filter(|finding| {
            let line = lines.get(finding.line - 1).copied().unwrap_or_default();
            line.split("style:")
                .skip(1)
                .any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        })
        .collect()
}

#[test]
fn markup_holds_nothing_that_the_house_forbids() {
    let files: Vec<Source> = rust_files()
        .into_iter()
        .filter(|file| file.is_under(&FOLDERS))
        .collect();
    let mut findings: Vec<Finding> = files.iter().flat_map(style_directives).collect();
    for (needle, advice) in FORBIDDEN {
        let found = files.iter().flat_map(|file| find(file, needle, advice));
        findings.extend(without_allowed(needle, found.collect()));
    }
    expect_none(&findings);
}

/// A page of the console that begins with the component cannot be without its sentence.
#[test]
fn console_pages_take_their_heading_from_its_component() {
    let files = rust_files();
    let pages = files
        .iter()
        .filter(|file| file.is_under(&["app/src/pages/console"]));
    let advice = "use the heading component, which asks what the page is for";
    let findings: Vec<Finding> = pages.flat_map(|file| find(file, "<h1", advice)).collect();
    expect_none(&findings);
}

#[test]
fn pages_fetch_nothing() {
    let files = rust_files();
    let app = files.iter().filter(|file| file.is_under(&["app/src"]));
    let app: Vec<&Source> = app.collect();
    let mut findings = Vec::new();
    for needle in FORBIDDEN_IN_PAGES {
        let found = app
            .iter()
            .flat_map(|file| find(file, needle, "axum routes and fetches"));
        findings.extend(without_allowed(needle, found.collect()));
    }
    expect_none(&findings);
}

#[test]
fn planted_markup_is_found() {
    let source = Source::new(
        "app/src/pages/a.rs",
        "// <textarea\nview! { <p style=\"x\" style:width=\"1px\">\n<textarea>{x}</textarea> }\nstruct S { style: Css }",
    );
    let lines = |found: Vec<Finding>| found.iter().map(|one| one.line).collect::<Vec<_>>();
    assert_eq!(lines(find(&source, "<textarea", "")), [3]);
    assert_eq!(lines(find(&source, "style=", "")), [2]);
    assert_eq!(lines(style_directives(&source)), [2]);
}
