//! Items of a bank through the API: found, written, judged by another, retired.

use khao_domain::people::role::Role;
use khao_tests::client::{Client, text_at};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{BANK, Scene, staff};

on_both!(
    items_are_found_and_paged,
    an_item_is_written_and_judged_by_another,
    what_is_wrong_is_told_at_its_member,
);

fn content() -> Value {
    json!({
        "kind": "number",
        "topic": "Thể chế",
        "difficulty": 2,
        "stem": "Bao nhiêu ngày làm việc?",
        "number": 7.5,
        "tolerance": 0.5,
        "points": 1.5,
        "source": "Luật",
        "valid_from": "2026-01-01",
    })
}

fn codes(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| text_at(item, "/code")).collect()
}

async fn found(client: &Client, path: &str) -> Value {
    client.get(path).await.expect(200).json()
}

async fn items_are_found_and_paged(app: &TestApp) {
    let scene = Scene::set(app).await;
    let items = format!("/api/v1/banks/{}/items", scene.bank);
    let organiser = &scene.organiser;
    let first = found(organiser, &format!("{items}?limit=5")).await;
    let next = text_at(&first, "/next");
    let second = found(organiser, &format!("{items}?limit=5&after={next}")).await;
    let mut all = codes(&first);
    all.extend(codes(&second));
    let mut known: Vec<String> = BANK
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next().map(str::to_owned))
        .collect();
    known.sort();
    assert_eq!(all, known);
    assert_eq!((&first["total"], second.get("next")), (&json!(9), None));
    let query =
        "?query=cau+hai&topic=Th%E1%BB%83+ch%E1%BA%BF&difficulty=1&status=approved&valid_on=2026-01-01";
    let one = found(organiser, &format!("{items}{query}")).await;
    assert_eq!(codes(&one), ["TC-2"]);
    let options = &one["items"][0]["content"]["options"];
    assert_eq!(
        options[1],
        json!({ "text": "đúng hai", "correct": true, "pinned": false })
    );
    for (query, pointer) in [
        ("difficulty=6", "/difficulty"),
        ("status=gone", "/status"),
        ("valid_on=mai", "/valid_on"),
        ("limit=0", "/limit"),
        ("x=1", "/x"),
    ] {
        let refused = organiser.get(&format!("{items}?{query}")).await;
        assert_eq!(refused.pointers(422), [pointer], "{query}");
    }
    // Coordinators open no bank, so no key.
    scene.coordinator.get(&items).await.problem(403, "#forbidden");
    app.client.get(&items).await.problem(401, "#log-in");
}

async fn an_item_is_written_and_judged_by_another(app: &TestApp) {
    let scene = Scene::set(app).await;
    let items = format!("/api/v1/banks/{}/items", scene.bank);
    let writer = staff(app, "soan", Role::QuestionWriter, None).await;
    let reviewer = staff(app, "thamdinh", Role::Reviewer, None).await;
    let new = json!({ "code": "MỚI/1", "content": content() });
    let made = writer.post(&items, &new).await.expect(201).json();
    assert_eq!(made["item"]["status"], "draft");
    for (member, value) in content().as_object().unwrap() {
        assert_eq!(&made["item"]["content"][member], value, "{member}");
    }
    assert_eq!(writer.post(&items, &new).await.pointers(422), ["/code"]);

    let one = format!("{items}/M%E1%BB%9AI%2F1");
    let step = async |client: &Client, step: &str, note: &str| {
        client
            .post(&format!("{one}/{step}"), &json!({ "note": note }))
            .await
    };
    let own = found(&writer, &one).await;
    assert_eq!(
        (&own["is_own"], &own["steps"]),
        (&json!(true), &json!(["retire"]))
    );
    step(&writer, "review", "").await.problem(403, "#forbidden");
    assert_eq!(step(&reviewer, "approval", "").await.pointers(422), [""]);
    let reviewed = step(&reviewer, "review", "").await.expect(200).json();
    assert_eq!(reviewed["item"]["status"], "reviewed");
    let approved = step(&reviewer, "approval", "").await.expect(200).json();
    assert_eq!(approved["item"]["status"], "approved");
    assert_eq!(step(&reviewer, "return", "").await.pointers(422), ["/note"]);
    let back = step(&reviewer, "return", "Thiếu căn cứ").await.expect(200).json();
    assert_eq!(
        (&back["item"]["status"], &back["item"]["note"]),
        (&json!("draft"), &json!("Thiếu căn cứ"))
    );

    let revision = back["item"]["from_revision"].clone();
    let mut better = content();
    better["source"] = json!("Luật số 1, Điều 2");
    let change = json!({ "from_revision": revision, "content": better });
    let changed = writer.put(&one, &change).await.expect(200).json();
    assert_eq!(changed["item"]["content"]["source"], "Luật số 1, Điều 2");
    // Somebody else had the old version before them.
    better["source"] = json!("Nghị định");
    let late = json!({ "from_revision": revision, "content": better });
    scene.organiser.put(&one, &late).await.problem(409, "#conflict");
    for (name, status) in [("retirement", "retired"), ("restoration", "draft")] {
        let after = step(&writer, name, "").await.expect(200).json();
        assert_eq!(after["item"]["status"], status);
    }
    let versions = found(&writer, &one).await["versions"].as_array().unwrap().len();
    assert_eq!(versions, 7);
    let missing = format!("{items}/KHONG-CO");
    writer.get(&missing).await.problem(404, "#not-found");
    writer.put(&missing, &change).await.problem(404, "#not-found");
}

async fn what_is_wrong_is_told_at_its_member(app: &TestApp) {
    let scene = Scene::set(app).await;
    let items = format!("/api/v1/banks/{}/items", scene.bank);
    let pointers = async |member: &str, value: Value| {
        let mut content = content();
        content[member] = value;
        let new = json!({ "code": "M-1", "content": content });
        scene.organiser.post(&items, &new).await.pointers(422)
    };
    assert_eq!(pointers("number", Value::Null).await, ["/content/number"]);
    assert_eq!(pointers("points", json!(1.234)).await, ["/content/points"]);
    assert_eq!(pointers("stem", json!("")).await, ["/content/stem"]);
    assert_eq!(pointers("difficulty", json!(9)).await, ["/content/difficulty"]);
    assert_eq!(pointers("kind", json!("essay")).await, ["/content/kind"]);
    assert_eq!(pointers("answer", json!(1)).await, ["/content/answer"]);
    let nine = vec![json!({ "text": "a" }); 9];
    assert_eq!(pointers("options", json!(nine)).await, ["/content/options"]);
    let mut choice = content();
    choice["kind"] = json!("single_choice");
    choice["options"] = json!([{ "text": "a" }, { "text": "b" }]);
    let new = json!({ "code": "M-1", "content": choice });
    let refused = scene.organiser.post(&items, &new).await;
    assert_eq!(refused.pointers(422), ["/content/options"]);
}
