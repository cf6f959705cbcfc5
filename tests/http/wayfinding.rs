//! What a participant is told on the way: how a date is written, what is for whom, when something can be seen and where.

use khao_domain::contest::settings::{ContestSettings, Release};
use khao_tests::journey::{play, start, submit};
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, open};
use crate::scene::{Scene, first_opening};

#[tokio::test]
async fn a_date_that_is_none_is_told_at_its_field() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let path = "/contests/cchc/return";
    let form = open(&app.client, path).await.form(path);
    for (typed, words) in [
        ("31/02/1990", "ngày/tháng/năm"),
        ("hôm qua", "ngày/tháng/năm"),
        ("", "Hãy nhập"),
    ] {
        let form = form
            .clone_with("re_entry_code", &person.code)
            .with("birth_date", typed);
        let refused = Page::of(&form.press(&app.client, "return").await.expect(422));
        let error = refused.texts("#f-birth_date ~ .error, .field:has(#f-birth_date) .error");
        assert!(
            error.iter().any(|error| error.contains(words)),
            "{typed}: {error:?}"
        );
        assert!(!refused.text().contains("không khớp"), "{typed}");
        assert_eq!(
            refused.form(path).value("re_entry_code"),
            Some(person.code.as_str())
        );
    }
    let body = json!({ "contest": "cchc", "re_entry_code": person.code, "birth_date": "hôm qua" });
    app.client.post("/api/v1/sessions", &body).await.expect(401);
}

/// Where nobody so young may enter, nobody is asked who their guardian is.
#[tokio::test]
async fn no_guardian_is_asked_for_among_adults() {
    let app = TestApp::on_sqlite().await;
    let settings = ContestSettings {
        min_age: 16,
        guardian_below_age: 16,
        ..ContestSettings::default()
    };
    Scene::set_with(&app, settings).await;
    let page = open(&app.client, "/contests/cchc/enter").await;
    assert!(page.texts("[name='guardian.full_name']").is_empty());
    assert!(!page.text().contains("người giám hộ"), "{}", page.text());
}

/// Adults meet a closed part; what is in it speaks for the guardian, and comes back open.
#[tokio::test]
async fn the_guardians_part_opens_for_those_it_is_for() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let path = "/contests/cchc/enter";
    let fresh = open(&app.client, path).await;
    let part = "details:has([name='guardian.full_name'])";
    assert_eq!(fresh.texts(part).len(), 1);
    assert_eq!(fresh.attributes(part, "open"), [""; 0]);
    assert!(fresh.texts(&format!("{part} summary"))[0].contains("dưới 16 tuổi"));
    let consents = fresh.texts(&format!("{part} label:has([type=checkbox])"));
    assert!(!consents.is_empty());
    for consent in consents {
        assert!(
            consent.starts_with("Tôi là cha, mẹ hoặc người giám hộ của thí sinh và đồng ý"),
            "{consent}"
        );
    }
    let own = fresh.texts("label:has([name='consent.participate'])");
    assert!(own[0].starts_with("Tôi đồng ý"), "{own:?}");
    let is_open = async |name: &str, value: &str| {
        let form = fresh.form(path).with("unit_query", "so").with(name, value);
        let page = Page::of(&form.press(&app.client, "find").await.expect(200));
        !page.attributes(part, "open").is_empty()
    };
    assert!(!is_open("full_name", "Trần Thị Lan").await);
    assert!(is_open("guardian.phone", "0901234567").await);
    assert!(is_open("guardian.consent.participate", "1").await);
    let child = fresh.form(path).with("birth_date", "01/01/2015");
    let refused = Page::of(&child.press(&app.client, "enter").await.expect(422));
    assert!(!refused.attributes(part, "open").is_empty(), "it holds a problem");
}

#[tokio::test]
async fn between_rounds_one_registers() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let way = "a[href='/contests/cchc/enter']";
    let during = open(&app.client, "/contests/cchc").await;
    assert_eq!(during.texts(way), ["Vào thi"]);
    app.set_time(first_opening().plus_seconds(-60));
    let before = open(&app.client, "/contests/cchc").await;
    assert_eq!(before.texts(way), ["Ghi danh"]);
}

/// From the receipt to result, score and ranking: each is announced, and then linked from the participant's own page.
#[tokio::test]
async fn results_are_announced_and_then_found() {
    let app = TestApp::on_sqlite().await;
    let settings = ContestSettings {
        score_shown: Release::AfterClosing,
        keys_shown: Release::AfterPublication,
        ..ContestSettings::default()
    };
    let scene = Scene::set_with(&app, settings).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = attempt["attempt_id"].as_str().unwrap();
    submit(&person.client, id).await.expect(200);
    let browser = app.client.browser_with(&person.token);
    let receipt = format!("/attempts/{id}/receipt");
    let told = open(&browser, &receipt).await.text();
    // The round's end and the half minute of grace.
    assert!(told.contains("Điểm xem được sau 09:00 ngày 12/10/2026"), "{told}");
    assert!(
        told.contains("Đáp án và giải thích xem được khi bảng xếp hạng của vòng này được công bố."),
        "{told}"
    );
    let ready = "/contests/cchc/ready";
    let result = format!("a[href='/attempts/{id}/result']");
    let round_ranking = format!("a[href='/rounds/{}/ranking']", scene.round);
    let links = ["a[href='/contests/cchc/ranking']", &result, &round_ranking];
    let waiting = open(&browser, ready).await;
    for css in links {
        assert!(waiting.texts(css).is_empty(), "{css}");
    }
    assert!(!waiting.text().contains("điểm"), "{}", waiting.text());
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    app.pass_seconds(6);
    let finished = open(&browser, ready).await;
    for css in links {
        assert_eq!(finished.texts(css).len(), 1, "{css}");
    }
    assert!(finished.text().contains("điểm"));
    assert!(!open(&browser, &receipt).await.text().contains("xem được"));
}

#[tokio::test]
async fn rankings_say_who_has_everything_right() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    play(&person.client, &scene.round, 0).await;
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    let round = open(&app.client, &format!("/rounds/{}/ranking", scene.round)).await;
    assert!(round.text().contains("điểm tối đa của vòng này"));
    let total = open(&app.client, "/contests/cchc/ranking").await;
    assert!(total.text().contains("điểm tối đa ở mọi vòng mình đã dự"));
}

/// What the clock shows as long as nothing moves it.
#[tokio::test]
async fn a_clock_that_stands_still_says_so() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = attempt["attempt_id"].as_str().unwrap();
    app.pass_seconds(30);
    let browser = app.client.browser_with(&person.token);
    let paper = open(&browser, &format!("/attempts/{id}")).await;
    let bar = paper.texts(".bar.top").join(" ");
    for words in ["còn 19 phút", "lúc mở trang", "Hết giờ lúc 09:20"] {
        assert!(bar.contains(words), "{words}: {bar}");
    }
    let overview = open(&browser, &format!("/attempts/{id}/overview")).await;
    let bar = overview.texts(".bar.top").join(" ");
    for words in ["còn 19 phút", "lúc mở trang", "Hết giờ lúc 09:20"] {
        assert!(bar.contains(words), "{words}: {bar}");
    }
}

#[tokio::test]
async fn the_home_page_opens_with_the_authoritys_own_words() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let usual = open(&app.client, "/").await.texts("p.lead");
    assert_eq!(usual.len(), 1);
    let own = json!({ "welcome": "Chào mừng đến với <hội thi>." });
    let set = scene
        .administrator
        .put("/api/v1/instance", &own)
        .await
        .expect(200);
    assert_eq!(set.json()["welcome"], own["welcome"]);
    let now = open(&app.client, "/").await.texts("p.lead");
    assert_eq!(now, ["Chào mừng đến với <hội thi>."]);
    let long = json!({ "welcome": "a".repeat(301) });
    let refused = scene.administrator.put("/api/v1/instance", &long).await;
    assert_eq!(refused.pointers(422), ["/welcome"]);
}
