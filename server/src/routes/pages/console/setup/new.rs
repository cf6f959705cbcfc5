//! `/console/contests/new`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::setup::new::{NewContestView, page};
use khao_domain::contest::series::{Series, planned};
use khao_domain::contest::template::Template;
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::contest::beginnings::{CopyOf, FromTemplate};
use khao_engine::contest::contests::Contest;
use khao_engine::contest::setup::check_slug;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Action;
use serde::Deserialize;
use std::sync::Arc;

use super::super::addresses::{at_address, slug_of};
use super::numbers::{day, whole};
use crate::problem::Fault;
use crate::routes::body::{Form, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/new";
const WEEK_DAYS: u32 = 7;
const NOTICE_DAYS: i64 = 2;

pub(super) fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, run, show), post(PATH, run, send).takes_form()]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The contest to begin from.
    copy: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let banks = banks(&page_of).await?;
    // People need some days to hear of it.
    let soonest = page_of.engine().now().local_date().plus_days(NOTICE_DAYS);
    let monday = soonest.next_monday();
    let contests = contests(&page_of).await?;
    let source = contests.iter().find(|(slug, _)| *slug == params.copy);
    let view = NewContestView {
        form_id: page_of.form_id(),
        template: source.map_or_else(
            || Template::Weekly.as_str().to_owned(),
            |(slug, _)| format!("copy:{slug}"),
        ),
        bank: banks.first().map_or_else(String::new, |bank| bank.value.clone()),
        first_day: monday.vietnamese(),
        rounds: "4".to_owned(),
        minutes: Template::Weekly.minutes().to_string(),
        banks,
        contests,
        ..NewContestView::default()
    };
    respond(&page_of, StatusCode::OK, &view).await
}

async fn send(page_of: Page, form: Form) -> PageResult {
    match create(&page_of, &form).await {
        Ok(contest) => {
            let is_copy = copied(&form).is_some();
            let step = if contest.groups.is_empty() && !is_copy {
                "groups"
            } else {
                "review"
            };
            Ok(see_other(&format!(
                "/console/contests/{}/setup/{step}",
                contest.slug
            )))
        }
        Err(error) => {
            let (status, problems) = refused(at_slug(error))?;
            let view = typed(&page_of, &form, problems).await?;
            respond(&page_of, status, &view).await
        }
    }
}

/// What is taken is the address, which has a field.
fn at_slug(error: Error) -> Error {
    match error {
        Error::Conflict(Conflict::Taken) => Error::invalid(
            "/slug",
            said(
                "Đã có cuộc thi ở địa chỉ này; xin chọn địa chỉ khác.",
                "There is a contest at this address; choose another.",
            ),
        ),
        other => other,
    }
}

async fn create(page_of: &Page, form: &Form) -> Result<Arc<Contest>, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let mut problems = Vec::new();
    let title = form.text("title").trim().to_owned();
    if title.is_empty() {
        problems.push(Problem::at(
            "/title",
            said("Xin đặt tên cho cuộc thi.", "Give the contest a title."),
        ));
    }
    let (typed, proposed) = (form.text("slug").trim(), slug_of(&title));
    if !typed.is_empty() {
        problems.extend(check_slug(typed));
    }
    let template = Template::parse(form.text("template"));
    if let Some(source) = copied(form) {
        let first_day = day("/first_day", form.text("first_day"), &mut problems);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let copy = |slug| {
            let title = title.clone();
            let copy = CopyOf {
                slug,
                title,
                first_day,
            };
            engine.copy_contest(actor, source, copy, form.key.clone())
        };
        return at_address((typed, &proposed), copy).await;
    }
    let Some(template) = template else {
        problems.push(Problem::at(
            "/template",
            said("Xin chọn một mẫu để bắt đầu.", "Choose a template to start from."),
        ));
        return Err(Error::Invalid(problems));
    };
    let minutes = whole("/minutes", form.text("minutes"), &mut problems);
    let series = match template {
        Template::Blank => None,
        Template::Weekly => weeks(page_of.lang(), engine.now().local_date(), form, &mut problems),
    };
    let Some(minutes) = minutes.filter(|_| problems.is_empty()) else {
        return Err(Error::Invalid(problems));
    };
    let bank = form.text("bank_id").parse().ok();
    let make = |slug| {
        let new = FromTemplate {
            template,
            slug,
            title: title.clone(),
            bank,
            series: series.clone(),
            minutes,
        };
        engine.create_from_template(actor, new, form.key.clone())
    };
    at_address((typed, &proposed), make).await
}

fn copied(form: &Form) -> Option<&str> {
    form.text("template").strip_prefix("copy:")
}

fn weeks(lang: Lang, today: CivilDate, form: &Form, problems: &mut Vec<Problem>) -> Option<Series> {
    let first_day = day("/first_day", form.text("first_day"), problems);
    let rounds = whole("/rounds", form.text("rounds"), problems);
    let series = Series {
        name: lang.say("Tuần", "Week").to_owned(),
        number: 1,
        // Something, so that the number of rounds is judged beside a mistyped day.
        first_day: first_day.unwrap_or(today),
        rounds: rounds?,
        days: WEEK_DAYS,
    };
    problems.extend(planned(&series).err().into_iter().flatten());
    Some(series)
}

async fn typed(page_of: &Page, form: &Form, problems: Vec<Problem>) -> Result<NewContestView, Fault> {
    let text = |name: &str| form.text(name).to_owned();
    Ok(NewContestView {
        form_id: text("form_id"),
        title: text("title"),
        slug: text("slug"),
        template: text("template"),
        bank: text("bank_id"),
        first_day: text("first_day"),
        rounds: text("rounds"),
        minutes: text("minutes"),
        banks: banks(page_of).await?,
        contests: contests(page_of).await?,
        problems,
    })
}

/// Every bank the visitor may draw from.
pub(super) async fn banks(page_of: &Page) -> Result<Vec<SelectOption>, Fault> {
    let banks = page_of.engine().drawable_banks(page_of.actor()).await?;
    Ok(banks
        .into_iter()
        .map(|bank| SelectOption::content(bank.id.to_string(), bank.name))
        .collect())
}

async fn contests(page_of: &Page) -> Result<Vec<(String, String)>, Fault> {
    let contests = page_of.engine().contests(page_of.actor()).await?;
    Ok(contests
        .iter()
        .map(|contest| (contest.slug.clone(), contest.title.clone()))
        .collect())
}

async fn respond(page_of: &Page, status: StatusCode, view: &NewContestView) -> PageResult {
    let lang = page_of.lang();
    let title = lang.say("Cuộc thi mới", "New contest");
    Ok(page_of
        .show_console(Section::Contests, status, title, page(lang, view))
        .await)
}
