//! The part of `/console/contests/{slug}` that keeps the contest's documents.

use khao_domain::ids::AttachmentId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::field::{Field, Input};
use crate::components::file_field::file_field;
use crate::text::figures;

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
pub fn section(lang: Lang, path: &str, view: DocumentsView, problems: &[Problem]) -> AnyView {
    let may_change = view.may_change;
    let empty = if may_change {
        lang.say(
            "Chưa có tài liệu nào. Nên thêm thể lệ đã ký và tài liệu ôn tập.",
            "There is no document yet. Add the signed rules and what to study.",
        )
    } else {
        lang.say("Chưa có tài liệu nào.", "There is no document yet.")
    };
    let list = if view.lines.is_empty() {
        view! { <p class="soft">{empty}</p> }.into_any()
    } else {
        let lines = view
            .lines
            .into_iter()
            .map(|line| document(lang, path, line, may_change))
            .collect_view();
        view! { <ul class="documents">{lines}</ul> }.into_any()
    };
    let add = may_change.then(|| add_form(lang, path, &view.title, problems));
    view! {
        <h2 id="documents">{lang.say("Tài liệu", "Documents")}</h2>
        <div class="sheet">{list} {add}</div>
    }
    .into_any()
}

fn document(lang: Lang, path: &str, line: DocumentLine, may_change: bool) -> AnyView {
    let remove = may_change.then(|| {
        view! {
                    <form class="row" method="post" action=format!("{path}/attachments/{}", line.id)>
                        {button::understood(match lang {
        Lang::Vi => format!("Xóa «{}» khỏi trang cuộc thi; tệp không lấy lại được", line.title),
        Lang::En => format!("Remove “{}” from the contest's page; the file does not come back", line.title),
        })}
                        <button class="btn quiet" type="submit">
                            {lang.say("Xóa", "Remove")}
                        </button>
                    </form>
                }
    });
    view! {
        <li>
            <a href=line.path>{line.title.clone()}</a>
            " "
            <span class="soft small">{figures::pdf_size(lang, line.bytes)}</span>
            {remove}
        </li>
    }
    .into_any()
}

fn add_form(lang: Lang, path: &str, title: &str, problems: &[Problem]) -> AnyView {
    view! {
        <h3>{lang.say("Thêm tài liệu", "Add a document")}</h3>
        <form method="post" action=format!("{path}/attachments") enctype="multipart/form-data">
            {Field::new("title", lang.say("Tên hiển thị", "Name shown"), Input::Text)
                .value(title)
                .hint(lang.say("Để trống thì dùng tên của tệp.", "Leave empty to use the name of the file."))
                .problems(problems)
                .view()}
            {file_field("file", lang.say("Tệp PDF", "PDF file"), lang.say("Nặng tối đa 10 MB; mỗi cuộc thi tối đa 10 tài liệu.", "At most 10 MB; a contest has at most 10 documents."), "application/pdf,.pdf", problems)}
            <div class="row">{button::submit(lang.say("Thêm tài liệu", "Add a document"))}</div>
        </form>
    }
    .into_any()
}
