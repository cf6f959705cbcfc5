use serde_json::json;

use super::*;
use crate::survey::template::Template;
use crate::survey::typed_answers;

fn form() -> Form {
    let option = |nth: usize| json!({"id": format!("o{nth}"), "text": {"vi": "x"}, "other": nth == 3});
    let options = |count: usize| -> Vec<_> { (1..=count).map(option).collect() };
    let step = |value: i16| json!({"value": value, "label": {"vi": "x"}});
    serde_json::from_value(json!({
        "languages": ["vi"],
        "scales": [{"id": "s", "unknown": {"value": 99, "label": {"vi": "?"}},
            "steps": (-2..=2).map(step).collect::<Vec<_>>()}],
        "sections": [{"id": "a", "title": {"vi": "A"}, "items": [
            {"id": "rate", "text": {"vi": "?"}, "ask": {"kind": "rating", "scale": "s"}},
            {"id": "used", "text": {"vi": "?"}, "ask": {"kind": "yes_no"}},
            {"id": "nps", "text": {"vi": "?"}, "ask": {"kind": "recommend"}},
            {"id": "one", "text": {"vi": "?"}, "ask": {"kind": "single_choice", "options": options(3)}},
            {"id": "many", "text": {"vi": "?"}, "ask": {"kind": "multiple_choice", "options": options(12)}},
            {"id": "order", "text": {"vi": "?"}, "ask": {"kind": "ranking", "options": options(3)}},
            {"id": "count", "text": {"vi": "?"}, "ask": {"kind": "number"}},
            {"id": "agree", "text": {"vi": "?"}, "ask": {"kind": "consent"}},
        ]}],
    }))
    .unwrap()
}

fn keyed(pairs: &[(&str, &str)]) -> Keyed {
    let owned = |(id, text): &(&str, &str)| ((*id).to_owned(), (*text).to_owned());
    pairs.iter().map(owned).collect()
}

#[test]
fn typed_keys_are_answers() {
    let form = form();
    let keys = keyed(&[
        ("rate", "1"),
        ("used", "2"),
        ("nps", "10"),
        ("one", "3"),
        ("many", "0112"),
        ("order", "3 1,2"),
        ("count", " 12,5 "),
        ("agree", "1"),
    ]);
    let typed = typed(&form, &keys, &keyed(&[("one", "qua bưu điện")])).unwrap();
    let written = typed_answers::read(&form, &typed);
    assert_eq!(written.misread, []);
    assert_eq!(
        json!(written.sent),
        json!({
            "rate": -2, "used": {"option": "no"}, "nps": 10, "one": {"option": "o3", "text": "qua bưu điện"},
            "many": {"options": ["o1", "o12"]}, "order": {"order": ["o3", "o1", "o2"]}, "count": {"number": 12.5},
            "agree": {"agreed": true},
        })
    );
}

#[test]
fn the_key_of_what_is_not_known_is_nine_where_that_is_free() {
    let form = form();
    let boxes_of = |id: &str| -> Vec<(String, String)> {
        let ask = &form.by_id()[id].item.ask;
        boxes(&form, ask)
            .into_iter()
            .map(|one| (one.key, one.value))
            .collect()
    };
    assert_eq!(boxes_of("rate")[5], ("9".to_owned(), "99".to_owned()));
    assert_eq!(boxes_of("rate")[0], ("1".to_owned(), "-2".to_owned()));
    assert_eq!(boxes_of("many")[11], ("12".to_owned(), "o12".to_owned()));
    assert_eq!(boxes_of("count"), []);
}

#[test]
fn other_keys_are_told_at_their_field() {
    let form = form();
    let keys = keyed(&[
        ("rate", "6"),
        ("nps", "11"),
        ("many", "1"),
        ("order", "14"),
        ("used", ""),
    ]);
    let problems = typed(&form, &keys, &Keyed::new()).unwrap_err();
    let told: Vec<&str> = problems.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(told, ["/key.rate", "/key.nps", "/key.many", "/key.order"]);
    assert!(problems[0].detail.in_lang(Lang::En).contains("1, 2, 3, 4, 5, 9"));
}

#[test]
fn two_readings_are_compared_question_by_question() {
    let form = form();
    let none = Keyed::new;
    let first = (
        keyed(&[("rate", "1"), ("used", "2"), ("one", "3")]),
        keyed(&[("one", "a")]),
    );
    let second = (
        keyed(&[("rate", "1 "), ("nps", "4"), ("one", "3")]),
        keyed(&[("one", "b")]),
    );
    let differ = differences(&form, &first, &second);
    let ids: Vec<&str> = differ.iter().map(|one| one.id).collect();
    assert_eq!(ids, ["used", "nps", "one"]);
    assert!(differences(&form, &(none(), none()), &(keyed(&[("rate", " ")]), none())).is_empty());
}

#[test]
fn a_version_has_one_code() {
    let survey = |id: u128| SurveyId(Uuid::from_u128(id));
    assert_eq!(code(survey(0), 1), "00000-1");
    assert_eq!(code(survey(31), 12), "Z0000-12");
    assert_eq!(code(survey(u128::MAX), 1), "ZZZZZ-1");
}

#[test]
fn conditions_name_numbers_and_boxes() {
    let form = form();
    let told = |lang, text| condition_words(lang, &form, text);
    assert_eq!(
        told(Lang::Vi, "used = yes and (rate <= -1 or not many has o12)").unwrap(),
        "câu 2 = 1 và (câu 1 ≤ 2 hoặc không phải câu 5 có ô 12)"
    );
    assert_eq!(
        told(Lang::En, "count is answered").unwrap(),
        "question 7 is answered"
    );
    assert_eq!(told(Lang::En, "count > 3").unwrap(), "question 7 > 3");
    assert_eq!(told(Lang::Vi, ""), None);
    assert_eq!(told(Lang::Vi, "count is"), None);
    let sipas = Template::Sipas.form();
    for (_, item) in sipas.items() {
        assert!(item.show_if.is_empty() || condition_words(Lang::Vi, &sipas, &item.show_if).is_some());
    }
}
