//! How the figures of one question went from wave to wave, and where they are none of one line because it changed.

use super::compare::{Change, of_question as changes_of};
use super::estimates::{Estimate, of_item, of_items, rated};
use super::form::{Form, Question};
use super::shares::{Line, of_question as shares_of};
use super::tally::{QuestionTally, Tally, favourable};

/// What one wave has released: its form, and the counts.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'s> {
    pub form: &'s Form,
    pub tally: &'s Tally,
}

/// A question in one wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// How many answered it; none where these are too few.
    pub valid: Option<u64>,
    /// Per cent that chose one of the best steps, of rated questions.
    pub top: Option<f64>,
    /// Of the steps; only where every step may be shown, because it would give the hidden ones away.
    pub mean: Option<f64>,
    /// Of questions that are not rated.
    pub lines: Vec<Line>,
    /// Against the wave before it that asked it.
    pub changes: Vec<Change>,
}

/// One for each wave, in their order; none where it was not asked.
pub fn of_question(stages: &[Stage<'_>], id: &str) -> Vec<Option<Measure>> {
    let mut before: Option<&Form> = None;
    let measured = stages.iter().map(|stage| {
        let asked = stage.form.by_id();
        let question = asked.get(id)?;
        let changes = before.map_or_else(Vec::new, |old| changes_of(old, stage.form, id));
        before = Some(stage.form);
        Some(measure(*stage, question, changes))
    });
    measured.collect()
}

fn measure(stage: Stage<'_>, question: &Question<'_>, changes: Vec<Change>) -> Measure {
    let shares = shares_of(stage.form, stage.tally, question);
    let is_rated = favourable(stage.form, &question.item.ask).is_some();
    let estimate = of_item(stage.form, stage.tally, question).estimate;
    Measure {
        valid: shares.valid,
        top: estimate.filter(|_| is_rated),
        mean: is_rated.then(|| mean(stage, question, &shares.lines)).flatten(),
        lines: if is_rated { Vec::new() } else { shares.lines },
        changes,
    }
}

fn mean(stage: Stage<'_>, question: &Question<'_>, lines: &[Line]) -> Option<f64> {
    let none = QuestionTally::default();
    let counted = stage.tally.questions.get(question.id).unwrap_or(&none);
    let unknown = question.item.ask.scale().and_then(|id| stage.form.scale(id));
    let unknown = unknown.and_then(|scale| scale.unknown.as_ref());
    let mut sum = 0.0;
    for line in lines {
        let step: i16 = line.id.parse().ok()?;
        if unknown.is_none_or(|unknown| unknown.value != step) {
            sum += f64::from(step) * line.count? as f64;
        }
    }
    (counted.valid > 0).then(|| sum / counted.valid as f64)
}

/// The rated questions that every wave has asked in ways that compare, in the order of the newest form.
pub fn comparable<'s>(stages: &[Stage<'s>]) -> Vec<&'s str> {
    let Some(newest) = stages.last() else {
        return Vec::new();
    };
    let is_whole = |id: &str| {
        let asked = stages.iter().all(|stage| stage.form.by_id().contains_key(id));
        let mut pairs = stages.windows(2);
        asked
            && pairs.all(|pair| {
                let changes = changes_of(pair[0].form, pair[1].form, id);
                changes.iter().all(|change| change.is_comparable())
            })
    };
    let rated = rated(newest.form).into_iter().map(|question| question.id);
    rated.filter(|id| is_whole(id)).collect()
}

/// The plain mean of these questions in each wave.
pub fn whole(stages: &[Stage<'_>], ids: &[&str]) -> Vec<Estimate> {
    let of = |stage: &Stage<'_>| {
        let mut questions = stage.form.questions();
        questions.retain(|question| ids.contains(&question.id));
        of_items(stage.form, stage.tally, &questions)
    };
    stages.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::course::Course;
    use crate::survey::form::Ask;
    use crate::survey::template::Template;
    use serde_json::json;

    fn tally(form: &Form, overall: &[(i16, u32)]) -> Tally {
        let course = Course::of(form).unwrap();
        let mut tally = Tally::default();
        for (step, times) in overall {
            for _ in 0..*times {
                let sent = json!({"overall": step, "attitude": 4});
                let answers = course.check(sent.as_object().unwrap()).unwrap();
                tally.add(&course, &answers);
            }
        }
        tally
    }

    fn reworded() -> Form {
        let mut form = Template::Desk.form();
        form.sections[0].items[0].text.set("vi", "Hỏi khác?");
        form
    }

    #[test]
    fn a_line_goes_on_where_only_words_changed() {
        let (old, new) = (Template::Desk.form(), reworded());
        let tallies = [
            tally(&old, &[(5, 10), (4, 10), (1, 20)]),
            tally(&new, &[(5, 30), (1, 3), (2, 7)]),
        ];
        let stages = [
            Stage {
                form: &old,
                tally: &tallies[0],
            },
            Stage {
                form: &new,
                tally: &tallies[1],
            },
        ];
        let line: Vec<Measure> = of_question(&stages, "overall").into_iter().flatten().collect();
        assert_eq!(
            (line[0].valid, line[0].top, line[0].mean),
            (Some(40), Some(50.0), Some(2.75))
        );
        assert_eq!(line[0].changes, []);
        assert_eq!((line[1].valid, line[1].top), (Some(40), Some(75.0)));
        assert_eq!(line[1].mean, None, "three people would be known by it");
        assert_eq!(line[1].changes, [Change::Wording]);
        assert_eq!(
            comparable(&stages),
            ["overall", "attitude", "guidance", "promptness"]
        );
        let both = whole(&stages, &["overall"]);
        assert_eq!((both[0].estimate, both[1].estimate), (Some(50.0), Some(75.0)));
    }

    #[test]
    fn other_steps_and_other_questions_break_it() {
        let old = Template::Desk.form();
        let mut new = reworded();
        new.sections[0].items.remove(1);
        new.sections[0].items[0].ask = Ask::Recommend;
        let tallies = [tally(&old, &[(5, 10)]), Tally::default()];
        let stages = [
            Stage {
                form: &old,
                tally: &tallies[0],
            },
            Stage {
                form: &new,
                tally: &tallies[1],
            },
            Stage {
                form: &old,
                tally: &tallies[0],
            },
        ];
        let line = of_question(&stages, "overall");
        let changes = |nth: usize| line[nth].as_ref().unwrap().changes.clone();
        assert_eq!(changes(1), [Change::Wording, Change::Answers]);
        assert_eq!(changes(2), [Change::Wording, Change::Answers]);
        let line = of_question(&stages, "attitude");
        assert_eq!(line[1], None);
        assert_eq!(
            line[2].as_ref().unwrap().changes,
            [],
            "against the wave that asked it last"
        );
        let ids = comparable(&stages);
        assert!(!ids.contains(&"overall") && !ids.contains(&"attitude"), "{ids:?}");
        assert_eq!(comparable(&[]), [""; 0]);
    }
}
