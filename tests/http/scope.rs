//! What belongs to another unit, or to the whole authority, is not there for staff who are bound to a unit: asked of
//! every route that names a contest, a round, a bank or a participant.

mod bodies;

use khao::routes::table::{Access, BodyKind, Route};
use khao_domain::people::role::Role;
use khao_engine::contest::attachments::NewAttachment;
use khao_engine::policy::Actor;
use khao_tests::client::{Answer, Client, text_at};
use khao_tests::journey::{start, submit};
use serde_json::{Value, json};

use bodies::body;

use crate::app::TestApp;
use crate::page::{led_to, send};
use crate::scene::{BANK, Person, Scene, staff};

/// The objects of one owner.
struct Objects {
    slug: String,
    survey: String,
    wave: String,
    batch: String,
    round: String,
    bank: String,
    person: String,
    attempt: String,
    group: String,
    message: String,
    document: String,
    prize: String,
    /// Somebody of the contest's roster.
    expected: String,
    /// A round whose ranking is public, and what was complained of there.
    finished: String,
    complaint: String,
}

/// Nobody's id: what is looked for by it is not there for anybody.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// A roster in which nothing is wrong.
const ROSTER: &str = "full_name,unit_code\nLê An,VL.S1\n";

/// What lies in the console and belongs to no unit: units, accounts and somebody's work have scopes of their own.
const UNOWNED: [&str; 5] = ["/units/", "/account", "/invitations/", "/uploads/", "/work/"];

impl Objects {
    /// None where the route names nothing that has an owner.
    fn path(&self, pattern: &str) -> Option<String> {
        let is_over = pattern.contains("/complaints");
        let round = if is_over { &self.finished } else { &self.round };
        let (before, id) = [
            ("/attachments/", &self.document),
            ("/messages/", &self.message),
            ("/attempts/", &self.attempt),
            ("/groups/", &self.group),
            ("/rounds/", round),
            ("/banks/", &self.bank),
            ("/participants/", &self.person),
            ("/contests/", &self.slug),
            ("/surveys/", &self.survey),
        ]
        .into_iter()
        .find(|(before, _)| pattern.contains(&format!("{before}{{")))
        .or_else(|| {
            let is_known = !pattern.contains('{') || UNOWNED.iter().any(|part| pattern.contains(part));
            assert!(is_known, "whose is {pattern}?");
            None
        })?;
        let path = pattern.replace(&format!("{before}{{id}}"), &format!("{before}{id}"));
        let path = path
            .replace("{complaint}", &self.complaint)
            .replace("{prize}", &self.prize)
            .replace("/roster/{id}", &format!("/roster/{}", self.expected))
            .replace("/roster/uploads/{id}", &format!("/roster/uploads/{NOBODY}"));
        let path = path.replace("{code}", "TC-1").replace("{revision}", "1");
        // Only who sent a file sees it: `a_file_that_was_sent_opens_no_bank` and the one of rosters ask with the own one.
        let path = path.replace("{upload}", NOBODY);
        let path = path.replace("{wave}/invitations/{batch}", &self.batch);
        let path = path.replace("{wave}", &self.wave);
        let path = path.replace("{item}", "overall").replace("{section}", "rating");
        let is_of_survey = pattern.contains("/surveys/");
        let slug = if is_of_survey { &self.survey } else { &self.slug };
        Some(path.replace("{slug}", slug).replace("{step}", "review"))
    }
}

async fn call(client: &Client, route: &Route, path: &str, objects: &Objects) -> Answer {
    let request = client.request(route.method.as_str(), path);
    let body = body(route.path, objects);
    let request = match route.body {
        BodyKind::None => request,
        BodyKind::Json => request.json(&body),
        BodyKind::Form => {
            let members = body.as_object().into_iter().flatten();
            let fields: Vec<(String, String)> = members
                .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
                .collect();
            request.form(&fields)
        }
        BodyKind::Multipart if route.path.contains("/banks/") => request.file("file", BANK.as_bytes()),
        BodyKind::Multipart if route.path.contains("/roster/") => request.file("file", ROSTER.as_bytes()),
        BodyKind::Multipart => request.file("file", b"%PDF-1.7 %%EOF"),
    };
    request.send().await
}

/// Of VL.S1: a contest with a round and a bank, both made through the API by its own organiser.
async fn departments(app: &TestApp, scene: &Scene) -> Objects {
    let organiser = bound(app, scene, "tochuc.noivu", Role::Organiser, "VL.S1").await;
    let bank = organiser
        .post(
            "/api/v1/banks",
            &json!({ "name": "Của Sở Nội vụ", "language": "vi" }),
        )
        .await
        .expect(201)
        .json();
    assert_eq!(bank["unit_id"], scene.unit("VL.S1"));
    let contest = json!({ "slug": "noi-vu", "title": "Của Sở Nội vụ" });
    let contest = organiser
        .post("/api/v1/contests", &contest)
        .await
        .expect(201)
        .json();
    assert_eq!(contest["unit_id"], scene.unit("VL.S1"));
    let survey = json!({ "slug": "quay-noi-vu", "title": { "vi": "Của Sở Nội vụ" }, "template": "desk" });
    let survey = organiser.post("/api/v1/surveys", &survey).await;
    survey.expect(201);
    let nobody = || NOBODY.to_owned();
    let own = Objects {
        slug: "noi-vu".to_owned(),
        survey: "quay-noi-vu".to_owned(),
        wave: NOBODY.to_owned(),
        batch: format!("{NOBODY}/invitations/{NOBODY}"),
        round: nobody(),
        group: nobody(),
        message: nobody(),
        document: nobody(),
        bank: text_at(&bank, "/id"),
        person: nobody(),
        attempt: nobody(),
        prize: nobody(),
        expected: nobody(),
        finished: nobody(),
        complaint: nobody(),
    };
    let rounds = "/api/v1/contests/noi-vu/rounds";
    let round = organiser
        .post(rounds, &body("/api/v1/contests/{slug}/rounds", &own))
        .await;
    let round = text_at(&round.expect(201).json(), "/id");
    let finished = round.clone();
    Objects {
        round,
        finished,
        ..own
    }
}

async fn attempt_of(person: &Person, round: &str) -> String {
    let attempt = start(&person.client, round).await;
    text_at(&attempt, "/attempt_id")
}

/// Of the authority's other contest, whose ranking is public now.
async fn complaint(app: &TestApp, scene: &Scene) -> String {
    let person = scene.stranger(app).await;
    let attempt = attempt_of(&person, &scene.other_round).await;
    submit(&person.client, &attempt).await.expect(200);
    let (engine, owner) = (&app.app.engine, Actor::owner());
    let round = scene.other_round.parse().unwrap();
    engine.close_round(&owner, round).await.unwrap();
    engine.freeze_round(&owner, round).await.unwrap();
    engine.publish_round(&owner, round).await.unwrap();
    let path = format!("/api/v1/attempts/{attempt}/complaints");
    let filed = person.client.post(&path, &json!({ "text": "Sai" })).await;
    text_at(&filed.expect(201).json(), "/id")
}

async fn prize(scene: &Scene) -> String {
    let prize = json!({ "given_for": "round", "name": "Giải Nhất", "number": 1 });
    let path = "/api/v1/contests/cchc/prizes";
    let made = scene.administrator.post(path, &prize).await;
    text_at(&made.expect(201).json(), "/id")
}

async fn expected(scene: &Scene) -> String {
    let roster = "/api/v1/contests/cchc/roster";
    let path = format!("{roster}/imports");
    let import = scene.administrator.upload(&path, ROSTER.as_bytes());
    import.await.expect(200);
    let people = scene.administrator.get(roster).await.expect(200).json();
    text_at(&people, "/people/0/id")
}

async fn bound(app: &TestApp, scene: &Scene, username: &str, role: Role, unit: &str) -> Client {
    staff(app, username, role, scene.unit(unit).parse().ok()).await
}

async fn message(scene: &Scene) -> String {
    let text = json!({ "text": "Xin kiểm tra lại giờ mở." });
    let told = scene
        .administrator
        .post("/api/v1/contests/cchc/messages", &text)
        .await;
    text_at(&told.expect(201).json(), "/id")
}

async fn document(app: &TestApp) -> String {
    let document = NewAttachment {
        title: String::new(),
        file_name: "a.pdf".to_owned(),
        content: b"%PDF-1.7 %%EOF".to_vec(),
    };
    let document = app.app.engine.attach(&Actor::owner(), "cchc", document).await;
    document.unwrap().id.to_string()
}

/// Of the whole authority.
async fn province(app: &TestApp, scene: &Scene) -> Objects {
    let person = scene.enter(app, "Trần Thị Chủ").await;
    Objects {
        slug: "cchc".to_owned(),
        survey: "quay".to_owned(),
        wave: scene.wave.clone(),
        batch: scene.batch_path(),
        round: scene.round.clone(),
        bank: scene.bank.clone(),
        group: scene.officials.clone(),
        message: message(scene).await,
        document: document(app).await,
        attempt: attempt_of(&person, &scene.round).await,
        person: person.id.clone(),
        prize: prize(scene).await,
        expected: expected(scene).await,
        finished: scene.other_round.clone(),
        complaint: complaint(app, scene).await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_another_unit_is_there() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let province = province(&app, &scene).await;
    let department = departments(&app, &scene).await;
    let organiser = bound(&app, &scene, "tochuc.yte", Role::Organiser, "VL.S2").await;
    let writer = bound(&app, &scene, "soan.yte", Role::QuestionWriter, "VL.S2").await;
    let auditor = bound(&app, &scene, "kiemtra.yte", Role::Auditor, "VL.S2").await;
    let mut asked = 0;
    let mut wrong = Vec::new();
    for route in khao::routes::table() {
        let Access::Staff(action) = route.access else {
            continue;
        };
        for (role, client) in [
            (Role::Organiser, &organiser),
            (Role::QuestionWriter, &writer),
            (Role::Auditor, &auditor),
        ] {
            for objects in [&province, &department] {
                let Some(path) = objects.path(route.path).filter(|_| action.allowed_to(role)) else {
                    continue;
                };
                let answer = call(client, &route, &path, objects).await;
                asked += 1;
                if answer.status != 404 {
                    let words = answer.text().chars().take(200).collect::<String>();
                    wrong.push(format!(
                        "{} {path} as {role:?}: {} {words}",
                        route.method, answer.status
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(asked >= 90, "only {asked} calls were made");
    // Nothing of it happened.
    let round = scene
        .administrator
        .get("/api/v1/contests/cchc")
        .await
        .expect(200)
        .json();
    assert_eq!(round["rounds"][0]["state"], "announced");
}

/// The contest was the department's own when the file was sent, and is another's now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roster_that_was_sent_opens_no_contest() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = bound(&app, &scene, "tochuc.yte", Role::Organiser, "VL.S2").await;
    let contest = json!({ "slug": "y-te", "title": "Của Sở Y tế" });
    organiser.post("/api/v1/contests", &contest).await.expect(201);
    let sent = organiser.upload("/console/contests/y-te/roster/uploads", ROSTER.as_bytes());
    let staged = led_to(&sent.await);
    organiser.get(&staged).await.expect(200);
    let given = json!({ "unit_id": scene.unit("VL.S1") });
    let contest = "/api/v1/contests/y-te";
    scene.administrator.patch(contest, &given).await.expect(200);
    organiser.get(&staged).await.expect(404);
    let path = staged.split('?').next().unwrap();
    let load = [("action", "load"), ("mode", "replace")];
    send(&organiser, path, &load).await.expect(404);
}

/// The bank was the department's own when the file was sent, and is another's now.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_sent_opens_no_bank() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = bound(&app, &scene, "tochuc.yte", Role::Organiser, "VL.S2").await;
    let bank = json!({ "name": "Của Sở Y tế", "language": "vi" });
    let bank = organiser.post("/api/v1/banks", &bank).await.expect(201).json();
    let bank = text_at(&bank, "/id");
    let path = format!("/console/banks/{bank}/import");
    let staged = led_to(&organiser.upload(&path, BANK.as_bytes()).await);
    organiser.get(&staged).await.expect(200);
    let given = json!({ "unit_id": scene.unit("VL.S1") });
    let bank = format!("/api/v1/banks/{bank}");
    scene.administrator.patch(&bank, &given).await.expect(200);
    organiser.get(&staged).await.expect(404);
    send(&organiser, &staged, &[]).await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_departments_organiser_works_within_the_department() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    departments(&app, &scene).await;
    let organiser = bound(&app, &scene, "tochuc.yte", Role::Organiser, "VL.S2").await;
    let foreign = json!({ "slug": "cua-ai", "title": "Của ai", "unit_id": scene.unit("VL.S1") });
    let refused = organiser.post("/api/v1/contests", &foreign).await;
    assert_eq!(refused.pointers(422), ["/unit_id"]);
    let bank = json!({ "name": "Của ai", "language": "vi", "unit_id": scene.unit("VL") });
    let refused = organiser.post("/api/v1/banks", &bank).await;
    assert_eq!(refused.pointers(422), ["/unit_id"]);
    let own = json!({ "slug": "y-te", "title": "Của Sở Y tế", "unit_id": scene.unit("VL.S2") });
    organiser.post("/api/v1/contests", &own).await.expect(201);
    // The authority's bank may be drawn from; another department's may not.
    let group = |bank: &str| {
        let blueprint = [json!({ "topic": "Thể chế", "difficulty": 1, "count": 1 })];
        json!({ "name": "Cán bộ", "bank_id": bank, "blueprint": blueprint })
    };
    let groups = "/api/v1/contests/y-te/groups";
    let all = scene.organiser.get("/api/v1/banks").await.expect(200).json();
    let departments_bank = all["banks"].as_array().unwrap().iter();
    let departments_bank = departments_bank
        .clone()
        .find(|bank| bank["unit_id"] == scene.unit("VL.S1"));
    let refused = organiser
        .post(groups, &group(&text_at(departments_bank.unwrap(), "/id")))
        .await;
    assert_eq!(refused.pointers(422), ["/bank_id"]);
    organiser.post(groups, &group(&scene.bank)).await.expect(201);
    // Lists hold what is public and what is their own.
    let banks = organiser.get("/api/v1/banks").await.expect(200).json();
    assert_eq!(banks["banks"], json!([]));
    let slugs = |list: Value| -> Vec<String> {
        let contests = list["contests"].as_array().unwrap().iter();
        contests.map(|contest| text_at(contest, "/slug")).collect()
    };
    let seen = slugs(organiser.get("/api/v1/contests").await.expect(200).json());
    assert_eq!(seen, ["y-te", "cchc", "khac"]);
    let draft = organiser.get("/api/v1/contests/noi-vu").await;
    draft.problem(404, "#not-found");
    // What is public is shown as to anybody: without drafts, states and settings.
    let public = organiser.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(public["rounds"].as_array().unwrap().len(), 2);
    assert!(public.get("settings").is_none() && public["rounds"][0].get("state").is_none());
    let own = organiser.get("/api/v1/contests/y-te").await.expect(200).json();
    assert!(own.get("settings").is_some());
}

/// Coordinators look after their people, who take part in what is organised above them, but not beside them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinator_sees_the_contests_above_and_not_those_beside() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    departments(&app, &scene).await;
    let office = bound(&app, &scene, "daumoi.phong", Role::Coordinator, "VL.S1.P1").await;
    office.get("/console/contests/cchc").await.expect(200);
    // A draft is for those who prepare it.
    for coordinator in [&office, &scene.other_coordinator] {
        coordinator.get("/console/contests/noi-vu").await.expect(404);
    }
}
