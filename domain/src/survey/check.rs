//! What is wrong with a form before it is fielded, each with a JSON pointer into it.

use std::collections::BTreeMap;

use super::form::{Ask, ChoiceOption, Form, Item, Place, Question};
use super::texts::{LANGUAGES, Texts};
use super::walk::each_text;
use super::xlsform::YES_NO;
use crate::lang::{Lang, Said, said};
use crate::problem::Problem;

mod logic;

pub const SECTIONS_MOST: usize = 50;
pub const QUESTIONS_MOST: usize = 500;
pub const SCALES_MOST: usize = 50;
const OPTIONS_MOST: usize = 200;
const STEPS_MOST: usize = 11;
const TEXT_CHARS_MOST: usize = 4000;
const ID_CHARS_MOST: usize = 40;

/// Everything that keeps the form from being fielded. Translations that are missing in other languages than the first do
/// not: [`gaps`] lists them.
pub fn check(form: &Form) -> Vec<Problem> {
    let mut found = Found {
        form,
        problems: Vec::new(),
        has_twins: false,
    };
    found.languages();
    found.scales();
    found.factors();
    found.sections();
    found.texts();
    // Where an id means two things, nobody knows which one a condition asks about.
    if !found.has_twins {
        logic::check(form, &mut found.problems);
    }
    found.problems
}

/// A text that a language lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub language: String,
    pub pointer: String,
}

/// What is not translated: every text that there is in one language and not in another of the form's.
pub fn gaps(form: &Form) -> Vec<Gap> {
    let mut gaps = Vec::new();
    each_text(form, &mut |spot, texts| {
        let lacking = form
            .languages
            .iter()
            .filter(|language| texts.get(language).is_none());
        if !texts.is_empty() {
            gaps.extend(lacking.map(|language| Gap {
                language: language.clone(),
                pointer: spot.pointer.clone(),
            }));
        }
    });
    gaps
}

pub(super) fn item_pointer((section, item): Place) -> String {
    format!("/sections/{section}/items/{item}")
}

pub(super) fn question_pointer(question: &Question<'_>) -> String {
    let item = item_pointer(question.at);
    question
        .row
        .map_or_else(|| item.clone(), |row| format!("{item}/ask/rows/{row}"))
}

/// Lower-case letters, digits and underscores, a letter first.
pub fn is_id(text: &str) -> bool {
    text.len() <= ID_CHARS_MOST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !super::condition::is_reserved(text)
}

struct Found<'f> {
    form: &'f Form,
    problems: Vec<Problem>,
    has_twins: bool,
}

impl Found<'_> {
    fn say(&mut self, pointer: impl Into<String>, detail: Said) {
        self.problems.push(Problem::at(pointer, detail));
    }

    fn languages(&mut self) {
        let languages = &self.form.languages;
        if languages.is_empty() {
            self.say(
                "/languages",
                said("Hãy chọn ít nhất một ngôn ngữ.", "Choose at least one language."),
            );
        }
        for (nth, tag) in self.form.languages.iter().enumerate() {
            let is_known = LANGUAGES.iter().any(|(known, _)| known == tag);
            if !is_known || self.form.languages[..nth].contains(tag) {
                self.say(
                    format!("/languages/{nth}"),
                    said(
                        "Ngôn ngữ này không có hoặc đã chọn rồi.",
                        "There is no such language, or it is chosen twice.",
                    ),
                );
            }
        }
    }

    /// A text that must be there in the first language.
    fn needs(&mut self, pointer: &str, texts: &Texts) {
        let main = self.form.main_language().to_owned();
        if texts.get(&main).is_none() {
            self.say(
                pointer,
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Thiếu nội dung bằng ngôn ngữ chính ({main})."),
                    Lang::En => format!("The text is missing in the main language ({main})."),
                }),
            );
        }
    }

    /// How long texts are, and that the form has their languages.
    fn texts(&mut self) {
        let form = self.form;
        each_text(form, &mut |spot, texts| {
            for (language, text) in texts.all() {
                if text.chars().count() > TEXT_CHARS_MOST {
                    self.say(
                        spot.pointer.as_str(),
                        said(
                            "Nội dung dài hơn 4.000 ký tự.",
                            "The text is longer than 4,000 characters.",
                        ),
                    );
                }
                if !form.languages.iter().any(|one| one == language) {
                    self.say(
                        spot.pointer.as_str(),
                        said(
                            "Có bản dịch của một ngôn ngữ mà phiếu không dùng.",
                            "There is a translation in a language that the form does not have.",
                        ),
                    );
                }
            }
        });
    }

    /// Ids that are used for one thing only.
    fn ids(&mut self, ids: impl Iterator<Item = (String, String)>) {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (pointer, id) in ids {
            if !is_id(&id) {
                self.say(
                    pointer.clone(),
                    said(
                        "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ, không quá 40 ký tự, và không \
                         trùng từ dành riêng như and, or, not.",
                        "An id has lower-case letters, digits and underscores, begins with a letter, has at most 40 characters, \
                         and is no reserved word such as and, or, not.",
                    ),
                );
            }
            if let Some(first) = seen.insert(id.clone(), pointer.clone()) {
                self.has_twins = true;
                self.say(
                    pointer,
                    Said::of(|lang| match lang {
                        Lang::Vi => format!("Mã “{id}” đã dùng ở {first}."),
                        Lang::En => format!("The id “{id}” is used at {first} already."),
                    }),
                );
            }
        }
    }

    fn scales(&mut self) {
        let ids = self.form.scales.iter().enumerate();
        self.ids(ids.map(|(nth, scale)| (format!("/scales/{nth}/id"), scale.id.clone())));
        for (nth, scale) in self.form.scales.iter().enumerate() {
            if !(2..=STEPS_MOST).contains(&scale.steps.len()) {
                self.say(
                    format!("/scales/{nth}/steps"),
                    said("Thang có từ 2 đến 11 mức.", "A scale has 2 to 11 steps."),
                );
            }
            let mut values: Vec<i16> = scale.all_steps().map(|step| step.value).collect();
            let is_rising = scale.steps.windows(2).all(|pair| pair[0].value < pair[1].value);
            values.sort_unstable();
            values.dedup();
            if !is_rising || values.len() != scale.steps.len() + usize::from(scale.unknown.is_some()) {
                self.say(
                    format!("/scales/{nth}/steps"),
                    said(
                        "Giá trị các mức phải tăng dần và không trùng nhau.",
                        "The values of the steps must rise and differ.",
                    ),
                );
            }
            for (step, one) in scale.steps.iter().enumerate() {
                self.needs(&format!("/scales/{nth}/steps/{step}/label"), &one.label);
            }
            if let Some(unknown) = &scale.unknown {
                self.needs(&format!("/scales/{nth}/unknown/label"), &unknown.label);
            }
        }
    }

    fn factors(&mut self) {
        let ids = self.form.factors.iter().enumerate();
        self.ids(ids.map(|(nth, factor)| (format!("/factors/{nth}/id"), factor.id.clone())));
        for (nth, factor) in self.form.factors.iter().enumerate() {
            self.needs(&format!("/factors/{nth}/title"), &factor.title);
        }
    }

    fn sections(&mut self) {
        let form = self.form;
        let questions = form.questions();
        if questions.is_empty() {
            self.say(
                "/sections",
                said("Phiếu chưa có câu nào.", "The form has no item yet."),
            );
        }
        if form.sections.len() > SECTIONS_MOST || questions.len() > QUESTIONS_MOST {
            self.say(
                "/sections",
                said(
                    "Phiếu có quá 50 phần hoặc 500 câu.",
                    "The form has more than 50 sections or 500 items.",
                ),
            );
        }
        let sections = form.sections.iter().enumerate();
        let sections = sections.map(|(nth, section)| (format!("/sections/{nth}/id"), section.id.clone()));
        let items = form
            .items()
            .map(|(at, item)| (format!("{}/id", item_pointer(at)), item.id.clone()));
        let rows = questions.iter().filter(|question| question.row.is_some());
        let rows = rows.map(|row| (format!("{}/id", question_pointer(row)), row.id.to_owned()));
        // A skip leads to either kind: no section has an item's id.
        self.ids(sections.chain(items).chain(rows).collect::<Vec<_>>().into_iter());
        for (nth, section) in form.sections.iter().enumerate() {
            self.needs(&format!("/sections/{nth}/title"), &section.title);
            if section.items.is_empty() {
                self.say(
                    format!("/sections/{nth}/items"),
                    said("Phần này chưa có câu nào.", "This section has no item yet."),
                );
            }
        }
        for (at, item) in form.items() {
            self.item(&item_pointer(at), item);
        }
        for question in questions {
            self.factor(&question);
        }
    }

    fn factor(&mut self, question: &Question<'_>) {
        if !question.factor.is_empty()
            && !self
                .form
                .factors
                .iter()
                .any(|factor| factor.id == question.factor)
        {
            self.say(
                format!("{}/factor", question_pointer(question)),
                said("Phiếu không có nhân tố này.", "The form has no such factor."),
            );
        }
    }

    fn item(&mut self, place: &str, item: &Item) {
        self.needs(&format!("{place}/text"), &item.text);
        if let Some(scale) = item.ask.scale().filter(|scale| self.form.scale(scale).is_none()) {
            let scale = scale.to_owned();
            self.say(
                format!("{place}/ask/scale"),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Phiếu không có thang “{scale}”."),
                    Lang::En => format!("The form has no scale “{scale}”."),
                }),
            );
        }
        let has_list = !item.ask.options().is_empty();
        if has_list && (self.form.scale(&item.id).is_some() || item.id == YES_NO) {
            self.say(
                format!("{place}/id"),
                said(
                    "Câu có phương án không được trùng mã với một thang, cũng không được là yes_no.",
                    "An item with options has not the id of a scale, and is not called yes_no.",
                ),
            );
        }
        match &item.ask {
            Ask::Matrix { rows, .. } => {
                if rows.is_empty() {
                    self.say(
                        format!("{place}/ask/rows"),
                        said("Bảng chưa có dòng nào.", "The matrix has no row yet."),
                    );
                }
                for (nth, row) in rows.iter().enumerate() {
                    self.needs(&format!("{place}/ask/rows/{nth}/text"), &row.text);
                }
            }
            Ask::SingleChoice { options } | Ask::Ranking { options } => self.options(place, options),
            Ask::MultipleChoice { options, least, most } => {
                self.options(place, options);
                let count = u16::try_from(options.len()).unwrap_or(u16::MAX);
                let (low, high) = (least.unwrap_or(1), most.unwrap_or(count));
                self.range(place, low <= high && high <= count && low >= 1);
            }
            Ask::Number { least, most, .. } => {
                self.range(place, least.zip(*most).is_none_or(|(least, most)| least <= most));
            }
            Ask::Date { first, last } => {
                self.range(place, first.zip(*last).is_none_or(|(first, last)| first <= last));
            }
            Ask::Rating { .. } | Ask::Recommend | Ask::YesNo | Ask::Text { .. } | Ask::Consent => {}
        }
    }

    fn range(&mut self, place: &str, is_right: bool) {
        if !is_right {
            self.say(
                format!("{place}/ask"),
                said(
                    "Giới hạn dưới lớn hơn giới hạn trên hoặc vượt số phương án.",
                    "The lower bound is above the upper one, or above the number of options.",
                ),
            );
        }
    }

    fn options(&mut self, place: &str, options: &[ChoiceOption]) {
        let pointer = format!("{place}/ask/options");
        if !(2..=OPTIONS_MOST).contains(&options.len()) {
            self.say(
                pointer.clone(),
                said("Câu có từ 2 đến 200 phương án.", "An item has 2 to 200 options."),
            );
        }
        let ids = options.iter().enumerate();
        self.ids(ids.map(|(nth, option)| (format!("{pointer}/{nth}/id"), option.id.clone())));
        if options.iter().filter(|option| option.other).count() > 1 {
            self.say(
                pointer.clone(),
                said("Chỉ một phương án là “khác”.", "Only one option can be “other”."),
            );
        }
        for (nth, option) in options.iter().enumerate() {
            self.needs(&format!("{pointer}/{nth}/text"), &option.text);
        }
    }
}

#[cfg(test)]
mod tests;
