//! The participant's own part in the draw: random words that the browser adds to the round's secret.
//!
//! The organiser has committed to the secret before anybody sees this page, and does not know the nonce: neither side
//! can choose a paper. Without JavaScript the field is empty, and whoever likes types something.

use leptos::prelude::*;

/// The field alone: what is said around it needs no waking.
#[island]
pub fn ClientNonce() -> impl IntoView {
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        // What was typed before the island woke stays.
        if let Some(field) = field.get()
            && field.value().is_empty()
        {
            field.set_value(&random_words());
        }
    });
    view! { <input node_ref=field name="client_nonce" maxlength="128" autocomplete="off" spellcheck="false" /> }
}

#[cfg(feature = "hydrate")]
use super::events::random_words;

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
const fn random_words() -> String {
    String::new()
}
