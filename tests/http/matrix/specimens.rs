//! A call of every route: whose object it touches, and a body that the call itself may refuse, but not for who sent it.

mod staff;
mod surveys;

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
    /// Of whoever may read surveys' figures before they are public.
    Surveyors,
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
const INSPECT: Access = Access::Staff(Action::InspectContests);
const FIND: Access = Access::Staff(Action::FindPeople);
const BANKS: Access = Access::Staff(Action::ManageBanks);
const APPROVE: Access = Access::Staff(Action::ApproveItems);
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
const READ_UNITS: Access = Access::Staff(Action::ReadUnits);
const SURVEYS: Access = Access::Staff(Action::ReadSurveys);
const FIELD: Access = Access::Staff(Action::RunSurveys);
const COLLECT: Access = Access::Staff(Action::CollectResponses);
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
        let slug = if pattern.contains("/surveys/") {
            "quay"
        } else {
            "cchc"
        };
        let path = pattern
            .replace("{wave}/invitations/{batch}", &scene.batch_path())
            .replace("{wave}", &scene.wave)
            .replace("{slug}", slug)
            .replace("{step}", "review")
            .replace("{round_id}", &scene.round);
        let nobody = uuid::Uuid::max().to_string();
        let path = path.replace("{complaint}", &nobody).replace("{prize}", &nobody);
        let path = path
            .replace("{code}", "TC-1")
            .replace("{revision}", "1")
            .replace("{day}", "2026-01-01");
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
    all.extend(respondents(&names));
    all.extend(staff::reads(&names));
    all.extend(staff::writes(&names));
    all.extend(staff::banks(&names));
    all.extend(staff::accounts(&names));
    all.extend(surveys(&names));
    all.extend(surveys::pages(&names));
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
        get("/sw.js"),
        get("/"),
        get("/guide"),
        get("/guide/{page}").at("/guide/participant-1-enter".to_owned()),
        get("/guide/pictures/{name}").of(Whose::Nobodys),
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
        get("/contests/{slug}/winners"),
        get("/api/v1/contests/{slug}/winners"),
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

/// Of the authority's survey.
fn surveys(names: &Names<'_>) -> Vec<Specimen> {
    let one = |method, pattern, access| names.one(method, pattern, access);
    vec![
        one("GET", "/api/v1/surveys", PUBLIC),
        one("GET", "/api/v1/surveys/{slug}", PUBLIC),
        one("GET", "/api/v1/surveys/{slug}/fielded", PUBLIC),
        one("GET", "/api/v1/surveys/{slug}/results", PUBLIC).of(Whose::Surveyors),
        one("GET", "/api/v1/surveys/{slug}/form", SURVEYS),
        one("POST", "/api/v1/surveys", FIELD),
        one("PATCH", "/api/v1/surveys/{slug}", FIELD),
        one("POST", "/api/v1/surveys/{slug}/waves", FIELD),
        one("PATCH", "/api/v1/surveys/{slug}/waves/{wave}", FIELD),
        one("GET", "/api/v1/surveys/{slug}/waves/{wave}/invitations", SURVEYS),
        one("POST", "/api/v1/surveys/{slug}/waves/{wave}/invitations", FIELD),
        one(
            "PATCH",
            "/api/v1/surveys/{slug}/waves/{wave}/invitations/{batch}",
            FIELD,
        ),
        one("POST", "/api/v1/surveys/{slug}/responses", PUBLIC),
        one("POST", "/api/v1/surveys/{slug}/responses/batch", COLLECT),
    ]
}

/// What anybody may answer and read of a survey.
fn respondents(names: &Names<'_>) -> Vec<Specimen> {
    vec![
        names.one("GET", "/surveys/{slug}", PUBLIC),
        names
            .one("GET", "/kiosk/{slug}", PUBLIC)
            .at("/kiosk/quay".to_owned()),
        names
            .one("POST", "/surveys/{slug}", PUBLIC)
            .with(json!({ "action": "next" })),
        names
            .one("GET", "/surveys/{slug}/trend", PUBLIC)
            .of(Whose::Surveyors),
        names
            .one("GET", "/surveys/{slug}/results", PUBLIC)
            .of(Whose::Surveyors),
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
        one("GET", "/attempts/{id}/told", Whose::Owners),
        one("GET", "/api/v1/attempts/{id}", Whose::Owners),
        one("GET", "/api/v1/attempts/{id}/complaints", Whose::Owners),
        one("POST", "/api/v1/attempts/{id}/complaints", Whose::Owners).with(json!({ "text": "Sai" })),
        one("GET", "/attempts/{id}/complaints", Whose::Owners),
        one("POST", "/attempts/{id}/complaints", Whose::Owners).with(json!({ "text": "Sai" })),
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
    all.push(
        names
            .one("POST", "/language", PUBLIC)
            .with(json!({ "lang": "en" })),
    );
    all
}
