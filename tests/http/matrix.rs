//! Every route × every visitor: the status follows from the route's access and from whose the object is.
//!
//! The list of [`specimens`] is written by hand and compared with the route table, both ways: a route that nobody thought
//! about fails, and so does one whose access is not the intended one.

mod specimens;
mod visitors;

use std::collections::BTreeMap;

use khao::routes::table::{Access, BodyKind, Route};
use khao::state::Settings;
use khao_engine::policy::Action;
use khao_tests::client::{Answer, Client};

use self::specimens::{Place, Specimen, Whose, specimens};
use self::visitors::{Visitor, Visitors};
use crate::app::{Options, TestApp, plain_settings};
use crate::scene::Scene;

/// What a visitor is told.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    LogIn,
    Forbidden,
    NotFound,
    /// Whatever the call itself answers: 2xx, 3xx, 409, 422.
    Allowed,
}

fn expected(specimen: &Specimen, visitor: &Visitor) -> Verdict {
    let access = match (specimen.access, visitor) {
        (Access::Public, _) | (Access::Participant, Visitor::Participant(_)) => Verdict::Allowed,
        (_, Visitor::Nobody) => Verdict::LogIn,
        (Access::Session, _) => Verdict::Allowed,
        (Access::Staff(action), Visitor::Staff(role, _)) if action.allowed_to(*role) => Verdict::Allowed,
        (Access::Participant | Access::Staff(_), _) => Verdict::Forbidden,
    };
    match access {
        Verdict::Allowed if !is_theirs(specimen.whose, visitor) => match specimen.whose {
            Whose::Unknown => Verdict::LogIn,
            // A page of another contest leads to that contest's re-entry.
            Whose::Contest if specimen.path.contains("/contests/") => Verdict::LogIn,
            _ => Verdict::NotFound,
        },
        verdict => verdict,
    }
}

fn is_theirs(whose: Whose, visitor: &Visitor) -> bool {
    match (whose, visitor) {
        (Whose::Owners, Visitor::Participant(place)) => *place == Place::Owner,
        (Whose::Contest, Visitor::Participant(place)) => *place != Place::OtherContest,
        (Whose::Unit, Visitor::Staff(_, unit)) => unit.is_none_or(|unit| unit == "VL.S1"),
        (Whose::Surveyors, Visitor::Staff(role, _)) => Action::ReadSurveys.allowed_to(*role),
        (Whose::Nobodys | Whose::Unknown | Whose::Surveyors, _) => false,
        _ => true,
    }
}

fn told(answer: &Answer) -> Option<Verdict> {
    match answer.status {
        401 => Some(Verdict::LogIn),
        403 => Some(Verdict::Forbidden),
        404 => Some(Verdict::NotFound),
        200..=399 | 409 | 422 => Some(Verdict::Allowed),
        _ => None,
    }
}

async fn call(client: &Client, specimen: &Specimen, body: BodyKind, path: &str) -> Answer {
    let request = client.request(specimen.method, path);
    let request = match body {
        BodyKind::None => request,
        BodyKind::Json => request.json(&specimen.body),
        BodyKind::Form => request.form(&specimen.form()),
        BodyKind::Multipart => request.file("file", b"x"),
    };
    request.send().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_every_visitor_as_its_access_says() {
    // So many visitors behind one address would be told to wait.
    let settings = Settings {
        generous_limits: true,
        ..plain_settings()
    };
    let app = TestApp::with(Options {
        settings,
        ..Options::default()
    })
    .await;
    let scene = Scene::set(&app).await;
    let visitors = Visitors::of(&app, &scene).await;
    let routes = khao::routes::table();
    let all = specimens(&scene, &visitors);
    let mut wrong = unknown(&routes, &all);
    for specimen in &all {
        let Some(route) = of(&routes, specimen) else {
            continue;
        };
        if specimen.pattern.ends_with("/freezing") {
            end_open_attempts(&app).await;
        }
        for (name, visitor, client) in visitors.each(specimen.ends_session).await {
            let answer = call(&client, specimen, route.body, &specimen.path).await;
            let expected = expected(specimen, &visitor);
            if told(&answer).as_ref() != Some(&expected) {
                wrong.push(format!(
                    "{} {} as {name}: {}, not {expected:?}: {}",
                    specimen.method,
                    specimen.path,
                    answer.status,
                    first_words(&answer)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The papers that were started on the way run out.
async fn end_open_attempts(app: &TestApp) {
    app.pass_seconds(3600);
    app.app.engine.sweep().await.unwrap();
}

fn of<'r>(routes: &'r [Route], specimen: &Specimen) -> Option<&'r Route> {
    routes
        .iter()
        .find(|route| route.method == *specimen.method && route.path == specimen.pattern)
}

/// Routes without a specimen, specimens without a route, and routes whose access is another one than intended.
fn unknown(routes: &[Route], specimens: &[Specimen]) -> Vec<String> {
    let mut intended: BTreeMap<(String, &str), Access> = specimens
        .iter()
        .map(|one| ((one.method.to_owned(), one.pattern), one.access))
        .collect();
    let mut wrong = Vec::new();
    for route in routes {
        match intended.remove(&(route.method.to_string(), route.path)) {
            Some(access) if access == route.access => {}
            Some(access) => wrong.push(format!(
                "{} {} is open to {:?}, meant is {access:?}",
                route.method, route.path, route.access
            )),
            None => wrong.push(format!("{} {} has no expectation", route.method, route.path)),
        }
    }
    let gone = intended
        .into_keys()
        .map(|(method, path)| format!("{method} {path} is no route"));
    wrong.extend(gone);
    wrong
}

fn first_words(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).chars().take(200).collect()
}
