//! `/console/banks/{id}/items/{code}` and its versions side by side.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::compare::{self, CompareView};
use khao_app::pages::console::banks::item::{ItemPageView, VersionLine, page};
use khao_app::text::figures;
use khao_domain::bank::formats::csv::kind_name_in;
use khao_domain::bank::item::Item;
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{differences, head, look_view};
use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/banks/{id}/items/{code}";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadBanks);
    vec![
        get(PATH, read, show),
        // Which step is whose, the engine decides.
        post(PATH, read, send).takes_form(),
        get("/console/banks/{id}/items/{code}/compare", read, show_versions),
    ]
}

async fn show(page_of: Page, InPath((id, code)): InPath<(BankId, String)>) -> PageResult {
    respond(&page_of, StatusCode::OK, (id, &code), "", Vec::new()).await
}

async fn send(page_of: Page, InPath((id, code)): InPath<(BankId, String)>, form: Form) -> PageResult {
    if form.text("action") == "delete" {
        return delete(&page_of, (id, &code), &form).await;
    }
    match take(&page_of, id, &code, &form).await {
        Ok(()) => {
            let bank = page_of.engine().bank(page_of.actor(), id).await?;
            Ok(see_done(&head(&bank).item_path(&code), Done::ItemsChanged))
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(&page_of, status, (id, &code), form.text("note"), problems).await
        }
    }
}

async fn delete(page_of: &Page, (id, code): (BankId, &str), form: &Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let bank = head(&engine.bank(actor, id).await?);
    let deleted = match form.confirmed() {
        Ok(()) => engine.delete_item(actor, id, code).await,
        Err(error) => Err(error),
    };
    match deleted {
        Ok(()) => Ok(see_done(&bank.path(), Done::ItemDeleted)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(page_of, status, (id, code), "", problems).await
        }
    }
}

async fn take(page_of: &Page, id: BankId, code: &str, form: &Form) -> Result<(), Error> {
    let step = Step::parse(form.text("action"));
    let step =
        step.ok_or_else(|| Error::invalid("/action", said("Không có bước này.", "There is no such step.")))?;
    page_of
        .engine()
        .step_item(page_of.actor(), id, code, step, form.text("note"))
        .await
}

fn validity(lang: Lang, item: &Item) -> String {
    let day = |day: Option<khao_domain::time::CivilDate>| {
        day.map_or_else(|| "…".to_owned(), |day| day.in_lang(lang))
    };
    if item.valid_from.is_none() && item.valid_until.is_none() {
        return lang.say("Không giới hạn", "Unlimited").to_owned();
    }
    format!("{} – {}", day(item.valid_from), day(item.valid_until))
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    (id, code): (BankId, &str),
    typed_note: &str,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let detail = engine.item(actor, id, code).await?;
    let may_judge = actor.may(Action::ApproveItems).is_ok();
    let item = &detail.item.item;
    let view = ItemPageView {
        bank: head(&detail.bank),
        code: item.code.clone(),
        kind: kind_name_in(lang, &item.kind),
        topic: item.topic.clone(),
        difficulty: item.difficulty.level(),
        points: figures::points(lang, i64::from(item.points_hundredths)),
        source: item.source.clone(),
        validity: validity(lang, item),
        status: item.status,
        note: detail.item.note.clone(),
        versions: detail
            .versions
            .iter()
            .zip((1..=detail.versions.len()).rev())
            .map(|(one, number)| VersionLine {
                number,
                from_revision: one.from_revision,
                changed_at: one.changed_at,
                changed_by: one.changed_by.clone(),
                status: one.item.status,
                note: one.note.clone(),
            })
            .collect(),
        may_edit: actor.may(Action::ManageBanks).is_ok(),
        steps: detail.steps,
        can_be_deleted: detail.can_be_deleted,
        is_own: detail.is_own && may_judge,
        typed_note: typed_note.to_owned(),
        problems,
        look: look_view(detail.look),
    };
    Ok(page_of
        .show_console(Section::Banks, status, code, page(lang, view))
        .await)
}

/// Revisions that brought the versions; without them the two newest.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pair {
    a: Option<i64>,
    b: Option<i64>,
}

async fn show_versions(
    page_of: Page,
    InPath((id, code)): InPath<(BankId, String)>,
    InQuery(pair): InQuery<Pair>,
) -> PageResult {
    let lang = page_of.lang();
    let detail = page_of.engine().item(page_of.actor(), id, &code).await?;
    let versions = &detail.versions;
    let version = |wanted: Option<i64>, place: usize| {
        let asked = wanted.map(|wanted| versions.iter().find(|one| one.from_revision == wanted));
        let newest = versions.get(place).or_else(|| versions.first());
        asked.unwrap_or(newest).ok_or_else(Fault::not_found)
    };
    let (a, b) = (version(pair.a, 1)?, version(pair.b, 0)?);
    let view = CompareView {
        bank: head(&detail.bank),
        versions: versions
            .iter()
            .map(|one| one.from_revision)
            .zip((1..=versions.len()).rev())
            .collect(),
        a: a.from_revision,
        b: b.from_revision,
        rows: differences(&a.item, &b.item),
        code: code.clone(),
    };
    Ok(page_of
        .show_console(Section::Banks, StatusCode::OK, &code, compare::page(lang, view))
        .await)
}
