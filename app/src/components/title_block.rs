//! What a printed page says above its title, where the masthead is gone.

use leptos::prelude::*;

/// Shown on paper only: whose it is, and of when.
pub fn title_block(of: impl Into<String>, when: impl Into<String>) -> AnyView {
    let when = when.into();
    let when = (!when.is_empty()).then(|| view! { <p>{when}</p> });
    view! {
        <div class="paper-only title-block">
            <p>
                <b>{of.into()}</b>
            </p>
            {when}
        </div>
    }
    .into_any()
}
