//! `/console/surveys/{slug}/form`: the sections and items of a form in their order.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::form::{Form, Item, Place, Section};
use khao_domain::survey::texts::LANGUAGES;
use khao_domain::survey::typed::{KINDS, kind_title};
use leptos::prelude::*;

use super::preview::previewed;
use super::readiness::readiness;
use super::{Head, language_words};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, choices};
use crate::components::error_summary::error_summary;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of};

#[derive(Debug, Clone)]
pub struct FormView {
    pub head: Head,
    pub form: Form,
    pub revision: i64,
    /// What keeps the form from being fielded, with JSON pointers into it.
    pub findings: Vec<Problem>,
    /// What was just taken out, for the form that puts it back: words and JSON.
    pub removed: Option<(String, String)>,
    pub problems: Vec<Problem>,
}

/// Whether a finding lies at a place of the form, or below it.
pub(super) fn lies_at(place: &str, problem: &Problem) -> bool {
    problem
        .pointer
        .strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn item_pointer((section, item): Place) -> String {
    format!("/sections/{section}/items/{item}")
}

pub fn page(lang: Lang, view: &FormView) -> AnyView {
    previewed(lang, &view.head, None, editor(lang, view))
}

fn editor(lang: Lang, view: &FormView) -> AnyView {
    let path = view.head.form_path();
    let purpose = lang.say(
        "Các phần và câu của phiếu, theo thứ tự người trả lời gặp. Mỗi thay đổi được lưu ngay; phiếu chưa xong vẫn lưu được.",
        "Sections and items in the order that respondents meet them. Every change is kept at once, also half-done.",
    );
    let removed = view
        .removed
        .as_ref()
        .map(|removed| undo(lang, &path, view.revision, removed));
    let sections = (0..view.form.sections.len())
        .map(|nth| section_card(lang, view, nth))
        .collect_view();
    let none = view.form.sections.is_empty().then(|| {
        let words = lang.say(
            "Phiếu chưa có phần nào. Thêm một phần ở dưới, rồi thêm câu vào đó.",
            "The form has no section yet. Add one below, then add items to it.",
        );
        view! { <p class="soft">{words}</p> }
    });
    view! {
        {view.head.above(lang)}
        {heading(lang.say("Soạn phiếu", "Edit the form"), purpose)}
        {error_summary(&view.problems, &[])}
        {removed}
        {readiness(lang, view)}
        {none}
        {sections}
        <form method="post" action=path.clone()>
            {button::hidden("revision", view.revision.to_string())}
            <div class="row">
                {button::quiet_action("add_section", lang.say("Thêm một phần", "Add a section"))}
            </div>
        </form>
        <div class="cards">{shared(lang, view)} {languages(lang, view)}</div>
        {arranging(lang, &path, view.revision)}
    }
    .into_any()
}

fn undo(lang: Lang, path: &str, revision: i64, (words, part): &(String, String)) -> AnyView {
    let told = match lang {
        Lang::Vi => format!("Đã xóa {words}."),
        Lang::En => format!("{words} was deleted."),
    };
    view! {
        {notice::status(told)}
        <form method="post" action=path.to_owned()>
            {button::hidden("revision", revision.to_string())}
            {button::hidden("removed", part.clone())}
            <div class="row">{button::quiet_action("undo", lang.say("Hoàn tác xóa", "Undo the deletion"))}</div>
        </form>
    }
    .into_any()
}

/// What a script sends when something was dragged to another place; without one nobody meets it.
fn arranging(lang: Lang, path: &str, revision: i64) -> AnyView {
    let item = lang.say(
        "Câu {name}: vị trí {place} trên {of}, {section}",
        "Item {name}: place {place} of {of}, {section}",
    );
    let section = lang.say(
        "Phần {name}: vị trí {place} trên {of}",
        "Section {name}: place {place} of {of}",
    );
    view! {
        <form
            method="post"
            action=path.to_owned()
            hidden
            data-arranging=""
            data-item-moves=item
            data-section-moves=section
            data-stays=lang.say("Để lại chỗ cũ", "It stays where it was")
            data-grip=lang.say("Kéo để đổi chỗ", "Drag to another place")
        >
            {button::hidden("revision", revision.to_string())}
            {button::hidden("action", "")}
            {button::hidden("section", "")}
            {button::hidden("place", "")}
        </form>
        <p class="unseen" role="status" data-arranged=""></p>
    }
    .into_any()
}

fn section_card(lang: Lang, view: &FormView, nth: usize) -> AnyView {
    let (path, section) = (view.head.form_path(), &view.form.sections[nth]);
    let items = section
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| item_line(lang, view, (nth, at), item))
        .collect_view();
    let count = view.form.sections.len();
    let title = named(lang, &view.form, section, nth);
    let about = about_section(lang, section);
    view! {
        <section class="sheet" id=format!("s-{}", section.id) data-section=section.id.clone()>
            <h2>{title.clone()}</h2>
            {about}
            <p>
                <a href=format!("{path}/sections/{}", section.id)>
                    {lang.say("Sửa tên và lời dẫn của phần", "Edit the section's title and text")}
                    <span class="unseen">{format!(": {title}")}</span>
                </a>
            </p>
            <form method="post" action=path.clone()>
                {button::hidden("revision", view.revision.to_string())}
                <ol class="outline">{items}</ol>
                <div class="row steps-of">
                    <span class="soft small">{lang.say("Cả phần này:", "The whole section:")}</span>
                    {step(lang, &title, format!("section_up.{}", section.id), Way::Up, nth > 0)}
                    {step(lang, &title, format!("section_down.{}", section.id), Way::Down, nth + 1 < count)}
                    {step(lang, &title, format!("section_delete.{}", section.id), Way::Delete, true)}
                </div>
            </form>
            {adding(lang, view, section)}
        </section>
    }
    .into_any()
}

fn named(lang: Lang, form: &Form, section: &Section, nth: usize) -> String {
    let title = form.read(&section.title, lang.tag());
    if title.is_empty() {
        format!("{} {}", lang.say("Phần", "Section"), nth + 1)
    } else {
        format!("{} {}. {title}", lang.say("Phần", "Section"), nth + 1)
    }
}

fn about_section(lang: Lang, section: &Section) -> Option<AnyView> {
    let mut about = Vec::new();
    if section.shuffle {
        about.push(lang.say("Xáo thứ tự câu", "Items are shuffled").to_owned());
    }
    if !section.show_if.is_empty() {
        let words = lang.say("Chỉ hiện khi", "Shown if");
        about.push(format!("{words}: {}", section.show_if));
    }
    (!about.is_empty()).then(|| view! { <p class="soft small">{about.join(" · ")}</p> }.into_any())
}

#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
    Delete,
}

/// A button that says by itself what it moves or deletes.
fn step(lang: Lang, what: &str, value: String, way: Way, is_there: bool) -> Option<AnyView> {
    let (text, words) = match way {
        Way::Up => ("↑", lang.say("Lên", "Up")),
        Way::Down => ("↓", lang.say("Xuống", "Down")),
        Way::Delete => (lang.say("Xóa", "Delete"), lang.say("Xóa", "Delete")),
    };
    let class = match way {
        Way::Up | Way::Down => "btn quiet slim-step",
        Way::Delete => "link",
    };
    let label = format!("{words}: {what}");
    is_there.then(|| {
        view! {
            <button class=class type="submit" name="action" value=value aria-label=label>
                {text}
            </button>
        }
        .into_any()
    })
}

fn item_line(lang: Lang, view: &FormView, at: Place, item: &Item) -> AnyView {
    let path = view.head.form_path();
    let words = view.form.read(&item.text, lang.tag());
    let words = if words.is_empty() {
        lang.say("(chưa có nội dung)", "(no text yet)")
    } else {
        words
    };
    let mut about = vec![
        item.id.clone(),
        kind_title(item.ask.kind()).in_lang(lang).to_owned(),
    ];
    if item.required {
        about.push(lang.say("bắt buộc", "required").to_owned());
    }
    if !item.show_if.is_empty() {
        about.push(format!("{} {}", lang.say("khi", "if"), item.show_if));
    }
    let wrong = view
        .findings
        .iter()
        .filter(|finding| lies_at(&item_pointer(at), finding))
        .count();
    let wrong = (wrong > 0).then(|| {
        let words = match lang {
            Lang::Vi => format!("{wrong} điểm cần sửa"),
            Lang::En => format!("{wrong} to be put right"),
        };
        view! { <span class="tag bad">{words}</span> }
    });
    let sections = view.form.sections.len();
    let is_first = at == (0, 0);
    let last = view.form.sections[at.0].items.len();
    let is_last = at.0 + 1 == sections && at.1 + 1 == last;
    view! {
        <li id=format!("i-{}", item.id) data-item=item.id.clone()>
            <div>
                <a href=format!("{path}/items/{}", item.id)>{words.to_owned()}</a>
                " "
                {wrong}
                <div class="soft small">{about.join(" · ")}</div>
            </div>
            <div class="steps-of">
                {step(lang, &item.id, format!("up.{}", item.id), Way::Up, !is_first)}
                {step(lang, &item.id, format!("down.{}", item.id), Way::Down, !is_last)}
                {step(lang, &item.id, format!("delete.{}", item.id), Way::Delete, true)}
            </div>
        </li>
    }
    .into_any()
}

fn adding(lang: Lang, view: &FormView, section: &Section) -> AnyView {
    let kinds = KINDS.map(|(kind, title)| SelectOption::new(kind, title.in_lang(lang)));
    view! {
        <form class="finder" method="post" action=view.head.form_path()>
            {button::hidden("revision", view.revision.to_string())}
            {button::hidden("section", section.id.clone())}
            {choice_of(
                format!("kind.{}", section.id),
                lang.say("Thêm câu vào phần này", "Add an item to this section"),
                "",
                kinds.to_vec(),
                "rating",
                &[],
            )}
            {button::quiet_action("add_item", lang.say("Thêm câu", "Add the item"))}
        </form>
    }
    .into_any()
}

/// What items share, and the ways to have the form otherwise.
fn shared(lang: Lang, view: &FormView) -> AnyView {
    let words = match lang {
        Lang::Vi => format!(
            "{} thang, {} nhân tố.",
            view.form.scales.len(),
            view.form.factors.len()
        ),
        Lang::En => format!(
            "{} scales, {} factors.",
            view.form.scales.len(),
            view.form.factors.len()
        ),
    };
    view! {
        <section class="sheet">
            <h2>{lang.say("Dùng chung", "Shared by items")}</h2>
            <p>{words}</p>
            <p>
                <a href=format!("{}/scales", view.head.form_path())>
                    {lang.say("Sửa thang và nhân tố", "Edit scales and factors")}
                </a>
            </p>
            <p>
                <a href=format!("{}/files", view.head.path())>
                    {lang.say("Tải về, nhập phiếu hoặc bản dịch", "Download or import the form or its translations")}
                </a>
            </p>
        </section>
    }
    .into_any()
}

fn languages(lang: Lang, view: &FormView) -> AnyView {
    let main = view.form.main_language().to_owned();
    let option = |tag: &str| {
        Choice::text(
            tag,
            language_words(lang, tag),
            view.form.languages.iter().any(|one| one == tag),
        )
    };
    let others = LANGUAGES
        .iter()
        .map(|(tag, _)| *tag)
        .filter(|tag| *tag != main)
        .map(option)
        .collect();
    let group = Choices {
        name: "language",
        legend: lang.say("Ngôn ngữ khác của phiếu", "Other languages of the form"),
        hint: lang.say(
            "Bỏ một ngôn ngữ là xóa các bản dịch của ngôn ngữ ấy.",
            "Taking a language away deletes its translations.",
        ),
        pick: Pick::Any,
        options: others,
    };
    let words = match lang {
        Lang::Vi => format!("Ngôn ngữ chính: {}.", language_words(lang, &main)),
        Lang::En => format!("Main language: {}.", language_words(lang, &main)),
    };
    view! {
        <form id="languages" class="sheet" method="post" action=view.head.form_path()>
            {button::hidden("revision", view.revision.to_string())}
            <h2>{lang.say("Ngôn ngữ", "Languages")}</h2>
            <p>{words}</p>
            {choices(group, &view.problems)}
            {button::quiet_action("languages", lang.say("Lưu ngôn ngữ", "Save the languages"))}
        </form>
    }
    .into_any()
}
