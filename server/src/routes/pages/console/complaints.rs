//! `/console/contests/{slug}/complaints` and `/console/rounds/{id}/complaints/{complaint}`

use std::collections::HashMap;

use axum::http::StatusCode;
use khao_app::components::choices::Label;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::safe_html::SafeHtml;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::complaints::{
    CaseItem, CaseLine, CaseListView, CaseView, TypedAnswer, case_page, list_page,
};
use khao_app::pages::receipt::Score;
use khao_domain::bank::item::ItemKindName;
use khao_domain::ids::{ComplaintId, RoundId};
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use khao_engine::contest::complaint_cases::{CaseQuery, ComplaintCase};
use khao_engine::contest::contests::Contest;
use khao_engine::contest::results::ResultItem;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{corrections, shortened};
use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::answers::{labels, option_labels};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const LIST: &str = "/console/contests/{slug}/complaints";
const CASE: &str = "/console/rounds/{id}/complaints/{complaint}";
const LINES: u16 = 50;
/// Of a complaint, in the list.
const TEXT_CHARS: usize = 120;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ExportPersonalData);
    vec![
        get(LIST, read, list),
        get(CASE, read, show),
        post(CASE, Access::Staff(Action::RunContests), answer).takes_form(),
    ]
}

/// As the page's own form and links send them; an empty choice is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    state: String,
    round: String,
    /// `{moment of filing}_{id}` of the last one seen.
    after: String,
}

impl Params {
    fn query(&self) -> Result<CaseQuery, Fault> {
        let round = match self.round.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| Fault::not_found())?),
        };
        let after = match self.after.split_once('_') {
            None if self.after.is_empty() => None,
            None => return Err(Fault::not_found()),
            Some((at, id)) => Some((
                Timestamp(at.parse().map_err(|_| Fault::not_found())?),
                id.parse().map_err(|_| Fault::not_found())?,
            )),
        };
        Ok(CaseQuery {
            round,
            answered: self.state == "answered",
            after,
            limit: LINES,
        })
    }

    fn link(&self, slug: &str, (at, id): (Timestamp, ComplaintId)) -> String {
        let after = format!("{}_{id}", at.0);
        let fields = [
            ("state", self.state.as_str()),
            ("round", &self.round),
            ("after", &after),
        ];
        address(&format!("/console/contests/{slug}/complaints"), fields)
    }
}

async fn list(page_of: Page, InPath(slug): InPath<String>, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let contest = engine.console_contest(actor, &slug).await?;
    let query = params.query()?;
    let found = engine.complaints_of_contest(actor, &slug, &query).await?;
    let counts = engine.complaint_counts(actor, &slug).await?;
    let names: HashMap<RoundId, &str> = contest
        .rounds
        .iter()
        .map(|round| (round.id, round.name.as_str()))
        .collect();
    let round = |round: &khao_engine::contest::rounds::Round| {
        SelectOption::content(round.id.to_string(), round.name.clone())
    };
    let view = CaseListView {
        contest_title: contest.title.clone(),
        open: counts.values().map(|count| count.open).sum(),
        answered: counts.values().map(|count| count.answered).sum(),
        rounds: contest.rounds.iter().map(round).collect(),
        round: query.round.map(|round| round.to_string()),
        shows_answered: query.answered,
        next: found.next.map(|next| params.link(&slug, next)),
        lines: found.cases.into_iter().map(|case| line(case, &names)).collect(),
        slug,
    };
    let title = lang.say("Khiếu nại", "Complaints");
    let content = list_page(lang, view);
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, title, content)
        .await)
}

fn line(case: ComplaintCase, rounds: &HashMap<RoundId, &str>) -> CaseLine {
    let complaint = case.complaint;
    CaseLine {
        id: complaint.id,
        round: case.round,
        round_name: rounds.get(&case.round).copied().unwrap_or_default().to_owned(),
        position: complaint.position,
        code: case.item.unwrap_or_default(),
        name: case.name,
        text: shortened(&complaint.text, TEXT_CHARS),
        filed_at: complaint.filed_at,
        is_answered: complaint.answer.is_some(),
        upheld: complaint.upheld,
    }
}

async fn show(page_of: Page, InPath(id): InPath<(RoundId, ComplaintId)>) -> PageResult {
    respond(&page_of, id, StatusCode::OK, TypedAnswer::default(), Vec::new()).await
}

async fn answer(page_of: Page, InPath(id): InPath<(RoundId, ComplaintId)>, form: Form) -> PageResult {
    let typed = TypedAnswer {
        ruling: form.text("ruling").to_owned(),
        answer: form.text("answer").to_owned(),
    };
    match take(&page_of, id, &typed).await {
        Ok(()) => {
            let path = CASE.replace("{id}", &id.0.to_string());
            Ok(see_done(
                &path.replace("{complaint}", &id.1.to_string()),
                Done::ComplaintAnswered,
            ))
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(&page_of, id, status, typed, problems).await
        }
    }
}

async fn take(page_of: &Page, id: (RoundId, ComplaintId), typed: &TypedAnswer) -> Result<(), Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let upheld = match typed.ruling.as_str() {
        "upheld" => true,
        "refused" => false,
        _ => {
            // A complaint of another contest's people is not there, whatever was typed.
            engine.complaint_case(actor, id).await?;
            return Err(Error::invalid(
                "/ruling",
                said(
                    "Hãy chọn chấp nhận hoặc không chấp nhận.",
                    "Choose whether it is upheld or refused.",
                ),
            ));
        }
    };
    engine
        .answer_complaint(actor, id, &typed.answer, Some(upheld))
        .await
}

async fn respond(
    page_of: &Page,
    (round_id, id): (RoundId, ComplaintId),
    status: StatusCode,
    typed: TypedAnswer,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let file = engine.complaint_case(actor, (round_id, id)).await?;
    let (contest, round) = engine.reached_round(actor, round_id).await?;
    let complaint = file.case.complaint;
    let code = file.case.item.unwrap_or_default();
    let view = CaseView {
        id,
        corrections: corrections::path_for(round_id, &code),
        round: round_id,
        round_name: round.name.clone(),
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        position: complaint.position,
        code,
        name: file.case.name,
        text: complaint.text,
        filed_at: complaint.filed_at,
        score: file.score.map(|(hundredths, max_hundredths)| Score {
            hundredths,
            max_hundredths,
        }),
        answer: complaint.answer,
        upheld: complaint.upheld,
        has_keys: file.has_keys,
        items: file
            .items
            .into_iter()
            .map(|one| item(lang, one, file.has_keys))
            .collect(),
        may_answer: actor.may(Action::RunContests).is_ok(),
        typed,
        problems,
    };
    let title = lang.say("Khiếu nại", "Complaint");
    let content = case_page(lang, view);
    Ok(page_of
        .show_console(Section::Contests, status, title, content)
        .await)
}

fn item(lang: Lang, item: ResultItem, has_keys: bool) -> CaseItem {
    let is_scored = item.kind != ItemKindName::Prediction;
    let mut key = option_labels(&item.key, &item.options);
    key.extend(item.key_text.clone().map(Label::Text));
    let option = |(_, text): &(String, std::sync::Arc<str>)| Label::Html(SafeHtml::sanitised(text.clone()));
    CaseItem {
        position: item.position,
        own: labels(lang, item.answer.as_ref(), &item.options),
        options: item.options.iter().map(option).collect(),
        key: if is_scored { key } else { Vec::new() },
        points: (is_scored && has_keys).then(|| Score {
            hundredths: i64::from(item.score_hundredths),
            max_hundredths: i64::from(item.max_score_hundredths),
        }),
        stem: SafeHtml::sanitised(item.stem_html),
        source: item.source,
        corrected: item.corrected,
    }
}

/// How many wait for an answer, where the visitor may read them.
pub(super) async fn open(
    page_of: &Page,
    contest: &Contest,
    round: Option<RoundId>,
) -> Result<Option<i64>, Fault> {
    if page_of.actor().may(Action::ExportPersonalData).is_err() {
        return Ok(None);
    }
    let counts = page_of
        .engine()
        .complaint_counts(page_of.actor(), &contest.slug)
        .await?;
    Ok(Some(match round {
        Some(round) => counts.get(&round).map_or(0, |count| count.open),
        None => counts.values().map(|count| count.open).sum(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_on_from_its_last_line_and_odd_ones_are_not_found() {
        let params = Params {
            state: "answered".to_owned(),
            ..Params::default()
        };
        let id = ComplaintId(uuid::Uuid::max());
        let link = params.link("cchc", (Timestamp(-5), id));
        assert!(link.ends_with("?state=answered&after=-5_ffffffff-ffff-ffff-ffff-ffffffffffff"));
        let next = Params {
            after: format!("-5_{id}"),
            ..Params::default()
        };
        assert_eq!(
            next.query().ok().and_then(|query| query.after),
            Some((Timestamp(-5), id))
        );
        for after in ["1", "x_y", "1_", "_1"] {
            let odd = Params {
                after: after.to_owned(),
                ..Params::default()
            };
            assert_eq!(
                odd.query().err().map(|fault| fault.status),
                Some(StatusCode::NOT_FOUND)
            );
        }
    }
}
