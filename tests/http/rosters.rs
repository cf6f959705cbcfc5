//! Rosters over HTTP: loaded by form and by API, seen by whom they concern, downloaded, and asked at the door.

use khao_tests::client::{Client, text_at};
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send};
use crate::scene::Scene;

on_both!(
    a_file_is_sent_looked_over_and_loaded,
    what_was_looked_over_is_loaded_or_nothing,
    who_goes_is_named_and_has_to_be_ticked,
    coordinators_read_their_own_units,
    who_is_not_listed_is_told_so_kindly,
);

const PAGE: &str = "/console/contests/cchc/roster";
const UPLOADS: &str = "/console/contests/cchc/roster/uploads";
const API: &str = "/api/v1/contests/cchc/roster";
const FILE: &str = "STT,Họ và tên,Mã đơn vị,Mã cán bộ\n1,Lê Văn An,VL.S1,CB-01\n2,Trần Thị Bình,VL.S2,\n";

async fn load(client: &Client, file: &str) {
    let path = format!("{API}/imports");
    client.upload(&path, file.as_bytes()).await.expect(200);
}

async fn a_file_is_sent_looked_over_and_loaded(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    assert!(
        organiser
            .get(PAGE)
            .await
            .expect(200)
            .text()
            .contains("Chưa có danh sách")
    );
    let none = send(organiser, &format!("{PAGE}/changes"), &[("action", "empty")]).await;
    assert!(none.expect(422).text().contains("đánh dấu vào ô xác nhận"));

    let bad = led_to(
        &organiser
            .upload(UPLOADS, "Họ và tên,Mã đơn vị\nLê An,XX\n".as_bytes())
            .await,
    );
    let page = organiser.get(&bad).await.expect(422);
    assert!(page.text().contains("Không có đơn vị nào mang mã “XX”."));
    let staged = led_to(&organiser.upload(UPLOADS, FILE.as_bytes()).await);
    assert!(staged.ends_with("?mode=replace"), "{staged}");
    let page = organiser.get(&staged).await.expect(200);
    assert!(page.text().contains("Danh sách không lưu cột này"));
    let path = staged.split('?').next().unwrap();
    let done = Page::of(&page).form(path).press(organiser, "load").await;
    assert_eq!(
        done.expect(303).header("location"),
        Some("/console/contests/cchc/roster?done=roster_loaded")
    );
    let page = organiser.get(PAGE).await.expect(200);
    assert!(page.text().contains("Lê Văn An") && page.text().contains("Trần Thị Bình"));
    let contest = organiser.get("/console/contests/cchc").await.expect(200);
    assert!(contest.text().contains("Chưa dự thi: 2 người"));
    let round = organiser
        .get(&format!("/console/rounds/{}", scene.round))
        .await
        .expect(200);
    assert!(round.text().contains("Chưa dự thi: 2 người"));
}

/// Somebody else loads another roster while the numbers of a file are on a screen.
async fn what_was_looked_over_is_loaded_or_nothing(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    load(organiser, "Họ và tên,Mã đơn vị\nTrần Thị Bình,VL.S2\n").await;
    let staged = led_to(
        &organiser
            .upload(
                UPLOADS,
                "Họ và tên,Mã đơn vị\nTrần Thị Bình,VL.S2\nHồ Em,VL.S1\n".as_bytes(),
            )
            .await,
    );
    let path = staged.split('?').next().unwrap();
    let seen = open(organiser, &staged).await.form(path);
    load(organiser, FILE).await;
    let told = seen.press(organiser, "load").await.expect(409);
    assert!(told.text().contains("chưa nạp gì"), "{}", told.text());
    assert!(told.text().contains("Lê Văn An"), "who would go now is named");
    let people = organiser.get(API).await.expect(200).json();
    assert_eq!(people["people"].as_array().map(Vec::len), Some(2));
    assert_eq!(people["people"][0]["full_name"], "Lê Văn An");
    let seen = Page::of(&told).form(path).with("understood", "yes");
    led_to(&seen.press(organiser, "load").await);
    // Its owner finds it among the long work.
    let works = organiser.get("/console/work").await.expect(200);
    assert!(works.text().contains("Nạp danh sách dự thi"));
}

async fn who_goes_is_named_and_has_to_be_ticked(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    load(organiser, FILE).await;
    let staged = led_to(
        &organiser
            .upload(UPLOADS, "Họ và tên,Mã đơn vị\nTrần Thị Bình,VL.S2\n".as_bytes())
            .await,
    );
    assert!(
        organiser
            .get(&staged)
            .await
            .expect(200)
            .text()
            .contains("Lê Văn An")
    );
    let path = staged.split('?').next().unwrap();
    let form = open(organiser, &staged).await.form(path);
    form.press(organiser, "load").await.expect(422);
    led_to(&form.with("understood", "yes").press(organiser, "load").await);
    let people = organiser.get(API).await.expect(200).json();
    assert_eq!(people["people"].as_array().map(Vec::len), Some(1));
    let id = text_at(&people, "/people/0/id");
    let remove = [
        ("action", "remove"),
        ("person_id", id.as_str()),
        ("state", "missing"),
    ];
    let removed = send(organiser, &format!("{PAGE}/changes"), &remove).await;
    assert_eq!(
        removed.expect(303).header("location"),
        Some("/console/contests/cchc/roster?state=missing&done=roster_person_removed")
    );
    organiser.delete(&format!("{API}/{id}")).await.expect(404);
    let emptied = [("action", "empty"), ("understood", "yes")];
    send(organiser, &format!("{PAGE}/changes"), &emptied)
        .await
        .expect(303);
    organiser.delete(API).await.expect(204);
}

async fn coordinators_read_their_own_units(app: &TestApp) {
    let scene = Scene::set(app).await;
    load(&scene.organiser, FILE).await;
    let path = format!("{API}/imports?dry_run=true&mode=add");
    let dry = scene.organiser.upload(&path, FILE.as_bytes()).await;
    let dry = dry.expect(200).json();
    assert_eq!(
        (
            &dry["new"],
            &dry["same"],
            &dry["people"],
            &dry["warnings"][0]["column"]
        ),
        (&json!(0), &json!(2), &json!(2), &json!("STT"))
    );
    let own = &scene.coordinator;
    let page = own.get(PAGE).await.expect(200);
    assert!(page.text().contains("Lê Văn An") && !page.text().contains("Trần Thị Bình"));
    assert!(
        !page.text().contains("type=\"file\""),
        "who reads is offered no forms"
    );
    let people = own.get(API).await.expect(200).json();
    assert_eq!(
        (&people["counts"]["people"], &people["people"][0]["full_name"]),
        (&json!(1), &json!("Lê Văn An"))
    );
    let other = format!("{API}?unit_id={}", scene.unit("VL.S2"));
    assert_eq!(own.get(&other).await.pointers(422), ["/unit_id"]);
    let file = own.get(&format!("{API}/exports/missing.csv")).await.expect(200);
    assert_eq!(file.header("x-row-count"), Some("1"));
    assert!(file.text().contains("Lê Văn An,CB-01,VL.S1,Sở Nội vụ") && !file.text().contains("Bình"));
    own.delete(API).await.expect(403);
    own.upload(&format!("{API}/imports"), FILE.as_bytes())
        .await
        .expect(403);
    own.upload(UPLOADS, FILE.as_bytes()).await.expect(403);
    let round = format!("{API}?round_id={}&state=missing&limit=1", scene.round);
    let first = scene.organiser.get(&round).await.expect(200).json();
    let next = format!("{round}&after={}", text_at(&first, "/next"));
    let second = scene.organiser.get(&next).await.expect(200).json();
    assert_eq!(second["people"][0]["full_name"], "Trần Thị Bình");
    assert!(second.get("next").is_none());
    scene
        .organiser
        .get(&format!("{API}?state=perhaps"))
        .await
        .expect(422);
    scene.organiser.get(&format!("{API}?who=me")).await.expect(422);
}

async fn who_is_not_listed_is_told_so_kindly(app: &TestApp) {
    let scene = Scene::set(app).await;
    let listed = json!({ "settings": { "entry": "roster" } });
    scene
        .organiser
        .patch("/api/v1/contests/cchc", &listed)
        .await
        .expect(200);
    let odd = json!({ "settings": { "entry": "friends" } });
    let odd = scene.organiser.patch("/api/v1/contests/cchc", &odd).await;
    assert_eq!(odd.pointers(422), ["/settings/entry"]);
    load(&scene.organiser, "Họ và tên,Mã đơn vị\nTrần Thị Có Tên,VL\n").await;
    let form = json!({
        "full_name": "Người Không Tên",
        "birth_date": "1990-03-15",
        "unit_id": scene.unit("VL.S1"),
        "group_id": scene.officials,
        "consents": [{ "purpose": "participate", "text_version": "1" }],
    });
    let refused = app.client.post("/api/v1/contests/cchc/participants", &form).await;
    let refused = refused.problem(403, "#forbidden");
    assert!(text_at(&refused, "/detail").contains("ban tổ chức"));
    let page = app.client.get("/contests/cchc/enter").await.expect(200);
    assert!(page.text().contains("có tên trong danh sách của ban tổ chức"));
    scene.enter(app, "Trần Thị Có Tên").await;
    let people = scene.organiser.get(API).await.expect(200).json();
    assert_eq!(people["people"][0]["entered"], true);
}
