//! How scores lie: a bar for each tenth of the most possible score.

use khao_domain::lang::Lang;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Drawing;
use super::canvas::{Area, Counts, Drawn, FILL, SOFT, TEXT, drawing, letters, scale};
use super::words::percent;
use crate::text::figures::count;

const HEIGHT: u32 = 310;
const LEFT: i32 = 52;
const RIGHT: i32 = 388;
const TOP: i32 = 34;
const BOTTOM: i32 = 250;

/// Papers handed in, by tenths of the most possible score; a full score is in the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores(pub [i64; 10]);

impl Scores {
    pub const fn title(lang: Lang) -> &'static str {
        lang.say("Phân bố điểm", "Distribution of scores")
    }

    pub fn all(&self) -> i64 {
        self.0.iter().sum()
    }

    /// The span of a tenth.
    pub fn span(lang: Lang, tenth: usize) -> String {
        let sign = lang.say("\u{a0}%", "%");
        match tenth {
            9 => format!("90–100{sign}"),
            tenth => format!("{}–{}{sign}", tenth * 10, tenth * 10 + 9),
        }
    }

    pub fn finding(&self, lang: Lang) -> String {
        let all = self.all();
        let most = self.0.iter().max().copied().unwrap_or(0);
        if most == 0 {
            return lang
                .say("Chưa có bài nào được nộp.", "No paper has been handed in yet.")
                .to_owned();
        }
        let place = self.0.iter().position(|papers| *papers == most).unwrap_or(0);
        let (span, middle) = (Self::span(lang, place), Self::span(lang, self.middle()));
        let (papers, part) = (count(lang, most), percent(lang, most, all));
        let all = count(lang, all);
        match lang {
            Lang::Vi => format!(
                "{all} bài đã nộp. Nhiều bài nhất ở mức {span} điểm tối đa: {papers} bài ({part}). Bài đứng giữa ở mức {middle}."
            ),
            Lang::En => format!(
                "{all} papers handed in. Most lie at {span} of the full score: {papers} papers ({part}). The paper in the middle lies at {middle}."
            ),
        }
    }

    /// The tenth that holds the median paper, the lower one of two.
    fn middle(&self) -> usize {
        let half = (self.all() + 1) / 2;
        let mut below = 0;
        let reaches = |papers: &i64| {
            below += papers;
            below >= half
        };
        self.0.iter().position(reaches).unwrap_or(0)
    }

    pub fn draw(&self, lang: Lang) -> Drawing {
        let (title, finding) = (Self::title(lang), self.finding(lang));
        drawing(("scores", title, finding), HEIGHT, |area| self.paint(lang, area))
    }

    fn paint(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let (most, step) = scale(self.0.into_iter().max().unwrap_or(0));
        let axis = Counts {
            left: LEFT,
            right: RIGHT,
            top: TOP,
            bottom: BOTTOM,
            most,
        };
        let heading = letters(TEXT, (HPos::Left, VPos::Top));
        area.draw(&Text::new(lang.say("Số bài", "Papers"), (4, 2), heading))?;
        axis.draw(area, step, |at| count(lang, at))?;
        let edge = |tenth: i32| LEFT + (RIGHT - LEFT) * tenth / 10;
        for (tenth, papers) in (0..).zip(self.0) {
            let corners = [(edge(tenth) + 2, axis.y(papers)), (edge(tenth + 1) - 2, BOTTOM)];
            area.draw(&Rectangle::new(corners, FILL.filled()))?;
        }
        let under = letters(SOFT, (HPos::Center, VPos::Top));
        for tenth in 0..=10 {
            let label = (tenth * 10).to_string();
            area.draw(&Text::new(label, (edge(tenth), BOTTOM + 8), under.clone()))?;
        }
        let words = lang.say("Phần trăm điểm tối đa", "Percent of the full score");
        let middle = i32::midpoint(LEFT, RIGHT);
        area.draw(&Text::new(
            words,
            (middle, BOTTOM + 34),
            letters(TEXT, (HPos::Center, VPos::Top)),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_highest_bar_and_the_middle() {
        let scores = Scores([0, 1, 0, 2, 0, 0, 3, 5, 4, 1]);
        assert_eq!(
            scores.finding(Lang::En),
            "16 papers handed in. Most lie at 70–79% of the full score: 5 papers (31.2%). The paper in the middle lies at 70–79%."
        );
        assert_eq!(Scores([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]).middle(), 0);
        assert_eq!(Scores([0; 10]).finding(Lang::Vi), "Chưa có bài nào được nộp.");
    }

    #[test]
    fn bars_are_as_high_as_their_counts() {
        let made = Scores([0, 0, 0, 0, 0, 0, 0, 2, 4, 1]).draw(Lang::Vi);
        let heights: Vec<&str> = made
            .svg()
            .split("<rect ")
            .filter(|rect| rect.contains("fill-fill"))
            .filter_map(|rect| rect.split("height=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(heights, ["0", "0", "0", "0", "0", "0", "0", "108", "216", "54"]);
        assert_eq!(made, Scores([0, 0, 0, 0, 0, 0, 0, 2, 4, 1]).draw(Lang::Vi));
        assert!(!Scores([0; 10]).draw(Lang::En).svg().is_empty());
    }
}
