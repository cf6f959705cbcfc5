//! Units, one a line, as every page of theirs lists them.

use khao_domain::ids::UnitId;
use khao_domain::lang::Lang;
use khao_domain::people::unit::Validity;
use khao_domain::time::CivilDate;
use leptos::prelude::*;

use crate::components::content::content_link;
use crate::components::data_table::{Column, cell, data_table};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct UnitLine {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    /// The units above it; empty where the page says so itself.
    pub within: String,
    /// How many lie right below it.
    pub children: i64,
    /// Today's, its own or of what lies below it.
    pub headcount: Option<i64>,
    pub validity: Validity,
    pub is_valid: bool,
}

pub fn table(lang: Lang, caption: &'static str, lines: Vec<UnitLine>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Mã", "Code")),
        Column::number(lang.say("Đơn vị cấp dưới", "Units below")),
        Column::number(lang.say("Số người", "People")),
        Column::text(lang.say("Hiệu lực", "Validity")),
    ];
    data_table(
        caption,
        &columns,
        lines.into_iter().map(|line| cells(lang, line)).collect(),
    )
}

fn cells(lang: Lang, line: UnitLine) -> Vec<AnyView> {
    let within = (!line.within.is_empty()).then(|| {
        view! {
            <br />
            <span class="soft small" lang=lang.of_content()>{line.within}</span>
        }
    });
    let state = if line.is_valid {
        cell(validity(lang, line.validity))
    } else {
        view! { <span class="tag off">{validity(lang, line.validity)}</span> }.into_any()
    };
    vec![
        view! {
            <span>
                {content_link(lang, format!("/console/units/{}", line.id), line.name)}
                {within}
            </span>
        }
        .into_any(),
        cell(line.code),
        cell(figures::count(lang, line.children)),
        cell(
            line.headcount
                .map_or("–".to_owned(), |one| figures::count(lang, one)),
        ),
        state,
    ]
}

/// When a unit exists, in words.
pub fn validity(lang: Lang, validity: Validity) -> String {
    let day = |day: CivilDate| day.in_lang(lang);
    match (validity.from, validity.until, lang) {
        (None, None, _) => lang.say("không giới hạn", "unlimited").to_owned(),
        (Some(from), None, Lang::Vi) => format!("từ {}", day(from)),
        (Some(from), None, Lang::En) => format!("from {}", day(from)),
        (None, Some(until), Lang::Vi) => format!("đến trước {}", day(until)),
        (None, Some(until), Lang::En) => format!("until before {}", day(until)),
        (Some(from), Some(until), Lang::Vi) => format!("từ {} đến trước {}", day(from), day(until)),
        (Some(from), Some(until), Lang::En) => format!("from {} until before {}", day(from), day(until)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_unit_are_written_in_the_language_of_the_page() {
        let from = CivilDate::parse("2026-10-05");
        let until = CivilDate::parse("2027-01-01");
        let words = |from, until| Lang::ALL.map(|lang| validity(lang, Validity { from, until }));
        assert_eq!(
            words(from, until),
            [
                "từ 05/10/2026 đến trước 01/01/2027",
                "from 5 Oct 2026 until before 1 Jan 2027"
            ]
        );
        assert_eq!(words(from, None), ["từ 05/10/2026", "from 5 Oct 2026"]);
        assert_eq!(words(None, None), ["không giới hạn", "unlimited"]);
    }
}
