//! A survey as the API shows it to whoever answers.

use khao_domain::lang::Lang;
use khao_domain::survey::form::{
    Ask, ChoiceOption, Form, Item, NO, Question, RECOMMEND, Scale, Section, YES,
};
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::SurveyStatus;
use khao_domain::time::Timestamp;
use khao_engine::markdown::Kept;
use khao_engine::survey::surveys::{Survey, Wave};
use serde::Serialize;
use utoipa::ToSchema;

use super::values::{Day, Exact, Time};

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyList {
    pub surveys: Vec<SurveyShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyShown {
    slug: String,
    title: String,
    status: SurveyState,
    /// Whether its figures are public.
    published: bool,
}

/// `draft` appears to organisers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SurveyState {
    Draft,
    Open,
    Closed,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyPage {
    #[serde(flatten)]
    survey: SurveyShown,
    /// Of the form; responses name it.
    version: i64,
    opens_at: Time,
    closes_at: Time,
    /// The ways to answer that the wave takes.
    channels: Vec<String>,
    /// Over `web` and `qr` only whoever holds an invitation answers.
    invited_only: bool,
    /// The language that the texts are in.
    language: String,
    languages: Vec<String>,
    sections: Vec<SurveySection>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveySection {
    id: String,
    title_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text_html: Option<String>,
    /// Each respondent may meet the items in an order of their own.
    shuffle: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    show_if: Option<String>,
    items: Vec<SurveyItem>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SurveyItemKind {
    Rating,
    SingleChoice,
    MultipleChoice,
    Number,
    Date,
    Text,
    Ranking,
    Consent,
}

/// A question; of a matrix each row is one.
#[derive(Debug, Serialize, ToSchema)]
struct SurveyItem {
    id: String,
    kind: SurveyItemKind,
    text_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    hint_html: Option<String>,
    /// Of a rating, the worst first; «không biết» last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scale: Vec<SurveyStep>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<SurveyOption>,
    required: bool,
    /// When it is met, besides its section's condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    show_if: Option<String>,
    /// Where one goes on, once it is answered so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skips: Vec<SurveySkip>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    min: Option<SurveyBound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max: Option<SurveyBound>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveyStep {
    value: i16,
    label: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveyOption {
    id: String,
    text_html: String,
    /// Whoever chooses it may say what.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    other: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveySkip {
    when: String,
    /// A later section or item, or `end`.
    to: String,
}

/// Of a number, of a day, or of how many options are chosen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum SurveyBound {
    Number(Exact),
    Day(Day),
    Count(u16),
}

pub fn survey_shown(survey: &Survey, language: &str, now: Timestamp) -> SurveyShown {
    SurveyShown {
        slug: survey.slug.clone(),
        title: survey.title_in(language).to_owned(),
        status: match survey.status(now) {
            SurveyStatus::Draft => SurveyState::Draft,
            SurveyStatus::Open => SurveyState::Open,
            SurveyStatus::Closed => SurveyState::Closed,
        },
        published: survey.published,
    }
}

pub fn survey_page(
    survey: &Survey,
    wave: &Wave,
    (form, texts): (&Form, &Kept),
    language: &str,
    now: Timestamp,
) -> SurveyPage {
    let reader = Reader {
        form,
        language,
        texts,
    };
    SurveyPage {
        survey: survey_shown(survey, language, now),
        version: wave.version,
        opens_at: Time(wave.span.opens_at),
        closes_at: Time(wave.span.closes_at),
        channels: wave.channels.iter().map(|one| one.as_str().to_owned()).collect(),
        invited_only: wave.invited_only,
        language: language.to_owned(),
        languages: form.languages.clone(),
        sections: form
            .sections
            .iter()
            .map(|section| reader.section(section))
            .collect(),
    }
}

struct Reader<'f> {
    form: &'f Form,
    language: &'f str,
    texts: &'f Kept,
}

fn written(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

impl Reader<'_> {
    fn inline(&self, texts: &Texts) -> String {
        self.texts
            .inline(self.form.read(texts, self.language))
            .to_string()
    }

    fn section(&self, section: &Section) -> SurveySection {
        let text = self.form.read(&section.text, self.language);
        SurveySection {
            id: section.id.clone(),
            title_html: self.inline(&section.title),
            text_html: written(text).map(|text| self.texts.block(&text).to_string()),
            shuffle: section.shuffle,
            show_if: written(&section.show_if),
            items: section
                .items
                .iter()
                .flat_map(|item| item.questions((0, 0)))
                .map(|question| self.item(&question))
                .collect(),
        }
    }

    fn item(&self, question: &Question<'_>) -> SurveyItem {
        let item = question.item;
        let is_row = question.row.is_some();
        let is_last_row = match &item.ask {
            Ask::Matrix { rows, .. } => question.row == Some(rows.len().saturating_sub(1)),
            _ => true,
        };
        // A row is asked under what its matrix asks.
        let text_html = if is_row {
            format!("{} {}", self.inline(&item.text), self.inline(question.text))
        } else {
            self.inline(question.text)
        };
        let (min, max) = bounds(&item.ask);
        SurveyItem {
            id: question.id.to_owned(),
            kind: kind_of(&item.ask),
            text_html,
            hint_html: written(&self.inline(&item.hint)),
            scale: self.scale(&item.ask),
            options: self.options(&item.ask),
            required: question.is_required(),
            show_if: written(&item.show_if),
            // Once all rows are answered.
            skips: if is_last_row { skips(item) } else { Vec::new() },
            min,
            max,
        }
    }

    fn scale(&self, ask: &Ask) -> Vec<SurveyStep> {
        if matches!(ask, Ask::Recommend) {
            return RECOMMEND
                .map(|value| SurveyStep {
                    value,
                    label: value.to_string(),
                })
                .collect();
        }
        let scale = self.form.scale_of(ask);
        let steps = scale.into_iter().flat_map(Scale::all_steps);
        steps
            .map(|step| SurveyStep {
                value: step.value,
                label: self.form.read(&step.label, self.language).to_owned(),
            })
            .collect()
    }

    fn options(&self, ask: &Ask) -> Vec<SurveyOption> {
        if matches!(ask, Ask::YesNo) {
            let lang = Lang::parse(self.language).unwrap_or_default();
            let option = |(id, text): (&str, &str)| SurveyOption {
                id: id.to_owned(),
                text_html: text.to_owned(),
                other: false,
            };
            return [(YES, lang.say("Có", "Yes")), (NO, lang.say("Không", "No"))]
                .map(option)
                .into();
        }
        let option = |option: &ChoiceOption| SurveyOption {
            id: option.id.clone(),
            text_html: self.inline(&option.text),
            other: option.other,
        };
        ask.options().iter().map(option).collect()
    }
}

fn skips(item: &Item) -> Vec<SurveySkip> {
    let skip = |skip: &khao_domain::survey::form::Skip| SurveySkip {
        when: skip.when.clone(),
        to: skip.to.clone(),
    };
    item.skips.iter().map(skip).collect()
}

const fn kind_of(ask: &Ask) -> SurveyItemKind {
    match ask {
        Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend => SurveyItemKind::Rating,
        Ask::YesNo | Ask::SingleChoice { .. } => SurveyItemKind::SingleChoice,
        Ask::MultipleChoice { .. } => SurveyItemKind::MultipleChoice,
        Ask::Number { .. } => SurveyItemKind::Number,
        Ask::Date { .. } => SurveyItemKind::Date,
        Ask::Text { .. } => SurveyItemKind::Text,
        Ask::Ranking { .. } => SurveyItemKind::Ranking,
        Ask::Consent => SurveyItemKind::Consent,
    }
}

fn bounds(ask: &Ask) -> (Option<SurveyBound>, Option<SurveyBound>) {
    match ask {
        Ask::Number { least, most, .. } => (
            least.map(|one| SurveyBound::Number(Exact(one))),
            most.map(|one| SurveyBound::Number(Exact(one))),
        ),
        Ask::Date { first, last } => (
            first.map(|one| SurveyBound::Day(Day(one))),
            last.map(|one| SurveyBound::Day(Day(one))),
        ),
        Ask::MultipleChoice { least, most, .. } => {
            (least.map(SurveyBound::Count), most.map(SurveyBound::Count))
        }
        _ => (None, None),
    }
}
