//! What every answer tells browsers, and what other sites cannot make a browser do.

use std::collections::BTreeSet;

use khao::state::Settings;
use khao_tests::client::{Answer, Client};
use serde_json::json;

use crate::app::{Options, TestApp, plain_settings};
use crate::scene::{PASSWORD, Scene};

/// An answer of every sort: page, API, file, error of each.
async fn sorts(client: &Client) -> Vec<Answer> {
    let mut answers = Vec::new();
    for path in [
        "/",
        "/contests/cchc",
        "/contests/cchc/enter",
        "/guide",
        "/guide/participant-1-enter",
        "/privacy",
        "/login",
        "/healthz",
        "/api/v1/contests",
        "/api/v1/instance",
        "/api/v1/contests/cchc",
        "/api/v1/openapi.json",
        "/api/v1/khong-co",
        "/khong-co",
        "/console",
        "/api/v1/audit",
        "/assets/khong-co.js",
    ] {
        answers.push(client.get(path).await);
    }
    answers.push(client.post("/api/v1/sessions", &json!({})).await);
    answers.push(client.request("BREW", "/contests/cchc").send().await);
    answers
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let mut nonces = BTreeSet::new();
    let answers = sorts(&app.client).await;
    for answer in &answers {
        let header = |name: &str| answer.header(name).unwrap_or_default();
        assert_eq!(header("x-content-type-options"), "nosniff", "{}", answer.what);
        assert_eq!(header("referrer-policy"), "same-origin", "{}", answer.what);
        assert_eq!(
            header("cross-origin-opener-policy"),
            "same-origin",
            "{}",
            answer.what
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            None,
            "{}",
            answer.what
        );
        assert!(!header("x-request-id").is_empty(), "{}", answer.what);
        let policy = header("content-security-policy");
        if answer.what.contains("/api/") {
            assert!(
                policy.starts_with("default-src 'none'; "),
                "{}: {policy}",
                answer.what
            );
            continue;
        }
        for part in [
            "default-src 'self'",
            "'strict-dynamic'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{}: {policy}", answer.what);
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
            "{policy}"
        );
        nonces.insert(nonce_of(policy));
    }
    let pages = answers.iter().filter(|answer| !answer.what.contains("/api/"));
    assert_eq!(nonces.len(), pages.count(), "each page has a nonce of its own");
}

fn nonce_of(policy: &str) -> String {
    let after = policy.split("'nonce-").nth(1).unwrap_or_default();
    after.split('\'').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host_and_transport_is_strict() {
    let secure = Settings {
        secure: true,
        behind_proxy: true,
        ..plain_settings()
    };
    let app = TestApp::with(Options {
        settings: secure,
        ..Options::default()
    })
    .await;
    Scene::set(&app).await;
    for answer in sorts(&app.client).await {
        let told = answer.header("strict-transport-security").unwrap_or_default();
        assert!(told.starts_with("max-age="), "{}", answer.what);
    }
    let body = json!({ "username": "quantri", "password": PASSWORD });
    let opened = app.client.post("/api/v1/sessions", &body).await.expect(201);
    let cookie = opened.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-sid="), "{cookie}");
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn the_plain_cookie_is_hidden_from_scripts_and_carries_the_token() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let body = json!({ "username": "quantri", "password": PASSWORD });
    let opened = app.client.post("/api/v1/sessions", &body).await.expect(201);
    let cookie = opened.header("set-cookie").unwrap().to_owned();
    let token = opened.json()["token"].as_str().unwrap().to_owned();
    assert!(cookie.starts_with(&format!("sid={token};")), "{cookie}");
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "{cookie}");
    assert_eq!(opened.header("cache-control"), Some("no-store"));
    let gone = app
        .client
        .browser_with(&token)
        .delete("/api/v1/sessions/current")
        .await
        .expect(204);
    assert!(
        gone.header("set-cookie").unwrap().starts_with("sid=;"),
        "{gone:?}"
    );
    app.client
        .bearer(&token)
        .get("/api/v1/accounts")
        .await
        .problem(401, "#log-in");
}

#[tokio::test]
async fn personal_answers_are_never_kept() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = khao_tests::journey::start(&person.client, &scene.round).await;
    let id = attempt["attempt_id"].as_str().unwrap();
    let browser = app.client.browser_with(&person.token);
    for (client, path) in [
        (&browser, format!("/attempts/{id}")),
        (&browser, "/contests/cchc/ready".to_owned()),
        (&browser, "/contests/cchc/entered".to_owned()),
        (&person.client, format!("/api/v1/attempts/{id}")),
        (
            &scene.organiser,
            format!("/api/v1/rounds/{}/exports/attempts.csv", scene.round),
        ),
        (&scene.administrator, "/api/v1/accounts".to_owned()),
        (&scene.administrator, "/console".to_owned()),
    ] {
        let answer = client.get(&path).await.expect(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn embedded_files_are_immutable_and_compressed() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = khao_tests::journey::start(&person.client, &scene.round).await;
    let id = attempt["attempt_id"].as_str().unwrap();
    let page = app
        .client
        .browser_with(&person.token)
        .get(&format!("/attempts/{id}"))
        .await
        .expect(200);
    let names: BTreeSet<&str> = page
        .text()
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .collect();
    assert!(names.iter().any(|name| has_ending(name, ".wasm")), "{names:?}");
    assert!(names.iter().any(|name| has_ending(name, ".css")), "{names:?}");
    for name in names {
        let request = app.client.request("GET", name).header("accept-encoding", "br");
        let file = request.send().await.expect(200);
        let kept = file.header("cache-control").unwrap_or_default();
        assert!(kept.contains("immutable"), "{name}: {kept}");
        assert_eq!(file.header("content-encoding"), Some("br"), "{name}");
        if has_ending(name, ".css") {
            assert!(
                file.body.len() < CSS_BYTES_MAX,
                "{name}: {} bytes",
                file.body.len()
            );
        }
    }
}

/// The budget of all styles together, compressed.
const CSS_BYTES_MAX: usize = 12 * 1024;

fn has_ending(name: &str, ending: &str) -> bool {
    name.ends_with(ending)
}

/// The session cookie alone moves nothing: the browser must say that the form was ours.
#[tokio::test]
async fn another_site_cannot_post() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = khao_tests::journey::start(&person.client, &scene.round).await;
    let id = attempt["attempt_id"].as_str().unwrap();
    let own_origin = app.client.base().to_owned();
    let cases: [(&[(&str, &str)], bool); 7] = [
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
        (&[], false),
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("origin", &own_origin)], true),
    ];
    let cookie = format!("sid={}", person.token);
    for path in [
        format!("/api/v1/attempts/{id}/submission"),
        format!("/attempts/{id}"),
    ] {
        for (headers, passes) in cases {
            let mut request = app.client.request("POST", &path).header("cookie", &cookie);
            request = if path.starts_with("/api") {
                request.json(&json!({ "lạ": 1 }))
            } else {
                request.form(&[])
            };
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let answer = request.send().await;
            assert_eq!(
                answer.status != 403,
                passes,
                "{path} {headers:?}: {}",
                answer.status
            );
        }
    }
    let unknown = app.client.request("DELETE", &format!("/attempts/{id}"));
    unknown
        .header("sec-fetch-site", "cross-site")
        .send()
        .await
        .expect(405);
    let bearer = person
        .client
        .request("POST", &format!("/api/v1/attempts/{id}/submission"));
    bearer.json(&json!({ "lạ": 1 })).send().await.expect(422);
}
