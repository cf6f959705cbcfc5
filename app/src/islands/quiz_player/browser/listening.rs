//! What people do, and what browser and network do of themselves.

use std::rc::Rc;

use khao_domain::contest::form;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, VisibilityState};

use super::events::listen;
use super::page::Question;
use super::tabs::News;
use super::{Player, answered, give, go_on, keep, moves, panels};
use crate::islands::clock::now_ms;
use crate::islands::quiz_player::keys::{Command, command};

type Shared = Rc<Player>;

pub(super) fn begin(player: &Shared) {
    let page = &player.page;
    on(player, &page.form, "input", typed);
    on(player, &page.document, "change", changed);
    on(player, &page.form, "submit", sent);
    on(player, &page.document, "click", clicked);
    on(player, &page.document, "focusin", came_to);
    on(player, &page.document, "keydown", pressed);
    on(player, &page.document, "visibilitychange", seen_again);
    for name in ["time-up", "too-late", "review", "keys", "signed-out", "practised"] {
        if let Some(panel) = page.part(name) {
            on(player, &panel, "cancel", cancelled);
        }
    }
    if let Some(window) = web_sys::window() {
        on(player, &window, "online", seen_again);
        on(player, &window, "pageshow", seen_again);
        on(player, &window, "beforeunload", left);
    }
    let hearing = player.clone();
    player.tabs.hear(move |news| heard(&hearing, news));
}

fn on(player: &Shared, target: &web_sys::EventTarget, name: &str, act: fn(&Shared, &Event)) {
    let player = player.clone();
    listen(target, name, move |event| act(&player, &event));
}

fn element_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn question_of<'p>(player: &'p Player, event: &Event) -> Option<(usize, &'p Question)> {
    let index = player.page.index_of(&element_of(event)?)?;
    Some((index, player.page.questions.get(index)?))
}

/// A key in a field, or a choice. What cannot be read yet is not blamed while it is being typed.
fn typed(player: &Shared, event: &Event) {
    let Some((_, question)) = question_of(player, event) else {
        return;
    };
    if question.is_typed() {
        let read = form::read(question.kind, &question.held()).ok();
        let given = {
            let mut course = player.course.borrow_mut();
            course.typed(now_ms());
            let server_ms = course.clock.server_ms(now_ms());
            course.outbox.typed(question.position, read, server_ms)
        };
        keep(player, given);
        super::show::all(player);
    } else {
        answered(player, question.position);
    }
}

fn changed(player: &Shared, event: &Event) {
    let Some((_, question)) = question_of(player, event) else {
        return panels::set_keys(player);
    };
    player.course.borrow_mut().field_left();
    answered(player, question.position);
    go_on(player);
}

/// Enter in a field: everything is saved anyway.
fn sent(player: &Shared, event: &Event) {
    event.prevent_default();
    player.course.borrow_mut().field_left();
    go_on(player);
}

fn came_to(player: &Shared, event: &Event) {
    if let Some((index, _)) = question_of(player, event)
        && player.at.get() != index
    {
        moves::be_at(player, index);
        super::show::all(player);
    }
}

fn clicked(player: &Shared, event: &Event) {
    let Some(element) = element_of(event) else { return };
    if let Ok(Some(link)) = element.closest("a[href^='#q-']") {
        let position = link
            .get_attribute("href")
            .and_then(|href| href.strip_prefix("#q-")?.parse().ok());
        let index = player
            .page
            .questions
            .iter()
            .position(|one| Some(one.position) == position);
        if let Some(index) = index {
            event.prevent_default();
            panels::stay(player);
            moves::go_to(player, index);
        }
        return;
    }
    if let Ok(Some(_)) = element.closest("button[name=action][value=submit]") {
        event.prevent_default();
        panels::review(player);
    } else if let Ok(Some(part)) = element.closest("[data-player]") {
        let name = part.get_attribute("data-player").unwrap_or_default();
        act(player, event, &part, &name);
    }
}

fn act(player: &Shared, event: &Event, part: &Element, name: &str) {
    match name {
        "next" => moves::go_by(player, 1),
        "back" => moves::go_by(player, -1),
        "finish" => panels::review(player),
        "overview" => {
            event.prevent_default();
            panels::review(player);
        }
        "confirm" => panels::hand_in(player),
        "confirm-without" => panels::hand_in_without(player),
        "stay" => panels::stay(player),
        "hide" => moves::toggle_clock(player),
        "help" => panels::help(player),
        "help-close" => panels::close(player, "keys"),
        "signed-out-later" => panels::close(player, "signed-out"),
        "practise-again" => panels::practise_again(),
        "mark" => at_hand(player, part, |question| {
            moves::toggle_mark(player, question.position);
        }),
        "restore" => at_hand(player, part, |question| restore(player, question)),
        _ => {}
    }
}

fn at_hand(player: &Shared, part: &Element, act: impl FnOnce(&Question)) {
    let index = player.page.index_of(part);
    if let Some(question) = index.and_then(|index| player.page.questions.get(index)) {
        act(question);
    }
}

/// Gives again what gave way to an answer from elsewhere.
fn restore(player: &Shared, question: &Question) {
    let answer = player.course.borrow().outbox.lost(question.position);
    question.show(&form::written(answer.as_ref()));
    question.focus();
    give(player, question.position, answer);
    super::show::all(player);
}

fn cancelled(player: &Shared, event: &Event) {
    let Some(panel) = element_of(event) else { return };
    if !panels::may_close(&panel) {
        event.prevent_default();
    } else if panel.get_attribute("data-player").as_deref() == Some("review") {
        panels::stay(player);
    }
}

fn pressed(player: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    let is_alone = !(event.ctrl_key() || event.alt_key() || event.meta_key());
    if !is_alone || !moves::are_keys_on() || panels::is_any_open(player) {
        return;
    }
    let input = element_of(event).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    let is_on_option = input
        .as_ref()
        .is_some_and(|input| matches!(input.type_().as_str(), "radio" | "checkbox"));
    let Some(command) = command(&event.key(), input.is_some() && !is_on_option, is_on_option) else {
        return;
    };
    event.prevent_default();
    obey(player, command);
}

fn obey(player: &Shared, command: Command) {
    match command {
        Command::Next => moves::go_by(player, 1),
        Command::Back => moves::go_by(player, -1),
        Command::Help => panels::help(player),
        Command::Mark => {
            if let Some(question) = player.page.questions.get(player.at.get()) {
                moves::toggle_mark(player, question.position);
            }
        }
        Command::Choose(place) => {
            let question = player.page.questions.get(player.at.get());
            let inputs = question
                .filter(|one| !one.is_typed())
                .map(Question::inputs)
                .unwrap_or_default();
            if let Some(input) = usize::try_from(place).ok().and_then(|place| inputs.get(place)) {
                let _ = input.focus();
                AsRef::<HtmlElement>::as_ref(input).click();
            }
        }
    }
}

/// Somebody is back: perhaps much has changed, and time has passed that no clock of ours counted.
fn seen_again(player: &Shared, event: &Event) {
    let is_hidden = player.page.document.visibility_state() == VisibilityState::Hidden;
    {
        let mut course = player.course.borrow_mut();
        course.field_left();
        // The first showing is the one the page was made for.
        let is_first = event.type_() == "pageshow" && !is_from_cache(event);
        if !is_hidden && !is_first {
            course.look_again();
            course.read_soon();
        }
    }
    go_on(player);
}

/// The browser asks back where leaving would lose answers.
fn left(player: &Shared, event: &Event) {
    if !player.is_lasting() && !player.is_practice() && !player.course.borrow().outbox.unsent().is_empty() {
        event.prevent_default();
    }
}

fn heard(player: &Shared, news: News) {
    {
        let mut course = player.course.borrow_mut();
        match news {
            News::Given(entry) => course.outbox.adopt_from_tab(entry),
            News::Stored(entries) => {
                for entry in entries {
                    course.outbox.learn(entry.position, entry.seq, entry.value);
                }
            }
            News::HandedIn => course.read_soon(),
        }
    }
    go_on(player);
}

/// The browser brings back a page as it was left.
fn is_from_cache(event: &Event) -> bool {
    js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy())
}
