//! Answers as pages read them back.

use std::sync::Arc;

use khao_app::components::choices::Label;
use khao_app::components::safe_html::SafeHtml;
use khao_domain::contest::answer::Value;
use khao_domain::lang::Lang;

/// A question's options: id and sanitised text.
pub(super) type Options = [(String, Arc<str>)];

/// What was answered, in the words of the question; empty where nothing was.
pub(super) fn labels(lang: Lang, value: Option<&Value>, options: &Options) -> Vec<Label> {
    match value {
        None => Vec::new(),
        Some(Value::Options(ids)) => option_labels(ids, options),
        Some(Value::Number(number)) => vec![Label::Text(number.in_lang(lang))],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_back_in_the_order_of_the_paper() {
        let options: Vec<(String, Arc<str>)> = vec![
            ("1".into(), "Một".into()),
            ("2".into(), "Hai".into()),
            ("3".into(), "Ba".into()),
        ];
        let value = Value::Options(vec!["3".into(), "1".into()]);
        let shown: Vec<SafeHtml> = labels(Lang::Vi, Some(&value), &options)
            .into_iter()
            .filter_map(|label| match label {
                Label::Html(html) => Some(html),
                Label::Text(_) | Label::Named(..) => None,
            })
            .collect();
        assert_eq!(shown, ["Một", "Ba"].map(SafeHtml::sanitised));
        assert!(labels(Lang::Vi, None, &options).is_empty());
    }
}
