//! Corrections and complaints over HTTP: previewed, recorded, followed by another ranking; by API and by plain forms.

use khao_domain::contest::settings::ContestSettings;
use khao_domain::people::role::Role;
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send};
use crate::scene::{Scene, staff};

on_both!(
    a_correction_by_api,
    a_correction_by_form,
    a_ranking_made_anew_is_approved_and_published_on_purpose,
);

async fn a_correction_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let path = format!("/api/v1/rounds/{}/corrections", scene.round);
    let organiser = &scene.organiser;
    let odd = json!({ "item_code": "KHONG-CO", "kind": "no_points", "reason": "Sai" });
    assert_eq!(organiser.post(&path, &odd).await.pointers(422), ["/item_code"]);
    let correction = json!({ "item_code": "TC-1", "kind": "new_key", "key": "b", "reason": "Nguồn đã đổi" });
    let preview = organiser.post(&format!("{path}?preview=true"), &correction).await;
    let preview = preview.expect(200).json();
    assert_eq!((&preview["key"], &preview["touched"]), (&json!("B"), &json!(0)));
    let none = organiser.get(&path).await.expect(200).json();
    assert_eq!(
        (&none["corrections"], &none["state"]),
        (&json!([]), &json!("done"))
    );
    let made = organiser.post(&path, &correction).await.expect(201).json();
    assert_eq!((&made["ordinal"], &made["kind"]), (&json!(1), &json!("new_key")));
    assert_eq!(organiser.get(&path).await.expect(200).json()["state"], "running");
    app.app.engine.rescore_waiting().await.unwrap();
    assert_eq!(organiser.get(&path).await.expect(200).json()["state"], "done");
    // Nobody else learns a key before the ranking is published.
    let contest = app
        .client
        .get("/api/v1/contests/cchc")
        .await
        .expect(200)
        .text()
        .to_owned();
    assert!(!contest.contains("TC-1"));
    app.client.get(&path).await.problem(401, "#log-in");
    let complaints = format!("/api/v1/rounds/{}/complaints", scene.round);
    assert_eq!(
        organiser.get(&complaints).await.expect(200).json(),
        json!({ "complaints": [] })
    );
}

async fn a_correction_by_form(app: &TestApp) {
    let scene = Scene::set(app).await;
    let path = format!("/console/rounds/{}/corrections", scene.round);
    let organiser = &scene.organiser;
    let page = organiser.get(&path).await.expect(200).text().to_owned();
    assert!(page.contains("Chưa có đính chính nào"));
    let item = format!("{} TC-1", scene.bank);
    let sent = async |action: &str, key: &str| {
        let fields = [
            ("item_code", item.as_str()),
            ("kind", "new_key"),
            ("key", key),
            ("reason", "Nguồn đã đổi"),
            UNDERSTOOD,
            ("action", action),
        ];
        send(organiser, &path, &fields).await
    };
    let wrong = sent("preview", "E").await;
    assert!(wrong.expect(422).text().contains("Đáp án không hợp"));
    let same = sent("preview", "A").await;
    assert!(same.expect(200).text().contains("đang được chấm đúng như vậy"));
    let preview = sent("preview", "B").await;
    assert!(!preview.text().contains("đang được chấm đúng như vậy"));
    assert!(preview.expect(200).text().contains("Ghi đính chính"));
    sent("correct", "B").await.expect(303);
    let page = organiser.get(&path).await.expect(200).text().to_owned();
    assert!(page.contains("Nguồn đã đổi") && page.contains("Đang chấm lại"));
}

const UNDERSTOOD: (&str, &str) = ("understood", "yes");
const TOLD: &str = ".note a[href$='#rankings']";
const STEPS: &str = "button[value=approve], button[value=publish]";

/// Whoever has to act is told, on every page on the way; who froze it learns why they cannot.
async fn an_approval_is_asked_for(scene: &Scene) {
    let (organiser, second) = (&scene.organiser, &scene.administrator);
    let round = format!("/console/rounds/{}", scene.round);
    for place in ["/console", "/console/contests/cchc", round.as_str()] {
        assert_eq!(open(second, place).await.texts(TOLD), ["Mở để duyệt"], "{place}");
        let own = open(organiser, place).await;
        assert_eq!(own.texts(TOLD), ["Xem các bản xếp hạng"], "{place}");
        assert!(own.text().contains("không tự duyệt được"), "{place}");
    }
    let contest = open(second, "/console/contests/cchc").await;
    assert!(contest.text().contains("Người thứ hai duyệt"));
    assert_eq!(contest.texts("button[value=publish]"), [""; 0]);
    let corrections = open(organiser, &format!("{round}/corrections")).await;
    assert_eq!(corrections.texts(STEPS), [""; 0]);
}

async fn a_ranking_made_anew_is_approved_and_published_on_purpose(app: &TestApp) {
    let settings = ContestSettings {
        second_approval: true,
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(app, settings).await;
    let (organiser, second) = (&scene.organiser, &scene.administrator);
    let auditor = staff(app, "kiemtra", Role::Auditor, None).await;
    let path = format!("/console/rounds/{}/corrections", scene.round);
    for name in ["closing", "freezing"] {
        scene.step(organiser, name).await;
    }
    an_approval_is_asked_for(&scene).await;
    let approve = ("action", "approve");
    let hasty = Page::of(&send(second, &path, &[approve]).await.expect(422));
    assert!(hasty.text().contains("Xin đánh dấu vào ô xác nhận"));
    let approved = send(second, &path, &[approve, UNDERSTOOD]).await;
    assert_eq!(led_to(&approved), format!("{path}?done=approved"));
    scene.step(organiser, "publication").await;

    let correction = json!({ "item_code": "TC-1", "kind": "new_key", "key": "b", "reason": "Nguồn đã đổi" });
    let corrections = format!("/api/v1/rounds/{}/corrections", scene.round);
    organiser.post(&corrections, &correction).await.expect(201);
    // There is nothing to approve before it is worked in, and never anything for those who only read.
    assert_eq!(open(second, &path).await.texts(STEPS), [""; 0]);
    app.app.engine.rescore_waiting().await.unwrap();
    assert_eq!(open(&auditor, &path).await.texts(STEPS), [""; 0]);
    assert_eq!(open(second, &path).await.texts(STEPS), ["Duyệt bảng xếp hạng"]);
    led_to(&send(second, &path, &[approve, UNDERSTOOD]).await);

    let round = format!("/console/rounds/{}", scene.round);
    for place in ["/console", "/console/contests/cchc", round.as_str()] {
        assert_eq!(
            open(organiser, place).await.texts(TOLD),
            ["Mở để công bố"],
            "{place}"
        );
    }
    let publish = ("action", "publish");
    let page = open(organiser, &path).await;
    assert_eq!(page.texts(STEPS), ["Công bố bản mới"]);
    assert_eq!(open(&auditor, &path).await.texts(STEPS), [""; 0]);
    send(organiser, &path, &[publish]).await.expect(422);
    send(organiser, &path, &[("action", "anything"), UNDERSTOOD])
        .await
        .expect(422);
    assert_eq!(open(organiser, &path).await.texts(STEPS), ["Công bố bản mới"]);
    let published = send(organiser, &path, &[publish, UNDERSTOOD]).await;
    assert_eq!(led_to(&published), format!("{path}?done=published"));
    assert_eq!(open(organiser, &path).await.texts(STEPS), [""; 0]);
    assert_eq!(open(organiser, "/console").await.texts(TOLD), [""; 0]);

    remade_by_hand(&scene, &path).await;
}

/// With a reason that everybody reads.
async fn remade_by_hand(scene: &Scene, path: &str) {
    let (organiser, second) = (&scene.organiser, &scene.administrator);
    send(organiser, path, &[("action", "remake"), ("remake_reason", "")])
        .await
        .expect(422);
    let remade = send(
        organiser,
        path,
        &[("action", "remake"), ("remake_reason", "Sửa họ tên")],
    )
    .await;
    assert_eq!(led_to(&remade), format!("{path}?done=remade"));
    assert_eq!(open(second, path).await.texts(STEPS), ["Duyệt bảng xếp hạng"]);
}
