//! `/console/contests/{slug}/preview`: a paper as somebody may get it; as a participant sees it, or for printing, with
//! or without its key. Nothing of it is stored.

use khao_domain::contest::settings::Presentation;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::choices::Label;
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::label_list::label_list;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::components::select::{SelectOption, choice_of};
use crate::components::title_block::title_block;
use crate::pages::paper::{Question, Sheet, dots, practice_bar, practice_panels, sheet};
use crate::text::{figures, pages as text};

/// What the visitor wants to look at; the same for every look of the page.
#[derive(Debug, Clone)]
pub struct PreviewChoice {
    pub slug: String,
    pub contest_title: String,
    pub groups: Vec<SelectOption>,
    pub group: String,
    /// Any word or number: the same seed gives the same paper.
    pub seed: String,
    /// Another one.
    pub next_seed: String,
    /// `take`, `paper` or `key`: kept where another group or paper is chosen.
    pub look: &'static str,
}

impl PreviewChoice {
    fn address(&self, seed: &str, look: &str) -> String {
        format!(
            "/console/contests/{}/preview?group={}&seed={seed}&look={look}",
            self.slug, self.group
        )
    }
}

#[derive(Debug, Clone)]
pub struct PrintView {
    pub choice: PreviewChoice,
    pub group_name: String,
    pub round_name: String,
    pub minutes: Option<u32>,
    pub with_key: bool,
    pub questions: Vec<PrintQuestion>,
}

#[derive(Debug, Clone)]
pub struct PrintQuestion {
    pub position: u16,
    pub stem: SafeHtml,
    pub options: Vec<SafeHtml>,
    /// Code, topic and difficulty.
    pub origin: String,
    /// Empty where the key is not wanted.
    pub key: Vec<Label>,
    pub explanation: SafeHtml,
    pub source: String,
    pub points_hundredths: i64,
}

/// The paper to be printed.
pub fn print_page(lang: Lang, view: PrintView) -> AnyView {
    let minutes = view.minutes.map(|minutes| match lang {
        Lang::Vi => format!(" · {minutes} phút"),
        Lang::En => format!(" · {minutes} minutes"),
    });
    let about = format!(
        "{} · {}{}",
        view.round_name,
        view.group_name,
        minutes.unwrap_or_default()
    );
    let with_key = view.with_key;
    let questions = view
        .questions
        .into_iter()
        .map(|question| printed(lang, question, with_key))
        .collect_view();
    view! {
        {title_block(view.choice.contest_title.clone(), about.clone())}
        {controls(lang, &view.choice)}
        <div class="narrow">
            <p class="soft">{about}</p>
            <ol class="questions print-paper">{questions}</ol>
        </div>
    }
    .into_any()
}

fn printed(lang: Lang, question: PrintQuestion, with_key: bool) -> AnyView {
    let options = question
        .options
        .into_iter()
        .map(|option| view! { <li>{safe_html(option)}</li> })
        .collect_view();
    let head = text::question(lang, question.position);
    let points = figures::points(lang, question.points_hundredths);
    let points = (question.points_hundredths > 0).then(|| text::points(lang, &points));
    let behind = with_key.then(|| {
        let key = (!question.key.is_empty()).then(|| label_list(lang.say("Đáp án", "Key"), question.key, ""));
        let source = text::source(lang, &question.source);
        view! {
            <div class="why">
                {key} {safe_html(question.explanation)} <p class="soft small">{source}</p>
                <p class="soft small">{question.origin}</p>
            </div>
        }
    });
    view! {
        <li class="sheet">
            <h2 class="small soft">{head}{points}</h2>
            {safe_html(question.stem)}
            <ol class="letters">{options}</ol>
            {behind}
        </li>
    }
    .into_any()
}

#[derive(Debug, Clone)]
pub struct TakeView {
    pub choice: PreviewChoice,
    pub questions: Vec<Question>,
    pub presentation: Presentation,
    /// The form came back: nothing was stored.
    pub is_sent: bool,
}

/// The paper as a participant has it, with the player and without a clock.
pub fn take_page(lang: Lang, view: TakeView) -> AnyView {
    let dots = dots(lang, &view.questions, "#paper");
    let sheet = sheet(
        lang,
        Sheet {
            path: view.choice.address(&view.choice.seed, "take"),
            overview: None,
            questions: view.questions,
            problems: Vec::new(),
            presentation: view.presentation,
        },
    );
    let back = format!("/console/contests/{}", view.choice.slug);
    let note = notice::careful(lang.say(
        "Bản xem thử: không có gì được lưu hay chấm điểm.",
        "A preview: nothing is stored or scored.",
    ));
    let sent = view.is_sent.then(|| {
        notice::status(lang.say(
            "Bài xem thử đã nộp; không có gì được lưu.",
            "The preview was sent; nothing was stored.",
        ))
    });
    view! {
        {practice_bar(lang, lang.say("Xem thử", "Preview"))}
        {controls(lang, &view.choice)}
        <div class="narrow paper">
            {sent}
            {note}
            {dots}
            {sheet}
            {practice_panels(lang, back)}
        </div>
    }
    .into_any()
}

#[derive(Debug, Clone)]
pub struct NoPaperView {
    pub choice: PreviewChoice,
    /// Why no paper can be drawn.
    pub reason: String,
}

pub fn no_paper_page(lang: Lang, view: &NoPaperView) -> AnyView {
    let papers = format!("/console/contests/{}/setup/papers", view.choice.slug);
    view! {
        {controls(lang, &view.choice)}
        {notice::careful(view.reason.clone())}
        <p>
            <a href=papers>{lang.say("Sửa ma trận đề", "Change the blueprint")}</a>
        </p>
    }
    .into_any()
}

/// Which group, which seed, which look.
fn controls(lang: Lang, choice: &PreviewChoice) -> AnyView {
    let group = choice_of(
        "group".to_owned(),
        lang.say("Bảng thi", "Group"),
        "",
        choice.groups.clone(),
        &choice.group,
        &[],
    );
    let seed = Field::new("seed", lang.say("Số của đề", "Seed"), Input::Code)
        .value(choice.seed.clone())
        .required_sometimes();
    let looks = [
        ("take", lang.say("Như người thi", "As a participant")),
        ("paper", lang.say("Bản in, không đáp án", "Print, without key")),
        ("key", lang.say("Bản in có đáp án", "Print, with key")),
    ];
    let links = looks
        .into_iter()
        .map(|(look, label)| {
            let current = (look == choice.look).then_some("true");
            view! {
                <li>
                    <a href=choice.address(&choice.seed, look) aria-current=current>
                        {label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="no-print">
            {crumbs(vec![
                console_crumb(lang),
                content_crumb(format!("/console/contests/{}", choice.slug), choice.contest_title.clone()),
            ])}
            {heading(lang.say("Xem thử đề", "Preview of a paper"), lang.say("Một đề rút thử theo ma trận hiện nay: xem như người thi, hoặc in ra để thẩm định.", "A paper drawn for trial by the present blueprint: as a participant has it, or printed for review."))}
            <form class="filter row" method="get" action=format!("/console/contests/{}/preview", choice.slug)>
                {button::hidden("look", choice.look)}
                {group} {seed.view()}
                <button class="btn quiet" type="submit">
                    {lang.say("Xem", "Show")}
                </button>
            </form>
            <ul class="pages looks">
                {links}
                <li>
                    <a href=choice.address(&choice.next_seed, choice.look)>{lang.say("Rút đề khác", "Draw another")}</a>
                </li>
            </ul>
        </div>
    }
    .into_any()
}
