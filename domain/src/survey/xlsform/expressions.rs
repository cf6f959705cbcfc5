//! Conditions, bounds and earlier answers as `XLSForm` spells them.

use crate::survey::condition::{Condition, Literal};
use crate::survey::piping::{MARKS, filled};
use crate::time::CivilDate;

/// `used = yes and late has fee` as `${used} = 'yes' and selected(${late}, 'fee')`.
pub(super) fn relevant(condition: &Condition) -> String {
    match condition {
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => match part.as_ref() {
            Condition::Answered(item) => format!("${{{item}}} = ''"),
            part => format!("not({})", relevant(part)),
        },
        Condition::Answered(item) => format!("${{{item}}} != ''"),
        Condition::Has { item, option } => format!("selected(${{{item}}}, '{option}')"),
        Condition::Compare { item, by, with } => format!("${{{item}}} {} {}", by.sign(), literal(with)),
    }
}

fn joined(parts: &[Condition], word: &str) -> String {
    let written = parts.iter().map(|part| match part {
        Condition::All(_) | Condition::Any(_) => format!("({})", relevant(part)),
        part => relevant(part),
    });
    written.collect::<Vec<_>>().join(word)
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Number(number) => number.to_string(),
        Literal::Word(word) if CivilDate::parse(word).is_some() => format!("date('{word}')"),
        Literal::Word(word) if word.contains('\'') => format!("\"{word}\""),
        Literal::Word(word) => format!("'{word}'"),
    }
}

/// `. >= 18 and . <= 120`; empty without bounds.
pub(super) fn constraint(value: &str, least: Option<String>, most: Option<String>) -> String {
    let least = least.map(|least| format!("{value} >= {least}"));
    let most = most.map(|most| format!("{value} <= {most}"));
    least.into_iter().chain(most).collect::<Vec<_>>().join(" and ")
}

/// The two ends of a constraint as [`constraint`] writes it; none where it says something else.
pub(super) fn bounds<'c>(text: &'c str, value: &str) -> Option<(Option<&'c str>, Option<&'c str>)> {
    let mut ends = (None, None);
    for part in text.split(" and ").map(str::trim).filter(|part| !part.is_empty()) {
        let rest = part.strip_prefix(value)?.trim_start();
        if let Some(least) = rest.strip_prefix(">=") {
            ends.0 = Some(least.trim());
        } else {
            ends.1 = Some(rest.strip_prefix("<=")?.trim());
        }
    }
    Some(ends)
}

/// `date('2026-01-01')`, or the day alone in quotes.
pub(super) fn day(text: &str) -> Option<CivilDate> {
    let inner = text.strip_prefix("date(").and_then(|rest| rest.strip_suffix(')'));
    CivilDate::parse(inner.unwrap_or(text).trim_matches(['\'', '"']))
}

pub(super) fn written_day(day: CivilDate) -> String {
    format!("date('{}')", day.iso())
}

const THEIR_MARKS: (&str, &str) = ("${", "}");

/// `{{name}}` as `${name}`.
pub(super) fn piped_out(text: &str) -> String {
    filled(text, MARKS, |id| format!("${{{id}}}"))
}

/// And back.
pub(super) fn piped_in(text: &str) -> String {
    filled(text, THEIR_MARKS, |id| format!("{{{{{id}}}}}"))
}
