//! Staff accounts: listed, invited by a link whose code leaves the address bar, and guarded by a second factor.

use std::time::Duration;

use khao_domain::people::role::Role;
use khao_tests::server::Server;
use khao_tests::totp::code_at;
use khao_tests::wait::until;
use serde_json::json;

use crate::driver::Browser;
use crate::inspection::Inspector;
use crate::journey::send_password;

const PATIENCE: Duration = Duration::from_secs(20);

/// `browser` is the administrator's, `guest` nobody's.
pub async fn look(browser: &Browser, guest: &Browser, inspector: &Inspector, server: &Server) {
    browser.go("/console/accounts").await;
    inspector.look(browser, "console-accounts").await;
    browser.click("main table a[href^='/console/accounts/']").await;
    browser
        .arrive("an account", |path| path.len() > "/console/accounts/".len())
        .await;
    inspector.look(browser, "console-account").await;
    browser.go("/console/accounts/new").await;
    browser.click("button:not(.unseen)[value=invite]").await;
    until("the mistakes", PATIENCE, async || {
        browser.has("#errors").await.then_some(())
    })
    .await;
    inspector.look(browser, "console-account-new").await;
    browser
        .run("document.querySelector('[name=role]').value = 'auditor'", &[])
        .await;
    browser.click("button:not(.unseen)[value=invite]").await;
    until("the link", PATIENCE, async || {
        browser.has("section.note .mono").await.then_some(())
    })
    .await;
    inspector.look(browser, "console-link").await;
    let link = browser.text("section.note .mono").await;
    let (_, code) = link.split_once('#').unwrap();
    follow(guest, inspector, "invitation", code).await;
    follow(guest, inspector, "reset", code).await;
    guard(browser, inspector, server).await;
}

/// The island takes the code over, and out of the address.
async fn follow(guest: &Browser, inspector: &Inspector, page: &str, code: &str) {
    guest.go(&format!("/{page}#{code}")).await;
    let typed = "return document.querySelector('[name=code]').value";
    until("the code in its field", PATIENCE, async || {
        (guest.run(typed, &[]).await == json!(code)).then_some(())
    })
    .await;
    assert_eq!(guest.run("return location.hash", &[]).await, json!(""));
    inspector.look(guest, page).await;
}

/// The administrator sets a second factor up, and logs in with it.
async fn guard(browser: &Browser, inspector: &Inspector, server: &Server) {
    let (username, password) = server.demo_account(Role::Administrator);
    browser.go("/account").await;
    inspector.look(browser, "account").await;
    browser.type_into("[name=totp_password]", &password).await;
    browser.click("button[value=totp-begin]").await;
    until("the secret", PATIENCE, async || {
        browser.has("svg.qr").await.then_some(())
    })
    .await;
    inspector.look(browser, "account-secret").await;
    let secret = browser.text("#second-factor .mono").await.replace(' ', "");
    let now_ms = browser.run("return Date.now()", &[]).await.as_f64().unwrap();
    let now_s = Duration::from_secs_f64(now_ms / 1000.0).as_secs();
    let code = code_at(&secret, i64::try_from(now_s).unwrap());
    browser.type_into("[name=code]", &code).await;
    browser.click("button[value=totp-confirm]").await;
    until("the recovery codes", PATIENCE, async || {
        browser.has("#second-factor li").await.then_some(())
    })
    .await;
    inspector.look(browser, "account-recovery-codes").await;
    let recovery = browser.text("#second-factor li").await;
    browser.click("form[action='/logout'] button").await;
    browser.arrive("home", |path| path == "/").await;
    send_password(browser, &username, &password).await;
    until("the second step", PATIENCE, async || {
        browser.has("[name=proof]").await.then_some(())
    })
    .await;
    inspector.look(browser, "login-code").await;
    browser.type_into("[name=code]", &recovery).await;
    browser.click("main form button").await;
    browser.arrive("the console", |path| path == "/console").await;
    browser.go("/account/proof").await;
    inspector.look(browser, "account-proof").await;
    browser.go("/console").await;
}
