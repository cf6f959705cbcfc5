//! What pages do, done by programs: banks renamed and deleted, many items at once, drafts removed, announcements of what
//! was reviewed, rankings made anew.

use khao_tests::client::text_at;
use serde_json::json;

use crate::app::TestApp;
use crate::scene::Scene;

on_both!(
    banks_are_renamed_and_deleted,
    many_items_take_a_step,
    a_draft_is_reviewed_announced_and_removed,
    a_ranking_is_made_anew,
);

async fn banks_are_renamed_and_deleted(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    let body = json!({ "name": "Thử", "language": "vi" });
    let made = organiser.post("/api/v1/banks", &body).await.expect(201).json();
    let bank = format!("/api/v1/banks/{}", text_at(&made, "/id"));
    let renamed = organiser.patch(&bank, &json!({ "name": "Tên mới" })).await;
    assert_eq!(renamed.expect(200).json()["name"], "Tên mới");
    let nameless = organiser.patch(&bank, &json!({ "name": " " })).await;
    assert_eq!(nameless.pointers(422), ["/name"]);
    let both = json!({ "name": "x", "unit_id": null });
    assert_eq!(organiser.patch(&bank, &both).await.pointers(422), ["/name"]);
    organiser.delete(&bank).await.expect(204);
    organiser.get(&bank).await.problem(404, "#not-found");
    // A contest draws from this one.
    let used = format!("/api/v1/banks/{}", scene.bank);
    organiser.delete(&used).await.problem(422, "#invalid");
}

async fn many_items_take_a_step(app: &TestApp) {
    let scene = Scene::set(app).await;
    let steps = format!("/api/v1/banks/{}/steps", scene.bank);
    let codes = ["TC-1", "TC-2", "KHONG-CO"];
    let take = async |step: &str, body| scene.administrator.post(&format!("{steps}/{step}"), &body).await;
    let retired = take("retirement", json!({ "codes": codes }))
        .await
        .expect(200)
        .json();
    assert_eq!(retired["changed"], json!(["TC-1", "TC-2"]));
    assert_eq!(
        retired["left_out"],
        json!([{ "code": "KHONG-CO", "reason": "missing" }])
    );
    let again = take("retirement", json!({ "codes": ["TC-1"] }))
        .await
        .expect(200)
        .json();
    assert_eq!(again["left_out"][0]["reason"], "status");
    let back = take("restoration", json!({ "codes": codes }))
        .await
        .expect(200)
        .json();
    assert_eq!(back["changed"].as_array().map(Vec::len), Some(2));
    let moved = take("topic", json!({ "codes": ["TC-1"], "topic": "Khác" })).await;
    assert_eq!(moved.expect(200).json()["changed"], json!(["TC-1"]));
    let hard = take("difficulty", json!({ "codes": ["TC-1"], "difficulty": 4 })).await;
    assert_eq!(hard.expect(200).json()["changed"], json!(["TC-1"]));
    let item = format!("/api/v1/banks/{}/items/TC-1", scene.bank);
    let item = scene.administrator.get(&item).await.expect(200).json();
    assert_eq!(
        (
            &item["item"]["content"]["topic"],
            &item["item"]["content"]["difficulty"]
        ),
        (&json!("Khác"), &json!(4))
    );
    assert_eq!(
        take("topic", json!({ "codes": [], "topic": "x" }))
            .await
            .pointers(422),
        ["/codes"]
    );
    let extra = json!({ "codes": ["TC-1"], "why": "x" });
    assert_eq!(take("review", extra).await.pointers(422), ["/why"]);
}

async fn a_draft_is_reviewed_announced_and_removed(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    let copy = json!({ "slug": "ban-sao", "title": "Bản sao" });
    organiser
        .post("/api/v1/contests/cchc/copies", &copy)
        .await
        .expect(201);
    let contest = "/api/v1/contests/ban-sao";
    let round = json!({
        "name": "Vòng mới",
        "opens_at": "2027-10-06T00:00:00+07:00",
        "closes_at": "2027-10-13T00:00:00+07:00",
        "duration_s": 600,
    });
    let made = organiser
        .post(&format!("{contest}/rounds"), &round)
        .await
        .expect(201);
    let round = format!("/api/v1/rounds/{}", text_at(&made.json(), "/id"));
    let reviewed = async || {
        let review = organiser
            .get(&format!("{contest}/review"))
            .await
            .expect(200)
            .json();
        text_at(&review, "/reviewed")
    };
    let before = reviewed().await;
    let longer = json!({ "duration_s": 900 });
    organiser.patch(&round, &longer).await.expect(200);
    let announce = async |reviewed: &str| {
        let path = format!("{round}/announcement?reviewed={reviewed}");
        organiser.post(&path, &json!({})).await
    };
    assert_eq!(announce(&before).await.status, 409);
    organiser
        .patch(&round, &json!({ "duration_s": 600 }))
        .await
        .expect(200);
    assert_eq!(reviewed().await, before);
    announce(&before).await.expect(200);
    // What is public stays; what is all draft goes.
    assert_eq!(organiser.delete(contest).await.status, 409);
    let other = json!({ "slug": "ban-khac", "title": "Bản khác" });
    organiser
        .post("/api/v1/contests/cchc/copies", &other)
        .await
        .expect(201);
    organiser.delete("/api/v1/contests/ban-khac").await.expect(204);
    organiser
        .get("/api/v1/contests/ban-khac")
        .await
        .problem(404, "#not-found");
}

async fn a_ranking_is_made_anew(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    let path = format!("/api/v1/rounds/{}/remaking", scene.round);
    let why = json!({ "reason": "Một bài thi bị hủy kết quả" });
    assert_eq!(
        organiser.post(&path, &why).await.status,
        409,
        "nothing is fixed yet"
    );
    app.pass_seconds(3600);
    for name in ["closing", "freezing"] {
        scene.step(organiser, name).await;
    }
    let nothing = json!({ "reason": "" });
    assert_eq!(organiser.post(&path, &nothing).await.pointers(422), ["/reason"]);
    organiser.post(&path, &why).await.expect(200);
    scene.step(organiser, "publication").await;
    let ranking = format!("/api/v1/rounds/{}/ranking?group={}", scene.round, scene.officials);
    let ranking = organiser.get(&ranking).await.expect(200).json();
    assert_eq!(ranking["revision"], 2);
}
