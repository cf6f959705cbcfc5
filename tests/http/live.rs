//! While a round runs, over HTTP: forms and API, and what participants see of it.

use khao_tests::client::text_at;
use khao_tests::journey::{start, submit};
use serde_json::json;

use crate::app::TestApp;
use crate::page::send;
use crate::scene::Scene;

const REASON: &str = "mất điện <b>toàn xã</b>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_reads_of_extra_time() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    let given = format!("/api/v1/rounds/{}/extra-time", scene.round);
    let grant = json!({ "seconds": 1200, "reason": REASON });
    let grant = scene.organiser.post(&given, &grant).await.expect(201).json();
    assert_eq!(grant["attempts"], 1);
    // The form of one attempt says the same in minutes.
    let page = format!("/console/attempts/{id}");
    let fields = [("action", "time"), ("minutes", "5"), ("time_reason", "máy hỏng")];
    send(&scene.organiser, &page, &fields).await.expect(303);
    let fields = [
        ("action", "time"),
        ("minutes", "năm"),
        ("time_reason", "máy hỏng"),
    ];
    let again = send(&scene.organiser, &page, &fields).await.expect(422);
    assert!(again.text().contains("value=\"năm\""));
    let read = person
        .client
        .get(&format!("/api/v1/attempts/{id}"))
        .await
        .expect(200)
        .json();
    assert!(text_at(&read, "/deadline") > text_at(&attempt, "/deadline"));
    let paper = person
        .client
        .get(&format!("/attempts/{id}"))
        .await
        .expect(200)
        .text()
        .to_owned();
    assert!(
        paper.contains("Được cộng 20 phút: mất điện &lt;b&gt;toàn xã&lt;/b&gt;"),
        "{paper}"
    );
    assert!(paper.contains("Được cộng 5 phút: máy hỏng"));
    // Staff read the same, to the second.
    let grant = json!({ "seconds": 90, "reason": "mạng chậm" });
    scene.organiser.post(&given, &grant).await.expect(201);
    let console = scene.organiser.get(&page).await.expect(200);
    assert!(console.text().contains("Đã cộng 1 phút 30 giây: mạng chậm"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_on_every_page_of_a_contest() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    let fields = [("action", "add"), ("text", "Giữ <i>trật tự</i>")];
    let messages = "/console/contests/cchc/messages";
    send(&scene.organiser, messages, &fields).await.expect(303);
    for path in [
        format!("/attempts/{id}"),
        "/contests/cchc/ready".to_owned(),
        "/contests/cchc".to_owned(),
    ] {
        let page = person.client.get(&path).await.expect(200).text().to_owned();
        assert!(page.contains("Giữ &lt;i&gt;trật tự&lt;/i&gt;"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_reads_why_an_attempt_does_not_count() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    submit(&person.client, &id).await.expect(200);
    let void = format!("/api/v1/attempts/{id}/void");
    scene
        .coordinator
        .post(&void, &json!({ "reason": "x" }))
        .await
        .problem(403, "#forbidden");
    scene
        .organiser
        .post(&void, &json!({ "reason": REASON }))
        .await
        .expect(204);
    for path in [
        format!("/attempts/{id}/receipt"),
        "/contests/cchc/ready".to_owned(),
    ] {
        let page = person.client.get(&path).await.expect(200).text().to_owned();
        assert!(page.contains("mất điện &lt;b&gt;toàn xã&lt;/b&gt;"), "{path}");
    }
    scene.organiser.request("DELETE", &void).send().await.expect(204);
    for name in ["closing", "freezing"] {
        scene.step(&scene.organiser, name).await;
    }
    // A fixed ranking stays; another revision without the attempt waits.
    scene
        .organiser
        .post(&void, &json!({ "reason": "x" }))
        .await
        .expect(204);
}

/// What an open paper asks for: messages, extra time with the new end, and why it does not count.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_at_work_is_told_what_is_new() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    let paper = format!("/attempts/{id}");
    let told = format!("{paper}/told");
    let page = person.client.get(&paper).await.expect(200);
    assert!(page.text().contains(&format!("data-told-at=\"{told}\"")));
    assert!(page.text().contains(khao::assets::manifest().told));
    let before = person.client.get(&told).await.expect(200).text().to_owned();
    assert!(
        before.contains("Hết giờ lúc ") && !before.contains("class=\"note"),
        "{before}"
    );
    let fields = [("action", "add"), ("text", "Giữ <i>trật tự</i>")];
    send(&scene.organiser, "/console/contests/cchc/messages", &fields)
        .await
        .expect(303);
    let grant = json!({ "seconds": 1200, "reason": REASON });
    let given = format!("/api/v1/rounds/{}/extra-time", scene.round);
    scene.organiser.post(&given, &grant).await.expect(201);
    let void = format!("/api/v1/attempts/{id}/void");
    let reason = json!({ "reason": "thi hộ" });
    scene.organiser.post(&void, &reason).await.expect(204);
    let news = person.client.get(&told).await.expect(200).text().to_owned();
    for line in [
        "Giữ &lt;i&gt;trật tự&lt;/i&gt;",
        "Được cộng 20 phút: mất điện &lt;b&gt;toàn xã&lt;/b&gt;",
        "Bài thi này không được tính. Lý do: thi hộ",
    ] {
        assert!(news.contains(line), "{line}: {news}");
    }
    let end = |text: &str| text.split("</p>").next().unwrap().to_owned();
    assert_ne!(end(&before), end(&news), "it ends later");
    // The same on the pages that are loaded now.
    for path in [paper.as_str(), "/contests/cchc/ready"] {
        let page = person.client.get(path).await.expect(200);
        assert!(page.text().contains("Lý do: thi hộ"), "{path}");
    }
    submit(&person.client, &id).await.expect(200);
    person.client.get(&told).await.expect(204);
}

/// What was corrected, when and why; staff read by whom as well, and the audit holds no personal data.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_reads_what_was_corrected() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let path = format!("/api/v1/participants/{}", person.id);
    let new = json!({ "birth_date": "16/03/1990" });
    assert_eq!(
        scene.organiser.patch(&path, &new).await.pointers(422),
        ["/reason"]
    );
    let ready = "/contests/cchc/ready";
    let before = person.client.get(ready).await.expect(200);
    assert!(before.text().contains("15/03/1990") && !before.text().contains("đã được sửa"));
    let new = json!({ "birth_date": "16/03/1990", "reason": "ghi <b>nhầm</b>" });
    scene.organiser.patch(&path, &new).await.expect(204);
    let after = person.client.get(ready).await.expect(200).text().to_owned();
    assert!(after.contains("16/03/1990"), "{after}");
    let told = "ban tổ chức sửa ngày sinh. Lý do: ghi &lt;b&gt;nhầm&lt;/b&gt;";
    assert!(after.contains(told), "{after}");
    let page = format!("/console/participants/{}", person.id);
    let console = scene.organiser.get(&page).await.expect(200);
    assert!(
        console.text().contains("tochuc sửa ngày sinh"),
        "{}",
        console.text()
    );
    let typed = send(&scene.organiser, &page, &[("full_name", "Trần Thị Khác")]).await;
    assert!(typed.expect(422).text().contains("value=\"Trần Thị Khác\""));
    let audit = scene.administrator.get("/api/v1/audit").await.expect(200);
    assert!(audit.text().contains("birth_date") && !audit.text().contains("1990-03-16"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_board_is_a_page_an_answer_and_events() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    scene.enter(&app, "Trần Thị Chủ").await;
    let board = format!("/api/v1/rounds/{}/board", scene.round);
    let shown = scene.organiser.get(&board).await.expect(200).json();
    assert_eq!((&shown["entered"], &shown["submitted"]), (&json!(1), &json!(0)));
    assert_eq!(shown["scores"].as_array().unwrap().len(), 10);
    let events = scene
        .organiser
        .get(&format!("{board}/events?events=1"))
        .await
        .expect(200);
    let text = events.text();
    let data = text.strip_prefix("event: board\ndata: ").unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(data).unwrap(), shown);
    let none = scene.organiser.get(&format!("{board}/events?events=0")).await;
    assert_eq!(none.pointers(422), ["/events"]);
    let page = format!("/console/rounds/{}/live", scene.round);
    let page = scene.organiser.get(&page).await.expect(200).text().to_owned();
    assert!(page.contains(khao::assets::manifest().board));
    assert!(page.contains(&format!("data-board-events=\"{board}/events\"")));
    // Nothing is said of a round that nobody knows of yet.
    let draft = format!("/api/v1/rounds/{}/board", scene.draft_round);
    scene.organiser.get(&draft).await.problem(404, "#not-found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn extra_time_is_asked_for_in_one_way() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Chủ").await;
    let given = format!("/api/v1/rounds/{}/extra-time", scene.round);
    let both =
        json!({ "seconds": 60, "reason": "x", "unit_id": scene.unit("VL"), "participant_id": person.id });
    assert_eq!(
        scene.organiser.post(&given, &both).await.pointers(422),
        ["/unit_id"]
    );
    let unknown = json!({ "seconds": 60, "reason": "x", "minutes": 1 });
    assert_eq!(
        scene.organiser.post(&given, &unknown).await.pointers(422),
        ["/minutes"]
    );
    let nobody = json!({ "seconds": 60, "reason": "x" });
    scene
        .organiser
        .post(&given, &nobody)
        .await
        .problem(409, "#conflict");
}
