//! One respondent at a tablet: where they stand, what they have typed, and what comes next. Pure.

use khao_domain::problem::Problem;
use khao_domain::survey::course::{Answers, Course, pointer};
use khao_domain::survey::form::{Item, Place};
use khao_domain::survey::order::order;
use khao_domain::survey::typed_answers::{self, Typed};
use serde_json::{Map, Value as Json};

#[derive(Debug, Clone)]
pub struct Sitting {
    /// By it a response that is sent twice is known, and the order of shuffled items is drawn.
    pub client_id: String,
    pub language: String,
    pub typed: Typed,
    /// The items that were shown, the one at hand last.
    trail: Vec<Place>,
}

/// What comes of going on.
#[derive(Debug, Clone, PartialEq)]
pub enum Turned {
    /// Another item is at hand.
    On,
    /// The item at hand, or the one that is now, is not answered as it must be.
    Mistakes(Vec<Problem>),
    /// All is answered: what is sent, by the id of the question.
    Over(Map<String, Json>),
}

impl Sitting {
    pub fn begin(course: &Course<'_>, client_id: String, language: String) -> Self {
        let mut sitting = Self {
            client_id,
            language,
            typed: Typed::new(),
            trail: Vec::new(),
        };
        sitting.trail = sitting.steps(course).into_iter().take(1).collect();
        sitting
    }

    /// The item at hand.
    pub fn item<'c>(&self, course: &'c Course<'_>) -> Option<(Place, &'c Item)> {
        let at @ (section, item) = *self.trail.last()?;
        let section = course.form().sections.get(section)?;
        Some((at, section.items.get(item)?))
    }

    pub const fn is_first(&self) -> bool {
        self.trail.len() < 2
    }

    /// The item is the first one shown of its section.
    pub fn begins_section(&self) -> bool {
        let Some((at, before)) = self.trail.split_last() else {
            return false;
        };
        before.iter().all(|place| place.0 != at.0)
    }

    /// Which of how many it is, as far as the answers tell.
    pub fn place(&self, course: &Course<'_>) -> (usize, usize) {
        let nth = self.trail.len();
        let left = self
            .steps(course)
            .iter()
            .filter(|step| !self.trail.contains(step))
            .count();
        (nth, nth + left)
    }

    /// The answers so far, for texts that hold them.
    pub fn answers(&self, course: &Course<'_>) -> Answers {
        typed_answers::read(course.form(), &self.typed).known(course.form())
    }

    /// What the fields of the item hold takes the place of what they held before.
    pub fn take(&mut self, item: &Item, held: impl Fn(&str) -> Vec<String>) {
        for name in typed_answers::fields(item) {
            let values: Vec<String> = held(&name)
                .into_iter()
                .filter(|value| !value.trim().is_empty())
                .collect();
            if values.is_empty() {
                self.typed.remove(&name);
            } else {
                self.typed.insert(name, values);
            }
        }
    }

    /// To the next item that was not shown yet.
    pub fn go_on(&mut self, course: &Course<'_>) -> Turned {
        let written = typed_answers::read(course.form(), &self.typed);
        let checked = course.check(&written.sent);
        let mut problems = written.misread;
        for problem in checked.as_ref().err().into_iter().flatten() {
            if problems.iter().all(|known| known.pointer != problem.pointer) {
                problems.push(problem.clone());
            }
        }
        let own = self.own(course, &problems);
        if !own.is_empty() {
            return Turned::Mistakes(own);
        }
        let next = self
            .steps(course)
            .into_iter()
            .find(|step| !self.trail.contains(step));
        if let Some(next) = next {
            self.trail.push(next);
            return Turned::On;
        }
        match checked {
            Ok(answers) if problems.is_empty() => Turned::Over(
                answers
                    .iter()
                    .map(|(id, value)| (id.clone(), value.to_json()))
                    .collect(),
            ),
            _ => self.back_to_first(course, &problems),
        }
    }

    /// To the item before, past those that are not met any more.
    pub fn go_back(&mut self, course: &Course<'_>) {
        let steps = self.steps(course);
        while self.trail.len() > 1 {
            self.trail.pop();
            if self.trail.last().is_some_and(|place| steps.contains(place)) {
                return;
            }
        }
    }

    /// A change of mind has left something unanswered behind.
    fn back_to_first(&mut self, course: &Course<'_>, problems: &[Problem]) -> Turned {
        let wrong = self.steps(course).into_iter().find(|step| {
            let item = course.form().sections[step.0].items.get(step.1);
            item.is_some_and(|item| !of_item(item, problems).is_empty())
        });
        if let Some(wrong) = wrong {
            self.trail.retain(|place| *place != wrong);
            self.trail.push(wrong);
        }
        Turned::Mistakes(self.own(course, problems))
    }

    fn own(&self, course: &Course<'_>, problems: &[Problem]) -> Vec<Problem> {
        self.item(course)
            .map_or_else(Vec::new, |(_, item)| of_item(item, problems))
    }

    /// What is met, in this respondent's order.
    fn steps(&self, course: &Course<'_>) -> Vec<Place> {
        let met: Vec<Place> = course
            .met(&self.answers(course))
            .iter()
            .map(|question| question.at)
            .collect();
        let sections = course.form().sections.iter().enumerate();
        let steps = sections.flat_map(|(nth, section)| {
            let places = order(section, &self.client_id).into_iter();
            places.map(move |item| (nth, item))
        });
        steps.filter(|step| met.contains(step)).collect()
    }
}

/// Those of an item's questions.
fn of_item(item: &Item, problems: &[Problem]) -> Vec<Problem> {
    let questions = item.questions((0, 0)).into_iter();
    let own = questions.flat_map(|question| {
        let at = pointer(question.id);
        problems.iter().filter(move |problem| problem.pointer == at)
    });
    own.cloned().collect()
}

#[cfg(test)]
mod tests;
