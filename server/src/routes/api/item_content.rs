//! What an item asks and what is right, as the API reads and writes it. It becomes what a form would hold, so that the
//! very same checks are met.

use khao_domain::bank::formats::csv::OPTIONS_MOST;
use khao_domain::bank::formats::csv::form::{ItemForm, OptionForm};
use khao_domain::bank::item::{Credit, Item, ItemKind, PredictionOf};
use khao_domain::decimal::Decimal;
use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::values::{Day, Exact};
use crate::routes::objects::objects;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKindShown {
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Number,
    Text,
    /// A prediction of how many people take part.
    Participants,
    /// A prediction of how many of them have everything right.
    AllCorrect,
}

/// With the key. What the kind has no use for is left out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemContent {
    kind: ItemKindShown,
    #[schema(min_length = 1, max_length = 120)]
    topic: String,
    #[schema(minimum = 1, maximum = 5)]
    difficulty: u8,
    /// Safe Markdown.
    #[schema(min_length = 1)]
    stem: String,
    /// Of choices.
    #[serde(default, deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 8)]
    options: Vec<ItemOption>,
    /// Of choices: the options are not shuffled.
    #[serde(default)]
    keep_order: bool,
    /// Of multiple choices: each right option counts.
    #[serde(default)]
    partial: bool,
    /// What is right, of `true_false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    truth: Option<bool>,
    /// What is right, of `number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Exact>,
    /// Of `number`; 0 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tolerance: Option<Exact>,
    /// What is right, of `text`: any of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    accepted: Vec<String>,
    /// For a full answer, with at most two places; predictions have none. Without it the usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<Exact>,
    /// Shown with the result. Safe Markdown.
    #[serde(default)]
    explanation: String,
    /// The legal or other source of the right answer.
    #[serde(default)]
    source: String,
    /// The first day on which the item is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<Day>,
    /// The last day on which the item is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_until: Option<Day>,
    /// BCP 47 tag; Vietnamese without it.
    #[serde(default = "vietnamese")]
    language: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemOption {
    /// Safe Markdown.
    #[schema(min_length = 1)]
    text: String,
    #[serde(default)]
    correct: bool,
    /// Keeps its place when the others are shuffled.
    #[serde(default)]
    pinned: bool,
}

fn vietnamese() -> String {
    "vi".to_owned()
}

impl ItemKindShown {
    /// The name in forms.
    const fn as_str(self) -> &'static str {
        match self {
            Self::SingleChoice => "single_choice",
            Self::MultipleChoice => "multiple_choice",
            Self::TrueFalse => "true_false",
            Self::Number => "number",
            Self::Text => "text",
            Self::Participants => "participants",
            Self::AllCorrect => "all_correct",
        }
    }

    pub const fn of(kind: &ItemKind) -> Self {
        match kind {
            ItemKind::SingleChoice { .. } => Self::SingleChoice,
            ItemKind::MultipleChoice { .. } => Self::MultipleChoice,
            ItemKind::TrueFalse { .. } => Self::TrueFalse,
            ItemKind::Number { .. } => Self::Number,
            ItemKind::Text { .. } => Self::Text,
            ItemKind::Prediction {
                of: PredictionOf::Participants,
            } => Self::Participants,
            ItemKind::Prediction {
                of: PredictionOf::AllCorrect,
            } => Self::AllCorrect,
        }
    }
}

impl ItemContent {
    pub fn of(item: &Item) -> Self {
        let mut content = Self {
            kind: ItemKindShown::of(&item.kind),
            topic: item.topic.clone(),
            difficulty: item.difficulty.level(),
            stem: item.stem.clone(),
            options: Vec::new(),
            keep_order: false,
            partial: false,
            truth: None,
            number: None,
            tolerance: None,
            accepted: Vec::new(),
            points: points_of(item),
            explanation: item.explanation.clone(),
            source: item.source.clone(),
            valid_from: item.valid_from.map(Day),
            valid_until: item.valid_until.map(Day),
            language: item.language.clone(),
        };
        match &item.kind {
            ItemKind::SingleChoice { options, shuffle } => {
                content.options = options.iter().map(ItemOption::of).collect();
                content.keep_order = !shuffle;
            }
            ItemKind::MultipleChoice {
                options,
                credit,
                shuffle,
            } => {
                content.options = options.iter().map(ItemOption::of).collect();
                content.keep_order = !shuffle;
                content.partial = *credit == Credit::Partial;
            }
            ItemKind::TrueFalse { answer } => content.truth = Some(*answer),
            ItemKind::Number { answer, tolerance } => {
                content.number = Some(Exact(*answer));
                content.tolerance = Some(Exact(*tolerance));
            }
            ItemKind::Text { accepted } => content.accepted.clone_from(accepted),
            ItemKind::Prediction { .. } => {}
        }
        content
    }

    /// As somebody would have typed it.
    pub fn form(self, code: String) -> Result<ItemForm, Error> {
        if self.options.len() > OPTIONS_MOST {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Câu hỏi có tối đa {OPTIONS_MOST} phương án."),
                Lang::En => format!("A question has at most {OPTIONS_MOST} options."),
            });
            return Err(Error::invalid("/content/options", detail));
        }
        let number = |number: Option<Exact>| number.map(|exact| exact.0.vietnamese()).unwrap_or_default();
        let day = |day: Option<Day>| day.map(|day| day.0.iso()).unwrap_or_default();
        let key = match self.kind {
            ItemKindShown::TrueFalse => self.truth.map(|truth| truth.to_string()).unwrap_or_default(),
            ItemKindShown::Number => number(self.number),
            ItemKindShown::Text => self.accepted.join("\n"),
            _ => String::new(),
        };
        Ok(ItemForm {
            code,
            kind: self.kind.as_str().to_owned(),
            topic: self.topic,
            difficulty: self.difficulty.to_string(),
            stem: self.stem,
            options: self.options.into_iter().map(ItemOption::form).collect(),
            key,
            keep_order: self.keep_order,
            partial: self.partial,
            tolerance: number(self.tolerance),
            points: number(self.points),
            explanation: self.explanation,
            source: self.source,
            valid_from: day(self.valid_from),
            valid_until: day(self.valid_until),
            language: self.language,
        })
    }

    pub const fn kind(&self) -> ItemKindShown {
        self.kind
    }
}

fn points_of(item: &Item) -> Option<Exact> {
    let millionths = i64::from(item.points_hundredths) * 10_000;
    let points = Decimal::from_millionths(millionths).filter(|points| *points != Decimal::ZERO);
    points.map(Exact)
}

impl ItemOption {
    fn of(option: &khao_domain::bank::item::ChoiceOption) -> Self {
        Self {
            text: option.text.clone(),
            correct: option.correct,
            pinned: option.pinned,
        }
    }

    fn form(self) -> OptionForm {
        OptionForm {
            text: self.text,
            correct: self.correct,
            pinned: self.pinned,
        }
    }
}

/// A remark on a field of the form as one on the member it came from.
pub fn at_member(kind: ItemKindShown, problem: Problem) -> Problem {
    let member = match problem.pointer.as_str() {
        "" | "/code" => return problem,
        "/correct" | "/pinned" | "/option" => "options".to_owned(),
        "/key" => match kind {
            ItemKindShown::TrueFalse => "truth",
            ItemKindShown::Number => "number",
            _ => "accepted",
        }
        .to_owned(),
        other => match other.strip_prefix("/option/").map(str::as_bytes) {
            Some([letter]) => format!("options/{}", letter.saturating_sub(b'a')),
            _ => other.trim_start_matches('/').to_owned(),
        },
    };
    Problem::at(format!("/content/{member}"), problem.detail)
}

#[cfg(test)]
mod tests {
    use khao_domain::bank::formats::csv::examples;
    use khao_domain::bank::formats::csv::form::check;

    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was() {
        for item in examples() {
            let written = serde_json::to_string(&ItemContent::of(&item)).unwrap();
            let read: ItemContent = serde_json::from_str(&written).unwrap();
            let form = read.form(item.code.clone()).unwrap();
            assert_eq!(check(&form).unwrap(), (item, Vec::new()), "{written}");
        }
    }

    #[test]
    fn a_mistake_stands_at_its_member() {
        for (kind, pointer, member) in [
            (ItemKindShown::SingleChoice, "/option/b", "/content/options/1"),
            (ItemKindShown::SingleChoice, "/correct", "/content/options"),
            (ItemKindShown::Number, "/key", "/content/number"),
            (ItemKindShown::TrueFalse, "/key", "/content/truth"),
            (ItemKindShown::Text, "/key", "/content/accepted"),
            (ItemKindShown::Text, "/stem", "/content/stem"),
            (ItemKindShown::Text, "/code", "/code"),
            (ItemKindShown::Text, "", ""),
        ] {
            assert_eq!(at_member(kind, Problem::at(pointer, "Sai.")).pointer, member);
        }
    }
}
