//! Several lines of text. leptos 0.8.23 renders the children of this element unescaped, so it is written here only.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{error_of, labelled};

/// A labelled text area with what was typed before.
pub fn text_area(
    name: impl Into<String>,
    label: impl Into<String>,
    hint: &'static str,
    typed: &str,
    problems: &[Problem],
) -> AnyView {
    let name = name.into();
    labelled(&name.clone(), label, hint, error_of(&name, problems), |tied| {
        bare(tied.id, name, typed, tied.invalid.is_some(), tied.described_by)
    })
}

/// The area alone, for a page that draws its own label.
pub fn bare(
    id: String,
    name: String,
    typed: &str,
    is_invalid: bool,
    described_by: Option<String>,
) -> AnyView {
    view! {
        <textarea
            id=id
            name=name
            rows="5"
            aria-invalid=is_invalid.then_some("true")
            aria-describedby=described_by
            inner_html=escaped(typed)
        ></textarea>
    }
    .into_any()
}

/// The text as HTML. The line break in front is the one that browsers drop, so that the text's own first is kept.
fn escaped(text: &str) -> String {
    format!(
        "\n{}",
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_leave_the_element() {
        let html = text_area(
            "note",
            "Ghi chú",
            "",
            "</textarea><script>alert(1)</script>&amp;",
            &[],
        )
        .to_html();
        assert!(
            html.contains("\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"),
            "{html}"
        );
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    }
}
