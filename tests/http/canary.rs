//! Keys, explanations and sources of the scene's bank carry marker words. Through a whole journey, no answer, header,
//! page, island prop or embedded file holds one before its release.

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::journey::{answers_for, save, start, submit};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::page::Page;
use crate::scene::{QUESTIONS, SECRETS, Scene};

/// Words that would tell a key in what a participant is shown of a question.
const TELLING: [&str; 6] = ["correct", "key", "score", "points", "explanation", "right"];

#[track_caller]
fn holds_no_secret(answer: &Answer) {
    let headers = format!("{:?}", answer.headers);
    let body = String::from_utf8_lossy(&answer.body);
    for secret in SECRETS {
        assert!(!body.contains(secret), "{} holds «{secret}»", answer.what);
        assert!(
            !headers.contains(secret),
            "{} tells «{secret}» in a header",
            answer.what
        );
    }
}

/// Every name of a member, at any depth.
fn member_names(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                names.push(name.clone());
                member_names(value, names);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| member_names(value, names)),
        _ => {}
    }
}

/// A question has these members and no others, and no island gets more.
#[track_caller]
fn questions_tell_nothing(attempt: &Value) {
    let questions = attempt["questions"].as_array().unwrap();
    assert_eq!(questions.len(), QUESTIONS);
    for question in questions {
        let mut names = Vec::new();
        member_names(question, &mut names);
        for name in &names {
            let known = [
                "position",
                "kind",
                "stem_html",
                "options",
                "id",
                "text_html",
                "required",
                "min",
                "max",
            ];
            assert!(known.contains(&name.as_str()), "a question shows «{name}»");
            assert!(
                TELLING.iter().all(|word| !name.contains(word)),
                "a question shows «{name}»"
            );
        }
    }
}

async fn look(client: &Client, paths: &[String]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for path in paths {
        let answer = client.get(path).await;
        holds_no_secret(&answer);
        answers.push(answer);
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_is_told_before_its_release() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let browser = app.client.browser_with(&person.token);
    let attempt = start(&person.client, &scene.round).await;
    questions_tell_nothing(&attempt);
    let id = text_at(&attempt, "/attempt_id");
    let round = &scene.round;
    let paths: Vec<String> = ["", "/overview", "/receipt", "/result"]
        .map(|page| format!("/attempts/{id}{page}"))
        .into();
    let more = [
        "/".to_owned(),
        "/contests/cchc".to_owned(),
        "/contests/cchc/ready".to_owned(),
        "/contests/cchc/entered".to_owned(),
        format!("/rounds/{round}/ranking"),
        format!("/api/v1/attempts/{id}"),
        format!("/api/v1/attempts/{id}/result"),
        "/api/v1/contests/cchc".to_owned(),
        format!("/api/v1/rounds/{round}/participation"),
        "/privacy".to_owned(),
        "/api/v1/instance".to_owned(),
    ];
    let paths: Vec<String> = paths.into_iter().chain(more).collect();
    let open = look(&browser, &paths).await;
    props_tell_nothing(&open[0]);
    questions_tell_nothing(&browser.get(&paths[9]).await.json());

    let answers = answers_for(&attempt, 1, 0);
    holds_no_secret(&save(&person.client, &id, &answers).await.expect(200));
    let wrong = json!([{ "position": 1, "seq": 2, "value": { "text": "x" } }, { "position": 99, "seq": 2, "value": null }]);
    holds_no_secret(&save(&person.client, &id, &wrong).await.expect(422));
    holds_no_secret(&submit(&person.client, &id).await.expect(200));
    let sealed = look(&browser, &paths).await;
    sealed[10].problem(404, "#not-published");
    look_into_the_files(&app.client, &open[0]).await;
}

/// Islands get what a countdown needs, nothing of the paper.
#[track_caller]
fn props_tell_nothing(paper: &Answer) {
    let page = Page::of(paper);
    let props = page.attributes("leptos-island", "data-props");
    assert!(!props.is_empty(), "the paper has its countdown");
    for props in props {
        for word in TELLING.into_iter().chain(SECRETS) {
            assert!(!props.contains(word), "{props}");
        }
    }
    let scripts = page.texts("script").join(" ");
    assert!(
        !scripts.contains("__RESOLVED_RESOURCES") && !scripts.contains("__SERIALIZED"),
        "{scripts}"
    );
}

async fn look_into_the_files(client: &Client, paper: &Answer) {
    let names = paper
        .text()
        .split('"')
        .filter(|part| part.starts_with("/assets/"));
    for name in names {
        let request = client.request("GET", name).header("accept-encoding", "identity");
        let file = request.send().await.expect(200);
        for secret in SECRETS {
            let found = file
                .body
                .windows(secret.len())
                .any(|bytes| bytes == secret.as_bytes());
            assert!(!found, "{name} holds «{secret}»");
        }
    }
}

/// The same words are there once the rules release them: the search above can find.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_the_publication_keys_and_explanations_are_told() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let attempt = start(&person.client, &scene.round).await;
    let id = text_at(&attempt, "/attempt_id");
    submit(&person.client, &id).await.expect(200);
    for name in ["closing", "freezing", "publication"] {
        scene.step(&scene.organiser, name).await;
    }
    let browser = app.client.browser_with(&person.token);
    for path in [
        format!("/attempts/{id}/result"),
        format!("/api/v1/attempts/{id}/result"),
    ] {
        let shown = browser.get(&path).await.expect(200);
        assert!(
            SECRETS
                .iter()
                .all(|secret| shown.text().replace('.', "").contains(secret)),
            "{}",
            shown.text()
        );
    }
    let stranger = scene.enter(&app, "Lê Văn Bạn").await;
    stranger
        .client
        .get(&format!("/api/v1/attempts/{id}/result"))
        .await
        .problem(404, "#not-found");
}
