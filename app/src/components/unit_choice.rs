//! One unit of many: from a list, or typed where there are too many for one.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Field, Input};
use super::select::{SelectOption, choice_of, with_none};

/// Nobody reads through a longer list, and every page would carry it.
const LISTED_MOST: usize = 300;

/// `none` is the entry that means no choice, where there is one. What is typed is a unit's name or code; whoever reads
/// the form takes all of these and ids.
pub fn unit_choice(
    lang: Lang,
    name: &'static str,
    label: &'static str,
    none: Option<&'static str>,
    options: Vec<SelectOption>,
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    if options.len() <= LISTED_MOST {
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

    fn html(units: usize, chosen: &str) -> String {
        let options = (0..units).map(|at| SelectOption::new(at.to_string(), format!("Xã {at}")));
        unit_choice(
            Lang::Vi,
            "unit",
            "Đơn vị",
            Some("Tất cả"),
            options.collect(),
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
}
