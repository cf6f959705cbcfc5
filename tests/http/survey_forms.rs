//! Surveys answered page by page, as a browser without scripts does it.

use khao_domain::survey::form::Form as Questionnaire;
use khao_domain::survey::quota::Quota;
use khao_domain::survey::template::Template;
use khao_engine::policy::Actor;
use khao_tests::client::Client;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::fielded::{DAY_S, field, field_again};
use crate::page::{Form, Page, open, send};
use crate::scene::Scene;

on_both!(
    the_long_form_is_answered_section_by_section,
    a_low_rating_brings_up_one_more_question,
    mistakes_keep_what_was_typed,
    what_was_changed_on_the_way_begins_anew,
    the_end_and_a_full_quota_are_told_kindly,
    a_newer_form_is_offered,
);

pub const DESK: &str = "/surveys/mot-cua";

pub async fn desk(app: &TestApp) {
    field(app, "mot-cua", Template::Desk.form(), Vec::new()).await;
}

/// What the database holds: channel, language and answers.
pub async fn stored(app: &TestApp) -> Vec<[String; 3]> {
    app.rows("SELECT channel, language, answers FROM responses ORDER BY answers")
        .await
}

fn answers_of(row: &[String; 3]) -> Value {
    serde_json::from_str(&row[2]).unwrap()
}

pub async fn page_after(form: &Form, client: &Client, action: &str) -> Page {
    Page::of(&form.press(client, action).await.expect(200))
}

/// Picks the first of every group of the page that must be answered or may be.
fn filled(page: &Page, path: &str) -> Form {
    let mut form = page.form(path);
    for name in page.attributes("input[type=radio], input[type=checkbox]", "name") {
        if form.value(&name).is_none() {
            let css = format!("input[name=\"{name}\"]");
            form = form.with(&name, &page.attributes(&css, "value")[0]);
        }
    }
    form
}

async fn the_long_form_is_answered_section_by_section(app: &TestApp) {
    let path = "/surveys/sipas";
    Scene::set(app).await;
    field(app, "sipas", Template::Sipas.form(), Vec::new()).await;
    let client = &app.client;
    assert!(
        open(&client.browser(), "/")
            .await
            .attributes("main a", "href")
            .contains(&path.to_owned())
    );
    let answer = client.get(path).await.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("set-cookie"), None);
    let mut page = Page::of(&answer);
    assert!(
        page.attributes("input[checked]", "name").is_empty(),
        "nothing is agreed to beforehand"
    );
    let mut titles = Vec::new();
    while page.attributes("button[value=send]", "value").is_empty() {
        let title = page.texts("main h2").join(" ");
        assert!(!titles.contains(&title), "{title} came twice");
        titles.push(title);
        let mut form = filled(&page, path);
        if form.value("answers.used_service").is_some() {
            form = form.with("answers.used_service", "no");
        }
        page = page_after(&form, client, "next").await;
    }
    assert_eq!(titles.len(), 6, "{titles:?}");
    assert!(
        page.text().contains("Phần 7/7"),
        "the experience of the service is left out: {}",
        page.text()
    );
    let back = page_after(&page.form(path), client, "back").await;
    assert!(
        !back.attributes("input[type=radio][checked]", "name").is_empty(),
        "what was answered stays"
    );
    let page = page_after(&back.form(path), client, "next").await;
    let last = filled(&page, path).with("answers.suggestion", "Cảm ơn <b>nhiều</b>");
    let thanks = last.press(client, "send").await.expect(200);
    let receipt = Page::of(&thanks).texts(".code");
    assert_eq!((receipt.len(), receipt[0].len()), (1, 19));
    assert_eq!(thanks.header("set-cookie"), None);
    // Pressed once more, or loaded again.
    let twice = Page::of(&last.press(client, "send").await.expect(200));
    assert_eq!(twice.texts(".code"), receipt);
    let rows = stored(app).await;
    assert_eq!(rows.len(), 1);
    let answers = answers_of(&rows[0]);
    assert_eq!(answers["used_service"], json!({"option": "no"}));
    assert_eq!(answers["suggestion"], json!({"text": "Cảm ơn <b>nhiều</b>"}));
    assert_eq!(
        (answers["exp_1"].clone(), rows[0][0].as_str()),
        (Value::Null, "web")
    );
}

async fn a_low_rating_brings_up_one_more_question(app: &TestApp) {
    desk(app).await;
    let client = &app.client;
    let form = open(client, DESK).await.form(DESK);
    // A good one is all there is to it.
    let good = Page::of(
        &form
            .clone_with("answers.overall", "5")
            .press(client, "send")
            .await
            .expect(200),
    );
    assert_eq!(good.texts(".code").len(), 1);
    let form = open(client, DESK).await.form(DESK).with("answers.overall", "2");
    let more = page_after(&form, client, "send").await;
    assert!(
        more.texts(".note").join(" ").contains("có thêm câu hỏi"),
        "{}",
        more.text()
    );
    let names = more.attributes("form [name^='answers.']", "name");
    assert_eq!(names, ["answers.comment"], "only what is new");
    let whole = page_after(&more.form(DESK), client, "back").await;
    assert_eq!(whole.form(DESK).value("answers.overall"), Some("2"));
    let typed = more.form(DESK).with("answers.comment", "Chờ lâu");
    page_after(&typed, client, "send").await;
    let rows = stored(app).await;
    assert_eq!(
        rows.iter().map(answers_of).collect::<Vec<_>>(),
        [
            json!({"comment": {"text": "Chờ lâu"}, "overall": 2}),
            json!({"overall": 5}),
        ]
    );
}

fn every_kind() -> Questionnaire {
    let options = json!([{"id": "a", "text": {"vi": "A"}}, {"id": "b", "text": {"vi": "B"}, "other": true}]);
    serde_json::from_value(json!({
        "languages": ["vi"],
        "scales": [{"id": "s", "steps": [{"value": 1, "label": {"vi": "Kém"}}, {"value": 2, "label": {"vi": "Tốt"}}]}],
        "sections": [{"id": "x", "title": {"vi": "Mọi loại"}, "shuffle": true, "items": [
            {"id": "grid", "required": true, "text": {"vi": "Bảng"}, "ask": {"kind": "matrix", "scale": "s",
                "rows": [{"id": "one", "text": {"vi": "Dòng một"}}, {"id": "two", "text": {"vi": "Dòng hai"}}]}},
            {"id": "nps", "text": {"vi": "Giới thiệu"}, "ask": {"kind": "recommend"}},
            {"id": "pick", "text": {"vi": "Chọn"}, "ask": {"kind": "single_choice", "options": options}},
            {"id": "many", "text": {"vi": "Chọn nhiều"}, "ask": {"kind": "multiple_choice", "options": options, "least": 2}},
            {"id": "ranked", "text": {"vi": "Xếp hạng"}, "ask": {"kind": "ranking", "options": options}},
            {"id": "count", "text": {"vi": "Số"}, "ask": {"kind": "number", "least": "1", "most": "9"}},
            {"id": "day", "text": {"vi": "Ngày"}, "ask": {"kind": "date"}},
            {"id": "who", "required": true, "text": {"vi": "Ai"}, "ask": {"kind": "text"}},
        ]}, {"id": "y", "title": {"vi": "Chào {{who}}"}, "items": [
            {"id": "agree", "required": true, "text": {"vi": "Tôi đồng ý"}, "ask": {"kind": "consent"}},
        ]}],
    }))
    .unwrap()
}

async fn mistakes_keep_what_was_typed(app: &TestApp) {
    let path = "/surveys/moi-loai";
    field(app, "moi-loai", every_kind(), Vec::new()).await;
    let client = &app.client;
    let wrong = open(client, path)
        .await
        .form(path)
        .with("answers.one", "2")
        .with("answers.many", "a")
        .with("answers.count", "nhiều")
        .with("answers.day", "31/02/2026")
        .with("rank.ranked.a", "1")
        .with("rank.ranked.b", "1")
        .with("other.pick", "Chợ \"Lớn\"");
    let told = Page::of(&wrong.press(client, "next").await.expect(422));
    let mut links = told.attributes("#errors a", "href");
    links.sort();
    let wanted = ["count", "day", "many", "ranked", "two", "who"].map(|id| format!("#f-answers.{id}"));
    assert_eq!(links, wanted);
    assert!(
        told.texts("#errors")
            .join(" ")
            .contains("Dòng hai: Hãy trả lời câu này."),
        "{}",
        told.text()
    );
    let form = told.form(path);
    for (name, value) in [
        ("answers.one", "2"),
        ("answers.many", "a"),
        ("answers.count", "nhiều"),
        ("answers.day", "31/02/2026"),
        ("rank.ranked.b", "1"),
        ("other.pick", "Chợ \"Lớn\""),
    ] {
        assert_eq!(form.value(name), Some(value), "{name}");
    }
    let right = form
        .with("answers.two", "1")
        .and("answers.many", "b")
        .with("answers.count", "2,5")
        .with("answers.day", "5/10/2026")
        .with("answers.nps", "10")
        .with("answers.pick", "b")
        .with("rank.ranked.a", "2")
        .with("answers.who", "<script>alert(1)</script>");
    let next = right.press(client, "next").await.expect(200);
    assert!(!next.text().contains("<script>alert"), "{}", next.text());
    let page = Page::of(&next);
    assert_eq!(page.texts("main h2"), ["Chào <script>alert(1)</script>"]);
    Page::of(&page.form(path).press(client, "send").await.expect(422));
    page_after(&page.form(path).with("answers.agree", "yes"), client, "send").await;
    assert_eq!(answers_of(&stored(app).await[0]), all_answered());
}

fn all_answered() -> Value {
    json!({
            "one": 2, "two": 1, "nps": 10, "pick": {"option": "b", "text": "Chợ \"Lớn\""},
            "many": {"options": ["a", "b"]}, "ranked": {"order": ["b", "a"]}, "count": {"number": 2.5},
            "day": {"date": "2026-10-05"}, "who": {"text": "<script>alert(1)</script>"}, "agree": {"agreed": true},
    })
}

async fn what_was_changed_on_the_way_begins_anew(app: &TestApp) {
    desk(app).await;
    field(app, "khac", Template::Desk.form(), Vec::new()).await;
    let client = &app.client;
    let form = open(client, DESK).await.form(DESK).with("answers.overall", "5");
    let course = form.value("course").unwrap().to_owned();
    let mut changed = course.clone().into_bytes();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    let foreign = open(client, "/surveys/khac").await.form("/surveys/khac");
    for course in [
        "",
        "x",
        &course[1..],
        std::str::from_utf8(&changed).unwrap(),
        foreign.value("course").unwrap(),
    ] {
        let answer = form
            .clone_with("course", course)
            .press(client, "send")
            .await
            .expect(422);
        let page = Page::of(&answer);
        assert!(
            page.texts("#errors").join(" ").contains("bắt đầu lại"),
            "{}",
            page.text()
        );
        assert_eq!(page.form(DESK).value("answers.overall"), None);
    }
    assert!(stored(app).await.is_empty());
    page_after(&form, client, "send").await;
    assert_eq!(stored(app).await.len(), 1);
}

async fn the_end_and_a_full_quota_are_told_kindly(app: &TestApp) {
    let full = Quota {
        name: "Tất cả".to_owned(),
        condition: String::new(),
        most: 1,
    };
    field(app, "mot-cua", Template::Desk.form(), vec![full]).await;
    let client = &app.client;
    let first = open(client, DESK).await.form(DESK).with("answers.overall", "5");
    let second = open(client, DESK).await.form(DESK).with("answers.overall", "4");
    let receipt = page_after(&first, client, "send").await.texts(".code");
    let refused = Page::of(&second.press(client, "send").await.expect(409));
    assert_eq!(refused.texts("h1"), ["Đã đủ số lượng"]);
    app.pass_seconds(11 * DAY_S);
    let closed = open(client, DESK).await;
    assert_eq!(closed.texts("h1"), ["Khảo sát đã kết thúc"]);
    let late = Page::of(&second.press(client, "send").await.expect(409));
    assert_eq!(late.texts("h1"), ["Khảo sát đã kết thúc"]);
    // Whoever was taken and did not hear of it is told so after the end too.
    assert_eq!(page_after(&first, client, "send").await.texts(".code"), receipt);
    field_again(app, "mot-cua", (2, 3), Vec::new()).await;
    assert_eq!(open(client, DESK).await.texts("h1"), ["Khảo sát chưa mở"]);
    client.get("/surveys/khong-co").await.expect(404);
    send(client, "/surveys/khong-co", &[]).await.expect(404);
}

async fn a_newer_form_is_offered(app: &TestApp) {
    let path = "/surveys/moi-loai";
    field(app, "moi-loai", every_kind(), Vec::new()).await;
    let client = &app.client;
    let form = open(client, path)
        .await
        .form(path)
        .with("answers.one", "2")
        .with("answers.two", "2")
        .with("answers.who", "Lan");
    let last = page_after(&form, client, "next")
        .await
        .form(path)
        .with("answers.agree", "yes");
    app.pass_seconds(11 * DAY_S);
    let (engine, owner) = (&app.app.engine, Actor::owner());
    let survey = engine.console_survey(&owner, "moi-loai").await.unwrap();
    let mut draft = survey.draft.clone();
    draft.sections[0].items[7].required = false;
    let change = khao_engine::survey::changing::SurveyChange {
        draft: Some((survey.revision, draft)),
        ..Default::default()
    };
    engine.change_survey(&owner, "moi-loai", change).await.unwrap();
    field_again(app, "moi-loai", (0, 5), Vec::new()).await;
    for (form, action) in [(&form, "next"), (&last, "send")] {
        let told = Page::of(&form.press(client, action).await.expect(409));
        assert_eq!(told.texts("h1"), ["Phiếu đã có bản mới"]);
        assert!(told.attributes("main a", "href").contains(&path.to_owned()));
    }
    assert!(stored(app).await.is_empty());
}
