//! Surveys in a real browser: a phone, a wide window, the keyboard, and the words that a screen reader hears.

use khao_domain::survey::form::Form;
use khao_domain::survey::template::Template;
use khao_tests::client::Client;
use serde_json::json;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::fielded::{field, publish};
use crate::inspection::Inspector;
use crate::player::see;
use crate::scene::Scene;

const RIGHT: &str = "\u{e014}";
const SPACE: &str = "\u{e00d}";

/// Picks the first of every group.
const PICK_ALL: &str = "
    for (const one of document.querySelectorAll('main input[type=radio], main input[type=checkbox]'))
        if (!document.querySelector(`main input[name='${one.name}']:checked`)) one.checked = true;";

fn every_kind() -> Form {
    let options = json!([
        {"id": "a", "text": {"vi": "Nộp trực tuyến"}},
        {"id": "b", "text": {"vi": "Nộp tại quầy"}},
        {"id": "c", "text": {"vi": "Cách khác"}, "other": true},
    ]);
    let ranked = json!([
        {"id": "a", "text": {"vi": "Thời gian"}}, {"id": "b", "text": {"vi": "Thái độ"}}, {"id": "c", "text": {"vi": "Chi phí"}}]);
    serde_json::from_value(json!({
        "languages": ["vi"],
        "sections": [{"id": "x", "title": {"vi": "Các loại câu hỏi"}, "items": [
            {"id": "nps", "required": true, "text": {"vi": "Ông/bà có giới thiệu dịch vụ này cho người khác không?"}, "ask": {"kind": "recommend"}},
            {"id": "pick", "text": {"vi": "Ông/bà nộp hồ sơ bằng cách nào?"}, "hint": {"vi": "Lần gần đây nhất."},
                "ask": {"kind": "single_choice", "options": options}},
            {"id": "ranked", "text": {"vi": "Điều gì quan trọng nhất?"}, "ask": {"kind": "ranking", "options": ranked}},
            {"id": "count", "text": {"vi": "Số lần đi lại"}, "ask": {"kind": "number", "least": "1", "most": "9"}},
            {"id": "day", "required": true, "text": {"vi": "Ngày nộp hồ sơ"}, "ask": {"kind": "date"}},
            {"id": "long", "text": {"vi": "Góp ý"}, "ask": {"kind": "text", "long": true}},
        ]}],
    }))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn surveys_are_answered_in_a_browser() {
    let (Some(driver), Ok(axe)) = (crate::driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    field(&app, "sipas", Template::Sipas.form(), Vec::new()).await;
    field(&app, "mot-cua", Template::Desk.form(), Vec::new()).await;
    field(&app, "moi-loai", every_kind(), Vec::new()).await;
    let browser = Browser::open(&driver, app.client.base()).await;
    browser.go("/").await;
    inspector.look(&browser, "home-with-surveys").await;
    look_at_the_long_form(&browser, &inspector).await;
    browser.go("/surveys/moi-loai").await;
    browser.click("main button[value=send]").await;
    see(&browser, "the mistakes", "#errors").await;
    inspector.look(&browser, "survey-kinds-refused").await;
    let poster = format!("/surveys/mot-cua?unit={}&desk=3", scene.unit("VL.S1"));
    rate_by_keyboard(&browser, &inspector, &poster).await;
    browser.go("/surveys/mot-cua?lang=km").await;
    inspector.look(&browser, "survey-khmer").await;
    many_answers(&app.client, &poster).await;
    publish(&app, "mot-cua").await;
    browser.go("/surveys/mot-cua/results").await;
    inspector.look(&browser, "survey-results").await;
    inspector.look_at_paper(&browser, "survey-results").await;
    browser.close().await;
    inspector.report();
}

async fn look_at_the_long_form(browser: &Browser, inspector: &Inspector) {
    browser.go("/surveys/sipas").await;
    inspector.look(browser, "survey-first").await;
    for page in 1..=6 {
        browser.run(PICK_ALL, &[]).await;
        browser.click("main button[value=next]").await;
        see_text(browser, ".survey-place", &format!("Phần {}/", page + 1)).await;
        if matches!(page, 2 | 5) {
            inspector
                .look(browser, &format!("survey-part-{}", page + 1))
                .await;
        }
    }
}

async fn see_text(browser: &Browser, css: &str, text: &str) {
    let wait = async || browser.text(css).await.starts_with(text).then_some(());
    khao_tests::wait::until(text, std::time::Duration::from_secs(10), wait).await;
}

/// The row is heard with its name, and the arrow keys go from step to step.
async fn rate_by_keyboard(browser: &Browser, inspector: &Inspector, poster: &str) {
    browser.go(poster).await;
    inspector.look(browser, "survey-desk").await;
    let heard = browser.accessibility_tree().await;
    let is_heard = |role: &str, begins: &str| {
        heard
            .iter()
            .any(|(one, name)| one == role && name.starts_with(begins))
    };
    for (role, name) in [
        (
            "group",
            "Ông/bà hài lòng thế nào về lần phục vụ này? (cần trả lời)",
        ),
        ("group", "Thái độ của công chức (không bắt buộc)"),
        ("radio", "Rất không hài lòng"),
        ("radio", "Rất hài lòng"),
    ] {
        assert!(is_heard(role, name), "{role} {name}: {heard:?}");
    }
    browser
        .run(
            "document.querySelector(\"[name='answers.overall']\").focus()",
            &[],
        )
        .await;
    browser.press(&[SPACE, RIGHT]).await;
    let chosen = "return document.querySelector(\"[name='answers.overall']:checked\").value";
    assert_eq!(browser.run(chosen, &[]).await, "2");
    browser.click("main button[value=send]").await;
    see(browser, "one more question", "[name='answers.comment']").await;
    inspector.look(browser, "survey-more").await;
    browser.click("main button[value=send]").await;
    see(browser, "the receipt", ".code").await;
    inspector.look(browser, "survey-thanks").await;
}

async fn many_answers(client: &Client, poster: &str) {
    for step in [5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 3, 1] {
        let page = crate::page::open(client, poster).await;
        let form = page
            .form("/surveys/mot-cua")
            .with("answers.overall", &step.to_string());
        let sent = form.press(client, "send").await;
        if step <= 2 {
            let more = crate::page::Page::of(&sent).form("/surveys/mot-cua");
            more.press(client, "send").await.expect(200);
        }
    }
}
