//! Entering a contest: the form as it was sent, and the entry once everything in it is right.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

use crate::ids::{GroupId, UnitId};
use crate::lang::{Lang, Said, said};
use crate::people::contact;
use crate::people::eligibility::age_on;
use crate::people::name::FullName;
use crate::problem::Problem;
use crate::text;
use crate::time::CivilDate;

/// The purpose without which nobody takes part.
pub const PARTICIPATE: &str = "participate";
/// The purpose without which the full name is never shown.
pub const PUBLISH_NAME: &str = "publish_name";

/// What somebody typed. A missing field is an empty one, so that every mistake is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntryForm {
    pub full_name: String,
    pub birth_date: String,
    pub sex: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub unit_id: String,
    pub group_id: String,
    pub staff_code: Option<String>,
    pub guardian: Option<GuardianForm>,
    pub consents: Vec<Consent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GuardianForm {
    pub full_name: String,
    pub phone: String,
    pub consents: Vec<Consent>,
}

/// One consent given, to one text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Consent {
    pub purpose: String,
    pub text_version: String,
}

/// What the contest asks of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRules {
    pub today: CivilDate,
    pub min_age: u8,
    pub guardian_below_age: u8,
    pub phone_required: bool,
    /// Purpose, current version of its text, and whether it is required.
    pub consents: Vec<(String, String, bool)>,
}

/// An entry in which everything is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub full_name: FullName,
    pub birth_date: CivilDate,
    pub sex: Option<Sex>,
    /// Digits only, with the leading 0.
    pub phone: Option<String>,
    pub email: Option<String>,
    pub unit: UnitId,
    pub group: GroupId,
    pub staff_code: Option<String>,
    /// Only of people below the age of consent.
    pub guardian: Option<Guardian>,
    pub consents: Vec<Consent>,
    /// The person and, if a minor, the guardian agreed to show the full name.
    pub publish_name: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    pub full_name: FullName,
    pub phone: String,
    pub consents: Vec<Consent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Female, Self::Male, Self::Other]
            .into_iter()
            .find(|sex| sex.as_str() == text)
    }
}

const STAFF_CODE_CHARS_MOST: usize = 40;

impl EntryForm {
    /// The entry, or everything that is wrong with the form.
    pub fn check(&self, rules: &EntryRules) -> Result<Entry, Vec<Problem>> {
        let mut problems = Problems(Vec::new());
        let entry = problems.entry(self, rules);
        entry.filter(|_| problems.0.is_empty()).ok_or(problems.0)
    }
}

/// Collects every mistake on the way.
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, pointer: impl Into<String>, detail: impl Into<Said>) {
        self.0.push(Problem::at(pointer, detail));
    }

    fn entry(&mut self, form: &EntryForm, rules: &EntryRules) -> Option<Entry> {
        // Every field is read before the first `?`, so that all mistakes are told at once.
        let full_name = self.take("/full_name", FullName::parse(&form.full_name));
        let birth_date = self.take("/birth_date", check_birth_date(&form.birth_date, rules));
        let sex = self.take("/sex", optional(form.sex.as_deref(), check_sex));
        let phone = self.take("/phone", check_phone(form.phone.as_deref(), rules));
        let email = self.take("/email", optional(form.email.as_deref(), contact::email));
        let unit = self.take(
            "/unit_id",
            check_id(&form.unit_id, said("Hãy chọn đơn vị.", "Choose a unit.")),
        );
        let group = self.take(
            "/group_id",
            check_id(&form.group_id, said("Hãy chọn bảng dự thi.", "Choose a group.")),
        );
        let staff_code = self.take(
            "/staff_code",
            optional(form.staff_code.as_deref(), check_staff_code),
        );
        self.consents("", &form.consents, rules);
        let age = birth_date.map(|birth| age_on(birth, rules.today));
        let minor = age.is_some_and(|age| age < i32::from(rules.guardian_below_age));
        let guardian = minor.then(|| self.guardian(form.guardian.as_ref(), rules));

        let consents = given_once(&form.consents);
        let guardian = if let Some(guardian) = guardian {
            Some(guardian?)
        } else {
            None
        };
        let guardian_agrees = guardian
            .as_ref()
            .is_none_or(|guardian| gives(&guardian.consents, PUBLISH_NAME));
        Some(Entry {
            full_name: full_name?,
            birth_date: birth_date?,
            sex: sex?,
            phone: phone?,
            email: email?,
            unit: unit?,
            group: group?,
            staff_code: staff_code?,
            guardian,
            publish_name: gives(&consents, PUBLISH_NAME) && guardian_agrees,
            consents,
        })
    }

    /// The value, or its mistake noted.
    fn take<T>(&mut self, pointer: &str, checked: Result<T, Said>) -> Option<T> {
        checked.map_err(|detail| self.add(pointer, detail)).ok()
    }

    fn guardian(&mut self, form: Option<&GuardianForm>, rules: &EntryRules) -> Option<Guardian> {
        let Some(form) = form else {
            let age = rules.guardian_below_age;
            self.add(
                "/guardian",
                Said::of(|lang| match lang {
                    Lang::Vi => format!(
                        "Người dự thi dưới {age} tuổi cần có sự đồng ý của cha, mẹ hoặc người giám hộ."
                    ),
                    Lang::En => format!("Participants under {age} need the consent of a parent or guardian."),
                }),
            );
            return None;
        };
        let full_name = self.take("/guardian/full_name", FullName::parse(&form.full_name));
        let phone = self.take("/guardian/phone", contact::phone(&form.phone));
        self.consents("/guardian", &form.consents, rules);
        Some(Guardian {
            full_name: full_name?,
            phone: phone?,
            consents: given_once(&form.consents),
        })
    }

    /// Every consent must be to the current text of a known purpose, and the required ones must be there.
    fn consents(&mut self, parent: &str, given: &[Consent], rules: &EntryRules) {
        for (index, consent) in given.iter().enumerate() {
            let at = format!("{parent}/consents/{index}");
            match rules
                .consents
                .iter()
                .find(|(purpose, ..)| *purpose == consent.purpose)
            {
                None => self.add(
                    format!("{at}/purpose"),
                    said(
                        "Cuộc thi không hỏi sự đồng ý này.",
                        "The contest does not ask for this consent.",
                    ),
                ),
                Some((_, version, _)) if *version != consent.text_version => {
                    self.add(
                        format!("{at}/text_version"),
                        said(
                            "Nội dung đồng ý đã thay đổi; hãy đọc lại và xác nhận.",
                            "The text of the consent has changed; please read it again and confirm.",
                        ),
                    );
                }
                Some(_) => {}
            }
        }
        // A guardian answers for taking part only; what else is required is required of the person.
        let required = rules
            .consents
            .iter()
            .filter(|(_, _, required)| *required && parent.is_empty());
        let mut purposes = std::iter::once(PARTICIPATE).chain(required.map(|(purpose, ..)| purpose.as_str()));
        if purposes.any(|purpose| !gives(given, purpose)) {
            let missing = if parent.is_empty() {
                said(
                    "Hãy đánh dấu đồng ý vào các mục bắt buộc.",
                    "Tick the consents that are needed.",
                )
            } else {
                said(
                    "Cha, mẹ hoặc người giám hộ: Hãy đánh dấu đồng ý vào các mục bắt buộc.",
                    "Parent or guardian: tick the consents that are needed.",
                )
            };
            self.add(format!("{parent}/consents"), missing);
        }
    }
}

fn gives(consents: &[Consent], purpose: &str) -> bool {
    consents.iter().any(|consent| consent.purpose == purpose)
}

fn given_once(consents: &[Consent]) -> Vec<Consent> {
    let mut once: Vec<Consent> = Vec::new();
    for consent in consents {
        if !once.contains(consent) {
            once.push(consent.clone());
        }
    }
    once
}

/// `None` where nothing was typed.
fn optional<T>(typed: Option<&str>, check: impl Fn(&str) -> Result<T, Said>) -> Result<Option<T>, Said> {
    typed
        .map(str::trim)
        .filter(|typed| !typed.is_empty())
        .map(check)
        .transpose()
}

/// A birth date as somebody typed it; the error says how one is written.
pub fn read_birth_date(typed: &str) -> Result<CivilDate, Said> {
    if typed.trim().is_empty() {
        return Err(said("Hãy nhập ngày sinh.", "Type the date of birth."));
    }
    CivilDate::parse(typed).ok_or(said(
        "Ngày sinh phải có dạng ngày/tháng/năm, ví dụ 25/12/1990.",
        "A date of birth is day/month/year, such as 25/12/1990.",
    ))
}

fn check_birth_date(typed: &str, rules: &EntryRules) -> Result<CivilDate, Said> {
    let birth = read_birth_date(typed)?;
    if birth.year() < 1900 || birth > rules.today {
        return Err(said(
            "Hãy kiểm tra lại năm sinh.",
            "Please check the year of birth.",
        ));
    }
    if age_on(birth, rules.today) < i32::from(rules.min_age) {
        return Err(Said::of(|lang| match lang {
            Lang::Vi => format!("Người dự thi phải từ đủ {} tuổi trở lên.", rules.min_age),
            Lang::En => format!("Participants must be aged {} or over.", rules.min_age),
        }));
    }
    Ok(birth)
}

fn check_phone(typed: Option<&str>, rules: &EntryRules) -> Result<Option<String>, Said> {
    let phone = optional(typed, contact::phone)?;
    if phone.is_none() && rules.phone_required {
        return Err(said("Hãy nhập số điện thoại.", "Type a phone number."));
    }
    Ok(phone)
}

fn check_id<Id: FromStr>(typed: &str, detail: Said) -> Result<Id, Said> {
    typed.trim().parse().map_err(|_| detail)
}

fn check_sex(typed: &str) -> Result<Sex, Said> {
    Sex::parse(typed).ok_or_else(|| said("Hãy chọn nữ, nam hoặc khác.", "Choose female, male or other."))
}

fn check_staff_code(typed: &str) -> Result<String, Said> {
    let code = text::collapse_spaces(&text::nfc(typed));
    if code.chars().count() > STAFF_CODE_CHARS_MOST {
        return Err(Said::of(|lang| match lang {
            Lang::Vi => format!("Mã cán bộ dài tối đa {STAFF_CODE_CHARS_MOST} ký tự."),
            Lang::En => format!("A staff code has at most {STAFF_CODE_CHARS_MOST} characters."),
        }));
    }
    Ok(code)
}

#[cfg(test)]
pub(crate) mod tests;
