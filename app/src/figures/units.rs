//! Participation of units: a bar each, of how many of its people handed in.

use std::cmp::Ordering;

use khao_domain::lang::Lang;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Drawing;
use super::canvas::{Area, Drawn, FILL, SOFT, TEXT, TRACK, WIDTH, drawing, letters};
use super::words::share;
use crate::text::figures::count;

const ROW: i32 = 44;
const LEFT: i32 = 4;
const RIGHT: i32 = 396;
/// A picture of more would be longer than anybody scrolls; the table has them all.
const SHOWN_MOST: usize = 24;
const NAME_CHARS_MOST: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    pub headcount: Option<i64>,
    pub participants: i64,
    pub submitted: i64,
}

impl Unit {
    /// Above one it is shown as it is.
    pub fn rate(&self) -> Option<f64> {
        let headcount = self.headcount.filter(|people| *people > 0)?;
        Some(self.submitted as f64 / headcount as f64)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units(Vec<Unit>);

impl Units {
    /// In the order of their rates, the highest first; those without a head-count come last, by people.
    pub fn new(mut units: Vec<Unit>) -> Self {
        units.sort_by(|one, other| {
            let by_rate = match (one.rate(), other.rate()) {
                (Some(one), Some(other)) => other.total_cmp(&one),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            by_rate.then(other.submitted.cmp(&one.submitted))
        });
        Self(units)
    }

    pub fn all(&self) -> &[Unit] {
        &self.0
    }

    pub const fn title(lang: Lang) -> &'static str {
        lang.say("Tham gia theo đơn vị", "Participation by unit")
    }

    pub fn finding(&self, lang: Lang) -> String {
        let units = count(lang, i64::try_from(self.0.len()).unwrap_or(i64::MAX));
        let submitted = count(lang, self.0.iter().map(|unit| unit.submitted).sum());
        let rated: Vec<(&Unit, f64)> = self
            .0
            .iter()
            .filter_map(|unit| Some((unit, unit.rate()?)))
            .collect();
        let (Some((best, most)), Some((last, least))) = (rated.first(), rated.last()) else {
            return match lang {
                Lang::Vi => {
                    format!(
                        "{units} đơn vị, {submitted} người đã nộp bài. Chưa đơn vị nào có số người để tính tỷ lệ."
                    )
                }
                Lang::En => format!(
                    "{units} units, {submitted} people have handed in. No unit has a head-count to reckon a rate with."
                ),
            };
        };
        // Where nobody has handed in, or all are level, no unit is ahead.
        if (most - least).abs() < f64::EPSILON {
            let rate = share(lang, *most);
            return match lang {
                Lang::Vi => format!("{units} đơn vị, {submitted} người đã nộp bài. Tỷ lệ như nhau: {rate}."),
                Lang::En => {
                    format!("{units} units, {submitted} people have handed in. All rates are {rate}.")
                }
            };
        }
        let (best, last) = (&best.name, &last.name);
        let (most, least) = (share(lang, *most), share(lang, *least));
        match lang {
            Lang::Vi => format!(
                "{units} đơn vị, {submitted} người đã nộp bài. Tỷ lệ cao nhất: {best}, {most}; thấp nhất: {last}, {least}."
            ),
            Lang::En => format!(
                "{units} units, {submitted} people have handed in. Highest rate: {best}, {most}; lowest: {last}, {least}."
            ),
        }
    }

    pub fn draw(&self, lang: Lang) -> Drawing {
        let rows = i32::try_from(self.shown().len()).unwrap_or(0).max(1);
        let height = u32::try_from(rows * ROW + 8).unwrap_or(WIDTH);
        let (title, finding) = (Self::title(lang), self.finding(lang));
        drawing(("units", title, finding), height, |area| self.paint(lang, area))
    }

    /// What is drawn; none stands for all those between.
    fn shown(&self) -> Vec<Option<&Unit>> {
        if self.0.len() <= SHOWN_MOST {
            return self.0.iter().map(Some).collect();
        }
        let half = SHOWN_MOST / 2;
        let first = self.0.iter().take(half).map(Some);
        let last = self.0.iter().skip(self.0.len() - half).map(Some);
        first.chain([None]).chain(last).collect()
    }

    fn paint(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let is_rated = self.0.iter().any(|unit| unit.rate().is_some());
        let highest = |figure: fn(&Unit) -> f64| self.0.iter().map(figure).fold(1.0, f64::max);
        let most = if is_rated {
            highest(|unit| unit.rate().unwrap_or(0.0))
        } else {
            highest(|unit| unit.submitted as f64)
        };
        for (row, unit) in (0..).zip(self.shown()) {
            let top = row * ROW;
            let Some(unit) = unit else {
                let between = i64::try_from(self.0.len() - SHOWN_MOST).unwrap_or(0);
                gap(lang, area, top, between)?;
                continue;
            };
            let length = if is_rated {
                unit.rate().unwrap_or(0.0)
            } else {
                unit.submitted as f64
            };
            #[expect(clippy::cast_possible_truncation, reason = "a share of 392 pixels")]
            let end = LEFT + (f64::from(RIGHT - LEFT) * length / most) as i32;
            let name = letters(TEXT, (HPos::Left, VPos::Top));
            area.draw(&Text::new(shortened(&unit.name), (LEFT, top + 4), name))?;
            let value = letters(SOFT, (HPos::Right, VPos::Top));
            area.draw(&Text::new(figures(lang, unit), (RIGHT, top + 4), value))?;
            if !is_rated || unit.rate().is_some() {
                area.draw(&Rectangle::new(
                    [(LEFT, top + 25), (RIGHT, top + 37)],
                    TRACK.filled(),
                ))?;
                area.draw(&Rectangle::new(
                    [(LEFT, top + 25), (end, top + 37)],
                    FILL.filled(),
                ))?;
            }
        }
        Ok(())
    }
}

fn gap(lang: Lang, area: &Area<'_>, top: i32, between: i64) -> Drawn {
    let between = count(lang, between);
    let words = match lang {
        Lang::Vi => format!("… {between} đơn vị ở giữa: xem bảng …"),
        Lang::En => format!("… {between} units between these: see the table …"),
    };
    let style = letters(SOFT, (HPos::Left, VPos::Top));
    area.draw(&Text::new(words, (LEFT, top + 12), style))
}

fn figures(lang: Lang, unit: &Unit) -> String {
    let submitted = count(lang, unit.submitted);
    match (unit.rate(), unit.headcount) {
        (Some(rate), Some(headcount)) => {
            format!("{submitted}/{} · {}", count(lang, headcount), share(lang, rate))
        }
        _ => submitted,
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MOST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME_CHARS_MOST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, headcount: Option<i64>, submitted: i64) -> Unit {
        Unit {
            name: name.to_owned(),
            headcount,
            participants: submitted,
            submitted,
        }
    }

    #[test]
    fn the_highest_rate_comes_first_and_no_rate_last() {
        let units = Units::new(vec![
            unit("Không đếm", None, 90),
            unit("Sở A", Some(40), 10),
            unit("Sở B", Some(10), 12),
        ]);
        let names: Vec<&str> = units.all().iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names, ["Sở B", "Sở A", "Không đếm"]);
        assert_eq!(
            units.finding(Lang::En),
            "3 units, 112 people have handed in. Highest rate: Sở B, 120.0%; lowest: Sở A, 25.0%."
        );
        let svg = units.draw(Lang::Vi);
        // Both rated ones, in parts of the highest: 12 of 10 and 10 of 40.
        assert!(
            svg.svg()
                .contains("width=\"392\" height=\"12\" opacity=\"1\" class=\"fill-fill\"")
        );
        assert!(
            svg.svg()
                .contains("width=\"81\" height=\"12\" opacity=\"1\" class=\"fill-fill\"")
        );
        assert_eq!(svg.svg().matches("class=\"fill-fill\"").count(), 2);
    }

    #[test]
    fn where_nobody_was_counted_bars_are_people() {
        let units = Units::new(vec![unit("A", None, 4), unit("B", None, 2)]);
        assert!(units.finding(Lang::Vi).contains("Chưa đơn vị nào có số người"));
        let svg = units.draw(Lang::Vi);
        assert!(
            svg.svg()
                .contains("width=\"196\" height=\"12\" opacity=\"1\" class=\"fill-fill\"")
        );
        assert!(!Units::new(Vec::new()).draw(Lang::Vi).svg().is_empty());
    }

    #[test]
    fn many_units_are_shown_from_both_ends() {
        let units = Units::new((0..100).map(|at| unit("X", Some(100), at)).collect());
        assert_eq!(units.shown().len(), SHOWN_MOST + 1);
        assert!(units.draw(Lang::En).svg().contains("76 units between these"));
        let long = "Ủy ban nhân dân xã ".repeat(4);
        assert_eq!(shortened(&long).chars().count(), NAME_CHARS_MOST);
    }
}
