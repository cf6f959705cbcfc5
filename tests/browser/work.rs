//! Long work while it runs: its page stands still where one wants it to, and otherwise reloads without a script.

use khao_domain::people::role::Role;
use khao_domain::work::WorkKind;
use khao_engine::people::accounts::AccountQuery;
use khao_engine::policy::Actor;
use khao_engine::work::Outcome;
use tokio::sync::oneshot;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::log_in;
use crate::player::see;
use crate::scene::{PASSWORD, Scene};

const ORGANISER: &str = "tochuc";

pub async fn look(driver: &str, inspector: &Inspector) {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let (id, go_on) = held(&app, &scene.round).await;
    let browser = Browser::open(driver, app.client.base()).await;
    log_in(&browser, ORGANISER, PASSWORD).await;
    inspector.look(&browser, "console-with-work").await;
    browser.go(&format!("/console/work/{id}?still=true")).await;
    inspector.look(&browser, "console-work-running").await;
    browser.go(&format!("/console/work/{id}")).await;
    see(&browser, "how far it is", "main progress").await;
    go_on.send(()).unwrap();
    see(&browser, "the end, by itself", "main .note[role=status]").await;
    browser.close().await;
}

/// Work of the organiser that waits in its middle.
async fn held(app: &TestApp, round: &str) -> (String, oneshot::Sender<()>) {
    let engine = &app.app.engine;
    let query = AccountQuery {
        text: ORGANISER.to_owned(),
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
            Ok(())
        })
        .await;
    (work.unwrap().id.to_string(), go_on)
}
