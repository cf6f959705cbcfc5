//! The guided path when two people work at it: nobody sets back what the other has changed.

use khao_tests::client::Client;

use crate::app::TestApp;
use crate::page::{Form, Page, led_to, open, signed_in};
use crate::scene::Scene;
use crate::setup::made;

on_both!(
    only_the_cards_somebody_changed_are_saved,
    who_was_quicker_is_told,
    a_refused_card_keeps_what_the_other_one_changed,
    groups_are_saved_together_or_not_at_all,
);

async fn form_of(browser: &Client, path: &str) -> Form {
    open(browser, path).await.form(path)
}

async fn only_the_cards_somebody_changed_are_saved(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let rounds = made(browser, "Cuộc thi tuần").await.replace("/review", "/rounds");
    let stale = form_of(browser, &rounds).await;
    let other = stale.clone().with_at("minutes", 1, "25");
    led_to(&other.press(browser, "save").await);
    led_to(&stale.with_at("minutes", 0, "35").press(browser, "save").await);
    let stored = form_of(browser, &rounds).await;
    let minutes = [0, 1, 2].map(|at| stored.value_at("minutes", at).unwrap());
    assert_eq!(minutes, ["35", "25", "20"]);

    // So with the groups, and both lists of the excluded come together.
    let groups = rounds.replace("/rounds", "/groups");
    let stale = form_of(browser, &groups).await;
    let other = stale.clone().with_at("name", 1, "Nhân dân");
    led_to(&other.with("exclusions", "CB-01").press(browser, "save").await);
    let late = stale.with_at("min_age", 0, "20").with("exclusions", "CB-02");
    led_to(&late.press(browser, "save").await);
    let stored = form_of(browser, &groups).await;
    assert_eq!(stored.value_at("name", 1), Some("Nhân dân"));
    assert_eq!(stored.value_at("min_age", 0), Some("20"));
    assert_eq!(stored.value("exclusions"), Some("CB-01\nCB-02"));
}

async fn who_was_quicker_is_told(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let rounds = made(browser, "Cuộc thi tuần").await.replace("/review", "/rounds");
    let stale = form_of(browser, &rounds).await;
    let other = stale
        .clone()
        .with_at("minutes", 0, "25")
        .with_at("minutes", 1, "26");
    led_to(&other.press(browser, "save").await);
    let late = stale
        .clone()
        .with_at("minutes", 0, "35")
        .with_at("minutes", 2, "37");
    let told = Page::of(&late.press(browser, "save").await.expect(409));
    assert!(
        told.text().contains("Người khác vừa đổi thành «25»"),
        "{}",
        told.text()
    );
    let form = told.form(&rounds);
    let shown = [0, 1, 2].map(|at| form.value_at("minutes", at).unwrap());
    assert_eq!(shown, ["35", "26", "37"], "typed here, changed there, typed here");
    assert_eq!(form_of(browser, &rounds).await.value_at("minutes", 2), Some("20"));
    // Told and sent again, it is meant.
    led_to(&form.press(browser, "save").await);
    assert_eq!(form_of(browser, &rounds).await.value_at("minutes", 0), Some("35"));

    // What was taken away is not made again, and lost to nobody without a word.
    let other = form_of(browser, &rounds).await.with_at("remove", 3, "yes");
    led_to(&other.press(browser, "save").await);
    let late = stale.clone().with_at("minutes", 3, "40");
    let told = Page::of(&late.press(browser, "save").await.expect(409));
    assert!(
        told.text().contains("Người khác vừa xóa «Tuần 4»"),
        "{}",
        told.text()
    );
    led_to(&stale.press(browser, "save").await);
}

/// One changes the minutes of a card, the other its name, and mistypes its closing at first.
async fn a_refused_card_keeps_what_the_other_one_changed(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let rounds = made(browser, "Cuộc thi tuần").await.replace("/review", "/rounds");
    let stale = form_of(browser, &rounds).await;
    let closes = stale.value_at("closes_on", 0).unwrap().to_owned();
    led_to(
        &stale
            .clone()
            .with_at("minutes", 0, "25")
            .press(browser, "save")
            .await,
    );
    let mistyped = stale
        .with_at("name", 0, "Tuần mở đầu")
        .with_at("closes_on", 0, "hôm nọ");
    let told = Page::of(&mistyped.press(browser, "save").await.expect(422));
    let again = told.form(&rounds).with_at("closes_on", 0, &closes);
    led_to(&again.press(browser, "save").await);
    let stored = form_of(browser, &rounds).await;
    assert_eq!(stored.value_at("name", 0), Some("Tuần mở đầu"));
    assert_eq!(stored.value_at("minutes", 0), Some("25"));
}

async fn groups_are_saved_together_or_not_at_all(app: &TestApp) {
    Scene::set(app).await;
    let browser = &signed_in(&app.client, "tochuc").await;
    let groups = made(browser, "Cuộc thi tuần").await.replace("/review", "/groups");
    let form = form_of(browser, &groups).await;
    let before = form.value_at("name", 0).unwrap().to_owned();
    let wrong = form
        .clone()
        .with_at("name", 0, "Công chức")
        .with_at("name", 1, " ");
    let refused = Page::of(&wrong.press(browser, "save").await.expect(422));
    let field = format!("[id=\"f-name.{}\"]", form.card(1));
    assert_eq!(refused.attributes(&field, "aria-invalid"), ["true"]);
    assert_eq!(
        form_of(browser, &groups).await.value_at("name", 0),
        Some(&*before)
    );

    // The added one is none of those there are, however many they have become.
    led_to(
        &form
            .clone()
            .press(browser, &format!("copy.{}", form.card(0)))
            .await,
    );
    let added = form.with("form_id", "khac").with("name.new", "Thanh niên");
    led_to(&added.press(browser, "add").await);
    let names = open(browser, &groups).await.texts(".cards h2");
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[3], "Thanh niên");
}
