//! Whose a contest and a bank are, changed by API and by form; never to a unit that the account does not reach.

use khao_domain::people::role::Role;
use khao_tests::client::Client;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send};
use crate::scene::{Scene, staff};
use crate::setup::made;

on_both!(owners_change_by_api, owners_change_by_form);

async fn bound(app: &TestApp, scene: &Scene, username: &str, unit: &str) -> Client {
    staff(app, username, Role::Organiser, scene.unit(unit).parse().ok()).await
}

async fn owners_change_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (contest, bank) = ("/api/v1/contests/cchc", format!("/api/v1/banks/{}", scene.bank));
    let (department, office) = (scene.unit("VL.S1"), scene.unit("VL.S1.P1"));
    let organiser = bound(app, &scene, "tochuc.noivu", "VL.S1").await;
    for path in [contest, bank.as_str()] {
        let to = async |client: &Client, unit: Value| client.patch(path, &json!({ "unit_id": unit })).await;
        // What belongs to the whole authority is not the department's to take.
        to(&organiser, json!(department)).await.problem(404, "#not-found");
        let given = to(&scene.administrator, json!(department)).await.expect(200);
        assert_eq!(given.json()["unit_id"], department);
        let below = to(&organiser, json!(office)).await.expect(200);
        assert_eq!(below.json()["unit_id"], office);
        for foreign in [json!(scene.unit("VL")), json!(scene.unit("VL.S2")), Value::Null] {
            let refused = to(&organiser, foreign.clone()).await;
            assert_eq!(refused.pointers(422), ["/unit_id"], "{path}: {foreign}");
        }
        let nowhere = to(&scene.administrator, json!(uuid::Uuid::max())).await;
        assert_eq!(nowhere.pointers(422), ["/unit_id"]);
        // Nothing sent, nothing changed; and back to the whole authority.
        let same = organiser.patch(path, &json!({})).await.expect(200);
        assert_eq!(same.json()["unit_id"], office);
        let back = to(&scene.administrator, Value::Null).await.expect(200);
        assert!(back.json().get("unit_id").is_none());
        if path == bank {
            organiser.get(path).await.problem(404, "#not-found");
        }
    }
    let audit = found(&scene.administrator).await;
    for action in ["contests.owner", "banks.owner"] {
        let told = ["– → VL.S1", "VL.S1 → VL.S1.P1", "VL.S1.P1 → –"];
        assert_eq!(details(&audit, action), told, "{action}");
    }
}

async fn found(administrator: &Client) -> Value {
    administrator
        .get("/api/v1/audit?limit=200")
        .await
        .expect(200)
        .json()
}

/// What is told of a change, the oldest first.
fn details(audit: &Value, action: &str) -> Vec<String> {
    let entries = audit["entries"].as_array().unwrap().iter();
    let mut told: Vec<(i64, String)> = entries
        .filter(|entry| entry["action"] == action)
        .map(|entry| {
            let detail: Value = serde_json::from_str(entry["detail"].as_str().unwrap_or_default()).unwrap();
            let owner = &detail["changed"][0];
            let told = [&owner["from"], &owner["to"]].map(|one| one.as_str().unwrap_or_default());
            (entry["seq"].as_i64().unwrap(), told.join(" → "))
        })
        .collect();
    told.sort();
    told.into_iter().map(|(_, detail)| detail).collect()
}

async fn owners_change_by_form(app: &TestApp) {
    let scene = Scene::set(app).await;
    let basics = "/console/contests/cchc/setup/basics";
    let bank = format!("/console/banks/{}", scene.bank);
    let give = async |client: &Client, path: &str, unit: &str| {
        send(client, path, &[("action", "owner"), ("unit", unit)]).await
    };
    let organiser = bound(app, &scene, "tochuc.noivu", "VL.S1").await;
    for (path, done) in [(basics, "setup_saved"), (bank.as_str(), "owner_changed")] {
        give(&organiser, path, "VL.S1").await.expect(404);
        let wrong = give(&scene.administrator, path, "XX").await.expect(422);
        let wrong = Page::of(&wrong);
        assert_eq!(wrong.attributes("input[name=unit]", "value"), ["XX"]);
        assert_eq!(wrong.attributes("#f-unit", "aria-invalid"), ["true"]);
        let given = give(&scene.administrator, path, "VL.S1").await;
        assert_eq!(led_to(&given), format!("{path}?done={done}"));
        let page = open(&organiser, path).await;
        assert_eq!(page.attributes("input[name=unit]", "value"), ["VL.S1"]);
        for foreign in ["VL", "VL.S2", ""] {
            give(&organiser, path, foreign).await.expect(422);
        }
        assert_eq!(
            open(&organiser, path)
                .await
                .attributes("input[name=unit]", "value"),
            ["VL.S1"]
        );
    }
    // Whoever does not see a contest gets another address beside its.
    let other = bound(app, &scene, "tochuc.yte", "VL.S2").await;
    let beside = made(&other, "CCHC").await;
    assert!(beside.starts_with("/console/contests/cchc-2/"), "{beside}");
    // The texts stayed as they were.
    let page = open(&organiser, basics).await;
    assert_eq!(page.attributes("input[name=title]", "value"), ["Cuộc thi cchc"]);
    let audit = open(&scene.administrator, "/console/audit").await.text();
    assert!(audit.contains("Chuyển cuộc thi cho đơn vị khác"), "{audit}");
}
