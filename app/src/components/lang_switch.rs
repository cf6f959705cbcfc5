//! The way to the other language: a form, so that it works without scripts and only from our own pages.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// It says where it leads in the language that it leads to; the server takes the visitor back to the page they read.
pub fn lang_switch(lang: Lang) -> AnyView {
    let other = lang.other();
    view! {
        <form class="lang" method="post" action="/language">
            <button class="link" type="submit" name="lang" value=other.tag() lang=other.tag()>
                {other.name()}
            </button>
        </form>
    }
    .into_any()
}
