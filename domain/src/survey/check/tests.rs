use serde_json::{Value as Json, json};

use super::*;

fn form(change: impl Fn(&mut Json)) -> Form {
    let mut json = json!({
        "languages": ["vi", "en"],
        "scales": [{"id": "s5", "steps": [
            {"value": 1, "label": {"vi": "Kém", "en": "Poor"}}, {"value": 2, "label": {"vi": "Tốt", "en": "Good"}}],
            "unknown": {"value": 0, "label": {"vi": "Không biết", "en": "Do not know"}}}],
        "factors": [{"id": "access", "title": {"vi": "Tiếp cận", "en": "Access"}}],
        "sections": [
            {"id": "one", "title": {"vi": "Một", "en": "One"}, "items": [
                {"id": "used", "text": {"vi": "Đã dùng?", "en": "Used?"}, "ask": {"kind": "yes_no"}},
                {"id": "place", "text": {"vi": "Ở đâu?"}, "show_if": "used = yes",
                    "ask": {"kind": "single_choice", "options": [
                        {"id": "ward", "text": {"vi": "Phường", "en": "Ward"}},
                        {"id": "else", "text": {"vi": "Khác", "en": "Other"}, "other": true}]}},
            ]},
            {"id": "two", "title": {"vi": "Hai", "en": "Two"}, "items": [
                {"id": "rated", "text": {"vi": "Tại {{place}}", "en": "At {{place}}"},
                    "ask": {"kind": "matrix", "scale": "s5", "rows": [
                        {"id": "r1", "text": {"vi": "Sạch", "en": "Clean"}, "factor": "access"},
                        {"id": "r2", "text": {"vi": "Rõ", "en": "Clear"}}]}},
            ]},
        ],
    });
    change(&mut json);
    serde_json::from_value(json).unwrap()
}

/// The pointers, and a part of each problem's English.
fn expect(change: impl Fn(&mut Json), expected: &[(&str, &str)]) {
    let problems = check(&form(change));
    let found: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (problem.pointer.as_str(), problem.detail.in_lang(Lang::En)))
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((pointer, detail), (at, part)) in found.iter().zip(expected) {
        assert!(pointer == at && detail.contains(part), "{found:?}");
    }
}

#[test]
fn a_right_form_has_no_problems_and_tells_its_gaps() {
    expect(|_| (), &[]);
    let gaps = gaps(&form(|_| ()));
    assert_eq!(
        gaps,
        [Gap {
            language: "en".into(),
            pointer: "/sections/0/items/1/text".into()
        }],
    );
}

#[test]
fn each_mistake_is_told_at_its_place() {
    expect(
        |form| form["sections"][0]["items"][0]["text"] = json!({"en": "Used?"}),
        &[("/sections/0/items/0/text", "main language")],
    );
    expect(
        |form| form["sections"][0]["items"][0]["id"] = json!("Đã"),
        &[
            ("/sections/0/items/0/id", "lower-case"),
            ("/sections/0/items/1/show_if", "no item “used”"),
        ],
    );
    expect(
        |form| form["sections"][1]["items"][0]["ask"]["rows"][1]["id"] = json!("used"),
        &[(
            "/sections/1/items/0/ask/rows/1/id",
            "used at /sections/0/items/0/id",
        )],
    );
    expect(
        |form| form["sections"][1]["items"][0]["ask"]["scale"] = json!("s7"),
        &[("/sections/1/items/0/ask/scale", "no scale")],
    );
    expect(
        |form| form["sections"][1]["items"][0]["ask"]["rows"][0]["factor"] = json!("x"),
        &[("/sections/1/items/0/ask/rows/0/factor", "no such factor")],
    );
    expect(
        |form| form["scales"][0]["unknown"]["value"] = json!(2),
        &[("/scales/0/steps", "rise and differ")],
    );
    expect(
        |form| form["sections"][0]["items"][1]["ask"]["options"][0]["other"] = json!(true),
        &[("/sections/0/items/1/ask/options", "Only one")],
    );
    expect(
        |form| form["sections"][1]["items"] = json!([]),
        &[("/sections/1/items", "no item yet")],
    );
}

#[test]
fn conditions_look_back_at_what_is_there() {
    let place = "/sections/0/items/1/show_if";
    for (condition, part) in [
        ("used = maybe", "no answer “maybe”"),
        ("used > 3", "not answered with a number"),
        ("nobody = 1", "no item “nobody”"),
        ("used =", "stops in the middle"),
        ("used = yes and used = no", "No answers lead"),
    ] {
        let at = if part == "No answers lead" {
            "/sections/0/items/1"
        } else {
            place
        };
        expect(
            |form| form["sections"][0]["items"][1]["show_if"] = json!(condition),
            &[(at, part)],
        );
    }
    // What waits for what waits for it is told as a circle, too: the matrix names the place.
    expect(
        |form| form["sections"][0]["items"][1]["show_if"] = json!("r1 = 1"),
        &[(place, "come before"), (place, "place → rated → place")],
    );
    expect(
        |form| {
            form["sections"][0]["items"][0]["show_if"] = json!("place has ward");
        },
        &[
            ("/sections/0/items/0/show_if", "come before"),
            ("/sections/0/items/0/show_if", "used → place → used"),
        ],
    );
    expect(
        |form| {
            form["sections"][0]["shuffle"] = json!(true);
        },
        &[(place, "shuffles its items")],
    );
    expect(
        |form| form["sections"][0]["items"][0]["text"] = json!({"vi": "{{place}}", "en": "x"}),
        &[
            ("/sections/0/items/0/text", "come before"),
            ("/sections/0/items/0/show_if", "wait for each other"),
        ],
    );
}

#[test]
fn every_text_is_looked_at() {
    let item = "/sections/0/items/0";
    let hint = |hint: &str| {
        let hint = json!({"vi": hint, "en": "x"});
        move |form: &mut Json| form["sections"][0]["items"][0]["hint"] = hint.clone()
    };
    expect(
        hint(&"ă".repeat(4001)),
        &[(&format!("{item}/hint"), "longer than 4,000")],
    );
    expect(
        hint("{{nobody}}"),
        &[(&format!("{item}/hint"), "no item “nobody”")],
    );
    expect(
        |form| form["sections"][1]["text"] = json!({"fr": "x"}),
        &[("/sections/1/text", "language that the form does not have")],
    );
    expect(
        |form| form["scales"][0]["steps"][0]["label"]["vi"] = json!("{{used}}"),
        &[("/scales/0/steps/0/label", "cannot hold an answer")],
    );
    expect(
        |form| form["scales"][0]["id"] = json!("place"),
        &[
            ("/sections/0/items/1/id", "has not the id of a scale"),
            ("/sections/1/items/0/ask/scale", "no scale “s5”"),
        ],
    );
}

#[test]
fn skips_lead_on() {
    let skip = |when: &str, to: &str| {
        let skips = json!([{"when": when, "to": to}]);
        move |form: &mut Json| form["sections"][0]["items"][0]["skips"] = skips.clone()
    };
    expect(skip("used = no", "two"), &[]);
    expect(skip("used = no", "end"), &[]);
    let to = "/sections/0/items/0/skips/0/to";
    expect(skip("used = no", "one"), &[(to, "comes after")]);
    expect(skip("used = no", "nowhere"), &[(to, "comes after")]);
    expect(
        skip("", "two"),
        &[("/sections/0/items/0/skips/0/when", "Write a condition")],
    );
    expect(
        skip("used = yes or not used = yes", "two"),
        &[("/sections/0/items/1", "No answers lead")],
    );
}
