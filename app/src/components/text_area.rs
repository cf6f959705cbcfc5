//! Several lines of text. leptos 0.8.23 renders the children of this element unescaped, so it is written here only.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Describing, error_line, error_of, hint_line, id_of};

/// A labelled text area with what was typed before.
pub fn text_area(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    typed: &str,
    problems: &[Problem],
) -> AnyView {
    let id = id_of(name);
    let error = error_of(name, problems);
    let describing = Describing::new(&id, !hint.is_empty(), error.is_some());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_line(&describing, hint)}
            <textarea
                id=id
                name=name
                rows="5"
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=describing.ids()
                inner_html=escaped(typed)
            ></textarea>
            {error_line(&describing, error)}
        </div>
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
