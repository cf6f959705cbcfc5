//! What the paper's form holds.

use std::collections::BTreeMap;

use khao_domain::contest::answer::{self, QuestionShape, SEQ_MAX, Value};
use khao_domain::contest::form::{self, Misread};
use khao_domain::lang::Said;
use khao_domain::problem::Problem;
use khao_engine::contest::attempts::QuestionView;
use khao_engine::contest::paper_form::FormAnswer;

use crate::routes::body::Form;

/// A form of which every position is either an answer or a problem.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) answers: Vec<FormAnswer>,
    refused: BTreeMap<u16, (SentAnswer, Problem)>,
}

/// One position as it was sent.
#[derive(Debug)]
pub(super) struct SentAnswer {
    pub(super) fields: Vec<String>,
    pub(super) seq: i64,
}

impl Sent {
    /// Positions without their hidden `s.` were not on the page that was sent, and stay as they are.
    pub(super) fn read(questions: &[QuestionView], form: &Form) -> Self {
        let mut sent = Self::default();
        for question in questions {
            let position = question.position;
            if let Some(seq) = form.given(&format!("s.{position}")) {
                let name = format!("a.{position}");
                let answer = SentAnswer {
                    fields: form.all(&name).map(str::to_owned).collect(),
                    seq: rendered_seq(seq),
                };
                sent.take(question, answer);
            }
        }
        sent
    }

    fn take(&mut self, question: &QuestionView, answer: SentAnswer) {
        let position = question.position;
        match value(question, &answer.fields) {
            Ok(value) => self.answers.push(FormAnswer {
                position,
                rendered_seq: answer.seq,
                value,
            }),
            Err(detail) => {
                let detail = Said::of(|lang| {
                    let number = lang.say("Câu", "Question");
                    format!("{number} {position}: {}", detail.in_lang(lang))
                });
                let problem = Problem::at(format!("/a/{position}"), detail);
                self.refused.insert(position, (answer, problem));
            }
        }
    }

    /// What was sent of a position and could not be taken.
    pub(super) fn refused(&self, position: u16) -> Option<&SentAnswer> {
        self.refused.get(&position).map(|(answer, _)| answer)
    }

    /// Nothing was refused.
    pub(super) fn is_whole(&self) -> bool {
        self.refused.is_empty()
    }

    pub(super) fn problems(&self) -> impl Iterator<Item = (u16, &Problem)> {
        self.refused
            .iter()
            .map(|(position, (_, problem))| (*position, problem))
    }
}

/// A seq that no page of ours holds counts as none: then nothing stored is overwritten.
fn rendered_seq(text: &str) -> i64 {
    text.parse()
        .ok()
        .filter(|seq| (0..SEQ_MAX).contains(seq))
        .unwrap_or(0)
}

fn value(question: &QuestionView, fields: &[String]) -> Result<Option<Value>, Said> {
    let shape = QuestionShape {
        kind: question.kind,
        options: u8::try_from(question.options.len()).unwrap_or(u8::MAX),
        min: question.min,
        max: question.max,
    };
    form::read(shape.kind, fields)
        .map_err(Misread::said)?
        .filter(|value| !answer::is_blank(value))
        .map(|value| answer::check(&shape, &value))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seq_that_was_never_given_protects_what_is_stored() {
        for (text, seq) in [
            ("0", 0),
            ("1764000000001", 1_764_000_000_001),
            ("-1", 0),
            ("9007199254740991", 0),
            ("99999999999999999999", 0),
            ("x", 0),
        ] {
            assert_eq!(rendered_seq(text), seq, "{text}");
        }
    }
}
