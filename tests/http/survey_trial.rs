//! A form that is tried before it is fielded, also beside its editor; and what was dragged to another place.

use khao_domain::people::role::Role;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send};
use crate::scene::{Scene, staff};
use crate::survey_forms::page_after;

on_both!(
    a_draft_is_tried_and_nothing_is_stored,
    a_trial_is_no_answer_and_no_answer_a_trial,
    what_was_dragged_stays_where_it_was_dropped,
);

const TRIAL: &str = "/console/surveys/quay/trial";
const PUBLIC: &str = "/surveys/quay";
const FORM: &str = "/console/surveys/quay/form";

async fn responses(app: &TestApp) -> Vec<[String; 1]> {
    app.rows("SELECT channel FROM responses").await
}

async fn a_draft_is_tried_and_nothing_is_stored(app: &TestApp) {
    let scene = Scene::set(app).await;
    let client = &scene.organiser;
    let item = format!("{FORM}/items/overall");
    let form = open(client, &item).await.form(&item);
    let form = form.with("text.vi", "Câu mới của bản nháp?");
    form.press(client, "save").await.expect(303);
    let first = open(client, TRIAL).await;
    let text = first.text();
    assert!(text.contains("Câu mới của bản nháp?") && text.contains("Không có gì được lưu"));
    let fielded = open(client, &format!("{TRIAL}?version=1")).await;
    assert!(!fielded.text().contains("Câu mới của bản nháp?"));
    client.get(&format!("{TRIAL}?version=9")).await.expect(404);

    let refused = first.form(TRIAL).press(client, "send").await.expect(422);
    assert_eq!(
        Page::of(&refused).attributes("#errors a", "href"),
        ["#f-answers.overall"]
    );
    let low = first.form(TRIAL).with("answers.overall", "1");
    let more = page_after(&low, client, "send").await;
    assert!(more.text().contains("có thêm câu hỏi"), "{}", more.text());
    let english = more.form(TRIAL).with("language", "en");
    let english = page_after(&english, client, "").await;
    assert_eq!(english.attributes("html", "lang"), ["en"]);
    let done = page_after(&english.form(TRIAL), client, "send").await;
    assert!(
        done.text().contains("1 questions have valid answers"),
        "{}",
        done.text()
    );
    assert!(responses(app).await.is_empty());

    // The draft changes while it is tried: its pages would not fit any more.
    let form = open(client, &item).await.form(&item);
    form.with("hint.vi", "Chọn một.")
        .press(client, "save")
        .await
        .expect(303);
    let begun = first
        .form(TRIAL)
        .with("answers.overall", "5")
        .press(client, "send")
        .await;
    let begun = Page::of(&begun.expect(409));
    assert!(begun.text().contains("Phiếu vừa được sửa"), "{}", begun.text());
    assert_eq!(begun.form(TRIAL).value("answers.overall"), None);

    let broken = open(client, &item).await.form(&item).with("show_if", "nobody is");
    broken.press(client, "save").await.expect(303);
    assert!(open(client, TRIAL).await.text().contains("Chưa thử được phiếu"));
}

async fn a_trial_is_no_answer_and_no_answer_a_trial(app: &TestApp) {
    let scene = Scene::set(app).await;
    let client = &scene.organiser;
    let tried = open(client, TRIAL).await.form(TRIAL);
    let sealed = tried.value("course").unwrap().to_owned();
    let sent = [
        ("course", sealed.as_str()),
        ("answers.overall", "5"),
        ("action", "send"),
    ];
    send(client, PUBLIC, &sent).await.expect(422);
    let answered = open(client, PUBLIC).await.form(PUBLIC);
    let sealed = answered.value("course").unwrap().to_owned();
    let sent = [
        ("course", sealed.as_str()),
        ("answers.overall", "5"),
        ("action", "send"),
    ];
    send(client, TRIAL, &sent).await.expect(422);
    assert!(responses(app).await.is_empty());

    let auditor = staff(app, "kiemtra", Role::Auditor, None).await;
    let form = open(&auditor, TRIAL)
        .await
        .form(TRIAL)
        .with("answers.overall", "5");
    page_after(&form, &auditor, "send").await;
    app.client.get(TRIAL).await.expect(401);
}

/// Only the editor's pages have a frame, and only a trial that was asked for in one stands in it.
#[tokio::test]
async fn the_editor_shows_the_form_in_a_frame() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let client = &scene.organiser;
    let policy = async |path: &str| {
        let answer = client.get(path).await.expect(200);
        answer.header("content-security-policy").unwrap().to_owned()
    };
    let item = format!("{FORM}/items/overall");
    for path in [FORM, item.as_str()] {
        let policy = policy(path).await;
        assert!(
            policy.contains("frame-src 'self'; frame-ancestors 'none'"),
            "{policy}"
        );
    }
    let page = open(client, &item).await;
    let framed = page.attributes("iframe", "src");
    assert_eq!(framed, [format!("{TRIAL}?frame=yes&section=rating")]);
    assert!(
        policy(&framed[0])
            .await
            .contains("frame-src 'none'; frame-ancestors 'self'")
    );
    for path in [TRIAL, PUBLIC, "/console/surveys/quay"] {
        let policy = policy(path).await;
        assert!(
            policy.contains("frame-src 'none'; frame-ancestors 'none'"),
            "{path}: {policy}"
        );
    }
    // Within the frame there is nothing but the form, on its later pages too.
    let framed = open(client, &framed[0]).await;
    assert!(framed.texts("header, footer").is_empty());
    let refused = framed.form(TRIAL).press(client, "send").await.expect(422);
    let policy = refused.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
    assert!(Page::of(&refused).texts("header, footer").is_empty());
}

async fn what_was_dragged_stays_where_it_was_dropped(app: &TestApp) {
    let scene = Scene::set(app).await;
    let client = &scene.organiser;
    let ids = async || open(client, FORM).await.attributes(".outline > li", "data-item");
    let before = ids().await;
    let page = open(client, FORM).await;
    let revision = page.form(FORM).value("revision").unwrap().to_owned();
    let drop = async |place: &str, revision: &str| {
        let action = format!("place.{}", before[0]);
        let fields = [
            ("revision", revision),
            ("action", action.as_str()),
            ("section", "rating"),
            ("place", place),
        ];
        send(client, FORM, &fields).await
    };
    drop("99", &revision).await.expect(404);
    drop("x", &revision).await.expect(404);
    let dropped = drop("2", &revision).await;
    assert_eq!(
        led_to(&dropped),
        format!("{FORM}?done=form_saved#i-{}", before[0])
    );
    let mut expected = before.clone();
    expected[..3].rotate_left(1);
    assert_eq!(ids().await, expected);
    // Somebody else was quicker.
    drop("0", &revision).await.expect(409);
    assert_eq!(ids().await, expected);
}
