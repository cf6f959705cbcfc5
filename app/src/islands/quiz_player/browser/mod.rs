//! The player in its page.
//!
//! - [`page`] the form and its fields; [`store`] what outlives the page; [`tabs`] the other tabs;
//! - [`calls`] carries out what the course decides; [`listening`] what people do;
//! - [`show`] tells what is saved; [`moves`] between questions, and marks; [`panels`] what lies over the page.

mod calls;
mod listening;
mod moves;
mod page;
mod panels;
mod show;
mod store;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use khao_domain::contest::form::{self, Misread};
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use self::page::Page;
use self::store::Store;
use self::tabs::{News, Tabs};
use super::course::Course;
use super::outbox::{Answer, Outbox};
use crate::client::Entry;
use crate::islands::clock::{ServerClock, now_ms, response_ms};
use crate::islands::{database, events};
use crate::text::islands::player::Word;

/// How often the clock is looked at, and whether a pause is over.
const STEP_MS: i32 = 250;

struct Player {
    page: Page,
    course: RefCell<Course>,
    store: Store,
    tabs: Tabs,
    attempt_id: String,
    /// The device keeps what is not sent; false from the first refusal on.
    is_lasting: Cell<bool>,
    /// The index of the question at hand.
    at: Cell<usize>,
    /// Positions marked on this device.
    marks: RefCell<Vec<u16>>,
    /// The seconds last shown.
    left_s: Cell<i64>,
    memory: RefCell<show::Memory>,
    /// The panel about it is opened once each time.
    is_sign_in_told: Cell<bool>,
    is_slow_told: Cell<bool>,
}

impl Player {
    fn is_practice(&self) -> bool {
        self.attempt_id.is_empty()
    }

    fn is_lasting(&self) -> bool {
        self.is_lasting.get()
    }
}

/// Called once, by the island.
pub(super) fn wake(attempt_id: &str, words: &str, deadline_ms: i64, server_now_ms: i64) {
    let (attempt_id, words) = (attempt_id.to_owned(), words.to_owned());
    let clock = ServerClock::read(server_now_ms, deadline_ms, response_ms());
    spawn_local(async move {
        if let Some(page) = Page::find(words) {
            let store = Store::open(&attempt_id).await;
            let kept = store.all().await.unwrap_or_default();
            let player = Rc::new(made(page, store, attempt_id, clock));
            begin(&player, kept);
            if player.store.is_lasting() {
                database::ask_to_last();
                let server_ms = clock.server_ms(now_ms());
                drop(player.store.forget_others(server_ms).await);
            }
        }
    });
}

fn made(page: Page, store: Store, attempt_id: String, clock: ServerClock) -> Player {
    let outbox = Outbox::rendered(page.questions.iter().map(page::Question::entry));
    let mut course = Course::new(outbox, clock, attempt_id.is_empty());
    if page.is_unsettled() {
        course.read_soon();
    }
    Player {
        is_lasting: Cell::new(store.is_lasting()),
        left_s: Cell::new(i64::MAX),
        marks: RefCell::new(moves::marks(&attempt_id)),
        tabs: Tabs::of(&attempt_id),
        course: RefCell::new(course),
        at: Cell::new(0),
        memory: RefCell::default(),
        is_sign_in_told: Cell::new(false),
        is_slow_told: Cell::new(false),
        page,
        store,
        attempt_id,
    }
}

/// What was chosen while the player slept is the newest there is; then comes what was not sent last time.
fn begin(player: &Rc<Player>, kept: Vec<Entry>) {
    let questions = &player.page.questions;
    let touched: Vec<u16> = questions
        .iter()
        .filter(|question| question.is_touched())
        .map(|question| question.position)
        .collect();
    {
        let mut course = player.course.borrow_mut();
        for entry in kept {
            course.outbox.adopt(entry);
        }
        for position in course.outbox.take_changed() {
            if !touched.contains(&position) {
                write(&player.page, position, course.outbox.shown(position));
            }
        }
    }
    let first = moves::first_shown(player, &touched);
    listening::begin(player);
    moves::come_alive(player, first);
    for position in touched {
        answered(player, position);
    }
    go_on(player);
    let ticking = player.clone();
    events::every_ms(STEP_MS, move || tick(&ticking));
}

fn write(page: &Page, position: u16, answer: &Answer) {
    if let Some(question) = page.by_position(position) {
        question.show(&form::written(answer.as_ref()));
    }
}

/// The fields of a question hold something new: it is kept, told to other tabs, and sent.
fn answered(player: &Rc<Player>, position: u16) {
    let Some(question) = player.page.by_position(position) else {
        return;
    };
    match form::read(question.kind, &question.held()) {
        Ok(answer) => give(player, position, answer),
        Err(why) => {
            let why = player.page.word(match why {
                Misread::Number => Word::NeedsNumber,
                Misread::Count => Word::NeedsCount,
            });
            player.course.borrow_mut().outbox.refuse(position, why.to_owned());
        }
    }
    show::all(player);
}

fn give(player: &Rc<Player>, position: u16, answer: Answer) {
    let given = {
        let mut course = player.course.borrow_mut();
        let server_ms = course.clock.server_ms(now_ms());
        course.outbox.edit(position, answer, server_ms)
    };
    keep(player, given);
}

/// Kept first, and only then sent.
fn keep(player: &Rc<Player>, given: Option<Entry>) {
    let Some(entry) = given else { return };
    let player = player.clone();
    spawn_local(async move {
        if player.is_lasting() && player.store.keep(&entry).await.is_err() {
            player.is_lasting.set(false);
            player.page.say("told", player.page.word(Word::Unkept));
        }
        player
            .course
            .borrow_mut()
            .outbox
            .kept((entry.seq, entry.position));
        player.tabs.tell(&News::Given(entry));
        go_on(&player);
    });
}

/// Makes the call that is due, if any, and shows how things stand.
fn go_on(player: &Rc<Player>) {
    let job = player.course.borrow_mut().next(now_ms());
    settle(player);
    if let Some(job) = job {
        calls::make(player, job);
    }
}

/// Carries what the outbox decided over to the store and the fields.
fn settle(player: &Rc<Player>) {
    {
        let mut course = player.course.borrow_mut();
        player.store.forget(&course.outbox.take_obsolete());
        for position in course.outbox.take_changed() {
            write(&player.page, position, course.outbox.shown(position));
        }
    }
    show::all(player);
    panels::ask_anew(player);
    panels::end_if_over(player);
}

fn tick(player: &Rc<Player>) {
    let before_s = player.left_s.get();
    show::clock(player);
    let (is_news, job) = {
        let mut course = player.course.borrow_mut();
        if player.page.document.visibility_state() == VisibilityState::Visible {
            course.look_around(now_ms(), events::chance());
        }
        let has_ended_now = before_s != 0 && player.left_s.get() == 0;
        let is_slow = course.is_slow(now_ms());
        let is_slow_now = player.is_slow_told.replace(is_slow) != is_slow;
        let job = course.next(now_ms());
        (has_ended_now || is_slow_now, job)
    };
    if is_news || job.is_some() {
        settle(player);
    }
    if let Some(job) = job {
        calls::make(player, job);
    }
}
