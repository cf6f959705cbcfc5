//! Everything that has to be put right, at the top of a page that came back.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{concerns, id_of};
use super::said::{said, words};

/// Nothing where there is nothing wrong. `fields` are the names on the page; a mistake elsewhere is told without a
/// link. The browser sets focus on it when the page opens.
pub fn error_summary(problems: &[Problem], fields: &[&str]) -> Option<AnyView> {
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

fn line(problem: &Problem, fields: &[&str]) -> AnyView {
    let detail = words(problem.detail.clone());
    match fields.iter().find(|name| concerns(name, problem)) {
        Some(name) => view! {
            <li>
                <a href=format!("#{}", id_of(name))>{detail}</a>
            </li>
        }
        .into_any(),
        None => view! { <li>{detail}</li> }.into_any(),
    }
}
