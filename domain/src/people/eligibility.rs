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

/// The key with no telephone number in it. Where it is equal, two entries are the same person also if only one of them
/// gave a number. A number that is all there is to know somebody by stays.
pub fn identity_base(fields: &[IdentityField], person: &Entry) -> String {
    if fields.iter().all(|field| *field == IdentityField::Phone) {
        return identity_key(fields, person);
    }
    let lines = fields.iter().map(|field| match field {
        IdentityField::Phone => String::new(),
        field => identity_value(*field, person),
    });
    lines.collect::<Vec<_>>().join("\n")
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
        self.names(
            &person.full_name.folded(),
            person.birth_date,
            person.staff_code.as_deref(),
        )
    }

    /// Whether it means the person of this folded name, birth date and staff code.
    pub fn names(&self, folded_name: &str, born: CivilDate, own_code: Option<&str>) -> bool {
        match self {
            Self::StaffCode(code) => own_code.is_some_and(|own| text::fold(own) == *code),
            Self::Person {
                name_folded,
                birth_date,
            } => born == *birth_date && folded_name == name_folded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::entry::EntryRules;
    use crate::people::entry::tests::{form, rules};

    #[test]
    fn the_key_joins_the_fields_the_contest_asks_for() {
        let mut typed = form();
        (typed.full_name, typed.staff_code) = ("TRẦN  Thị Hoà".to_owned(), Some("CB-12".to_owned()));
        let person = typed.check(&rules()).unwrap();
        let key = identity_key(
            &[
                IdentityField::Name,
                IdentityField::BirthDate,
                IdentityField::StaffCode,
            ],
            &person,
        );
        assert_eq!(key, "tran thi hoa\n1990-12-25\ncb 12");
        typed.full_name = "Trần Thị Hòa".to_owned();
        let same = typed.check(&rules()).unwrap();
        assert_eq!(
            identity_key(&[IdentityField::Name], &same),
            identity_key(&[IdentityField::Name], &person)
        );
        assert_ne!(
            identity_key(&[IdentityField::Phone, IdentityField::Email], &person),
            ""
        );
    }

    #[test]
    fn the_base_of_a_key_knows_no_telephone() {
        let fields = [
            IdentityField::Name,
            IdentityField::Phone,
            IdentityField::BirthDate,
        ];
        let mut typed = form();
        typed.phone = Some("0901 234 567".to_owned());
        let with = typed.check(&rules()).unwrap();
        typed.phone = None;
        let free = EntryRules {
            phone_required: false,
            ..rules()
        };
        let without = typed.check(&free).unwrap();
        assert_eq!(identity_base(&fields, &with), identity_base(&fields, &without));
        assert_eq!(identity_base(&fields, &without), identity_key(&fields, &without));
        assert_ne!(identity_base(&fields, &with), identity_key(&fields, &with));
        let alone = [IdentityField::Phone];
        assert_eq!(identity_base(&alone, &with), "0901234567");
    }

    #[test]
    fn exclusions_ignore_case_and_diacritics() {
        let mut typed = form();
        typed.staff_code = Some("CB-12".to_owned());
        let person = typed.check(&rules()).unwrap();
        assert!(Exclusion::staff_code("cb 12").matches(&person));
        assert!(!Exclusion::staff_code("cb 13").matches(&person));
        assert!(Exclusion::person("tran thi MINH", person.birth_date).matches(&person));
        assert!(!Exclusion::person("Trần Thị Minh", person.birth_date.plus_days(1)).matches(&person));
        typed.staff_code = None;
        let without = typed.check(&rules()).unwrap();
        assert!(
            !Exclusion::staff_code("").matches(&without),
            "no code is not the empty code"
        );
    }
}
