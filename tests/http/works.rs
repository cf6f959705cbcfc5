//! Long work in the console: a form that takes long leads to a page that says how far it is, without scripts, and what
//! came of it is found there afterwards.

use std::time::Duration;

use khao::state::Settings;
use khao_domain::ids::WorkId;
use khao_domain::people::role::Role;
use khao_domain::work::WorkKind;
use khao_engine::people::accounts::AccountQuery;
use khao_engine::policy::Actor;
use khao_engine::work::{Outcome, Running};
use khao_tests::wait::until;
use tokio::sync::oneshot;

use crate::app::{Options, TestApp, plain_settings};
use crate::page::{Page, led_to, open, send};
use crate::scene::Scene;

on_both!(a_work_is_followed_without_scripts);

const PATIENCE: Duration = Duration::from_secs(20);

/// A freezing of the scene's round that waits in its middle.
async fn held(app: &TestApp, username: &str, round: &str) -> (Running<()>, oneshot::Sender<()>) {
    let engine = &app.app.engine;
    let query = AccountQuery {
        text: username.to_owned(),
        limit: 1,
        ..AccountQuery::default()
    };
    let account = engine.accounts(&Actor::owner(), &query).await.unwrap().remove(0);
    let actor = Actor::Staff {
        id: account.id,
        username: account.username,
        role: Role::Organiser,
        unit: None,
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    };
    let tell = |(): &()| Outcome::Frozen {
        participants: 2_000,
        all_correct: 3,
    };
    let (go_on, held) = oneshot::channel();
    let what = (WorkKind::Freezing, round.parse().ok());
    let work = engine
        .begin(&actor, what, tell, |progress| async move {
            progress.expect(2_000);
            progress.add(1_240);
            held.await.unwrap();
            progress.add(760);
            Ok(())
        })
        .await;
    (work.unwrap(), go_on)
}

async fn a_work_is_followed_without_scripts(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (organiser, console) = (&scene.organiser, "/console");
    assert_eq!(
        open(organiser, console).await.texts("a[href='/console/work']"),
        [""; 0]
    );
    let (work, go_on) = held(app, "tochuc", &scene.round).await;
    let path = format!("/console/work/{}", work.id);
    let page = until("how far it is", PATIENCE, async || {
        let page = open(organiser, &path).await;
        page.text().contains("62 %: 1.240 trong 2.000").then_some(page)
    })
    .await;
    assert_eq!(page.attributes("meta[http-equiv=refresh]", "content"), ["2"]);
    let bar = |name| page.attributes("main progress", name);
    assert_eq!(
        (bar("max"), bar("value")),
        (vec!["2000".to_owned()], vec!["1240".to_owned()])
    );
    assert!(page.text().contains("Tuần 1"), "{}", page.text());
    // Whoever reads slowly stops the reloading.
    let still = page.attributes("main a[href*='still']", "href").remove(0);
    let page = open(organiser, &still).await;
    assert_eq!(page.attributes("meta[http-equiv=refresh]", "content"), [""; 0]);
    assert_eq!(
        page.attributes(&format!("main a[href='{path}']"), "href"),
        [path.as_str()]
    );
    let link = open(organiser, console).await.texts("a[href='/console/work']");
    assert_eq!(link, ["Việc đang chạy (1)"]);
    for stranger in [&scene.coordinator, &scene.other_coordinator] {
        stranger.get(&path).await.expect(404);
        let list = open(stranger, "/console/work").await;
        assert_eq!(list.texts("main tbody tr"), [""; 0]);
    }
    app.client.get(&path).await.expect(401);
    open(&scene.administrator, &path).await;
    go_on.send(()).unwrap();
    work.ended().await.unwrap();
    let page = open(organiser, &path).await;
    assert_eq!(page.attributes("meta[http-equiv=refresh]", "content"), [""; 0]);
    assert!(page.text().contains("Đã chốt kết quả") && page.text().contains("2.000"));
    assert_eq!(page.attributes("main a.btn", "href"), ["/console/contests/cchc"]);
    let list = open(organiser, "/console/work").await;
    assert_eq!(list.texts("main tbody tr").len(), 1);
    assert!(list.text().contains("Đã xong"));
}

/// A server whose pages wait for nothing.
async fn impatient() -> TestApp {
    let settings = Settings {
        work_patience: Duration::ZERO,
        ..plain_settings()
    };
    let options = Options {
        settings,
        ..Options::default()
    };
    TestApp::with(options).await
}

/// What the page of a work says, once it has ended.
async fn told(client: &khao_tests::client::Client, path: &str) -> Page {
    path.strip_prefix("/console/work/")
        .unwrap()
        .parse::<WorkId>()
        .unwrap();
    until("the end of the work", PATIENCE, async || {
        let page = open(client, path).await;
        page.attributes("meta[http-equiv=refresh]", "content")
            .is_empty()
            .then_some(page)
    })
    .await
}

#[tokio::test]
async fn long_steps_lead_to_their_work() {
    let app = impatient().await;
    let scene = Scene::set(&app).await;
    let administrator = &scene.administrator;
    let province = [("action", "import"), ("province_code", "15")];
    let begun = led_to(&send(administrator, "/console/units/starting-set", &province).await);
    let page = told(administrator, &begun).await;
    assert!(page.text().contains("Đã nhập xong"), "{}", page.text());
    let next = page.attributes("main a.btn", "href").remove(0);
    assert!(next.starts_with("/console/units/imports/"), "{next}");
    open(administrator, &next).await;

    let file = "code,name,parent_code\nVL.X8,Xã Tám,VL\n";
    let sent = administrator.request("POST", "/console/units/import");
    let staged = led_to(&sent.file("file", file.as_bytes()).send().await);
    let begun = led_to(&send(administrator, &staged, &[("action", "import")]).await);
    assert!(told(administrator, &begun).await.text().contains("Đã nhập xong"));

    let bank = format!("/console/banks/{}", scene.bank);
    let sent = administrator.request("POST", &format!("{bank}/import"));
    let template = administrator.get("/api/v1/banks/template.csv").await.expect(200);
    let header = template.text().lines().next().unwrap();
    let wrong = format!("{header}\r\nx\r\n");
    let staged = led_to(&sent.file("file", wrong.as_bytes()).send().await);
    let begun = led_to(&send(administrator, &staged, &[]).await);
    let page = told(administrator, &begun).await;
    assert!(page.text().contains("Tệp có lỗi"), "{}", page.text());
    assert!(!page.texts("main tbody tr").is_empty());
    let again = page.attributes("main a.btn", "href");
    assert_eq!(again, [format!("{bank}/import")]);
}

#[tokio::test]
async fn a_freezing_leads_to_its_work() {
    let app = impatient().await;
    let scene = Scene::set(&app).await;
    let (organiser, contest) = (&scene.organiser, "/console/contests/cchc");
    let take = async |action| {
        let step = [
            ("round_id", scene.round.as_str()),
            ("action", action),
            ("understood", "yes"),
        ];
        led_to(&send(organiser, contest, &step).await)
    };
    let page = told(organiser, &take("freeze").await).await;
    // It is still open.
    assert!(!page.texts("main .note.bad").is_empty(), "{}", page.text());
    assert!(take("close").await.starts_with(contest));
    let page = told(organiser, &take("freeze").await).await;
    assert!(page.text().contains("Đã chốt kết quả"), "{}", page.text());
    assert_eq!(page.attributes("main a.btn", "href"), [contest]);
}
