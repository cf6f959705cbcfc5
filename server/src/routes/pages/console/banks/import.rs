//! `/console/banks/{id}/import` and `/console/banks/{id}/imports/{upload}`: a file is sent, its columns are named, it is
//! looked over and confirmed.

use std::ops::ControlFlow;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::banks::compare::Difference;
use khao_app::pages::console::banks::import::{
    DryRunView, ItemChange as ItemChangeView, UploadView, columns_page, dry_run_page, upload_page,
};
use khao_domain::bank::formats::csv;
use khao_domain::ids::{BankId, UploadId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::table::mapping::Mapping;
use khao_engine::bank::imports::{ImportReport, ItemChange};
use khao_engine::bank::uploads::Staged;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::{differences, head};
use crate::routes::body::{Form, InPath};
use crate::routes::multipart::SentParts;
use crate::routes::pages::console::columns::{chosen_columns, columns_view, looked_at};
use crate::routes::pages::context::{Page, PageResult, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const UPLOAD: &str = "/console/banks/{id}/import";
const STAGED: &str = "/console/banks/{id}/imports/{upload}";
const COLUMNS: &str = "/console/banks/{id}/imports/{upload}/columns";
/// Of a text that is compared, so much around what differs.
const TEXT_CHARS: usize = 400;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageBanks);
    vec![
        get(UPLOAD, manage, show_upload),
        post(UPLOAD, manage, send_upload).takes_parts(&[]),
        get(STAGED, manage, show_staged),
        post(STAGED, manage, confirm).takes_form(),
        get(COLUMNS, manage, show_columns),
        post(COLUMNS, manage, choose_columns).takes_form(),
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
        Ok(upload) => {
            let columns = engine.staged_columns(actor, id, upload).await?;
            Ok(looked_at(
                &format!("/console/banks/{id}/imports/{upload}"),
                columns,
            ))
        }
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond_upload(&page_of, status, id, problems).await
        }
    }
}

/// A file that was imported already, or waited too long: whoever comes back to its page is told what to do.
async fn gone(page_of: &Page, id: BankId) -> PageResult {
    let detail = said(
        "Tệp này không còn chờ nữa: đã được nhập, hoặc đã gửi quá một giờ. Xem “Các lần nhập, sửa” của ngân hàng, hoặc chọn tệp lần nữa.",
        "This file waits no longer: it was imported, or sent more than an hour ago. See the bank’s “Imports and changes”, or choose the file again.",
    );
    respond_upload(page_of, StatusCode::NOT_FOUND, id, vec![Problem::at("", detail)]).await
}

async fn show_columns(page_of: Page, InPath(at): InPath<(BankId, UploadId)>) -> PageResult {
    respond_columns(&page_of, StatusCode::OK, at, None, Vec::new()).await
}

async fn choose_columns(page_of: Page, InPath(at): InPath<(BankId, UploadId)>, form: Form) -> PageResult {
    let (engine, actor, (id, upload)) = (page_of.engine(), page_of.actor(), at);
    let mapping = chosen_columns(&form);
    match engine.map_staged(actor, id, upload, &mapping).await {
        Ok(()) => Ok(see_other(&format!("/console/banks/{id}/imports/{upload}"))),
        Err(Error::NotFound) => gone(&page_of, id).await,
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond_columns(&page_of, status, at, Some(mapping), problems).await
        }
    }
}

async fn respond_columns(
    page_of: &Page,
    status: StatusCode,
    (id, upload): (BankId, UploadId),
    typed: Option<Mapping>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let bank = head(&engine.bank(actor, id).await?);
    let here = format!("/console/banks/{id}/imports/{upload}");
    let columns = match engine.staged_columns(actor, id, upload).await {
        Ok(Some(columns)) => columns,
        // What is wrong with the file, its dry run says.
        Ok(None) => return Ok(see_other(&here)),
        Err(Error::NotFound) => return gone(page_of, id).await,
        Err(error) => return Err(error.into()),
    };
    let again = format!("/console/banks/{id}/import");
    let addresses = (format!("{here}/columns"), again);
    let view = columns_view(addresses, columns, &csv::columns(), typed, problems);
    let title = lang.say("Cột nào là cột nào", "Which column is which");
    let content = columns_page(lang, &bank, &view);
    Ok(page_of.show_console(Section::Banks, status, title, content).await)
}

async fn show_staged(page_of: Page, InPath((id, upload)): InPath<(BankId, UploadId)>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    engine.bank(actor, id).await?;
    match engine.staged_import(actor, id, upload).await {
        Ok(staged) => respond_staged(&page_of, StatusCode::OK, (id, upload), staged).await,
        Err(Error::NotFound) => gone(&page_of, id).await,
        Err(error) => Err(error.into()),
    }
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
        drafts: report.drafts,
        fallen: report.fallen,
        waiting: report.waiting,
        changes: report.changes.iter().map(change_view).collect(),
        remarks: report.problems,
        may_approve: staged.may_approve,
    };
    let title = lang.say("Kiểm tra trước khi nhập", "Before the import");
    Ok(page_of
        .show_console(Section::Banks, status, title, dry_run_page(lang, view))
        .await)
}

fn change_view(change: &ItemChange) -> ItemChangeView {
    let rows = differences(&change.old, &change.new).into_iter();
    let rows = rows.filter(|row| row.a != row.b).map(|row| {
        let (a, b) = around_difference(&row.a, &row.b, TEXT_CHARS);
        Difference { a, b, ..row }
    });
    ItemChangeView {
        row: change.row,
        code: change.new.code.clone(),
        rows: rows.collect(),
    }
}

/// Two long texts from shortly before they differ, so that what differs is seen.
fn around_difference(a: &str, b: &str, chars: usize) -> (String, String) {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let skipped = if a.chars().count().max(b.chars().count()) > chars {
        same.saturating_sub(chars / 4)
    } else {
        0
    };
    let part = |text: &str| {
        let begin = if skipped > 0 { "…" } else { "" };
        let end = if text.chars().count() > skipped + chars {
            "…"
        } else {
            ""
        };
        let shown: String = text.chars().skip(skipped).take(chars).collect();
        format!("{begin}{shown}{end}")
    };
    (part(a), part(b))
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
        ControlFlow::Continue(Err(Error::NotFound)) => return gone(&page_of, id).await,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_seen_in_long_texts_too() {
        assert_eq!(
            around_difference("một", "hai", 8),
            ("một".to_owned(), "hai".to_owned())
        );
        let (a, b) = (
            format!("{}Acdefghijk", "x".repeat(20)),
            format!("{}B", "x".repeat(20)),
        );
        assert_eq!(
            around_difference(&a, &b, 8),
            ("…xxAcdefg…".to_owned(), "…xxB".to_owned())
        );
    }
}
