use super::*;

const UNIT: &str = "00000000-0000-7000-8000-000000000001";
const GROUP: &str = "00000000-0000-7000-8000-000000000002";

pub(crate) fn rules() -> EntryRules {
    EntryRules {
        today: CivilDate::parse("2025-10-06").unwrap(),
        min_age: 12,
        guardian_below_age: 16,
        phone_required: true,
        consents: vec![
            (PARTICIPATE.to_owned(), "2".to_owned(), true),
            (PUBLISH_NAME.to_owned(), "1".to_owned(), false),
        ],
    }
}

fn consent(purpose: &str, version: &str) -> Consent {
    Consent {
        purpose: purpose.to_owned(),
        text_version: version.to_owned(),
    }
}

/// A form in which everything is right.
pub(crate) fn form() -> EntryForm {
    EntryForm {
        full_name: "Trần Thị Minh".to_owned(),
        birth_date: "25/12/1990".to_owned(),
        sex: Some("female".to_owned()),
        phone: Some("+84 901 234 567".to_owned()),
        email: Some("minh@xa.gov.vn".to_owned()),
        unit_id: UNIT.to_owned(),
        group_id: GROUP.to_owned(),
        staff_code: Some("  CB 12 ".to_owned()),
        guardian: None,
        consents: vec![consent(PARTICIPATE, "2"), consent(PUBLISH_NAME, "1")],
    }
}

/// Fourteen years old on the day of entry.
fn minor() -> EntryForm {
    let guardian = GuardianForm {
        full_name: "Trần Văn Hùng".to_owned(),
        phone: "0901234568".to_owned(),
        consents: vec![consent(PARTICIPATE, "2"), consent(PUBLISH_NAME, "1")],
    };
    EntryForm {
        birth_date: "2011-10-06".to_owned(),
        guardian: Some(guardian),
        ..form()
    }
}

fn pointers(form: &EntryForm) -> Vec<String> {
    form.check(&rules())
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|problem| problem.pointer)
        .collect()
}

fn changed(mut form: EntryForm, change: impl FnOnce(&mut EntryForm)) -> EntryForm {
    change(&mut form);
    form
}

#[test]
fn a_right_form_becomes_an_entry() {
    let entry = form().check(&rules()).unwrap();
    assert_eq!(entry.full_name.as_str(), "Trần Thị Minh");
    assert_eq!(entry.phone.as_deref(), Some("0901234567"));
    assert_eq!(entry.staff_code.as_deref(), Some("CB 12"));
    assert_eq!(
        (entry.sex, entry.publish_name, entry.guardian),
        (Some(Sex::Female), true, None)
    );
    assert_eq!(entry.unit.to_string(), UNIT);
}

#[test]
fn blank_optional_fields_are_none() {
    let blank = changed(form(), |form| {
        (form.sex, form.email, form.staff_code) = (Some(String::new()), Some(" ".to_owned()), None);
        form.consents.pop();
    });
    let entry = blank.check(&rules()).unwrap();
    assert_eq!(
        (entry.sex, entry.email, entry.staff_code, entry.publish_name),
        (None, None, None, false)
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    assert_eq!(
        pointers(&EntryForm::default()),
        [
            "/full_name",
            "/birth_date",
            "/phone",
            "/unit_id",
            "/group_id",
            "/consents"
        ]
    );
}

#[test]
fn each_mistake_has_its_pointer() {
    type Change = fn(&mut EntryForm);
    let cases: [(&str, Change); 14] = [
        ("/full_name", |form| form.full_name = "Minh 2".to_owned()),
        ("/birth_date", |form| form.birth_date = "hôm qua".to_owned()),
        ("/birth_date", |form| form.birth_date = "1899-12-31".to_owned()),
        ("/birth_date", |form| form.birth_date = "2025-10-07".to_owned()),
        ("/birth_date", |form| form.birth_date = "2013-10-07".to_owned()),
        ("/sex", |form| form.sex = Some("nữ".to_owned())),
        ("/phone", |form| form.phone = Some("0901".to_owned())),
        ("/phone", |form| form.phone = None),
        ("/email", |form| form.email = Some("minh".to_owned())),
        ("/unit_id", |form| form.unit_id = "1".to_owned()),
        ("/staff_code", |form| form.staff_code = Some("x".repeat(41))),
        ("/consents", |form| {
            form.consents = vec![consent(PUBLISH_NAME, "1")];
        }),
        ("/consents/0/text_version", |form| {
            form.consents[0].text_version = "1".to_owned();
        }),
        ("/consents/1/purpose", |form| {
            form.consents[1].purpose = "marketing".to_owned();
        }),
    ];
    for (pointer, change) in cases {
        assert_eq!(pointers(&changed(form(), change)), [pointer]);
    }
}

#[test]
fn people_of_the_least_age_may_enter_on_their_birthday() {
    let born = |date: &str| changed(minor(), |form| form.birth_date = date.to_owned());
    assert_eq!(pointers(&born("2013-10-06")), [""; 0]);
    assert_eq!(pointers(&born("2013-10-07"))[0], "/birth_date");
}

#[test]
fn minors_need_a_guardian_who_agrees() {
    assert!(minor().check(&rules()).unwrap().guardian.is_some());
    assert_eq!(
        pointers(&changed(minor(), |form| form.guardian = None)),
        ["/guardian"]
    );
    let empty = changed(minor(), |form| form.guardian = Some(GuardianForm::default()));
    assert_eq!(
        pointers(&empty),
        ["/guardian/full_name", "/guardian/phone", "/guardian/consents"]
    );
    let sixteen = changed(minor(), |form| {
        (form.birth_date, form.guardian) = ("2009-10-06".to_owned(), None);
    });
    assert_eq!(pointers(&sixteen), [""; 0]);
}

#[test]
fn a_grown_person_has_no_guardian_even_if_one_was_sent() {
    let adult = changed(minor(), |form| form.birth_date = "1990-01-01".to_owned());
    assert_eq!(adult.check(&rules()).unwrap().guardian, None);
}

#[test]
fn a_minors_name_is_published_only_if_both_agree() {
    let published = |own: bool, guardian: bool| {
        let form = changed(minor(), |form| {
            form.consents.truncate(1 + usize::from(own));
            form.guardian
                .iter_mut()
                .for_each(|form| form.consents.truncate(1 + usize::from(guardian)));
        });
        form.check(&rules()).unwrap().publish_name
    };
    assert_eq!(
        [
            published(true, true),
            published(true, false),
            published(false, true)
        ],
        [true, false, false]
    );
}

#[test]
fn unknown_fields_are_refused() {
    assert!(serde_json::from_str::<EntryForm>(r#"{"full_name":"A","admin":true}"#).is_err());
    assert!(serde_json::from_str::<EntryForm>(r#"{"guardian":{"age":3}}"#).is_err());
    assert!(serde_json::from_str::<EntryForm>(r#"{"phone":null}"#).is_ok());
}
