use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn answers() -> BTreeMap<&'static str, Value> {
    let option = |id: &str| Value::Option {
        option: id.to_owned(),
        text: None,
    };
    BTreeMap::from([
        ("used", option("yes")),
        ("q3", Value::Step(4)),
        ("waited", Value::Number(Decimal::parse("15,5").unwrap())),
        (
            "late",
            Value::Options {
                options: vec!["fee".into(), "form".into()],
                text: None,
            },
        ),
        (
            "born",
            Value::Date(crate::time::CivilDate::parse("1990-05-01").unwrap()),
        ),
        ("place", Value::Text("Thuỷ  Lợi".into())),
        ("code", Value::Text("086".into())),
    ])
}

fn holds(text: &str) -> bool {
    let answers = answers();
    let condition =
        Condition::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.in_lang(Lang::En)));
    condition.holds(&|item| answers.get(item))
}

#[test]
fn conditions_hold_or_not() {
    for (text, expected) in [
        ("used = yes", true),
        ("used != yes", false),
        ("${used} = 'yes'", true),
        ("q3 >= 4 and q3 < 5", true),
        ("q3 = '4'", true),
        ("waited > 15 and waited <= 15.5", true),
        ("late has fee", true),
        ("selected(${late}, 'fee')", true),
        ("late has date", false),
        ("not late has date", true),
        ("born < 2000-01-01", true),
        ("born >= '2000-01-01'", false),
        ("place = 'thủy lợi'", true),
        ("born < 01-01-2000", true),
        ("born >= '01/01/2000'", false),
        ("code = '086'", true),
        ("waited > '15'", true),
        ("q3 = 1 or q3 = 2 or q3 = 4", true),
        // `and` binds more closely than `or`.
        ("used = yes or used = no and q3 = 1", true),
        ("(used = yes or used = no) and q3 = 1", false),
        ("nobody is answered", false),
        ("nobody is not answered", true),
        ("nobody != 3", false),
        ("not nobody = 3", true),
        ("used > 3", false),
        ("q3 = yes", false),
    ] {
        assert_eq!(holds(text), expected, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for (text, place) in [
        ("", "stops in the middle"),
        ("q1 =", "stops in the middle"),
        ("q1 = 1 and", "stops in the middle"),
        ("(q1 = 1", "stops in the middle"),
        ("q1 == 1", "character 5"),
        ("q1 = 1 q2 = 2", "character 8"),
        ("q1 = 'a", "character 6"),
        ("= 1", "character 1"),
        ("điểm = 1", "character 1"),
        ("q1 is nothing", "character 7"),
        ("and = 1", "character 1"),
    ] {
        let problem = Condition::parse(text).unwrap_err();
        assert!(
            problem.in_lang(Lang::En).contains(place),
            "{text}: {}",
            problem.in_lang(Lang::En)
        );
    }
    assert!(Condition::parse(&"(".repeat(400)).is_err());
    assert!(Condition::parse(&"not ".repeat(200)).is_err());
    assert!(Condition::parse(&"q".repeat(1001)).is_err());
}

fn conditions() -> impl Strategy<Value = Condition> {
    let item = "[a-z][a-z0-9_]{0,5}x";
    let by = prop::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Greater,
        Comparison::AtLeast,
    ]);
    let literal = prop_oneof![
        (-1000_i64..1000)
            .prop_map(|number| Literal::Number(Decimal::from_millionths(number * 500_000).unwrap())),
        "[a-z]{1,4}[ ăx'-]{0,3}x".prop_map(Literal::Word),
    ];
    let leaf = prop_oneof![
        item.prop_map(Condition::Answered),
        (item, "[a-z]{1,3}x").prop_map(|(item, option)| Condition::Has { item, option }),
        (item, by, literal).prop_map(|(item, by, with)| Condition::Compare { item, by, with }),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(condition in conditions()) {
        let text = condition.to_string();
        prop_assert_eq!(Condition::parse(&text), Ok(condition), "{}", text);
    }

    #[test]
    fn nothing_makes_the_reader_panic(text in "\\PC{0,60}") {
        let _ = Condition::parse(&text);
    }
}
