//! The part of `/console/contests/{slug}` that keeps the contest's documents.

use khao_domain::ids::AttachmentId;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::field::{Field, Input};
use crate::components::file_field::file_field;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct DocumentsView {
    pub lines: Vec<DocumentLine>,
    /// The visitor's role may add and remove them.
    pub may_change: bool,
    /// What was typed for a document that was refused.
    pub title: String,
}

#[derive(Debug, Clone)]
pub struct DocumentLine {
    pub id: AttachmentId,
    pub title: String,
    pub path: String,
    pub bytes: u64,
}

/// The fields of the form.
pub const FIELDS: [&str; 2] = ["title", "file"];

/// `path`: of the contest's page in the console.
pub fn section(path: &str, view: DocumentsView, problems: &[Problem]) -> AnyView {
    let may_change = view.may_change;
    let empty = if may_change {
        "Chưa có tài liệu nào. Nên thêm thể lệ đã ký và tài liệu ôn tập."
    } else {
        "Chưa có tài liệu nào."
    };
    let list = if view.lines.is_empty() {
        view! { <p class="soft">{empty}</p> }.into_any()
    } else {
        let lines = view
            .lines
            .into_iter()
            .map(|line| document(path, line, may_change))
            .collect_view();
        view! { <ul class="documents">{lines}</ul> }.into_any()
    };
    let add = may_change.then(|| add_form(path, &view.title, problems));
    view! {
        <h2 id="documents">"Tài liệu"</h2>
        <div class="sheet">{list} {add}</div>
    }
    .into_any()
}

fn document(path: &str, line: DocumentLine, may_change: bool) -> AnyView {
    let remove = may_change.then(|| {
        view! {
            <form class="row" method="post" action=format!("{path}/attachments/{}", line.id)>
                {button::understood(format!("Xóa «{}» khỏi trang cuộc thi", line.title))}
                <button class="btn quiet" type="submit">
                    "Xóa"
                </button>
            </form>
        }
    });
    view! {
        <li>
            <a href=line.path>{line.title.clone()}</a>
            " "
            <span class="soft small">{text::pdf_size(line.bytes)}</span>
            {remove}
        </li>
    }
    .into_any()
}

fn add_form(path: &str, title: &str, problems: &[Problem]) -> AnyView {
    view! {
        <h3>"Thêm tài liệu"</h3>
        <form method="post" action=format!("{path}/attachments") enctype="multipart/form-data">
            {Field::new("title", "Tên hiển thị", Input::Text)
                .value(title)
                .hint("Để trống thì dùng tên của tệp.")
                .problems(problems)
                .view()}
            {file_field("file", "Tệp PDF", "Nặng tối đa 10 MB; mỗi cuộc thi tối đa 10 tài liệu.", "application/pdf,.pdf", problems)}
            <div class="row">{button::submit("Thêm tài liệu")}</div>
        </form>
    }
    .into_any()
}
