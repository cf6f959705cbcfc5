//! Who may take part, and what makes two entries the same person.

use serde::{Deserialize, Serialize};

use crate::contest::settings::IdentityField;
use crate::people::entry::Entry;
use crate::text;
use crate::time::CivilDate;

/// Age in whole years.
pub fn age_on(birth: CivilDate, day: CivilDate) -> i32 {
    birth.years_until(day)
}

/// Two entries with the same key are the same person: the contest's identity fields, folded, one a line.
pub fn identity_key(fields: &[IdentityField], person: &Entry) -> String {
    // No value holds a line feed: folded text has none, and e-mail, telephone and unit have no white space at all.
    let lines: Vec<String> = fields
        .iter()
        .map(|field| identity_value(*field, person))
        .collect();
    lines.join("\n")
}

fn identity_value(field: IdentityField, person: &Entry) -> String {
    match field {
        IdentityField::Name => person.full_name.folded(),
        IdentityField::BirthDate => person.birth_date.iso(),
        IdentityField::Unit => person.unit.to_string(),
        IdentityField::Phone => person.phone.clone().unwrap_or_default(),
        IdentityField::Email => person.email.clone().unwrap_or_default().to_lowercase(),
        IdentityField::StaffCode => person.staff_code.as_deref().map(text::fold).unwrap_or_default(),
    }
}

/// Somebody who may not take part: organisers, question writers, judges.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Exclusion {
    /// A staff code in the form of [`text::fold`].
    StaffCode(String),
    Person {
        name_folded: String,
        birth_date: CivilDate,
    },
}

impl Exclusion {
    pub fn staff_code(code: &str) -> Self {
        Self::StaffCode(text::fold(code))
    }

    pub fn person(full_name: &str, birth_date: CivilDate) -> Self {
        Self::Person {
            name_folded: text::fold(full_name),
            birth_date,
        }
    }

    pub fn matches(&self, person: &Entry) -> bool {
        match self {
            Self::StaffCode(code) => person
                .staff_code
                .as_deref()
                .is_some_and(|own| text::fold(own) == *code),
            Self::Person {
                name_folded,
                birth_date,
            } => person.birth_date == *birth_date && person.full_name.folded() == *name_folded,
        }
    }
}
