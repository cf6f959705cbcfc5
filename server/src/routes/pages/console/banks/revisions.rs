//! `/console/banks/{id}/revisions` and each of them: what was done to a bank, and an import taken back.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::revisions::{
    RevisionLine, RevisionView, RevisionsView, revision_page, revisions_page,
};
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_engine::bank::changes::RevisionKind;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::head;
use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const REVISION: &str = "/console/banks/{id}/revisions/{revision}";
/// How many a page lists.
const SHOWN: usize = 50;

pub fn routes() -> Vec<Route> {
    let (read, manage) = (
        Access::Staff(Action::ReadBanks),
        Access::Staff(Action::ManageBanks),
    );
    vec![
        get("/console/banks/{id}/revisions", read, list),
        get(REVISION, read, show_revision),
        post(REVISION, manage, undo).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Before {
    before: Option<i64>,
}

async fn list(page_of: Page, InPath(id): InPath<BankId>, InQuery(from): InQuery<Before>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (bank, mut revisions) = engine
        .bank_revisions(actor, id, from.before, one_more(SHOWN))
        .await?;
    let next = cut(&mut revisions, SHOWN, |last| last.revision);
    let may_undo = actor.may(Action::ManageBanks).is_ok();
    let bank = head(&bank);
    let lines = revisions.into_iter().map(|one| RevisionLine {
        revision: one.revision,
        what: what(lang, one.kind),
        made_by: one.made_by,
        made_at: one.made_at.minute_in(lang),
        new: one.new,
        changed: one.changed,
        can_be_undone: one.can_be_undone && may_undo,
    });
    let view = RevisionsView {
        lines: lines.collect(),
        next: next.map(|last| format!("{}?before={last}", bank.revisions_path())),
        bank,
    };
    let title = lang.say("Các lần nhập, sửa", "Imports and changes");
    Ok(page_of
        .show_console(Section::Banks, StatusCode::OK, title, revisions_page(lang, view))
        .await)
}

const fn what(lang: Lang, kind: RevisionKind) -> &'static str {
    match kind {
        RevisionKind::Import => lang.say("Nhập từ tệp", "Import"),
        RevisionKind::Edit => lang.say("Soạn, sửa", "Written or edited"),
        RevisionKind::Step => lang.say("Thẩm định, duyệt, ngừng dùng", "Reviewed, approved or retired"),
        RevisionKind::Undo => lang.say("Hoàn tác một lần nhập", "An import undone"),
    }
}

async fn show_revision(page_of: Page, InPath((id, revision)): InPath<(BankId, i64)>) -> PageResult {
    respond_revision(&page_of, StatusCode::OK, (id, revision), Vec::new()).await
}

async fn undo(page_of: Page, InPath((id, revision)): InPath<(BankId, i64)>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.bank_revision(actor, id, revision).await?;
    let done = match form.confirmed() {
        Ok(()) => engine.undo_import(actor, id, revision).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(see_done(&format!("/console/banks/{id}"), Done::ImportUndone)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond_revision(&page_of, status, (id, revision), problems).await
        }
    }
}

async fn respond_revision(
    page_of: &Page,
    status: StatusCode,
    (id, revision): (BankId, i64),
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let found = engine.bank_revision(actor, id, revision).await?;
    let view = RevisionView {
        bank: head(&found.bank),
        revision,
        made_by: found.made_by,
        made_at: found.made_at.minute_in(lang),
        new: found.new,
        changed: found.changed,
        waiting: found.waiting,
        can_be_undone: found.can_be_undone && actor.may(Action::ManageBanks).is_ok(),
        problems,
    };
    let title = lang.say("Lần sửa của ngân hàng", "A revision of the bank");
    Ok(page_of
        .show_console(Section::Banks, status, title, revision_page(lang, &view))
        .await)
}
