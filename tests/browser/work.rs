//! Long work while it runs: its page stands still where one wants it to, and otherwise reloads without a script.

use crate::app::TestApp;
use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::log_in;
use crate::player::see;
use crate::scene::{PASSWORD, Scene, held_work};

const ORGANISER: &str = "tochuc";

pub async fn look(driver: &str, inspector: &Inspector) {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let (work, go_on) = held_work(&app, ORGANISER, &scene.round).await;
    let id = work.id;
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
