//! Calls of the console's pages of surveys, at the authority's survey of one-stop desks.

use super::{COLLECT, FIELD, Names, SURVEYS, Specimen};

/// Nothing is typed and no revision named: asked again, and the survey stays as it is.
pub(super) fn pages(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    let part = |method, pattern: &'static str, access| {
        let path = names.fill(pattern);
        let path = path.replace("{item}", "overall").replace("{section}", "rating");
        names.one(method, pattern, access).at(path)
    };
    let mut pages = vec![
        one("GET", "/console/surveys", SURVEYS),
        one("GET", "/console/surveys/new", FIELD),
        one("POST", "/console/surveys/new", FIELD),
        one("GET", "/console/surveys/{slug}", SURVEYS),
        one("POST", "/console/surveys/{slug}", FIELD),
        one("GET", "/console/surveys/{slug}/waves", FIELD),
        one("POST", "/console/surveys/{slug}/waves", FIELD),
        one("GET", "/console/surveys/{slug}/waves/{wave}", FIELD),
        one("POST", "/console/surveys/{slug}/waves/{wave}", FIELD),
        one("GET", "/console/surveys/{slug}/form", SURVEYS),
        one("POST", "/console/surveys/{slug}/form", FIELD),
        part("GET", "/console/surveys/{slug}/form/sections/{section}", SURVEYS),
        part("POST", "/console/surveys/{slug}/form/sections/{section}", FIELD),
        part("GET", "/console/surveys/{slug}/form/items/{item}", SURVEYS),
        part("POST", "/console/surveys/{slug}/form/items/{item}", FIELD),
        one("GET", "/console/surveys/{slug}/form/scales", SURVEYS),
        one("POST", "/console/surveys/{slug}/form/scales", FIELD),
        one("GET", "/console/surveys/{slug}/files", SURVEYS),
        one("POST", "/console/surveys/{slug}/files", FIELD),
        one("POST", "/console/surveys/{slug}/files/taken", FIELD),
        one("GET", "/console/surveys/{slug}/form.json", SURVEYS),
        one("GET", "/console/surveys/{slug}/form.xlsx", SURVEYS),
        one("GET", "/console/surveys/{slug}/translations.csv", SURVEYS),
        one("GET", "/console/surveys/{slug}/translations.xlsx", SURVEYS),
        one("GET", "/console/surveys/{slug}/poster", SURVEYS),
        one("GET", "/console/surveys/{slug}/waves/{wave}/paper", SURVEYS),
        one("GET", "/console/surveys/{slug}/waves/{wave}/paper.css", SURVEYS),
        one("GET", "/console/surveys/{slug}/waves/{wave}/entry", COLLECT),
        one("POST", "/console/surveys/{slug}/waves/{wave}/entry", COLLECT),
        one("GET", "/console/surveys/{slug}/trial", SURVEYS),
        one("POST", "/console/surveys/{slug}/trial", SURVEYS),
    ];
    pages.extend(invitations(names));
    pages
}

fn invitations(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    vec![
        one("GET", "/console/surveys/{slug}/waves/{wave}/invitations", SURVEYS),
        one("POST", "/console/surveys/{slug}/waves/{wave}/invitations", FIELD),
        one(
            "GET",
            "/console/surveys/{slug}/waves/{wave}/invitations/{batch}",
            FIELD,
        ),
        one(
            "POST",
            "/console/surveys/{slug}/waves/{wave}/invitations/{batch}",
            FIELD,
        ),
        one(
            "POST",
            "/console/surveys/{slug}/waves/{wave}/invitations/slips",
            FIELD,
        ),
        one(
            "POST",
            "/console/surveys/{slug}/waves/{wave}/invitations/file",
            FIELD,
        ),
    ]
}
