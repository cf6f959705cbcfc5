//! What a tablet at a desk is given: a page that leads nowhere else, its worker, and the whole form.

use khao_domain::survey::form::Form;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::Channel;
use khao_engine::policy::Actor;
use khao_engine::survey::fielding::WaveChange;
use serde_json::json;

use crate::app::TestApp;
use crate::page::open;
use crate::scene::Scene;
use crate::survey_forms::desk;

on_both!(
    the_page_leads_nowhere_and_knows_its_place,
    the_whole_form_is_what_was_fielded,
    a_tablet_is_for_surveys_that_stand_at_desks,
);

const KIOSK: &str = "/kiosk/mot-cua";

async fn the_page_leads_nowhere_and_knows_its_place(app: &TestApp) {
    let scene = Scene::set(app).await;
    desk(app).await;
    let address = format!("{KIOSK}?unit={}&desk=3", scene.unit("VL.S1"));
    let page = open(&app.client, &address).await;
    assert_eq!(
        page.attributes("a", "href"),
        ["/surveys/mot-cua?lang=vi"],
        "for browsers without scripts, and nothing else"
    );
    let props = page.attributes("leptos-island", "data-props");
    assert!(props[0].contains("Sở Nội vụ · Quầy 3"), "{props:?}");
    assert!(page.attributes("[nonce]", "nonce").is_empty());

    // The page is kept with its headers, so they hold no nonce.
    let answer = app.client.get(KIOSK).await.expect(200);
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains("script-src 'self' 'sha256-")
            && !policy.contains("nonce-")
            && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    assert_eq!(answer.header("cache-control"), Some("no-cache"));

    let worker = app.client.get("/sw.js").await.expect(200);
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    assert_eq!(
        worker.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(
        worker.header("service-worker-allowed"),
        None,
        "pages ask for less"
    );
    assert!(!worker.text().contains("{{BUILD}}"));
}

async fn the_whole_form_is_what_was_fielded(app: &TestApp) {
    Scene::set(app).await;
    desk(app).await;
    let path = "/api/v1/surveys/mot-cua/fielded";
    let answer = app.client.get(path).await.expect(200);
    let body = answer.json();
    let form: Form = serde_json::from_value(body["form"].clone()).unwrap();
    assert_eq!(form, Template::Desk.form());
    assert_eq!(
        (&body["version"], &body["title"]["en"]),
        (&json!(1), &json!("Your opinion, please"))
    );
    assert!(body["channels"].as_array().unwrap().contains(&json!("kiosk")));
    // Asked again by a tablet that has it.
    let tag = answer.header("etag").unwrap().to_owned();
    let again = app.client.request("GET", path).header("if-none-match", &tag);
    again.send().await.expect(304);
    app.client
        .get("/api/v1/surveys/khong-co/fielded")
        .await
        .expect(404);
}

async fn a_tablet_is_for_surveys_that_stand_at_desks(app: &TestApp) {
    Scene::set(app).await;
    desk(app).await;
    let (engine, owner) = (&app.app.engine, Actor::owner());
    let wave = engine.public_survey("mot-cua").await.unwrap().waves[0].id;
    let take = |channel| WaveChange {
        channels: Some(vec![channel]),
        ..WaveChange::default()
    };
    engine
        .change_wave(&owner, "mot-cua", wave, take(Channel::Web))
        .await
        .unwrap();
    app.client.get(KIOSK).await.expect(404);
    engine
        .change_wave(&owner, "mot-cua", wave, take(Channel::Kiosk))
        .await
        .unwrap();
    // What waits on a tablet is sent after the wave too.
    app.pass_seconds(12 * crate::fielded::DAY_S);
    app.client.get(KIOSK).await.expect(200);
    app.client.get("/kiosk/khong-co").await.expect(404);
}
