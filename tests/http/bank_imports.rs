//! The wizard of an import in a browser without scripts: columns, dry run, what waits for approval, the list of imports.

use khao_tests::client::{Client, text_at};
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, signed_in};
use crate::scene::{BANK, Scene};

async fn sent(browser: &Client, bank: &str, file: &str) -> String {
    let path = format!("{bank}/import");
    let sent = browser.upload(&path, file.as_bytes());
    led_to(&sent.await)
}

#[tokio::test]
async fn a_file_with_its_own_headers_is_imported() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let file = "STT,Mã câu,Loại câu,Chủ đề,Mức độ,Câu hỏi,A,B,Trả lời\n\
        1,X-1,Một lựa chọn,Thể chế,1,Câu nào mới?,đúng,sai,A\n";
    let columns = sent(&organiser, &bank, file).await;
    assert!(columns.ends_with("/columns"), "{columns}");
    let page = open(&organiser, &columns).await;
    assert!(page.text().contains("Các dòng đầu: X-1"), "{}", page.text());
    let form = page.form(&columns);
    assert_eq!(
        (form.value("column.0"), form.value("column.1")),
        (Some(""), Some("Mã câu hỏi"))
    );
    // A mistake keeps what was chosen.
    let twice = form
        .clone_with("column.0", "Mã câu hỏi")
        .press(&organiser, "")
        .await;
    let twice = Page::of(&twice.expect(422));
    assert_eq!(twice.attributes("#f-column\\.1", "aria-invalid"), ["true"]);
    assert_eq!(twice.form(&columns).value("column.0"), Some("Mã câu hỏi"));
    let lacking = form.clone_with("column.5", "").press(&organiser, "").await;
    let lacking = Page::of(&lacking.expect(422));
    assert!(lacking.text().contains("“Nội dung”"), "{}", lacking.text());
    let dry_run = led_to(&form.press(&organiser, "").await);
    let page = open(&organiser, &dry_run).await;
    let text = page.text();
    assert!(text.contains("1 câu sẽ là bản nháp"), "{text}");
    let import = page.form(&dry_run);
    let to = led_to(&import.press(&organiser, "").await);
    let done = open(&organiser, &to).await;
    assert!(
        done.text().contains("1 câu của lần này còn chờ duyệt"),
        "{}",
        done.text()
    );
    let drafts = format!("{bank}?status=draft");
    assert!(done.attributes("main a", "href").contains(&drafts));
    // Whoever goes back and presses again is told what happened, and where it stands.
    for again in [import.press(&organiser, "").await, organiser.get(&dry_run).await] {
        let again = Page::of(&again.expect(404));
        assert!(
            again.text().contains("Tệp này không còn chờ nữa"),
            "{}",
            again.text()
        );
    }
    is_listed(&organiser, &bank, &to).await;
}

async fn is_listed(organiser: &Client, bank: &str, to: &String) {
    let list = format!("{bank}/revisions");
    assert!(
        open(organiser, bank)
            .await
            .attributes("main a", "href")
            .contains(&list)
    );
    let page = open(organiser, &list).await;
    assert!(
        page.attributes("main table a", "href").contains(to),
        "{}",
        page.text()
    );
    let older = open(organiser, &format!("{list}?before=2")).await;
    assert_eq!(older.attributes("main table a", "href"), [format!("{list}/1")]);
}

#[tokio::test]
async fn a_dry_run_shows_old_and_new() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let dry_run = sent(&organiser, &bank, &BANK.replace("Câu hai?", "Câu hai mới?")).await;
    let page = open(&organiser, &dry_run).await;
    let text = page.text();
    for told in [
        "Câu hai?",
        "Câu hai mới?",
        "Nháp",
        "1 câu đang được duyệt sẽ trở về bản nháp",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let tables = page.texts("main table caption");
    assert!(tables.contains(&"TC-2 (dòng 3)".to_owned()), "{tables:?}");
}

#[tokio::test]
async fn papers_say_that_their_bank_waits_for_approval() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = &scene.organiser;
    let new = json!({ "name": "Chưa duyệt", "language": "vi" });
    let id = text_at(
        &organiser.post("/api/v1/banks", &new).await.expect(201).json(),
        "/id",
    );
    let bank = format!("/console/banks/{id}");
    let dry_run = sent(organiser, &bank, BANK).await;
    led_to(
        &open(organiser, &dry_run)
            .await
            .form(&dry_run)
            .press(organiser, "")
            .await,
    );
    // The same file once more: the organiser cannot approve it, and is told who can.
    let again = sent(organiser, &bank, BANK).await;
    let again = open(organiser, &again).await;
    assert!(again.text().contains("đang chờ duyệt"), "{}", again.text());
    let drafts = format!("{bank}?status=draft");
    assert!(again.attributes("main a", "href").contains(&drafts));

    let page = open(organiser, "/console/contests/new").await;
    let form = page
        .form("/console/contests/new")
        .with("title", "Chờ")
        .with("bank_id", &id);
    let review = led_to(&form.press(organiser, "create").await);
    let page = open(organiser, &review).await;
    assert!(page.text().contains("câu chờ duyệt"), "{}", page.text());
    assert!(page.attributes("main a", "href").contains(&drafts));
    let papers = review.replace("/review", "/papers");
    let page = open(organiser, &papers).await;
    assert!(page.attributes("main form a", "href").contains(&drafts));
    let text = page.text();
    assert!(
        text.contains("chưa chọn câu nào") && !text.contains("đủ câu"),
        "{text}"
    );
    let trial = page
        .form(&papers)
        .with("suggest.0", "5")
        .press(organiser, "suggest")
        .await;
    let trial = Page::of(&trial.expect(200)).text();
    assert!(trial.contains("Không đề xuất được"), "{trial}");
}
