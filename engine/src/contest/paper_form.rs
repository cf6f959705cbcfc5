//! The paper as a plain form: a stale tab overwrites nothing.

use khao_domain::contest::answer::{Value, is_blank, parse_canonical};
use khao_domain::ids::AttemptId;

use super::attempts::{AttemptView, NewAnswer};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::journal::SavedPosition;
use crate::policy::Actor;
use crate::store;

/// What the form holds of one position.
#[derive(Debug, Clone)]
pub struct FormAnswer {
    pub position: u16,
    /// The seq the form was rendered with; 0 where there was no answer.
    pub rendered_seq: i64,
    /// None: nothing chosen or typed.
    pub value: Option<Value>,
}

/// A position that another tab or device changed meanwhile; nothing of it was overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormConflict {
    pub position: u16,
    /// What this form wanted.
    pub mine: Option<Value>,
}

/// The paper after a form was taken: with conflicts, `submit` does not seal.
#[derive(Debug)]
pub struct FormOutcome {
    pub view: AttemptView,
    pub conflicts: Vec<FormConflict>,
    /// The last position that the form changed: where its writer was.
    pub last_changed: Option<u16>,
}

impl Engine {
    /// Saves what the form changed. Unchanged positions are not written; a position whose stored seq has grown since
    /// the form was rendered is a conflict, and is left alone.
    pub async fn save_form(&self, actor: &Actor, id: AttemptId, form: &[FormAnswer]) -> Result<FormOutcome> {
        let view = self.attempt(actor, id).await?;
        if view.sealed {
            return Err(Error::Conflict(Conflict::AttemptClosed));
        }
        let mut answers = Vec::new();
        let mut conflicts = Vec::new();
        for field in form {
            let stored = view.saved.iter().find(|answer| answer.position == field.position);
            let stored_seq = stored.map_or(0, |answer| answer.seq);
            let mine = field.value.clone().filter(|value| !is_blank(value));
            let same =
                normalised(mine.as_ref()) == normalised(stored.and_then(|answer| answer.value.as_ref()));
            if same {
                continue;
            }
            if stored_seq > field.rendered_seq {
                if normalised(self.rendered(id, field).await?.as_ref()) == normalised(mine.as_ref()) {
                    // This form did not touch the position; what was saved elsewhere stands.
                    continue;
                }
                conflicts.push(FormConflict {
                    position: field.position,
                    mine,
                });
                continue;
            }
            let seq = field.rendered_seq.saturating_add(1).max(self.now().millis());
            let new = NewAnswer {
                position: field.position,
                seq,
                value: mine,
            };
            answers.push((new, field.rendered_seq));
        }
        if !answers.is_empty() {
            let saved = self.save_rendered(actor, id, &answers).await?;
            // What came in between the reading above and this save stands, and is told.
            conflicts.extend(overtaken(&saved, &answers));
        }
        let last_changed = answers.iter().map(|(new, _)| new.position).max();
        Ok(FormOutcome {
            last_changed,
            view: self.attempt(actor, id).await?,
            conflicts,
        })
    }

    /// The answer that the form was rendered with: what the log holds under its seq.
    async fn rendered(&self, id: AttemptId, field: &FormAnswer) -> Result<Option<Value>> {
        if field.rendered_seq == 0 {
            return Ok(None);
        }
        let mut tx = self.store.read().await?;
        let value = store::answers::at(&mut tx, id, i64::from(field.position), field.rendered_seq).await?;
        Ok(value.as_deref().and_then(parse_canonical))
    }
}

/// Answers that were not stored, or not as the newest.
fn overtaken(saved: &[SavedPosition], answers: &[(NewAnswer, i64)]) -> Vec<FormConflict> {
    let new = || answers.iter().map(|(new, _)| new);
    let mine = |position: u16| new().find(|answer| answer.position == position);
    saved
        .iter()
        .filter(|position| position.other.is_some())
        .filter_map(|position| mine(position.position))
        .map(|answer| FormConflict {
            position: answer.position,
            mine: answer.value.clone(),
        })
        .collect()
}

/// A set of options is the same in any order.
fn normalised(value: Option<&Value>) -> Option<Value> {
    match value {
        Some(Value::Options(ids)) => {
            let mut ids = ids.clone();
            ids.sort();
            ids.dedup();
            Some(Value::Options(ids))
        }
        other => other.cloned(),
    }
}
