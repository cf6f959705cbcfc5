//! Who comes to a survey, in which language and from which poster; and what they read of its figures.

use khao_domain::people::role::Role;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::Channel;
use khao_engine::policy::Actor;
use khao_engine::survey::fielding::WaveChange;
use khao_tests::client::{Answer, Client};

use crate::app::TestApp;
use crate::fielded::{field, publish};
use crate::page::{Page, open};
use crate::scene::{Scene, staff};
use crate::survey_forms::{DESK, desk, page_after, stored};

on_both!(
    a_poster_says_unit_and_desk,
    every_language_has_its_form,
    the_language_at_the_foot_takes_the_answers_along,
    without_contests_the_front_page_is_of_surveys,
    figures_are_shown_as_programs_read_them,
);

async fn a_poster_says_unit_and_desk(app: &TestApp) {
    let scene = Scene::set(app).await;
    desk(app).await;
    let client = &app.client;
    let poster = format!(
        "{DESK}?unit={}&desk=Qu%E1%BA%A7y+3&utm_source=x",
        scene.unit("VL.S1")
    );
    let page = open(client, &poster).await;
    assert!(page.text().contains("Sở Nội vụ · Quầy 3"), "{}", page.text());
    page_after(&page.form(DESK).with("answers.overall", "5"), client, "send").await;
    // What nobody knows any more is left out, and nobody is turned away for it.
    let old = format!("{DESK}?unit=00000000-0000-4000-8000-000000000000");
    let page = open(client, &old).await;
    page_after(&page.form(DESK).with("answers.overall", "4"), client, "send").await;
    let found: Vec<[String; 3]> = app
        .rows("SELECT channel, coalesce(desk, ''), answers FROM responses ORDER BY answers DESC")
        .await;
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|row| (row[0].as_str(), row[1].as_str()))
        .collect();
    assert_eq!(found, [("qr", "Quầy 3"), ("qr", "")]);
    // A wave without posters takes the visitors of old ones as everybody else; one at the desk only, nobody.
    let (engine, owner) = (&app.app.engine, Actor::owner());
    let wave = engine.public_survey("mot-cua").await.unwrap().waves[0].id;
    let change = WaveChange {
        channels: Some(vec![Channel::Kiosk]),
        ..WaveChange::default()
    };
    engine.change_wave(&owner, "mot-cua", wave, change).await.unwrap();
    assert_eq!(open(client, DESK).await.texts("h1"), ["Không trả lời trên mạng"]);
}

async fn every_language_has_its_form(app: &TestApp) {
    desk(app).await;
    let client = &app.client;
    let page = open(client, DESK).await;
    assert_eq!(page.attributes("nav.tongues a", "lang"), ["en", "km"]);
    let khmer = open(client, &format!("{DESK}?lang=km")).await;
    assert_eq!(
        khmer.attributes("html", "lang"),
        ["vi"],
        "the frame is in the visitor's"
    );
    assert!(
        khmer
            .attributes("legend .stem", "lang")
            .iter()
            .all(|lang| lang == "km")
    );
    let english = open(client, &format!("{DESK}?lang=en")).await;
    assert_eq!(english.attributes("html", "lang"), ["en"]);
    assert!(english.text().contains("Very satisfied"), "{}", english.text());
    assert!(english.attributes("legend .stem", "lang").is_empty());
    // The answers go along when the language changes.
    let form = khmer
        .form(DESK)
        .with("answers.overall", "1")
        .with("language", "en");
    let turned = Page::of(&form.press(client, "").await.expect(200));
    assert_eq!(turned.attributes("html", "lang"), ["en"]);
    assert_eq!(turned.form(DESK).value("answers.overall"), Some("1"));
    let more = page_after(&turned.form(DESK), client, "next").await;
    assert!(more.text().contains("a little more to ask"), "{}", more.text());
    page_after(&more.form(DESK), client, "send").await;
    assert_eq!(stored(app).await[0][1], "en");
    assert_eq!(
        open(client, &format!("{DESK}?lang=fr"))
            .await
            .attributes("html", "lang"),
        ["vi"]
    );
}

async fn the_language_at_the_foot_takes_the_answers_along(app: &TestApp) {
    desk(app).await;
    let client = &app.client;
    let page = open(client, DESK).await;
    let foot = "footer button[name=language]";
    let form = page.attributes("form[method=post]", "id");
    assert_eq!(page.attributes(foot, "form"), form);
    assert_eq!(page.attributes(foot, "value"), ["en"]);
    let typed = page
        .form(DESK)
        .with("answers.overall", "4")
        .with("language", "en");
    let turned = Page::of(&typed.press(client, "").await.expect(200));
    assert_eq!(turned.attributes("html", "lang"), ["en"]);
    assert_eq!(turned.attributes(foot, "value"), ["vi"]);
    assert_eq!(turned.form(DESK).value("answers.overall"), Some("4"));
    // Elsewhere the foot leads as ever.
    let home = open(client, "/guide").await;
    assert_eq!(home.attributes("footer form", "action"), ["/language"]);
}

async fn without_contests_the_front_page_is_of_surveys(app: &TestApp) {
    staff(app, "quantri", Role::Administrator, None).await;
    desk(app).await;
    let home = open(&app.client, "/").await;
    assert_eq!(home.texts("h1"), ["Khảo sát ý kiến"]);
    assert!(home.attributes("main a", "href").contains(&DESK.to_owned()));
    assert!(!home.text().contains("cuộc thi"), "{}", home.text());
}

async fn figures_are_shown_as_programs_read_them(app: &TestApp) {
    let scene = Scene::set(app).await;
    desk(app).await;
    let client = &app.client;
    let results = format!("{DESK}/results");
    let private = client.get(&results).await.expect(404);
    assert!(private.text().contains("chưa được công bố"));
    let auditor = staff(app, "kiemtoan", Role::Auditor, None).await;
    let early = Page::of(&auditor.get(&results).await.expect(200));
    assert!(early.text().contains("Chưa có số liệu"), "{}", early.text());
    for (nth, step) in [5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 2, 1, 1, 1].iter().enumerate() {
        let unit = scene.unit(if nth % 3 == 0 { "VL.S1" } else { "VL.S2" });
        let poster = format!("{DESK}?unit={unit}&desk=1");
        let form = open(client, &poster).await.form(DESK);
        let mut page = page_after(&form.with("answers.overall", &step.to_string()), client, "send").await;
        if page.texts(".code").is_empty() {
            page = page_after(&page.form(DESK), client, "send").await;
        }
        assert_eq!(page.texts(".code").len(), 1);
    }
    publish(app, "mot-cua").await;
    let page = open(client, &results).await;
    let text = page.text();
    assert!(
        text.contains("Số phiếu (n) 15") && text.contains("không suy rộng"),
        "{text}"
    );
    // One dissatisfied and three very much so: four people are too few, and nothing sums them up.
    let rows: Vec<String> = page
        .texts(".counted table")
        .remove(0)
        .split("Rất ")
        .map(str::to_owned)
        .collect();
    assert!(rows[1].contains("ẩn") && !rows[1].contains(" 3 "), "{rows:?}");
    let shown = client
        .get("/api/v1/surveys/mot-cua/results")
        .await
        .expect(200)
        .json();
    let estimate = shown["estimates"][0]["estimate"].as_f64().unwrap();
    assert!(
        text.contains(&format!("{estimate:.2}").replace('.', ",")),
        "{estimate}: {text}"
    );
    let units = client
        .get("/api/v1/surveys/mot-cua/results?by=unit")
        .await
        .expect(200)
        .json();
    for unit in units["estimates"].as_array().unwrap() {
        assert!(text.contains(unit["title"].as_str().unwrap()), "{unit}: {text}");
        assert!(text.contains(&unit["n"].to_string()), "{unit}: {text}");
    }
    let thanked = open(client, DESK).await.form(DESK).with("answers.overall", "5");
    let links = page_after(&thanked, client, "send")
        .await
        .attributes("main a", "href");
    assert!(links.contains(&results), "{links:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_page_is_light() {
    let app = TestApp::on_sqlite().await;
    field(&app, "sipas", Template::Sipas.form(), Vec::new()).await;
    let page = sent(&app.client, "/surveys/sipas").await;
    let mut weight = page.body.len();
    for sheet in Page::of(&app.client.get("/surveys/sipas").await).attributes("link[rel=stylesheet]", "href")
    {
        weight += sent(&app.client, &sheet).await.body.len();
    }
    assert!(!page.text().contains("<script"), "a form needs no script");
    assert!(weight <= 150_000, "{weight} bytes");
}

async fn sent(client: &Client, path: &str) -> Answer {
    client.get(path).await.expect(200)
}
