//! Items that nobody can ever meet.
//!
//! Whether an item is met depends on a few earlier questions only. All their answers that conditions can tell apart are
//! tried: every step and option, for numbers and dates the values that conditions name and those beside them. Where these
//! are too many combinations, nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Value;
use super::condition::{Condition, Literal};
use super::course::{Answers, Course};
use super::form::{Ask, Form, NO, Question, RECOMMEND, YES};
use crate::decimal::Decimal;
use crate::time::CivilDate;

/// Combinations tried for one item, at most.
const TRIES_MOST: usize = 20_000;

/// The items (section, item) that no answers lead to.
pub fn unreachable(form: &Form) -> Vec<(usize, usize)> {
    let Some(course) = Course::of(form) else {
        return Vec::new();
    };
    let told = Told::of(form);
    let items = form.items().filter(|(at, _)| !told.is_always_met(*at));
    items
        .filter(|(at, _)| !can_be_met(&course, &told, *at))
        .map(|(at, _)| at)
        .collect()
}

/// What conditions ask, and whom.
struct Told<'f> {
    questions: BTreeMap<&'f str, Question<'f>>,
    /// The questions that decide whether the item is met, directly.
    deciding: BTreeMap<(usize, usize), BTreeSet<String>>,
    /// What each question is compared with, anywhere.
    literals: BTreeMap<String, Vec<Literal>>,
    /// Options that conditions ask for with `has`.
    options: BTreeMap<String, BTreeSet<String>>,
}

impl<'f> Told<'f> {
    fn of(form: &'f Form) -> Self {
        let mut told = Self {
            questions: form
                .questions()
                .into_iter()
                .map(|question| (question.id, question))
                .collect(),
            deciding: BTreeMap::new(),
            literals: BTreeMap::new(),
            options: BTreeMap::new(),
        };
        let places: Vec<(usize, usize)> = form.items().map(|(at, _)| at).collect();
        for (at, item) in form.items() {
            for text in [&form.sections[at.0].show_if, &item.show_if] {
                told.note(text, std::slice::from_ref(&at));
            }
            for skip in &item.skips {
                let to = super::course::target(form, &skip.to).unwrap_or(at);
                let past: Vec<_> = places
                    .iter()
                    .copied()
                    .filter(|place| *place > at && *place < to)
                    .collect();
                told.note(&skip.when, &past);
                // Whether somebody skips depends on whether the item with the skip is met.
                for place in past {
                    let own = item
                        .questions(at)
                        .into_iter()
                        .map(|question| question.id.to_owned());
                    told.deciding.entry(place).or_default().extend(own);
                }
            }
        }
        told
    }

    fn note(&mut self, text: &str, places: &[(usize, usize)]) {
        let Ok(condition) = Condition::parse(text) else {
            return;
        };
        for place in places {
            let asked = condition.items().into_iter().map(str::to_owned);
            self.deciding.entry(*place).or_default().extend(asked);
        }
        condition.each(&mut |part| match part {
            Condition::Compare { item, with, .. } => {
                self.literals.entry(item.clone()).or_default().push(with.clone());
            }
            Condition::Has { item, option } => {
                self.options
                    .entry(item.clone())
                    .or_default()
                    .insert(option.clone());
            }
            _ => {}
        });
    }

    fn is_always_met(&self, at: (usize, usize)) -> bool {
        self.deciding.get(&at).is_none_or(BTreeSet::is_empty)
    }

    /// The questions that decide, with those that decide whether these are met.
    fn all_deciding(&self, at: (usize, usize)) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let mut open: Vec<String> = self.deciding.get(&at).into_iter().flatten().cloned().collect();
        while let Some(id) = open.pop() {
            let place = self.questions.get(id.as_str()).map(|question| question.at);
            if all.insert(id) {
                open.extend(
                    place
                        .and_then(|place| self.deciding.get(&place))
                        .into_iter()
                        .flatten()
                        .cloned(),
                );
            }
        }
        all
    }

    /// No answer, and the answers that conditions can tell apart.
    fn candidates(&self, form: &Form, id: &str) -> Vec<Option<Value>> {
        let Some(question) = self.questions.get(id) else {
            return vec![None];
        };
        let mut values = vec![None];
        values.extend(self.values(form, id, &question.item.ask).into_iter().map(Some));
        values
    }

    fn values(&self, form: &Form, id: &str, ask: &Ask) -> Vec<Value> {
        let option = |id: &str| Value::Option {
            option: id.to_owned(),
            text: None,
        };
        let literals = self.literals.get(id).map(Vec::as_slice).unwrap_or_default();
        match ask {
            Ask::Rating { scale, .. } | Ask::Matrix { scale, .. } => {
                form.scale(scale).map_or_else(Vec::new, |scale| {
                    scale
                        .steps
                        .iter()
                        .chain(&scale.unknown)
                        .map(|step| Value::Step(step.value))
                        .collect()
                })
            }
            Ask::Recommend => RECOMMEND.map(Value::Step).collect(),
            Ask::YesNo => vec![option(YES), option(NO)],
            Ask::SingleChoice { options } => options.iter().map(|one| option(&one.id)).collect(),
            Ask::MultipleChoice { options, .. } => {
                let named: BTreeSet<String> = literals.iter().map(ToString::to_string).collect();
                let asked = self.options.get(id).cloned().unwrap_or_default();
                let telling = options
                    .iter()
                    .map(|one| &one.id)
                    .filter(|id| named.contains(*id) || asked.contains(*id));
                subsets(telling.take(6), options.first().map(|one| &one.id))
            }
            Ask::Number { .. } => numbers(form, ask, literals),
            Ask::Date { .. } => literals.iter().flat_map(days_about).map(Value::Date).collect(),
            Ask::Text { .. } => {
                let named = literals.iter().map(|literal| Value::Text(literal.to_string()));
                named.chain([Value::Text("…".to_owned())]).collect()
            }
            Ask::Ranking { options } => {
                vec![Value::Order(options.iter().map(|one| one.id.clone()).collect())]
            }
            Ask::Consent => vec![Value::Agreed],
        }
    }
}

fn subsets<'o>(telling: impl Iterator<Item = &'o String>, any: Option<&String>) -> Vec<Value> {
    let mut sets: Vec<Vec<String>> = vec![Vec::new()];
    for id in telling {
        let with: Vec<Vec<String>> = sets
            .iter()
            .map(|set| [set.as_slice(), std::slice::from_ref(id)].concat())
            .collect();
        sets.extend(with);
    }
    let first = any.into_iter().map(|id| vec![id.clone()]);
    let sets = sets.into_iter().filter(|set| !set.is_empty()).chain(first);
    sets.map(|options| Value::Options { options, text: None })
        .collect()
}

/// What conditions name, the numbers beside it, and the ends of the range; only what the item takes.
fn numbers(form: &Form, ask: &Ask, literals: &[Literal]) -> Vec<Value> {
    let step = Decimal::whole(1).millionths();
    let named = literals.iter().filter_map(|literal| match literal {
        Literal::Number(number) => Some(number.millionths()),
        Literal::Word(_) => None,
    });
    let ends = match ask {
        Ask::Number { least, most, .. } => [*least, *most],
        _ => [None, None],
    };
    let about = named
        .chain(ends.into_iter().flatten().map(Decimal::millionths))
        .chain([0]);
    let tried: BTreeSet<i64> = about
        .flat_map(|at| [at - step, at - 1, at, at + 1, at + step])
        .collect();
    tried
        .into_iter()
        .filter_map(Decimal::from_millionths)
        .filter_map(|number| {
            Value::read(form, ask, &Value::Number(number).to_json())
                .ok()
                .flatten()
        })
        .collect()
}

fn days_about(literal: &Literal) -> Vec<CivilDate> {
    let day = CivilDate::parse(&literal.to_string());
    day.map_or_else(Vec::new, |day| vec![day.plus_days(-1), day, day.plus_days(1)])
}

fn can_be_met(course: &Course<'_>, told: &Told<'_>, at: (usize, usize)) -> bool {
    let form = course.form();
    let deciding: Vec<(String, Vec<Option<Value>>)> = told
        .all_deciding(at)
        .into_iter()
        .map(|id| {
            let candidates = told.candidates(form, &id);
            (id, candidates)
        })
        .collect();
    let count = deciding
        .iter()
        .try_fold(1_usize, |count, (_, values)| count.checked_mul(values.len()));
    let Some(count) = count.filter(|count| *count <= TRIES_MOST) else {
        return true;
    };
    (0..count).any(|nth| {
        let mut rest = nth;
        let mut answers = Answers::new();
        for (id, values) in &deciding {
            if let Some(value) = &values[rest % values.len()] {
                answers.insert(id.clone(), value.clone());
            }
            rest /= values.len();
        }
        course.met(&answers).iter().any(|question| question.at == at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn lost(items: &[(&str, Json, &str)]) -> Vec<String> {
        let items: Vec<Json> = items
            .iter()
            .map(|(id, ask, show_if)| json!({"id": id, "text": {"vi": "?"}, "ask": ask, "show_if": show_if}))
            .collect();
        let form: Form = serde_json::from_value(json!({
            "languages": ["vi"], "sections": [{"id": "s", "title": {"vi": "S"}, "items": items}],
        }))
        .unwrap();
        let lost = unreachable(&form);
        lost.into_iter()
            .map(|(section, item)| form.sections[section].items[item].id.clone())
            .collect()
    }

    #[test]
    fn what_no_answers_lead_to_is_found() {
        let yes_no = json!({"kind": "yes_no"});
        let age = json!({"kind": "number", "least": "18", "most": "120", "whole": true});
        let many = json!({"kind": "multiple_choice", "options": [
            {"id": "a", "text": {}}, {"id": "b", "text": {}}, {"id": "c", "text": {}}]});
        let text = json!({"kind": "text"});
        let lost = lost(&[
            ("used", yes_no, ""),
            ("age", age, ""),
            ("many", many, "used = yes"),
            ("fine", text.clone(), "used = yes and age > 60"),
            ("both", text.clone(), "used = yes and used = no"),
            ("young", text.clone(), "age < 18"),
            ("eldest", text.clone(), "age = 120"),
            // `many` is asked only of those who answered yes.
            ("hidden", text.clone(), "used = no and many has a"),
            (
                "two",
                text.clone(),
                "many has a and many has b and not many has c",
            ),
            ("after", text, "both is answered"),
        ]);
        assert_eq!(lost, ["both", "young", "hidden", "after"]);
    }

    #[test]
    fn skips_hide_what_they_lead_past() {
        let form: Form = serde_json::from_value(json!({
            "languages": ["vi"],
            "sections": [
                {"id": "s", "title": {}, "items": [
                    {"id": "a", "text": {}, "ask": {"kind": "yes_no"}, "required": true,
                        "skips": [{"when": "a = yes", "to": "t"}, {"when": "not a = yes", "to": "end"}]},
                    {"id": "b", "text": {}, "ask": {"kind": "text"}},
                ]},
                {"id": "t", "title": {}, "items": [{"id": "c", "text": {}, "ask": {"kind": "text"}}]},
            ],
        }))
        .unwrap();
        assert_eq!(unreachable(&form), [(0, 1)]);
    }
}
