//! Question banks in a browser without scripts: made, written, judged, imported and taken back.

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::{BANK, Scene};

#[tokio::test]
async fn an_item_is_made_checked_saved_and_judged_by_another() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    assert!(open(&organiser, "/console/banks").await.text().contains('9'));
    let path = format!("{bank}/new");
    let form = open(&organiser, &format!("{path}?kind=true_false"))
        .await
        .form(&path);
    let refused = Page::of(&form.press(&organiser, "save").await.expect(422));
    assert!(
        refused.texts("#errors li").len() >= 4,
        "{:?}",
        refused.texts("#errors li")
    );
    let form = form
        .clone_with("code", "MỚI/1")
        .with("topic", "Thể chế")
        .with("stem", "Câu <b>mới</b>?")
        .with("key", "true")
        .with("source", "Luật");
    let checked = Page::of(&form.press(&organiser, "check").await.expect(200));
    assert!(checked.text().contains("Như người thi thấy"));
    assert_eq!(checked.form(&path).value("code"), Some("MỚI/1"));
    let to = led_to(&form.press(&organiser, "save").await);
    let item = open(&organiser, &to).await;
    assert!(item.text().contains("Nháp"), "{}", item.text());
    // The organiser may not judge; the administrator may, since it is another's.
    let here = to.split('?').next().unwrap().to_owned();
    let refused = send(&organiser, &here, &[("action", "review")]).await;
    assert_eq!(refused.status, 403);
    let administrator = signed_in(&app.client, "quantri").await;
    for step in ["review", "approve"] {
        let answer = send(&administrator, &here, &[("action", step)]).await;
        assert_eq!(led_to(&answer), format!("{here}?done=items_changed"));
    }
    let back = send(&administrator, &here, &[("action", "send-back")]).await;
    let back = Page::of(&back.expect(422));
    assert!(
        back.texts(".error").iter().any(|error| error.contains("ý kiến")),
        "{}",
        back.text()
    );
    assert!(open(&organiser, &here).await.text().contains("Đã duyệt"));
}

#[tokio::test]
async fn the_later_of_two_editors_sees_both_versions() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/banks/{}/items/TC-1/edit", scene.bank);
    let form = open(&organiser, &path).await.form(&path);
    let first = form.clone_with("stem", "Của người thứ nhất?");
    led_to(&first.press(&organiser, "save").await);
    let second = form.clone_with("stem", "Của người thứ hai?");
    let conflict = Page::of(&second.press(&organiser, "save").await.expect(409));
    assert!(conflict.text().contains("Của người thứ nhất?"));
    let again = conflict.form(&path);
    assert_eq!(again.value("stem").map(str::trim), Some("Của người thứ hai?"));
    led_to(&again.press(&organiser, "save").await);
    let item = open(&organiser, path.trim_end_matches("/edit")).await;
    assert!(item.text().contains("Của người thứ hai?"));
    let versions = open(&organiser, &path.replace("/edit", "/compare?a=1&b=3")).await;
    assert!(versions.text().contains("Câu một?") && versions.text().contains("Của người thứ hai?"));
}

#[tokio::test]
async fn an_item_begins_as_a_copy_of_another() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let item = open(&organiser, &format!("{bank}/items/TC-1")).await;
    let copy = format!("{bank}/new?copy=TC-1");
    assert!(
        item.attributes("main a", "href").contains(&copy),
        "{}",
        item.text()
    );
    let path = format!("{bank}/new");
    let form = open(&organiser, &copy).await.form(&path);
    assert_eq!(form.value("code"), Some(""), "two items never share a code");
    assert_eq!(form.value("stem").map(str::trim), Some("Câu một?"));
    // Stored, though it asks nearly the same as the first.
    form.clone_with("code", "TC-1B").press(&organiser, "save").await;
    let both = open(&organiser, &format!("{bank}?query=cau+mot")).await;
    assert_eq!(both.texts("form[method=post] tbody tr").len(), 2);
    let lost = organiser.get(&format!("{path}?copy=NONE")).await;
    assert_eq!(lost.status, 404);
}

#[tokio::test]
async fn a_bank_begins_as_a_copy_of_another() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/banks?copy={}", scene.bank);
    let form = open(&organiser, &path).await.form("/console/banks");
    assert_eq!(form.value("name"), Some("Bản sao của Ngân hàng"));
    let refused = Page::of(
        &form
            .clone_with("name", " ")
            .press(&organiser, "")
            .await
            .expect(422),
    );
    let form = refused.form("/console/banks").with("name", "Bản sao");
    assert_eq!(
        form.value("copy"),
        Some(scene.bank.as_str()),
        "a mistake keeps what is copied"
    );
    let to = led_to(&form.press(&organiser, "").await);
    assert_eq!(
        led_to(&form.press(&organiser, "").await),
        to,
        "sent twice, it makes one"
    );
    let copy = open(&organiser, &to).await;
    assert!(copy.text().contains("9 câu khớp"), "{}", copy.text());
    let here = to.split('?').next().unwrap();
    let item = open(&organiser, &format!("{here}/items/TC-1")).await.text();
    assert!(item.contains("Đã duyệt") && item.contains("Câu một?"), "{item}");
    // A copy is another bank.
    let edit = format!("{here}/items/TC-1/edit");
    let changed = open(&organiser, &edit)
        .await
        .form(&edit)
        .with("stem", "Khác hẳn?");
    changed.press(&organiser, "save").await;
    let first = format!("/console/banks/{}/items/TC-1", scene.bank);
    assert!(!open(&organiser, &first).await.text().contains("Khác hẳn?"));
    // Whoever may not manage banks copies none.
    let coordinator = signed_in(&app.client, "daumoi.noivu").await;
    let sent = [("copy", scene.bank.as_str()), ("name", "Của tôi")];
    assert_eq!(send(&coordinator, "/console/banks", &sent).await.status, 403);
}

#[tokio::test]
async fn several_items_are_found_and_changed() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let found = open(
        &organiser,
        &format!("{bank}?query=cau+hai&topic=&difficulty=&status=&valid_on="),
    )
    .await;
    assert_eq!(
        found.texts("form[method=post] tbody tr").len(),
        1,
        "{}",
        found.text()
    );
    let wrong = organiser.get(&format!("{bank}?valid_on=mai")).await.expect(422);
    assert!(Page::of(&wrong).text().contains("ngày/tháng/năm"));
    let chosen = [("codes", "TC-1"), ("codes", "TC-2")];
    let none = send(&organiser, &bank, &[("action", "retire")]).await;
    none.expect(422);
    let level = [
        chosen.as_slice(),
        &[("action", "difficulty"), ("new_difficulty", "")],
    ]
    .concat();
    let level = Page::of(&send(&organiser, &bank, &level).await.expect(422));
    assert_eq!(level.attributes("#f-new_difficulty", "aria-invalid"), ["true"]);
    let retire = [chosen.as_slice(), &[("action", "retire"), ("understood", "yes")]].concat();
    // A tick for another number of items is none.
    let other = [retire.as_slice(), &[("asked", "retire:1:0")]].concat();
    let asked = Page::of(&send(&organiser, &bank, &other).await.expect(422));
    assert_eq!(asked.attributes("[name=asked]", "value"), ["retire:2:0"]);
    let retire = [retire.as_slice(), &[("asked", "retire:2:0")]].concat();
    led_to(&send(&organiser, &bank, &retire).await);
    let partly = [&[("codes", "TC-3")], retire.as_slice()].concat();
    let partly = Page::of(&send(&organiser, &bank, &partly).await.expect(200));
    assert!(partly.text().contains("TC-1, TC-2"), "{}", partly.text());
    let retired = open(&organiser, &format!("{bank}?status=retired")).await;
    assert_eq!(retired.texts("form[method=post] tbody tr").len(), 3);
}

#[tokio::test]
async fn a_file_is_looked_over_imported_and_taken_back() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let header = BANK.lines().next().unwrap();
    let upload = async |rows: &str| {
        let file = format!("{header}\n{rows}\n");
        let path = format!("{bank}/import");
        let sent = organiser.upload(&path, file.as_bytes());
        let path = led_to(&sent.await);
        (open(&organiser, &path).await, path)
    };
    let (bad, path) = upload("X-1,Một lựa chọn,Thể chế,7,Câu?,a,b,,,A,,,,,Nguồn").await;
    assert!(
        bad.text().contains("Độ khó") && bad.text().contains("Tệp có lỗi"),
        "{}",
        bad.text()
    );
    send(&organiser, &path, &[]).await.expect(422);
    let (good, path) = upload("X-1,Một lựa chọn,Thể chế,1,Câu nào mới?,a,b,,,A,,,,,Nguồn").await;
    let answer = good.form(&path).press(&organiser, "import").await;
    let to = led_to(&answer);
    assert_eq!(to, format!("{bank}/revisions/2"));
    assert!(open(&organiser, &bank).await.text().contains("X-1"));
    let form = open(&organiser, &to).await.form(&to);
    form.press(&organiser, "undo").await.expect(422);
    let undone = form
        .clone_with("understood", "yes")
        .press(&organiser, "undo")
        .await;
    assert_eq!(led_to(&undone), format!("{bank}?done=import_undone"));
    assert!(!open(&organiser, &bank).await.text().contains("X-1"));
}
