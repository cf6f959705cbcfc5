//! What changed between two versions of a form: figures of an item whose wording or answers changed are not a trend.

use std::collections::BTreeMap;

use super::form::{Ask, Form, Question};
use super::texts::Texts;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the newer form asks it.
    Added,
    /// Only the older form asked it.
    Removed,
    /// The text reads otherwise in a language that both forms have.
    Wording,
    /// Other steps, options or bounds, or another kind: the figures do not compare at all.
    Answers,
    /// It counts towards another factor.
    Factor,
}

impl Change {
    /// Whether figures before and after may stand in one line of a trend, with a note or without.
    pub const fn is_comparable(self) -> bool {
        matches!(self, Self::Wording | Self::Factor)
    }
}

/// What changed, by the id of the question; what did not change is not listed.
pub fn changes(old: &Form, new: &Form) -> BTreeMap<String, Vec<Change>> {
    let (olds, news) = (old.by_id(), new.by_id());
    let mut all = BTreeMap::new();
    for id in olds.keys().chain(news.keys()) {
        let changes = match (olds.get(id), news.get(id)) {
            (Some(before), Some(after)) => changed((old, before), (new, after)),
            (None, _) => vec![Change::Added],
            (_, None) => vec![Change::Removed],
        };
        if !changes.is_empty() {
            all.insert((*id).to_owned(), changes);
        }
    }
    all
}

/// What changed of one question that either may ask.
pub fn of_question(old: &Form, new: &Form, id: &str) -> Vec<Change> {
    let (olds, news) = (old.by_id(), new.by_id());
    match (olds.get(id), news.get(id)) {
        (Some(before), Some(after)) => changed((old, before), (new, after)),
        (None, Some(_)) => vec![Change::Added],
        (Some(_), None) => vec![Change::Removed],
        (None, None) => Vec::new(),
    }
}

fn changed((old, before): (&Form, &Question<'_>), (new, after): (&Form, &Question<'_>)) -> Vec<Change> {
    let mut changes = Vec::new();
    let stem = |question: &Question<'_>| {
        question
            .row
            .map(|_| question.item.text.clone())
            .unwrap_or_default()
    };
    if differs(before.text, after.text)
        || differs(&stem(before), &stem(after))
        || relabelled((old, &before.item.ask), (new, &after.item.ask))
    {
        changes.push(Change::Wording);
    }
    if !same_answers((old, &before.item.ask), (new, &after.item.ask)) {
        changes.push(Change::Answers);
    }
    if before.factor != after.factor {
        changes.push(Change::Factor);
    }
    changes
}

/// Whether a language that both have reads otherwise; a translation that came or went changes nothing.
fn differs(before: &Texts, after: &Texts) -> bool {
    before
        .all()
        .any(|(language, text)| after.get(language).is_some_and(|now| now != text))
}

/// Whether a step or an option that both have is called otherwise.
fn relabelled((old, before): (&Form, &Ask), (new, after): (&Form, &Ask)) -> bool {
    let options = before.options().iter().any(|was| {
        let is = after.options().iter().find(|is| is.id == was.id);
        is.is_some_and(|is| differs(&was.text, &is.text))
    });
    let steps = old
        .scale_of(before)
        .zip(new.scale_of(after))
        .is_some_and(|(old, new)| {
            let mut steps = old.all_steps();
            steps.any(|was| {
                new.step(was.value)
                    .is_some_and(|is| differs(&was.label, &is.label))
            })
        });
    options || steps
}

fn same_answers((old, before): (&Form, &Ask), (new, after): (&Form, &Ask)) -> bool {
    let options =
        |ask: &Ask| -> Vec<String> { ask.options().iter().map(|option| option.id.clone()).collect() };
    match (before, after) {
        (
            Ask::Rating { scale: one, .. } | Ask::Matrix { scale: one, .. },
            Ask::Rating { scale: other, .. } | Ask::Matrix { scale: other, .. },
        ) => steps(old, one) == steps(new, other),
        (Ask::SingleChoice { .. }, Ask::SingleChoice { .. }) | (Ask::Ranking { .. }, Ask::Ranking { .. }) => {
            options(before) == options(after)
        }
        (
            Ask::MultipleChoice { least, most, .. },
            Ask::MultipleChoice {
                least: now_least,
                most: now_most,
                ..
            },
        ) => options(before) == options(after) && (least, most) == (now_least, now_most),
        (before, after) => before == after,
    }
}

/// The values that count, and whether one may say «không biết».
fn steps(form: &Form, scale: &str) -> Option<(Vec<i16>, bool)> {
    let scale = form.scale(scale)?;
    Some((
        scale.steps.iter().map(|step| step.value).collect(),
        scale.unknown.is_some(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::template::Template;

    #[test]
    fn a_form_equals_itself_and_every_change_is_told() {
        let old = Template::Sipas.form();
        assert!(changes(&old, &old).is_empty());
        let mut new = old.clone();
        let desk = Template::Desk.form().sections.remove(0).items.remove(1);
        new.sections[1].items.retain(|item| item.id != "occupation");
        new.sections[1].items.push(desk);
        new.sections[3].items[0].text.set("vi", "Hỏi khác");
        new.sections[4].items[0].text.set("vi", "Khác");
        new.sections[4].items[0].text.set("km", "ថ្មី");
        if let Ask::SingleChoice { options } = &mut new.sections[1].items[0].ask {
            options.remove(0);
        }
        let found = changes(&old, &new);
        let told: Vec<(&str, &[Change])> = found
            .iter()
            .map(|(id, changes)| (id.as_str(), changes.as_slice()))
            .collect();
        assert_eq!(
            told,
            [
                // Rows read under another question.
                ("a1", [Change::Wording].as_slice()),
                ("a2", &[Change::Wording]),
                ("attitude", &[Change::Added]),
                ("occupation", &[Change::Removed]),
                ("sex", &[Change::Answers]),
                ("used_service", &[Change::Wording]),
            ]
        );
        assert!(!Change::Answers.is_comparable() && Change::Wording.is_comparable());
    }

    #[test]
    fn other_labels_are_another_wording() {
        let old = Template::Desk.form();
        let mut new = old.clone();
        let label = old.scales[0].steps[4].label.clone();
        new.scales[0].steps[0].label = label;
        let told = changes(&old, &new);
        assert_eq!(told.len(), 4);
        assert!(told.values().all(|changes| *changes == [Change::Wording]));
    }

    #[test]
    fn a_scale_with_other_steps_does_not_compare() {
        let old = Template::Desk.form();
        let mut new = old.clone();
        new.scales[0].steps.pop();
        let told = changes(&old, &new);
        assert_eq!(told.len(), 4);
        assert!(told.values().all(|changes| *changes == [Change::Answers]));
    }
}
