//! Calls of staff.

use serde_json::json;

use super::{
    ACCOUNTS, APPROVE, AUDIT, BANKS, CONSOLE, CONTESTS, FIGURES, FIND, INSPECT, INSTANCE, Names, OWN,
    PERSONAL, READ_ACCOUNTS, READ_BANKS, READ_UNITS, RUN, Specimen, UNITS, Whose,
};

pub(super) fn reads(names: &Names<'_>) -> Vec<Specimen> {
    let mut all = reads_of_contests(names);
    all.extend(reads_of_figures(names));
    all.extend(reads_of_lists(names));
    all
}

pub(super) fn writes(names: &Names<'_>) -> Vec<Specimen> {
    let mut all = writes_of_lists(names);
    all.extend(writes_of_contests(names));
    all.extend(writes_of_prizes(names));
    all
}

fn reads_of_contests(names: &Names<'_>) -> Vec<Specimen> {
    let get = |pattern, access| names.one("GET", pattern, access);
    vec![
        get("/console", CONSOLE),
        get("/console/work", CONSOLE),
        // The round's id is no work's.
        get("/console/work/{id}", CONSOLE).of(Whose::Nobodys),
        get("/console/contests/{slug}", CONTESTS),
        get("/console/instance", AUDIT),
        get("/console/contests/new", RUN),
        get("/console/contests/{slug}/setup/{step}", INSPECT),
        get("/console/contests/{slug}/preview", INSPECT),
        get("/console/contests/{slug}/messages", INSPECT),
        get("/console/rounds/{id}/extra-time", INSPECT),
        get("/console/participants/{id}", INSPECT),
        get("/console/attempts/{id}", INSPECT),
        get("/api/v1/rounds/{id}/extra-time", INSPECT),
        get("/api/v1/contests/{slug}/messages", INSPECT),
        get("/api/v1/contests/{slug}/feasibility", INSPECT),
        get("/api/v1/contests/{slug}/review", INSPECT),
        get("/console/rounds/{id}", CONTESTS),
        get("/console/rounds/{id}/live", CONTESTS),
        get("/api/v1/rounds/{id}/board", CONTESTS),
        // A stream would go on.
        get("/api/v1/rounds/{id}/board/events", CONTESTS).at(format!(
            "/api/v1/rounds/{}/board/events?events=1",
            names.scene.round
        )),
        get("/console/rounds/{id}/corrections", FIGURES),
        get("/api/v1/rounds/{id}/corrections", FIGURES),
        get("/api/v1/rounds/{id}/complaints", PERSONAL),
        get("/console/contests/{slug}/complaints", PERSONAL),
        // Nobody has complained.
        get("/console/rounds/{id}/complaints/{complaint}", PERSONAL).of(Whose::Nobodys),
        get("/console/contests/{slug}/participants", FIND),
        get("/api/v1/contests/{slug}/participants", FIND),
        get("/api/v1/banks", READ_BANKS),
        get("/api/v1/banks/template.csv", READ_BANKS),
        get("/api/v1/banks/template.xlsx", READ_BANKS),
        get("/api/v1/banks/{id}/exports/items.csv", READ_BANKS),
        get("/api/v1/banks/{id}/exports/items.xlsx", READ_BANKS),
    ]
}

fn reads_of_figures(names: &Names<'_>) -> Vec<Specimen> {
    let get = |pattern, access| names.one("GET", pattern, access);
    vec![
        get("/console/rounds/{id}/figures", CONTESTS),
        get("/api/v1/rounds/{id}/figures/scores.svg", CONTESTS),
        get("/api/v1/rounds/{id}/figures/scores.csv", CONTESTS),
        get("/api/v1/rounds/{id}/figures/scores.xlsx", CONTESTS),
        get("/api/v1/rounds/{id}/figures/arrivals.svg", CONTESTS),
        get("/api/v1/rounds/{id}/figures/arrivals.csv", CONTESTS),
        get("/api/v1/rounds/{id}/figures/arrivals.xlsx", CONTESTS),
        get("/api/v1/rounds/{id}/figures/units.svg", CONTESTS),
        get("/api/v1/rounds/{id}/figures/units.csv", CONTESTS),
        get("/api/v1/rounds/{id}/figures/units.xlsx", CONTESTS),
        get("/api/v1/rounds/{id}/figures/items.svg", FIGURES),
        get(
            "/api/v1/contests/{slug}/exports/daily-participation.csv",
            CONTESTS,
        ),
        get(
            "/api/v1/contests/{slug}/exports/daily-participation.xlsx",
            CONTESTS,
        ),
    ]
}

fn reads_of_lists(names: &Names<'_>) -> Vec<Specimen> {
    let get = |pattern, access| names.one("GET", pattern, access);
    vec![
        // Fixed later.
        get("/console/rounds/{id}/ranking", PERSONAL).of(Whose::Nobodys),
        get("/console/contests/{slug}/winners", PERSONAL),
        get("/api/v1/contests/{slug}/exports/winners.csv", PERSONAL),
        get("/api/v1/contests/{slug}/exports/winners.xlsx", PERSONAL),
        get("/console/contests/{slug}/prizes", INSPECT),
        get("/console/contests/{slug}/roster", CONTESTS),
        // The round's id is no upload's.
        get("/console/contests/{slug}/roster/uploads/{id}", RUN).of(Whose::Nobodys),
        get("/api/v1/contests/{slug}/roster", CONTESTS),
        get("/api/v1/contests/{slug}/roster/exports/roster.csv", CONTESTS),
        get("/api/v1/contests/{slug}/roster/exports/roster.xlsx", CONTESTS),
        get("/api/v1/contests/{slug}/roster/exports/missing.csv", CONTESTS),
        get("/api/v1/contests/{slug}/roster/exports/missing.xlsx", CONTESTS),
        get("/api/v1/contests/{slug}/prizes", CONTESTS),
        get("/api/v1/rounds/{id}/exports/ranking.csv", PERSONAL),
        get("/api/v1/rounds/{id}/exports/ranking.xlsx", PERSONAL),
        get("/api/v1/rounds/{id}/exports/attempts.csv", PERSONAL),
        get("/api/v1/rounds/{id}/exports/attempts.xlsx", PERSONAL),
        get("/api/v1/rounds/{id}/exports/answers.csv", PERSONAL),
        get("/api/v1/rounds/{id}/exports/answers.xlsx", PERSONAL),
        get("/api/v1/rounds/{id}/exports/participation.csv", FIGURES),
        get("/api/v1/rounds/{id}/exports/participation.xlsx", FIGURES),
        get("/api/v1/rounds/{id}/exports/items.csv", FIGURES),
        get("/api/v1/rounds/{id}/exports/items.xlsx", FIGURES),
        get("/api/v1/accounts", READ_ACCOUNTS),
        get("/api/v1/invitations", READ_ACCOUNTS),
        get("/console/accounts", READ_ACCOUNTS),
        get("/console/accounts/new", ACCOUNTS),
        get("/account", OWN),
        get("/account/proof", OWN),
        get("/api/v1/account", OWN),
        get("/api/v1/account/sessions", OWN),
        get("/console/audit", AUDIT),
        get("/api/v1/audit/exports/audit.csv", AUDIT),
        get("/api/v1/audit/exports/audit.xlsx", AUDIT),
        get("/api/v1/units/exports/units.csv", READ_UNITS),
        get("/api/v1/units/exports/units.xlsx", READ_UNITS),
        get("/api/v1/units/starting-set", UNITS),
        get("/console/units", READ_UNITS),
        get("/console/units/new", UNITS),
        get("/console/units/import", UNITS),
        get("/console/units/{id}", READ_UNITS)
            .at(format!("/console/units/{}", names.scene.unit("VL.S1")))
            .of(Whose::Unit),
        get("/api/v1/units/{id}", READ_UNITS)
            .at(format!("/api/v1/units/{}", names.scene.unit("VL.S1")))
            .of(Whose::Unit),
        // The round's id is no unit's, no upload's and no import's.
        get("/console/units/uploads/{id}", UNITS).of(Whose::Nobodys),
        get("/console/units/uploads/{id}/columns", UNITS).of(Whose::Nobodys),
        get("/console/units/imports", UNITS),
        get("/console/units/imports/{id}", UNITS).of(Whose::Nobodys),
        get("/api/v1/audit", AUDIT),
    ]
}

fn writes_of_lists(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    vec![
        one("POST", "/api/v1/banks", BANKS),
        one("POST", "/api/v1/banks/{id}/imports", BANKS),
        one("POST", "/api/v1/units/imports", UNITS),
        one("POST", "/api/v1/units/starting-set", UNITS),
        one("DELETE", "/api/v1/units/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/audit", AUDIT),
        one("POST", "/console/units/new", UNITS),
        one("POST", "/console/units/import", UNITS),
        one("POST", "/console/units/starting-set", UNITS),
        one("POST", "/console/units/uploads/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/uploads/{id}/columns", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/imports/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/{id}/headcounts", UNITS)
            .of(Whose::Nobodys)
            .with(json!({ "headcount_date": "2026-01-01", "headcount": "1" })),
        one("POST", "/console/units/{id}/removal", UNITS).of(Whose::Nobodys),
        one("POST", "/api/v1/units", UNITS),
        one("PATCH", "/api/v1/units/{id}", UNITS).of(Whose::Nobodys),
        one("PUT", "/api/v1/units/{id}/headcounts/{day}", UNITS)
            .of(Whose::Nobodys)
            .with(json!({ "people": 1 })),
        one("DELETE", "/api/v1/units/{id}/headcounts/{day}", UNITS).of(Whose::Nobodys),
        one("PUT", "/api/v1/instance", INSTANCE),
        one("PUT", "/api/v1/instance/emblem", INSTANCE),
        one("DELETE", "/api/v1/instance/emblem", INSTANCE),
        one("POST", "/console/instance", INSTANCE),
        one("POST", "/console/instance/emblem", INSTANCE),
        one("POST", "/console/instance/emblem/removal", INSTANCE),
    ]
}

fn writes_of_prizes(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    vec![
        one("POST", "/console/contests/{slug}/prizes", RUN),
        one("POST", "/api/v1/contests/{slug}/prizes", RUN),
        one("PUT", "/api/v1/contests/{slug}/prizes/{prize}", RUN)
            .with(json!({ "given_for": "round", "name": "x", "number": 1 }))
            .of(Whose::Nobodys),
        one("PUT", "/api/v1/contests/{slug}/prizes/{prize}/place", RUN)
            .with(json!({ "place": 1 }))
            .of(Whose::Nobodys),
        one("DELETE", "/api/v1/contests/{slug}/prizes/{prize}", RUN).of(Whose::Nobodys),
    ]
}

fn writes_of_contests(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    vec![
        one("POST", "/api/v1/contests", RUN),
        one("PATCH", "/api/v1/contests/{slug}", RUN),
        one("PUT", "/api/v1/contests/{slug}/exclusions", RUN),
        one("POST", "/api/v1/contests/{slug}/groups", RUN),
        one("POST", "/api/v1/contests/{slug}/rounds", RUN),
        one("PATCH", "/api/v1/rounds/{id}", RUN),
        one("POST", "/api/v1/rounds/{id}/announcement", RUN),
        // Nothing is said of any item: asked again.
        one("POST", "/api/v1/rounds/{id}/corrections", RUN),
        one("POST", "/console/rounds/{id}/corrections", RUN),
        one("POST", "/api/v1/rounds/{id}/complaints", RUN),
        one("POST", "/console/rounds/{id}/complaints/{complaint}", RUN).of(Whose::Nobodys),
        one("POST", "/console/contests/{slug}/roster/uploads", RUN),
        // No action is named: asked again.
        one("POST", "/console/contests/{slug}/roster/changes", RUN),
        one("POST", "/console/contests/{slug}/roster/uploads/{id}", RUN).of(Whose::Nobodys),
        one("POST", "/api/v1/contests/{slug}/roster/imports", RUN),
        one("DELETE", "/api/v1/contests/{slug}/roster", RUN),
        // The round's id is nobody's on the roster.
        one("DELETE", "/api/v1/contests/{slug}/roster/{id}", RUN).of(Whose::Nobodys),
        one("POST", "/api/v1/contests/{slug}/series", RUN),
        one("POST", "/api/v1/contests/{slug}/copies", RUN),
        // The round's id is no group's.
        one("PATCH", "/api/v1/contests/{slug}/groups/{id}", RUN).of(Whose::Nobodys),
        one("DELETE", "/api/v1/contests/{slug}/groups/{id}", RUN).of(Whose::Nobodys),
        one("DELETE", "/api/v1/rounds/{id}", RUN),
        // It is announced.
        one("DELETE", "/api/v1/contests/{slug}", RUN),
        one("POST", "/api/v1/rounds/{id}/remaking", RUN),
        one("POST", "/console/contests/new", RUN),
        // Nothing is typed: asked again.
        one("POST", "/console/contests/{slug}/setup/{step}", RUN),
        one("POST", "/console/contests/{slug}/preview", INSPECT),
        one("POST", "/api/v1/rounds/{id}/extra-time", RUN),
        one("POST", "/console/rounds/{id}/extra-time", RUN),
        one("POST", "/api/v1/attempts/{id}/void", RUN),
        one("POST", "/console/attempts/{id}", RUN),
        // It was never voided.
        one("DELETE", "/api/v1/attempts/{id}/void", RUN),
        one("PATCH", "/api/v1/participants/{id}", RUN),
        one("POST", "/console/participants/{id}", RUN),
        one("POST", "/api/v1/contests/{slug}/messages", RUN),
        one("POST", "/console/contests/{slug}/messages", RUN),
        // The round's id is no message's.
        one("DELETE", "/api/v1/contests/{slug}/messages/{id}", RUN).of(Whose::Nobodys),
        one("POST", "/api/v1/contests/{slug}/attachments", RUN),
        // The round's id is no document's.
        one("DELETE", "/api/v1/contests/{slug}/attachments/{id}", RUN).of(Whose::Nobodys),
        one("POST", "/console/contests/{slug}/attachments", RUN),
        one("POST", "/console/contests/{slug}/attachments/{id}", RUN).of(Whose::Nobodys),
        // Not marked as understood: asked again, and nothing is closed.
        one("POST", "/console/contests/{slug}", RUN)
            .with(json!({ "round_id": names.scene.round, "action": "close" })),
    ]
}

/// No step is named and nothing confirmed: asked again, and the bank stays as it is.
pub(super) fn banks(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    let nobodys = |method, staged: &'static str| {
        let nobody = uuid::Uuid::max().to_string();
        let path = staged
            .replace("{id}", &names.scene.bank)
            .replace("{upload}", &nobody);
        one(method, staged, BANKS).at(path).of(Whose::Nobodys)
    };
    vec![
        one("GET", "/api/v1/banks/{id}", READ_BANKS),
        one("PATCH", "/api/v1/banks/{id}", BANKS),
        // A contest draws from it.
        one("DELETE", "/api/v1/banks/{id}", BANKS),
        one("POST", "/api/v1/banks/{id}/steps/review", APPROVE),
        one("POST", "/api/v1/banks/{id}/steps/approval", APPROVE),
        one("POST", "/api/v1/banks/{id}/steps/return", APPROVE),
        one("POST", "/api/v1/banks/{id}/steps/retirement", BANKS),
        one("POST", "/api/v1/banks/{id}/steps/restoration", BANKS),
        one("POST", "/api/v1/banks/{id}/steps/topic", BANKS),
        one("POST", "/api/v1/banks/{id}/steps/difficulty", BANKS),
        one("GET", "/api/v1/banks/{id}/items", READ_BANKS),
        one("POST", "/api/v1/banks/{id}/items", BANKS),
        one("GET", "/api/v1/banks/{id}/items/{code}", READ_BANKS),
        one("PUT", "/api/v1/banks/{id}/items/{code}", BANKS),
        one("POST", "/api/v1/banks/{id}/items/{code}/review", APPROVE),
        one("POST", "/api/v1/banks/{id}/items/{code}/approval", APPROVE),
        one("POST", "/api/v1/banks/{id}/items/{code}/return", APPROVE),
        one("POST", "/api/v1/banks/{id}/items/{code}/retirement", BANKS),
        one("POST", "/api/v1/banks/{id}/items/{code}/restoration", BANKS),
        one("GET", "/console/banks", READ_BANKS),
        one("POST", "/console/banks", BANKS),
        one("GET", "/console/banks/{id}", READ_BANKS),
        one("POST", "/console/banks/{id}", READ_BANKS),
        one("GET", "/console/banks/{id}/new", BANKS),
        one("POST", "/console/banks/{id}/new", BANKS),
        one("GET", "/console/banks/{id}/items/{code}", READ_BANKS),
        one("POST", "/console/banks/{id}/items/{code}", READ_BANKS),
        one("GET", "/console/banks/{id}/items/{code}/compare", READ_BANKS),
        one("GET", "/console/banks/{id}/items/{code}/edit", BANKS),
        one("POST", "/console/banks/{id}/items/{code}/edit", BANKS),
        one("GET", "/console/banks/{id}/import", BANKS),
        one("POST", "/console/banks/{id}/import", BANKS),
        nobodys("GET", "/console/banks/{id}/imports/{upload}"),
        nobodys("POST", "/console/banks/{id}/imports/{upload}"),
        nobodys("GET", "/console/banks/{id}/imports/{upload}/columns"),
        nobodys("POST", "/console/banks/{id}/imports/{upload}/columns"),
        one("GET", "/console/banks/{id}/revisions", READ_BANKS),
        one("GET", "/console/banks/{id}/revisions/{revision}", READ_BANKS),
        one("POST", "/console/banks/{id}/revisions/{revision}", BANKS),
    ]
}

/// Of an account, a session or an invitation that nobody has: what there is must still be there for the next visitor.
pub(super) fn accounts(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    let nobody = uuid::Uuid::max().to_string();
    let gone = |method, pattern: &'static str, access| {
        let path = pattern.replace("{id}", &nobody).replace("{session_id}", &nobody);
        one(method, pattern, access).at(path).of(Whose::Nobodys)
    };
    vec![
        gone("GET", "/api/v1/accounts/{id}", READ_ACCOUNTS),
        gone("GET", "/api/v1/accounts/{id}/sessions", READ_ACCOUNTS),
        gone("GET", "/console/accounts/{id}", READ_ACCOUNTS),
        one("POST", "/api/v1/accounts", ACCOUNTS),
        gone("PATCH", "/api/v1/accounts/{id}", ACCOUNTS).with(json!({ "disabled": true })),
        gone("POST", "/api/v1/accounts/{id}/reset", ACCOUNTS),
        gone("DELETE", "/api/v1/accounts/{id}/sessions", ACCOUNTS),
        gone("DELETE", "/api/v1/accounts/{id}/sessions/{session_id}", ACCOUNTS),
        gone("DELETE", "/api/v1/accounts/{id}/totp", ACCOUNTS),
        one("POST", "/api/v1/invitations", ACCOUNTS),
        gone("DELETE", "/api/v1/invitations/{id}", ACCOUNTS),
        one("POST", "/console/accounts", ACCOUNTS)
            .of(Whose::Nobodys)
            .with(json!({ "invitation_id": nobody })),
        one("POST", "/console/accounts/new", ACCOUNTS).with(json!({ "action": "invite" })),
        gone("POST", "/console/accounts/{id}", ACCOUNTS).with(json!({ "action": "lock" })),
        one("POST", "/account", OWN)
            .with(json!({ "action": "totp-confirm", "code": "x" }))
            .of(Whose::Nobodys),
        one("POST", "/account/proof", OWN).with(json!({ "password": "x", "next": "/console" })),
        one("PUT", "/api/v1/account/password", OWN),
        one("DELETE", "/api/v1/account/sessions", OWN),
        gone("DELETE", "/api/v1/account/sessions/{id}", OWN),
        one("POST", "/api/v1/account/totp", OWN),
        one("POST", "/api/v1/account/totp/confirmation", OWN),
        one("POST", "/api/v1/account/recovery-codes", OWN),
    ]
}
