//! What is wrong with a file, row by row.

use khao_domain::lang::Lang;
use khao_domain::table::{RowProblem, Severity};
use leptos::prelude::*;

use super::data_table::{Column, cell, data_table};

/// A page shows so many; the first ones tell what is wrong, and how many more there are is said.
const MOST: usize = 500;

pub fn row_problems(lang: Lang, title: &'static str, problems: Vec<RowProblem>) -> AnyView {
    let left = problems.len().saturating_sub(MOST);
    let columns = [
        Column::heading(lang.say("Dòng", "Row")),
        Column::text(lang.say("Cột", "Column")),
        Column::text(lang.say("Mức", "Severity")),
        Column::text(lang.say("Nội dung", "What to do")),
    ];
    let rows = problems.into_iter().take(MOST).map(|problem| {
        let severity = match problem.severity {
            Severity::Error => lang.say("Lỗi", "Error"),
            Severity::Warning => lang.say("Lưu ý", "Warning"),
        };
        vec![
            cell(problem.row.to_string()),
            cell(problem.column.unwrap_or_default()),
            cell(severity),
            cell(problem.detail.in_lang(lang).to_owned()),
        ]
    });
    let table = data_table(title, &columns, rows.collect());
    let more = (left > 0).then(|| match lang {
        Lang::Vi => format!("Và {left} điểm nữa."),
        Lang::En => format!("And {left} more."),
    });
    view! { <div class="sheet">{table} <p class="soft">{more}</p></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use khao_domain::lang::said;

    use super::*;

    #[test]
    fn what_is_not_shown_is_counted() {
        let problems = |count: usize| vec![RowProblem::error(2, None, "Thiếu tên."); count];
        let html = |count| row_problems(Lang::Vi, "Lỗi", problems(count)).to_html();
        assert!(!html(MOST).contains("điểm nữa"));
        assert!(html(MOST + 3).contains("Và 3 điểm nữa."));
    }

    #[test]
    fn a_row_is_told_in_the_readers_language() {
        let problem = RowProblem::error(2, Some("Tên"), said("Thiếu tên.", "No name."));
        let html = |lang| row_problems(lang, "Lỗi", vec![problem.clone()]).to_html();
        assert!(html(Lang::Vi).contains("Thiếu tên.") && !html(Lang::Vi).contains("No name."));
        assert!(html(Lang::En).contains("No name.") && html(Lang::En).contains("Tên"));
    }
}
