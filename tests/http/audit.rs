//! The audit in the console and as a file.

use serde_json::json;

use crate::app::TestApp;
use crate::page::Page;
use crate::scene::{PASSWORD, Scene};

on_both!(
    the_audit_is_read_filtered_checked_and_taken_away,
    whoever_has_no_account_is_called_what_they_are,
);

async fn the_audit_is_read_filtered_checked_and_taken_away(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let body = json!({ "province_code": "15" });
    staff.post("/api/v1/units/starting-set", &body).await.expect(200);
    let page = Page::of(&staff.get("/console/audit").await.expect(200));
    let newest = page.texts("tbody tr").remove(0);
    for word in ["Nhập đơn vị", "quantri", "127.0.0.1", "mới 100"] {
        assert!(newest.contains(word), "{word}: {newest}");
    }
    let rounds = staff.get("/console/audit?group=rounds").await.expect(200);
    let rounds = Page::of(&rounds);
    assert!(
        rounds
            .texts("tbody th")
            .iter()
            .all(|what| what.contains("vòng thi"))
    );
    let links = rounds.attributes("tbody td a", "href");
    assert!(
        links.contains(&format!("/console/rounds/{}", scene.round)),
        "{links:?}"
    );
    staff.get(&links[0]).await.expect(200);
    let file = "/api/v1/audit/exports/audit.csv?group=units&since=2020-01-01&until=2099-12-31";
    let answer = staff.get(file).await.expect(200);
    assert_eq!(answer.header("x-row-count"), Some("2"));
    assert_eq!(answer.text().lines().count(), 3, "{}", answer.text());
    staff
        .get("/api/v1/audit/exports/audit.csv?x=1")
        .await
        .problem(422, "#invalid");
    staff.get("/console/audit?since=32/01/2026").await.expect(422);
    let empty = staff.get("/console/audit?until=01/01/2020").await.expect(200);
    assert!(Page::of(&empty).text().contains("Không có việc nào khớp"));
    let told = answer.text();
    for word in ["Nhập đơn vị", "units.import", "mới 100", "\"\"new\"\":100"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let fields = [("action".to_owned(), "verify".to_owned())];
    let checked = staff.form("/console/audit", &fields).await.expect(200);
    assert!(Page::of(&checked).text().contains("Chuỗi nguyên vẹn"));
}

async fn whoever_has_no_account_is_called_what_they_are(app: &TestApp) {
    let scene = Scene::set(app).await;
    let staff = &scene.administrator;
    let body = json!({ "role": "auditor", "full_name": "Kiểm tra" });
    let invited = staff.post("/api/v1/invitations", &body).await.expect(201).json();
    let body = json!({ "code": invited["link"]["code"], "username": "kiemtra.moi", "password": PASSWORD });
    let path = "/api/v1/invitations/acceptance";
    app.client.post(path, &body).await.expect(201);
    let page = Page::of(&staff.get("/console/audit?group=invitations").await.expect(200));
    let newest = page.texts("tbody tr").remove(0);
    for word in ["Nhận lời mời", "chủ của mã", "127.0.0.1", "kiemtra.moi"] {
        assert!(newest.contains(word), "{word}: {newest}");
    }
    for group in ["invitations", "banks"] {
        let page = Page::of(
            &staff
                .get(&format!("/console/audit?group={group}"))
                .await
                .expect(200),
        );
        let links = page.attributes("tbody td a", "href");
        staff.get(&links[0]).await.expect(200);
    }
}
