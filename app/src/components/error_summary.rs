//! Everything that has to be put right, at the top of a page that came back.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{concerns, id_of};
use super::said::{said, words};

/// Nothing where there is nothing wrong. `fields` are the names on the page; a mistake elsewhere is told without a
/// link. The browser sets focus on it when the page opens.
pub fn error_summary(problems: &[Problem], fields: &[&str]) -> Option<AnyView> {
    let unnamed: Vec<(&str, &str)> = fields.iter().map(|name| (*name, "")).collect();
    error_summary_naming(problems, &unnamed)
}

/// As [`error_summary`], saying in front of each mistake what its field is called: pairs of name and label.
pub fn error_summary_naming(problems: &[Problem], fields: &[(&str, &str)]) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let lines = problems
        .iter()
        .map(|problem| line(problem, fields))
        .collect_view();
    let view = view! {
        <div class="note bad" id="errors" role="alert" tabindex="-1" autofocus>
            <h2>{said("Xin xem lại những điểm sau", "Please look at these points again")}</h2>
            <ul>{lines}</ul>
        </div>
    };
    Some(view.into_any())
}

fn line(problem: &Problem, fields: &[(&str, &str)]) -> AnyView {
    let detail = words(problem.detail.clone());
    let Some((name, label)) = fields.iter().find(|(name, _)| concerns(name, problem)) else {
        return view! { <li>{detail}</li> }.into_any();
    };
    let label = (!label.is_empty()).then(|| format!("{label}: "));
    view! {
        <li>
            <a href=format!("#{}", id_of(name))>{label} {detail}</a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_says_whose_it_is() {
        let problems = [
            Problem::at("/stem", "Ô này không được để trống."),
            Problem::at("", "Khác."),
        ];
        let html = error_summary_naming(&problems, &[("stem", "Nội dung")]).map(RenderHtml::to_html);
        let html = html.unwrap_or_default();
        assert!(
            html.contains("Nội dung: ") && html.contains("#f-stem") && html.contains("<li>Khác."),
            "{html}"
        );
    }
}
