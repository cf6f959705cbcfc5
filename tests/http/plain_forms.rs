//! The participant's journey over plain forms, as a browser without scripts makes it.

use khao_tests::client::{Answer, Client};

use crate::app::TestApp;
use crate::page::{Form, Page, led_to, open};
use crate::scene::{QUESTIONS, Scene};

on_both!(
    a_participant_takes_the_contest_without_scripts,
    practice_is_shown_again_and_forgotten,
    a_stale_tab_overwrites_nothing,
);

/// The entry form with everything but the unit.
async fn entry_form(client: &Client, scene: &Scene, name: &str) -> Form {
    let page = open(client, "/contests/cchc/enter").await;
    assert!(
        page.attributes("input[checked]", "name").is_empty(),
        "nothing is ticked beforehand"
    );
    page.form("/contests/cchc/enter")
        .with("full_name", name)
        .with("birth_date", "15/03/1990")
        .with("group_id", &scene.officials)
        .with("consent.participate", "1")
}

/// Finds the unit by typing, picks it, and sends the form: the form as it was sent, and the answer.
async fn enter(client: &Client, scene: &Scene, name: &str) -> (Form, Answer) {
    let form = entry_form(client, scene, name).await;
    let found = form
        .with("unit_query", "so noi vu")
        .press(client, "find")
        .await
        .expect(200);
    let page = Page::of(&found);
    let units = page.attributes("input[name=unit_id]", "value");
    assert_eq!(units.first().map(String::as_str), Some(scene.unit("VL.S1")));
    let form = page.form("/contests/cchc/enter").with("unit_id", &units[0]);
    assert_eq!(form.value("full_name"), Some(name), "what was typed stays");
    assert_eq!(form.value("consent.participate"), Some("1"));
    let answer = form.press(client, "enter").await;
    (form, answer)
}

async fn a_participant_takes_the_contest_without_scripts(app: &TestApp) {
    let scene = Scene::set(app).await;
    let browser = app.client.browser();
    let home = open(&browser, "/").await;
    assert!(
        home.attributes("a", "href")
            .contains(&"/contests/cchc".to_owned())
    );
    open(&browser, "/contests/cchc").await;
    let (form, entered) = enter(&browser, &scene, "Trần Thị Lan").await;
    assert_eq!(led_to(&entered), "/contests/cchc/entered");
    let code = shown_code(&browser).await;
    let twice = form.press(&browser, "enter").await;
    assert_eq!(led_to(&twice), "/contests/cchc/entered");
    assert_eq!(
        shown_code(&browser).await,
        code,
        "posting twice shows the same code"
    );

    let paper = start(&browser, &scene).await;
    let overview = answer_all_but_one(&browser, &paper).await;
    let receipt = led_to(&overview.press(&browser, "submit").await);
    assert_eq!(receipt, format!("{paper}/receipt"));
    let shown = open(&browser, &receipt).await;
    let number = shown.texts(".code");
    assert_eq!(
        led_to(&browser.get(&paper).await),
        receipt,
        "a paper that was handed in is closed"
    );

    let other_device = app.client.browser();
    come_back(&other_device, &code).await;
    assert_eq!(open(&other_device, &receipt).await.texts(".code"), number);
    app.client.browser().get(&receipt).await.expect(401);
}

async fn practice_is_shown_again_and_forgotten(app: &TestApp) {
    Scene::set(app).await;
    let browser = app.client.browser();
    let path = "/contests/cchc/practice";
    let form = open(&browser, path).await.form(path);
    let sent = form.with("a.1", "2").with("a.3", "25000");
    let page = Page::of(&sent.press(&browser, "submit").await.expect(200));
    assert!(page.text().contains("Đây là bài thử"), "{}", page.text());
    let shown = page.form(path);
    assert_eq!(
        (shown.value("a.1"), shown.value("a.3")),
        (Some("2"), Some("25000"))
    );
    assert_eq!(
        open(&browser, path).await.form(path).value("a.1"),
        None,
        "nothing was kept"
    );
    let contest = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(contest["counts"]["attempts"], 0);
}

/// The re-entry code on the page after the entry.
async fn shown_code(browser: &Client) -> String {
    let page = open(browser, "/contests/cchc/entered").await;
    let code = page.texts("main").join(" ");
    let is_code = |word: &&str| word.len() == 14 && word.matches('-').count() == 2;
    code.split_whitespace().find(is_code).unwrap().to_owned()
}

async fn start(browser: &Client, scene: &Scene) -> String {
    let ready = open(browser, "/contests/cchc/ready").await;
    let form = ready.form(&format!("/rounds/{}/start", scene.round));
    let paper = led_to(&form.press(browser, "start").await);
    assert_eq!(led_to(&form.press(browser, "start").await), paper, "started once");
    paper
}

/// Fills in the paper, saves, and looks at what is missing.
async fn answer_all_but_one(browser: &Client, paper: &str) -> Form {
    let page = open(browser, paper).await;
    let mut form = page.form(paper);
    for position in 2..=QUESTIONS {
        form = filled(&page, form, position);
    }
    // Back to where its writer was.
    let back = led_to(&form.press(browser, "save").await);
    assert_eq!(back, format!("{paper}#q-{QUESTIONS}"));
    assert_eq!(page.texts(&format!("#q-{QUESTIONS}")).len(), 1);
    // Nothing was changed since.
    assert_eq!(
        led_to(
            &open(browser, paper)
                .await
                .form(paper)
                .press(browser, "save")
                .await
        ),
        paper
    );
    let saved = open(browser, paper).await.form(paper);
    for position in 2..=QUESTIONS {
        let name = format!("a.{position}");
        assert_eq!(
            saved.value(&name),
            form.value(&name),
            "{name} is shown as it was saved"
        );
        assert_ne!(saved.value(&format!("s.{position}")), Some("0"));
    }
    // Choices have no value then, and fields an empty one.
    assert!(saved.value("a.1").is_none_or(str::is_empty));
    assert_eq!(saved.value("s.1"), Some("0"));
    let overview = open(browser, &format!("{paper}/overview")).await;
    assert_eq!(overview.attributes("main ol a", "href"), [format!("{paper}#q-1")]);
    overview.form(&format!("{paper}/overview"))
}

/// Any answer of the question's kind.
fn filled(page: &Page, form: Form, position: usize) -> Form {
    let name = format!("a.{position}");
    let values = page.attributes(&format!("input[name=\"{name}\"]"), "value");
    let kinds = page.attributes(&format!("input[name=\"{name}\"]"), "type");
    match kinds.first().map(String::as_str) {
        Some("radio" | "checkbox") => form.with(&name, &values[0]),
        _ => form.with(&name, "12"),
    }
}

async fn come_back(browser: &Client, code: &str) {
    let path = "/contests/cchc/return";
    let form = open(browser, path)
        .await
        .form(path)
        .with("re_entry_code", &code.to_lowercase());
    form.clone_with("birth_date", "16/03/1990")
        .press(browser, "return")
        .await
        .expect(401);
    let ready = form
        .with("birth_date", "15/03/1990")
        .press(browser, "return")
        .await;
    assert_eq!(led_to(&ready), "/contests/cchc/ready");
}

/// The newer answer stays, both are shown, and nothing is handed in.
async fn a_stale_tab_overwrites_nothing(app: &TestApp) {
    let scene = Scene::set(app).await;
    let person = scene.enter(app, "Trần Thị Lan").await;
    let browser = app.client.browser_with(&person.token);
    let paper = start(&browser, &scene).await;
    let stale = open(&browser, &paper).await;
    let fresh = open(&browser, &paper).await;
    let (first, second) = two_choices(&fresh);
    let newer = fresh.form(&paper).with(&first.0, &first.1);
    assert!(led_to(&newer.press(&browser, "save").await).starts_with(&format!("{paper}#q-")));
    let older = stale.form(&paper).with(&second.0, &second.1);
    let refused = older.press(&browser, "submit").await.expect(409);
    let page = Page::of(&refused);
    let notes = page.texts("main li .note").join(" ");
    for (name, value) in [&first, &second] {
        let words = page
            .texts(&format!("label:has(input[name=\"{name}\"][value=\"{value}\"])"))
            .join(" ");
        assert!(notes.contains(words.trim()), "«{words}» is missing in «{notes}»");
    }
    let stored = open(&browser, &paper).await.form(&paper);
    assert_eq!(
        stored.value(&first.0),
        Some(first.1.as_str()),
        "the newer answer is still there"
    );
    let again = page.form(&paper);
    assert_eq!(
        again.value(&second.0),
        Some(second.1.as_str()),
        "the page keeps its own answer"
    );
    assert!(led_to(&again.press(&browser, "save").await).starts_with(&format!("{paper}#q-")));
    let decided = open(&browser, &paper).await.form(&paper);
    assert_eq!(
        decided.value(&second.0),
        Some(second.1.as_str()),
        "seen and sent again, it counts"
    );
}

/// The field of the first question with options, and two of its values.
fn two_choices(page: &Page) -> ((String, String), (String, String)) {
    let name = page.attributes("input[type=radio]", "name")[0].clone();
    let values = page.attributes(&format!("input[name=\"{name}\"]"), "value");
    ((name.clone(), values[0].clone()), (name, values[1].clone()))
}

/// What cannot be taken comes back with the words why, and with everything that was typed.
#[tokio::test]
async fn a_wrong_form_comes_back_as_it_was_sent() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let browser = app.client.browser();
    let form = entry_form(&browser, &scene, "Trần Thị Lan").await;
    let refused = form
        .clone_with("birth_date", "31/02/1990")
        .press(&browser, "enter")
        .await
        .expect(422);
    let page = Page::of(&refused);
    let links = page.attributes("[role=alert] a, .summary a", "href");
    assert!(
        links.contains(&"#f-birth_date".to_owned()) && links.contains(&"#f-unit_id".to_owned()),
        "{links:?}"
    );
    let again = page.form("/contests/cchc/enter");
    assert_eq!(again.value("birth_date"), Some("31/02/1990"));
    assert_eq!(again.value("full_name"), Some("Trần Thị Lan"));
    assert_eq!(browser.cookie(), None);

    let (_, entered) = enter(&browser, &scene, "Trần Thị Lan").await;
    led_to(&entered);
    let (_, twin) = enter(&app.client.browser(), &scene, "Trần Thị Lan").await;
    assert!(
        Page::of(&twin.expect(409)).text().contains("mã"),
        "the neutral answer names the code"
    );

    let paper = start(&browser, &scene).await;
    let page = open(&browser, &paper).await;
    let numbers = page.attributes("input[inputmode=decimal], input[inputmode=numeric]", "name");
    let refused = page
        .form(&paper)
        .with(&numbers[0], "mười hai")
        .press(&browser, "submit")
        .await
        .expect(422);
    assert_eq!(
        Page::of(&refused).form(&paper).value(&numbers[0]),
        Some("mười hai")
    );
}
