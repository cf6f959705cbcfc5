//! Whole numbers, days and hours as people type them into the forms of the path.

use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::time::{CivilDate, Timestamp, parse_minute};

/// A whole number, or a problem at its field.
pub(in crate::routes::pages::console) fn whole<T: std::str::FromStr>(
    pointer: &str,
    typed: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let number = typed.trim().parse().ok();
    if number.is_none() {
        problems.push(Problem::at(
            pointer,
            said("Xin nhập một số nguyên.", "Type a whole number."),
        ));
    }
    number
}

/// As [`whole`]; nothing typed is no number.
pub(super) fn optional_whole<T: std::str::FromStr>(
    pointer: &str,
    typed: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    if typed.trim().is_empty() {
        return None;
    }
    whole(pointer, typed, problems)
}

pub(super) fn day(pointer: &str, typed: &str, problems: &mut Vec<Problem>) -> Option<CivilDate> {
    let day = CivilDate::parse(typed);
    if day.is_none() {
        problems.push(Problem::at(
            pointer,
            said(
                "Xin nhập ngày theo mẫu ngày/tháng/năm, ví dụ 05/10/2026.",
                "Type a date as day/month/year, such as 05/10/2026.",
            ),
        ));
    }
    day
}

/// A moment from a day and an hour, each with its own field.
pub(in crate::routes::pages::console) fn moment(
    (day_pointer, typed_day): (&str, &str),
    (hour_pointer, typed_hour): (&str, &str),
    problems: &mut Vec<Problem>,
) -> Option<Timestamp> {
    let day = day(day_pointer, typed_day, problems);
    let minute = parse_minute(typed_hour);
    if minute.is_none() {
        problems.push(Problem::at(
            hour_pointer,
            said(
                "Xin nhập giờ theo mẫu 08:00; cuối ngày là 24:00.",
                "Type a time such as 08:00; the end of a day is 24:00.",
            ),
        ));
    }
    Some(day?.at_minute(minute?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mistyped_is_named() {
        let mut problems = Vec::new();
        assert_eq!(whole::<u32>("/a", " 12 ", &mut problems), Some(12));
        assert_eq!(whole::<u32>("/b", "-1", &mut problems), None);
        assert_eq!(optional_whole::<u8>("/c", " ", &mut problems), None);
        assert_eq!(optional_whole::<u8>("/d", "300", &mut problems), None);
        let at = moment(("/e", "22/11/2026"), ("/f", "24:00"), &mut problems);
        assert_eq!(at, CivilDate::parse("2026-11-23").map(CivilDate::midnight));
        assert_eq!(moment(("/g", "32/11/2026"), ("/h", "25:00"), &mut problems), None);
        let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/b", "/d", "/g", "/h"]);
    }
}
