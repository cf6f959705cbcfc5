//! The guided path over plain forms: from nothing to announced rounds.

use khao_domain::people::role::Role;
use khao_engine::policy::Actor;
use khao_tests::client::{Client, text_at};
use khao_tests::journey::start;

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send};
use crate::scene::{Scene, staff, week};

on_both!(
    a_weekly_contest_is_set_up_by_forms,
    what_is_mistyped_stays_and_is_named,
    a_preview_shows_no_key_unless_asked,
    what_was_announced_before_a_mistake_stays_told,
    an_auditor_reads_what_organisers_change,
);

/// A contest of the weekly template; the address it leads to.
pub async fn made(browser: &Client, title: &str) -> String {
    let page = open(browser, "/console/contests/new").await;
    let form = page.form("/console/contests/new").with("title", title);
    led_to(&form.press(browser, "create").await)
}

async fn a_weekly_contest_is_set_up_by_forms(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = &scene.organiser;
    let review = made(browser, "Cuộc thi tuần").await;
    assert_eq!(review, "/console/contests/cuoc-thi-tuan/setup/review");
    let step = |name: &str| format!("/console/contests/cuoc-thi-tuan/setup/{name}");

    // Every step opens, and what it shows is stored again unchanged.
    for name in ["basics", "groups", "rounds", "papers", "rules"] {
        let path = step(name);
        let page = open(browser, &path).await;
        let stored = page.form(&path).press(browser, "save").await;
        assert_eq!(led_to(&stored), format!("{path}?done=setup_saved"), "{name}");
        open(browser, &format!("{path}?done=setup_saved")).await;
    }
    open(browser, &step("units")).await;

    // A blueprint is suggested, shown, and stored only when it is saved.
    let papers = step("papers");
    let page = open(browser, &papers).await;
    let trial = page
        .form(&papers)
        .with("suggest.0", "5")
        .press(browser, "suggest")
        .await;
    let trial = Page::of(&trial.expect(200));
    let saved = trial.form(&papers).press(browser, "save").await;
    assert_eq!(led_to(&saved), format!("{papers}?done=setup_saved"));

    let page = open(browser, &review).await;
    let announced = page
        .form(&review)
        .with("understood", "yes")
        .press(browser, "announce")
        .await;
    assert_eq!(
        led_to(&announced),
        "/console/contests/cuoc-thi-tuan?done=announced"
    );
    let contest = browser
        .get("/api/v1/contests/cuoc-thi-tuan")
        .await
        .expect(200)
        .json();
    let rounds = contest["rounds"].as_array().unwrap();
    assert_eq!(rounds.len(), 4);
    assert!(
        rounds
            .iter()
            .all(|round| round["status"] == "upcoming" && round["commitment"].is_string())
    );

    // What is promised now is locked, and says so.
    let basics = open(browser, &step("basics")).await;
    assert!(basics.attributes("textarea[name=rules]", "name").is_empty());
    let rounds = open(browser, &step("rounds")).await;
    assert!(rounds.attributes("input[name^=opens_on]", "name").is_empty());
}

async fn what_is_mistyped_stays_and_is_named(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = &scene.organiser;
    let page = open(browser, "/console/contests/new").await;
    let form = page
        .form("/console/contests/new")
        .with("title", "Thi")
        .with("rounds", "bốn");
    let refused = Page::of(&form.press(browser, "create").await.expect(422));
    let form = refused.form("/console/contests/new");
    assert_eq!(form.value("rounds"), Some("bốn"));
    assert_eq!(refused.attributes("#f-rounds", "aria-invalid"), ["true"]);
    // The scene's contest has this address.
    let form = form.with("rounds", "4").with("slug", "cchc");
    let refused = Page::of(&form.press(browser, "create").await.expect(422));
    assert_eq!(refused.attributes("#f-slug", "aria-invalid"), ["true"]);

    // An address that is taken gets a number where nobody asked for it.
    let review = made(browser, "CCHC").await;
    assert_eq!(review, "/console/contests/cchc-2/setup/review");
    let rounds = review.replace("/review", "/rounds");
    let page = open(browser, &rounds).await;
    let sent = page
        .form(&rounds)
        .with_at("opens_at", 0, "25:00")
        .press(browser, "save")
        .await;
    let refused = Page::of(&sent.expect(422));
    assert_eq!(refused.form(&rounds).value_at("opens_at", 0), Some("25:00"));
    let rules = review.replace("/review", "/rules");
    let page = open(browser, &rules).await;
    let sent = page
        .form(&rules)
        .with("grace_s", "601")
        .press(browser, "save")
        .await;
    let refused = Page::of(&sent.expect(422));
    assert_eq!(refused.attributes("#f-grace_s", "aria-invalid"), ["true"]);
    let form = open(browser, &rules).await.form(&rules);
    assert_eq!(form.value("complaint_days"), Some("5"));
    let sent = form
        .clone_with("complaint_days", "31")
        .press(browser, "save")
        .await;
    let refused = Page::of(&sent.expect(422));
    assert_eq!(refused.attributes("#f-complaint_days", "aria-invalid"), ["true"]);
    led_to(&form.with("complaint_days", "7").press(browser, "save").await);
    let stored = open(browser, &rules).await.form(&rules);
    assert_eq!(stored.value("complaint_days"), Some("7"));
    let page = open(browser, &review).await;
    let hasty = page.form(&review).press(browser, "announce").await;
    hasty.expect(422);
}

/// The rounds are announced one by one: where the second cannot be, the first one is no draft any more.
async fn what_was_announced_before_a_mistake_stays_told(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = &scene.organiser;
    let past = week("Tuần đã qua", 0);
    let owner = Actor::owner();
    let made = app.app.engine.create_round(&owner, "cchc", past, None).await;
    made.unwrap();
    let review = "/console/contests/cchc/setup/review";
    let form = open(browser, review).await;
    // The page itself offers nothing while a round lies in the past; who sends what it showed is told the same.
    assert!(form.attributes("button[value=announce]", "value").is_empty());
    let contest = app.app.engine.console_contest(&owner, "cchc").await.unwrap();
    let reviewed = app.app.engine.reviewed(&contest).await.unwrap();
    let fields = [
        ("understood", "yes"),
        ("action", "announce"),
        ("reviewed", reviewed.as_str()),
    ];
    let refused = Page::of(&send(browser, review, &fields).await.expect(422));
    let told = refused.text();
    assert!(told.contains("Giờ mở của vòng thi đã qua."), "{told}");
    assert!(told.contains("Đã thông báo: Tuần 1, Tuần 2, Tuần nháp"), "{told}");

    // What is right in form and not possible now is a conflict here as anywhere.
    let groups = "/console/contests/cchc/setup/groups";
    let form = open(browser, groups).await.form(groups);
    let remove = format!("remove.{}", scene.citizens);
    let refused = Page::of(&form.with(&remove, "yes").press(browser, "save").await.expect(409));
    assert_eq!(refused.texts("#errors li").len(), 1);
}

async fn a_preview_shows_no_key_unless_asked(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = &scene.organiser;
    let path = "/console/contests/cchc/preview";
    for look in ["take", "paper"] {
        let answer = browser
            .get(&format!("{path}?look={look}&seed=7"))
            .await
            .expect(200);
        assert!(!answer.text().contains("BIMAT"), "{look}");
    }
    let answer = browser.get(&format!("{path}?look=key&seed=7")).await.expect(200);
    assert!(answer.text().contains("BIMAT"));
    scene
        .coordinator
        .get(&format!("{path}?look=key"))
        .await
        .expect(403);
}

/// Auditors read what organisers work with, and find nothing to press.
async fn an_auditor_reads_what_organisers_change(app: &TestApp) {
    let scene = Scene::set(app).await;
    let person = scene.enter(app, "Trần Thị Chủ").await;
    let attempt = start(&person.client, &scene.round).await;
    let auditor = staff(app, "kiemtra.doc", Role::Auditor, None).await;
    let steps = ["basics", "groups", "rounds", "papers", "rules", "units", "review"];
    let steps = steps.map(|step| format!("/console/contests/cchc/setup/{step}"));
    let others = [
        "/console/contests/cchc/messages".to_owned(),
        "/console/contests/cchc/prizes".to_owned(),
        format!("/console/rounds/{}/extra-time", scene.round),
        format!("/console/participants/{}", person.id),
        format!("/console/attempts/{}", text_at(&attempt, "/attempt_id")),
        "/console/instance".to_owned(),
    ];
    for path in steps.into_iter().chain(others) {
        let page = Page::of(&auditor.get(&path).await.expect(200));
        assert_eq!(page.texts("main .read-only[disabled] h1").len(), 1, "{path}");
        let forms = |css| page.texts(css).len();
        assert_eq!(forms("main form"), forms("main .read-only form"), "{path}");
        let same = Page::of(&scene.administrator.get(&path).await.expect(200));
        assert!(same.texts("main .read-only").is_empty(), "{path}");
    }
    auditor.get("/console/contests/cchc/preview").await.expect(200);
    let found = auditor
        .get("/console/contests/cchc/participants?query=tran")
        .await
        .expect(200);
    assert!(
        found
            .text()
            .contains(&format!("/console/participants/{}", person.id))
    );
    assert!(!found.text().contains("value=\"reissue\""));
    let contest = auditor.get("/console/contests/cchc").await.expect(200);
    for way in ["setup/review", "messages", "prizes"] {
        assert!(
            contest.text().contains(&format!("/console/contests/cchc/{way}")),
            "{way}"
        );
    }
    // Nothing is offered that they may not do: neither a copy nor, of a draft, its end.
    made(&scene.organiser, "Nháp").await;
    for (who, offered) in [(&auditor, 0), (&scene.administrator, 1)] {
        let page = Page::of(&who.get("/console/contests/nhap").await.expect(200));
        let offers = |css: &str| page.texts(css).len();
        let ways = (
            offers("main a[href^='/console/contests/new']"),
            offers("button[value=remove]"),
        );
        assert_eq!(ways, (offered, offered));
    }
}
