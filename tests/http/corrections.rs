//! Corrections and complaints over HTTP: previewed, recorded, followed by another ranking; by API and by plain forms.

use serde_json::json;

use crate::app::TestApp;
use crate::scene::Scene;

on_both!(a_correction_by_api, a_correction_by_form);

async fn a_correction_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let path = format!("/api/v1/rounds/{}/corrections", scene.round);
    let organiser = &scene.organiser;
    let odd = json!({ "item_code": "KHONG-CO", "kind": "no_points", "reason": "Sai" });
    assert_eq!(organiser.post(&path, &odd).await.pointers(422), ["/item_code"]);
    let correction = json!({ "item_code": "TC-1", "kind": "new_key", "key": "b", "reason": "Nguồn đã đổi" });
    let preview = organiser.post(&format!("{path}?preview=true"), &correction).await;
    let preview = preview.expect(200).json();
    assert_eq!((&preview["key"], &preview["touched"]), (&json!("B"), &json!(0)));
    let none = organiser.get(&path).await.expect(200).json();
    assert_eq!(
        (&none["corrections"], &none["state"]),
        (&json!([]), &json!("done"))
    );
    let made = organiser.post(&path, &correction).await.expect(201).json();
    assert_eq!((&made["ordinal"], &made["kind"]), (&json!(1), &json!("new_key")));
    assert_eq!(organiser.get(&path).await.expect(200).json()["state"], "running");
    app.app.engine.rescore_waiting().await.unwrap();
    assert_eq!(organiser.get(&path).await.expect(200).json()["state"], "done");
    // Nobody else learns a key before the ranking is published.
    let contest = app
        .client
        .get("/api/v1/contests/cchc")
        .await
        .expect(200)
        .text()
        .to_owned();
    assert!(!contest.contains("TC-1"));
    app.client.get(&path).await.problem(401, "#log-in");
    let complaints = format!("/api/v1/rounds/{}/complaints", scene.round);
    assert_eq!(
        organiser.get(&complaints).await.expect(200).json(),
        json!({ "complaints": [] })
    );
}

async fn a_correction_by_form(app: &TestApp) {
    let scene = Scene::set(app).await;
    let path = format!("/console/rounds/{}/corrections", scene.round);
    let organiser = &scene.organiser;
    let page = organiser.get(&path).await.expect(200).text().to_owned();
    assert!(page.contains("Chưa có đính chính nào."));
    let item = format!("{} TC-1", scene.bank);
    let form = |action: &str, key: &str| {
        [
            ("item_code", item.as_str()),
            ("kind", "new_key"),
            ("key", key),
            ("reason", "Nguồn đã đổi"),
            ("understood", "yes"),
            ("action", action),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    };
    let wrong = organiser
        .request("POST", &path)
        .form(&form("preview", "E"))
        .send()
        .await;
    assert!(wrong.expect(422).text().contains("Đáp án không hợp"));
    let preview = organiser
        .request("POST", &path)
        .form(&form("preview", "B"))
        .send()
        .await;
    assert!(preview.expect(200).text().contains("Ghi đính chính"));
    organiser
        .request("POST", &path)
        .form(&form("correct", "B"))
        .send()
        .await
        .expect(303);
    let page = organiser.get(&path).await.expect(200).text().to_owned();
    assert!(page.contains("Nguồn đã đổi") && page.contains("Đang chấm lại"));
}
