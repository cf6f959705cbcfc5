//! How a share went from wave to wave: a point for each, joined where they compare.

use khao_domain::lang::Lang;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Drawing;
use super::canvas::{Area, Counts, Drawn, FILL, SOFT, TEXT, drawing, letters};
use crate::text::figures::{count, decimal};

const HEIGHT: u32 = 290;
const LEFT: i32 = 52;
const RIGHT: i32 = 388;
const TOP: i32 = 34;
const BOTTOM: i32 = 230;

/// Shares in per cent, by the ordinal of the wave; none where nothing may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend(pub Vec<(i64, Option<f64>)>);

impl Trend {
    pub const fn title(lang: Lang) -> &'static str {
        lang.say(
            "Tỷ lệ chọn các mức tốt nhất qua các đợt",
            "Share of the best steps over the waves",
        )
    }

    pub fn finding(&self, lang: Lang) -> String {
        let shown: Vec<(i64, f64)> = self.shown().collect();
        let (Some((first, before)), Some((last, now))) = (shown.first(), shown.last()) else {
            return lang
                .say(
                    "Chưa có đợt nào so sánh được.",
                    "There is no wave to compare yet.",
                )
                .to_owned();
        };
        let written = |share: &f64| decimal(lang, &format!("{share:.2}"));
        let (before, now) = (written(before), written(now));
        match lang {
            Lang::Vi => format!("Từ {before} % ở đợt {first} đến {now} % ở đợt {last}."),
            Lang::En => format!("From {before}% in wave {first} to {now}% in wave {last}."),
        }
    }

    fn shown(&self) -> impl Iterator<Item = (i64, f64)> {
        self.0.iter().filter_map(|(wave, share)| Some((*wave, (*share)?)))
    }

    pub fn draw(&self, lang: Lang) -> Drawing {
        let (title, finding) = (Self::title(lang), self.finding(lang));
        drawing(("trend", title, finding), HEIGHT, |area| self.paint(lang, area))
    }

    fn paint(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let axis = Counts {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            most: 100,
        };
        let heading = letters(TEXT, (HPos::Left, VPos::Top));
        area.draw(&Text::new(lang.say("Phần trăm", "Per cent"), (4, 2), heading))?;
        axis.draw(area, 25, |at| count(lang, at))?;
        let under = letters(SOFT, (HPos::Center, VPos::Top));
        // Hidden ones break the line.
        let mut before: Option<(i32, i32)> = None;
        for (nth, (wave, share)) in (0..).zip(&self.0) {
            let x = self.x(nth);
            area.draw(&Text::new(count(lang, *wave), (x, BOTTOM + 8), under.clone()))?;
            let point = share.map(|share| (x, height(share)));
            if let (Some(from), Some(to)) = (before, point) {
                area.draw(&PathElement::new(vec![from, to], FILL.stroke_width(2)))?;
            }
            if let Some(point) = point {
                area.draw(&Circle::new(point, 5, FILL.filled()))?;
            }
            before = point;
        }
        let middle = i32::midpoint(LEFT, RIGHT);
        let style = letters(TEXT, (HPos::Center, VPos::Top));
        area.draw(&Text::new(lang.say("Đợt", "Wave"), (middle, BOTTOM + 34), style))
    }

    /// Waves stand in the middles of equal parts.
    fn x(&self, nth: i32) -> i32 {
        let parts = i32::try_from(self.0.len()).unwrap_or(1).max(1) * 2;
        LEFT + (RIGHT - LEFT) * (nth * 2 + 1) / parts
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share lies between 0 and 100")]
fn height(share: f64) -> i32 {
    BOTTOM - (f64::from(BOTTOM - TOP) * share.clamp(0.0, 100.0) / 100.0).round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_wave_breaks_the_line() {
        let whole = Trend(vec![(1, Some(0.0)), (2, Some(100.0)), (3, Some(50.0))]);
        let svg = whole.draw(Lang::Vi).svg().to_owned();
        assert_eq!(
            (
                svg.matches("<circle").count(),
                svg.matches("stroke-width=\"2\"").count()
            ),
            (3, 2)
        );
        assert!(svg.contains("cy=\"230\"") && svg.contains("cy=\"34\"") && svg.contains("cy=\"132\""));
        let broken = Trend(vec![(1, Some(80.5)), (2, None), (4, Some(60.0))]);
        let svg = broken.draw(Lang::En).svg().to_owned();
        assert_eq!(
            (
                svg.matches("<circle").count(),
                svg.matches("stroke-width=\"2\"").count()
            ),
            (2, 0)
        );
        assert_eq!(
            broken.finding(Lang::En),
            "From 80.50% in wave 1 to 60.00% in wave 4."
        );
        assert!(!Trend(Vec::new()).draw(Lang::Vi).svg().is_empty());
    }
}
