//! What can be done: buttons that send a form, and links that look like them.

use leptos::prelude::*;

/// Sends the form.
pub fn submit(label: impl Into<String>) -> AnyView {
    view! { <button class="btn" type="submit">{label.into()}</button> }.into_any()
}

/// Sends the form and says which of its buttons was pressed, as `action`.
pub fn action(value: &'static str, label: impl Into<String>) -> AnyView {
    view! { <button class="btn" type="submit" name="action" value=value>{label.into()}</button> }.into_any()
}

/// As [`action`], for what is not the page's main purpose.
pub fn quiet_action(value: impl Into<String>, label: impl Into<String>) -> AnyView {
    view! { <button class="btn quiet" type="submit" name="action" value=value.into()>{label.into()}</button> }
        .into_any()
}

/// As [`quiet_action`], beside a tick that is for another step.
pub fn unasked_action(value: &'static str, label: impl Into<String>) -> AnyView {
    view! {
        <button class="btn quiet" type="submit" name="action" value=value formnovalidate>
            {label.into()}
        </button>
    }
    .into_any()
}

/// As [`action`], where it stands among text; `label` says by itself what `text` means in its row.
pub fn link_action(value: &'static str, text: &'static str, label: String) -> AnyView {
    view! {
        <button class="link" type="submit" name="action" value=value aria-label=label>
            {text}
        </button>
    }
    .into_any()
}

/// What has to be ticked before a step that does not go back; browsers do not send the form without it.
pub fn understood(text: impl Into<String>) -> AnyView {
    view! {
        <label class="opt">
            <input type="checkbox" name="understood" value="yes" required />
            <span>{text.into()}</span>
        </label>
    }
    .into_any()
}

/// What Enter in a field does: browsers press the first button of a form, so this stands first and out of sight.
pub fn default_action(value: &'static str) -> AnyView {
    view! {
        <button class="unseen" type="submit" name="action" value=value tabindex="-1" aria-hidden="true"></button>
    }
    .into_any()
}

pub fn link(href: String, label: impl Into<String>) -> AnyView {
    view! { <a class="btn" href=href>{label.into()}</a> }.into_any()
}

pub fn quiet_link(href: String, label: impl Into<String>) -> AnyView {
    view! { <a class="btn quiet" href=href>{label.into()}</a> }.into_any()
}

/// What a form carries without showing it.
pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name.into() value=value.into() /> }.into_any()
}
