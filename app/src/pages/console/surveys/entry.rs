//! `/console/surveys/{slug}/waves/{wave}/entry`: papers typed in by keys, one after the other.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::paper::{Typing, key_field};
use leptos::prelude::*;

use super::Head;
use crate::components::button;
use crate::components::choices::{Choice, Pick, card};
use crate::components::error_summary::error_summary_naming;
use crate::components::field::{Field, Input, error_id, error_of, id_of, told};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_inline};
use crate::components::select::{SelectOption, choice_of};

#[derive(Debug, Clone)]
pub struct EntryView {
    pub head: Head,
    pub wave: String,
    pub wave_name: String,
    /// Stands on the papers that belong here.
    pub code: String,
    pub form_id: String,
    pub batch: Batch,
    pub languages: Vec<SelectOption>,
    /// As it was typed.
    pub number: String,
    /// Papers that wait for their second reading.
    pub waiting: Vec<i64>,
    pub sections: Vec<EntrySection>,
    /// The two readings differ, and what is typed now decides.
    pub settling: bool,
    pub problems: Vec<Problem>,
}

/// What is the same for the papers of one pile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// As it was typed.
    pub unit: String,
    pub language: String,
    /// There is no second reading.
    pub once: bool,
}

#[derive(Debug, Clone)]
pub struct EntrySection {
    pub title: SafeHtml,
    pub rows: Vec<EntryRow>,
}

#[derive(Debug, Clone)]
pub struct EntryRow {
    /// Of the question.
    pub id: String,
    pub number: usize,
    pub text: SafeHtml,
    /// The beginning of the text, for the summary of mistakes.
    pub short: String,
    pub keys: Vec<String>,
    pub typing: Typing,
    pub typed: String,
    /// What is written beside «khác», and the key that it belongs to.
    pub other: Option<(String, String)>,
}

pub fn page(lang: Lang, view: &EntryView) -> AnyView {
    let purpose = lang.say(
        "Gõ số cạnh ô được đánh dấu; con trỏ tự sang câu sau. Phiếu trống câu nào thì bấm phím cách.",
        "Type the number beside the ticked box; the cursor moves on by itself. Press space where nothing is ticked.",
    );
    let fields: Vec<(String, String)> = fields(lang, view);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, words)| (name.as_str(), words.as_str()))
        .collect();
    let settling = view.settling.then(|| {
        notice::careful(lang.say(
            "Hai lần nhập khác nhau ở những câu nêu trên. Xin nhìn lại tờ phiếu, gõ số đúng rồi bấm Enter: lần này được lưu.",
            "The two readings differ at the questions above. Look at the paper, type what it says and press Enter: this is stored.",
        ))
    });
    view! {
        {view.head.above(lang)}
        {heading(lang.say("Nhập phiếu giấy", "Enter papers"), purpose)}
        {error_summary_naming(&view.problems, &fields)}
        {settling}
        {of_batch(lang, view)}
        {form(lang, view)}
        {keys(lang)}
        {waiting(lang, &view.waiting)}
    }
    .into_any()
}

fn fields(lang: Lang, view: &EntryView) -> Vec<(String, String)> {
    let rows = view.sections.iter().flat_map(|section| &section.rows);
    let keyed = rows.map(|row| (key_field(&row.id), format!("{}. {}", row.number, row.short)));
    let number = lang.say("Số phiếu", "Number of the paper").to_owned();
    std::iter::once(("number".to_owned(), number))
        .chain(keyed)
        .collect()
}

fn here(view: &EntryView) -> String {
    format!("{}/waves/{}/entry", view.head.path(), view.wave)
}

/// What stays from paper to paper.
fn of_batch(lang: Lang, view: &EntryView) -> AnyView {
    let unit = Field::new(
        "unit",
        lang.say("Đơn vị (tên hoặc mã)", "Unit (name or code)"),
        Input::Text,
    )
    .value(&view.batch.unit)
    .problems(&view.problems);
    let language = (view.languages.len() > 1).then(|| {
        let label = lang.say("Ngôn ngữ của phiếu", "Language of the papers");
        choice_of(
            "lang".to_owned(),
            label,
            "",
            view.languages.clone(),
            &view.batch.language,
            &[],
        )
    });
    let once = Choice::text(
        "yes",
        lang.say(
            "Chỉ nhập một lần, không nhập lại để so",
            "Read once only, without comparing",
        ),
        view.batch.once,
    );
    let summary = lang.say("Cả tập phiếu này", "This pile of papers");
    view! {
        <details class="sheet">
            <summary>{summary}</summary>
            <form method="get" action=here(view)>
                <div class="languages">{unit.view()} {language}</div>
                {card("once", Pick::Any, once)}
                <div class="row">{button::submit(lang.say("Dùng cho các phiếu sau", "Use it from now on"))}</div>
            </form>
        </details>
    }
    .into_any()
}

fn form(lang: Lang, view: &EntryView) -> AnyView {
    let number = Field::new(
        "number",
        lang.say("Số phiếu", "Number of the paper"),
        Input::Number,
    )
    .value(&view.number)
    .required()
    .problems(&view.problems);
    let about = match lang {
        Lang::Vi => format!("{} · mã trên phiếu: {}", view.wave_name, view.code),
        Lang::En => format!("{} · code on the papers: {}", view.wave_name, view.code),
    };
    let sections = view
        .sections
        .iter()
        .map(|section| {
            let rows = section.rows.iter().map(|row| keyed(lang, row, &view.problems));
            let rows = rows.collect_view();
            view! {
                <section>
                    <h2>{safe_inline(section.title.clone())}</h2>
                    <div class="keyed-rows">{rows}</div>
                </section>
            }
        })
        .collect_view();
    let once = view.batch.once.then(|| button::hidden("once", "yes"));
    let settling = view.settling.then(|| button::hidden("settling", "yes"));
    let wrong_key = lang.say(
        "Không có ô này. Chỉ gõ được: {keys}.",
        "There is no such box. Only: {keys}.",
    );
    view! {
        <form class="sheet entry" method="post" action=here(view) data-entry="" data-wrong=wrong_key>
            {button::default_action("save")}
            {button::hidden("form_id", view.form_id.clone())}
            {button::hidden("unit", view.batch.unit.clone())}
            {button::hidden("lang", view.batch.language.clone())}
            {once}
            {settling}
            <p class="soft">{about}</p>
            {number.view()}
            {sections}
            <p class="unseen" role="status" data-entry-told=""></p>
            <div class="row">{button::action("save", lang.say("Lưu phiếu này", "Store this paper"))}</div>
        </form>
    }
    .into_any()
}

const fn kind(typing: Typing) -> &'static str {
    match typing {
        Typing::One => "one",
        Typing::Many => "many",
        Typing::Order => "order",
        Typing::Line => "line",
    }
}

/// What may be typed.
fn hint(lang: Lang, row: &EntryRow) -> String {
    let keys = row.keys.join(" ");
    match row.typing {
        Typing::Line => lang.say("ghi như trên phiếu", "as it is written").to_owned(),
        Typing::One => keys,
        Typing::Many => format!("{keys} · {}", lang.say("mọi ô đánh dấu", "all that are ticked")),
        Typing::Order => format!("{keys} · {}", lang.say("theo thứ tự", "in their order")),
    }
}

fn keyed(lang: Lang, row: &EntryRow, problems: &[Problem]) -> AnyView {
    let name = key_field(&row.id);
    let id = id_of(&name);
    let error = error_of(&name, problems);
    let is_wrong = error.is_some();
    let (keys, hint) = (row.keys.join(" "), hint(lang, row));
    let hint_id = format!("{id}-keys");
    let described_by = if is_wrong {
        format!("{hint_id} {}", error_id(&name))
    } else {
        hint_id.clone()
    };
    let mode = if row.typing == Typing::Line {
        "text"
    } else {
        "numeric"
    };
    let other = row.other.as_ref().map(|(typed, key)| {
        let label = match lang {
            Lang::Vi => format!("Câu {}: ghi rõ", row.number),
            Lang::En => format!("Question {}: what is written", row.number),
        };
        view! {
            <label class="unseen" for=format!("f-other.{}", row.id)>{label}</label>
            <input id=format!("f-other.{}", row.id) type="text" name=format!("other.{}", row.id) value=typed.clone() autocomplete="off" data-other=key.clone() />
        }
    });
    view! {
        <div class="keyed-row">
            <label for=id.clone()>
                <b>{format!("{}. ", row.number)}</b>
                {safe_inline(row.text.clone())}
            </label>
            <span class="keyed-fields">
                <input
                    id=id
                    type="text"
                    inputmode=mode
                    name=name.clone()
                    value=row.typed.clone()
                    autocomplete="off"
                    data-typing=kind(row.typing)
                    data-keys=keys
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=described_by
                />
                {other}
            </span>
            <span class="soft small" id=hint_id>{hint}</span>
            {told(&name, error)}
        </div>
    }
    .into_any()
}

fn keys(lang: Lang) -> AnyView {
    let pairs = [
        (
            "1–9",
            lang.say("chọn ô và sang câu sau", "choose the box and move on"),
        ),
        (
            lang.say("Phím cách", "Space"),
            lang.say(
                "để trống hoặc xong một câu chọn nhiều ô",
                "leave it empty, or done with several boxes",
            ),
        ),
        (
            "Backspace",
            lang.say("ô đang trống: về câu trước", "in an empty field: back"),
        ),
        ("Enter", lang.say("lưu phiếu này", "store the paper")),
    ];
    let lines = pairs.map(|(key, words)| view! { <li><kbd>{key}</kbd> ": " {words}</li> });
    view! {
        <section class="sheet">
            <h2>{lang.say("Các phím", "The keys")}</h2>
            <ul>{lines.into_iter().collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn waiting(lang: Lang, waiting: &[i64]) -> Option<AnyView> {
    if waiting.is_empty() {
        return None;
    }
    let numbers: Vec<String> = waiting.iter().map(i64::to_string).collect();
    let view = view! {
        <section class="sheet">
            <h2>{lang.say("Chờ nhập lần hai", "Waiting for the second reading")}</h2>
            <p>
                {lang.say(
                    "Người khác nhập lại những phiếu này; giống nhau thì phiếu được lưu và bản nhập lần một bị xóa.",
                    "Somebody else reads these papers again; where both agree they are stored, and the first readings erased.",
                )}
            </p>
            <p data-waiting="">{numbers.join(", ")}</p>
        </section>
    };
    Some(view.into_any())
}
