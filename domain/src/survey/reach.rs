//! Items that nobody can ever meet.
//!
//! Whether an item is met depends on a few earlier questions only. All their answers that conditions can tell apart are
//! tried: every step and option, for numbers and dates the values that conditions name and those beside them. Where these
//! are too many combinations, nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::Value;
use super::condition::{Condition, Literal};
use super::course::{Answers, Course};
use super::form::{Ask, ChoiceOption, Form, NO, Place, Question, RECOMMEND, Scale, YES};
use crate::decimal::Decimal;
use crate::time::CivilDate;

/// Combinations tried for one item, at most.
const TRIES_MOST: usize = 20_000;

/// The items (section, item) that no answers lead to.
pub fn unreachable(form: &Form) -> Vec<Place> {
    let Some(course) = Course::of(form) else {
        return Vec::new();
    };
    let told = Told::of(&course);
    let mut lost: BTreeSet<Place> = told.deciding.keys().copied().collect();
    let mut found = Vec::new();
    while let Some(at) = lost.first().copied() {
        if told.is_lost(&course, at, &mut lost) {
            found.push(at);
        }
        lost.remove(&at);
    }
    found
}

/// What conditions ask, and whom.
struct Told<'f> {
    questions: BTreeMap<&'f str, Question<'f>>,
    /// The questions that decide whether the item is met, directly; of items that are met by everybody nothing.
    deciding: BTreeMap<Place, BTreeSet<&'f str>>,
    /// What each question is compared with, and which of its options are asked for, anywhere.
    literals: BTreeMap<String, BTreeSet<Literal>>,
}

impl<'f> Told<'f> {
    fn of(course: &'f Course<'_>) -> Self {
        let form = course.form();
        let mut told = Self {
            questions: form.by_id(),
            deciding: BTreeMap::new(),
            literals: BTreeMap::new(),
        };
        let places: Vec<Place> = form.items().map(|(at, _)| at).collect();
        for (at, item) in form.items() {
            for condition in course.shown_if(at) {
                told.note(condition, &[at]);
            }
            for (when, to) in course.skips(at) {
                let past = places.iter().copied().filter(|place| *place > at && *place < to);
                let past: Vec<Place> = past.collect();
                told.note(when, &past);
                // Whether somebody skips depends on whether the item with the skip is met.
                for place in past {
                    let own = item.questions(at).into_iter().map(|question| question.id);
                    told.deciding.entry(place).or_default().extend(own);
                }
            }
        }
        told
    }

    fn note(&mut self, condition: &Condition, places: &[Place]) {
        for id in condition.items() {
            if let Some((id, _)) = self.questions.get_key_value(id) {
                for place in places {
                    self.deciding.entry(*place).or_default().insert(id);
                }
            }
        }
        condition.each(&mut |part| {
            let (item, literal) = match part {
                Condition::Compare { item, with, .. } => (item, with.clone()),
                Condition::Has { item, option } => (item, Literal::Word(option.clone())),
                _ => return,
            };
            self.literals.entry(item.clone()).or_default().insert(literal);
        });
    }

    /// The questions that decide, with those that decide whether these are met.
    fn all_deciding(&self, at: Place) -> BTreeSet<&'f str> {
        let mut all = BTreeSet::new();
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            for id in self.deciding.get(&at).into_iter().flatten() {
                if all.insert(*id) {
                    open.extend(self.questions.get(id).map(|question| question.at));
                }
            }
        }
        all
    }

    /// Whether none of the answers that can be told apart leads there; what they lead to besides is not lost either.
    fn is_lost(&self, course: &Course<'_>, at: Place, lost: &mut BTreeSet<Place>) -> bool {
        let deciding = self.all_deciding(at).into_iter();
        let candidates = deciding.map(|id| Some((id, self.candidates(course.form(), id)?)));
        let Some(candidates) = candidates.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let mut counts = candidates.iter().map(|(_, values)| values.len());
        let count = counts.try_fold(1_usize, |all, count| {
            all.checked_mul(count).filter(|all| *all <= TRIES_MOST)
        });
        (0..count.unwrap_or_default()).all(|nth| {
            for question in course.met(&nth_of(&candidates, nth)) {
                lost.remove(&question.at);
            }
            lost.contains(&at)
        }) && count.is_some()
    }

    /// No answer, and the answers that conditions can tell apart; none where these are too many.
    fn candidates(&self, form: &Form, id: &str) -> Option<Vec<Option<Value>>> {
        let ask = &self.questions.get(id)?.item.ask;
        let none = BTreeSet::new();
        let values = values(form, ask, self.literals.get(id).unwrap_or(&none))?;
        Some([None].into_iter().chain(values.into_iter().map(Some)).collect())
    }
}

/// One combination of all, by its number.
fn nth_of(candidates: &[(&str, Vec<Option<Value>>)], mut nth: usize) -> Answers {
    let mut answers = Answers::new();
    for (id, values) in candidates {
        if let Some(value) = &values[nth % values.len()] {
            answers.insert((*id).to_owned(), value.clone());
        }
        nth /= values.len();
    }
    answers
}

fn values(form: &Form, ask: &Ask, literals: &BTreeSet<Literal>) -> Option<Vec<Value>> {
    let option = |id: &str| Value::Option {
        option: id.to_owned(),
        text: None,
    };
    Some(match ask {
        Ask::Rating { scale, .. } | Ask::Matrix { scale, .. } => {
            let steps = form.scale(scale).into_iter().flat_map(Scale::all_steps);
            steps.map(|step| Value::Step(step.value)).collect()
        }
        Ask::Recommend => RECOMMEND.map(Value::Step).collect(),
        Ask::YesNo => vec![option(YES), option(NO)],
        Ask::SingleChoice { options } => options.iter().map(|one| option(&one.id)).collect(),
        Ask::MultipleChoice { options, .. } => subsets(options, literals)?,
        Ask::Number { .. } => taken(form, ask, numbers(ask, literals)),
        Ask::Date { .. } => taken(form, ask, days(ask, literals)),
        Ask::Text { .. } => {
            let named = literals.iter().map(ToString::to_string);
            named.chain(["…".to_owned()]).map(Value::Text).collect()
        }
        Ask::Ranking { options } => {
            vec![Value::Order(options.iter().map(|one| one.id.clone()).collect())]
        }
        Ask::Consent => vec![Value::Agreed],
    })
}

/// Every choice among the options that conditions ask for, and one that holds none of them.
fn subsets(options: &[ChoiceOption], literals: &BTreeSet<Literal>) -> Option<Vec<Value>> {
    let asked: BTreeSet<String> = literals.iter().map(ToString::to_string).collect();
    let (telling, others): (Vec<&String>, Vec<&String>) = options
        .iter()
        .map(|one| &one.id)
        .partition(|id| asked.contains(*id));
    let count = 1_usize.checked_shl(u32::try_from(telling.len()).ok()?);
    let count = count.filter(|count| *count <= TRIES_MOST)?;
    let chosen = |set: usize| {
        let ids = telling
            .iter()
            .enumerate()
            .filter(move |(at, _)| set >> at & 1 == 1);
        ids.map(|(_, id)| (*id).clone()).collect::<Vec<_>>()
    };
    let other = others.first().map(|id| vec![(*id).clone()]);
    let sets = (1..count).map(chosen).chain(other);
    Some(
        sets.map(|options| Value::Options { options, text: None })
            .collect(),
    )
}

/// Only what the item takes.
fn taken(form: &Form, ask: &Ask, values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let read = |value: Value| Value::read(form, ask, &value.to_json()).ok().flatten();
    values.into_iter().filter_map(read).collect()
}

/// What conditions name, what is right beside it, the whole numbers about it, and the ends of the range.
fn numbers(ask: &Ask, literals: &BTreeSet<Literal>) -> Vec<Value> {
    let one = Decimal::whole(1).millionths();
    let ends = match ask {
        Ask::Number { least, most, .. } => [*least, *most],
        _ => [None, None],
    };
    let named = literals
        .iter()
        .filter_map(Literal::number)
        .chain(ends.into_iter().flatten());
    let about = named.map(Decimal::millionths).chain([0]).flat_map(|at| {
        let floor = at.div_euclid(one) * one;
        [
            at - 1,
            at,
            at + 1,
            floor - one,
            floor,
            floor + one,
            floor + 2 * one,
        ]
    });
    let tried: BTreeSet<i64> = about.collect();
    let numbers = tried.into_iter().filter_map(Decimal::from_millionths);
    numbers.map(Value::Number).collect()
}

/// What conditions name, the days beside it, and a day that is taken in any case.
fn days(ask: &Ask, literals: &BTreeSet<Literal>) -> Vec<Value> {
    let ends = match ask {
        Ask::Date { first, last } => [*first, *last],
        _ => [None, None],
    };
    let named = literals
        .iter()
        .filter_map(|literal| CivilDate::parse(&literal.to_string()));
    let about = named
        .chain(ends.into_iter().flatten())
        .chain(CivilDate::parse("2000-01-01"))
        .flat_map(|day| [day.plus_days(-1), day, day.plus_days(1)]);
    let tried: BTreeSet<CivilDate> = about.collect();
    tried.into_iter().map(Value::Date).collect()
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
    fn what_some_answers_lead_to_is_not_lost() {
        let options: Vec<Json> = (1..=9)
            .map(|n| json!({"id": format!("o{n}"), "text": {}}))
            .collect();
        let text = json!({"kind": "text"});
        let mut items = vec![
            ("many", json!({"kind": "multiple_choice", "options": options}), ""),
            ("visit", json!({"kind": "date"}), ""),
            ("later", json!({"kind": "date", "first": "2026-01-01"}), ""),
            ("count", json!({"kind": "number", "whole": true}), ""),
        ];
        let followed: Vec<String> = (1..=8).map(|n| format!("many has o{n}")).collect();
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
        for (id, condition) in ids.into_iter().zip(&followed) {
            items.push((id, text.clone(), condition));
        }
        items.push(("none", text.clone(), "many is answered and not many has o1"));
        items.push(("visited", text.clone(), "visit is answered and later is answered"));
        items.push(("more", text.clone(), "count > 15.5"));
        items.push(("less", text, "count < -2.5"));
        assert_eq!(lost(&items), [""; 0]);
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
