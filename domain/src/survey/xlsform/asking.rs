//! What a row of the sheet asks for, with the lists and bounds that it names.

use super::expressions::{bounds, day};
use super::reading::{CHOICES, Reader};
use super::{YES_NO, cell};
use crate::decimal::Decimal;
use crate::lang::{Lang, Said, said};
use crate::survey::check::is_id;
use crate::survey::form::{Ask, ChoiceOption, NO, Scale, Step, YES};
use crate::table::{Row, RowProblem};

impl Reader<'_> {
    pub(super) fn ask(&mut self, row: &Row, kind: &str, list: &str) -> Option<Ask> {
        let appearance = cell(self.found.survey, row, "appearance").to_owned();
        let is_rating = ["likert", "faces"].iter().any(|one| appearance.contains(one));
        Some(match kind {
            "select_one" if list == YES_NO && self.is_yes_no() => Ask::YesNo,
            "select_one" if is_rating => self.scale(row, list).then(|| Ask::Rating {
                scale: list.to_owned(),
                faces: appearance.contains("faces"),
            })?,
            "select_one" => Ask::SingleChoice {
                options: self.options(row, list)?,
            },
            "select_multiple" => {
                let (least, most) = self.constraint(row, "count-selected(.)", |text| text.parse().ok())?;
                Ask::MultipleChoice {
                    options: self.options(row, list)?,
                    least,
                    most,
                }
            }
            "rank" => Ask::Ranking {
                options: self.options(row, list)?,
            },
            "integer" | "decimal" => {
                let (least, most) = self.constraint(row, ".", Decimal::parse)?;
                Ask::Number {
                    least,
                    most,
                    whole: kind == "integer",
                }
            }
            "date" => {
                let (first, last) = self.constraint(row, ".", day)?;
                Ask::Date { first, last }
            }
            "text" => Ask::Text {
                long: appearance.contains("multiline"),
            },
            "acknowledge" | "trigger" => Ask::Consent,
            "range" if cell(self.found.survey, row, "parameters") == "start=0 end=10 step=1" => {
                Ask::Recommend
            }
            kind => {
                let kind = kind.to_owned();
                self.fail(
                    row.number,
                    "type",
                    Said::of(|lang| match lang {
                        Lang::Vi => {
                            format!("Chưa nhận được loại câu “{kind}”; hãy đổi loại hoặc bỏ dòng này.")
                        }
                        Lang::En => {
                            format!("The type “{kind}” is not taken; change it or leave the row out.")
                        }
                    }),
                );
                return None;
            }
        })
    }

    fn constraint<T>(
        &mut self,
        row: &Row,
        value: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<(Option<T>, Option<T>)> {
        let text = cell(self.found.survey, row, "constraint").to_owned();
        let ends = bounds(&text, value).and_then(|(least, most)| {
            let least = least.map(|least| read(least).ok_or(())).transpose().ok()?;
            let most = most.map(|most| read(most).ok_or(())).transpose().ok()?;
            Some((least, most))
        });
        if ends.is_none() {
            let example = format!("{value} >= 1 and {value} <= 3");
            self.fail(
                row.number,
                "constraint",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Chỉ nhận giới hạn như: {example}."),
                    Lang::En => format!("Only bounds are taken, like: {example}."),
                }),
            );
        }
        ends
    }

    /// Whether the list of this name is ours, not one of somebody else's that is called so, too.
    fn is_yes_no(&self) -> bool {
        self.lists.get(YES_NO).is_none_or(|list| {
            let names = list.iter().map(|choice| choice.name.as_str());
            names.eq([YES, NO])
        })
    }

    fn known_list(&mut self, row: &Row, list: &str) -> bool {
        let is_known = self.lists.contains_key(list);
        if !is_known {
            let list = list.to_owned();
            self.fail(
                row.number,
                "type",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Trang choices không có danh sách “{list}”."),
                    Lang::En => format!("The sheet choices has no list “{list}”."),
                }),
            );
        }
        is_known
    }

    fn options(&mut self, row: &Row, list: &str) -> Option<Vec<ChoiceOption>> {
        if !self.known_list(row, list) {
            return None;
        }
        let choices = self.lists.get(list)?;
        let wrong = choices
            .iter()
            .find(|choice| !is_id(&choice.name))
            .map(|choice| choice.row);
        let options = choices.iter().map(|choice| ChoiceOption {
            id: choice.name.clone(),
            text: choice.label.clone(),
            other: choice.other,
        });
        let options = options.collect();
        if let Some(wrong) = wrong {
            let detail = said(
                "Mã phương án chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới, bắt đầu bằng chữ; thang điểm bằng số cần \
                 appearance là likert.",
                "An option's name has lower-case letters, digits and underscores and begins with a letter; a scale of numbers \
                 needs the appearance likert.",
            );
            self.problems
                .push((CHOICES, RowProblem::error(wrong, Some("name"), detail)));
        }
        Some(options)
    }

    /// The list as a scale of the form; false where it cannot be one.
    pub(super) fn scale(&mut self, row: &Row, list: &str) -> bool {
        if !self.known_list(row, list) || self.form.scale(list).is_some() {
            return self.form.scale(list).is_some();
        }
        let (mut steps, mut unknown, mut wrong) = (Vec::new(), None, None);
        for choice in self.lists.get(list).into_iter().flatten() {
            match choice.name.parse() {
                Ok(value) if choice.missing => {
                    unknown = Some(Step {
                        value,
                        label: choice.label.clone(),
                    });
                }
                Ok(value) => steps.push(Step {
                    value,
                    label: choice.label.clone(),
                }),
                Err(_) => wrong = Some(choice.row),
            }
        }
        if let Some(wrong) = wrong {
            let detail = said(
                "Mức của thang là số nguyên.",
                "A step of a scale is a whole number.",
            );
            self.problems
                .push((CHOICES, RowProblem::error(wrong, Some("name"), detail)));
        }
        self.form.scales.push(Scale {
            id: list.to_owned(),
            steps,
            unknown,
        });
        true
    }
}
