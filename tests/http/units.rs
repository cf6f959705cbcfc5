//! Units in the console and through the API: files, the starting set, the wizard without scripts.

use std::fmt::Write as _;
use std::time::Duration;

use khao_domain::people::role::Role;
use khao_tests::client::{Client, text_at};
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, send};
use crate::scene::{Scene, staff};

on_both!(
    a_file_is_tried_before_it_is_imported,
    the_starting_set_is_offered_and_added,
    a_wizard_without_scripts_imports_and_undoes,
    a_unit_is_added_changed_and_closed_by_forms,
    a_unit_says_what_closing_does_and_opens_again,
    a_unit_is_added_changed_and_closed_by_api,
    whoever_only_reads_is_offered_no_forms,
);

const FILE: &str = "code,name,parent_code,valid_until\nVL.S2,Sở Y tế,VL,2026-01-01\nVL.X7,Xã Bảy,VL,\n";

async fn a_file_is_tried_before_it_is_imported(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let path = "/api/v1/units/imports";
    let dry = staff
        .upload(&format!("{path}?dry_run=true"), FILE.as_bytes())
        .await;
    let told = dry.expect(200).json();
    assert_eq!(
        (&told["dry_run"], &told["new"], &told["changed"]),
        (&json!(true), &json!(1), &json!(1))
    );
    assert_eq!(told["changes"][0]["fields"][0]["field"], json!("valid_until"));
    let known = || async { app.client.get("/api/v1/units?limit=200").await.json() };
    let count = known().await["units"].as_array().unwrap().len();
    staff.upload(path, FILE.as_bytes()).await.expect(200);
    // One came, one is closed.
    let after = known().await;
    assert_eq!(after["units"].as_array().unwrap().len(), count);
    assert!(!after.to_string().contains("VL.S2"));
    let file = staff.get("/api/v1/units/exports/units.csv").await.expect(200);
    let again = staff.upload(&format!("{path}?dry_run=true"), &file.body).await;
    let told = again.expect(200).json();
    assert_eq!(
        (&told["new"], &told["changed"], &told["changes"]),
        (&json!(0), &json!(0), &json!([]))
    );
    let bad = "code,name,parent_code\nA,Một,B\nB,Hai,A\n";
    let refused = staff
        .upload(&format!("{path}?dry_run=true"), bad.as_bytes())
        .await
        .problem(422, "#invalid");
    assert_eq!(refused["problems"][1]["row"], json!(3));
    let gone = staff.request("DELETE", &format!("/api/v1/units/{}", scene.unit("VL.X1")));
    assert_eq!(gone.send().await.expect(200).json()["removed"], json!(true));
}

async fn the_starting_set_is_offered_and_added(app: &TestApp) {
    let scene = Scene::set(app).await;
    let (staff, path) = (&scene.administrator, "/api/v1/units/starting-set");
    let sets = staff.get(path).await.expect(200).json();
    assert_eq!(sets["provinces"].as_array().unwrap().len(), 34);
    let body = json!({ "province_code": "15", "dry_run": true });
    let told = staff.post(path, &body).await.expect(200).json();
    assert_eq!(told["new"], json!(100));
    let body = json!({ "province_code": "15" });
    staff.post(path, &body).await.expect(200);
    assert_eq!(
        staff.post(path, &body).await.expect(200).json()["same"],
        json!(100)
    );
    let unknown = json!({ "province_code": "99" });
    staff.post(path, &unknown).await.problem(422, "#invalid");
}

async fn a_wizard_without_scripts_imports_and_undoes(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let upload = async |file: &[u8]| {
        let sent = staff.upload("/console/units/import", file);
        sent.await.expect(303).header("location").unwrap().to_owned()
    };
    let wrong = upload(b"code,name\n,Thi\xe1\xba\xbfu\n").await;
    let page = Page::of(&staff.get(&wrong).await.expect(422));
    assert!(
        page.text().contains("Ô này không được để trống."),
        "{}",
        page.text()
    );
    let staged = upload(FILE.as_bytes()).await;
    let answer = staff.get(&staged).await.expect(200);
    assert!(Page::of(&answer).text().contains("Xã Bảy"));
    scene.organiser.get(&staged).await.expect(403);
    let form = [("action", "import")];
    let done = send(staff, &staged, &form).await.expect(303);
    let done = done.header("location").unwrap().to_owned();
    staff.get(&staged).await.expect(404);
    let page = Page::of(&staff.get(&done).await.expect(200));
    assert!(page.text().contains("Đã nhập đơn vị"));
    let unticked = send(staff, &done, &[("x", "")]).await;
    unticked.expect(422);
    let undo = [("understood", "yes")];
    send(staff, &done, &undo).await.expect(303);
    let units = staff.get("/console/units?query=bay").await.expect(200);
    assert!(!Page::of(&units).text().contains("Xã Bảy"));
    send(staff, &done, &undo).await.expect(409);
    let province = [("province_code", "86"), ("action", "preview")];
    let path = "/console/units/starting-set";
    let seen = send(staff, path, &province).await.expect(200);
    assert!(Page::of(&seen).text().contains("125"));
    let nothing = [("province_code", ""), ("action", "preview")];
    send(staff, path, &nothing).await.expect(422);
}

async fn a_unit_is_added_changed_and_closed_by_forms(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let fill = async |path: &str, fields: &[(&str, &str)]| send(staff, path, fields).await;
    let new = [
        ("code", "VL.X9"),
        ("name", "Xã Chín"),
        ("parent_code", "vinh long"),
    ];
    let refused = fill("/console/units/new", &new).await.expect(422);
    assert!(Page::of(&refused).text().contains("Có nhiều đơn vị khớp"));
    let new = [("code", "VL.X9"), ("name", "Xã Chín"), ("parent_code", "so y te")];
    let made = fill("/console/units/new", &new).await.expect(303);
    let to = made.header("location").unwrap();
    let unit = to.strip_suffix("?done=unit_added").unwrap().to_owned();
    let page = Page::of(&staff.get(&unit).await.expect(200));
    assert_eq!(page.attributes("input[name=parent_code]", "value"), ["VL.S2"]);
    let counted = [("headcount_date", "01/01/2026"), ("headcount", "1234")];
    fill(&format!("{unit}/headcounts"), &counted).await.expect(303);
    assert!(Page::of(&staff.get(&unit).await).text().contains("1.234"));
    let bad = [("headcount_date", ""), ("headcount", "x")];
    fill(&format!("{unit}/headcounts"), &bad).await.expect(422);
    let change = [
        ("name", "Xã Chín Mới"),
        ("parent_code", "VL"),
        ("valid_from", "32/01/2026"),
    ];
    let refused = fill(&unit, &change).await.expect(422);
    let page = Page::of(&refused);
    assert_eq!(page.attributes("input[name=name]", "value"), ["Xã Chín Mới"]);
    fill(&unit, &change[..2]).await.expect(303);
    assert!(Page::of(&staff.get(&unit).await).text().contains("Xã Chín Mới"));
    assert!(Page::of(&staff.get(&unit).await).text().contains("nó bị xóa hẳn"));
    fill(&format!("{unit}/removal"), &[("x", "")]).await.expect(422);
    fill(&format!("{unit}/removal"), &[("understood", "yes")])
        .await
        .expect(303);
    staff.get(&unit).await.expect(404);
}

async fn a_unit_says_what_closing_does_and_opens_again(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let unit = format!("/console/units/{}", scene.unit("VL.S1"));
    let page = async || Page::of(&staff.get(&unit).await.expect(200));
    let before = page().await;
    assert!(
        before.text().contains("vì còn đơn vị cấp dưới"),
        "{}",
        before.text()
    );
    let close = before.form(&format!("{unit}/removal")).with("understood", "yes");
    let closed = close.with("with_below", "yes").press(staff, "remove").await;
    assert_eq!(
        closed.expect(303).header("location"),
        Some(format!("{unit}?done=unit_closed").as_str())
    );
    let again = page().await.form(&format!("{unit}/removal"));
    let opened = again.with("with_below", "yes").press(staff, "reopen").await;
    opened.expect(303);
    assert!(page().await.text().contains("Đóng đơn vị"));
    send(staff, &format!("{unit}/removal"), &[("action", "reopen")])
        .await
        .expect(422);
}

async fn a_unit_is_added_changed_and_closed_by_api(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let (health, province) = (scene.unit("VL.S2"), scene.unit("VL"));
    let units = "/api/v1/units";
    let new = json!({
        "code": "VL.X9",
        "name": "Xã  Chín",
        "parent_id": health,
        "valid_from": "2026-07-01",
        "predecessor_ids": [scene.unit("VL.X1")],
    });
    let made = staff.post(units, &new).await.expect(201).json();
    let path = format!("{units}/{}", text_at(&made, "/id"));
    assert_eq!(made["path"], "Tỉnh Vĩnh Long › Sở Y tế › Xã Chín");
    assert_eq!(made["predecessor_ids"], json!([scene.unit("VL.X1")]));
    assert_eq!(staff.post(units, &new).await.pointers(422), ["/code"]);
    let nowhere = json!({ "code": "A", "name": "B", "parent_id": uuid::Uuid::max() });
    assert_eq!(staff.post(units, &nowhere).await.pointers(422), ["/parent_id"]);
    let unknown = json!({ "code": "A", "name": "B", "parent": health });
    assert_eq!(staff.post(units, &unknown).await.pointers(422), ["/parent"]);

    // What is not sent stays, and what is null goes.
    let moved = json!({ "parent_id": province, "predecessor_ids": [] });
    let moved = staff.patch(&path, &moved).await.expect(200).json();
    assert_eq!(
        (&moved["parent_id"], &moved["valid_from"]),
        (&json!(province), &json!("2026-07-01"))
    );
    let always = staff.patch(&path, &json!({ "valid_from": null })).await;
    assert!(always.expect(200).json().get("valid_from").is_none());
    let own = json!({ "parent_id": text_at(&made, "/id") });
    assert_eq!(staff.patch(&path, &own).await.pointers(422), ["/parent_id"]);
    let unnamed = staff.patch(&path, &json!({ "name": "" })).await;
    assert_eq!(unnamed.pointers(422), ["/name"]);

    its_people_are_counted_by_api(staff, &path).await;
    let closed = staff.patch(&path, &json!({ "valid_until": "2026-02-01" })).await;
    assert_eq!(closed.expect(200).json()["valid_until"], "2026-02-01");
    // It is none of the coordinator's.
    scene.coordinator.get(&path).await.problem(404, "#not-found");
    scene
        .coordinator
        .patch(&path, &json!({}))
        .await
        .problem(403, "#forbidden");
    assert_eq!(
        staff.delete(&path).await.expect(200).json()["removed"],
        json!(true)
    );
    staff.get(&path).await.problem(404, "#not-found");
}

async fn its_people_are_counted_by_api(staff: &Client, path: &str) {
    let day = format!("{path}/headcounts/2026-01-01");
    for people in [12, 1234] {
        let counted = staff.put(&day, &json!({ "people": people })).await.expect(200);
        let told = json!([{ "day": "2026-01-01", "people": people }]);
        assert_eq!(counted.json()["headcounts"], told);
    }
    let many = staff.put(&day, &json!({ "people": 100_000_001 })).await;
    let many = many.problem(422, "#invalid");
    assert_eq!(many["errors"][0]["pointer"], "/people");
    let no_day = format!("{path}/headcounts/hom-nay");
    let refused = staff.put(&no_day, &json!({ "people": 1 })).await;
    refused.problem(404, "#not-found");
    staff.delete(&day).await.expect(204);
    staff.delete(&day).await.problem(404, "#not-found");
}

async fn coordinators_read_their_own_units(scene: &Scene) {
    let (own, other) = (&scene.coordinator, &scene.other_coordinator);
    let file = "/api/v1/units/exports/units.csv";
    let all = scene.organiser.get(file).await.expect(200);
    assert!(all.text().contains("VL.S2,"));
    let mine = own.get(file).await.expect(200);
    assert!(mine.text().contains("VL.S1,") && !mine.text().contains("VL.S2,"));
    let rows = mine.text().lines().count() - 1;
    assert_eq!(mine.header("x-row-count"), Some(rows.to_string().as_str()));
    let found = own.get("/console/units?query=so").await.expect(200);
    let unit = format!("/console/units/{}", scene.unit("VL.S1"));
    let beside = format!("/console/units/{}", scene.unit("VL.S2"));
    assert!(found.text().contains(&unit) && !found.text().contains(&beside));
    let list = own.get("/console/units").await.expect(200);
    assert!(list.text().contains(&unit) && !list.text().contains(&beside));
    let page = own.get(&unit).await.expect(200);
    let above = format!("/console/units/{}\"", scene.unit("VL"));
    assert!(!page.text().contains(&above), "no way to what is not theirs");
    other.get(&unit).await.expect(404);
    // Everybody finds their unit where they enter.
    let public = own.get("/api/v1/units?query=so").await.expect(200);
    assert!(public.text().contains(scene.unit("VL.S2")));
}

async fn whoever_only_reads_is_offered_no_forms(app: &TestApp) {
    let scene = Scene::set(app).await;
    coordinators_read_their_own_units(&scene).await;
    let unit = format!("/console/units/{}", scene.unit("VL.S1"));
    let coordinator = staff(
        app,
        "daumoi.doc",
        Role::Coordinator,
        Some(scene.unit("VL.S1").parse().unwrap()),
    )
    .await;
    let auditor = staff(app, "kiemtra.doc", Role::Auditor, None).await;
    for reader in [&coordinator, &auditor] {
        let console = Page::of(&reader.get("/console").await.expect(200));
        let sections = console.attributes("nav a", "href");
        assert!(sections.contains(&"/console/units".to_owned()), "{sections:?}");
        for path in ["/console/units", &unit] {
            let page = Page::of(&reader.get(path).await.expect(200));
            assert_eq!(
                page.attributes("main form[method=post]", "action"),
                [""; 0],
                "{path}"
            );
            let mut ways = page.attributes("main form", "action");
            ways.extend(page.attributes("main a", "href"));
            let adds = |way: &String| way.ends_with("/new") || way.ends_with("/import");
            assert!(!ways.iter().any(adds), "{path}: {ways:?}");
        }
        reader.get("/api/v1/units/exports/units.csv").await.expect(200);
        reader.get("/console/units/import").await.expect(403);
        send(reader, &unit, &[("name", "Sở Khác")]).await.expect(403);
    }
    let page = Page::of(&scene.administrator.get(&unit).await.expect(200));
    assert!(page.attributes("main form", "action").contains(&unit));
}

/// Thousands of units do not make a page slow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_thousands_of_units_are_quick() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let mut file = "code,name,parent_code,headcount,headcount_date\n".to_owned();
    for unit in 0..5_000 {
        let parent = if unit < 50 {
            "VL".to_owned()
        } else {
            format!("N{}", unit % 50)
        };
        writeln!(file, "N{unit},Đơn vị số {unit},{parent},{unit},2026-01-01").unwrap();
    }
    let staff = &scene.administrator;
    staff
        .upload("/api/v1/units/imports", file.as_bytes())
        .await
        .expect(200);
    let root = format!("/console/units/{}", scene.unit("VL"));
    for path in ["/console/units", "/console/units?query=don+vi", root.as_str()] {
        staff.get(path).await.expect(200);
        // The second is for slow machines and builds; it takes some milliseconds.
        let page = tokio::time::timeout(Duration::from_secs(1), staff.get(path)).await;
        let page = page.unwrap().expect(200);
        assert!(page.body.len() < 200_000, "{path}: {} bytes", page.body.len());
    }
    let found = staff.get("/console/units?query=don+vi").await;
    let next = Page::of(&found).attributes("a[rel=next]", "href");
    let second = Page::of(&staff.get(&next[0]).await.expect(200));
    assert_eq!(second.attributes("tbody tr", "role").len(), 100);
    assert_ne!(second.texts("tbody th"), Page::of(&found).texts("tbody th"));
    let unit = text_at(
        &app.client.get("/api/v1/units?query=N4999").await.json(),
        "/units/0/id",
    );
    staff.get(&format!("/console/units/{unit}")).await.expect(200);
}
