//! Between questions; marks, and what else is private to this device.

use std::rc::Rc;

use web_sys::{HtmlElement, Storage};

use super::Player;
use super::page::set_text;
use crate::text::islands::player::Word;

const CLOCK_HIDDEN: &str = "khao-clock-hidden";
const KEYS_OFF: &str = "khao-keys-off";

fn lasting() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn is_set(storage: Option<Storage>, key: &str) -> bool {
    storage.is_some_and(|storage| storage.get_item(key).ok().flatten().is_some())
}

fn set(storage: Option<Storage>, key: &str, value: Option<&str>) {
    let Some(storage) = storage else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn marks_key(attempt_id: &str) -> String {
    format!("khao-marks-{attempt_id}")
}

/// The positions that were marked on this device.
pub(super) fn marks(attempt_id: &str) -> Vec<u16> {
    let kept = lasting().and_then(|storage| storage.get_item(&marks_key(attempt_id)).ok().flatten());
    let kept = kept.unwrap_or_default();
    kept.split(',')
        .filter_map(|position| position.parse().ok())
        .collect()
}

pub(super) fn toggle_mark(player: &Player, position: u16) {
    let list = {
        let mut marks = player.marks.borrow_mut();
        if marks.contains(&position) {
            marks.retain(|marked| *marked != position);
        } else {
            let place = marks.iter().take_while(|marked| **marked < position).count();
            marks.insert(place, position);
        }
        let words: Vec<String> = marks.iter().map(u16::to_string).collect();
        words.join(",")
    };
    if !player.is_practice() {
        set(lasting(), &marks_key(&player.attempt_id), Some(&list));
    }
    super::show::all(player);
}

fn place_key(attempt_id: &str) -> String {
    format!("khao-at-{attempt_id}")
}

/// The reader is at this question, and comes back to it after a reload.
pub(super) fn be_at(player: &Player, index: usize) {
    player.at.set(index);
    let Some(question) = player.page.questions.get(index) else {
        return;
    };
    if !player.is_practice() {
        let position = question.position.to_string();
        set(lasting(), &place_key(&player.attempt_id), Some(&position));
    }
}

fn left_at(player: &Player) -> Option<u16> {
    let kept = lasting()?.get_item(&place_key(&player.attempt_id)).ok()??;
    kept.parse().ok()
}

/// What this device knows of the attempt besides its answers.
pub(super) fn forget(player: &Player) {
    for key in [marks_key(&player.attempt_id), place_key(&player.attempt_id)] {
        set(lasting(), &key, None);
    }
}

pub(super) fn are_keys_on() -> bool {
    !is_set(lasting(), KEYS_OFF)
}

pub(super) fn set_keys(is_on: bool) {
    set(lasting(), KEYS_OFF, (!is_on).then_some("1"));
}

pub(super) fn is_clock_hidden() -> bool {
    is_set(of_tab(), CLOCK_HIDDEN)
}

pub(super) fn toggle_clock(player: &Player) {
    let is_hidden = !is_clock_hidden();
    set(of_tab(), CLOCK_HIDDEN, is_hidden.then_some("1"));
    show_clock_button(player);
    player.left_s.set(i64::MAX);
    super::show::clock(player);
}

fn show_clock_button(player: &Player) {
    if let Some(button) = player.page.part("hide") {
        let is_hidden = is_clock_hidden();
        set_text(
            &button,
            if is_hidden {
                player.page.word(Word::ShowClock)
            } else {
                player.page.word(Word::HideClock)
            },
        );
        let _ = button.set_attribute("aria-pressed", if is_hidden { "true" } else { "false" });
    }
}

/// The question that is in sight when the player wakes: the address names it, or focus, or the last one touched, or it
/// is where the reader was when the page was left.
pub(super) fn first_shown(player: &Player, touched: &[u16]) -> usize {
    let page = &player.page;
    let of_position = |position: u16| page.questions.iter().position(|one| one.position == position);
    let named = web_sys::window().and_then(|window| window.location().hash().ok());
    let named = named
        .and_then(|hash| hash.strip_prefix("#q-")?.parse().ok())
        .and_then(of_position);
    let focused = page
        .document
        .active_element()
        .and_then(|element| page.index_of(&element));
    let last = touched.last().copied().and_then(of_position);
    let left = || left_at(player).and_then(of_position);
    named.or(focused).or(last).or_else(left).unwrap_or(0)
}

/// From a plain form to the player; nothing that is in sight moves.
pub(super) fn come_alive(player: &Rc<Player>, first: usize) {
    let page = &player.page;
    be_at(player, first);
    forget_address();
    if page.is_one_at_a_time {
        show_only(player, first);
        let hand_in = page.part("hand-in");
        hand_in.inspect(|part| part.set_hidden(true));
    }
    let plain = page
        .form
        .query_selector(".bar.bottom [name=action]")
        .ok()
        .flatten();
    if let Some(plain) = plain.and_then(|one| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(one).ok()) {
        plain.set_hidden(true);
    }
    show_ways(player);
    show_clock_button(player);
    if let Some(root) = page.document.document_element() {
        let _ = root.class_list().add_1("alive");
    }
    // The time and its look change together: nothing is seen to move.
    super::show::clock(player);
    if let Some(countdown) = page.part("countdown") {
        let _ = countdown.dataset().set("awake", "true");
    }
}

/// A question that the address named once is not where the reader is after a reload.
fn forget_address() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    if location.hash().is_ok_and(|hash| !hash.is_empty())
        && let (Ok(history), Ok(path)) = (window.history(), location.pathname())
    {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

fn show_only(player: &Player, index: usize) {
    for (other, question) in player.page.questions.iter().enumerate() {
        question.item.set_hidden(other != index);
    }
}

/// Back, on, and out, as far as they lead anywhere.
fn show_ways(player: &Player) {
    let (at, count) = (player.at.get(), player.page.questions.len());
    let is_one = player.page.is_one_at_a_time;
    let is_last = at + 1 >= count;
    for (name, is_shown) in [
        ("back", is_one && at > 0),
        ("next", is_one && !is_last),
        ("finish", !is_one || is_last),
    ] {
        if let Some(button) = player.page.part(name) {
            button.set_hidden(!is_shown);
        }
    }
}

/// Shows a question and takes the reader there.
pub(super) fn go_to(player: &Player, index: usize) {
    let Some(question) = player.page.questions.get(index) else {
        return;
    };
    be_at(player, index);
    if player.page.is_one_at_a_time {
        show_only(player, index);
        show_ways(player);
    }
    question.focus();
    if player.page.is_one_at_a_time
        && let Some(ways) = player.page.part("ways")
    {
        // The list of questions right below the bar, and the question right below the list.
        ways.scroll_into_view();
    }
    show_dot(player, index);
    super::show::all(player);
}

/// The list of questions is one line that scrolls on a phone.
fn show_dot(player: &Player, index: usize) {
    let dot = player.page.questions.get(index).and_then(|one| one.dot.clone());
    if let (Some(list), Some(dot)) = (player.page.part("dots"), dot) {
        let middle = dot.offset_left() + dot.offset_width() / 2 - list.offset_left();
        list.set_scroll_left(middle - list.client_width() / 2);
    }
}

pub(super) fn go_by(player: &Player, step: isize) {
    if let Some(index) = player.at.get().checked_add_signed(step) {
        go_to(player, index);
    }
}
