//! Surveys by invitation: letters are made, answered once, and told kindly about whatever does not fit.

use khao_tests::client::Client;
use serde_json::{Value, json};

use crate::app::{Options, TestApp};
use crate::inviting::{batches, by_invitation, letters, tokens};
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::Scene;
use crate::survey_forms::page_after;

on_both!(
    programs_make_and_use_invitations,
    a_letter_is_answered_without_a_script,
    the_console_makes_a_batch_and_counts,
    results_are_told_by_stratum,
);

const SURVEY: &str = "/surveys/mau";

fn answer(token: Option<&str>, client: &str, overall: i64) -> Value {
    json!({
        "form_version": 1, "token": token, "channel": "web", "language": "vi",
        "answers": { "overall": overall }, "client_id": client,
    })
}

async fn programs_make_and_use_invitations(app: &TestApp) {
    let scene = Scene::set(app).await;
    let wave = by_invitation(app, &scene).await;
    let (path, organiser) = (batches(wave), &scene.organiser);
    let unit = scene.unit("VL.S1");
    let new = json!({ "count": 20, "stratum": "Nội vụ", "unit_id": unit });
    let file = organiser.post(&path, &new).await.expect(201);
    assert_eq!(file.header("x-row-count"), Some("20"));
    let tokens = tokens(&file);
    assert_eq!((tokens.len(), tokens[0].len()), (20, 29));
    let bare = tokens[0].replace('-', "");
    assert!(
        file.text().contains(&format!("/surveys/mau#{bare},Nội vụ,")),
        "{}",
        file.text()
    );
    for (wrong, pointer) in [
        (json!({ "count": 19 }), "/count"),
        (json!({ "count": 20, "stratum": "Không có" }), "/stratum"),
        (
            json!({ "count": 20, "stratum": "Y tế", "unit_id": unit }),
            "/unit_id",
        ),
    ] {
        let problem = organiser.post(&path, &wrong).await.problem(422, "#invalid");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{wrong}");
    }
    answers_are_taken_once(&app.client, &tokens).await;
    batches_are_counted_and_taken_back(organiser, &path, &app.client, &tokens).await;
}

async fn answers_are_taken_once(client: &Client, tokens: &[String]) {
    let shown = client.get("/api/v1/surveys/mau").await.expect(200).json();
    assert_eq!(shown["invited_only"], true);
    let responses = "/api/v1/surveys/mau/responses";
    for token in [None, Some("1234"), Some("0000-0000-0000-0000-0000-0001")] {
        let problem = client.post(responses, &answer(token, "c0", 4)).await;
        let problem = problem.problem(422, "#invalid");
        assert_eq!(problem["errors"][0]["pointer"], "/token", "{token:?}");
    }
    let first = client.post(responses, &answer(Some(&tokens[0]), "c1", 4)).await;
    let first = first.expect(201).json();
    let again = client.post(responses, &answer(Some(&tokens[0]), "c1", 4)).await;
    assert_eq!(again.expect(201).json(), first);
    let other = client.post(responses, &answer(Some(&tokens[0]), "c2", 4)).await;
    other.problem(409, "#invitation-used");
}

async fn batches_are_counted_and_taken_back(
    organiser: &Client,
    path: &str,
    client: &Client,
    tokens: &[String],
) {
    let list = organiser.get(path).await.expect(200).json();
    assert_eq!(list["batches"][0]["stratum"], "Nội vụ");
    assert_eq!(list["turnout"]["sent"], 20);
    assert_eq!(list["turnout"]["completed"], 1);
    assert_eq!(list["turnout"]["response_rate"], 5.0);
    assert!(!list.to_string().contains(&tokens[1]), "a code is read once");
    let batch = format!("{path}/{}", list["batches"][0]["id"].as_str().unwrap());
    let counted = json!({ "refused": 2, "not_reached": 3, "revoked": true });
    let changed = organiser.patch(&batch, &counted).await.expect(200).json();
    assert_eq!(
        (&changed["turnout"]["refused"], &changed["revoked"]),
        (&json!(2), &json!(true))
    );
    let responses = "/api/v1/surveys/mau/responses";
    let late = client.post(responses, &answer(Some(&tokens[1]), "c3", 4)).await;
    late.problem(409, "#invitation-over");
    organiser
        .patch(&batch, &json!({ "revoked": false }))
        .await
        .problem(422, "#invalid");
    organiser
        .patch(&batch, &json!({ "refused": 18, "not_reached": 2 }))
        .await
        .problem(422, "#invalid");
}

async fn a_letter_is_answered_without_a_script(app: &TestApp) {
    let scene = Scene::set(app).await;
    let wave = by_invitation(app, &scene).await;
    let tokens = letters(&scene.organiser, wave, json!({ "count": 20 })).await;
    let client = &app.client;
    let asked = open(client, SURVEY).await;
    assert_eq!(asked.texts("h1"), ["Khảo sát theo thư mời"]);
    let form = asked.form(SURVEY);
    for (typed, told) in [
        ("", "24 chữ cái"),
        (&tokens[0][1..], "24 chữ cái"),
        ("0000-0000-0000-0000-0000-0001", "gõ nhầm"),
    ] {
        let refused = form.clone_with("token", typed).press(client, "open").await;
        let refused = Page::of(&refused.expect(422));
        assert!(refused.text().contains(told), "{typed}: {}", refused.text());
        assert_eq!(refused.attributes("#errors a", "href"), ["#f-token"]);
    }
    let page = page_after(
        &form.clone_with("token", &tokens[0].to_lowercase()),
        client,
        "open",
    )
    .await;
    // The code goes along sealed, in no address.
    assert_eq!(page.attributes("nav.tongues a", "href"), Vec::<String>::new());
    let bare = tokens[0].replace('-', "");
    let form = page.form(SURVEY).with("answers.overall", "4");
    let thanks = form.press(client, "send").await.expect(200);
    assert!(!thanks.text().contains(&bare) && !thanks.text().contains(&tokens[0]));
    let receipt = Page::of(&thanks).texts(".code");
    assert_eq!(receipt.len(), 1);
    // Sent once more, because nobody heard of it: the same receipt, and one answer.
    assert_eq!(page_after(&form, client, "send").await.texts(".code"), receipt);
    let used = asked
        .form(SURVEY)
        .with("token", &bare)
        .press(client, "open")
        .await;
    let used = Page::of(&used.expect(409));
    assert_eq!(used.texts("h1"), ["Thư mời đã được dùng"]);
    let stored: Vec<[String; 2]> = app
        .rows("SELECT channel, coalesce(day, 'none') FROM responses")
        .await;
    assert_eq!(stored, [["web".to_owned(), "none".to_owned()]]);
    // In English, when that was asked for.
    let english = open(client, &format!("{SURVEY}?lang=en")).await;
    let begun = page_after(&english.form(SURVEY).with("token", &tokens[1]), client, "open").await;
    assert_eq!(begun.attributes("html", "lang"), ["en"]);
    let counts = scene.organiser.get(&batches(wave)).await.expect(200).json();
    assert_eq!(
        (&counts["turnout"]["opened"], &counts["turnout"]["started"]),
        (&json!(2), &json!(1))
    );
}

async fn the_console_makes_a_batch_and_counts(app: &TestApp) {
    let scene = Scene::set(app).await;
    let wave = by_invitation(app, &scene).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/surveys/mau/waves/{wave}/invitations");
    let card = open(&organiser, "/console/surveys/mau").await;
    assert!(
        card.attributes("main a", "href").contains(&path),
        "{}",
        card.text()
    );
    let page = open(&organiser, &path).await;
    assert!(page.text().contains("Chưa có thư mời nào"), "{}", page.text());
    let few = page.form(&path).with("count", "19").with("stratum", "0");
    let refused = Page::of(&few.press(&organiser, "make").await.expect(422));
    assert_eq!(refused.attributes("#errors a", "href"), ["#f-count"]);
    let form = refused.form(&path).with("count", "26").with("unit", "VL.S1");
    let made = page_after(&form, &organiser, "make").await;
    assert!(
        made.text().contains("Đã lập lô 1 với 26 thư mời"),
        "{}",
        made.text()
    );
    let file = made.form(&format!("{path}/file")).press(&organiser, "").await;
    assert_eq!(file.header("x-row-count"), Some("26"));
    let tokens = tokens(&file.expect(200));
    let slips = made.form(&format!("{path}/slips"));
    let first = page_after(&slips, &organiser, "").await;
    assert_eq!(first.texts(".slip-token"), tokens[..24]);
    let second = page_after(&first.form(&format!("{path}/slips")), &organiser, "").await;
    assert_eq!(second.texts(".slip-token"), tokens[24..]);
    assert_eq!(second.attributes("svg.qr", "role").len(), 2);
    // What was changed on the way reads nothing.
    let forged = send(&organiser, &format!("{path}/slips"), &[("source", "x")]).await;
    assert_eq!(forged.status, 409);

    let page = open(&organiser, &path).await;
    let batch = page.attributes("table a", "href").remove(0);
    let one = open(&organiser, &batch).await;
    let counted = one.form(&batch).with("refused", "4").with("not_reached", "1");
    assert_eq!(
        led_to(&counted.press(&organiser, "count").await),
        format!("{path}?done=batch_saved")
    );
    let revoked = [("action", "revoke"), ("understood", "yes")];
    let to = led_to(&send(&organiser, &batch, &revoked).await);
    assert_eq!(to, format!("{path}?done=batch_revoked"));
    let text = open(&organiser, &path).await.text();
    assert!(text.contains("đã hủy") && text.contains("Nội vụ"), "{text}");
}

async fn results_are_told_by_stratum(app: &TestApp) {
    let scene = Scene::set(app).await;
    let wave = by_invitation(app, &scene).await;
    let responses = "/api/v1/surveys/mau/responses";
    for (stratum, people, overall) in [("Nội vụ", 6, 5), ("Y tế", 12, 2)] {
        let new = json!({ "count": 20, "stratum": stratum });
        let tokens = letters(&scene.organiser, wave, new).await;
        for token in &tokens[..people] {
            let sent = app
                .client
                .post(responses, &answer(Some(token), token, overall))
                .await;
            sent.expect(201);
        }
    }
    crate::fielded::publish(app, "mau").await;
    let by = "/api/v1/surveys/mau/results?by=stratum";
    let figures = app.client.get(by).await.expect(200).json();
    let shown: Vec<(&str, f64, i64)> = figures["estimates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let estimate = one["estimate"].as_f64().unwrap();
            (
                one["title"].as_str().unwrap(),
                estimate,
                one["n"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(shown, [("Nội vụ", 100.0, 6), ("Y tế", 0.0, 12)]);
    let page = open(&app.client, "/surveys/mau/results").await;
    assert!(page.text().contains("Theo tầng mẫu"), "{}", page.text());
}

#[tokio::test]
async fn codes_leave_with_the_password_only() {
    let app = TestApp::with(Options {
        staff_proof_s: 1800,
        ..Options::default()
    })
    .await;
    let scene = Scene::set(&app).await;
    let wave = by_invitation(&app, &scene).await;
    let browser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/surveys/mau/waves/{wave}/invitations");
    let page = open(&browser, &path).await;
    let made = page_after(&page.form(&path).with("count", "20"), &browser, "make").await;
    app.pass_seconds(1801);
    let new = json!({ "count": 20 });
    let refused = scene.organiser.post(&batches(wave), &new).await;
    refused.problem(403, "#proof-needed");
    for (form, action) in [
        (made.form(&format!("{path}/file")), ""),
        (made.form(&format!("{path}/slips")), ""),
        (page.form(&path), "make"),
    ] {
        assert_eq!(form.press(&browser, action).await.status, 403);
    }
}
