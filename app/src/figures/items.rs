//! Items: how many knew each, against what it tells apart.

use khao_domain::lang::Lang;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::Drawing;
use super::canvas::{Area, Drawn, FILL, LINE, MARK, SOFT, TEXT, drawing, letters};
use super::words::decimal;
use crate::text::figures::count;

const HEIGHT: u32 = 360;
const LEFT: i32 = 52;
const RIGHT: i32 = 388;
const TOP: i32 = 34;
const BOTTOM: i32 = 300;
/// Of fewer papers a correlation says nothing yet.
pub const PAPERS_FEWEST: u64 = 30;
/// Below it an item does not tell those who know from those who do not.
pub const WEAK: f64 = 0.2;
/// Almost everybody knows it.
const EASY: f64 = 0.95;
/// Codes that words name.
const NAMED_MOST: usize = 5;

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub code: String,
    pub topic: String,
    /// Papers that held it.
    pub drawn: u64,
    /// The share of right answers.
    pub facility: f64,
    /// None where all answers are alike.
    pub discrimination: Option<f64>,
}

impl Item {
    const fn is_sure(&self) -> bool {
        self.drawn >= PAPERS_FEWEST
    }

    pub fn is_weak(&self) -> bool {
        self.is_sure() && self.discrimination.is_some_and(|figure| figure < WEAK)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Items(Vec<Item>);

impl Items {
    /// What wants a look comes first: whatever tells least apart.
    pub fn new(mut items: Vec<Item>) -> Self {
        let key = |item: &Item| item.discrimination.unwrap_or(f64::INFINITY);
        items.sort_by(|one, other| {
            let weaker = key(one).total_cmp(&key(other));
            weaker.then_with(|| one.code.cmp(&other.code))
        });
        Self(items)
    }

    pub fn all(&self) -> &[Item] {
        &self.0
    }

    pub const fn title(lang: Lang) -> &'static str {
        lang.say(
            "Độ dễ và độ phân biệt của câu hỏi",
            "Facility and discrimination of questions",
        )
    }

    pub fn finding(&self, lang: Lang) -> String {
        let counted = |number: usize| count(lang, i64::try_from(number).unwrap_or(i64::MAX));
        let sure = self.0.iter().filter(|item| item.is_sure()).count();
        if sure == 0 {
            return match lang {
                Lang::Vi => format!(
                    "{} câu hỏi, chưa câu nào có đủ {PAPERS_FEWEST} bài để nhận xét.",
                    counted(self.0.len())
                ),
                Lang::En => format!(
                    "{} questions, none with the {PAPERS_FEWEST} papers that a judgement needs.",
                    counted(self.0.len())
                ),
            };
        }
        let easy = self
            .0
            .iter()
            .filter(|item| item.is_sure() && item.facility >= EASY);
        let easy = counted(easy.count());
        let weak: Vec<&str> = self
            .0
            .iter()
            .filter(|item| item.is_weak())
            .map(|item| item.code.as_str())
            .collect();
        let named = match weak.len() {
            0 => String::new(),
            few if few <= NAMED_MOST => format!(" ({})", weak.join(", ")),
            _ => format!(" ({}, …)", weak[..NAMED_MOST].join(", ")),
        };
        let (all, sure, weak) = (counted(self.0.len()), counted(sure), counted(weak.len()));
        match lang {
            Lang::Vi => format!(
                "{all} câu hỏi, {sure} câu có từ {PAPERS_FEWEST} bài trở lên. Trong số đó {weak} câu phân biệt kém, dưới 0,2{named}; {easy} câu có từ 95\u{a0}% bài đúng trở lên."
            ),
            Lang::En => format!(
                "{all} questions, {sure} of them in {PAPERS_FEWEST} papers or more. Of these {weak} tell little apart, below 0.2{named}; {easy} were right in 95% of the papers or more."
            ),
        }
    }

    pub fn draw(&self, lang: Lang) -> Drawing {
        let (title, finding) = (Self::title(lang), self.finding(lang));
        drawing(("items", title, finding), HEIGHT, |area| self.paint(lang, area))
    }

    fn paint(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let plane = Plane::around(&self.0);
        let heading = letters(TEXT, (HPos::Left, VPos::Top));
        area.draw(&Text::new(
            lang.say("Độ phân biệt", "Discrimination"),
            (4, 2),
            heading,
        ))?;
        plane.axes(lang, area)?;
        let words = lang.say("Tỷ lệ bài trả lời đúng (%)", "Papers with the right answer (%)");
        let under = letters(TEXT, (HPos::Center, VPos::Top));
        area.draw(&Text::new(
            words,
            (i32::midpoint(LEFT, RIGHT), BOTTOM + 34),
            under,
        ))?;
        for item in &self.0 {
            let Some(discrimination) = item.discrimination else {
                continue;
            };
            let place = (Plane::x(item.facility), plane.y(discrimination));
            // Hollow where there are too few papers to be sure.
            let style = if item.is_sure() {
                FILL.mix(0.7).filled()
            } else {
                SOFT.stroke_width(1)
            };
            area.draw(&Circle::new(place, 4, style))?;
        }
        Ok(())
    }
}

/// Facility across, discrimination up, in fifths.
struct Plane {
    lowest: i32,
    highest: i32,
}

impl Plane {
    fn around(items: &[Item]) -> Self {
        let figures = || items.iter().filter_map(|item| item.discrimination);
        #[expect(clippy::cast_possible_truncation, reason = "between -5 and 5")]
        let fifths = |figure: f64| figure as i32;
        Self {
            lowest: fifths((figures().fold(-0.2, f64::min) * 5.0).floor()).max(-5),
            highest: fifths((figures().fold(0.6, f64::max) * 5.0).ceil()).min(5),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a share of 336 pixels")]
    fn x(facility: f64) -> i32 {
        LEFT + (f64::from(RIGHT - LEFT) * facility) as i32
    }

    #[expect(clippy::cast_possible_truncation, reason = "a share of 266 pixels")]
    fn y(&self, discrimination: f64) -> i32 {
        let span = f64::from(self.highest - self.lowest) / 5.0;
        let above = discrimination - f64::from(self.lowest) / 5.0;
        BOTTOM - (f64::from(BOTTOM - TOP) * above / span) as i32
    }

    fn axes(&self, lang: Lang, area: &Area<'_>) -> Drawn {
        let beside = letters(SOFT, (HPos::Right, VPos::Center));
        for fifth in self.lowest..=self.highest {
            let at = f64::from(fifth) / 5.0;
            let y = self.y(at);
            let ink = match fifth {
                0 => SOFT,
                1 => MARK,
                _ => LINE,
            };
            area.draw(&PathElement::new(vec![(LEFT, y), (RIGHT, y)], ink))?;
            area.draw(&Text::new(decimal(lang, at), (LEFT - 6, y), beside.clone()))?;
        }
        let under = letters(SOFT, (HPos::Center, VPos::Top));
        for percent in (0..=100).step_by(20) {
            let x = Self::x(f64::from(percent) / 100.0);
            area.draw(&PathElement::new(vec![(x, TOP), (x, BOTTOM)], LINE))?;
            area.draw(&Text::new(percent.to_string(), (x, BOTTOM + 8), under.clone()))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(code: &str, drawn: u64, facility: f64, discrimination: Option<f64>) -> Item {
        Item {
            code: code.to_owned(),
            topic: "Thể chế".to_owned(),
            drawn,
            facility,
            discrimination,
        }
    }

    #[test]
    fn words_name_what_tells_little_apart() {
        let items = Items::new(vec![
            item("A-1", 100, 0.5, Some(0.4)),
            item("A-2", 100, 0.97, Some(0.1)),
            item("A-3", 100, 0.3, Some(-0.3)),
            item("A-4", 3, 0.3, Some(-1.0)),
            item("A-5", 100, 1.0, None),
        ]);
        assert_eq!(
            items.finding(Lang::En),
            "5 questions, 4 of them in 30 papers or more. Of these 2 tell little apart, below 0.2 (A-3, A-2); 2 were right in 95% of the papers or more."
        );
        let codes: Vec<&str> = items.all().iter().map(|item| item.code.as_str()).collect();
        assert_eq!(codes, ["A-4", "A-3", "A-2", "A-1", "A-5"]);
        assert!(
            Items::new(vec![item("A-1", 3, 0.5, None)])
                .finding(Lang::Vi)
                .contains("chưa câu nào")
        );
    }

    #[test]
    fn a_dot_for_each_item_that_tells_anything() {
        let items = Items::new(vec![
            item("A-1", 100, 0.5, Some(0.0)),
            item("A-2", 3, 1.0, Some(0.6)),
            item("A-3", 100, 1.0, None),
        ]);
        let made = items.draw(Lang::Vi);
        let svg = made.svg();
        assert_eq!(svg.matches("<circle").count(), 2);
        // From -0.2 up to 0.6: nought is a quarter up.
        assert!(svg.contains("<circle cx=\"220\" cy=\"234\" r=\"4\""), "{svg}");
        assert!(svg.contains("<circle cx=\"388\" cy=\"34\" r=\"4\""), "{svg}");
        assert_eq!(
            svg.matches("class=\"stroke-soft\" stroke=\"#535A60\" stroke-width=\"1\"/>")
                .count(),
            1
        );
        assert!(!Items::new(Vec::new()).draw(Lang::En).svg().is_empty());
    }
}
