//! `GET /surveys/{slug}/fielded`: the whole form, for devices that answer without a network.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use khao_domain::survey::form::Form;
use khao_domain::survey::walk::each_text;
use khao_engine::error::Error;
use khao_engine::markdown;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::replies::revalidated;
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};
use crate::state::App;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/surveys/{slug}/fielded", Access::Public, fielded)
            .says("The form that is fielded as a whole, in all its languages: for devices without a network.")
            .answers::<FieldedForm>(200)
            .answers_nothing(304),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
struct FieldedForm {
    slug: String,
    /// By language.
    title: BTreeMap<String, String>,
    /// Of the form; responses name it.
    version: i64,
    opens_at: Time,
    closes_at: Time,
    channels: Vec<String>,
    /// See the documentation of forms.
    #[schema(value_type = Object)]
    form: Value,
    /// Labels that hold more than plain words, by their text.
    inline_html: BTreeMap<String, String>,
    /// What stands above sections, by its text.
    block_html: BTreeMap<String, String>,
}

async fn fielded(
    State(app): State<App>,
    InPath(slug): InPath<Slug>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let survey = app.engine.public_survey(&slug.0).await?;
    let wave = survey.shown_wave(app.engine.now()).ok_or(Error::NotFound)?;
    let course = app.engine.fielded(survey.id, wave.version).await?;
    let (inline_html, block_html) = html_of(course.form());
    let title = survey.title.all();
    let body = FieldedForm {
        slug: survey.slug.clone(),
        title: title
            .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
            .collect(),
        version: wave.version,
        opens_at: Time(wave.span.opens_at),
        closes_at: Time(wave.span.closes_at),
        channels: wave.channels.iter().map(|one| one.as_str().to_owned()).collect(),
        form: serde_json::to_value(course.form()).unwrap_or_default(),
        inline_html,
        block_html,
    };
    revalidated(&headers, &body)
}

type ByText = BTreeMap<String, String>;

/// Labels whose HTML is not just their words, and the texts above sections.
fn html_of(form: &Form) -> (ByText, ByText) {
    let (mut inline, mut block) = (ByText::new(), ByText::new());
    each_text(form, &mut |spot, texts| {
        let is_block =
            spot.pointer.starts_with("/sections/") && spot.pointer.split('/').nth(3) == Some("text");
        for (_, text) in texts.all() {
            if is_block {
                block.insert(text.to_owned(), markdown::block(text));
            } else if !is_plain(text) {
                inline.insert(text.to_owned(), markdown::inline(text));
            }
        }
    });
    (inline, block)
}

/// No mark of Markdown, and nothing that HTML writes otherwise.
fn is_plain(text: &str) -> bool {
    let is_word = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || " ,.?:;()/%{}".contains(c);
    text.chars().all(is_word) && !text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_texts_with_marks_are_sent_twice() {
        let form: Form = serde_json::from_value(json!({
            "languages": ["vi"],
            "sections": [{"id": "s", "title": {"vi": "Phần **một**"}, "text": {"vi": "Xin *đọc*."}, "items": [
                {"id": "a", "text": {"vi": "Ông/bà tên gì, {{b}}?"}, "hint": {"vi": "1. <b>"}, "ask": {"kind": "text"}}]}],
        }))
        .unwrap();
        let (inline, block) = html_of(&form);
        assert_eq!(inline["Phần **một**"], "Phần <strong>một</strong>");
        assert!(inline.contains_key("1. <b>") && inline.len() == 2, "{inline:?}");
        assert!(block["Xin *đọc*."].contains("<em>đọc</em>"));
    }
}
