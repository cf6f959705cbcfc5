//! `/console/banks/{id}/import`, `/console/banks/{id}/imports/{upload}` and `/console/banks/{id}/revisions/{revision}`

use std::ops::ControlFlow;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::import::{
    DryRunView, RevisionView, UploadView, dry_run_page, revision_page, upload_page,
};
use khao_domain::ids::{BankId, UploadId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::bank::imports::ImportReport;
use khao_engine::bank::uploads::Staged;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::head;
use crate::routes::body::{Form, InPath};
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const UPLOAD: &str = "/console/banks/{id}/import";
const STAGED: &str = "/console/banks/{id}/imports/{upload}";
const REVISION: &str = "/console/banks/{id}/revisions/{revision}";

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageBanks);
    vec![
        get(UPLOAD, manage, show_upload),
        post(UPLOAD, manage, send_upload).takes_parts(&[]),
        get(STAGED, manage, show_staged),
        post(STAGED, manage, confirm).takes_form(),
        get(REVISION, Access::Staff(Action::ReadBanks), show_revision),
        post(REVISION, manage, undo).takes_form(),
    ]
}

async fn show_upload(page_of: Page, InPath(id): InPath<BankId>) -> PageResult {
    respond_upload(&page_of, StatusCode::OK, id, Vec::new()).await
}

async fn respond_upload(
    page_of: &Page,
    status: StatusCode,
    id: BankId,
    problems: Vec<Problem>,
) -> PageResult {
    let lang = page_of.lang();
    let bank = head(&page_of.engine().bank(page_of.actor(), id).await?);
    let title = lang.say("Nhập câu hỏi từ tệp", "Import items from a file");
    let content = upload_page(lang, &UploadView { bank, problems });
    Ok(page_of.show_console(Section::Banks, status, title, content).await)
}

async fn send_upload(page_of: Page, InPath(id): InPath<BankId>, sent: SentParts) -> PageResult {
    let sent = sent.only(&[])?;
    let (engine, actor) = (page_of.engine(), page_of.actor());
    match engine
        .stage_import(actor, id, &sent.file.name, &sent.file.content)
        .await
    {
        Ok(upload) => Ok(see_other(&format!("/console/banks/{id}/imports/{upload}"))),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond_upload(&page_of, status, id, problems).await
        }
    }
}

async fn show_staged(page_of: Page, InPath((id, upload)): InPath<(BankId, UploadId)>) -> PageResult {
    let staged = page_of
        .engine()
        .staged_import(page_of.actor(), id, upload)
        .await?;
    respond_staged(&page_of, StatusCode::OK, (id, upload), staged).await
}

async fn respond_staged(
    page_of: &Page,
    status: StatusCode,
    (id, upload): (BankId, UploadId),
    staged: Staged,
) -> PageResult {
    let lang = page_of.lang();
    let report = staged.report;
    let view = DryRunView {
        bank: head(&page_of.engine().bank(page_of.actor(), id).await?),
        here: format!("/console/banks/{id}/imports/{upload}"),
        file_name: staged.file_name,
        new: report.new,
        changed: report.changed,
        same: report.same,
        remarks: report.problems,
        may_approve: page_of.engine().may_approve_own_items(page_of.actor()).await?,
    };
    let title = lang.say("Kiểm tra trước khi nhập", "Before the import");
    Ok(page_of
        .show_console(Section::Banks, status, title, dry_run_page(lang, view))
        .await)
}

async fn confirm(page_of: Page, InPath((id, upload)): InPath<(BankId, UploadId)>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let approve = form.text("approve") == "yes";
    let work = page_of
        .app
        .engine
        .begin_confirmed_import(actor, id, upload, approve)
        .await?;
    let report: ImportReport = match page_of.follow(work).await {
        ControlFlow::Continue(report) => report?,
        ControlFlow::Break(page) => return Ok(see_other(&page)),
    };
    if report.has_errors() {
        let staged = engine.staged_import(actor, id, upload).await?;
        return respond_staged(&page_of, StatusCode::UNPROCESSABLE_ENTITY, (id, upload), staged).await;
    }
    Ok(see_other(&match report.revision {
        Some(revision) => format!("/console/banks/{id}/revisions/{revision}"),
        None => format!("/console/banks/{id}"),
    }))
}

async fn show_revision(page_of: Page, InPath((id, revision)): InPath<(BankId, i64)>) -> PageResult {
    respond_revision(&page_of, StatusCode::OK, (id, revision), Vec::new()).await
}

async fn undo(page_of: Page, InPath((id, revision)): InPath<(BankId, i64)>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.bank_revision(actor, id, revision).await?;
    let done = if form.text("understood") == "yes" {
        engine.undo_import(actor, id, revision).await
    } else {
        let detail = said(
            "Xin đánh dấu vào ô xác nhận trước khi hoàn tác.",
            "Tick the box before you undo.",
        );
        Err(Error::invalid("", detail))
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
        can_be_undone: found.can_be_undone && actor.may(Action::ManageBanks).is_ok(),
        problems,
    };
    let title = lang.say("Lần sửa của ngân hàng", "A revision of the bank");
    Ok(page_of
        .show_console(Section::Banks, status, title, revision_page(lang, &view))
        .await)
}
