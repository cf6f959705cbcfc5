//! Surveys on paper, by forms alone: printed with a code, typed in twice, compared and settled; and the trend over waves.

use khao_domain::people::role::Role;
use khao_domain::survey::template::Template;
use khao_engine::policy::Actor;
use khao_engine::survey::changing::SurveyChange;
use khao_tests::client::Client;

use crate::app::TestApp;
use crate::fielded::{DAY_S, field, field_again, publish};
use crate::page::{Page, led_to, open};
use crate::scene::{Scene, staff};

on_both!(
    a_paper_is_typed_in_twice_and_settled,
    figures_of_two_waves_make_a_trend,
);

async fn wave(app: &TestApp, slug: &str, nth: usize) -> String {
    let survey = app.app.engine.public_survey(slug).await.unwrap();
    format!("/console/surveys/{slug}/waves/{}", survey.waves[nth].id)
}

#[tokio::test]
async fn the_printed_form_has_a_code_and_a_key_beside_each_box() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    field(&app, "sipas", Template::Sipas.form(), Vec::new()).await;
    let path = format!("{}/paper", wave(&app, "sipas", 0).await);
    let client = &scene.organiser;
    let page = open(client, &path).await;
    let code = page.texts(".paper-head b").remove(0);
    let style = page.attributes("main link[rel=stylesheet]", "href");
    let sheet = client.get(&style[0]).await.expect(200);
    assert_eq!(sheet.header("content-type"), Some("text/css; charset=utf-8"));
    let letters = code.rsplit(' ').next().unwrap();
    assert!(letters.ends_with("-1") && letters.len() == 7, "{code}");
    assert!(
        sheet.text().contains(&format!("content: \"{letters}\"")),
        "{}",
        sheet.text()
    );
    // Every question has its number, and every row of a table its boxes.
    let survey = app.app.engine.public_survey("sipas").await.unwrap();
    let questions = survey.draft.questions().len();
    let text = page.text();
    assert!(text.contains(&format!("{questions}. ")), "{text}");
    assert!(!text.contains(&format!(" {}. ", questions + 1)), "{text}");
    let rows = page.texts(".paper-table tbody tr");
    let rated = rows.iter().filter(|row| row.ends_with(" 1 2 3 4 5"));
    assert_eq!(rated.count(), 33, "{rows:?}");
    assert!(text.contains("Chỉ trả lời nếu câu "), "{text}");
    assert!(!text.contains("used_service"), "numbers, not ids: {text}");
    let english = open(client, &format!("{path}?lang=en")).await;
    assert_eq!(english.attributes(".paper-form", "lang"), ["en"]);
    assert!(english.text().contains("Answer only if question "));
}

async fn a_paper_is_typed_in_twice_and_settled(app: &TestApp) {
    let scene = Scene::set(app).await;
    let interviewer = staff(app, "dieutra", Role::Interviewer, None).await;
    let organiser = &scene.organiser;
    let path = format!("{}/entry", wave(app, "quay", 0).await);
    let batch = format!("{path}?unit=VL.S1&number=5");
    let form = open(organiser, &batch).await.form(&path);
    assert_eq!(form.value("number"), Some("5"));
    let wrong = form.clone_with("key.overall", "7").with("number", "");
    let wrong = Page::of(&wrong.press(organiser, "save").await.expect(422));
    assert_eq!(
        wrong.attributes("#errors a", "href"),
        ["#f-number", "#f-key.overall"]
    );
    assert_eq!(
        wrong.form(&path).value("key.overall"),
        Some("7"),
        "what was typed stays"
    );

    let first = form.with("key.overall", "5").with("key.attitude", "4");
    let kept = led_to(&first.press(organiser, "save").await);
    assert!(kept.starts_with(&format!("{path}?number=6&unit=VL.S1")), "{kept}");
    assert!(kept.ends_with("done=paper_waiting"), "{kept}");
    let next = open(organiser, &kept).await;
    assert_eq!(next.texts("[data-waiting]"), ["5"]);
    assert!(next.text().contains("Đã ghi lần nhập thứ nhất"));

    settle(app, &interviewer, (&path, &batch)).await;
    let once = open(organiser, &format!("{path}?once=yes&number=6"))
        .await
        .form(&path);
    let stored = led_to(&once.with("key.overall", "3").press(organiser, "save").await);
    assert!(
        stored.contains("once=yes") && stored.ends_with("done=paper_stored"),
        "{stored}"
    );
}

/// The second reading of the paper, by somebody else, differs in one question.
async fn settle(app: &TestApp, interviewer: &Client, (path, batch): (&str, &str)) {
    let second = open(interviewer, batch).await.form(path);
    let second = second.with("key.overall", "4").with("key.attitude", "4");
    let differs = Page::of(&second.press(interviewer, "save").await.expect(422));
    assert_eq!(differs.attributes("#errors a", "href"), ["#f-key.overall"]);
    assert!(
        differs.text().contains("Lần trước: “5”; lần này: “4”."),
        "{}",
        differs.text()
    );
    let settled = differs.form(path).with("key.overall", "5");
    let stored = led_to(&settled.press(interviewer, "save").await);
    assert!(stored.ends_with("done=paper_stored"), "{stored}");
    let rows: Vec<[String; 3]> = app
        .rows("SELECT channel, answers, (SELECT count(*) FROM papers_typed) || '' FROM responses")
        .await;
    assert_eq!(
        rows,
        [["paper", r#"{"attitude":4,"overall":5}"#, "0"].map(str::to_owned)]
    );
    let again = second.with("key.overall", "1").press(interviewer, "save").await;
    assert!(Page::of(&again.expect(422)).text().contains("đã nhập xong"));
}

async fn type_in(app: &TestApp, nth: usize, steps: &[&str]) {
    let organiser = crate::page::signed_in(&app.client, "tochuc").await;
    let path = format!("{}/entry", wave(app, "mot-cua", nth).await);
    for (number, step) in (1..).zip(steps) {
        let form = open(&organiser, &format!("{path}?once=yes&number={number}")).await;
        let form = form.form(&path).with("key.overall", step);
        form.press(&organiser, "save").await.expect(303);
    }
}

async fn figures_of_two_waves_make_a_trend(app: &TestApp) {
    Scene::set(app).await;
    let client = &app.client;
    let trend = "/surveys/mot-cua/trend";
    field(app, "mot-cua", Template::Desk.form(), Vec::new()).await;
    type_in(app, 0, &["5", "5", "5", "5", "5", "1", "1", "1", "1", "1"]).await;
    client.get(trend).await.expect(404);
    publish(app, "mot-cua").await;
    assert!(open(client, trend).await.text().contains("ít nhất hai đợt"));

    let (engine, owner) = (&app.app.engine, Actor::owner());
    let survey = engine.public_survey("mot-cua").await.unwrap();
    let mut form = survey.draft.clone();
    form.sections[0].items[0].text.set("vi", "Hỏi cách khác?");
    let change = SurveyChange {
        draft: Some((survey.revision, form)),
        ..SurveyChange::default()
    };
    engine.change_survey(&owner, "mot-cua", change).await.unwrap();
    field_again(app, "mot-cua", (11, 10), Vec::new()).await;
    app.set_time(app.now().plus_seconds(12 * DAY_S));
    type_in(
        app,
        1,
        &["5", "5", "5", "4", "4", "4", "3", "3", "3", "3", "3", "1"],
    )
    .await;
    engine.release_survey_figures().await.unwrap();

    let page = open(client, trend).await;
    let text = page.text();
    assert!(text.contains("Từ 50,00 % ở đợt 1 đến 50,00 % ở đợt 2."), "{text}");
    assert!(
        text.contains("Hỏi cách khác?") && text.contains("lời văn đã đổi"),
        "{text}"
    );
    // One person chose the worst step: the mean would give that away.
    let rows = page.texts(".counted:first-of-type tbody tr");
    assert!(rows[0].contains("trung bình 3,00"), "{rows:?}");
    assert!(
        rows[1].contains("50,00") && !rows[1].contains("trung bình"),
        "{rows:?}"
    );
    assert_eq!(page.texts("svg.plot title").len(), 1);
    let results = open(client, "/surveys/mot-cua/results").await;
    assert!(results.attributes("main a", "href").contains(&trend.to_owned()));
}
