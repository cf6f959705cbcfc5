//! A tablet at a desk: answered without a network, cleared when it is left alone, and sent later, once.

use std::time::Duration;

use khao_domain::survey::template::Template;
use khao_tests::wait::until;
use serde_json::{Value, json};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::app::TestApp;
use crate::driver::Browser;
use crate::fielded::field;
use crate::inspection::Inspector;
use crate::player::see;
use crate::scene::Scene;

const PATIENCE: Duration = Duration::from_secs(30);
/// Pages read clocks that the story moves: one that nobody can set, and the device's own.
const CLOCKS: &str = "
    const real = performance.now.bind(performance);
    performance.now = () => real() + Number(sessionStorage.getItem('ahead') ?? 0);
    Date.now = () => NOW;";
const PASS: &str = "
    const ahead = Number(sessionStorage.getItem('ahead') ?? 0) + arguments[0] * 1000;
    sessionStorage.setItem('ahead', String(ahead));";

/// The line between a browser and a server, which can be cut for everything: pages, their calls and their worker.
struct Line {
    site: String,
    is_cut: watch::Sender<bool>,
}

impl Line {
    async fn to(base: &str) -> Self {
        let server = base.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let (is_cut, cut) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                tokio::spawn(carry(browser, server.clone(), cut.clone()));
            }
        });
        Self { site, is_cut }
    }

    fn cut(&self, is_cut: bool) {
        self.is_cut.send_replace(is_cut);
    }
}

async fn carry(mut browser: TcpStream, server: String, mut cut: watch::Receiver<bool>) {
    if *cut.borrow() {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut browser, &mut server) => {}
        _ = cut.wait_for(|is_cut| *is_cut) => {}
    }
}

struct Tablet {
    app: TestApp,
    line: Line,
    browser: Browser,
}

impl Tablet {
    /// Set up at a desk of VL.S1, under the code 2468.
    async fn at_desk(driver: &str, look: impl AsyncFn(&Browser, &str)) -> Self {
        let app = TestApp::on_sqlite().await;
        let scene = Scene::set(&app).await;
        field(&app, "mot-cua", Template::Desk.form(), Vec::new()).await;
        let line = Line::to(app.client.base()).await;
        let browser = Browser::open(driver, &line.site).await;
        let now = app.now().plus_seconds(3600).millis();
        browser.run_first(&CLOCKS.replace("NOW", &now.to_string())).await;
        browser
            .go(&format!("/kiosk/mot-cua?unit={}&desk=3", scene.unit("VL.S1")))
            .await;
        see(&browser, "the page kept", "html[data-offline]").await;
        see(&browser, "the set-up", "form[data-do=lock]").await;
        look(&browser, "kiosk-setup").await;
        browser.click("form[data-do=lock] .btn[type=submit]").await;
        see(&browser, "a code is wanted", "#f-code-error").await;
        browser.type_into("[name=code]", "2468").await;
        browser.click("form[data-do=lock] .btn[type=submit]").await;
        see(&browser, "the beginning", "[data-do=begin]").await;
        Self { app, line, browser }
    }

    async fn pass(&self, seconds: u32) {
        self.browser.run(PASS, &[json!(seconds)]).await;
    }

    async fn says(&self, part: &str, words: &str) {
        let css = format!("[data-kiosk={part}]");
        until(words, PATIENCE, async || {
            self.browser.text(&css).await.contains(words).then_some(())
        })
        .await;
    }

    async fn begin(&self) {
        self.browser.click("[data-do=begin][data-language=vi]").await;
        self.says("screen", "Câu 1/").await;
    }

    async fn choose(&self, name: &str, value: &str) {
        let css = format!("[name='answers.{name}'][value='{value}']");
        self.browser.click(&format!("label:has({css})")).await;
    }

    async fn next(&self) {
        self.browser.click("form[data-do=next] .btn[type=submit]").await;
    }

    /// From the first item to the thanks.
    async fn answer(&self, overall: &str) {
        self.begin().await;
        self.choose("overall", overall).await;
        for nth in 2..=4 {
            self.next().await;
            self.says("screen", &format!("Câu {nth}/")).await;
        }
        self.next().await;
        see(&self.browser, "the thanks", "[data-do=again]").await;
    }

    async fn stored(&self) -> Vec<[String; 4]> {
        self.app
            .rows("SELECT channel, coalesce(desk, ''), language, answers FROM responses ORDER BY answers")
            .await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tablet_works_without_a_network_and_sends_later_once() {
    let (Some(driver), Ok(axe)) = (crate::driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let tablet = Tablet::at_desk(&driver, async |browser, name| inspector.look(browser, name).await).await;
    let browser = &tablet.browser;
    inspector.look(browser, "kiosk-start").await;

    // For days: the page opens again, and what people answer is kept.
    tablet.line.cut(true);
    browser.go("/kiosk/mot-cua?desk=9").await;
    see(browser, "the beginning", "[data-do=begin]").await;
    tablet.begin().await;
    inspector.look(browser, "kiosk-item").await;
    tablet.next().await;
    see(browser, "what is missing", ".error").await;
    inspector.look(browser, "kiosk-mistake").await;
    browser.click("[data-do=leave]").await;
    see(browser, "the beginning", "[data-do=begin]").await;
    tablet.answer("5").await;
    inspector.look(browser, "kiosk-thanks").await;
    tablet.says("waiting", "Chờ gửi: 1").await;
    tablet.pass(13).await;
    see(browser, "the next one's beginning", "[data-do=begin]").await;
    tablet.answer("4").await;
    tablet.pass(3_600).await;
    browser.go("/kiosk/mot-cua").await;
    tablet.says("waiting", "Chờ gửi: 2").await;
    assert!(tablet.stored().await.is_empty());

    what_waits_is_sent_once(&tablet).await;
    browser.close().await;
    inspector.report();
}

async fn what_waits_is_sent_once(tablet: &Tablet) {
    let browser = &tablet.browser;
    tablet.line.cut(false);
    tablet.pass(3_600).await;
    let all = until("all is sent", PATIENCE, async || {
        Some(tablet.stored().await).filter(|stored| stored.len() == 2)
    })
    .await;
    for (row, overall) in all.iter().zip([4, 5]) {
        assert_eq!([&row[0], &row[1], &row[2]], ["kiosk", "3", "vi"]);
        let answers: Value = serde_json::from_str(&row[3]).unwrap();
        assert_eq!(answers, json!({ "overall": overall }));
    }
    until("nothing waits", PATIENCE, async || {
        browser
            .text("[data-kiosk=waiting]")
            .await
            .is_empty()
            .then_some(())
    })
    .await;
    browser.go("/kiosk/mot-cua").await;
    tablet.pass(3_600).await;
    tablet.answer("3").await;
    tablet.pass(60).await;
    until("the third is sent", PATIENCE, async || {
        (tablet.stored().await.len() == 3).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tablet_left_alone_asks_and_then_clears_what_was_typed() {
    let (Some(driver), Ok(axe)) = (crate::driver(), std::env::var("KHAO_TEST_AXE")) else {
        return;
    };
    let inspector = Inspector::with(&axe);
    let tablet = Tablet::at_desk(&driver, async |_, _| ()).await;
    let browser = &tablet.browser;
    tablet.begin().await;
    tablet.choose("overall", "1").await;
    for _ in 0..4 {
        tablet.next().await;
    }
    browser
        .type_into("[name='answers.comment']", "Tôi tên là Tư")
        .await;
    tablet.pass(31).await;
    see(browser, "the question", "[role=alertdialog]").await;
    tablet.says("left", "giây").await;
    inspector.look(browser, "kiosk-warning").await;
    browser.click("[role=alertdialog] [data-do=stay]").await;
    let typed = "return document.querySelector(\"[name='answers.comment']\").value";
    assert_eq!(browser.run(typed, &[]).await, "Tôi tên là Tư");
    // Back and forth nothing is lost, nor anything added to it.
    browser.click("[data-do=back]").await;
    tablet.says("screen", "Câu 4/").await;
    tablet.next().await;
    see(browser, "the comment", "[name='answers.comment']").await;
    assert_eq!(browser.run(typed, &[]).await, "Tôi tên là Tư");

    tablet.pass(31).await;
    see(browser, "the question", "[role=alertdialog]").await;
    tablet.pass(20).await;
    see(browser, "the beginning", "[data-do=begin]").await;
    assert!(!browser.has("[role=alertdialog]").await);
    let held = "return document.documentElement.innerHTML.includes('Tôi tên là')";
    assert_eq!(browser.run(held, &[]).await, false);
    tablet.begin().await;
    assert!(!browser.has("[name='answers.overall']:checked").await);
    browser.click("[data-do=leave]").await;
    see(browser, "the beginning", "[data-do=begin]").await;
    assert!(tablet.stored().await.is_empty());

    staff_take_it_back(&tablet, &inspector).await;
    browser.close().await;
    inspector.report();
}

/// A long press and the code, and nothing less.
async fn staff_take_it_back(tablet: &Tablet, inspector: &Inspector) {
    let browser = &tablet.browser;
    let touch = |name: &str| {
        format!(
            "document.querySelector('[data-kiosk=mark]').dispatchEvent(new PointerEvent('{name}', {{ bubbles: true }}))"
        )
    };
    browser.run(&touch("pointerdown"), &[]).await;
    browser.run(&touch("pointerup"), &[]).await;
    tablet.pass(4).await;
    assert!(!browser.has("form[data-do=unlock]").await);
    browser.run(&touch("pointerdown"), &[]).await;
    tablet.pass(4).await;
    see(browser, "the way out", "form[data-do=unlock]").await;
    inspector.look(browser, "kiosk-leaving").await;
    browser.type_into("[name=code]", "1111").await;
    browser.click("form[data-do=unlock] .btn[type=submit]").await;
    see(browser, "it is the wrong code", "#f-code-error").await;
    browser.type_into("[name=code]", "2468").await;
    browser.click("form[data-do=unlock] .btn[type=submit]").await;
    see(browser, "the set-up", "form[data-do=lock]").await;
}
