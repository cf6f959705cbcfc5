use khao_domain::survey::template::Template;
use serde_json::json;

use super::*;

fn desk() -> Course<'static> {
    Course::kept(Template::Desk.form()).unwrap()
}

fn begun(course: &Course<'_>) -> Sitting {
    Sitting::begin(course, "a".to_owned(), "vi".to_owned())
}

fn type_in(sitting: &mut Sitting, course: &Course<'_>, value: &str) {
    let (_, item) = sitting.item(course).unwrap();
    let item = item.clone();
    sitting.take(&item, |_| vec![value.to_owned()]);
}

#[test]
fn one_item_follows_the_other_until_all_is_sent() {
    let course = desk();
    let mut sitting = begun(&course);
    assert!(sitting.is_first() && sitting.begins_section());
    let (nth, of) = sitting.place(&course);
    assert_eq!((nth, of), (1, 4));
    // The first is required.
    assert!(matches!(sitting.go_on(&course), Turned::Mistakes(problems) if problems.len() == 1));
    type_in(&mut sitting, &course, "5");
    assert_eq!(sitting.go_on(&course), Turned::On);
    assert!(!sitting.begins_section());
    assert_eq!(sitting.go_on(&course), Turned::On);
    assert_eq!(sitting.go_on(&course), Turned::On);
    let Turned::Over(sent) = sitting.go_on(&course) else {
        panic!("more is asked");
    };
    assert_eq!(Json::Object(sent), json!({ "overall": 5 }));
}

#[test]
fn an_answer_brings_up_more_and_a_change_of_mind_takes_it_away() {
    let course = desk();
    let mut sitting = begun(&course);
    type_in(&mut sitting, &course, "1");
    assert_eq!(sitting.place(&course).1, 5);
    for _ in 0..4 {
        assert_eq!(sitting.go_on(&course), Turned::On);
    }
    let (_, asked) = sitting.item(&course).unwrap();
    assert_eq!(asked.id, "comment");
    for _ in 0..4 {
        sitting.go_back(&course);
    }
    assert!(sitting.is_first());
    type_in(&mut sitting, &course, "4");
    for _ in 0..3 {
        assert_eq!(sitting.go_on(&course), Turned::On);
    }
    assert!(matches!(sitting.go_on(&course), Turned::Over(_)));
}

/// Items of a section stand in an order of one's own: what an earlier answer brings up may lie behind one already.
#[test]
fn nothing_that_is_met_is_passed_over() {
    let items = json!([
        {"id": "used", "text": {"vi": "?"}, "required": true, "ask": {"kind": "yes_no"}},
        {"id": "why", "text": {"vi": "?"}, "required": true, "show_if": "used = no", "ask": {"kind": "text"}},
        {"id": "else", "text": {"vi": "?"}, "ask": {"kind": "text"}},
    ]);
    let form = json!({"languages": ["vi"], "sections": [{"id": "s", "title": {"vi": "S"}, "shuffle": true, "items": items}]});
    let course = Course::kept(serde_json::from_value(form).unwrap()).unwrap();
    for seed in 0..20 {
        let mut sitting = Sitting::begin(&course, seed.to_string(), "vi".to_owned());
        let mut seen = Vec::new();
        loop {
            let (_, item) = sitting.item(&course).unwrap();
            seen.push(item.id.clone());
            let value = if item.id == "used" { "no" } else { "x" };
            type_in(&mut sitting, &course, value);
            match sitting.go_on(&course) {
                Turned::On => {}
                Turned::Over(sent) => {
                    assert_eq!(sent.len(), 3);
                    break;
                }
                Turned::Mistakes(problems) => panic!("{problems:?}"),
            }
        }
        seen.sort();
        assert_eq!(seen, ["else", "used", "why"]);
    }
}

#[test]
fn what_cannot_be_read_is_told_at_its_item() {
    let item = json!([{"id": "count", "text": {"vi": "?"}, "ask": {"kind": "number"}}]);
    let form = json!({"languages": ["vi"], "sections": [{"id": "s", "title": {"vi": "S"}, "items": item}]});
    let course = Course::kept(serde_json::from_value(form).unwrap()).unwrap();
    let mut sitting = begun(&course);
    type_in(&mut sitting, &course, "nhiều");
    assert!(
        matches!(sitting.go_on(&course), Turned::Mistakes(problems) if problems[0].pointer == "/answers/count")
    );
    type_in(&mut sitting, &course, "");
    assert_eq!(sitting.go_on(&course), Turned::Over(Map::new()));
}
