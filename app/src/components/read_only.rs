//! A page of forms for whoever may look at it and change nothing.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::notice;

/// What the fields hold can be read; there is nothing to type into and nothing to press. Links lead on.
pub fn read_only(lang: Lang, content: AnyView) -> AnyView {
    view! {
        {notice::calm(lang.say("Ông/bà xem được trang này, không thay đổi được gì ở đây.", "You can look at this page, and change nothing here."))}
        <fieldset class="read-only" disabled>{content}</fieldset>
    }
    .into_any()
}
