//! An item while it is being written: shown as far as it goes, whatever is still missing.

use khao_domain::bank::formats::csv::form::{ItemForm, at_field_of};
use khao_domain::bank::item::{ChoiceOption, Credit, Difficulty, Item, ItemKind, ItemStatus, PredictionOf};
use khao_domain::bank::review::warnings;
use khao_domain::ids::BankId;
use khao_domain::problem::Problem;
use khao_domain::text::nfc;

use super::editing::{Edited, near};
use super::items::ItemLook;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};

/// Fewer words are like too many items to be told of.
const WORDS_LEAST: usize = 3;
/// More of a text is refused when it is saved, and not drawn before.
const CHARS_MOST: usize = 4_000;

/// What can be told of an item that is not finished.
#[derive(Debug, Clone)]
pub struct Sketch {
    pub look: ItemLook,
    /// Worth a look; among them items that ask nearly the same.
    pub remarks: Vec<Problem>,
}

impl Engine {
    /// What has been written so far, as participants would see it. Refuses no form, and writes nothing.
    pub async fn sketch_item(
        &self,
        actor: &Actor,
        id: BankId,
        edited: &Edited,
        form: &ItemForm,
    ) -> Result<Sketch> {
        actor.may(Action::ManageBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let snapshot = self.snapshot(&bank).await?;
        let code = match edited {
            Edited::New => &form.code,
            Edited::Of { code, .. } => &snapshot.get(code).ok_or(Error::NotFound)?.item.code,
        };
        let item = draft(code, form)?;
        let mut look = ItemLook::of(&item);
        if form.key.trim().is_empty() && matches!(item.kind, ItemKind::TrueFalse { .. }) {
            // Nobody has chosen yet.
            look.key.clear();
        }
        let mut remarks = Vec::new();
        if item.stem.split_whitespace().count() >= WORDS_LEAST {
            let near = near(&snapshot, &item);
            let found = self.reading(move || warnings(&[(1, item)], near.iter().map(|other| &other.item)));
            let found = found.await?.into_iter();
            // Fields that nobody has come to yet are no news.
            let come_to =
                found.filter(|one| !(form.source.is_empty() && one.column.as_deref() == Some("Nguồn")));
            remarks.extend(come_to.map(|one| at_field_of(form, one.column.as_deref(), &one.detail)));
        }
        Ok(Sketch { look, remarks })
    }
}

/// The item that the form is about to be; what cannot be read yet is left out.
fn draft(code: &str, form: &ItemForm) -> Result<Item> {
    let difficulty = Difficulty::new(1).ok_or_else(|| Error::Internal("no difficulty".to_owned()))?;
    Ok(Item {
        code: nfc(code.trim()),
        topic: String::new(),
        difficulty,
        stem: written(&form.stem),
        kind: kind(form),
        points_hundredths: 0,
        explanation: written(&form.explanation),
        source: form.source.clone(),
        valid_from: None,
        valid_until: None,
        language: form.language.clone(),
        status: ItemStatus::Draft,
    })
}

fn written(text: &str) -> String {
    nfc(text.trim()).chars().take(CHARS_MOST).collect()
}

fn kind(form: &ItemForm) -> ItemKind {
    let filled = form
        .options
        .iter()
        .filter(|option| !option.text.trim().is_empty());
    let options = filled.map(|option| ChoiceOption {
        text: written(&option.text),
        correct: option.correct,
        pinned: option.pinned,
    });
    let shuffle = !form.keep_order;
    match form.kind.as_str() {
        "single_choice" => ItemKind::SingleChoice {
            options: options.collect(),
            shuffle,
        },
        "multiple_choice" => ItemKind::MultipleChoice {
            options: options.collect(),
            credit: Credit::AllOrNothing,
            shuffle,
        },
        "true_false" => ItemKind::TrueFalse {
            answer: form.key == "true",
        },
        "participants" | "all_correct" => ItemKind::Prediction {
            of: PredictionOf::Participants,
        },
        // A number that is half typed is no number yet, and shown as it stands.
        _ => ItemKind::Text {
            accepted: form
                .key
                .lines()
                .map(written)
                .filter(|line| !line.is_empty())
                .collect(),
        },
    }
}
