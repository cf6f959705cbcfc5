//! From an empty database to a published ranking, through HTTP alone.

use khao_tests::client::{Client, text_at};
use khao_tests::journey::{answers_for, enter, entry, log_in, save, start, submit};
use khao_tests::stories::monday;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::scene::{BANK, PASSWORD, UNITS, first_opening};

on_both!(a_contest_runs_from_an_empty_database_to_its_ranking);

async fn a_contest_runs_from_an_empty_database_to_its_ranking(app: &TestApp) {
    let administrator = first_run(app).await;
    let organiser = account(app, &administrator, "tochuc", "organiser").await;
    let bank = bank(&administrator).await;
    let units = administrator
        .upload("/api/v1/units/imports", UNITS.as_bytes())
        .await
        .expect(200)
        .json();
    assert_eq!(units["new"], 5, "{units}");
    let (groups, round) = contest(app, &organiser, &bank).await;
    let people = take_part(app, &groups, &round).await;
    publish(app, &organiser, &round).await;
    look_at_the_ranking(app, &organiser, &round, &people).await;
}

/// An empty database shows the page that makes the first administrator, once.
async fn first_run(app: &TestApp) -> Client {
    let home = app.client.get("/").await.expect(303);
    assert_eq!(home.header("location"), Some("/first-run"));
    app.client.get("/first-run").await.expect(200);
    let code = app.app.engine.first_run_code().await.unwrap().unwrap();
    let form = |code: &str| {
        [
            ("code", code),
            ("username", "quantri"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let mut slip = form(&code);
    slip[3].1.push('!');
    let refused = app.client.form("/first-run", &slip).await.expect(422);
    assert!(refused.text().contains("không giống nhau"), "{}", refused.text());
    app.client
        .form("/first-run", &form("0000-0000-0000"))
        .await
        .expect(422);
    app.client.form("/first-run", &form(&code)).await.expect(303);
    app.client.form("/first-run", &form(&code)).await.expect(404);
    log_in(&app.client, "quantri", PASSWORD).await
}

async fn account(app: &TestApp, administrator: &Client, username: &str, role: &str) -> Client {
    let body = json!({ "username": username, "password": PASSWORD, "role": role });
    administrator.post("/api/v1/accounts", &body).await.expect(201);
    log_in(&app.client, username, PASSWORD).await
}

/// A dry run changes nothing; then the same file comes in.
async fn bank(administrator: &Client) -> String {
    let body = json!({ "name": "Ngân hàng tuần", "language": "vi" });
    let bank = administrator
        .post("/api/v1/banks", &body)
        .await
        .expect(201)
        .json();
    let id = text_at(&bank, "/id");
    let imports = format!("/api/v1/banks/{id}/imports");
    let dry = administrator
        .upload(&format!("{imports}?dry_run=true"), BANK.as_bytes())
        .await
        .expect(200)
        .json();
    assert_eq!((&dry["dry_run"], &dry["new"]), (&json!(true), &json!(9)), "{dry}");
    let done = administrator
        .upload(&format!("{imports}?approve=true"), BANK.as_bytes())
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&done["dry_run"], &done["new"], &done["revision"]),
        (&json!(false), &json!(9), &json!(1)),
        "{done}"
    );
    let again = administrator
        .upload(&imports, BANK.as_bytes())
        .await
        .expect(200)
        .json();
    assert_eq!((&again["new"], &again["same"]), (&json!(0), &json!(9)), "{again}");
    id
}

/// The first announcement asks for more than the bank has.
async fn contest(app: &TestApp, organiser: &Client, bank: &str) -> (Vec<String>, String) {
    let body = json!({ "slug": "cchc", "title": "Tìm hiểu cải cách hành chính", "rules": "**Thể lệ** của cuộc thi." });
    organiser.post("/api/v1/contests", &body).await.expect(201);
    app.client
        .get("/api/v1/contests/cchc")
        .await
        .problem(404, "#not-found");
    let mut groups = Vec::new();
    for (name, count) in [("Cán bộ", 3), ("Người dân", 2)] {
        let blueprint = json!([
            { "topic": "Thể chế", "difficulty": 1, "count": count },
            { "topic": "Nhiều loại", "difficulty": 1, "count": 1 },
            { "topic": "Dự đoán", "difficulty": 1, "count": 1 },
        ]);
        let body = json!({ "name": name, "bank_id": bank, "blueprint": blueprint });
        let group = organiser
            .post("/api/v1/contests/cchc/groups", &body)
            .await
            .expect(201)
            .json();
        groups.push(text_at(&group, "/id"));
    }
    let opens_at = first_opening().rfc3339();
    let closes_at = first_opening().plus_seconds(7 * 24 * 3600).rfc3339();
    let body = json!({ "name": "Tuần 1", "opens_at": opens_at, "closes_at": closes_at, "duration_s": 1200 });
    let round = organiser
        .post("/api/v1/contests/cchc/rounds", &body)
        .await
        .expect(201)
        .json();
    let round = text_at(&round, "/id");
    announce(app, organiser, bank, &round).await;
    (groups, round)
}

async fn announce(app: &TestApp, organiser: &Client, bank: &str, round: &str) {
    let greedy = json!({ "name": "Tham", "bank_id": bank, "blueprint": [{ "topic": "Thể chế", "difficulty": 1, "count": 5 }] });
    let other = json!({ "slug": "tham", "title": "Đề quá dài", "rules": "" });
    organiser.post("/api/v1/contests", &other).await.expect(201);
    organiser
        .post("/api/v1/contests/tham/groups", &greedy)
        .await
        .expect(201);
    let opens_at = first_opening().rfc3339();
    let closes_at = first_opening().plus_seconds(3600).rfc3339();
    let body = json!({ "name": "Tuần 1", "opens_at": opens_at, "closes_at": closes_at, "duration_s": 1200 });
    let short = organiser
        .post("/api/v1/contests/tham/rounds", &body)
        .await
        .expect(201)
        .json();
    let path = |round: &str| format!("/api/v1/rounds/{round}/announcement");
    let refused = organiser
        .post(&path(&text_at(&short, "/id")), &json!({}))
        .await
        .problem(409, "#bank-too-small");
    let shortage = json!([{ "group": "Tham", "topic": "Thể chế", "difficulty": 1, "need": 5, "have": 4 }]);
    assert_eq!(refused["shortages"], shortage);

    let announced = organiser.post(&path(round), &json!({})).await.expect(200).json();
    assert_eq!(announced["bank_revision"], 1);
    let public = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(public["rounds"][0]["commitment"], announced["commitment"]);
    assert_eq!(
        (&public["status"], &public["rounds"][0]["questions"]),
        (&json!("upcoming"), &json!(5))
    );
    assert_eq!(app.now(), monday());
}

/// Who entered: name and client.
struct Player {
    client: Client,
    attempt: String,
}

async fn take_part(app: &TestApp, groups: &[String], round: &str) -> Vec<Player> {
    let units = app
        .client
        .get("/api/v1/units?query=so%20noi%20vu")
        .await
        .expect(200)
        .json();
    let unit = text_at(&units, "/units/0/id");
    app.set_time(first_opening());
    let mut players = Vec::new();
    for (name, group, publishes) in [
        ("Trần Thị Minh", 0, true),
        ("Đỗ Văn Ân", 0, false),
        ("Lê Thị Bình", 1, false),
    ] {
        let mut body = entry(name, &unit, &groups[group]);
        if publishes {
            let consent = json!({ "purpose": "publish_name", "text_version": "1" });
            body["consents"].as_array_mut().unwrap().push(consent);
        }
        let (client, entered) = enter(&app.client, "cchc", &body).await;
        assert_eq!(text_at(&entered, "/re_entry_code").replace('-', "").len(), 12);
        let started = start(&client, round).await;
        players.push(Player {
            client,
            attempt: text_at(&started, "/attempt_id"),
        });
    }
    let [best, good, open] = players.as_slice() else {
        unreachable!()
    };
    play(app, best, 60, true).await;
    play(app, good, 90, false).await;
    // The third never submits: the clock does it.
    let view = resume(open).await;
    save(&open.client, &open.attempt, &answers_for(&view, 1, 0))
        .await
        .expect(200);
    players
}

async fn resume(player: &Player) -> Value {
    player
        .client
        .get(&format!("/api/v1/attempts/{}", player.attempt))
        .await
        .expect(200)
        .json()
}

async fn play(app: &TestApp, player: &Player, seconds: i64, all_right: bool) {
    let view = resume(player).await;
    let answers: Vec<Value> = view["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| {
            let wanted = if all_right { "đúng" } else { "sai" };
            let right = question["options"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|option| option["text_html"].as_str().unwrap().contains(wanted));
            let ids: Vec<&Value> = right.map(|option| &option["id"]).collect();
            let value = if ids.is_empty() {
                json!({ "number": 3 })
            } else {
                json!({ "options": ids })
            };
            json!({ "position": question["position"], "seq": 1, "value": value })
        })
        .collect();
    let saved = save(&player.client, &player.attempt, &json!(answers))
        .await
        .expect(200)
        .json();
    assert_eq!(saved["saved"].as_array().unwrap().len(), answers.len());
    app.pass_seconds(seconds);
    let receipt = submit(&player.client, &player.attempt).await.expect(200).json();
    assert_eq!(
        submit(&player.client, &player.attempt).await.expect(200).json(),
        receipt
    );
    assert_eq!(receipt["max_score"], json!(5));
    assert_eq!(receipt["score"], if all_right { json!(5) } else { json!(0) });
}

async fn publish(app: &TestApp, organiser: &Client, round: &str) {
    let step = |name: &str| format!("/api/v1/rounds/{round}/{name}");
    organiser.post(&step("closing"), &json!({})).await.expect(200);
    organiser
        .post(&step("freezing"), &json!({}))
        .await
        .problem(409, "#conflict");
    app.client
        .get(&step("ranking"))
        .await
        .problem(404, "#not-published");
    app.pass_seconds(3600);
    app.app.engine.sweep().await.unwrap();
    organiser.post(&step("freezing"), &json!({})).await.expect(200);
    app.client
        .get(&step("ranking"))
        .await
        .problem(404, "#not-published");
    organiser.post(&step("publication"), &json!({})).await.expect(200);
}

/// What the database holds of the ranking of the only round.
const RANKED: &str = "SELECT CAST(e.rank AS TEXT), p.full_name FROM ranking_entries e
    JOIN rounds r ON r.id = e.scope_id JOIN participants p ON p.id = e.participant_id ORDER BY e.group_ordinal, e.place";

async fn look_at_the_ranking(app: &TestApp, organiser: &Client, round: &str, players: &[Player]) {
    let ranking = app
        .client
        .get(&format!("/api/v1/rounds/{round}/ranking"))
        .await
        .expect(200)
        .json();
    assert_eq!((&ranking["revision"], &ranking["total"]), (&json!(1), &json!(3)));
    let entries = ranking["entries"].as_array().unwrap();
    let names: Vec<&str> = entries
        .iter()
        .map(|entry| entry["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Trần Thị Minh", "Đỗ Văn Â.", "Lê Thị B."]);
    let ranks: Vec<&Value> = entries.iter().map(|entry| &entry["rank"]).collect();
    assert_eq!(ranks, [1, 2, 1]);
    let participation = app
        .client
        .get(&format!("/api/v1/rounds/{round}/participation"))
        .await
        .expect(200)
        .json();
    let unit = participation["units"]
        .as_array()
        .unwrap()
        .iter()
        .find(|unit| unit["name"] == "Sở Nội vụ");
    assert_eq!(unit.unwrap()["submitted"], 3, "{participation}");
    let csv = organiser
        .get(&format!("/api/v1/rounds/{round}/exports/ranking.csv"))
        .await
        .expect(200);
    assert_eq!(csv.header("x-row-count"), Some("3"));
    assert!(
        csv.text().starts_with('\u{feff}') && csv.text().contains("Đỗ Văn Ân"),
        "{}",
        csv.text()
    );
    let stored: Vec<[String; 2]> = app.rows(RANKED).await;
    for ([rank, name], row) in stored.iter().zip(csv.text().lines().skip(1)) {
        assert!(
            row.starts_with(&format!("{rank},")) && row.contains(name),
            "{row}"
        );
    }
    assert_eq!(stored.len(), 3);
    let result = players[0]
        .client
        .get(&format!("/api/v1/attempts/{}/result", players[0].attempt))
        .await
        .expect(200);
    assert!(result.text().contains("BIMAT giải thích"), "{}", result.text());
}
