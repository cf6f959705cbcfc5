//! Which questions a respondent meets, given what was answered before, and what is missing or wrong in the answers.
//!
//! A question is met where its section's and its item's conditions hold and no skip leads past it. Conditions see answers
//! of questions that are met themselves: what was answered before a change of mind hid the question counts no more.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::answer::Value;
use super::condition::Condition;
use super::form::{END, Form, Item, Place, Question};
use crate::lang::{Lang, Said, said};
use crate::problem::{Problem, escaped};

/// By the id of the question.
pub type Answers = BTreeMap<String, Value>;

/// A form with its conditions read.
#[derive(Debug, Clone)]
pub struct Course<'f> {
    form: Cow<'f, Form>,
    sections: Vec<SectionRules>,
}

#[derive(Debug, Clone)]
struct SectionRules {
    show_if: Option<Condition>,
    items: Vec<ItemRules>,
}

#[derive(Debug, Clone)]
struct ItemRules {
    show_if: Option<Condition>,
    /// Section and item that follow next, where the condition holds.
    skips: Vec<(Condition, Place)>,
}

impl<'f> Course<'f> {
    /// None where a condition cannot be read or a skip leads nowhere: [`super::check`] says where.
    pub fn of(form: &'f Form) -> Option<Self> {
        Self::read(Cow::Borrowed(form))
    }

    /// The same, to be kept.
    pub fn kept(form: Form) -> Option<Course<'static>> {
        Course::read(Cow::Owned(form))
    }

    fn read(form: Cow<'f, Form>) -> Option<Self> {
        let sections = form.sections.iter().map(|section| {
            let items = section.items.iter().map(|item| rules(&form, item));
            Some(SectionRules {
                show_if: condition(&section.show_if).ok()?,
                items: items.collect::<Option<_>>()?,
            })
        });
        let sections = sections.collect::<Option<_>>()?;
        Some(Self { form, sections })
    }

    pub fn form(&self) -> &Form {
        &self.form
    }

    /// What is met, in the order of the form.
    pub fn met(&self, answers: &Answers) -> Vec<Question<'_>> {
        let mut met = Vec::new();
        self.walk(|question| {
            met.push(question);
            answers.get(question.id).cloned()
        });
        met
    }

    /// Reads what was sent, as `{"id": value}`: the answers to what is met, or everything that is wrong. What was sent
    /// to questions that are not met is left out.
    pub fn check(&self, sent: &Map<String, Json>) -> Result<Answers, Vec<Problem>> {
        let mut problems = self.strangers(sent);
        let answers = self.walk(|question| {
            let read = match sent.get(question.id) {
                Some(sent) => Value::read(&self.form, &question.item.ask, sent),
                None => Ok(None),
            };
            let mistake = match read {
                Ok(Some(value)) => return Some(value),
                Ok(None) => question.is_required().then_some(missing()),
                Err(detail) => Some(detail),
            };
            problems.extend(mistake.map(|detail| Problem::at(pointer(question.id), detail)));
            None
        });
        if problems.is_empty() {
            Ok(answers)
        } else {
            Err(problems)
        }
    }

    /// The same of what was written on paper, where what is missing cannot be asked for again.
    pub fn check_paper(&self, sent: &Map<String, Json>) -> Result<Answers, Vec<Problem>> {
        match self.check(sent) {
            Ok(answers) => Ok(answers),
            Err(problems) => {
                let is_missing = |problem: &Problem| !sent_at(sent, &problem.pointer);
                let wrong: Vec<Problem> = problems.into_iter().filter(|one| !is_missing(one)).collect();
                if wrong.is_empty() {
                    Ok(self.answers_in(sent))
                } else {
                    Err(wrong)
                }
            }
        }
    }

    /// The answers to what is met; what cannot be read is none.
    fn answers_in(&self, sent: &Map<String, Json>) -> Answers {
        self.walk(|question| {
            let sent = sent.get(question.id)?;
            Value::read(&self.form, &question.item.ask, sent).ok()?
        })
    }

    /// The conditions that an item is shown under: its section's, and its own.
    pub(super) fn shown_if(&self, (section, item): Place) -> impl Iterator<Item = &Condition> {
        let section = &self.sections[section];
        section.show_if.iter().chain(&section.items[item].show_if)
    }

    /// Where one goes on after an item, and when.
    pub(super) fn skips(&self, (section, item): Place) -> impl Iterator<Item = (&Condition, Place)> {
        let skips = self.sections[section].items[item].skips.iter();
        skips.map(|(when, to)| (when, *to))
    }

    /// Visits what is met, in order; `answer` gives the value that counts from there on. Returns all of these.
    fn walk<'c>(&'c self, mut answer: impl FnMut(Question<'c>) -> Option<Value>) -> Answers {
        let mut known = Answers::new();
        let mut from = (0, 0);
        for (at, item) in self.form.items() {
            if at < from || !self.shown_if(at).all(|condition| holds(condition, &known)) {
                continue;
            }
            for question in item.questions(at) {
                if let Some(value) = answer(question) {
                    known.insert(question.id.to_owned(), value);
                }
            }
            if let Some((_, to)) = self.skips(at).find(|(when, _)| holds(when, &known)) {
                from = to;
            }
        }
        known
    }

    /// Answers to what the form does not ask.
    fn strangers(&self, sent: &Map<String, Json>) -> Vec<Problem> {
        let asked = self.form.by_id();
        sent.keys()
            .filter(|id| !asked.contains_key(id.as_str()))
            .map(|id| Problem::at(pointer(id), stranger(id)))
            .collect()
    }
}

/// Whether something was sent to what the pointer names.
fn sent_at(sent: &Map<String, Json>, at: &str) -> bool {
    let mut sent = sent.iter().filter(|(_, sent)| !sent.is_null());
    sent.any(|(id, _)| pointer(id) == at)
}

fn rules(form: &Form, item: &Item) -> Option<ItemRules> {
    let skips = item.skips.iter().map(|skip| {
        let when = Condition::parse(&skip.when).ok()?;
        Some((when, target(form, &skip.to)?))
    });
    Some(ItemRules {
        show_if: condition(&item.show_if).ok()?,
        skips: skips.collect::<Option<_>>()?,
    })
}

/// An empty text is no condition.
fn condition(text: &str) -> Result<Option<Condition>, Said> {
    let written = Some(text).filter(|text| !text.trim().is_empty());
    written.map(Condition::parse).transpose()
}

/// Where a skip leads: to a section's first item, to an item, or past everything.
pub(super) fn target(form: &Form, to: &str) -> Option<Place> {
    if to == END {
        return Some((form.sections.len(), 0));
    }
    let section = form.sections.iter().position(|section| section.id == to);
    section.map(|section| (section, 0)).or_else(|| {
        let mut items = form.items();
        items.find(|(_, item)| item.id == to).map(|(at, _)| at)
    })
}

fn holds(condition: &Condition, known: &Answers) -> bool {
    condition.holds(&|item| known.get(item))
}

/// The place of an answer in what was sent (RFC 6901).
pub fn pointer(id: &str) -> String {
    format!("/answers/{}", escaped(id))
}

const fn missing() -> Said {
    said("Hãy trả lời câu này.", "Answer this question.")
}

fn stranger(id: &str) -> Said {
    let id: String = id.chars().take(40).collect();
    Said::of(|lang| match lang {
        Lang::Vi => format!("Phiếu không có câu “{id}”."),
        Lang::En => format!("The form has no question “{id}”."),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        let single = json!({"kind": "single_choice", "options": [
            {"id": "a", "text": {"vi": "A"}}, {"id": "b", "text": {"vi": "B"}}]});
        serde_json::from_value(json!({
            "languages": ["vi"],
            "scales": [{"id": "s", "steps": [{"value": 1, "label": {"vi": "1"}}, {"value": 2, "label": {"vi": "2"}}]}],
            "sections": [
                {"id": "first", "title": {"vi": "Một"}, "items": [
                    {"id": "used", "text": {"vi": "?"}, "required": true, "ask": {"kind": "yes_no"},
                        "skips": [{"when": "used = no", "to": "last"}]},
                    {"id": "which", "text": {"vi": "?"}, "required": true, "ask": single},
                    {"id": "why", "text": {"vi": "?"}, "show_if": "which = b", "required": true,
                        "ask": {"kind": "text"}},
                ]},
                {"id": "rated", "title": {"vi": "Hai"}, "show_if": "which is answered", "items": [
                    {"id": "m", "text": {"vi": "?"}, "required": true, "ask": {"kind": "matrix", "scale": "s", "rows": [
                        {"id": "m1", "text": {"vi": "1"}}, {"id": "m2", "text": {"vi": "2"}}]}},
                ]},
                {"id": "last", "title": {"vi": "Ba"}, "items": [
                    {"id": "comment", "text": {"vi": "?"}, "ask": {"kind": "text", "long": true}},
                ]},
            ],
        }))
        .unwrap()
    }

    fn check(sent: &Json) -> Result<Vec<String>, Vec<String>> {
        let form = form();
        let course = Course::of(&form).unwrap();
        let answers = course.check(sent.as_object().unwrap());
        if let Ok(answers) = &answers {
            let met: Vec<&str> = course.met(answers).iter().map(|question| question.id).collect();
            assert!(
                answers.keys().all(|id| met.contains(&id.as_str())),
                "only what is met is kept"
            );
        }
        answers
            .map(|answers| answers.into_keys().collect())
            .map_err(|problems| problems.into_iter().map(|one| one.pointer).collect())
    }

    #[test]
    fn skips_and_conditions_decide_what_is_missing() {
        assert_eq!(
            check(&json!({})),
            Err(vec!["/answers/used".into(), "/answers/which".into()])
        );
        assert_eq!(check(&json!({"used": {"option": "no"}})), Ok(vec!["used".into()]));
        let open = json!({"used": {"option": "yes"}, "which": {"option": "b"}});
        assert_eq!(
            check(&open),
            Err(vec![
                "/answers/why".into(),
                "/answers/m1".into(),
                "/answers/m2".into()
            ])
        );
        let whole = json!({"used": {"option": "yes"}, "which": {"option": "a"}, "m1": 1, "m2": 2});
        assert_eq!(
            check(&whole),
            Ok(vec!["m1".into(), "m2".into(), "used".into(), "which".into()])
        );
    }

    #[test]
    fn on_paper_an_answer_may_be_missing_and_none_be_wrong() {
        let form = form();
        let course = Course::of(&form).unwrap();
        let read = |sent: Json| course.check_paper(sent.as_object().unwrap());
        let answers = read(json!({"which": {"option": "b"}, "m1": 2})).unwrap();
        assert_eq!(answers.into_keys().collect::<Vec<_>>(), ["m1", "which"]);
        let wrong = read(json!({"which": {"option": "z"}})).unwrap_err();
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].pointer, "/answers/which");
        assert_eq!(read(json!({"x": 1})).unwrap_err()[0].pointer, "/answers/x");
    }

    #[test]
    fn what_is_not_met_is_left_out_and_what_is_not_asked_is_refused() {
        let changed =
            json!({"used": {"option": "no"}, "which": {"option": "b"}, "why": {"text": "x"}, "m1": 9});
        assert_eq!(check(&changed), Ok(vec!["used".into()]));
        let wrong = json!({"used": {"option": "yes"}, "which": {"option": "z"}, "a/b": 1});
        // A wrong answer is none to the conditions that follow.
        assert_eq!(
            check(&wrong),
            Err(vec!["/answers/a~1b".into(), "/answers/which".into()])
        );
    }
}
