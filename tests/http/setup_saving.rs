//! The guided path when something changes under way: what is saved together, taken away, copied, or announced as it was
//! reviewed.

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::Scene;
use crate::setup::made;

on_both!(
    only_what_was_reviewed_is_announced,
    one_save_takes_every_card,
    a_tick_removes_and_a_button_copies,
    rules_nobody_wrote_follow_the_settings,
    a_draft_nobody_entered_is_removed,
    a_contest_is_duplicated_from_its_page,
    all_mistakes_of_a_new_contest_are_told_at_once,
);

/// Somebody changes the contest while its review is open elsewhere: nothing is announced, and the fresh review comes.
async fn only_what_was_reviewed_is_announced(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let review = made(browser, "Cuộc thi tuần").await;
    let rounds = review.replace("/review", "/rounds");
    let reviewed = open(browser, &review)
        .await
        .form(&review)
        .with("understood", "yes");
    let other = open(browser, &rounds).await.form(&rounds);
    led_to(&other.with_at("minutes", 1, "25").press(browser, "save").await);
    let stale = reviewed.press(browser, "announce").await.expect(409);
    let fresh = Page::of(&stale);
    assert!(
        fresh.text().contains("chưa thông báo vòng nào"),
        "{}",
        fresh.text()
    );
    let path = "/api/v1/contests/cuoc-thi-tuan";
    let states = async || {
        let contest = browser.get(path).await.expect(200).json();
        let rounds = contest["rounds"].as_array().unwrap().clone();
        rounds
            .iter()
            .filter(|round| round["commitment"].is_string())
            .count()
    };
    assert_eq!(states().await, 0);
    let form = fresh.form(&review).with("understood", "yes");
    led_to(&form.press(browser, "announce_first").await);
    assert_eq!(states().await, 1);
    // Pressed twice, it does not go on to the round after it.
    form.press(browser, "announce_first").await.expect(409);
    assert_eq!(states().await, 1);
    // Once all is announced nothing is lacking, and papers are told to be fixed.
    let form = open(browser, &review)
        .await
        .form(&review)
        .with("understood", "yes");
    led_to(&form.press(browser, "announce").await);
    let text = open(browser, &review).await.text();
    assert!(
        text.contains("Mọi vòng đã được thông báo") && !text.contains("Phải có"),
        "{text}"
    );
    let papers = open(browser, &review.replace("/review", "/papers")).await.text();
    assert!(papers.contains("đã khóa và giữ nguyên"), "{papers}");
}

async fn one_save_takes_every_card(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let review = made(browser, "Cuộc thi tuần").await;
    let rounds = review.replace("/review", "/rounds");
    let form = open(browser, &rounds).await.form(&rounds);
    let form = form.with_at("minutes", 0, "25").with_at("name", 1, "Tuần lễ hai");
    let to = led_to(&form.press(browser, "next").await);
    assert_eq!(
        to,
        format!("{}?done=setup_saved", review.replace("/review", "/papers"))
    );
    let form = open(browser, &rounds).await.form(&rounds);
    assert_eq!(
        (form.value_at("minutes", 0), form.value_at("name", 1)),
        (Some("25"), Some("Tuần lễ hai"))
    );

    // One mistake, and nothing is stored; everything typed is there.
    let wrong = form
        .clone()
        .with_at("minutes", 0, "30")
        .with_at("name", 2, "tuần lễ Hai");
    let refused = Page::of(&wrong.press(browser, "save").await.expect(422));
    let field = format!("[id=\"f-name.{}\"]", form.card(2));
    assert_eq!(refused.attributes(&field, "aria-invalid"), ["true"]);
    assert_eq!(refused.form(&rounds).value_at("minutes", 0), Some("30"));
    assert_eq!(
        open(browser, &rounds).await.form(&rounds).value_at("minutes", 0),
        Some("25")
    );
    let wrong = open(browser, &rounds)
        .await
        .form(&rounds)
        .with_at("minutes", 0, "0");
    let refused = Page::of(&wrong.press(browser, "save").await.expect(422));
    assert!(
        refused.text().contains("từ 1 phút đến 24 giờ"),
        "{}",
        refused.text()
    );

    let groups = review.replace("/review", "/groups");
    let form = open(browser, &groups).await.form(&groups);
    let form = form.with_at("name", 0, "Công chức").with_at("min_age", 1, "15");
    let to = led_to(&form.with("exclusions", "CB-07").press(browser, "next").await);
    assert_eq!(to, format!("{rounds}?done=setup_saved"));
    let form = open(browser, &groups).await.form(&groups);
    let stored = (
        form.value_at("name", 0),
        form.value_at("min_age", 1),
        form.value("exclusions"),
    );
    assert_eq!(stored, (Some("Công chức"), Some("15"), Some("CB-07")));
}

async fn a_tick_removes_and_a_button_copies(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let review = made(browser, "Cuộc thi tuần").await;
    let names = async |step: &str| -> Vec<String> {
        let page = open(browser, &review.replace("/review", step)).await;
        page.texts(".cards h2")
    };
    let rounds = review.replace("/review", "/rounds");
    let page = open(browser, &rounds).await;
    assert!(
        page.text().contains("Xóa «Tuần 4» khi lưu: mất giờ mở"),
        "{}",
        page.text()
    );
    let form = page
        .form(&rounds)
        .with_at("remove", 3, "yes")
        .with_at("minutes", 0, "25");
    led_to(&form.press(browser, "save").await);
    assert_eq!(names("/rounds").await, ["Tuần 1", "Tuần 2", "Tuần 3"]);
    let form = open(browser, &rounds).await.form(&rounds);
    let copy = format!("copy.{}", form.card(0));
    led_to(&form.with_at("minutes", 1, "35").press(browser, &copy).await);
    assert_eq!(names("/rounds").await, ["Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4"]);
    let form = open(browser, &rounds).await.form(&rounds);
    assert_eq!(
        (form.value_at("minutes", 1), form.value_at("minutes", 3)),
        (Some("35"), Some("25"))
    );

    let groups = review.replace("/review", "/groups");
    let form = open(browser, &groups).await.form(&groups);
    led_to(&form.press(browser, &format!("copy.{}", form.card(1))).await);
    assert_eq!(names("/groups").await[2], "Người dân 2");
    let page = open(browser, &groups).await;
    assert!(
        page.text()
            .contains("Xóa «Người dân 2» khi lưu: mất cả ma trận đề"),
        "{}",
        page.text()
    );
    led_to(
        &page
            .form(&groups)
            .with_at("remove", 2, "yes")
            .press(browser, "save")
            .await,
    );
    assert_eq!(names("/groups").await.len(), 2);
}

/// The template's text says what is set for as long as it is the template's.
async fn rules_nobody_wrote_follow_the_settings(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let review = made(browser, "Cuộc thi tuần").await;
    let (rules, basics) = (
        review.replace("/review", "/rules"),
        review.replace("/review", "/basics"),
    );
    let text = async || {
        open(browser, &basics)
            .await
            .form(&basics)
            .value("rules")
            .unwrap()
            .to_owned()
    };
    assert!(text().await.contains("một lượt"));
    let set = async |attempts: &str, days: &str| {
        let form = open(browser, &rules).await.form(&rules);
        let form = form.with("attempts", attempts).with("complaint_days", days);
        led_to(&form.press(browser, "save").await);
    };
    set("unlimited", "0").await;
    let followed = text().await;
    assert!(
        !followed.contains("một lượt") && !followed.contains("05 ngày"),
        "{followed}"
    );
    let own = "Mỗi người thi một lượt.\nKhiếu nại trong 05 ngày.\nTừ thứ Tư đến Chủ nhật.";
    let form = open(browser, &basics).await.form(&basics);
    led_to(&form.with("rules", own).press(browser, "save").await);
    set("one", "9").await;
    assert_eq!(text().await, own);
    let told = open(browser, &review).await.text();
    assert!(!told.contains("ghi 1 lượt thi"), "{told}");
    assert!(
        told.contains("ghi khiếu nại trong 5 ngày; cuộc thi đang đặt 9 ngày"),
        "{told}"
    );
    assert!(
        told.contains("các thứ trong tuần khác với ngày mở, ngày đóng của Tuần 1"),
        "{told}"
    );
}

async fn a_draft_nobody_entered_is_removed(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let review = made(browser, "Nháp").await;
    let contest = review.replace("/setup/review", "");
    led_to(
        &send(
            browser,
            &review.replace("/review", "/groups"),
            &[("exclusions", "CB-01"), ("action", "save")],
        )
        .await,
    );
    let page = open(browser, &contest).await;
    assert!(
        page.text().contains("Mất tên, thể lệ, các bảng"),
        "{}",
        page.text()
    );
    // Not without the tick.
    send(browser, &contest, &[("action", "remove")]).await.expect(422);
    let fields = [("action", "remove"), ("understood", "yes")];
    let to = led_to(&send(browser, &contest, &fields).await);
    assert_eq!(to, "/console?done=contest_removed");
    browser.get(&contest).await.expect(404);
    assert!(!open(browser, &to).await.text().contains("Nháp Bản nháp"));
    // The address is free again.
    assert_eq!(made(browser, "Nháp").await, review);
    // What is announced stays, and offers nothing.
    let announced = "/console/contests/cchc";
    assert!(
        !open(browser, announced)
            .await
            .text()
            .contains("Xóa cuộc thi nháp")
    );
    send(browser, announced, &fields).await.expect(409);
    scene.coordinator.get(announced).await.expect(200);
}

async fn a_contest_is_duplicated_from_its_page(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let page = open(browser, "/console/contests/cchc").await;
    let path = "/console/contests/new?copy=cchc";
    assert!(page.attributes("main a", "href").contains(&path.to_owned()));
    let form = open(browser, path).await.form("/console/contests/new");
    assert_eq!(form.value("template"), Some("copy:cchc"));
    let made = form.with("title", "Bản thứ hai").press(browser, "create").await;
    let rounds = led_to(&made).replace("/review", "/rounds");
    assert_eq!(open(browser, &rounds).await.texts(".cards h2").len(), 3);
}

async fn all_mistakes_of_a_new_contest_are_told_at_once(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let form = open(browser, "/console/contests/new")
        .await
        .form("/console/contests/new");
    let form = form
        .with("slug", "Có dấu")
        .with("rounds", "99")
        .with("minutes", "x");
    let refused = Page::of(&form.with("title", " ").press(browser, "create").await.expect(422));
    assert_eq!(
        refused.texts("#errors li").len(),
        4,
        "{:?}",
        refused.texts("#errors li")
    );
}
