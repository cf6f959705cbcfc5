//! Answers as pages read them back.

use std::sync::Arc;

use khao_app::components::choices::Label;
use khao_app::components::safe_html::SafeHtml;
use khao_domain::contest::answer::Value;

/// A question's options: id and sanitised text.
pub(super) type Options = [(String, Arc<str>)];

/// What was answered, in the words of the question; empty where nothing was.
pub(super) fn labels(value: Option<&Value>, options: &Options) -> Vec<Label> {
    match value {
        None => Vec::new(),
        Some(Value::Options(ids)) => option_labels(ids, options),
        Some(Value::Number(number)) => vec![Label::Text(number.vietnamese())],
        Some(Value::Text(text)) => vec![Label::Text(text.clone())],
    }
}

pub(super) fn option_labels(ids: &[String], options: &Options) -> Vec<Label> {
    options
        .iter()
        .filter(|(id, _)| ids.contains(id))
        .map(|(_, text)| Label::Html(SafeHtml::sanitised(text.clone())))
        .collect()
}

/// The value as the fields of a form hold it.
pub(super) fn fields(value: Option<&Value>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Value::Options(ids)) => ids.clone(),
        Some(Value::Number(number)) => vec![number.vietnamese()],
        Some(Value::Text(text)) => vec![text.clone()],
    }
}
