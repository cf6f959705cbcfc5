//! A question with options to pick from: every option is a whole card.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Describing, error_of, hint_line, id_of, told};
use super::safe_html::{SafeHtml, safe_inline};

/// How many options may be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    One,
    Any,
}

impl Pick {
    const fn html_type(self) -> &'static str {
        match self {
            Self::One => "radio",
            Self::Any => "checkbox",
        }
    }
}

/// What an option says.
#[derive(Debug, Clone)]
pub enum Label {
    Text(String),
    /// A name, and what tells it from others of the same name.
    Named(String, String),
    Html(SafeHtml),
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: Label,
    pub chosen: bool,
}

impl Choice {
    pub fn text(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self {
            value: value.into(),
            label: Label::Text(label.into()),
            chosen,
        }
    }
}

/// A labelled group of options.
#[derive(Debug, Clone)]
pub struct Choices {
    pub name: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    pub pick: Pick,
    pub options: Vec<Choice>,
}

/// The group as a fieldset with its mistakes.
pub fn choices(group: Choices, problems: &[Problem]) -> AnyView {
    fieldset("field", group, problems)
}

fn fieldset(class: &'static str, group: Choices, problems: &[Problem]) -> AnyView {
    let id = id_of(group.name);
    let error = error_of(group.name, problems);
    let describing = Describing::new(&id, !group.hint.is_empty(), error.is_some());
    view! {
        <fieldset class=class id=id tabindex="-1" aria-describedby=describing.ids()>
            <legend>{group.legend}</legend>
            {hint_line(&describing, group.hint)}
            <div class="opts">{options(group.name, group.pick, group.options)}</div>
            {told(group.name, error)}
        </fieldset>
    }
    .into_any()
}

/// As [`choices`], for a few short words that fit side by side.
pub fn short_choices(group: Choices, problems: &[Problem]) -> AnyView {
    fieldset("field short", group, problems)
}

/// As [`choices`], where the question is the heading of its part of the form.
pub fn titled_choices(group: Choices, problems: &[Problem]) -> AnyView {
    fieldset("field titled", group, problems)
}

/// The cards alone, for a page that draws its own fieldset.
pub fn options(name: &str, pick: Pick, options: Vec<Choice>) -> AnyView {
    options
        .into_iter()
        .map(|choice| card(name, pick, choice))
        .collect_view()
        .into_any()
}

/// One card; a single checkbox stands alone as a consent or a confirmation.
pub fn card(name: &str, pick: Pick, choice: Choice) -> AnyView {
    let label = match choice.label {
        Label::Text(text) => view! { <span>{text}</span> }.into_any(),
        Label::Named(text, note) => {
            view! { <span>{text} " " <span class="opt-note">{note}</span></span> }.into_any()
        }
        Label::Html(html) => safe_inline(html),
    };
    view! {
        <label class="opt">
            <input type=pick.html_type() name=name.to_owned() value=choice.value checked=choice.chosen />
            {label}
        </label>
    }
    .into_any()
}

/// A tick by which something is taken away with the next save; `text` says what is lost with it.
pub fn removal(name: &str, is_ticked: bool, text: impl Into<String>) -> AnyView {
    card(name, Pick::Any, Choice::text("yes", text, is_ticked))
}

pub struct ConsentCard {
    pub name: String,
    pub version: String,
    /// What somebody says who agrees to words that are another's.
    pub opening: Option<&'static str>,
    pub words: SafeHtml,
    pub given: bool,
    pub need: &'static str,
}

/// One box that stands alone, with a line beneath its words that says whether it must be ticked.
pub fn consent_card(card: ConsentCard) -> AnyView {
    let words = safe_inline(card.words);
    let words = match card.opening {
        Some(opening) => view! { {opening} " “" {words} "”" }.into_any(),
        None => words,
    };
    view! {
        <label class="opt">
            <input type="checkbox" name=card.name value=card.version checked=card.given />
            <span>{words} " " <span class="opt-note">{card.need}</span></span>
        </label>
    }
    .into_any()
}
