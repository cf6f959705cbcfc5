//! One item as a form holds it: read by the very checks that a row of a file meets, with the mistakes at its fields.

use serde::{Deserialize, Serialize};

use super::columns::{COLUMNS, Column};
use super::export::{key, kind_word, letters, options};
use super::words::{BOOL_WORDS, CREDIT_WORDS, KIND_WORDS, KindWord, STATUS_WORDS};
use super::{OPTIONS_MOST, parse_table};
use crate::bank::item::{Credit, Item, ItemKind, ItemStatus};
use crate::bank::written::{TRUTH_WORDS, word};
use crate::decimal::vietnamese_hundredths;
use crate::lang::{Lang, Said, said};
use crate::problem::Problem;
use crate::table::{Row, Severity, Table};
use crate::text::nfc;
use crate::time::CivilDate;

/// The kinds an editor offers: the template's words under names for addresses and forms.
const KINDS: [(KindWord, &str); 7] = [
    (KindWord::Single, "single_choice"),
    (KindWord::Multiple, "multiple_choice"),
    (KindWord::TrueFalse, "true_false"),
    (KindWord::Number, "number"),
    (KindWord::Text, "text"),
    (KindWord::Participants, "participants"),
    (KindWord::AllCorrect, "all_correct"),
];

/// Names of the fields of options A to H.
pub const OPTION_NAMES: [&str; OPTIONS_MOST] = [
    "option.a", "option.b", "option.c", "option.d", "option.e", "option.f", "option.g", "option.h",
];

/// What somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ItemForm {
    pub code: String,
    /// A name of [`kinds`].
    pub kind: String,
    pub topic: String,
    pub difficulty: String,
    pub stem: String,
    /// A to H; blank where there is none.
    pub options: Vec<OptionForm>,
    /// Of kinds without options: `true` or `false`, the number, or one accepted answer a line.
    pub key: String,
    /// Options keep their places.
    pub keep_order: bool,
    /// Each right option counts.
    pub partial: bool,
    pub tolerance: String,
    pub points: String,
    pub explanation: String,
    pub source: String,
    pub valid_from: String,
    pub valid_until: String,
    pub language: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OptionForm {
    pub text: String,
    pub correct: bool,
    pub pinned: bool,
}

/// Pairs of name and the template's word, or the English one.
pub fn kinds(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS
        .into_iter()
        .zip(KIND_WORDS)
        .map(move |((_, name), (kind, word))| (name, lang.say(word, kind.english())))
}

/// An item that nothing is wrong with, as a draft, and what is worth a look; or the mistakes, at their fields.
pub fn check(form: &ItemForm) -> Result<(Item, Vec<Problem>), Vec<Problem>> {
    let Some(kind) = KINDS
        .iter()
        .find(|(_, name)| *name == form.kind)
        .map(|(kind, _)| *kind)
    else {
        return Err(vec![Problem::at(
            "/kind",
            said("Xin chọn loại câu hỏi.", "Choose the kind of the item."),
        )]);
    };
    let table = Table {
        headers: COLUMNS.iter().map(|(_, header)| (*header).to_owned()).collect(),
        rows: vec![Row {
            number: 1,
            cells: COLUMNS
                .iter()
                .map(|(column, _)| nfc(&cell(form, kind, *column)))
                .collect(),
        }],
    };
    let mut parsed = parse_table(&table);
    let of = |severity: Severity| {
        let told = parsed
            .problems
            .iter()
            .filter(move |problem| problem.severity == severity);
        told.map(|problem| at_field(kind, problem.column.as_deref(), &problem.detail))
            .collect()
    };
    let (errors, warnings): (Vec<Problem>, Vec<Problem>) = (of(Severity::Error), of(Severity::Warning));
    match parsed.items.pop() {
        Some((_, item)) if errors.is_empty() => Ok((item, warnings)),
        _ => Err(errors),
    }
}

/// A remark on a column as one on the form's field.
pub fn at_field_of(form: &ItemForm, column: Option<&str>, detail: &Said) -> Problem {
    let kind = KINDS.iter().find(|(_, name)| *name == form.kind);
    at_field(kind.map_or(KindWord::Text, |(kind, _)| *kind), column, detail)
}

fn at_field(kind: KindWord, header: Option<&str>, detail: &Said) -> Problem {
    let column = header.and_then(|header| COLUMNS.iter().find(|(_, known)| *known == header));
    let is_choice = matches!(kind, KindWord::Single | KindWord::Multiple);
    let field = match column.map(|(column, _)| *column) {
        None => return Problem::at("", detail.clone()),
        Some(Column::Option(index)) => OPTION_NAMES.get(index).copied().unwrap_or("option"),
        Some(Column::Key) if is_choice => "correct",
        Some(column) => field_name(column),
    };
    Problem::at(format!("/{}", field.replace('.', "/")), detail.clone())
}

const fn field_name(column: Column) -> &'static str {
    match column {
        Column::Code => "code",
        Column::Kind => "kind",
        Column::Topic => "topic",
        Column::Difficulty => "difficulty",
        Column::Stem => "stem",
        Column::Option(_) => "option",
        Column::Key => "key",
        Column::Pinned => "pinned",
        Column::Shuffle => "keep_order",
        Column::Credit => "partial",
        Column::Tolerance => "tolerance",
        Column::Points => "points",
        Column::Explanation => "explanation",
        Column::Source => "source",
        Column::ValidFrom => "valid_from",
        Column::ValidUntil => "valid_until",
        Column::Language => "language",
        Column::Status => "status",
    }
}

/// What the form's cell would hold in a file; blank where the kind has no use for it.
fn cell(form: &ItemForm, kind: KindWord, column: Column) -> String {
    let is_choice = matches!(kind, KindWord::Single | KindWord::Multiple);
    let is_prediction = matches!(kind, KindWord::Participants | KindWord::AllCorrect);
    let only = |wanted: bool, text: &str| if wanted { text.to_owned() } else { String::new() };
    match column {
        Column::Code => form.code.clone(),
        Column::Kind => word(&KIND_WORDS, kind),
        Column::Topic => form.topic.clone(),
        Column::Difficulty => form.difficulty.clone(),
        Column::Stem => form.stem.clone(),
        Column::Option(index) => {
            let text = form.options.get(index).map_or("", |option| option.text.as_str());
            only(is_choice, text)
        }
        Column::Key if is_choice => ticked(form, |option| option.correct),
        Column::Key => only(!is_prediction, &typed_key(form, kind)),
        Column::Pinned => only(is_choice, &ticked(form, |option| option.pinned)),
        Column::Shuffle => only(is_choice, &word(&BOOL_WORDS, !form.keep_order)),
        Column::Credit => {
            let credit = if form.partial {
                Credit::Partial
            } else {
                Credit::AllOrNothing
            };
            only(kind == KindWord::Multiple, &word(&CREDIT_WORDS, credit))
        }
        Column::Tolerance => only(kind == KindWord::Number, &form.tolerance),
        Column::Points => only(!is_prediction, &form.points),
        Column::Explanation => form.explanation.clone(),
        Column::Source => form.source.clone(),
        Column::ValidFrom => form.valid_from.clone(),
        Column::ValidUntil => form.valid_until.clone(),
        Column::Language => form.language.clone(),
        Column::Status => word(&STATUS_WORDS, ItemStatus::Draft),
    }
}

fn ticked(form: &ItemForm, is_ticked: impl Fn(&OptionForm) -> bool) -> String {
    letters(form.options.iter().take(OPTIONS_MOST).map(is_ticked))
}

fn typed_key(form: &ItemForm, kind: KindWord) -> String {
    match (kind, form.key.as_str()) {
        (KindWord::TrueFalse, "true") => word(&TRUTH_WORDS, true),
        (KindWord::TrueFalse, "false") => word(&TRUTH_WORDS, false),
        (KindWord::Text, lines) => {
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join(" | ")
        }
        (_, key) => key.to_owned(),
    }
}

impl ItemForm {
    /// The item as somebody would have typed it.
    pub fn of(item: &Item) -> Self {
        let kind = kind_word(&item.kind);
        let name = KINDS
            .iter()
            .find(|(known, _)| *known == kind)
            .map_or("", |(_, name)| *name);
        let (keep_order, partial) = match &item.kind {
            ItemKind::SingleChoice { shuffle, .. } => (!shuffle, false),
            ItemKind::MultipleChoice { shuffle, credit, .. } => (!shuffle, *credit == Credit::Partial),
            _ => (false, false),
        };
        let (key, tolerance) = match &item.kind {
            ItemKind::TrueFalse { answer } => (answer.to_string(), String::new()),
            ItemKind::Text { accepted } => (accepted.join("\n"), String::new()),
            ItemKind::Number { tolerance, .. } => (key(&item.kind), tolerance.vietnamese()),
            _ => (String::new(), String::new()),
        };
        let points = vietnamese_hundredths(item.points_hundredths);
        Self {
            code: item.code.clone(),
            kind: name.to_owned(),
            topic: item.topic.clone(),
            difficulty: item.difficulty.level().to_string(),
            stem: item.stem.clone(),
            options: options(item)
                .iter()
                .map(|option| OptionForm {
                    text: option.text.clone(),
                    correct: option.correct,
                    pinned: option.pinned,
                })
                .collect(),
            key,
            keep_order,
            partial,
            tolerance,
            points: if item.points_hundredths == 0 {
                String::new()
            } else {
                points
            },
            explanation: item.explanation.clone(),
            source: item.source.clone(),
            valid_from: item.valid_from.map(CivilDate::vietnamese).unwrap_or_default(),
            valid_until: item.valid_until.map(CivilDate::vietnamese).unwrap_or_default(),
            language: item.language.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;

    #[test]
    fn every_kind_is_read_back_as_it_was() {
        for item in examples() {
            let form = ItemForm::of(&item);
            let (read, warnings) = check(&form).unwrap();
            assert_eq!(read, item);
            assert_eq!(warnings, [], "{}", item.code);
        }
        assert_eq!(kinds(Lang::En).count(), KIND_WORDS.len());
        for ((kind, _), (word, _)) in KINDS.iter().zip(KIND_WORDS) {
            assert!(*kind == word);
        }
    }

    #[track_caller]
    fn pointers(change: impl FnOnce(&mut ItemForm)) -> Vec<String> {
        let mut form = ItemForm::of(&examples()[0]);
        change(&mut form);
        let problems = check(&form).unwrap_err();
        problems.into_iter().map(|problem| problem.pointer).collect()
    }

    #[test]
    fn a_mistake_stands_at_its_field() {
        assert_eq!(pointers(|form| form.kind.clear()), ["/kind"]);
        assert_eq!(pointers(|form| form.code.clear()), ["/code"]);
        assert_eq!(pointers(|form| form.difficulty = "7".into()), ["/difficulty"]);
        assert_eq!(pointers(|form| form.options[1].text.clear()), ["/option/b"]);
        let no_key = |form: &mut ItemForm| form.options.iter_mut().for_each(|one| one.correct = false);
        assert_eq!(pointers(no_key), ["/correct"]);
        let number = |form: &mut ItemForm| {
            form.kind = "number".into();
            form.key = "mười".into();
        };
        assert_eq!(pointers(number), ["/key"]);
    }

    #[test]
    fn what_a_kind_has_no_use_for_is_left_out_in_silence() {
        let mut form = ItemForm::of(&examples()[0]);
        form.kind = "true_false".into();
        form.key = "true".into();
        let (item, warnings) = check(&form).unwrap();
        assert_eq!(item.kind, ItemKind::TrueFalse { answer: true });
        assert_eq!(warnings, []);
    }
}
