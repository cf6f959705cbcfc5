//! Surveys in the console, by forms alone: made, written, fielded, closed, carried through files; who may what.

use khao_domain::people::role::Role;
use khao_tests::client::{Answer, Client};

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::{Scene, first_opening, staff};

on_both!(
    a_survey_is_made_written_and_fielded,
    what_two_people_type_is_not_lost,
    a_form_goes_through_files_and_back,
    each_role_sees_its_part,
);

const LIST: &str = "/console/surveys";
const SURVEY: &str = "/console/surveys/hai-long-2026";

async fn organiser(app: &TestApp) -> Client {
    signed_in(&app.client, "tochuc").await
}

async fn made(organiser: &Client, template: &str) {
    let new = open(organiser, &format!("{LIST}/new")).await;
    let form = new.form(&format!("{LIST}/new"));
    let form = form
        .with("title.vi", "Hài lòng 2026")
        .with("title.en", "Satisfaction 2026");
    let to = led_to(&form.with("template", template).press(organiser, "").await);
    assert_eq!(
        to,
        format!("{SURVEY}?done=survey_created"),
        "the address follows the title"
    );
}

async fn a_survey_is_made_written_and_fielded(app: &TestApp) {
    Scene::set(app).await;
    let organiser = organiser(app).await;
    let path = format!("{LIST}/new");
    let refused = send(&organiser, &path, &[("title.vi", " "), ("template", "blank")]).await;
    let refused = Page::of(&refused.expect(422));
    assert_eq!(refused.attributes("#errors a", "href"), ["#f-title.vi"]);
    made(&organiser, "blank").await;
    let overview = open(&organiser, SURVEY).await;
    assert!(
        overview.text().contains("Hoàn thiện phiếu"),
        "{}",
        overview.text()
    );

    write(&organiser).await;
    let overview = open(&organiser, SURVEY).await;
    assert!(
        overview.text().contains("Phiếu đã sẵn sàng"),
        "{}",
        overview.text()
    );
    field(app, &organiser).await;
    publish_and_close(app, &organiser).await;
}

/// A section with two items, one of them moved, deleted and put back.
async fn write(organiser: &Client) {
    let form = format!("{SURVEY}/form");
    let page = open(organiser, &form).await;
    let section = led_to(&page.form(&form).press(organiser, "add_section").await);
    assert_eq!(section, format!("{form}/sections/s1"));
    let page = open(organiser, &section).await;
    let saved = page
        .form(&section)
        .with("title.vi", "Ý kiến")
        .press(organiser, "save")
        .await;
    assert_eq!(led_to(&saved), format!("{form}?done=form_saved#s-s1"));

    for (kind, id) in [("rating", "q1"), ("single_choice", "q2")] {
        let revision = open(organiser, &form)
            .await
            .form(&form)
            .value("revision")
            .unwrap()
            .to_owned();
        let add = [
            ("revision", revision.as_str()),
            ("section", "s1"),
            ("kind.s1", kind),
            ("action", "add_item"),
        ];
        let item = led_to(&send(organiser, &form, &add).await);
        assert_eq!(item, format!("{form}/items/{id}"));
        let page = open(organiser, &item).await.form(&item);
        let page = page
            .with("text.vi", &format!("Câu {id}?"))
            .with("required", "yes");
        page.with("options", "nam | Nam\nnu | Nữ\nkhac* | Khác")
            .press(organiser, "save")
            .await
            .expect(303);
    }
    move_and_delete(organiser).await;
}

async fn move_and_delete(organiser: &Client) {
    let form = format!("{SURVEY}/form");
    let form = form.as_str();
    let ids = |page: &Page| page.attributes(".outline > li", "id");
    let pressed = open(organiser, form)
        .await
        .form(form)
        .press(organiser, "up.q2")
        .await;
    assert_eq!(led_to(&pressed), format!("{form}?done=form_saved#i-q2"));
    let page = open(organiser, form).await;
    assert_eq!(ids(&page), ["i-q2", "i-q1"]);
    let deleted = page.form(form).press(organiser, "delete.q2").await;
    let deleted = Page::of(&deleted.expect(200));
    assert_eq!(ids(&deleted), ["i-q1"]);
    let back = deleted.form(form).press(organiser, "undo").await;
    assert_eq!(led_to(&back), format!("{form}?done=form_saved#i-q2"));
    assert_eq!(ids(&open(organiser, form).await), ["i-q2", "i-q1"]);

    let item = format!("{form}/items/q2");
    let page = open(organiser, &item).await.form(&item);
    assert_eq!(
        page.value("options").map(str::trim),
        Some("nam | Nam\nnu | Nữ\nkhac* | Khác")
    );
    let wrong = page
        .with("options", "Nam")
        .with("skips", "q1")
        .press(organiser, "save")
        .await;
    let wrong = Page::of(&wrong.expect(422));
    assert_eq!(wrong.attributes("#errors a", "href"), ["#f-skips", "#f-options"]);
    assert_eq!(wrong.form(&item).value("options").map(str::trim), Some("Nam"));
}

async fn field(app: &TestApp, organiser: &Client) {
    let waves = format!("{SURVEY}/waves");
    let page = open(organiser, &waves).await.form(&waves);
    let wrong = page
        .clone()
        .with("opens_on", "32/13/2026")
        .with("quota_name.1", "Nữ")
        .with("quota_most.1", "nhiều")
        .press(organiser, "field")
        .await;
    let wrong = Page::of(&wrong.expect(422));
    assert_eq!(
        wrong.attributes("#errors a", "href"),
        ["#f-opens_on", "#f-quota_most.1"]
    );
    let quota = page
        .clone()
        .with("quota_name.1", "Nữ")
        .with("quota_condition.1", "q9 = nu")
        .with("quota_most.1", "50");
    let wrong = Page::of(&quota.clone().press(organiser, "field").await.expect(422));
    assert_eq!(wrong.attributes("#errors a", "href"), ["#f-quota_condition.1"]);
    let more = Page::of(&quota.clone().press(organiser, "quota").await.expect(200));
    assert!(more.form(&waves).value("quota_name.2").is_some());
    let opens = first_opening().local_date().vietnamese();
    let quota = quota
        .with("quota_condition.1", "q2 = nu")
        .with("opens_on", &opens);
    let fielded = quota.with("opens_at", "00:00").press(organiser, "field").await;
    assert_eq!(led_to(&fielded), format!("{SURVEY}?done=wave_fielded"));
    app.client.get("/api/v1/surveys/hai-long-2026").await.expect(200);
    let overview = open(organiser, SURVEY).await;
    assert!(
        overview.texts("table td").contains(&"50".to_owned()),
        "{}",
        overview.text()
    );
    let list = open(organiser, LIST).await;
    assert!(list.text().contains("Hài lòng 2026"));
}

async fn publish_and_close(app: &TestApp, organiser: &Client) {
    app.pass_seconds(60);
    send(organiser, SURVEY, &[("action", "publish")])
        .await
        .expect(422);
    let sent = [("action", "publish"), ("understood", "yes")];
    assert_eq!(
        led_to(&send(organiser, SURVEY, &sent).await),
        format!("{SURVEY}?done=survey_published")
    );
    let overview = open(organiser, SURVEY).await;
    assert!(overview.text().contains("Kết quả đang công khai"));
    let wave = overview.attributes("article a", "href").remove(0);
    let page = open(organiser, &wave).await;
    assert_eq!(
        page.form(&wave).value("opens_on"),
        None,
        "an open wave keeps its beginning"
    );
    let renamed = page
        .form(&wave)
        .with("name", "Đợt đầu")
        .press(organiser, "save")
        .await;
    assert_eq!(led_to(&renamed), format!("{SURVEY}?done=wave_saved"));
    let delete = [("action", "delete"), ("understood", "yes")];
    send(organiser, &wave, &delete).await.expect(409);
    send(organiser, SURVEY, &delete).await.expect(409);
    let close = [("action", "close"), ("understood", "yes")];
    assert_eq!(
        led_to(&send(organiser, &wave, &close).await),
        format!("{SURVEY}?done=wave_closed")
    );
    let overview = open(organiser, SURVEY).await;
    assert!(overview.text().contains("Đợt đầu") && overview.text().contains("Đã đóng"));
    let poster = open(organiser, &format!("{SURVEY}/poster?unit=VL.S1&desk=3")).await;
    assert!(poster.texts(".poster").concat().contains("Sở Nội vụ – quầy 3"));
    assert_eq!(poster.texts(".poster svg").len(), 1);
    let unknown = format!("{SURVEY}/poster?unit=khong-co");
    organiser.get(&unknown).await.expect(422);
}

async fn what_two_people_type_is_not_lost(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = organiser(app).await;
    let item = "/console/surveys/quay/form/items/overall";
    let mine = open(&organiser, item).await.form(item);
    let theirs = open(&scene.organiser, item).await.form(item);
    let theirs = theirs.with("hint.vi", "Xin chọn một.");
    theirs.press(&scene.organiser, "save").await.expect(303);
    let late = mine
        .with("text.vi", "Câu của tôi?")
        .press(&organiser, "save")
        .await;
    let late = Page::of(&late.expect(409));
    assert!(late.text().contains("Người khác vừa sửa phiếu này"));
    let again = late.form(item);
    assert_eq!(again.value("text.vi").map(str::trim), Some("Câu của tôi?"));
    again.press(&organiser, "save").await.expect(303);
    let form = "/console/surveys/quay/form";
    let old = [("revision", "1"), ("action", "delete.overall")];
    send(&organiser, form, &old).await.expect(409);
    let page = open(&organiser, form).await;
    assert!(page.text().contains("Câu của tôi?"));
    // What is being answered stays as it was fielded.
    let overview = open(&organiser, "/console/surveys/quay").await;
    assert!(overview.text().contains("Bản nháp khác với phiếu đang dùng"));
}

async fn upload(client: &Client, kind: &str, file: &[u8]) -> Answer {
    let mut body = format!(
        "--parts\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--parts\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"tep\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--parts--\r\n");
    let request = client.request("POST", &format!("{SURVEY}/files"));
    request
        .body("multipart/form-data; boundary=parts", body)
        .send()
        .await
}

async fn looked_at(client: &Client, kind: &str, file: &[u8]) -> Page {
    Page::of(&upload(client, kind, file).await.expect(200))
}

async fn a_form_goes_through_files_and_back(app: &TestApp) {
    Scene::set(app).await;
    let organiser = organiser(app).await;
    made(&organiser, "desk").await;
    let taken = format!("{SURVEY}/files/taken");
    for ending in ["json", "xlsx"] {
        let file = organiser
            .get(&format!("{SURVEY}/form.{ending}"))
            .await
            .expect(200);
        let same = looked_at(&organiser, "form", &file.body).await;
        assert!(
            same.text().contains("Các câu và cách trả lời không đổi"),
            "{}",
            same.text()
        );
    }
    let json = organiser
        .get(&format!("{SURVEY}/form.json"))
        .await
        .expect(200)
        .text()
        .to_owned();
    let changed = json.replace("Thái độ của công chức", "Thái độ phục vụ");
    let look = looked_at(&organiser, "form", changed.as_bytes()).await;
    assert!(look.text().contains("1 câu thay đổi") && look.text().contains("attitude"));
    let done = look.form(&taken).press(&organiser, "").await;
    assert_eq!(led_to(&done), format!("{SURVEY}/form?done=form_saved"));
    assert!(
        open(&organiser, &format!("{SURVEY}/form"))
            .await
            .text()
            .contains("Thái độ phục vụ")
    );
    // It was looked at before somebody else changed the form.
    look.form(&taken).press(&organiser, "").await.expect(409);

    let sheet = organiser
        .get(&format!("{SURVEY}/translations.csv"))
        .await
        .expect(200);
    let sheet = sheet.text().replace("Clear explanations", "Guidance");
    let look = looked_at(&organiser, "translations", sheet.as_bytes()).await;
    assert!(look.text().contains("1 bản dịch mới"), "{}", look.text());
    look.form(&taken).press(&organiser, "").await.expect(303);
    let bad = upload(&organiser, "form", b"{ \"languages\": 5 }").await;
    assert!(
        Page::of(&bad.expect(422))
            .text()
            .contains("Phiếu không đúng cấu trúc")
    );
    let delete = [("action", "delete"), ("understood", "yes")];
    assert_eq!(
        led_to(&send(&organiser, SURVEY, &delete).await),
        format!("{LIST}?done=survey_deleted")
    );
    organiser.get(SURVEY).await.expect(404);
}

async fn each_role_sees_its_part(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = organiser(app).await;
    made(&browser, "desk").await;
    let auditor = staff(app, "kiemtra", Role::Auditor, None).await;
    for path in [SURVEY, "/console/surveys/quay", "/console/surveys/quay/form"] {
        let page = open(&auditor, path).await;
        let buttons = page.attributes("main button", "value");
        let is_locked = !page.attributes("fieldset.read-only", "disabled").is_empty();
        assert!(buttons.is_empty() || is_locked, "{path}: {buttons:?}");
    }
    auditor.get("/console/surveys/new").await.expect(403);
    send(&auditor, "/console/surveys/quay/form", &[])
        .await
        .expect(403);

    let list = open(&scene.coordinator, LIST).await;
    assert!(list.text().contains("Đánh giá tại quầy") && !list.text().contains("Hài lòng 2026"));
    scene.coordinator.get(SURVEY).await.expect(404);
    answer(app, &scene, "VL.S1", 2).await;
    answer(app, &scene, "VL.S2", 1).await;
    let counts = |page: &Page| page.texts("article th[scope=row]");
    let own = open(&scene.coordinator, "/console/surveys/quay").await;
    assert!(counts(&own).contains(&"Sở Nội vụ".to_owned()) && !counts(&own).contains(&"Sở Y tế".to_owned()));
    let all = open(&scene.organiser, "/console/surveys/quay").await;
    assert!(counts(&all).contains(&"Sở Nội vụ".to_owned()) && counts(&all).contains(&"Sở Y tế".to_owned()));
}

async fn answer(app: &TestApp, scene: &Scene, unit: &str, times: u32) {
    for nth in 0..times {
        let response = serde_json::json!({
            "form_version": 1, "channel": "qr", "language": "vi", "unit_id": scene.unit(unit),
            "client_id": format!("0b8f0f0e-0000-4000-8000-0000{}{nth:04}", &unit[4..].repeat(4)),
            "answers": { "overall": 4 },
        });
        app.client
            .post("/api/v1/surveys/quay/responses", &response)
            .await
            .expect(201);
    }
}
