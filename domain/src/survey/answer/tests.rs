use super::*;
use crate::survey::form::Form;
use crate::survey::texts::Texts;

fn option(id: &str, other: bool) -> ChoiceOption {
    ChoiceOption {
        id: id.to_owned(),
        text: Texts::of([("vi", id)]),
        other,
    }
}

fn read(ask: &Ask, sent: &Json) -> Result<Option<Json>, String> {
    let form: Form = serde_json::from_value(json!({
        "languages": ["vi"], "sections": [],
        "scales": [{"id": "s", "steps": [{"value": 1, "label": {}}, {"value": 2, "label": {}}],
            "unknown": {"value": 0, "label": {}}}],
    }))
    .unwrap();
    let read = Value::read(&form, ask, sent).map_err(|problem| problem.in_lang(Lang::En).to_owned())?;
    let again = read
        .as_ref()
        .map(|value| Value::read(&form, ask, &value.to_json()));
    if let Some(again) = again {
        assert_eq!(again.unwrap(), read, "what is written is read the same");
    }
    Ok(read.map(|value| value.to_json()))
}

#[test]
fn a_step_is_one_of_the_scale() {
    let ask = Ask::Rating {
        scale: "s".into(),
        faces: false,
    };
    assert_eq!(read(&ask, &json!(2)), Ok(Some(json!(2))));
    assert_eq!(read(&ask, &json!(0)), Ok(Some(json!(0))));
    assert_eq!(read(&ask, &Json::Null), Ok(None));
    for wrong in [
        json!(3),
        json!("2"),
        json!(1.5),
        json!({"option": "2"}),
        json!(99999),
    ] {
        assert_eq!(
            read(&ask, &wrong),
            Err("Choose a step of the scale: 1, 2, 0.".into()),
            "{wrong}"
        );
    }
    assert_eq!(read(&Ask::Recommend, &json!(10)), Ok(Some(json!(10))));
    assert!(read(&Ask::Recommend, &json!(11)).is_err());
}

#[test]
fn choices_are_known_and_kept_in_the_order_of_the_form() {
    let options = vec![option("a", false), option("b", false), option("o", true)];
    let one = Ask::SingleChoice {
        options: options.clone(),
    };
    assert_eq!(
        read(&one, &json!({"option": "a", "text": "x"})),
        Ok(Some(json!({"option": "a"})))
    );
    assert_eq!(
        read(&one, &json!({"option": "o", "text": " khác  "})),
        Ok(Some(json!({"option": "o", "text": "khác"})))
    );
    assert_eq!(read(&one, &json!({"option": ""})), Ok(None));
    assert!(read(&one, &json!({"option": "z"})).unwrap_err().contains('z'));
    assert!(read(&one, &json!({"options": ["a"]})).is_err());
    assert!(read(&one, &json!({"option": "a", "more": 1})).is_err());
    let many = Ask::MultipleChoice {
        options: options.clone(),
        least: Some(1),
        most: Some(2),
    };
    assert_eq!(
        read(&many, &json!({"options": ["b", "a", "b"]})),
        Ok(Some(json!({"options": ["a", "b"]})))
    );
    assert_eq!(read(&many, &json!({"options": []})), Ok(None));
    assert_eq!(
        read(&many, &json!({"options": ["a", "b", "o"]})),
        Err("Choose 1 to 2 options.".into())
    );
    let ranking = Ask::Ranking { options };
    assert!(read(&ranking, &json!({"order": ["o", "a", "b"]})).is_ok());
    for wrong in [
        json!({"order": ["a", "b"]}),
        json!({"order": ["a", "a", "b"]}),
        json!({"order": ["a", "b", "z"]}),
    ] {
        assert!(read(&ranking, &wrong).is_err(), "{wrong}");
    }
}

#[test]
fn numbers_dates_and_texts_have_bounds() {
    let age = Ask::Number {
        least: Some(Decimal::whole(18)),
        most: Some(Decimal::whole(120)),
        whole: true,
    };
    assert_eq!(
        read(&age, &json!({"number": 18})),
        Ok(Some(json!({"number": 18})))
    );
    assert_eq!(
        read(&age, &json!({"number": 17})),
        Err("Type a number from 18 to 120.".into())
    );
    assert_eq!(
        read(&age, &json!({"number": 18.5})),
        Err("Type a whole number.".into())
    );
    assert!(read(&age, &json!({"number": "18"})).is_err());
    let day = CivilDate::parse("2026-01-01");
    let date = Ask::Date {
        first: day,
        last: None,
    };
    assert!(read(&date, &json!({"date": "2026-01-01"})).is_ok());
    assert!(
        read(&date, &json!({"date": "2025-12-31"}))
            .unwrap_err()
            .contains("1 Jan 2026")
    );
    assert!(read(&date, &json!({"date": "31/12"})).is_err());
    let text = Ask::Text { long: false };
    assert_eq!(read(&text, &json!({"text": "  "})), Ok(None));
    assert!(read(&text, &json!({"text": "a\u{0}"})).is_err());
    assert!(read(&text, &json!({"text": "ă".repeat(201)})).is_err());
    assert_eq!(read(&Ask::Consent, &json!({"agreed": false})), Ok(None));
    assert_eq!(
        read(&Ask::YesNo, &json!({"option": "yes"})),
        Ok(Some(json!({"option": "yes"})))
    );
    assert!(read(&Ask::YesNo, &json!({"option": "maybe"})).is_err());
    assert_eq!(read(&Ask::YesNo, &json!({"option": ""})), Ok(None));
}
