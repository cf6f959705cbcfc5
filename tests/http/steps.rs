//! The console says what was done, and how a round stands by the clock.

use khao_tests::client::{Answer, Client, text_at};

use crate::app::TestApp;
use crate::page::{Page, led_to, open, send, signed_in};
use crate::scene::{PASSWORD, Scene, first_opening};

const CONSOLE: &str = "/console/contests/cchc";
const SAID: &str = "main > .note[role=status]";

async fn press(client: &Client, round: &str, action: &str) -> Answer {
    let fields = [("round_id", round), ("understood", "yes"), ("action", action)];
    send(client, CONSOLE, &fields).await
}

#[tokio::test]
async fn every_step_is_confirmed_on_the_page_it_leads_to() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    for (round, action, word) in [
        (&scene.round, "close", "closed"),
        (&scene.round, "freeze", "frozen"),
        (&scene.round, "publish", "published"),
    ] {
        let to = led_to(&press(&organiser, round, action).await);
        assert_eq!(to, format!("{CONSOLE}?done={word}"));
        let said = open(&organiser, &to).await.texts(SAID);
        assert!(
            said.len() == 1 && said[0].starts_with("Đã "),
            "{action}: {said:?}"
        );
    }
    let administrator = signed_in(&app.client, "quantri").await;
    let path = "/console/instance";
    let form = open(&administrator, path).await.form(path);
    let to = led_to(&form.press(&administrator, "save").await);
    let said = open(&administrator, &to).await.texts(SAID);
    assert_eq!(said, ["Đã lưu thiết lập."]);
}

#[tokio::test]
async fn what_is_done_to_units_accounts_and_banks_is_told_too() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let administrator = signed_in(&app.client, "quantri").await;
    let unit = format!("/console/units/{}", scene.unit("VL.S1"));
    let accounts = scene.administrator.get("/api/v1/accounts?query=tochuc").await;
    let account = text_at(&accounts.expect(200).json(), "/accounts/0/id");
    let account = format!("/console/accounts/{account}");
    let own = "/account";
    let day = [("headcount_date", "01/09/2026"), ("headcount", "41")];
    let bank = [("name", "Ngân hàng mới"), ("language", "vi")];
    let passwords = [
        ("action", "password"),
        ("old_password", PASSWORD),
        ("new_password", "bảy nổi ba chìm"),
    ];
    for (path, fields, led, said) in [
        (
            format!("{unit}/headcounts"),
            day.as_slice(),
            format!("{unit}?done=headcount_saved#headcounts"),
            "Đã lưu số người.",
        ),
        (
            account.clone(),
            &[("action", "lock")],
            format!("{account}?done=account_locked"),
            "Đã khóa tài khoản. Không ai đăng nhập được bằng tài khoản này nữa.",
        ),
        (
            own.to_owned(),
            &passwords,
            format!("{own}?done=password_changed"),
            "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc.",
        ),
        (
            "/console/banks".to_owned(),
            &bank,
            String::new(),
            "Đã tạo ngân hàng câu hỏi.",
        ),
    ] {
        let to = led_to(&send(&administrator, &path, fields).await);
        assert!(led.is_empty() || led == to, "{to}");
        let page = to.split('#').next().unwrap();
        assert_eq!(open(&administrator, page).await.texts(SAID), [said]);
    }
}

/// An announcement never goes back: it is offered where everything missing or risky stands, and nowhere else.
#[tokio::test]
async fn a_draft_is_announced_in_its_review_only() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let page = open(&organiser, CONSOLE).await;
    let offered = page.attributes("button[name=action]", "value");
    assert!(!offered.iter().any(|action| action == "announce"), "{offered:?}");
    let review = format!("{CONSOLE}/setup/review");
    assert!(page.attributes(".cards a", "href").contains(&review));
    press(&organiser, &scene.draft_round, "announce")
        .await
        .expect(422);
    let contest = organiser.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(contest["rounds"][2]["status"], "draft");
}

/// The address cannot make the page say anything else, and a mistake is no success.
#[tokio::test]
async fn only_known_words_are_said() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    for query in ["", "?done=", "?done=paid", "?done=%3Cb%3E", "?said=closed"] {
        let page = open(&organiser, &format!("{CONSOLE}{query}")).await;
        assert_eq!(page.texts(SAID), [""; 0], "{query}");
    }
    let public = open(&app.client, "/contests/cchc?done=closed").await;
    assert_eq!(public.texts(SAID), [""; 0]);
    let fields = [("round_id", scene.round.as_str())];
    let path = format!("{CONSOLE}?done=closed");
    let refused = Page::of(&send(&organiser, &path, &fields).await.expect(422));
    assert_eq!(refused.texts(SAID), [""; 0]);
}

#[tokio::test]
async fn an_announced_round_stands_as_the_clock_says() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let path = format!("/console/rounds/{}", scene.round);
    let stands = async || {
        let card = open(&organiser, CONSOLE)
            .await
            .texts(".cards > article")
            .remove(0);
        (open(&organiser, &path).await.texts(".tag").remove(0), card)
    };
    app.set_time(first_opening().plus_seconds(-60));
    let (tag, card) = stands().await;
    assert_eq!(tag, "Đã thông báo, chưa mở");
    assert!(card.contains(&tag), "{card}");
    assert!(card.contains("đóng bây giờ thì không ai thi được"), "{card}");
    app.set_time(first_opening());
    let (tag, card) = stands().await;
    assert_eq!(tag, "Đang mở");
    assert!(!card.contains("không ai thi được"), "{card}");
    app.set_time(first_opening().plus_seconds(8 * 24 * 3600));
    // Nobody stays logged in for a week.
    let organiser = signed_in(&app.client, "tochuc").await;
    let tag = open(&organiser, &path).await.texts(".tag").remove(0);
    assert_eq!(tag, "Đã hết giờ mở, chờ đóng");
}

/// Pages tell when it was closed, the API what was planned.
#[tokio::test]
async fn a_round_that_was_closed_early_says_so_everywhere() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let person = scene.enter(&app, "Trần Thị Lan").await;
    let organiser = signed_in(&app.client, "tochuc").await;
    let plan = async || {
        let contest = app.client.get("/api/v1/contests/cchc").await.json();
        contest["rounds"][0]["closes_at"].clone()
    };
    let planned = plan().await;
    app.pass_seconds(3600);
    led_to(&press(&organiser, &scene.round, "close").await);
    app.pass_seconds(6);
    assert_eq!(plan().await, planned);
    let participant = app.client.browser_with(&person.token);
    for (client, path) in [
        (&app.client, "/contests/cchc".to_owned()),
        (&participant, "/contests/cchc/ready".to_owned()),
        (&organiser, CONSOLE.to_owned()),
        (&organiser, format!("/console/rounds/{}", scene.round)),
    ] {
        let text = open(client, &path).await.text().to_lowercase();
        assert!(text.contains("đóng sớm"), "{path}: {text}");
        assert!(text.contains("10:00 ngày 05/10/2026"), "{path}: {text}");
    }
}
