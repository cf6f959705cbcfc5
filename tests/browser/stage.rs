//! A contest under way behind a door that the test holds: the server's clock is fixed, and the player's module comes
//! when the test lets it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use futures_util::StreamExt as _;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::AttemptId;
use khao_tests::client::{Client, text_at};
use khao_tests::journey::{start, token};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use crate::app::TestApp;
use crate::driver::Browser;
use crate::player::open_paper;
use crate::scene::{PASSWORD, Person, Scene};

pub struct Stage {
    pub app: TestApp,
    scene: Scene,
    driver: String,
    site: String,
    door: watch::Sender<Door>,
    saves: Arc<AtomicUsize>,
    boards_refused: Arc<AtomicUsize>,
    _stop: oneshot::Sender<()>,
}

/// Somebody with an open paper.
pub struct Sitting {
    pub person: Person,
    pub attempt: String,
    pub questions: Vec<Value>,
}

/// What may pass.
#[derive(Debug, Clone, Copy, Default)]
struct Door {
    holds_the_module: bool,
    refuses_saves: bool,
    /// Boards hear nothing, and none that asks is let in.
    cuts_boards: bool,
}

#[derive(Clone)]
struct Keeper {
    door: watch::Receiver<Door>,
    saves: Arc<AtomicUsize>,
    boards_refused: Arc<AtomicUsize>,
}

async fn pass(State(mut keeper): State<Keeper>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path.split('.').next_back() == Some("wasm") {
        // The stage is gone: nobody waits any more.
        drop(keeper.door.wait_for(|door| !door.holds_the_module).await);
    } else if path.ends_with("/answers") {
        keeper.saves.fetch_add(1, Ordering::SeqCst);
        if keeper.door.borrow().refuses_saves {
            return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "1")]).into_response();
        }
    }
    let is_board = path.ends_with("/board/events");
    if is_board && keeper.door.borrow().cuts_boards {
        keeper.boards_refused.fetch_add(1, Ordering::SeqCst);
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let answer = next.run(request).await;
    if is_board {
        until_cut(answer, keeper.door)
    } else {
        answer
    }
}

/// What is sent of it before boards are cut.
fn until_cut(answer: Response, mut door: watch::Receiver<Door>) -> Response {
    let (head, body) = answer.into_parts();
    let cut = async move { drop(door.wait_for(|door| door.cuts_boards).await) };
    Response::from_parts(
        head,
        Body::from_stream(body.into_data_stream().take_until(Box::pin(cut))),
    )
}

impl Stage {
    /// None where there is no driver.
    pub async fn set() -> Option<Self> {
        Self::set_with(ContestSettings::default()).await
    }

    pub async fn set_with(settings: ContestSettings) -> Option<Self> {
        let driver = crate::driver()?;
        let app = TestApp::on_sqlite().await;
        let scene = Scene::set_with(&app, settings).await;
        let (door, held) = watch::channel(Door::default());
        let saves = Arc::new(AtomicUsize::new(0));
        let boards_refused = Arc::new(AtomicUsize::new(0));
        let keeper = Keeper {
            door: held,
            saves: saves.clone(),
            boards_refused: boards_refused.clone(),
        };
        let behind = khao::frame::Site::new(app.app.clone());
        let answer = move |request: Request, peer| {
            let behind = behind.clone();
            let layered = Router::new()
                .fallback(move |request: Request| behind.clone().answer(request, peer))
                .layer(from_fn_with_state(keeper.clone(), pass));
            khao::listen::plain(layered)(request, peer)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(khao::listen::serve(listener, answer, async {
            // Told or dropped, both mean the end.
            drop(stopped.await);
        }));
        Some(Self {
            app,
            scene,
            driver,
            site,
            door,
            saves,
            boards_refused,
            _stop: stop,
        })
    }

    pub fn hold_the_module(&self) {
        self.door.send_modify(|door| door.holds_the_module = true);
    }

    pub fn let_the_module_pass(&self) {
        self.door.send_modify(|door| door.holds_the_module = false);
    }

    /// The server is busy, and asks for a second's pause.
    pub fn refuse_saves(&self, is_busy: bool) {
        self.door.send_modify(|door| door.refuses_saves = is_busy);
    }

    /// Ends what boards listen to, and lets none in again while it lasts.
    pub fn cut_boards(&self, is_cut: bool) {
        self.door.send_modify(|door| door.cuts_boards = is_cut);
    }

    /// The organiser's browser.
    pub async fn console(&self) -> Browser {
        let token = token(&self.app.client, "tochuc", PASSWORD).await;
        let browser = Browser::open(&self.driver, &self.site).await;
        browser.go("/guide").await;
        browser.set_cookie("sid", &token).await;
        browser
    }

    pub fn organiser(&self) -> &Client {
        &self.scene.organiser
    }

    pub fn round(&self) -> &str {
        &self.scene.round
    }

    pub fn bank(&self) -> &str {
        &self.scene.bank
    }

    pub async fn enter(&self, full_name: &str) -> Person {
        self.scene.enter(&self.app, full_name).await
    }

    /// How many saves came, refused or not.
    pub fn saves(&self) -> usize {
        self.saves.load(Ordering::SeqCst)
    }

    /// How many boards were not let in.
    pub fn boards_refused(&self) -> usize {
        self.boards_refused.load(Ordering::SeqCst)
    }

    pub async fn sit_down(&self) -> Sitting {
        let person = self.scene.enter(&self.app, "Trần Thị Lan").await;
        let attempt = start(&person.client, &self.scene.round).await;
        Sitting {
            attempt: text_at(&attempt, "/attempt_id"),
            questions: attempt["questions"].as_array().unwrap().clone(),
            person,
        }
    }

    /// Somebody with the paper open on a device, the player awake.
    pub async fn at_paper(&self) -> (Sitting, Browser) {
        let sitting = self.sit_down().await;
        let browser = self.device(&sitting).await;
        open_paper(&browser, &sitting.paper()).await;
        (sitting, browser)
    }

    /// A device of theirs.
    pub async fn device(&self, sitting: &Sitting) -> Browser {
        let browser = Browser::open(&self.driver, &self.site).await;
        browser.go("/guide").await;
        browser.set_cookie("sid", &sitting.person.token).await;
        browser
    }

    pub fn set_seconds_before_the_end(&self, seconds: i64) {
        const PAPER_S: i64 = 1200;
        self.app
            .set_time(crate::scene::first_opening().plus_seconds(PAPER_S - seconds));
    }
}

impl Sitting {
    pub fn paper(&self) -> String {
        format!("/attempts/{}", self.attempt)
    }

    /// The positions of the questions of this kind, in the order of the paper.
    pub fn of_kind(&self, kind: &str) -> Vec<u64> {
        let of_kind = self.questions.iter().filter(|one| one["kind"] == kind);
        of_kind.map(|one| one["position"].as_u64().unwrap()).collect()
    }

    /// The paper's three questions with one right option.
    pub fn choices(&self) -> [u64; 3] {
        self.of_kind("single_choice").try_into().unwrap()
    }

    fn client(&self) -> &Client {
        &self.person.client
    }

    /// What is in the database now.
    pub async fn stored(&self) -> Stored {
        let id: AttemptId = self.attempt.parse().unwrap();
        let path = format!("/api/v1/attempts/{id}");
        Stored(self.client().get(&path).await.expect(200).json())
    }
}

pub struct Stored(Value);

impl Stored {
    pub fn is_sealed(&self) -> bool {
        self.0["status"] == "sealed"
    }

    fn one(&self, position: u64) -> Option<&Value> {
        self.0["saved"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["position"] == position)
    }

    /// `null` where nothing is stored.
    pub fn value(&self, position: u64) -> Value {
        self.one(position).map_or(Value::Null, |one| one["value"].clone())
    }

    pub fn seq(&self, position: u64) -> i64 {
        self.one(position)
            .and_then(|one| one["seq"].as_i64())
            .unwrap_or(0)
    }

    pub fn count(&self) -> usize {
        self.0["saved"].as_array().unwrap().len()
    }
}
