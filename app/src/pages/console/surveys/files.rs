//! `/console/surveys/{slug}/files`: the form and its translations out to files, and back.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::compare::Change;
use khao_domain::table::RowProblem;
use leptos::prelude::*;

use super::Head;
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::{content_crumb, crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::row_problems::row_problems;

#[derive(Debug, Clone)]
pub struct FilesView {
    pub head: Head,
    pub may_change: bool,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct FileLookView {
    pub head: Head,
    pub revision: i64,
    /// The form as it would be, for the form to carry; none where the file cannot be taken.
    pub form: Option<String>,
    /// Of a sheet of translations how many it brings.
    pub translated: Option<usize>,
    pub changes: Vec<(String, Vec<Change>)>,
    /// By sheet.
    pub problems: Vec<(&'static str, Vec<RowProblem>)>,
    /// What kept it from being taken.
    pub refused: Vec<Problem>,
}

/// What is shown of a long list.
const SHOWN_MOST: usize = 200;

pub fn page(lang: Lang, view: &FilesView) -> AnyView {
    let path = view.head.path();
    let purpose = lang.say(
        "Tải phiếu về để lưu, dùng cho cuộc khác hoặc đưa người dịch; nhập lại sau khi xem trước những gì thay đổi.",
        "Download the form to keep it, to use it elsewhere or to have it translated; what a file changes is shown before it is taken.",
    );
    let imports = view.may_change.then(|| {
        view! {
            <div class="cards">
                {upload(
                    lang,
                    &path,
                    "form",
                    lang.say("Nhập phiếu", "Import a form"),
                    lang.say(
                        "Tệp JSON tải từ đây, hoặc Excel theo XLSForm. Tệp thay toàn bộ bản nháp; các đợt đã mở giữ nguyên phiếu cũ.",
                        "JSON from here, or Excel as an XLSForm. It replaces the whole draft; waves keep their form.",
                    ),
                    ".json,.xlsx",
                )}
                {upload(
                    lang,
                    &path,
                    "translations",
                    lang.say("Nhập bản dịch", "Import translations"),
                    lang.say(
                        "Bảng tải từ đây, đã điền các cột ngôn ngữ. Ô trống không đổi gì; cột ngôn ngữ chính chỉ để đối chiếu.",
                        "The sheet from here with its languages filled in. Empty cells change nothing; the main language is only compared.",
                    ),
                    ".csv,.xlsx",
                )}
            </div>
        }
    });
    view! {
        {view.head.above(lang)}
        {heading(lang.say("Tệp của phiếu và bản dịch", "Files of the form and its translations"), purpose)}
        {error_summary(&view.problems, &[])}
        {downloads(lang, &path)}
        {imports}
    }
    .into_any()
}

fn downloads(lang: Lang, path: &str) -> AnyView {
    let form_files = [
        (format!("{path}/form.json"), "JSON"),
        (format!("{path}/form.xlsx"), "Excel (XLSForm)"),
    ];
    view! {
        <section class="sheet">
            <h2>{lang.say("Tải về", "Download")}</h2>
            <p>
                {lang.say("Phiếu: ", "The form: ")}
                {file_forms(lang, lang.say("Phiếu", "The form"), form_files)}
            </p>
            <p>
                {lang.say("Bảng cho người dịch: ", "Sheet for translators: ")}
                {file_forms(
                    lang,
                    lang.say("Bảng cho người dịch", "Sheet for translators"),
                    tables_at(&format!("{path}/translations"), ""),
                )}
            </p>
        </section>
    }
    .into_any()
}

fn upload(
    lang: Lang,
    path: &str,
    kind: &'static str,
    title: &'static str,
    hint: &'static str,
    accept: &'static str,
) -> AnyView {
    // Two forms stand on the page, each with a field called `file`: the labels tell them apart.
    let id = format!("upload-{kind}");
    view! {
        <section class="sheet">
            <h2>{title}</h2>
            <form method="post" action=format!("{path}/files") enctype="multipart/form-data">
                {button::hidden("kind", kind)}
                <div class="field">
                    <label for=id.clone()>{title}</label>
                    <p class="hint" id=format!("{id}-hint")>{hint}</p>
                    <input id=id.clone() name="file" type="file" accept=accept required aria-describedby=format!("{id}-hint") />
                </div>
                {button::submit(lang.say("Xem trước thay đổi", "See what it changes"))}
            </form>
        </section>
    }
    .into_any()
}

const fn change_words(lang: Lang, change: Change) -> &'static str {
    match change {
        Change::Added => lang.say("thêm mới", "added"),
        Change::Removed => lang.say("bỏ đi", "removed"),
        Change::Wording => lang.say("lời văn khác", "worded otherwise"),
        Change::Answers => lang.say(
            "cách trả lời khác, số liệu không so được",
            "answered otherwise: figures do not compare",
        ),
        Change::Factor => lang.say("nhân tố khác", "of another factor"),
    }
}

/// What the file would change, before it does.
pub fn look_page(lang: Lang, view: FileLookView) -> AnyView {
    let path = view.head.path();
    let above = crumbs(vec![
        Section::Surveys.crumb(lang),
        content_crumb(path.clone(), view.head.title.clone()),
        crumb(format!("{path}/files"), lang.say("Tệp", "Files")),
    ]);
    let purpose = lang.say(
        "Tệp này sẽ đổi gì trong bản nháp; chưa có gì được lưu.",
        "What the file would change in the draft; nothing is saved yet.",
    );
    let problems = view
        .problems
        .into_iter()
        .map(|(sheet, problems)| {
            let title = lang.say("Những điểm cần xem trong tệp", "What to look at in the file");
            view! {
                {(!sheet.is_empty()).then(|| view! { <h2>{format!("{} {sheet}", lang.say("Trang tính", "Sheet"))}</h2> })}
                {row_problems(lang, title, problems)}
            }
        })
        .collect_view();
    let taking = match view.form {
        Some(form) => taking(lang, &path, view.revision, form, view.translated, view.changes),
        None => notice::bad(lang.say(
            "Tệp chưa nhập được; sửa các điểm dưới đây rồi chọn lại tệp.",
            "The file cannot be taken; put the points below right and choose it again.",
        )),
    };
    view! {
        {above}
        {heading(lang.say("Xem trước khi nhập", "Before the import"), purpose)}
        {error_summary(&view.refused, &[])}
        {taking}
        {problems}
    }
    .into_any()
}

fn taking(
    lang: Lang,
    path: &str,
    revision: i64,
    form: String,
    translated: Option<usize>,
    changes: Vec<(String, Vec<Change>)>,
) -> AnyView {
    let words = match (translated, changes.len(), lang) {
        (Some(count), _, Lang::Vi) => format!("{count} bản dịch mới hoặc khác."),
        (Some(count), _, Lang::En) => format!("{count} translations are new or different."),
        (None, 0, _) => lang
            .say(
                "Các câu và cách trả lời không đổi.",
                "Questions and answers stay as they are.",
            )
            .to_owned(),
        (None, count, Lang::Vi) => format!("{count} câu thay đổi."),
        (None, count, Lang::En) => format!("{count} questions change."),
    };
    let columns = [
        Column::heading(lang.say("Mã câu", "Id")),
        Column::text(lang.say("Thay đổi", "Change")),
    ];
    let rows: Vec<Vec<AnyView>> = changes
        .into_iter()
        .take(SHOWN_MOST)
        .map(|(id, changes)| {
            let words: Vec<&str> = changes.iter().map(|one| change_words(lang, *one)).collect();
            vec![cell(id), cell(words.join("; "))]
        })
        .collect();
    let table = (!rows.is_empty() && translated.is_none()).then(|| {
        let caption = lang.say("Các câu thay đổi", "Questions that change");
        view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }
    });
    view! {
        <p>{words}</p>
        {table}
        <form method="post" action=format!("{path}/files/taken")>
            {button::hidden("revision", revision.to_string())}
            {button::hidden("form", form)}
            <div class="row">
                {button::submit(lang.say("Nhập vào bản nháp", "Take it into the draft"))}
                {button::quiet_link(format!("{path}/files"), lang.say("Không nhập", "Leave it"))}
            </div>
        </form>
    }
    .into_any()
}
