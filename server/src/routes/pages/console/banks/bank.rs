//! `/console/banks/{id}`: items filtered, and several changed at once.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::PATH;
use khao_app::pages::console::banks::bank::{BankView, Filter, ItemLine, page};
use khao_domain::bank::item::{Difficulty, ItemStatus};
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::bank::items::ItemQuery;
use khao_engine::bank::review::{BulkReport, BulkStep, LeftOut};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::head;
use crate::routes::api::paging::cut;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::console::{owner, shortened};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::{named, refused};
use crate::routes::table::{Access, Route, get, post};

/// How many items a page shows.
const SHOWN: usize = 50;
const STEM_CHARS: usize = 160;
/// Words somebody looks for.
const QUERY_CHARS: usize = 200;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadBanks);
    vec![
        get("/console/banks/{id}", read, show),
        // Which step is whose, the engine decides.
        post("/console/banks/{id}", read, send).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    query: String,
    topic: String,
    difficulty: String,
    status: String,
    valid_on: String,
    after: String,
}

impl Params {
    fn address(&self, id: BankId, after: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("query", &self.query)
            .append_pair("topic", &self.topic)
            .append_pair("difficulty", &self.difficulty)
            .append_pair("status", &self.status)
            .append_pair("valid_on", &self.valid_on)
            .append_pair("after", after)
            .finish();
        format!("{PATH}/{id}?{query}")
    }
}

/// What a form that came back has to say.
#[derive(Debug, Default)]
struct Told {
    report: Vec<String>,
    note: String,
    /// The owner's code as it was typed.
    unit: Option<String>,
    problems: Vec<Problem>,
}

async fn show(page_of: Page, InPath(id): InPath<BankId>, InQuery(params): InQuery<Params>) -> PageResult {
    respond(&page_of, StatusCode::OK, id, &params, Told::default()).await
}

async fn send(
    page_of: Page,
    InPath(id): InPath<BankId>,
    InQuery(params): InQuery<Params>,
    form: Form,
) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.bank(actor, id).await?;
    if form.text("action") == owner::ACTION {
        return give_away(&page_of, id, &form).await;
    }
    let codes: Vec<String> = form.all("codes").map(str::to_owned).collect();
    let done = match step_of(&form) {
        Ok(step) => engine.change_items(actor, id, &codes, step).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(report) if report.left_out.is_empty() => {
            Ok(see_done(&params.address(id, &params.after), Done::ItemsChanged))
        }
        Ok(report) => {
            let told = Told {
                report: sentences(page_of.lang(), &report),
                ..Told::default()
            };
            let status = if report.changed.is_empty() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            respond(&page_of, status, id, &params, told).await
        }
        Err(error) => {
            let (status, problems) = refused(named(error, in_form))?;
            let told = Told {
                note: form.text("note").to_owned(),
                problems,
                ..Told::default()
            };
            respond(&page_of, status, id, &params, told).await
        }
    }
}

async fn give_away(page_of: &Page, id: BankId, form: &Form) -> PageResult {
    let given = match owner::typed(page_of, form).await {
        Ok(unit) => {
            page_of
                .engine()
                .change_bank_owner(page_of.actor(), id, unit)
                .await
        }
        Err(error) => Err(error),
    };
    match given {
        Ok(bank) => Ok(see_done(&head(&bank).path(), Done::OwnerChanged)),
        Err(error) => {
            let (status, problems) = refused(named(error, owner::in_form))?;
            let told = Told {
                unit: Some(form.text("unit").to_owned()),
                problems,
                ..Told::default()
            };
            respond(page_of, status, id, &Params::default(), told).await
        }
    }
}

fn step_of(form: &Form) -> Result<BulkStep, Error> {
    match form.text("action") {
        "topic" => Ok(BulkStep::Topic(form.text("new_topic").to_owned())),
        "difficulty" => {
            let level = form.text("new_difficulty").parse().ok().and_then(Difficulty::new);
            let missing = || {
                Error::invalid(
                    "/new_difficulty",
                    said("Xin chọn độ khó mới.", "Choose the new difficulty."),
                )
            };
            level.map(BulkStep::Difficulty).ok_or_else(missing)
        }
        action => {
            let step = Step::parse(action);
            let step = step.ok_or_else(|| {
                Error::invalid("/action", said("Không có bước này.", "There is no such step."))
            })?;
            Ok(BulkStep::Step(step, form.text("note").to_owned()))
        }
    }
}

fn in_form(pointer: &str) -> String {
    match pointer {
        "/topic" => "/new_topic",
        other => other,
    }
    .to_owned()
}

fn sentences(lang: Lang, report: &BulkReport) -> Vec<String> {
    let mut told = vec![match lang {
        Lang::Vi => format!("Đã cập nhật {} câu.", report.changed.len()),
        Lang::En => format!("{} items were changed.", report.changed.len()),
    }];
    for (why, words) in [
        (
            LeftOut::Own,
            lang.say(
                "Do ông/bà soạn nên người khác phải duyệt:",
                "Yours, so somebody else must judge:",
            ),
        ),
        (
            LeftOut::Status,
            lang.say(
                "Trạng thái không hợp với bước này:",
                "The step does not start from the status of:",
            ),
        ),
        (
            LeftOut::Missing,
            lang.say("Không còn trong ngân hàng:", "No longer in the bank:"),
        ),
    ] {
        let codes: Vec<&str> = report
            .left_out
            .iter()
            .filter(|(_, reason)| *reason == why)
            .map(|(code, _)| code.as_str())
            .collect();
        if !codes.is_empty() {
            told.push(format!("{words} {}.", codes.join(", ")));
        }
    }
    told
}

/// What the filter asks for; a date that is none is told.
fn query_of(params: &Params, problems: &mut Vec<Problem>) -> ItemQuery {
    let valid_on = CivilDate::parse(params.valid_on.trim());
    if valid_on.is_none() && !params.valid_on.trim().is_empty() {
        let detail = said(
            "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.",
            "A date is day/month/year, such as 01/07/2025.",
        );
        problems.push(Problem::at("/valid_on", detail));
    }
    ItemQuery {
        text: params.query.chars().take(QUERY_CHARS).collect(),
        topic: Some(params.topic.clone()).filter(|topic| !topic.is_empty()),
        difficulty: params.difficulty.parse().ok().and_then(Difficulty::new),
        status: ItemStatus::parse(&params.status),
        valid_on,
        after: params.after.clone(),
        limit: SHOWN + 1,
    }
}

async fn respond(page_of: &Page, status: StatusCode, id: BankId, params: &Params, told: Told) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mut problems = told.problems;
    let query = query_of(params, &mut problems);
    let mut found = engine.items(actor, id, &query).await?;
    let next = cut(&mut found.items, SHOWN, |last| {
        params.address(id, &last.item.code)
    });
    let status = if status == StatusCode::OK && !problems.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        status
    };
    let view = BankView {
        bank: head(&found.bank),
        filter: Filter {
            query: params.query.clone(),
            topic: params.topic.clone(),
            difficulty: params.difficulty.clone(),
            status: params.status.clone(),
            valid_on: params.valid_on.clone(),
        },
        here: params.address(id, &params.after),
        next,
        topics: found.topics,
        items: found
            .items
            .iter()
            .map(|one| ItemLine {
                code: one.item.code.clone(),
                stem: shortened(&one.item.stem, STEM_CHARS),
                topic: one.item.topic.clone(),
                difficulty: one.item.difficulty.level(),
                status: one.item.status,
            })
            .collect(),
        total: found.total,
        counts: found.counts.into_iter().collect(),
        may_edit: actor.may(Action::ManageBanks).is_ok(),
        may_judge: actor.may(Action::ApproveItems).is_ok(),
        report: told.report,
        note: told.note,
        unit: match told.unit {
            Some(typed) => typed,
            None => owner::code(page_of, found.bank.unit).await?,
        },
        problems,
    };
    let title = found.bank.name;
    Ok(page_of
        .show_console(Section::Banks, status, &title, page(lang, view))
        .await)
}
