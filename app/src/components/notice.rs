//! A sentence that must not be overlooked.

use leptos::prelude::*;

/// Good to know.
pub fn calm(text: impl Into<String>) -> AnyView {
    note("note calm", text.into())
}

/// Wants attention.
pub fn careful(text: impl Into<String>) -> AnyView {
    note("note", text.into())
}

/// Something went wrong.
pub fn bad(text: impl Into<String>) -> AnyView {
    note("note bad", text.into())
}

/// What has just happened, told aloud as well.
pub fn status(text: impl Into<String>) -> AnyView {
    view! {
        <div class="note calm" role="status">
            <p>{text.into()}</p>
        </div>
    }
    .into_any()
}

/// What was sent cannot be taken: told first, as a summary of mistakes is.
pub fn refused(text: impl Into<String>) -> AnyView {
    view! {
        <div class="note bad" id="errors" role="alert" tabindex="-1" autofocus>
            <p>{text.into()}</p>
        </div>
    }
    .into_any()
}

fn note(class: &'static str, text: String) -> AnyView {
    view! {
        <div class=class>
            <p>{text}</p>
        </div>
    }
    .into_any()
}
