//! One unit of many: from a list, or typed where there are too many for one.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Field, Input};
use super::select::{SelectOption, choice_of, with_none};

/// Nobody reads through a longer list, and every page would carry it.
const LISTED_MOST: usize = 300;

/// The units that one is chosen of.
#[derive(Debug, Clone)]
pub struct UnitOptions {
    options: Vec<SelectOption>,
    is_listed: bool,
}

impl UnitOptions {
    /// `chosen`: the one in force, which stands there wherever it lies. Of a list that nobody reads nothing is made.
    pub fn of(all: impl IntoIterator<Item = SelectOption>, chosen: Option<SelectOption>) -> Self {
        let mut options: Vec<SelectOption> = all.into_iter().take(LISTED_MOST + 1).collect();
        let is_listed = options.len() <= LISTED_MOST;
        if !is_listed {
            options.clear();
        }
        let elsewhere = chosen.filter(|chosen| options.iter().all(|option| option.value != chosen.value));
        options.extend(elsewhere);
        Self { options, is_listed }
    }
}

/// `none` is the entry that means no choice, where there is one. What is typed is a unit's name or code; whoever reads
/// the form takes all of these and ids.
pub fn unit_choice(
    lang: Lang,
    name: &'static str,
    label: &'static str,
    none: Option<&'static str>,
    units: UnitOptions,
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let UnitOptions { options, is_listed } = units;
    if is_listed {
        let options = match none {
            Some(none) => with_none(none, options),
            None => options,
        };
        return choice_of(name.to_owned(), label, "", options, chosen, problems);
    }
    let known = options.iter().find(|option| option.value == chosen);
    let hint = if none.is_some() {
        lang.say(
            "Gõ tên hoặc mã đơn vị. Để trống: không chọn riêng đơn vị nào.",
            "Type its name or code. Empty: no unit in particular.",
        )
    } else {
        lang.say("Gõ tên hoặc mã đơn vị.", "Type its name or code.")
    };
    let field = Field::new(name, label, Input::Text)
        .value(known.map_or(chosen, |option| option.label.as_str()))
        .hint(hint)
        .problems(problems);
    if none.is_some() {
        field.required_sometimes().view()
    } else {
        field.required().view()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A unit with a number is known.
    fn known(chosen: &str) -> Option<SelectOption> {
        let at: usize = chosen.parse().ok()?;
        Some(SelectOption::new(chosen, format!("Xã {at}")))
    }

    fn html(units: usize, chosen: &str) -> String {
        let options = (0..units).map(|at| SelectOption::new(at.to_string(), format!("Xã {at}")));
        unit_choice(
            Lang::Vi,
            "unit",
            "Đơn vị",
            Some("Tất cả"),
            UnitOptions::of(options, known(chosen)),
            chosen,
            &[],
        )
        .to_html()
    }

    #[test]
    fn a_list_too_long_to_read_is_typed_instead() {
        let short = html(LISTED_MOST, "7");
        assert!(short.contains("<select") && short.contains("Tất cả"), "{short}");
        let long = html(LISTED_MOST + 1, "7");
        assert!(!long.contains("<select") && !long.contains("Xã 8"), "{long}");
        assert!(
            long.contains("value=\"Xã 7\""),
            "what is chosen stands there by name: {long}"
        );
        assert!(
            html(LISTED_MOST + 1, "Hòa Bì").contains("value=\"Hòa Bì\""),
            "and so does what was typed"
        );
    }

    #[test]
    fn a_unit_that_lies_elsewhere_stays_chosen() {
        let html = html(3, "7");
        assert!(html.contains("<select") && html.contains("selected"), "{html}");
        assert!(html.contains("Xã 7"), "{html}");
        let only = self::html(3, "2");
        assert_eq!(only.matches("Xã 2").count(), 1, "{only}");
    }

    #[test]
    fn of_a_list_that_is_not_shown_nothing_is_made() {
        let mut made = 0;
        let options = (0..100_000).map(|at: usize| {
            made += 1;
            SelectOption::new(at.to_string(), "Xã")
        });
        UnitOptions::of(options, None);
        assert_eq!(made, LISTED_MOST + 1);
    }
}
