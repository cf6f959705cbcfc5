//! Conditions, skips and answers in texts: they look back only, and what they name is there.

use std::collections::{BTreeMap, BTreeSet};

use super::item_pointer;
use crate::lang::{Lang, Said, said};
use crate::problem::Problem;
use crate::survey::condition::{Condition, Literal};
use crate::survey::course::target;
use crate::survey::form::{Ask, Form, NO, Place, Question, YES};
use crate::survey::piping::pipes;
use crate::survey::reach::unreachable;
use crate::survey::texts::Texts;
use crate::survey::walk::{Spot, each_text};

pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    let before = problems.len();
    let mut logic = Logic {
        form,
        questions: form.by_id(),
        asks: BTreeMap::new(),
        problems,
    };
    for (nth, section) in form.sections.iter().enumerate() {
        logic.condition(
            &format!("/sections/{nth}/show_if"),
            &section.show_if,
            (nth, 0),
            false,
        );
    }
    for (at, item) in form.items() {
        let place = item_pointer(at);
        logic.condition(&format!("{place}/show_if"), &item.show_if, at, false);
        for (nth, skip) in item.skips.iter().enumerate() {
            logic.condition(&format!("{place}/skips/{nth}/when"), &skip.when, at, true);
            logic.target(&format!("{place}/skips/{nth}/to"), &skip.to, at);
        }
    }
    each_text(form, &mut |spot, texts| logic.pipes(spot, texts));
    logic.circles();
    if problems.len() == before {
        problems.extend(
            unreachable(form)
                .into_iter()
                .map(|at| Problem::at(item_pointer(at), lost())),
        );
    }
}

struct Logic<'f, 'p> {
    form: &'f Form,
    questions: BTreeMap<&'f str, Question<'f>>,
    /// Which items an item asks about, backwards or forwards.
    asks: BTreeMap<Place, BTreeSet<Place>>,
    problems: &'p mut Vec<Problem>,
}

impl Logic<'_, '_> {
    fn say(&mut self, pointer: &str, detail: Said) {
        self.problems.push(Problem::at(pointer, detail));
    }

    /// `with_own`: the item itself may be asked about, as skips do.
    fn condition(&mut self, pointer: &str, text: &str, at: Place, with_own: bool) {
        if text.trim().is_empty() {
            if with_own {
                self.say(pointer, said("Hãy ghi điều kiện.", "Write a condition."));
            }
            return;
        }
        let condition = match Condition::parse(text) {
            Ok(condition) => condition,
            Err(detail) => return self.say(pointer, detail),
        };
        for id in condition.items() {
            self.looks_back(pointer, id, at, with_own);
        }
        condition.each(&mut |part| {
            if let Some(detail) = self.mismatch(part) {
                self.problems.push(Problem::at(pointer, detail));
            }
        });
    }

    /// A question that is answered before the place is reached, whatever the order of the items is.
    fn looks_back(&mut self, pointer: &str, id: &str, at: Place, with_own: bool) {
        let Some(question) = self.questions.get(id) else {
            let id = id.to_owned();
            return self.say(
                pointer,
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Phiếu không có câu “{id}”."),
                    Lang::En => format!("The form has no item “{id}”."),
                }),
            );
        };
        let asked = question.at;
        if asked != at || !with_own {
            self.asks.entry(at).or_default().insert(asked);
        }
        let is_mixed = asked.0 == at.0 && self.form.sections[at.0].shuffle;
        let is_before = asked < at && !is_mixed;
        if is_before || (with_own && asked == at) {
            return;
        }
        let detail = if is_mixed && asked != at {
            said(
                "Phần này trộn thứ tự câu, nên câu này có thể chưa được trả lời; hãy hỏi một câu của phần trước.",
                "This section shuffles its items, so that this one may not be answered yet; ask about an earlier section.",
            )
        } else {
            said(
                "Điều kiện chỉ được hỏi những câu đứng trước.",
                "A condition can only ask about items that come before.",
            )
        };
        self.say(pointer, detail);
    }

    /// An option or a kind of value that the item does not have.
    fn mismatch(&self, part: &Condition) -> Option<Said> {
        let (item, option, number) = match part {
            Condition::Has { item, option } => (item, Some(option.clone()), None),
            Condition::Compare { item, with, .. } => match with {
                Literal::Word(word) => (item, Some(word.clone()), with.number()),
                Literal::Number(number) => (item, None, Some(*number)),
            },
            _ => return None,
        };
        let ask = &self.questions.get(item.as_str())?.item.ask;
        let is_known = match (ask, &option) {
            (Ask::YesNo, Some(option)) => [YES, NO].contains(&option.as_str()),
            (Ask::SingleChoice { options } | Ask::MultipleChoice { options, .. }, Some(option)) => {
                options.iter().any(|one| one.id == *option)
            }
            (Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend | Ask::Number { .. }, _) => {
                number.is_some()
            }
            (Ask::Date { .. }, option) => option
                .as_ref()
                .is_some_and(|day| crate::time::CivilDate::parse(day).is_some()),
            (Ask::Text { .. }, _) => true,
            _ => false,
        };
        let item = item.clone();
        (!is_known).then(|| {
            Said::of(|lang| match (lang, &option) {
                (Lang::Vi, Some(option)) => format!("Câu “{item}” không có câu trả lời “{option}”."),
                (Lang::En, Some(option)) => format!("The item “{item}” has no answer “{option}”."),
                (Lang::Vi, None) => format!("Câu “{item}” không trả lời bằng số."),
                (Lang::En, None) => format!("The item “{item}” is not answered with a number."),
            })
        })
    }

    fn target(&mut self, pointer: &str, to: &str, at: Place) {
        let leads_on = target(self.form, to).is_some_and(|target| target > at);
        let is_mixed = self.form.sections[at.0].shuffle;
        if !leads_on {
            self.say(
                pointer,
                said(
                    "Hãy nhảy tới một phần hoặc một câu đứng sau, hoặc end để kết thúc.",
                    "Skip to a section or an item that comes after, or to end.",
                ),
            );
        } else if is_mixed {
            self.say(
                pointer,
                said(
                    "Phần trộn thứ tự câu không dùng được bước nhảy.",
                    "A section that shuffles its items cannot skip.",
                ),
            );
        }
    }

    /// What all respondents share cannot hold an answer; elsewhere it is an earlier one.
    fn pipes(&mut self, spot: &Spot, texts: &Texts) {
        let asked: BTreeSet<&str> = texts.all().flat_map(|(_, text)| pipes(text)).collect();
        for id in asked {
            match spot.at {
                Some(at) => self.looks_back(&spot.pointer, id, at, false),
                None => self.say(
                    &spot.pointer,
                    said(
                        "Thang và nhân tố không nhắc lại được câu trả lời.",
                        "Scales and factors cannot hold an answer.",
                    ),
                ),
            }
        }
    }

    /// Items that wait for each other: told once for each circle, with its items in order.
    fn circles(&mut self) {
        let mut told: BTreeSet<Place> = BTreeSet::new();
        let starts: Vec<Place> = self.asks.keys().copied().collect();
        for start in starts {
            if told.contains(&start) {
                continue;
            }
            let Some(circle) = self.circle(start) else {
                continue;
            };
            told.extend(circle.iter().copied());
            let names: Vec<String> = circle
                .iter()
                .map(|(section, item)| self.form.sections[*section].items[*item].id.clone())
                .collect();
            let names = names.join(" → ");
            self.say(
                &format!("{}/show_if", item_pointer(start)),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Các câu chờ lẫn nhau: {names}."),
                    Lang::En => format!("Items wait for each other: {names}."),
                }),
            );
        }
    }

    /// A way from an item back to itself.
    fn circle(&self, start: Place) -> Option<Vec<Place>> {
        let mut came_from: BTreeMap<Place, Place> = BTreeMap::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for next in self.asks.get(&at).into_iter().flatten() {
                if *next == start {
                    let mut way = vec![start, at];
                    let mut last = at;
                    while last != start {
                        last = *came_from.get(&last)?;
                        way.push(last);
                    }
                    way.dedup();
                    way.reverse();
                    return Some(way);
                }
                if !came_from.contains_key(next) {
                    came_from.insert(*next, at);
                    open.push(*next);
                }
            }
        }
        None
    }
}

const fn lost() -> Said {
    said(
        "Không câu trả lời nào dẫn tới câu này; hãy xem lại điều kiện.",
        "No answers lead to this item; look at its conditions again.",
    )
}
