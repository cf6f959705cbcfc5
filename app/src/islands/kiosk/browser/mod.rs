//! The tablet in its page.
//!
//! - [`showing`] puts screens into the page; [`touching`] is what people do; [`store`] what outlives the page;
//!   [`sending`] carries what waits to the server.

mod sending;
mod showing;
mod store;
mod touching;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Date;
use khao_domain::lang::Lang;
use khao_domain::survey::course::Course;
use serde_json::{Map, Value as Json};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use self::showing::Shown;
use self::store::Store;
use super::fielded::{Fielded, Setup, Waiting};
use super::idle::{Idle, idle, is_long_press, thanks_are_over};
use super::rounds::Rounds;
use super::screens;
use super::sitting::Sitting;
use crate::client::{Call, call, read_time_ms};
use crate::islands::clock::now_ms;
use crate::islands::database::ask_to_last;
use crate::islands::events::{chance, every_ms, random_words};

/// How often clocks are looked at.
const STEP_MS: i32 = 250;
/// How often a tablet that nobody uses asks for a newer form, and one that has none for any.
const ASK_FORM_MS: i64 = 600_000;
const ASK_FIRST_FORM_MS: i64 = 15_000;

struct Tablet {
    slug: String,
    /// Of the page; visitors choose their own.
    lang: Lang,
    setup: RefCell<Setup>,
    form: RefCell<Option<Box<(Fielded, Course<'static>)>>>,
    store: Store,
    stage: RefCell<Stage>,
    shown: RefCell<Shown>,
    touched_ms: Cell<i64>,
    is_warned: Cell<bool>,
    /// Since when a finger rests on the mark.
    pressed_ms: Cell<Option<i64>>,
    rounds: RefCell<Rounds>,
    is_sending: Cell<bool>,
    /// Not sent, and not taken.
    waits: Cell<(u32, u32)>,
    ask_form_ms: Cell<i64>,
}

enum Stage {
    /// In the hands of staff.
    Unset,
    Start,
    Asking(Sitting),
    Thanks {
        language: String,
        since_ms: i64,
    },
}

impl Tablet {
    /// What the screen at hand is written in.
    fn spoken(&self) -> Lang {
        match &*self.stage.borrow() {
            Stage::Asking(sitting) => screens::lang_of(&sitting.language),
            Stage::Thanks { language, .. } => screens::lang_of(language),
            Stage::Unset => self.lang,
            Stage::Start => {
                let form = self.form.borrow();
                let main = form.as_deref().map(|(fielded, _)| fielded.form.main_language());
                main.map_or(self.lang, screens::lang_of)
            }
        }
    }
}

/// By the device's own clock, since nobody else can be asked.
fn takes_answers(fielded: &Fielded) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "dates are far below 2^53 ms")]
    let now = Date::now() as i64;
    let is_open = read_time_ms(&fielded.opens_at).is_some_and(|opens| opens <= now)
        && read_time_ms(&fielded.closes_at).is_some_and(|closes| now < closes);
    is_open && fielded.channels.iter().any(|channel| channel == "kiosk")
}

/// Called once, by the island.
pub(super) fn wake(slug: &str, setup: &Setup, lang: &str) {
    let (slug, setup) = (slug.to_owned(), setup.clone());
    let lang = Lang::parse(lang).unwrap_or_default();
    spawn_local(async move {
        let Ok(store) = Store::open().await else {
            unusable(lang);
            return;
        };
        let kept = store.setup(&slug).await.ok().flatten();
        ask_to_last();
        let tablet = Rc::new(Tablet {
            slug,
            lang,
            stage: RefCell::new(if kept.is_some() {
                Stage::Start
            } else {
                Stage::Unset
            }),
            setup: RefCell::new(kept.unwrap_or(setup)),
            form: RefCell::default(),
            store,
            shown: RefCell::default(),
            touched_ms: Cell::new(now_ms()),
            is_warned: Cell::new(false),
            pressed_ms: Cell::new(None),
            rounds: RefCell::default(),
            is_sending: Cell::new(false),
            waits: Cell::default(),
            ask_form_ms: Cell::new(0),
        });
        touching::listen_to(&tablet);
        sending::count(&tablet).await;
        renew(&tablet).await;
        if tablet.form.borrow().is_none() {
            showing::screen(&tablet, &[]);
        }
        every_ms(STEP_MS, move || tick(&tablet));
    });
}

/// Answers could not be kept: such a device is no kiosk.
fn unusable(lang: Lang) {
    let words = lang.say(
        "Trình duyệt này không cho giữ câu trả lời trên máy, nên không dùng tại quầy được. Xin tắt chế độ ẩn danh hoặc dùng trình duyệt khác.",
        "This browser does not let answers be kept on the device, so it cannot stand at a desk. Leave private mode, or use another browser.",
    );
    showing::say("screen", words);
}

fn tick(tablet: &Rc<Tablet>) {
    let now = now_ms();
    if tablet.rounds.borrow().is_due(now) {
        sending::send(tablet);
    }
    if tablet
        .pressed_ms
        .get()
        .is_some_and(|since| is_long_press(now - since))
    {
        tablet.pressed_ms.set(None);
        if !matches!(*tablet.stage.borrow(), Stage::Unset) {
            showing::over(tablet, screens::leaving(tablet.lang, &[]));
        }
    }
    look_after(tablet, now);
    showing::waits(tablet);
}

/// Clears what was left behind, and renews itself while nobody is there.
fn look_after(tablet: &Rc<Tablet>, now: i64) {
    let quiet_ms = now - tablet.touched_ms.get();
    let is_asking = matches!(*tablet.stage.borrow(), Stage::Asking(_));
    let is_thanked =
        matches!(*tablet.stage.borrow(), Stage::Thanks { since_ms, .. } if thanks_are_over(now - since_ms));
    if is_thanked {
        reset(tablet);
    } else if is_asking {
        match idle(quiet_ms) {
            Idle::Busy => {}
            Idle::Warned(left_s) => warn(tablet, left_s),
            Idle::Over => reset(tablet),
        }
    } else if now >= tablet.ask_form_ms.get() {
        tablet.ask_form_ms.set(now + ASK_FORM_MS);
        let tablet = tablet.clone();
        spawn_local(async move { renew(&tablet).await });
    } else if matches!(*tablet.stage.borrow(), Stage::Start) && matches!(idle(quiet_ms), Idle::Over) {
        // A way out that nobody went.
        showing::close(tablet);
        reload_if_renewed();
    }
}

fn warn(tablet: &Rc<Tablet>, left_s: i64) {
    if tablet.is_warned.replace(true) {
        let words = screens::cleared_in(tablet.spoken(), left_s);
        showing::say("left", &words);
    } else {
        showing::over(tablet, screens::warning(tablet.spoken(), left_s));
    }
}

/// A newer version of the software has come.
fn reload_if_renewed() {
    use wasm_bindgen::JsCast;
    let root = showing::document().and_then(|document| document.document_element());
    let is_renewed = root
        .and_then(|root| root.dyn_into::<HtmlElement>().ok())
        .is_some_and(|root| root.dataset().get("renewed").is_some());
    if is_renewed && let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Asks for the form; one that is answered right now stays as it is.
async fn renew(tablet: &Rc<Tablet>) {
    let path = format!("/api/v1/surveys/{}/fielded", tablet.slug);
    let asked = Call {
        method: "GET",
        path: &path,
        body: "",
    };
    let Ok(fielded) = call::<Fielded>(asked).await else {
        if tablet.form.borrow().is_none() {
            tablet.ask_form_ms.set(now_ms() + ASK_FIRST_FORM_MS);
        }
        return;
    };
    tablet.ask_form_ms.set(now_ms() + ASK_FORM_MS);
    let is_same = tablet.form.borrow().as_deref().is_some_and(|(known, _)| {
        (known.version, &known.closes_at, &known.opens_at, &known.channels)
            == (
                fielded.version,
                &fielded.closes_at,
                &fielded.opens_at,
                &fielded.channels,
            )
    });
    let is_free = matches!(*tablet.stage.borrow(), Stage::Unset | Stage::Start);
    if is_same || !is_free {
        return;
    }
    if let Some(course) = Course::kept(fielded.form.clone()) {
        *tablet.form.borrow_mut() = Some(Box::new((fielded, course)));
        showing::screen(tablet, &[]);
    }
}

fn begin(tablet: &Rc<Tablet>, language: String) {
    let sitting = {
        let form = tablet.form.borrow();
        let Some((_, course)) = form.as_deref() else {
            return;
        };
        Sitting::begin(course, random_words(), language)
    };
    // A browser without randomness could not tell one response from the other.
    if !sitting.client_id.is_empty() {
        *tablet.stage.borrow_mut() = Stage::Asking(sitting);
        tablet.touched_ms.set(now_ms());
        showing::screen(tablet, &[]);
    }
}

/// Kept first; only then somebody is thanked.
fn finish(tablet: &Rc<Tablet>, answers: &Map<String, Json>) {
    let (waiting, language) = {
        let form = tablet.form.borrow();
        let stage = tablet.stage.borrow();
        let (Some((fielded, _)), Stage::Asking(sitting)) = (form.as_deref(), &*stage) else {
            return;
        };
        let of = (
            fielded.version,
            sitting.language.as_str(),
            sitting.client_id.as_str(),
        );
        let waiting = Waiting::of(&tablet.slug, &tablet.setup.borrow(), of, answers);
        (waiting, sitting.language.clone())
    };
    let tablet = tablet.clone();
    spawn_local(async move {
        if tablet.store.keep(&waiting).await.is_err() {
            showing::over(&tablet, screens::unkept(tablet.spoken()));
            return;
        }
        tablet.rounds.borrow_mut().plan(now_ms(), chance());
        *tablet.stage.borrow_mut() = Stage::Thanks {
            language,
            since_ms: now_ms(),
        };
        showing::screen(&tablet, &[]);
        sending::count(&tablet).await;
    });
}

/// Nothing of the last one is left, on the screen or in memory.
fn reset(tablet: &Rc<Tablet>) {
    tablet.is_warned.set(false);
    *tablet.stage.borrow_mut() = Stage::Start;
    showing::screen(tablet, &[]);
}
