//! Work on a bank in a browser without scripts: the editor keeps and shows what is typed, and many items are changed by
//! one step; what the editor's script asks for is the same.

use khao_domain::people::role::Role;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::{BANK, Scene, staff};

#[tokio::test]
async fn another_kind_keeps_what_was_typed() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/banks/{}/new", scene.bank);
    let page = open(&organiser, &path).await;
    let proposed = page.attributes("#f-topic-list option", "value");
    assert!(proposed.contains(&"Thể chế".to_owned()), "{proposed:?}");
    let form = page
        .form(&path)
        .with("stem", "Câu **đang** viết?")
        .with("option.a", "phương án một")
        .with("correct", "a")
        .with("source", "Luật");
    let number = form.with("kind", "number").press(&organiser, "kind").await;
    let number = Page::of(&number.expect(200));
    assert!(number.texts("#errors").is_empty(), "nothing is refused yet");
    assert_eq!(number.texts("#look strong"), ["đang"]);
    let form = number.form(&path);
    assert_eq!(form.value("key"), Some(""));
    let back = form
        .with("key", "12")
        .with("kind", "multiple_choice")
        .press(&organiser, "kind")
        .await;
    let back = Page::of(&back.expect(200));
    assert!(back.texts("#look li").contains(&"phương án một".to_owned()));
    let form = back.form(&path);
    for (name, value) in [
        ("option.a", "phương án một"),
        ("correct", "a"),
        ("source", "Luật"),
        ("key", "12"),
    ] {
        assert_eq!(form.value(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_mistake_names_its_field_and_the_preview_stays() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/banks/{}/new", scene.bank);
    let form = open(&organiser, &path).await.form(&path).with("option.a", "một");
    let refused = Page::of(&form.press(&organiser, "check").await.expect(422));
    let told = refused.texts("#errors li");
    for label in ["Mã câu hỏi:", "Chủ đề:", "Nội dung:"] {
        assert!(
            told.iter().any(|line| line.starts_with(label)),
            "{label} {told:?}"
        );
    }
    assert_eq!(refused.texts("#look ol li"), ["một"]);
}

/// What the script puts beside the form: a part of the page, whatever is missing, for whoever may write.
#[tokio::test]
async fn a_sketch_is_a_part_of_the_page() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/banks/{}/new", scene.bank);
    let page = open(&organiser, &path).await;
    assert_eq!(page.attributes("[data-live]", "data-live"), ["remarks", "look"]);
    assert_eq!(
        page.attributes("[data-keys]", "hidden").len(),
        1,
        "shown by the script"
    );
    let form = page.form(&path).with("stem", "Ai <b>nào</b>?");
    let answer = form.press(&organiser, "sketch").await.expect(200);
    assert!(!answer.text().contains("<main"), "{}", answer.text());
    let part = Page::of(&answer);
    assert_eq!(part.attributes("[data-live]", "data-live"), ["remarks", "look"]);
    assert!(part.texts("b").is_empty(), "what is typed is no markup");
    staff(&app, "thamdinh", Role::Reviewer, None).await;
    let reviewer = signed_in(&app.client, "thamdinh").await;
    assert_eq!(form.press(&reviewer, "sketch").await.status, 403);
    let missing = format!("/console/banks/{}/items/KHONG/edit", scene.bank);
    let lost = send(&organiser, &missing, &[("action", "sketch")]).await;
    assert_eq!(lost.status, 404);
}

#[tokio::test]
async fn one_step_takes_the_page_or_all_that_fit() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let administrator = signed_in(&app.client, "quantri").await;
    let bank = format!("/console/banks/{}", scene.bank);
    // By the page's own form: its address carries the filter.
    let page = open(&administrator, &format!("{bank}?topic=Th%E1%BB%83+ch%E1%BA%BF")).await;
    let action = page
        .attributes("form[method=post]", "action")
        .into_iter()
        .find(|action| action.contains("topic="))
        .unwrap();
    let form = page.form(&action);
    assert_eq!(form.value("scope"), Some("ticked"));
    // What several lose is named before they lose it.
    let asked = form
        .clone_with("scope", "page")
        .press(&administrator, "retire")
        .await;
    let asked = Page::of(&asked.expect(422));
    assert!(asked.text().contains("Ngừng dùng 4 câu"), "{}", asked.text());
    let meant = asked.form(&action).with("understood", "yes");
    let to = led_to(&meant.press(&administrator, "retire").await);
    let done = open(&administrator, &to).await;
    assert!(done.text().contains("Đã cập nhật 4 câu."), "{}", done.text());
    let retired = open(&administrator, &format!("{bank}?status=retired")).await;
    assert!(retired.text().contains("4 câu khớp"), "{}", retired.text());
    // Somebody changes what fits between the look and the step.
    let all = [("scope", "all"), ("total", "3"), ("action", "restore")];
    let stale = send(&administrator, &format!("{bank}?status=retired"), &all).await;
    let stale = Page::of(&stale.expect(422));
    assert!(
        stale.texts("#errors").join(" ").contains("vừa thay đổi"),
        "{}",
        stale.text()
    );
    let all = [("scope", "all"), ("total", "4"), ("action", "restore")];
    led_to(&send(&administrator, &format!("{bank}?status=retired"), &all).await);
    // A filter that cannot be read is not the whole bank.
    let all = [("scope", "all"), ("total", "9"), ("action", "retire")];
    let unread = send(&administrator, &format!("{bank}?valid_on=mai"), &all).await;
    assert_eq!(unread.status, 422);
    // Approving drafts: told what comes first, and the ticks stay.
    let ticked = [("codes", "TC-1"), ("codes", "TC-3"), ("action", "approve")];
    let early = Page::of(&send(&administrator, &bank, &ticked).await.expect(422));
    assert!(
        early.text().contains("Xác nhận đã thẩm định» trước"),
        "{}",
        early.text()
    );
    assert_eq!(
        early.attributes("input[name=codes][checked]", "value"),
        ["TC-1", "TC-3"]
    );
}

#[tokio::test]
async fn many_items_have_pages_in_both_directions() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let header = BANK.lines().next().unwrap();
    let rows: Vec<String> = (100..160)
        .map(|number| format!("X-{number},Một lựa chọn,Thể chế,1,Câu số {number} hỏi gì?,a,b,,,A,,,,,Nguồn"))
        .collect();
    let file = format!("{header}\n{}\n", rows.join("\n"));
    let path = format!("{bank}/import");
    let import = organiser.upload(&path, file.as_bytes());
    let path = led_to(&import.await);
    open(&organiser, &path)
        .await
        .form(&path)
        .press(&organiser, "import")
        .await;
    let first = open(&organiser, &bank).await;
    assert!(first.attributes("a[rel=prev]", "href").is_empty());
    let next = first.attributes("a[rel=next]", "href").remove(0);
    let second = open(&organiser, &next).await;
    let back = second.attributes("a[rel=prev]", "href").remove(0);
    let again = open(&organiser, &back).await;
    assert_eq!(
        again.texts("tbody tr th"),
        first.texts("tbody tr th"),
        "back on the first page"
    );
    // Its drafts are counted where they are opened.
    let banks = open(&organiser, "/console/banks").await;
    let drafts = format!("{bank}?status=draft");
    assert!(
        banks.attributes("main table a", "href").contains(&drafts),
        "{}",
        banks.text()
    );
}

#[tokio::test]
async fn writers_and_reviewers_find_what_waits_on_their_first_page() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let edit = format!("/console/banks/{}/items/TC-1/edit", scene.bank);
    let form = open(&organiser, &edit).await.form(&edit);
    led_to(
        &form
            .with("stem", "Câu một, viết lại?")
            .press(&organiser, "save")
            .await,
    );
    for (name, role) in [("soan", Role::QuestionWriter), ("thamdinh", Role::Reviewer)] {
        staff(&app, name, role, None).await;
        let browser = signed_in(&app.client, name).await;
        let page = open(&browser, "/console").await;
        let drafts = format!("/console/banks/{}?status=draft", scene.bank);
        assert!(
            page.attributes("main table a", "href").contains(&drafts),
            "{}",
            page.text()
        );
        let listed = open(&browser, &drafts).await;
        assert!(listed.text().contains("TC-1") && !listed.text().contains("TC-2"));
    }
}

#[tokio::test]
async fn a_bank_is_renamed_and_an_unused_one_deleted() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let form = open(&organiser, &bank).await.form(&bank);
    let refused = form.clone_with("name", " ").press(&organiser, "rename").await;
    let refused = Page::of(&refused.expect(422));
    assert_eq!(refused.attributes("#f-name", "aria-invalid"), ["true"]);
    led_to(&form.with("name", "Tên mới").press(&organiser, "rename").await);
    let page = open(&organiser, &bank).await;
    assert_eq!(page.texts("h1"), ["Tên mới"]);
    assert!(
        page.attributes("button[value=delete]", "value").is_empty(),
        "contests draw from it"
    );
    let used = [("action", "delete"), ("understood", "yes")];
    send(&organiser, &bank, &used).await.expect(422);
    let new = open(&organiser, "/console/banks").await.form("/console/banks");
    let free = led_to(&new.with("name", "Thử").press(&organiser, "").await);
    let free = free.split('?').next().unwrap();
    send(&organiser, free, &[("action", "delete")]).await.expect(422);
    let gone = send(&organiser, free, &used).await;
    assert_eq!(led_to(&gone), "/console/banks?done=bank_deleted");
    assert_eq!(organiser.get(free).await.status, 404);
}

#[tokio::test]
async fn a_draft_is_deleted_and_versions_count_within_their_item() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let bank = format!("/console/banks/{}", scene.bank);
    let copy = open(&organiser, &format!("{bank}/new?copy=TC-1")).await;
    let new = format!("{bank}/new");
    copy.form(&new)
        .with("code", "THU-1")
        .press(&organiser, "save")
        .await;
    let item = format!("{bank}/items/THU-1");
    let page = open(&organiser, &item).await;
    // The first of the item, the second of its bank.
    assert_eq!(page.texts("tbody th"), ["Bản 1"]);
    send(&organiser, &item, &[("action", "delete")]).await.expect(422);
    let used = [("action", "delete"), ("understood", "yes")];
    let gone = send(&organiser, &item, &used).await;
    assert_eq!(led_to(&gone), format!("{bank}?done=item_deleted"));
    assert_eq!(organiser.get(&item).await.status, 404);
    // Papers hold this one.
    let kept = format!("{bank}/items/TC-1");
    send(&organiser, &kept, &used).await.expect(422);
}
