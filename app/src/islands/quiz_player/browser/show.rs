//! Tells how things stand: beside each answer, in the list of questions, in the bar. Every text has its place already.

use khao_domain::contest::form;
use web_sys::HtmlElement;

use super::Player;
use super::page::{Question, set_state, set_text, within};
use crate::islands::clock::{announced_between, face, now_ms};
use crate::islands::quiz_player::course::Course;
use crate::islands::quiz_player::outbox::{Outbox, SaveState};
use crate::text::islands::player::{CLOCK_HIDDEN, Word};

/// What was told last, so that only news is told.
#[derive(Default)]
pub(super) struct Memory {
    questions: Vec<Told>,
    is_open: Option<bool>,
}

/// How one question is shown.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one question")]
struct Told {
    state: &'static str,
    words: String,
    is_restorable: bool,
    is_answered: bool,
    is_marked: bool,
    is_at_hand: bool,
}

pub(super) fn all(player: &Player) {
    let course = player.course.borrow();
    let mut memory = player.memory.borrow_mut();
    for (index, question) in player.page.questions.iter().enumerate() {
        let told = told(player, &course, question, index);
        let before = memory.questions.get(index);
        if before != Some(&told) {
            if told.state == "elsewhere" && before.is_some_and(|before| before.state != "elsewhere") {
                let position = question.position.to_string();
                let words = player.page.filled(Word::ChangedElsewhere, &[&position]);
                player.page.say("told", &words);
            }
            show_question(player, question, &told);
            match memory.questions.get_mut(index) {
                Some(known) => *known = told,
                None => memory.questions.push(told),
            }
        }
    }
    show_bar(player, &course);
    let is_open = course.takes_answers(now_ms());
    if memory.is_open != Some(is_open) {
        memory.is_open = Some(is_open);
        player.page.set_disabled(!is_open);
    }
    player.page.say("time-up-progress", &progress(player, &course));
    if course.is_handing_in {
        player.page.say("progress", &progress(player, &course));
    }
}

fn told(player: &Player, course: &Course, question: &Question, index: usize) -> Told {
    let position = question.position;
    let outbox = &course.outbox;
    let word = |word| player.page.word(word).to_owned();
    let (state, words, is_restorable) = match outbox.state(position) {
        SaveState::Empty => ("empty", String::new(), false),
        SaveState::Saved => ("saved", word(Word::Saved), false),
        SaveState::Unsaved if course.is_signed_out => ("waiting", word(Word::SignIn), false),
        SaveState::Unsaved if course.pace.is_failing() => ("waiting", waiting(player).to_owned(), false),
        SaveState::Unsaved if course.is_slow(now_ms()) => ("waiting", word(Word::Slow), false),
        SaveState::Unsaved => ("saving", word(Word::Saving), false),
        SaveState::Elsewhere(is_restorable) => ("elsewhere", word(Word::Elsewhere), is_restorable),
        SaveState::Refused(why) => ("refused", refused(player, &why, &before(question, outbox)), false),
    };
    Told {
        state,
        words,
        is_restorable,
        is_answered: outbox.shown(position).is_some(),
        is_marked: player.marks.borrow().contains(&position),
        is_at_hand: player.at.get() == index,
    }
}

/// What was typed before, and counts as long as nothing better comes.
fn before(question: &Question, outbox: &Outbox) -> String {
    let held = question
        .is_typed()
        .then(|| form::written(outbox.shown(question.position).as_ref()));
    held.and_then(|held| held.into_iter().next()).unwrap_or_default()
}

/// `before` is the answer that counts all the same; empty where there is none.
fn refused(player: &Player, why: &str, before: &str) -> String {
    if before.is_empty() {
        player.page.filled(Word::Refused, &[why])
    } else {
        player.page.filled(Word::RefusedKeeping, &[before, why])
    }
}

fn waiting(player: &Player) -> &str {
    player.page.word(if player.is_lasting() {
        Word::WaitingKept
    } else {
        Word::WaitingUnkept
    })
}

/// For those who hear the list of questions.
fn dot_label(player: &Player, position: u16, told: &Told) -> String {
    let word = if told.is_answered {
        Word::DotAnswered
    } else {
        Word::DotOpen
    };
    let mut label = player.page.filled(word, &[&position.to_string()]);
    if told.is_marked {
        label.push_str(player.page.word(Word::Marked));
    }
    label
}

fn show_question(player: &Player, question: &Question, told: &Told) {
    let state = question.item.query_selector(".answer-state").ok().flatten();
    if let Some(state) = state.and_then(|one| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(one).ok()) {
        set_text(&state, &told.words);
        set_state(&state, told.state);
    }
    if let Some(restore) = within(&question.item, "restore") {
        restore.set_hidden(!told.is_restorable);
    }
    if let Some(mark) = within(&question.item, "mark") {
        let _ = mark.set_attribute("aria-pressed", if told.is_marked { "true" } else { "false" });
    }
    if let Some(dot) = &question.dot {
        let classes = dot.class_list();
        let _ = classes.toggle_with_force("done", told.is_answered);
        let _ = classes.toggle_with_force("marked", told.is_marked);
        let label = dot_label(player, question.position, told);
        let _ = dot.set_attribute("aria-label", &label);
        let _ = if told.is_at_hand {
            dot.set_attribute("aria-current", "step")
        } else {
            dot.remove_attribute("aria-current")
        };
    }
}

fn show_bar(player: &Player, course: &Course) {
    let questions = &player.page.questions;
    let unsent = course.outbox.unsent().len();
    let stored = questions
        .iter()
        .filter(|one| course.outbox.is_stored(one.position))
        .count();
    let word = |word| player.page.word(word).to_owned();
    let (state, words) = if course.is_signed_out {
        ("waiting", word(Word::SignIn))
    } else if player.is_practice() {
        (
            "saved",
            player.page.share(Word::PractisedOf, stored, questions.len()),
        )
    } else if unsent > 0 && course.pace.is_failing() {
        (
            "waiting",
            player.page.filled(Word::Waiting, &[&unsent.to_string()]),
        )
    } else if unsent > 0 && course.is_slow(now_ms()) {
        ("waiting", word(Word::Slow))
    } else if unsent > 0 {
        ("saving", word(Word::Saving))
    } else {
        ("saved", player.page.share(Word::SavedOf, stored, questions.len()))
    };
    if let Some(saved) = player.page.part("saved") {
        set_text(&saved, &words);
        set_state(&saved, state);
    }
    if player.page.is_one_at_a_time {
        let place = player
            .page
            .share(Word::Place, player.at.get() + 1, questions.len());
        player.page.say("place", &place);
    }
}

/// What handing in waits for.
pub(super) fn progress(player: &Player, course: &Course) -> String {
    let word = |word| player.page.word(word).to_owned();
    let unsent = course.outbox.unsent().len();
    if course.is_signed_out {
        word(Word::SignIn)
    } else if course.pace.is_failing() {
        word(Word::HandingInLater)
    } else if course.is_slow(now_ms()) {
        word(Word::Slow)
    } else if unsent > 0 {
        player.page.filled(Word::SendingRest, &[&unsent.to_string()])
    } else {
        word(Word::HandingIn)
    }
}

/// The line went, or came back: told once each time, to those who hear the page.
pub(super) fn told_of_line(player: &Player, was_failing: bool) {
    let is_failing = player.course.borrow().pace.is_failing();
    match (was_failing, is_failing) {
        (false, true) => player.page.say("told", waiting(player)),
        (true, false) => player.page.say("told", player.page.word(Word::BackOnline)),
        _ => {}
    }
}

/// The time left, where it has changed.
pub(super) fn clock(player: &Player) {
    if player.is_practice() {
        return;
    }
    let left_s = player.course.borrow().clock.seconds_left(now_ms());
    let before_s = player.left_s.replace(left_s);
    if left_s == before_s {
        return;
    }
    let is_hidden = super::moves::is_clock_hidden();
    let shown = if is_hidden {
        CLOCK_HIDDEN.to_owned()
    } else {
        face(left_s, player.page.word(Word::TimeUp))
    };
    player.page.say("clock", &shown);
    if left_s == 0 {
        player.page.say("said", player.page.word(Word::TimeUp));
    } else if let Some(minutes) = announced_between(before_s, left_s).filter(|_| before_s != i64::MAX) {
        let words = player.page.filled(Word::MinutesLeft, &[&minutes.to_string()]);
        player.page.say("said", &words);
    }
}
