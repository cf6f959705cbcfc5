//! A complaint from the participant's page to its answer: a wrong key is corrected on the way, and the ranking follows.

use khao_domain::contest::settings::{ContestSettings, Release};
use khao_tests::client::{Client, text_at};
use khao_tests::journey::{answers_for, save, start, submit};
use serde_json::json;

use crate::app::TestApp;
use crate::page::send;
use crate::scene::{Person, Scene};

on_both!(
    a_complaint_is_followed_from_the_result_to_its_answer,
    questions_that_are_never_shown_again_stand_in_no_list,
);

const DAY_S: i64 = 24 * 3600;

async fn text(client: &Client, path: &str) -> String {
    client.get(path).await.expect(200).text().to_owned()
}

async fn a_complaint_is_followed_from_the_result_to_its_answer(app: &TestApp) {
    let settings = ContestSettings {
        second_approval: true,
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(app, settings).await;
    let person = scene.enter(app, "Trần Thị Khiếu").await;
    let (attempt, position) = play(&person, &scene).await;
    let mine = format!("/attempts/{attempt}/complaints");
    let early = send(&person.client, &mine, &[("text", "Sớm quá")]).await;
    assert!(early.expect(409).text().contains("Khiếu nại chỉ gửi được"));
    let receipt = text(&person.client, &format!("/attempts/{attempt}/receipt")).await;
    assert!(!receipt.contains(&mine), "nothing is published yet");
    publish(app, &scene).await;

    file(&person, &attempt, &position).await;
    let case = look_at(&scene).await;
    let code = correct(app, &scene).await;
    let result = format!("/attempts/{attempt}/result");
    let told = text(&person.client, &result).await;
    // Its points are everybody's, and it is not among the questions that were right or wrong.
    assert!(told.contains("câu bị bỏ, ai gặp cũng được trọn điểm") && told.contains(" / 6"));
    assert!(told.contains("Được tính điểm (câu bị bỏ)"));
    // What counts for nobody is not among the questions that were right or wrong.
    let dropped = json!({ "item_code": code, "kind": "no_points", "reason": "Hỏng" });
    let corrections = format!("/api/v1/rounds/{}/corrections", scene.round);
    scene.organiser.post(&corrections, &dropped).await.expect(201);
    let told = text(&person.client, &result).await;
    assert!(
        told.contains("câu bị bỏ, không tính điểm cho ai") && told.contains(" / 6"),
        "{told}"
    );
    answer(&scene, &case).await;
    let page = text(&person.client, &mine).await;
    assert!(page.contains("Chấp nhận") && page.contains("Đáp án đã được đính chính."));

    app.pass_seconds(6 * DAY_S);
    let page = text(&person.client, &mine).await;
    assert!(
        page.contains("Đáp án đã được đính chính.") && !page.contains("<form class=\"sheet\""),
        "answers stay, and nothing more is taken"
    );
    let late = send(&person.client, &mine, &[("text", "Muộn quá")]).await;
    late.expect(409);
}

async fn questions_that_are_never_shown_again_stand_in_no_list(app: &TestApp) {
    let settings = ContestSettings {
        keys_shown: Release::Never,
        second_approval: true,
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(app, settings).await;
    let person = scene.enter(app, "Trần Thị Khiếu").await;
    let (attempt, position) = play(&person, &scene).await;
    publish(app, &scene).await;
    let page = text(&person.client, &format!("/attempts/{attempt}/complaints")).await;
    let numbered = format!(">Câu {position}<");
    assert!(page.contains(&numbered) && !page.contains(": Câu "), "{page}");
}

/// The attempt, and the position of a question with a key.
async fn play(person: &Person, scene: &Scene) -> (String, String) {
    let paper = start(&person.client, &scene.round).await;
    let attempt = text_at(&paper, "/attempt_id");
    save(&person.client, &attempt, &answers_for(&paper, 1, 0))
        .await
        .expect(200);
    submit(&person.client, &attempt).await.expect(200);
    let mut questions = paper["questions"].as_array().unwrap().iter();
    let single = questions.find(|question| question["kind"] == "single_choice");
    (attempt, single.unwrap()["position"].to_string())
}

async fn publish(app: &TestApp, scene: &Scene) {
    app.pass_seconds(3600);
    for (client, name) in [
        (&scene.organiser, "closing"),
        (&scene.organiser, "freezing"),
        (&scene.administrator, "approval"),
        (&scene.organiser, "publication"),
    ] {
        scene.step(client, name).await;
    }
}

async fn file(person: &Person, attempt: &str, position: &str) {
    let mine = format!("/attempts/{attempt}/complaints");
    let result = text(&person.client, &format!("/attempts/{attempt}/result")).await;
    assert!(result.contains(&format!("{mine}?position={position}")));
    let receipt = text(&person.client, &format!("/attempts/{attempt}/receipt")).await;
    assert!(receipt.contains(&mine));
    let page = text(&person.client, &format!("{mine}?position={position}")).await;
    assert!(
        page.contains(&format!("<option value=\"{position}\" selected")),
        "{page}"
    );
    assert!(
        page.contains(&format!(">Câu {position}: Câu ")),
        "with the beginning of its words: {page}"
    );
    let blank = send(&person.client, &mine, &[("position", position), ("text", " ")]).await;
    assert!(
        blank
            .expect(422)
            .text()
            .contains(&format!("<option value=\"{position}\" selected"))
    );
    let odd = [("position", "trang"), ("text", "Sai")];
    send(&person.client, &mine, &odd).await.expect(422);
    let right = [("position", position), ("text", "Văn bản đã\nthay đổi.")];
    let sent = send(&person.client, &mine, &right).await;
    assert_eq!(sent.expect(303).header("location"), Some(mine.as_str()));
    let page = text(&person.client, &mine).await;
    assert!(page.contains("Chờ trả lời") && page.contains("thay đổi."));
}

/// The organiser's way to the complaint: its path.
async fn look_at(scene: &Scene) -> String {
    let organiser = &scene.organiser;
    let waiting = "Khiếu nại (1 chờ trả lời)";
    assert!(text(organiser, "/console/contests/cchc").await.contains(waiting));
    assert!(
        text(organiser, &format!("/console/rounds/{}", scene.round))
            .await
            .contains(waiting)
    );
    let list = "/console/contests/cchc/complaints";
    assert!(
        !text(organiser, &format!("{list}?state=answered"))
            .await
            .contains("Trần Thị Khiếu")
    );
    let other = format!("{list}?round={}", scene.later_round);
    assert!(!text(organiser, &other).await.contains("Trần Thị Khiếu"));
    let page = text(organiser, &format!("{list}?round={}", scene.round)).await;
    assert!(page.contains("Trần Thị Khiếu"));
    let start = format!("/console/rounds/{}/complaints/", scene.round);
    let rest = page.split_once(start.as_str()).unwrap().1;
    let path = format!("{start}{}", &rest[..36]);
    let case = text(organiser, &path).await;
    assert!(case.contains("Đáp án") && case.contains("BIMAT nguồn") && case.contains("thay đổi."));
    assert!(case.contains(&format!("/console/rounds/{}/corrections", scene.round)));
    // The way to the correction has the question chosen already.
    let way = format!("/console/rounds/{}/corrections?code=", scene.round);
    let code = case
        .split_once(way.as_str())
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let form = text(organiser, &format!("{way}{code}")).await;
    assert!(form.contains(&format!("<option value=\"{} {code}\" selected", scene.bank)));
    scene.coordinator.get(&path).await.expect(403);
    path
}

/// Everybody gets the points of what was complained about: its code.
async fn correct(app: &TestApp, scene: &Scene) -> String {
    let cases = format!("/api/v1/rounds/{}/complaints", scene.round);
    let cases = scene.organiser.get(&cases).await.expect(200).json();
    let code = text_at(&cases, "/complaints/0/item_code");
    let item = format!("{} {code}", scene.bank);
    let path = format!("/console/rounds/{}/corrections", scene.round);
    let correction = [
        ("item_code", item.as_str()),
        ("kind", "full_points"),
        ("key", ""),
        ("reason", "Văn bản đã thay đổi"),
        ("understood", "yes"),
        ("action", "correct"),
    ];
    send(&scene.organiser, &path, &correction).await.expect(303);
    app.app.engine.rescore_waiting().await.unwrap();
    let publish = [("action", "publish"), ("understood", "yes")];
    send(&scene.organiser, &path, &publish).await.expect(409);
    let approve = [("action", "approve"), ("understood", "yes")];
    send(&scene.administrator, &path, &approve).await.expect(303);
    send(&scene.organiser, &path, &publish).await.expect(303);
    let ranking = text(&app.client, &format!("/rounds/{}/ranking", scene.round)).await;
    let how = format!("Câu {code} (bỏ câu, ai gặp cũng được trọn điểm): ");
    assert!(ranking.contains("Bản xếp hạng lần 2") && ranking.contains(&how));
    assert!(
        ranking.contains("Văn bản đã thay đổi"),
        "in the organiser's words"
    );
    code
}

async fn answer(scene: &Scene, path: &str) {
    let organiser = &scene.organiser;
    let words = "Đáp án đã được đính chính.";
    let unruled = send(organiser, path, &[("answer", words)]).await;
    assert!(unruled.expect(422).text().contains(words), "what was typed stays");
    let empty = [("ruling", "upheld"), ("answer", "")];
    send(organiser, path, &empty).await.expect(422);
    let right = [("ruling", "upheld"), ("answer", words)];
    let done = send(organiser, path, &right).await;
    assert_eq!(
        done.expect(303).header("location"),
        Some(format!("{path}?done=complaint_answered").as_str())
    );
    let late = [("ruling", "refused"), ("answer", "Hai người cùng trả lời.")];
    let late = send(&scene.administrator, path, &late).await;
    let late = late.expect(409).text().to_owned();
    assert!(late.contains("vừa được người khác trả lời") && late.contains("Hai người cùng trả lời."));
    assert!(late.contains(words), "what was answered stands there");
    assert!(text(organiser, path).await.contains(words));
    let answered = text(organiser, "/console/contests/cchc/complaints?state=answered").await;
    assert!(answered.contains("Chấp nhận"));
}
