//! A questionnaire: sections of items, the scales that they share, and the factors that they belong to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::texts::Texts;
use crate::decimal::Decimal;
use crate::time::CivilDate;

/// A whole questionnaire, in every language that it has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// BCP 47 tags; the first is the one in which every text must be there.
    pub languages: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<Scale>,
    /// What the figures of rated items are summed up to; the factors of one part follow each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
    pub sections: Vec<Section>,
}

/// The steps of a rating, the worst first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub id: String,
    pub steps: Vec<Step>,
    /// «Không biết, không áp dụng»: an answer that counts as missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub value: i16,
    pub label: Texts,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    pub id: String,
    pub title: Texts,
    /// Factors of one part carry the same title here; empty where the survey has no parts.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub part: Texts,
}

/// Items that are shown together, one page at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: Texts,
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub text: Texts,
    /// Each respondent meets the items in an order of their own.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shuffle: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub show_if: String,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stays the same from version to version, so that figures can be compared: `[a-z][a-z0-9_]*`.
    pub id: String,
    pub text: Texts,
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub hint: Texts,
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// A condition on earlier items; empty is always.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub show_if: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skips: Vec<Skip>,
    /// The factor whose figure it is part of; empty is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub factor: String,
    pub ask: Ask,
}

/// Where a respondent goes on once the item is answered so; the first that holds counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    pub when: String,
    /// The id of a later section or item, or [`END`].
    pub to: String,
}

/// The target of a skip that ends the questionnaire.
pub const END: &str = "end";

/// What an item asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    Rating {
        scale: String,
        #[serde(default, skip_serializing_if = "is_false")]
        faces: bool,
    },
    /// Rows that are rated on one scale; each is answered under an id of its own.
    Matrix {
        scale: String,
        rows: Vec<Row>,
    },
    /// How likely somebody is to recommend, from 0 to 10.
    Recommend,
    YesNo,
    SingleChoice {
        options: Vec<ChoiceOption>,
    },
    MultipleChoice {
        options: Vec<ChoiceOption>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u16>,
    },
    Number {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<Decimal>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<Decimal>,
        /// Whole numbers only.
        #[serde(default, skip_serializing_if = "is_false")]
        whole: bool,
    },
    Date {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<CivilDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<CivilDate>,
    },
    Text {
        #[serde(default, skip_serializing_if = "is_false")]
        long: bool,
    },
    /// All options, the most important first.
    Ranking {
        options: Vec<ChoiceOption>,
    },
    /// Something that must be agreed to before the answers are sent, where it is required.
    Consent,
}

/// A row of a matrix: an item of its own to whoever answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: String,
    pub text: Texts,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub factor: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    pub id: String,
    pub text: Texts,
    /// «Khác»: whoever chooses it may say what.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other: bool,
}

/// The two options of a yes-or-no item.
pub const YES: &str = "yes";
pub const NO: &str = "no";
/// The steps of [`Ask::Recommend`].
pub const RECOMMEND: std::ops::RangeInclusive<i16> = 0..=10;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Section, and item in it.
pub type Place = (usize, usize);

/// One thing to answer: an item, or a row of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'f> {
    pub id: &'f str,
    pub text: &'f Texts,
    pub factor: &'f str,
    pub item: &'f Item,
    /// Where the item stands.
    pub at: Place,
    /// Which row of its matrix it is.
    pub row: Option<usize>,
}

impl Question<'_> {
    pub const fn is_required(&self) -> bool {
        self.item.required
    }
}

impl Form {
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The scale that something is rated on.
    pub fn scale_of(&self, ask: &Ask) -> Option<&Scale> {
        self.scale(ask.scale()?)
    }

    /// The language in which everything is there.
    pub fn main_language(&self) -> &str {
        self.languages.first().map_or("vi", String::as_str)
    }

    /// A text of this form, in the language or else in the first of the form's that has it.
    pub fn read<'f>(&'f self, texts: &'f Texts, language: &str) -> &'f str {
        texts.read(language, &self.languages)
    }

    pub fn items(&self) -> impl Iterator<Item = (Place, &Item)> {
        self.sections.iter().enumerate().flat_map(|(section, one)| {
            let items = one.items.iter().enumerate();
            items.map(move |(item, one)| ((section, item), one))
        })
    }

    /// Everything that can be answered, by its id.
    pub fn by_id(&self) -> BTreeMap<&str, Question<'_>> {
        let questions = self.questions().into_iter();
        questions.map(|question| (question.id, question)).collect()
    }

    /// Everything that can be answered, in the order of the form.
    pub fn questions(&self) -> Vec<Question<'_>> {
        self.items().flat_map(|(at, item)| item.questions(at)).collect()
    }
}

impl Item {
    /// The item itself, or the rows of its matrix.
    pub fn questions<'i>(&'i self, at: Place) -> Vec<Question<'i>> {
        let Ask::Matrix { rows, .. } = &self.ask else {
            return vec![Question {
                id: &self.id,
                text: &self.text,
                factor: &self.factor,
                item: self,
                at,
                row: None,
            }];
        };
        let question = |(place, row): (usize, &'i Row)| {
            let Row { id, text, factor } = row;
            Question {
                id,
                text,
                factor: if factor.is_empty() {
                    self.factor.as_str()
                } else {
                    factor.as_str()
                },
                item: self,
                at,
                row: Some(place),
            }
        };
        rows.iter().enumerate().map(question).collect()
    }
}

impl Ask {
    /// The options that can be chosen, where there are any.
    pub fn options(&self) -> &[ChoiceOption] {
        match self {
            Self::SingleChoice { options }
            | Self::MultipleChoice { options, .. }
            | Self::Ranking { options } => options,
            _ => &[],
        }
    }

    /// The scale that is rated on.
    pub fn scale(&self) -> Option<&str> {
        match self {
            Self::Rating { scale, .. } | Self::Matrix { scale, .. } => Some(scale),
            _ => None,
        }
    }
}

impl Scale {
    /// The steps, and «không biết» after them.
    pub fn all_steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().chain(&self.unknown)
    }

    pub fn step(&self, value: i16) -> Option<&Step> {
        self.all_steps().find(|step| step.value == value)
    }
}
