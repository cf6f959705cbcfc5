//! One of many, where cards would fill the screen.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{error_of, labelled};
use super::said::written;

/// A value and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
    is_content: bool,
}

impl SelectOption {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            is_content: false,
        }
    }

    /// Something that an organiser named.
    pub fn content(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            is_content: true,
            ..Self::new(value, label)
        }
    }
}

/// A labelled list of which one is always chosen; with its mistakes.
pub fn choice_of(
    name: String,
    label: impl Into<String>,
    hint: &'static str,
    options: Vec<SelectOption>,
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let error = error_of(&name, problems);
    let options = options
        .into_iter()
        .map(|option| {
            let selected = chosen == option.value;
            let lang = move || written().of_content().filter(|_| option.is_content);
            view! { <option value=option.value selected=selected lang=lang>{option.label}</option> }
        })
        .collect_view();
    labelled(&name.clone(), label, hint, error, |tied| {
        view! {
            <select id=tied.id name=name aria-invalid=tied.invalid aria-describedby=tied.described_by>
                {options}
            </select>
        }
        .into_any()
    })
}

/// As [`choice_of`], of a filter; `all` is the first entry and means no choice.
pub fn select(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<SelectOption>,
    chosen: Option<&str>,
) -> AnyView {
    let options = with_none(all, options);
    choice_of(
        name.to_owned(),
        label,
        "",
        options,
        chosen.unwrap_or_default(),
        &[],
    )
}

/// The options, after one that means no choice.
pub fn with_none(none: &'static str, options: Vec<SelectOption>) -> Vec<SelectOption> {
    let mut all = vec![SelectOption::new("", none)];
    all.extend(options);
    all
}
