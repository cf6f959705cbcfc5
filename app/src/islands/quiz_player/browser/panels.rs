//! What lies over the page: looking over the paper before it is handed in, and the ends an attempt can have.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};

use super::page::set_text;
use super::{Player, go_on, moves};
use crate::islands::clock::now_ms;
use crate::islands::quiz_player::course::{Course, End};
use crate::text::islands::player::Word;

fn dialog(player: &Player, name: &str) -> Option<HtmlDialogElement> {
    player.page.part(name)?.dyn_into().ok()
}

pub(super) fn open(player: &Player, name: &str) {
    if let Some(dialog) = dialog(player, name).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
        if let Ok(Some(title)) = dialog.query_selector("h2") {
            title.dyn_into::<HtmlElement>().map(|title| title.focus()).ok();
        }
    }
}

fn keys_switch(player: &Player) -> Option<HtmlInputElement> {
    player.page.part("keys-on")?.dyn_into().ok()
}

pub(super) fn help(player: &Player) {
    if let Some(switch) = keys_switch(player) {
        switch.set_checked(moves::are_keys_on());
    }
    open(player, "keys");
}

/// As the switch in the panel says.
pub(super) fn set_keys(player: &Player) {
    if let Some(switch) = keys_switch(player) {
        moves::set_keys(switch.checked());
    }
}

pub(super) fn close(player: &Player, name: &str) {
    if let Some(dialog) = dialog(player, name).filter(HtmlDialogElement::open) {
        dialog.close();
    }
}

pub(super) fn is_any_open(player: &Player) -> bool {
    player
        .page
        .document
        .query_selector("dialog[open]")
        .is_ok_and(|found| found.is_some())
}

/// What is answered and what is not. What is stored is read once more meanwhile.
pub(super) fn review(player: &Rc<Player>) {
    {
        let mut course = player.course.borrow_mut();
        course.field_left();
        course.read_soon();
        ask(player, &mut course);
        list(player, "marked", &player.marks.borrow());
    }
    player.page.say("progress", "");
    open(player, "review");
    go_on(player);
}

/// Names what is not answered, what came from elsewhere and what would be missing, and offers to hand in without it.
fn ask(player: &Player, course: &mut Course) {
    let positions = player.page.questions.iter().map(|one| one.position);
    let missing: Vec<u16> = positions
        .filter(|one| course.outbox.shown(*one).is_none())
        .collect();
    let total = player.page.questions.len();
    player.page.say(
        "answered",
        &player.page.share(Word::AnsweredOf, total - missing.len(), total),
    );
    list(player, "missing", &missing);
    list(player, "elsewhere", &course.outbox.elsewhere());
    let asked = course.ask();
    list(player, "refused", asked);
    for (name, is_hidden) in [
        ("confirm", !asked.is_empty()),
        ("confirm-without", asked.is_empty()),
    ] {
        if let Some(button) = player.page.part(name) {
            button.set_hidden(is_hidden);
        }
    }
}

/// An answer was refused, or changed elsewhere, while the review lay open, perhaps on the way out: the participant is
/// asked anew.
pub(super) fn ask_anew(player: &Player) {
    let Some(review) = dialog(player, "review").filter(HtmlDialogElement::open) else {
        return;
    };
    let mut course = player.course.borrow_mut();
    if course.end.is_some() || !course.has_more_to_ask() {
        return;
    }
    ask(player, &mut course);
    if !course.is_handing_in {
        set_confirm(player, false);
        player.page.say("progress", "");
    }
    let question = review
        .query_selector(".told-anew:not([hidden]) .list-title")
        .ok()
        .flatten();
    if let Some(question) = question.and_then(|one| one.dyn_into::<HtmlElement>().ok()) {
        // The button that was pressed is gone.
        let _ = question.focus();
    }
}

/// Links to questions, made of those in the list of all.
fn list(player: &Player, name: &str, positions: &[u16]) {
    let Some(part) = player.page.part(name) else {
        return;
    };
    part.set_hidden(positions.is_empty());
    let Ok(Some(list)) = part.query_selector("ol") else {
        return;
    };
    set_text(&list, "");
    for position in positions {
        let dot = player.page.by_position(*position).and_then(|one| one.dot.clone());
        if let Some(Ok(copy)) = dot
            .and_then(|dot| dot.parent_element())
            .map(|item| item.clone_node_with_deep(true))
        {
            unmark_current(&copy);
            let _ = list.append_child(&copy);
        }
    }
}

fn unmark_current(item: &web_sys::Node) {
    let link = item
        .dyn_ref::<Element>()
        .and_then(|item| item.query_selector("a").ok().flatten());
    link.map(|link| link.remove_attribute("aria-current"));
}

pub(super) fn hand_in(player: &Rc<Player>) {
    player.course.borrow_mut().hand_in();
    out(player);
}

pub(super) fn hand_in_without(player: &Rc<Player>) {
    player.course.borrow_mut().hand_in_without();
    out(player);
}

/// The button that was pressed takes no focus any more: it goes to what tells how things stand.
fn out(player: &Rc<Player>) {
    if let Some(progress) = player.page.part("progress") {
        let _ = progress.focus();
    }
    set_confirm(player, true);
    go_on(player);
}

/// Back to the paper, as long as it has not been handed in.
pub(super) fn stay(player: &Rc<Player>) {
    player.course.borrow_mut().stay();
    set_confirm(player, false);
    close(player, "review");
    go_on(player);
}

fn set_confirm(player: &Player, is_disabled: bool) {
    for name in ["confirm", "confirm-without"] {
        if let Some(button) = player.page.part(name) {
            let _ = button.toggle_attribute_with_force("disabled", is_disabled);
        }
    }
}

/// Shows what an end, or the way to one, looks like.
pub(super) fn end_if_over(player: &Rc<Player>) {
    let (end, is_time_up, is_signed_out) = {
        let course = player.course.borrow();
        let is_time_up = course.is_time_up(now_ms());
        (course.end.clone(), is_time_up, course.is_signed_out)
    };
    if !is_signed_out {
        player.is_sign_in_told.set(false);
        close(player, "signed-out");
    }
    match end {
        Some(end) => over(player, end),
        None if is_signed_out => {
            if !player.is_sign_in_told.replace(true) {
                signed_out(player);
            }
        }
        None if is_time_up => {
            close(player, "review");
            close(player, "keys");
            open(player, "time-up");
        }
        None => close(player, "time-up"),
    }
}

fn signed_out(player: &Player) {
    if let Some(kept) = player.page.part("signed-out-kept") {
        kept.set_hidden(!player.is_lasting());
    }
    if let Some(link) = player.page.part("return").filter(|_| !player.is_lasting()) {
        // Leaving this page would lose what is not sent.
        let _ = link.set_attribute("target", "_blank");
    }
    open(player, "signed-out");
}

fn over(player: &Rc<Player>, end: End) {
    match end {
        End::Receipt if player.is_practice() => {
            close(player, "review");
            open(player, "practised");
        }
        End::Receipt => leave(player),
        End::TooLate(lost) => {
            close(player, "review");
            close(player, "time-up");
            let lost: Vec<String> = lost.iter().map(u16::to_string).collect();
            let words = player.page.filled(Word::List, &[&lost.join(", ")]);
            player.page.say("too-late-list", &words);
            open(player, "too-late");
            let player = player.clone();
            moves::forget(&player);
            spawn_local(async move { drop(player.store.wipe().await) });
        }
    }
}

/// Nothing of the attempt stays on the device.
fn leave(player: &Rc<Player>) {
    let player = player.clone();
    spawn_local(async move {
        drop(player.store.wipe().await);
        moves::forget(&player);
        let receipt = format!("/attempts/{}/receipt", player.attempt_id);
        if let Some(window) = web_sys::window() {
            let _ = window.location().replace(&receipt);
        }
    });
}

/// Practice begins anew with the page.
pub(super) fn practise_again() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Escape closes what may be closed: not what tells an end.
pub(super) fn may_close(panel: &Element) -> bool {
    let name = panel.get_attribute("data-player").unwrap_or_default();
    matches!(name.as_str(), "review" | "keys" | "signed-out" | "practised")
}
