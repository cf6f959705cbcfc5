//! Screens are put into the page here.

use std::rc::Rc;

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

use super::{Stage, Tablet, takes_answers};
use crate::components::said::write_in;
use crate::islands::kiosk::screens::{self, Waits};

/// A view in its place; dropped, it is taken out.
type Mounted = UnmountHandle<<AnyView as Render>::State>;

#[derive(Default)]
pub(super) struct Shown {
    screen: Option<Mounted>,
    over: Option<Mounted>,
}

pub(super) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A part of the island by its `data-kiosk`.
pub(super) fn part(name: &str) -> Option<HtmlElement> {
    let css = format!("[data-kiosk={name}]");
    document()?.query_selector(&css).ok()??.dyn_into().ok()
}

/// The screen of the stage that is at hand; focus goes to what is new.
pub(super) fn screen(tablet: &Rc<Tablet>, problems: &[Problem]) {
    close(tablet);
    let lang = tablet.spoken();
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", lang.tag());
    }
    tablet.shown.borrow_mut().screen = None;
    if let Some(part) = part("screen") {
        part.set_text_content(None);
        let mounted = mount(part.clone(), lang, view(tablet, problems));
        tablet.shown.borrow_mut().screen = Some(mounted);
        fill_areas(tablet, &part);
        let wrong = if problems.is_empty() {
            "h2[tabindex], h1[tabindex]"
        } else {
            "[aria-invalid], fieldset[aria-describedby]"
        };
        focus_in(&part, wrong);
        part.scroll_into_view();
    }
    waits(tablet);
}

fn view(tablet: &Tablet, problems: &[Problem]) -> AnyView {
    let form = tablet.form.borrow();
    let lang = tablet.lang;
    let Some((fielded, course)) = form.as_deref() else {
        return screens::told(
            lang,
            lang.say(
                "Chưa tải được phiếu: đang chờ mạng, sẽ tự thử lại.",
                "The form is not here yet: waiting for the network, it tries again by itself.",
            ),
        );
    };
    let (unsent, refused) = tablet.waits.get();
    match &*tablet.stage.borrow() {
        Stage::Unset => {
            let waits = Waits { unsent, refused };
            screens::setup(
                (lang, &tablet.slug),
                fielded,
                (&tablet.setup.borrow(), waits),
                problems,
            )
        }
        Stage::Start if takes_answers(fielded) => screens::start(fielded, &tablet.setup.borrow().place),
        Stage::Start => screens::told(
            lang,
            lang.say(
                "Hiện không nhận câu trả lời tại quầy. Xin cảm ơn ông/bà.",
                "No answers are taken at the desk at present. Thank you.",
            ),
        ),
        Stage::Asking(sitting) => screens::asking(fielded, course, sitting, problems),
        Stage::Thanks { .. } => screens::thanks(tablet.spoken()),
    }
}

/// Something over the screen, which stays as it is.
pub(super) fn over(tablet: &Rc<Tablet>, view: AnyView) {
    let Some(part) = part("over") else { return };
    {
        let mut shown = tablet.shown.borrow_mut();
        shown.over = None;
        shown.over = Some(mount(part.clone(), tablet.spoken(), view));
    }
    set_behind(true);
    focus_in(&part, "input, [data-do=stay]");
}

pub(super) fn close(tablet: &Tablet) {
    let closed = tablet.shown.borrow_mut().over.take();
    if closed.is_some() {
        set_behind(false);
        if let Some(part) = part("screen") {
            let _ = part.focus();
        }
    }
}

/// What lies behind is out of reach, for fingers and for readers.
fn set_behind(is_behind: bool) {
    for name in ["screen", "mark"] {
        if let Some(part) = part(name) {
            let _ = part.toggle_attribute_with_force("inert", is_behind);
        }
    }
}

fn mount(part: HtmlElement, lang: Lang, view: AnyView) -> Mounted {
    mount_to(part, move || {
        write_in(lang);
        view
    })
}

/// The first line break of a text area's own markup counts for browsers only where they read a page.
fn fill_areas(tablet: &Tablet, part: &Element) {
    let Ok(Some(area)) = part.query_selector("textarea") else {
        return;
    };
    if let Stage::Asking(sitting) = &*tablet.stage.borrow() {
        let typed = sitting.typed.get(&area.get_attribute("name").unwrap_or_default());
        let text = typed.and_then(|values| values.first()).cloned();
        let _ = js_sys::Reflect::set(&area, &"value".into(), &text.unwrap_or_default().into());
    }
}

fn focus_in(part: &HtmlElement, css: &str) {
    let found = part.query_selector(css).ok().flatten();
    let target = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    let _ = target.as_ref().unwrap_or(part).focus();
}

/// The sign at the foot, and the figures of the set-up.
pub(super) fn waits(tablet: &Tablet) {
    let (unsent, _) = tablet.waits.get();
    let words = match tablet.lang {
        _ if unsent == 0 => String::new(),
        Lang::Vi => format!("Chờ gửi: {unsent}"),
        Lang::En => format!("Waiting: {unsent}"),
    };
    say("waiting", &words);
    say("unsent", &unsent.to_string());
    let is_ready = document()
        .and_then(|document| document.document_element()?.dyn_into::<HtmlElement>().ok())
        .is_some_and(|root| root.dataset().get("offline").is_some());
    let ready = if is_ready {
        tablet.lang.say(
            "Máy này dùng được cả khi mất mạng.",
            "This device works without a network too.",
        )
    } else {
        tablet.lang.say(
            "Đang chuẩn bị để dùng khi mất mạng…",
            "Preparing for times without a network…",
        )
    };
    say("ready", ready);
}

/// Nothing is written where nothing changes: readers would hear it again.
pub(super) fn say(name: &str, words: &str) {
    if let Some(part) = part(name)
        && part.text_content().as_deref() != Some(words)
    {
        part.set_text_content(Some(words));
    }
}
