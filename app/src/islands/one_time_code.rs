//! The code of a one-time link stands behind the `#` of its address, which browsers send to nobody. This moves it into
//! the field of the page's form and takes it out of the address bar; without JavaScript one pastes it.

use leptos::prelude::*;

/// The id of the form's input. No property: reading one would weigh more than the rest of this.
#[cfg(feature = "hydrate")]
const FIELD: &str = "f-code";

#[island]
pub fn OneTimeCode() -> impl IntoView {
    Effect::new(|_| take_over());
    view! { <span hidden></span> }
}

#[cfg(feature = "hydrate")]
fn take_over() {
    use wasm_bindgen::{JsCast, JsValue};
    let Some(window) = web_sys::window() else { return };
    let code = window.location().hash().unwrap_or_default();
    let code = code.trim_start_matches('#');
    let input = window
        .document()
        .and_then(|document| document.get_element_by_id(FIELD))
        .and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input.filter(|_| !code.is_empty() && code != "content") else {
        return;
    };
    // What was typed before the island woke stays.
    if input.value().is_empty() {
        input.set_value(code);
    }
    if let (Ok(path), Ok(history)) = (window.location().pathname(), window.history()) {
        // Where the address cannot be changed, the code only stays visible to its owner.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
const fn take_over() {}
