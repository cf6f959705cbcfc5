//! Parts of a form as people type them: one text a field, options and steps one a line.

use super::check::is_id;
use super::form::{Ask, ChoiceOption, Form, Item, Skip};
use super::texts::Texts;
use crate::decimal::Decimal;
use crate::lang::{Said, said};
use crate::problem::Problem;
use crate::time::{CivilDate, NOT_A_DAY};

pub mod lines;

/// The kinds of items by their names in files, in the order they are offered.
pub const KINDS: [(&str, Said); 11] = [
    ("rating", said("Đánh giá theo thang", "Rating on a scale")),
    (
        "matrix",
        said("Bảng đánh giá nhiều dòng", "Rating of several rows"),
    ),
    ("single_choice", said("Chọn một", "One choice")),
    ("multiple_choice", said("Chọn nhiều", "Several choices")),
    ("yes_no", said("Có hoặc không", "Yes or no")),
    (
        "recommend",
        said("Sẵn sàng giới thiệu, 0–10", "Would recommend, 0–10"),
    ),
    ("number", said("Số", "Number")),
    ("date", said("Ngày", "Date")),
    ("text", said("Trả lời bằng chữ", "Text")),
    ("ranking", said("Xếp thứ tự", "Ranking")),
    ("consent", said("Đồng ý", "Consent")),
];

/// What a kind is called.
pub fn kind_title(kind: &str) -> Said {
    let known = KINDS.into_iter().find(|(known, _)| *known == kind);
    known.map_or_else(|| Said::from(kind), |(_, title)| title)
}

impl Ask {
    /// As it is written in files.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Rating { .. } => "rating",
            Self::Matrix { .. } => "matrix",
            Self::Recommend => "recommend",
            Self::YesNo => "yes_no",
            Self::SingleChoice { .. } => "single_choice",
            Self::MultipleChoice { .. } => "multiple_choice",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
            Self::Text { .. } => "text",
            Self::Ranking { .. } => "ranking",
            Self::Consent => "consent",
        }
    }
}

/// An item as its form shows it; what the fields of other kinds hold is kept while the kind changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedItem {
    pub id: String,
    pub kind: String,
    /// One for each language of the form.
    pub texts: Vec<String>,
    pub hints: Vec<String>,
    pub required: bool,
    pub factor: String,
    pub show_if: String,
    /// `condition -> target`, one a line.
    pub skips: String,
    pub scale: String,
    pub rows: String,
    pub options: String,
    /// Of a number, of a day, or of how many options are chosen.
    pub least: String,
    pub most: String,
    /// Drawn as faces, whole numbers only, or long: what some kinds can be besides.
    pub variant: bool,
}

impl TypedItem {
    pub fn of(form: &Form, item: &Item) -> Self {
        let mut typed = Self {
            id: item.id.clone(),
            kind: item.ask.kind().to_owned(),
            texts: in_languages(form, &item.text),
            hints: in_languages(form, &item.hint),
            required: item.required,
            factor: item.factor.clone(),
            show_if: item.show_if.clone(),
            skips: lines::skips(&item.skips),
            scale: item.ask.scale().unwrap_or_default().to_owned(),
            options: lines::options(form, item.ask.options()),
            ..Self::default()
        };
        let decimal = |one: &Option<Decimal>| one.map_or_else(String::new, Decimal::vietnamese);
        let day = |one: &Option<CivilDate>| one.map_or_else(String::new, CivilDate::vietnamese);
        let count = |one: &Option<u16>| one.map_or_else(String::new, |one| one.to_string());
        match &item.ask {
            Ask::Rating { faces, .. } => typed.variant = *faces,
            Ask::Matrix { rows, .. } => typed.rows = lines::rows(form, rows),
            Ask::MultipleChoice { least, most, .. } => {
                (typed.least, typed.most) = (count(least), count(most));
            }
            Ask::Number { least, most, whole } => {
                (typed.least, typed.most) = (decimal(least), decimal(most));
                typed.variant = *whole;
            }
            Ask::Date { first, last } => (typed.least, typed.most) = (day(first), day(last)),
            Ask::Text { long } => typed.variant = *long,
            Ask::Recommend | Ask::YesNo | Ask::SingleChoice { .. } | Ask::Ranking { .. } | Ask::Consent => {}
        }
        typed
    }

    /// The item, also half-done; what cannot be read is told at its field.
    pub fn read(&self, form: &Form) -> Result<Item, Vec<Problem>> {
        let mut problems = Vec::new();
        let id = self.id.trim();
        if !is_id(id) {
            problems.push(Problem::at("/id", NOT_AN_ID));
        }
        let skips = taken("/skips", lines::read_skips(&self.skips), &mut problems);
        let ask = self.ask(form, &mut problems);
        match ask {
            Some(ask) if problems.is_empty() => Ok(Item {
                id: id.to_owned(),
                text: of_languages(form, &self.texts),
                hint: of_languages(form, &self.hints),
                required: self.required,
                show_if: self.show_if.trim().to_owned(),
                skips,
                factor: self.factor.clone(),
                ask,
            }),
            _ => Err(problems),
        }
    }

    fn ask(&self, form: &Form, problems: &mut Vec<Problem>) -> Option<Ask> {
        let scale = self.scale.clone();
        Some(match self.kind.as_str() {
            "rating" => Ask::Rating {
                scale,
                faces: self.variant,
            },
            "matrix" => Ask::Matrix {
                scale,
                rows: taken("/rows", lines::read_rows(form, &self.rows), problems),
            },
            "recommend" => Ask::Recommend,
            "yes_no" => Ask::YesNo,
            "single_choice" => Ask::SingleChoice {
                options: self.choices(form, problems),
            },
            "multiple_choice" => Ask::MultipleChoice {
                options: self.choices(form, problems),
                least: bound(
                    "/least",
                    &self.least,
                    |text| text.parse().ok(),
                    NOT_A_COUNT,
                    problems,
                ),
                most: bound(
                    "/most",
                    &self.most,
                    |text| text.parse().ok(),
                    NOT_A_COUNT,
                    problems,
                ),
            },
            "number" => Ask::Number {
                least: bound("/least", &self.least, Decimal::parse, NOT_A_NUMBER, problems),
                most: bound("/most", &self.most, Decimal::parse, NOT_A_NUMBER, problems),
                whole: self.variant,
            },
            "date" => Ask::Date {
                first: bound("/least", &self.least, CivilDate::parse, NOT_A_DAY, problems),
                last: bound("/most", &self.most, CivilDate::parse, NOT_A_DAY, problems),
            },
            "text" => Ask::Text { long: self.variant },
            "ranking" => Ask::Ranking {
                options: self.choices(form, problems),
            },
            "consent" => Ask::Consent,
            _ => {
                let detail = said("Không có kiểu câu này.", "There is no such kind.");
                problems.push(Problem::at("/kind", detail));
                return None;
            }
        })
    }

    fn choices(&self, form: &Form, problems: &mut Vec<Problem>) -> Vec<ChoiceOption> {
        taken("/options", lines::read_options(form, &self.options), problems)
    }
}

pub const NOT_AN_ID: Said = said(
    "Mã bắt đầu bằng chữ thường, chỉ có chữ thường không dấu, chữ số và dấu gạch dưới, nhiều nhất 40 ký tự; ví dụ: hai_long.",
    "An id begins with a small letter and has only small letters, digits and underscores, 40 at most; such as satisfied.",
);
const NOT_A_COUNT: Said = said("Xin nhập một số nguyên.", "Type a whole number.");
const NOT_A_NUMBER: Said = said(
    "Xin nhập một số, ví dụ 12 hoặc 12,5.",
    "Type a number, such as 12 or 12.5.",
);

fn taken<T: Default>(pointer: &str, read: Result<T, Said>, problems: &mut Vec<Problem>) -> T {
    read.unwrap_or_else(|detail| {
        problems.push(Problem::at(pointer, detail));
        T::default()
    })
}

fn bound<T>(
    pointer: &str,
    typed: &str,
    read: impl Fn(&str) -> Option<T>,
    wrong: Said,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let value = read(typed);
    if value.is_none() {
        problems.push(Problem::at(pointer, wrong));
    }
    value
}

/// A text once for each language of the form.
pub fn in_languages(form: &Form, texts: &Texts) -> Vec<String> {
    let text = |language: &String| texts.get(language).unwrap_or_default().to_owned();
    form.languages.iter().map(text).collect()
}

/// The way back.
pub fn of_languages<T: AsRef<str>>(form: &Form, typed: &[T]) -> Texts {
    let pairs = form.languages.iter().zip(typed);
    Texts::of(pairs.map(|(language, text)| (language.as_str(), text.as_ref())))
}

/// What a new item of a kind asks; nothing where there is no such kind.
pub fn blank_ask(kind: &str, scale: &str) -> Option<Ask> {
    let typed = TypedItem {
        kind: kind.to_owned(),
        scale: scale.to_owned(),
        ..TypedItem::default()
    };
    typed.ask(&Form::default(), &mut Vec::new())
}

/// Where a skip leads, and when.
pub(super) fn skip(when: &str, to: &str) -> Skip {
    Skip {
        when: when.trim().to_owned(),
        to: to.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::template::Template;

    #[test]
    fn every_item_of_the_templates_comes_back_as_it_went() {
        for template in Template::ALL {
            let form = template.form();
            for (_, item) in form.items() {
                let typed = TypedItem::of(&form, item);
                let read = typed.read(&form).unwrap();
                let texts = |item: &Item| in_languages(&form, &item.text);
                assert_eq!(texts(&read), texts(item));
                assert_eq!(TypedItem::of(&form, &read), typed, "{template:?}: {}", item.id);
                assert_eq!(read.ask, item.ask, "{template:?}: {}", item.id);
                assert_eq!((read.skips, read.required), (item.skips.clone(), item.required));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let form = Template::Desk.form();
        let typed = TypedItem {
            id: "Câu 1".to_owned(),
            kind: "number".to_owned(),
            least: "nhiều".to_owned(),
            most: "12,5".to_owned(),
            skips: "q1 = yes".to_owned(),
            ..TypedItem::default()
        };
        let problems = typed.read(&form).unwrap_err();
        let pointers: Vec<&str> = problems.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/id", "/skips", "/least"]);
        let typed = TypedItem {
            id: "q1".to_owned(),
            kind: "song".to_owned(),
            ..TypedItem::default()
        };
        assert_eq!(typed.read(&form).unwrap_err()[0].pointer, "/kind");
    }

    #[test]
    fn every_kind_begins_with_something() {
        for (kind, _) in KINDS {
            assert_eq!(blank_ask(kind, "satisfaction").map(|ask| ask.kind()), Some(kind));
        }
        assert_eq!(blank_ask("song", ""), None);
    }
}
