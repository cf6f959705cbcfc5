//! `/surveys/{slug}`: one page of a form.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary_naming;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html, safe_inline};
use crate::questionnaire::ask;
pub use crate::questionnaire::{Ask, Group, Item, Layout, Other, Pickable, Place, Row};

/// Of the form itself.
pub const FORM_ID: &str = "survey-form";

#[derive(Debug, Clone)]
pub struct FormView {
    /// Where its form is sent.
    pub path: String,
    pub title: SafeHtml,
    /// Which unit and desk it is about; may be empty.
    pub place: String,
    /// Until when answers are taken; none where none are.
    pub until: Option<String>,
    /// What was answered before and where the page stands, sealed.
    pub course: String,
    pub languages: Languages,
    /// None on the page after the last question.
    pub section: Option<SectionView>,
    pub is_first: bool,
    pub is_last: bool,
    pub note: Note,
    pub problems: Vec<Problem>,
}

/// The other languages of the form: tags and names.
#[derive(Debug, Clone)]
pub enum Languages {
    /// Nothing is answered yet: links.
    Links(Vec<(String, String, String)>),
    /// The answers go along.
    Buttons(Vec<(String, String)>),
}

#[derive(Debug, Clone)]
pub struct SectionView {
    pub title: SafeHtml,
    pub text: Option<SafeHtml>,
    /// Which of how many parts it is, as far as the answers tell.
    pub place: (usize, usize),
    pub items: Vec<Item>,
}

/// What is said above a page that nobody expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    None,
    /// The answers so far have brought up more questions.
    More,
    /// What came along was not ours, or was changed.
    BeganAgain,
    /// Of a trial: the draft was changed meanwhile.
    Rewritten,
    /// Of a trial: the section that was asked for is met only after certain answers.
    NotMetYet,
}

pub fn page(lang: Lang, view: FormView) -> AnyView {
    let place = (!view.place.is_empty())
        .then(|| view! { <p class="soft" lang=lang.of_content()>{view.place.clone()}</p> });
    let welcome = view.is_first.then(|| welcome(lang, view.until.as_deref()));
    let (links, buttons) = match view.languages {
        Languages::Links(links) => (links_to(lang, links), None),
        Languages::Buttons(buttons) => (None, language_buttons(lang, buttons)),
    };
    let summary = summary(view.section.as_ref(), &view.problems);
    let send = if view.is_last {
        button::action("send", lang.say("Gửi phiếu", "Send"))
    } else {
        button::action("next", lang.say("Tiếp tục", "Next"))
    };
    let back = (!view.is_first).then(|| button::quiet_action("back", lang.say("Quay lại", "Back")));
    view! {
        <div class="narrow survey">
            {links}
            {place}
            <h1>{safe_inline(view.title)}</h1>
            {welcome}
            {note(lang, view.note)}
            {summary}
            <form id=FORM_ID method="post" action=view.path>
                {button::hidden("course", view.course)}
                {view.section.map_or_else(|| end(lang), |one| section(lang, one, &view.problems))}
                <div class="row">{send} {back}</div>
                {buttons}
            </form>
        </div>
    }
    .into_any()
}

fn welcome(lang: Lang, until: Option<&str>) -> AnyView {
    let until = until.map(|until| match lang {
        Lang::Vi => format!("Nhận câu trả lời đến {until}."),
        Lang::En => format!("Answers are taken until {until}."),
    });
    let promise = lang.say(
        "Không cần ghi tên. Câu trả lời được lưu không kèm tên, địa chỉ máy hay giờ gửi.",
        "No name is needed. Answers are stored without a name, an address or the hour.",
    );
    view! { <p class="soft">{promise} " " {until}</p> }.into_any()
}

fn links_to(lang: Lang, links: Vec<(String, String, String)>) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let links = links
        .into_iter()
        .map(|(tag, name, href)| view! { <a class="btn quiet" href=href lang=tag.clone() hreflang=tag>{name}</a> })
        .collect_view();
    let label = lang.say("Ngôn ngữ của phiếu", "Languages of the form");
    Some(view! { <nav class="row tongues" aria-label=label>{links}</nav> }.into_any())
}

fn language_buttons(lang: Lang, buttons: Vec<(String, String)>) -> Option<AnyView> {
    if buttons.is_empty() {
        return None;
    }
    let buttons = buttons
        .into_iter()
        .map(|(tag, name)| {
            view! { <button class="link" type="submit" name="language" value=tag.clone() lang=tag>{name}</button> }
        })
        .collect_view();
    let label = lang.say("Ngôn ngữ của phiếu", "Languages of the form");
    Some(view! { <div class="row tongues" role="group" aria-label=label>{buttons}</div> }.into_any())
}

fn note(lang: Lang, note: Note) -> Option<AnyView> {
    match note {
        Note::None => None,
        Note::More => Some(notice::status(lang.say(
            "Theo câu trả lời vừa rồi, có thêm câu hỏi dưới đây.",
            "By your last answers there is a little more to ask.",
        ))),
        Note::BeganAgain => Some(notice::refused(lang.say(
            "Rất tiếc, phần đã trả lời không đọc lại được, nên phiếu bắt đầu lại từ đầu. Mong ông/bà thông cảm.",
            "We are sorry: what was answered before could not be read again, so the form begins anew.",
        ))),
        Note::Rewritten => Some(notice::refused(lang.say(
            "Phiếu vừa được sửa, nên bản thử bắt đầu lại từ đầu.",
            "The form has just been changed, so the trial begins anew.",
        ))),
        Note::NotMetYet => Some(notice::calm(lang.say(
            "Phần đang soạn chỉ hiện sau một số câu trả lời. Hãy trả lời từ đầu để gặp phần ấy.",
            "The section being edited is met only after certain answers. Answer from the beginning to meet it.",
        ))),
    }
}

/// Each mistake with the question that it is about.
fn summary(section: Option<&SectionView>, problems: &[Problem]) -> Option<AnyView> {
    let items = section.map(|one| one.items.as_slice()).unwrap_or_default();
    let fields: Vec<(&str, &str)> = items.iter().flat_map(Item::fields).collect();
    error_summary_naming(problems, &fields)
}

fn section(lang: Lang, section: SectionView, problems: &[Problem]) -> AnyView {
    let (nth, of) = section.place;
    let items = section
        .items
        .iter()
        .map(|one| ask::item(lang, one, problems))
        .collect_view();
    view! {
        {(of > 1).then(|| progress(lang, nth, of))}
        <h2>{safe_inline(section.title)}</h2>
        {section.text.map(safe_html)}
        {items}
    }
    .into_any()
}

fn progress(lang: Lang, nth: usize, of: usize) -> AnyView {
    let place = match lang {
        Lang::Vi => format!("Phần {nth}/{of}"),
        Lang::En => format!("Part {nth} of {of}"),
    };
    view! {
        <p class="survey-place soft small">{place}</p>
        <progress max=of.to_string() value=nth.to_string() aria-hidden="true"></progress>
    }
    .into_any()
}

/// After the last question, where the answers have left nothing more to ask.
fn end(lang: Lang) -> AnyView {
    view! {
        <h2>{lang.say("Đã hết câu hỏi", "That was all")}</h2>
        <p>{lang.say("Xin bấm “Gửi phiếu” để hoàn thành, hoặc quay lại để sửa.", "Press “Send” to finish, or go back to change something.")}</p>
    }
    .into_any()
}
