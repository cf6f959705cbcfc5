//! What people do at the tablet.

use std::rc::Rc;

use khao_domain::lang::said;
use khao_domain::problem::Problem;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement};

use super::{Stage, Tablet, begin, finish, reset, sending, showing};
use crate::islands::clock::now_ms;
use crate::islands::events::{chance, listen};
use crate::islands::kiosk::fielded::Setup;
use crate::islands::kiosk::screens;
use crate::islands::kiosk::sitting::Turned;

type Shared = Rc<Tablet>;

pub(super) fn listen_to(tablet: &Shared) {
    let Some(root) = showing::part("root") else { return };
    for name in ["pointerdown", "keydown", "click", "input", "touchmove", "wheel"] {
        on(tablet, &root, name, |tablet, _| tablet.touched_ms.set(now_ms()));
    }
    on(tablet, &root, "click", clicked);
    on(tablet, &root, "submit", submitted);
    for name in ["pointerdown", "keydown"] {
        on(tablet, &root, name, |tablet, event| {
            if closest(event, "[data-kiosk=mark]").is_some() && tablet.pressed_ms.get().is_none() {
                tablet.pressed_ms.set(Some(now_ms()));
            }
        });
    }
    for name in ["pointerup", "pointercancel", "pointerout", "keyup"] {
        on(tablet, &root, name, |tablet, _| tablet.pressed_ms.set(None));
    }
    // A long press on glass opens the browser's own menu, which leads out.
    on(tablet, &root, "contextmenu", |_, event| event.prevent_default());
    if let Some(window) = web_sys::window() {
        let tablet = tablet.clone();
        listen(&window, "online", move |_| {
            tablet.rounds.borrow_mut().network_is_back(now_ms(), chance());
        });
    }
}

fn on(tablet: &Shared, root: &HtmlElement, name: &str, heard: impl Fn(&Shared, &Event) + 'static) {
    let tablet = tablet.clone();
    listen(root, name, move |event| heard(&tablet, &event));
}

fn closest(event: &Event, css: &str) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(css).ok()??.dyn_into().ok()
}

fn clicked(tablet: &Shared, event: &Event) {
    let Some(button) = closest(event, "button[data-do]") else {
        // A touch beside the question whether anybody is there says so too.
        if tablet.is_warned.get() {
            stay(tablet);
        }
        return;
    };
    match button.dataset().get("do").as_deref() {
        Some("begin") => begin(tablet, button.dataset().get("language").unwrap_or_default()),
        Some("back") => turn(tablet, |tablet| {
            let form = tablet.form.borrow();
            if let (Some((_, course)), Stage::Asking(sitting)) =
                (form.as_deref(), &mut *tablet.stage.borrow_mut())
            {
                sitting.go_back(course);
            }
            Some(Vec::new())
        }),
        Some("leave" | "again") => reset(tablet),
        Some("stay") => stay(tablet),
        _ => {}
    }
}

fn stay(tablet: &Shared) {
    tablet.is_warned.set(false);
    showing::close(tablet);
}

fn submitted(tablet: &Shared, event: &Event) {
    event.prevent_default();
    let Some(form) = closest(event, "form[data-do]") else {
        return;
    };
    let code = || value_of(&form, "[name=code]");
    match form.dataset().get("do").as_deref() {
        Some("next") => turn(tablet, go_on),
        Some("lock") => lock(tablet, code()),
        Some("unlock") => unlock(tablet, &code()),
        _ => {}
    }
}

/// What the fields hold is taken first, whichever way it goes.
fn turn(tablet: &Shared, way: impl FnOnce(&Shared) -> Option<Vec<Problem>>) {
    take(tablet);
    if let Some(problems) = way(tablet) {
        showing::screen(tablet, &problems);
    }
}

fn take(tablet: &Tablet) {
    let form = tablet.form.borrow();
    if let (Some((_, course)), Stage::Asking(sitting)) = (form.as_deref(), &mut *tablet.stage.borrow_mut()) {
        let Some((_, item)) = sitting.item(course) else {
            return;
        };
        let item = item.clone();
        sitting.take(&item, held);
    }
}

/// None where something else shows what comes next.
fn go_on(tablet: &Shared) -> Option<Vec<Problem>> {
    let turned = {
        let form = tablet.form.borrow();
        match (form.as_deref(), &mut *tablet.stage.borrow_mut()) {
            (Some((_, course)), Stage::Asking(sitting)) => sitting.go_on(course),
            _ => return None,
        }
    };
    match turned {
        Turned::On => Some(Vec::new()),
        Turned::Mistakes(problems) => Some(problems),
        Turned::Over(answers) => {
            finish(tablet, &answers);
            None
        }
    }
}

/// What the fields of a name hold on the screen.
fn held(name: &str) -> Vec<String> {
    let Some(screen) = showing::part("screen") else {
        return Vec::new();
    };
    let css = format!("[name='{name}']");
    let Ok(list) = screen.query_selector_all(&css) else {
        return Vec::new();
    };
    let fields = (0..list.length()).filter_map(|nth| list.get(nth));
    let read = |field: web_sys::Node, property: &str| js_sys::Reflect::get(&field, &property.into()).ok();
    fields
        .filter(|field| {
            let kind = read(field.clone(), "type").and_then(|kind| kind.as_string());
            let is_box = matches!(kind.as_deref(), Some("radio" | "checkbox"));
            !is_box || read(field.clone(), "checked").is_some_and(|checked| checked.is_truthy())
        })
        .filter_map(|field| read(field, "value")?.as_string())
        .collect()
}

fn value_of(form: &HtmlElement, css: &str) -> String {
    let field = form.query_selector(css).ok().flatten();
    let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok()?.as_string());
    value.unwrap_or_default().trim().to_owned()
}

/// Handed over to visitors: from now on it is this survey and this place, whatever address it is opened by.
fn lock(tablet: &Shared, code: String) {
    if !(4..=20).contains(&code.chars().count()) {
        let detail = said("Hãy nhập từ 4 đến 20 ký tự.", "Type 4 to 20 characters.");
        showing::screen(tablet, &[Problem::at("/code", detail)]);
        return;
    }
    let tablet = tablet.clone();
    spawn_local(async move {
        let setup = Setup {
            code,
            ..tablet.setup.borrow().clone()
        };
        if tablet.store.set_up(&tablet.slug, Some(&setup)).await.is_ok() {
            *tablet.setup.borrow_mut() = setup;
            reset(&tablet);
        } else {
            showing::over(&tablet, screens::unkept(tablet.lang));
        }
    });
}

fn unlock(tablet: &Shared, code: &str) {
    if tablet.setup.borrow().code != code {
        let detail = said("Mã không đúng.", "This is not the code.");
        showing::over(
            tablet,
            screens::leaving(tablet.lang, &[Problem::at("/code", detail)]),
        );
        return;
    }
    let tablet = tablet.clone();
    spawn_local(async move {
        if tablet.store.set_up(&tablet.slug, None).await.is_ok() {
            *tablet.stage.borrow_mut() = Stage::Unset;
            sending::count(&tablet).await;
            showing::screen(&tablet, &[]);
        }
    });
}
