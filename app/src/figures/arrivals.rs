//! When people came: bars for attempts that began, a line for those that were handed in.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Drawing;
use super::canvas::{Area, Counts, Drawn, FILL, GROUND, MARK, SOFT, TEXT, drawing, letters, scale};
use crate::text::figures::count;

const HEIGHT: u32 = 310;
const LEFT: i32 = 52;
const RIGHT: i32 = 388;
const TOP: i32 = 58;
const BOTTOM: i32 = 272;
/// More dates would touch each other.
const LABELS_MOST: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub until: Timestamp,
    pub started: i64,
    pub submitted: i64,
}

impl Span {
    /// `05/10 08:00–11:00`, or the days.
    pub fn words(&self, lang: Lang) -> String {
        let day = |at: Timestamp| at.local_date().in_lang(lang);
        let last = day(self.until.plus_seconds(-1));
        let begins = self.from.local_clock();
        if begins != "00:00" || self.until.local_clock() != "00:00" {
            return format!("{} {begins}–{}", day(self.from), self.until.local_end().1);
        }
        if day(self.from) == last {
            return last;
        }
        format!("{}–{last}", day(self.from))
    }
}

/// Without a gap, the first one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrivals(pub Vec<Span>);

impl Arrivals {
    pub const fn title(lang: Lang) -> &'static str {
        lang.say("Số lượt theo thời gian", "Arrivals over time")
    }

    pub fn finding(&self, lang: Lang) -> String {
        let started: i64 = self.0.iter().map(|span| span.started).sum();
        let submitted: i64 = self.0.iter().map(|span| span.submitted).sum();
        // The earliest of those that are alike.
        let busiest = self.0.iter().rev().max_by_key(|span| span.started);
        let Some(busiest) = busiest.filter(|span| span.started > 0) else {
            return lang
                .say("Chưa có ai bắt đầu làm bài.", "Nobody has begun yet.")
                .to_owned();
        };
        let (when, most) = (busiest.words(lang), count(lang, busiest.started));
        let (started, submitted) = (count(lang, started), count(lang, submitted));
        match lang {
            Lang::Vi => format!(
                "{started} lượt bắt đầu, {submitted} lượt đã nộp. Đông nhất: {when}, {most} lượt bắt đầu."
            ),
            Lang::En => {
                format!(
                    "{started} attempts began, {submitted} were handed in. Busiest: {when}, {most} began."
                )
            }
        }
    }

    pub fn draw(&self, lang: Lang) -> Drawing {
        let (title, finding) = (Self::title(lang), self.finding(lang));
        drawing(("arrivals", title, finding), HEIGHT, |area| {
            self.paint(lang, area)
        })
    }

    fn paint(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let highest = self.0.iter().map(|span| span.started.max(span.submitted)).max();
        let (most, step) = scale(highest.unwrap_or(0));
        let axis = Counts {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            most,
        };
        legend(lang, area)?;
        axis.draw(area, step, |at| count(lang, at))?;
        let spans = i32::try_from(self.0.len()).unwrap_or(i32::MAX).max(1);
        let edge = |span: i32| LEFT + (RIGHT - LEFT) * span / spans;
        let gap = i32::from(edge(1) - LEFT > 4);
        let mut line = Vec::new();
        for (at, span) in (0..).zip(&self.0) {
            let corners = [
                (edge(at) + gap, axis.y(span.started)),
                (edge(at + 1) - gap, BOTTOM),
            ];
            area.draw(&Rectangle::new(corners, FILL.filled()))?;
            line.push((i32::midpoint(edge(at), edge(at + 1)), axis.y(span.submitted)));
        }
        let under = letters(SOFT, (HPos::Center, VPos::Top));
        for (at, label) in self.labels(lang) {
            let place = edge(i32::try_from(at).unwrap_or(0)).max(LEFT + 8);
            area.draw(&Text::new(label, (place, BOTTOM + 8), under.clone()))?;
        }
        // Edged with the ground, so that the line is seen before bars of any colour.
        area.draw(&PathElement::new(line.clone(), GROUND.stroke_width(6)))?;
        for place in &line {
            area.draw(&Circle::new(*place, 3, MARK.filled()))?;
        }
        area.draw(&PathElement::new(line, MARK.stroke_width(2)))
    }

    /// (span, what stands below its beginning): days where there are some, else hours.
    fn labels(&self, lang: Lang) -> Vec<(usize, String)> {
        let is_midnight = |(_, span): &(usize, &Span)| span.from.local_clock() == "00:00";
        let days: Vec<(usize, &Span)> = self.0.iter().enumerate().filter(is_midnight).collect();
        let of_days = days.len() > 1;
        let marks = if of_days {
            days
        } else {
            self.0.iter().enumerate().collect()
        };
        let every = marks.len().div_ceil(LABELS_MOST).max(1);
        let label = |span: &Span| {
            if of_days {
                let day = span.from.local_date().in_lang(lang);
                // Without the year and what is before it.
                day.get(..day.len().saturating_sub(5))
                    .unwrap_or_default()
                    .to_owned()
            } else {
                span.from.local_clock()
            }
        };
        let marks = marks.into_iter().step_by(every);
        marks.map(|(at, span)| (at, label(span))).collect()
    }
}

fn legend(lang: Lang, area: &Area<'_>) -> Drawn {
    let words = letters(TEXT, (HPos::Left, VPos::Center));
    area.draw(&Rectangle::new([(6, 8), (22, 22)], FILL.filled()))?;
    area.draw(&Text::new(lang.say("Bắt đầu", "Began"), (30, 15), words.clone()))?;
    area.draw(&PathElement::new(
        vec![(150, 15), (178, 15)],
        MARK.stroke_width(2),
    ))?;
    area.draw(&Circle::new((164, 15), 3, MARK.filled()))?;
    area.draw(&Text::new(lang.say("Đã nộp", "Handed in"), (186, 15), words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(begin: &str, hours: i64, counts: &[(i64, i64)]) -> Arrivals {
        let origin = Timestamp::parse_rfc3339(begin).unwrap();
        let at = |number: i64| origin.plus_seconds(number * hours * 3600);
        let span = |(number, (started, submitted)): (i64, &(i64, i64))| Span {
            from: at(number),
            until: at(number + 1),
            started: *started,
            submitted: *submitted,
        };
        Arrivals((0..).zip(counts).map(span).collect())
    }

    #[test]
    fn words_tell_when_most_came() {
        let arrivals = spans("2026-10-05T09:00:00+07:00", 3, &[(2, 0), (5, 4), (5, 6)]);
        assert_eq!(
            arrivals.finding(Lang::En),
            "12 attempts began, 10 were handed in. Busiest: 5 Oct 2026 12:00–15:00, 5 began."
        );
        assert_eq!(
            spans("2026-10-05T00:00:00+07:00", 24, &[(1, 0)]).0[0].words(Lang::Vi),
            "05/10/2026"
        );
        let week = spans("2026-10-05T00:00:00+07:00", 24 * 7, &[(1, 0)]).0[0].words(Lang::Vi);
        assert_eq!(week, "05/10/2026–11/10/2026");
        let evening = spans("2026-10-05T21:00:00+07:00", 3, &[(1, 0)]).0[0].words(Lang::Vi);
        assert_eq!(evening, "05/10/2026 21:00–24:00");
        assert_eq!(
            Arrivals(Vec::new()).finding(Lang::Vi),
            "Chưa có ai bắt đầu làm bài."
        );
    }

    #[test]
    fn labels_are_days_or_hours_and_few() {
        let texts = |lang, arrivals: &Arrivals| {
            let labels = arrivals.labels(lang).into_iter();
            labels.map(|(_, label)| label).collect::<Vec<_>>()
        };
        let week = spans("2026-10-05T09:00:00+07:00", 3, &[(0, 0); 56]);
        assert_eq!(texts(Lang::Vi, &week), ["06/10", "08/10", "10/10", "12/10"]);
        assert_eq!(texts(Lang::En, &week), ["6 Oct", "8 Oct", "10 Oct", "12 Oct"]);
        let hall = spans("2026-10-05T09:00:00+07:00", 1, &[(0, 0); 3]);
        assert_eq!(texts(Lang::Vi, &hall), ["09:00", "10:00", "11:00"]);
    }

    #[test]
    fn a_bar_and_a_dot_for_each_span() {
        let svg = spans("2026-10-05T09:00:00+07:00", 1, &[(4, 0), (2, 4), (0, 2)]).draw(Lang::Vi);
        // One of each is in the legend.
        assert_eq!(svg.svg().matches("<circle").count(), 4);
        assert_eq!(svg.svg().matches("class=\"fill-fill\"").count(), 4);
        assert!(!Arrivals(Vec::new()).draw(Lang::Vi).svg().is_empty());
    }
}
