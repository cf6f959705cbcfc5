//! Rounds that follow each other, all of the same length: "four weeks from Monday".

use crate::lang::{Lang, Said, said};
use crate::problem::Problem;
use crate::text::fold;
use crate::time::{CivilDate, Timestamp};

/// The most rounds made at once: a year of weeks.
pub const ROUNDS_MOST: u32 = 52;
/// The longest round of a series.
pub const DAYS_MOST: u32 = 92;

/// What a series is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// What every round is called before its number: "Tuần".
    pub name: String,
    /// The number of the first round.
    pub number: u32,
    /// The day on which the first round opens, at 00:00.
    pub first_day: CivilDate,
    pub rounds: u32,
    /// How many days a round is open; the next one opens as it closes.
    pub days: u32,
}

/// A round of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRound {
    pub name: String,
    pub opens_at: Timestamp,
    /// The first instant after the round.
    pub closes_at: Timestamp,
}

/// The rounds, or what is wrong with the series.
pub fn planned(series: &Series) -> Result<Vec<PlannedRound>, Vec<Problem>> {
    let mut problems = Vec::new();
    if !(1..=90).contains(&series.name.trim().chars().count()) {
        problems.push(Problem::at(
            "/name",
            said(
                "Tên chung của các vòng có từ 1 đến 90 ký tự.",
                "The common name of the rounds has 1 to 90 characters.",
            ),
        ));
    }
    if !(1..=ROUNDS_MOST).contains(&series.rounds) {
        problems.push(Problem::at(
            "/rounds",
            Said::of(|lang| match lang {
                Lang::Vi => format!("Số vòng từ 1 đến {ROUNDS_MOST}."),
                Lang::En => format!("There are 1 to {ROUNDS_MOST} rounds."),
            }),
        ));
    }
    if !(1..=DAYS_MOST).contains(&series.days) {
        problems.push(Problem::at(
            "/days",
            Said::of(|lang| match lang {
                Lang::Vi => format!("Mỗi vòng kéo dài từ 1 đến {DAYS_MOST} ngày."),
                Lang::En => format!("A round lasts 1 to {DAYS_MOST} days."),
            }),
        ));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let days = i64::from(series.days);
    let round = |index: u32| {
        let opens = series.first_day.plus_days(days * i64::from(index));
        PlannedRound {
            name: format!("{} {}", series.name.trim(), series.number.saturating_add(index)),
            opens_at: opens.midnight(),
            closes_at: opens.plus_days(days).midnight(),
        }
    };
    Ok((0..series.rounds).map(round).collect())
}

/// The number that the next round of a series begins with: one more than the highest of those with its name.
pub fn next_number<'n>(name: &str, taken: impl Iterator<Item = &'n str>) -> u32 {
    let numbers = taken.filter_map(|taken| {
        let (base, number) = taken.trim().rsplit_once(' ')?;
        (fold(base) == fold(name)).then(|| number.parse::<u32>().ok())?
    });
    numbers.max().unwrap_or(0).saturating_add(1)
}

/// What a copy is called: the next number after those in use, or the name with one.
pub fn next_name(name: &str, taken: &[&str]) -> String {
    let name = name.trim();
    let (base, from) = match name.rsplit_once(' ') {
        Some((base, number)) => match number.parse::<u32>() {
            Ok(number) => (base, number),
            Err(_) => (name, 1),
        },
        None => (name, 1),
    };
    let names = (1..=1_000).map(|step| format!("{base} {}", from.saturating_add(step)));
    let mut free = names.filter(|name| !taken.contains(&name.as_str()));
    free.next().unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(rounds: u32, days: u32) -> Series {
        Series {
            name: " Tuần ".to_owned(),
            number: 1,
            first_day: CivilDate::parse("2026-11-30").unwrap(),
            rounds,
            days,
        }
    }

    #[test]
    fn a_series_begins_with_a_free_number() {
        let next = |taken: &[&str]| next_number(" Tuần", taken.iter().copied());
        assert_eq!(next(&["Tuần 2", "tuần 3", "Chung kết", "Vòng 9"]), 4);
        assert_eq!(next(&[]), 1);
    }

    #[test]
    fn each_round_opens_as_the_one_before_closes() {
        let rounds = planned(&weeks(4, 7)).unwrap();
        let names: Vec<&str> = rounds.iter().map(|round| round.name.as_str()).collect();
        assert_eq!(names, ["Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4"]);
        assert_eq!(rounds[0].opens_at.rfc3339(), "2026-11-29T17:00:00.000Z");
        assert!(
            rounds
                .windows(2)
                .all(|pair| pair[0].closes_at == pair[1].opens_at)
        );
        assert_eq!(rounds[3].closes_at.local_date().iso(), "2026-12-28");
    }

    #[test]
    fn a_series_without_measure_is_refused_by_its_fields() {
        let pointers = |series: &Series| -> Vec<String> {
            let problems = planned(series).unwrap_err();
            problems.into_iter().map(|problem| problem.pointer).collect()
        };
        assert_eq!(pointers(&weeks(0, 0)), ["/rounds", "/days"]);
        assert_eq!(pointers(&weeks(53, 93)), ["/rounds", "/days"]);
        let nameless = Series {
            name: "  ".to_owned(),
            ..weeks(1, 1)
        };
        assert_eq!(pointers(&nameless), ["/name"]);
    }

    #[test]
    fn a_copy_has_the_next_free_number() {
        assert_eq!(next_name("Tuần 2", &["Tuần 2"]), "Tuần 3");
        assert_eq!(next_name("Tuần 2", &["Tuần 2", "Tuần 3"]), "Tuần 4");
        assert_eq!(next_name("Người dân", &["Người dân"]), "Người dân 2");
        assert_eq!(next_name("Vòng", &["Vòng", "Vòng 2"]), "Vòng 3");
    }
}
