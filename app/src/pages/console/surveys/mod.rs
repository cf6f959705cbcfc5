//! `/console/surveys`: surveys as those see them who prepare and field them.

pub mod entry;
pub mod files;
pub mod form;
pub mod invitations;
pub mod item;
pub mod list;
pub mod new;
pub mod overview;
pub mod paper;
pub mod poster;
mod preview;
mod readiness;
pub mod scales;
pub mod section;
pub mod slips;
pub mod wave;
mod wave_card;

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::form::Form;
use khao_domain::survey::wave::{Channel, SurveyStatus};
use leptos::prelude::*;

use crate::components::console_nav::Section;
use crate::components::crumbs::{content_crumb, crumb, crumbs};
use crate::components::text_area::text_area;

pub const PATH: &str = "/console/surveys";

/// The survey that a page belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub slug: String,
    pub title: String,
}

impl Head {
    pub fn path(&self) -> String {
        format!("{PATH}/{}", self.slug)
    }

    pub fn form_path(&self) -> String {
        format!("{}/form", self.path())
    }

    /// The way back from a page of the survey.
    fn above(&self, lang: Lang) -> AnyView {
        crumbs(vec![
            Section::Surveys.crumb(lang),
            content_crumb(self.path(), self.title.clone()),
        ])
    }

    /// And from a page of its form.
    fn above_in_form(&self, lang: Lang) -> AnyView {
        crumbs(vec![
            Section::Surveys.crumb(lang),
            content_crumb(self.path(), self.title.clone()),
            crumb(self.form_path(), lang.say("Phiếu", "Form")),
        ])
    }
}

const fn status_words(lang: Lang, status: SurveyStatus) -> &'static str {
    match status {
        SurveyStatus::Draft => lang.say("Bản nháp", "Draft"),
        SurveyStatus::Open => lang.say("Đang thu thập", "Taking answers"),
        SurveyStatus::Closed => lang.say("Không thu thập lúc này", "Taking no answers now"),
    }
}

pub fn channel_words(lang: Lang, channel: &str) -> String {
    let known = Channel::parse(channel);
    known.map_or_else(
        || channel.to_owned(),
        |channel| channel.title().in_lang(lang).to_owned(),
    )
}

/// What a language is called; its tag where it is none of ours.
pub fn language_words(lang: Lang, tag: &str) -> &str {
    match tag {
        "vi" => lang.say("tiếng Việt", "Vietnamese"),
        "en" => lang.say("tiếng Anh", "English"),
        "km" => lang.say("tiếng Khmer", "Khmer"),
        "hmn" => lang.say("tiếng Mông", "Hmong"),
        "yuh" => lang.say("tiếng Dao", "Iu Mien"),
        other => other,
    }
}

/// A text field for each language, side by side where there is room: `{name}.{language}`.
fn in_each_language(
    lang: Lang,
    form: &Form,
    name: &str,
    label: &'static str,
    typed: &[String],
    problems: &[Problem],
) -> AnyView {
    let fields = form
        .languages
        .iter()
        .zip(typed)
        .map(|(language, text)| {
            let called = format!("{name}.{language}");
            let label = if language == lang.tag() {
                label.to_owned()
            } else {
                format!("{label}: {}", language_words(lang, language))
            };
            text_area(called, label, "", text, problems)
        })
        .collect_view();
    view! { <div class="languages">{fields}</div> }.into_any()
}

/// The names of the fields that [`in_each_language`] draws.
fn language_fields(form: &Form, name: &str) -> Vec<String> {
    let named = |language: &String| format!("{name}.{language}");
    form.languages.iter().map(named).collect()
}
