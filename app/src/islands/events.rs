//! Listening, waiting and chance, for as long as the page lives.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

/// For good: islands that listen are never taken out of their page.
pub(in crate::islands) fn listen(target: &EventTarget, name: &str, heard: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    let _ = target.add_event_listener_with_callback(name, closure.unchecked_ref());
}

pub(in crate::islands) fn once(target: &EventTarget, name: &str, heard: impl FnOnce(Event) + 'static) {
    let closure = Closure::once_into_js(heard);
    let _ = target.add_event_listener_with_callback(name, closure.unchecked_ref());
}

pub(in crate::islands) fn after_ms(ms: i32, then: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let closure = Closure::once_into_js(then);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), ms);
    }
}

pub(in crate::islands) fn every_ms(ms: i32, step: impl FnMut() + 'static) {
    if let Some(window) = web_sys::window() {
        let closure = Closure::<dyn FnMut()>::new(step).into_js_value();
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), ms);
    }
}

/// Any number; nothing secret hangs on it.
pub(in crate::islands) fn chance() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 up to, and without, 2^32"
    )]
    let number = (js_sys::Math::random() * 4_294_967_296.0) as u32;
    number
}

/// 128 random bits in hexadecimal; empty where the browser has no randomness to give.
pub(in crate::islands) fn random_words() -> String {
    let mut bytes = [0; 16];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    match drawn {
        Some(_) => khao_domain::contest::commitment::hex(&bytes),
        None => String::new(),
    }
}
