//! A call of every route: whose object it touches, and a body that the call itself may refuse, but not for who sent it.

use khao::routes::table::Access;
use khao_engine::policy::Action;
use serde_json::{Value, json};

use super::visitors::Visitors;
use crate::scene::Scene;

/// Where a participant stands to the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Owner,
    SameContest,
    OtherContest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Anybodys,
    /// One participant's.
    Owners,
    /// Of the people of the contest `cchc`.
    Contest,
    /// A person of VL.S1: coordinators of that unit, and staff of all units.
    Unit,
    /// Not there for anybody.
    Nobodys,
    /// A form to be recognised by, with names that nobody knows.
    Unknown,
}

pub struct Specimen {
    pub method: &'static str,
    /// As the route table has it.
    pub pattern: &'static str,
    pub path: String,
    pub access: Access,
    pub whose: Whose,
    pub body: Value,
    pub ends_session: bool,
}

impl Specimen {
    /// The body's members as fields of a form.
    pub fn form(&self) -> Vec<(String, String)> {
        let members = self.body.as_object().into_iter().flatten();
        members
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect()
    }
}

const PUBLIC: Access = Access::Public;
const MINE: Access = Access::Participant;
const RUN: Access = Access::Staff(Action::RunContests);
const BANKS: Access = Access::Staff(Action::ManageBanks);
const CONSOLE: Access = Access::Staff(Action::SeeConsole);
const CONTESTS: Access = Access::Staff(Action::ReadContests);
const READ_BANKS: Access = Access::Staff(Action::ReadBanks);
const CODES: Access = Access::Staff(Action::ReissueCodes);
const PERSONAL: Access = Access::Staff(Action::ExportPersonalData);
const INSTANCE: Access = Access::Staff(Action::ManageInstance);
const READ_ACCOUNTS: Access = Access::Staff(Action::ReadAccounts);
const ACCOUNTS: Access = Access::Staff(Action::ManageAccounts);
const OWN: Access = Access::Staff(Action::OwnAccount);
const AUDIT: Access = Access::Staff(Action::ReadAudit);
const UNITS: Access = Access::Staff(Action::ManageUnits);
const FIGURES: Access = Access::Staff(Action::ExportFigures);

/// What is put in place of the parameters of a pattern.
struct Names<'s> {
    scene: &'s Scene,
    visitors: &'s Visitors,
}

impl Names<'_> {
    fn fill(&self, pattern: &str) -> String {
        let (scene, visitors) = (self.scene, self.visitors);
        let id = if pattern.contains("/attempts/{id}") {
            &visitors.attempt
        } else if pattern.contains("/banks/") {
            &scene.bank
        } else if pattern.contains("/participants/{id}") {
            &visitors.owner().id
        } else {
            &scene.round
        };
        let path = pattern
            .replace("{slug}", "cchc")
            .replace("{step}", "review")
            .replace("{round_id}", &scene.round);
        let path = path.replace("{code}", "TC-1").replace("{revision}", "1");
        path.replace("{id}", id).replace("{name}", "khong-co.js")
    }

    fn one(&self, method: &'static str, pattern: &'static str, access: Access) -> Specimen {
        Specimen {
            method,
            pattern,
            path: self.fill(pattern),
            access,
            whose: Whose::Anybodys,
            body: json!({}),
            ends_session: false,
        }
    }
}

impl Specimen {
    fn of(mut self, whose: Whose) -> Self {
        self.whose = whose;
        self
    }

    fn with(mut self, body: Value) -> Self {
        self.body = body;
        self
    }

    fn at(mut self, path: String) -> Self {
        self.path = path;
        self
    }

    fn ending(mut self) -> Self {
        self.ends_session = true;
        self
    }
}

/// Reading first; what closes attempts, rounds and sessions comes last.
pub fn specimens(scene: &Scene, visitors: &Visitors) -> Vec<Specimen> {
    let names = Names { scene, visitors };
    let mut all = public(&names);
    all.extend(staff_reads(&names));
    all.extend(staff_writes(&names));
    all.extend(banks(&names));
    all.extend(accounts(&names));
    all.extend(participants(&names));
    all.extend(last(&names));
    all
}

fn public(names: &Names<'_>) -> Vec<Specimen> {
    let get = |pattern| names.one("GET", pattern, PUBLIC);
    let post = |pattern| names.one("POST", pattern, PUBLIC);
    vec![
        get("/healthz"),
        get("/readyz"),
        get("/assets/{name}").at(khao::assets::manifest().css.to_owned()),
        get("/"),
        get("/guide"),
        get("/privacy"),
        get("/emblem/{name}").of(Whose::Nobodys),
        get("/contests/{slug}/files/{id}/{name}").at(names.visitors.document.clone()),
        get("/api/v1/instance"),
        get("/login"),
        post("/login").of(Whose::Unknown),
        get("/invitation"),
        post("/invitation"),
        get("/reset"),
        post("/reset"),
        post("/api/v1/invitations/acceptance"),
        post("/api/v1/resets"),
        post("/first-run").of(Whose::Nobodys).with(json!({ "code": "x" })),
        get("/first-run").of(Whose::Nobodys),
        get("/contests/{slug}"),
        get("/contests/{slug}/practice"),
        post("/contests/{slug}/practice"),
        get("/contests/{slug}/enter"),
        post("/contests/{slug}/enter").with(json!({ "action": "enter" })),
        get("/contests/{slug}/return"),
        post("/contests/{slug}/return")
            .of(Whose::Unknown)
            .with(json!({ "re_entry_code": "x", "birth_date": "05/01/1990" })),
        get("/api/v1/openapi.json"),
        get("/api/v1/contests"),
        get("/api/v1/contests/{slug}"),
        get("/api/v1/rounds/{round_id}/participation"),
        get("/api/v1/units"),
        post("/api/v1/contests/{slug}/participants"),
        post("/api/v1/sessions"),
    ]
}

fn staff_reads(names: &Names<'_>) -> Vec<Specimen> {
    let get = |pattern, access| names.one("GET", pattern, access);
    vec![
        get("/console", CONSOLE),
        get("/console/contests/{slug}", CONTESTS),
        get("/console/instance", INSTANCE),
        get("/console/contests/new", RUN),
        get("/console/contests/{slug}/setup/{step}", RUN),
        get("/console/contests/{slug}/preview", RUN),
        get("/console/contests/{slug}/messages", RUN),
        get("/console/rounds/{id}/extra-time", RUN),
        get("/console/participants/{id}", RUN),
        get("/console/attempts/{id}", RUN),
        get("/api/v1/rounds/{id}/extra-time", RUN),
        get("/api/v1/contests/{slug}/messages", RUN),
        get("/api/v1/contests/{slug}/feasibility", RUN),
        get("/api/v1/contests/{slug}/review", RUN),
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
        get("/api/v1/rounds/{id}/complaints", RUN),
        get("/console/contests/{slug}/participants", CODES),
        get("/api/v1/contests/{slug}/participants", CODES),
        get("/api/v1/banks", READ_BANKS),
        get("/api/v1/banks/template.csv", READ_BANKS),
        get("/api/v1/banks/template.xlsx", READ_BANKS),
        get("/api/v1/banks/{id}/exports/items.csv", READ_BANKS),
        get("/api/v1/banks/{id}/exports/items.xlsx", READ_BANKS),
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
        get("/api/v1/account", OWN),
        get("/api/v1/account/sessions", OWN),
        get("/console/audit", AUDIT),
        get("/api/v1/audit/exports/audit.csv", AUDIT),
        get("/api/v1/audit/exports/audit.xlsx", AUDIT),
        get("/api/v1/units/exports/units.csv", UNITS),
        get("/api/v1/units/exports/units.xlsx", UNITS),
        get("/api/v1/units/starting-set", UNITS),
        get("/console/units", UNITS),
        get("/console/units/new", UNITS),
        get("/console/units/import", UNITS),
        get("/console/units/{id}", UNITS).at(format!("/console/units/{}", names.scene.unit("VL.S2"))),
        // The round's id is no unit's, no upload's and no import's.
        get("/console/units/uploads/{id}", UNITS).of(Whose::Nobodys),
        get("/console/units/imports/{id}", UNITS).of(Whose::Nobodys),
        get("/api/v1/audit", AUDIT),
    ]
}

fn staff_writes(names: &Names<'_>) -> Vec<Specimen> {
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
        one("POST", "/console/units/imports/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/{id}", UNITS).of(Whose::Nobodys),
        one("POST", "/console/units/{id}/headcounts", UNITS)
            .of(Whose::Nobodys)
            .with(json!({ "headcount_date": "2026-01-01", "headcount": "1" })),
        one("POST", "/console/units/{id}/removal", UNITS).of(Whose::Nobodys),
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
        one("POST", "/api/v1/contests/{slug}/series", RUN),
        one("POST", "/api/v1/contests/{slug}/copies", RUN),
        // The round's id is no group's.
        one("PATCH", "/api/v1/contests/{slug}/groups/{id}", RUN).of(Whose::Nobodys),
        one("DELETE", "/api/v1/contests/{slug}/groups/{id}", RUN).of(Whose::Nobodys),
        one("DELETE", "/api/v1/rounds/{id}", RUN),
        one("POST", "/console/contests/new", RUN),
        // Nothing is typed: asked again.
        one("POST", "/console/contests/{slug}/setup/{step}", RUN),
        one("POST", "/console/contests/{slug}/preview", RUN),
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
        one("PUT", "/api/v1/instance", INSTANCE),
        one("PUT", "/api/v1/instance/emblem", INSTANCE),
        one("DELETE", "/api/v1/instance/emblem", INSTANCE),
        one("POST", "/console/instance", INSTANCE),
        one("POST", "/console/instance/emblem", INSTANCE),
        one("POST", "/console/instance/emblem/removal", INSTANCE),
        one("POST", "/api/v1/contests/{slug}/attachments", RUN),
        // The round's id is no document's.
        one("DELETE", "/api/v1/contests/{slug}/attachments/{id}", RUN).of(Whose::Nobodys),
        one("POST", "/console/contests/{slug}/attachments", RUN),
        one("POST", "/console/contests/{slug}/attachments/{id}", RUN).of(Whose::Nobodys),
        // Not marked as understood: asked again, and nothing is announced.
        one("POST", "/console/contests/{slug}", RUN)
            .with(json!({ "round_id": names.scene.draft_round, "action": "announce" })),
    ]
}

/// No step is named and nothing confirmed: asked again, and the bank stays as it is.
fn banks(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    let staged = "/console/banks/{id}/imports/{upload}";
    let nobodys = |method| {
        let nobody = uuid::Uuid::max().to_string();
        let path = staged
            .replace("{id}", &names.scene.bank)
            .replace("{upload}", &nobody);
        one(method, staged, BANKS).at(path).of(Whose::Nobodys)
    };
    vec![
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
        nobodys("GET"),
        nobodys("POST"),
        one("GET", "/console/banks/{id}/revisions/{revision}", READ_BANKS),
        one("POST", "/console/banks/{id}/revisions/{revision}", BANKS),
    ]
}

/// Of an account, a session or an invitation that nobody has: what there is must still be there for the next visitor.
fn accounts(names: &Names<'_>) -> Vec<Specimen> {
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
        one("PUT", "/api/v1/account/password", OWN),
        one("DELETE", "/api/v1/account/sessions", OWN),
        gone("DELETE", "/api/v1/account/sessions/{id}", OWN),
        one("POST", "/api/v1/account/totp", OWN),
        one("POST", "/api/v1/account/totp/confirmation", OWN),
    ]
}

fn participants(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, whose| names.one(method, pattern, MINE).of(whose);
    vec![
        one("GET", "/contests/{slug}/entered", Whose::Contest),
        one("GET", "/contests/{slug}/ready", Whose::Contest),
        one("POST", "/rounds/{id}/start", Whose::Contest),
        one("POST", "/api/v1/rounds/{round_id}/attempts", Whose::Contest),
        one("GET", "/attempts/{id}", Whose::Owners),
        one("POST", "/attempts/{id}", Whose::Owners).with(json!({ "action": "save" })),
        one("GET", "/attempts/{id}/overview", Whose::Owners),
        one("GET", "/api/v1/attempts/{id}", Whose::Owners),
        one("GET", "/api/v1/attempts/{id}/complaints", Whose::Owners),
        one("POST", "/api/v1/attempts/{id}/complaints", Whose::Owners).with(json!({ "text": "Sai" })),
        one("PUT", "/api/v1/attempts/{id}/answers", Whose::Owners).with(json!({ "answers": [] })),
        one("POST", "/api/v1/attempts/{id}/submission", Whose::Owners),
        one("POST", "/attempts/{id}/overview", Whose::Owners).with(json!({ "action": "submit" })),
        one("GET", "/attempts/{id}/receipt", Whose::Owners),
    ]
}

fn last(names: &Names<'_>) -> Vec<Specimen> {
    let step = |pattern| names.one("POST", pattern, RUN);
    let result = |pattern| names.one("GET", pattern, MINE).of(Whose::Owners);
    let mut all = vec![
        step("/api/v1/rounds/{id}/closing"),
        step("/api/v1/rounds/{id}/freezing"),
        step("/api/v1/rounds/{id}/approval"),
        step("/api/v1/rounds/{id}/publication"),
        // Released with the publication.
        result("/api/v1/attempts/{id}/result"),
        result("/attempts/{id}/result"),
    ];
    let rankings = [
        "/contests/{slug}/ranking",
        "/rounds/{id}/ranking",
        "/api/v1/contests/{slug}/ranking",
        "/api/v1/rounds/{round_id}/ranking",
    ];
    all.extend(rankings.map(|pattern| names.one("GET", pattern, PUBLIC)));
    // A code issued anew ends the owner's sessions.
    let who = json!({ "participant_id": names.visitors.owner().id, "action": "reissue" });
    let codes = |pattern| {
        names
            .one("POST", pattern, CODES)
            .of(Whose::Unit)
            .with(who.clone())
            .ending()
    };
    all.push(codes("/api/v1/participants/{id}/re-entry-code"));
    all.push(codes("/console/contests/{slug}/participants"));
    all.push(
        names
            .one("DELETE", "/api/v1/sessions/current", Access::Session)
            .ending(),
    );
    all.push(names.one("POST", "/logout", PUBLIC).ending());
    all
}
