//! Counts of what was answered: by question, its steps or options, and how many answered it at all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::Value;
use super::course::{Answers, Course};
use super::form::{Ask, Form, Question, RECOMMEND};

/// What a set of responses came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Responses.
    pub n: u64,
    pub questions: BTreeMap<String, QuestionTally>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuestionTally {
    /// How many met the question.
    pub met: u64,
    /// How many answered it; «không biết» is no answer.
    pub valid: u64,
    /// How often each step or option was chosen, «không biết» too.
    pub chosen: BTreeMap<String, u64>,
}

impl Tally {
    pub fn add(&mut self, course: &Course<'_>, answers: &Answers) {
        self.n += 1;
        for question in course.met(answers) {
            let tally = self.questions.entry(question.id.to_owned()).or_default();
            tally.met += 1;
            if let Some(value) = answers.get(question.id) {
                tally.add(course.form(), &question, value);
            }
        }
    }
}

impl QuestionTally {
    fn add(&mut self, form: &Form, question: &Question<'_>, value: &Value) {
        let mut count = |id: &str| *self.chosen.entry(id.to_owned()).or_default() += 1;
        match value {
            Value::Step(step) => {
                count(&step.to_string());
                self.valid += u64::from(!is_unknown(form, &question.item.ask, *step));
            }
            Value::Option { option, .. } => {
                count(option);
                self.valid += 1;
            }
            Value::Options { options, .. } => {
                for option in options {
                    count(option);
                }
                self.valid += 1;
            }
            // What stands first is what matters most.
            Value::Order(order) => {
                if let Some(first) = order.first() {
                    count(first);
                }
                self.valid += 1;
            }
            Value::Number(_) | Value::Date(_) | Value::Text(_) | Value::Agreed => self.valid += 1,
        }
    }

    pub const fn missing(&self) -> u64 {
        self.met.saturating_sub(self.valid)
    }

    pub fn count(&self, id: &str) -> u64 {
        self.chosen.get(id).copied().unwrap_or(0)
    }

    /// How many chose one of the steps that [`favourable`] names.
    pub fn favourable(&self, form: &Form, ask: &Ask) -> Option<u64> {
        let steps = favourable(form, ask)?;
        Some(steps.iter().map(|step| self.count(&step.to_string())).sum())
    }
}

fn is_unknown(form: &Form, ask: &Ask, step: i16) -> bool {
    let scale = form.scale_of(ask);
    let unknown = scale.and_then(|scale| scale.unknown.as_ref());
    unknown.is_some_and(|unknown| unknown.value == step)
}

/// The steps that `top2` counts: the two best of a scale of four or more, the best of a shorter one; of 0 to 10 those who
/// recommend, 9 and 10. None for questions that are not rated.
pub fn favourable(form: &Form, ask: &Ask) -> Option<Vec<i16>> {
    let steps: Vec<i16> = if matches!(ask, Ask::Recommend) {
        RECOMMEND.collect()
    } else {
        let scale = form.scale_of(ask)?;
        scale.steps.iter().map(|step| step.value).collect()
    };
    let best = if steps.len() >= 4 { 2 } else { 1 };
    Some(steps[steps.len().saturating_sub(best)..].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        serde_json::from_value(json!({
            "languages": ["vi"],
            "scales": [{"id": "s", "unknown": {"value": 9, "label": {"vi": "?"}}, "steps": [
                {"value": 1, "label": {"vi": "1"}}, {"value": 2, "label": {"vi": "2"}}, {"value": 3, "label": {"vi": "3"}},
                {"value": 4, "label": {"vi": "4"}}, {"value": 5, "label": {"vi": "5"}}]}],
            "sections": [{"id": "a", "title": {"vi": "A"}, "items": [
                {"id": "q", "text": {"vi": "?"}, "ask": {"kind": "rating", "scale": "s"}},
                {"id": "why", "text": {"vi": "?"}, "show_if": "q <= 2", "ask": {"kind": "multiple_choice", "options": [
                    {"id": "x", "text": {"vi": "X"}}, {"id": "y", "text": {"vi": "Y"}}]}},
            ]}],
        }))
        .unwrap()
    }

    #[test]
    fn what_is_not_known_and_what_is_not_met_are_not_the_same() {
        let form = form();
        let course = Course::of(&form).unwrap();
        let mut tally = Tally::default();
        for sent in [
            json!({"q": 5}),
            json!({"q": 4}),
            json!({"q": 9}),
            json!({"q": 1, "why": {"options": ["x", "y"]}}),
            json!({"q": 2}),
            json!({}),
        ] {
            let answers = course.check(sent.as_object().unwrap()).unwrap();
            tally.add(&course, &answers);
        }
        assert_eq!(tally.n, 6);
        let rated = &tally.questions["q"];
        assert_eq!((rated.met, rated.valid, rated.missing()), (6, 4, 2));
        let asks = form.by_id();
        assert_eq!(rated.favourable(&form, &asks["q"].item.ask), Some(2));
        let why = &tally.questions["why"];
        assert_eq!((why.met, why.valid, why.count("x"), why.count("z")), (2, 1, 1, 0));
        assert_eq!(why.favourable(&form, &asks["why"].item.ask), None);
    }

    #[test]
    fn the_best_steps_depend_on_how_many_there_are() {
        let form = form();
        assert_eq!(favourable(&form, &form.by_id()["q"].item.ask), Some(vec![4, 5]));
        assert_eq!(favourable(&form, &Ask::Recommend), Some(vec![9, 10]));
        assert_eq!(favourable(&form, &Ask::YesNo), None);
    }
}
