//! The way to the other language: a form, so that it works without scripts and only from our own pages.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::button;

/// The same where a form on the page has answers to carry along: its own way to be written in another language.
pub fn lang_switch_of(lang: Lang, form: &'static str) -> AnyView {
    let other = lang.other();
    view! {
        <button class="link" type="submit" form=form name="language" value=other.tag() lang=other.tag()>
            {other.name()}
        </button>
    }
    .into_any()
}

/// It says where it leads in the language that it leads to. `back`: the page the visitor reads, to which the server
/// takes them; empty where only the browser knows it.
pub fn lang_switch(lang: Lang, back: String) -> AnyView {
    let other = lang.other();
    view! {
        <form class="lang" method="post" action="/language">
            {(!back.is_empty()).then(|| button::hidden("back", back))}
            <button class="link" type="submit" name="lang" value=other.tag() lang=other.tag()>
                {other.name()}
            </button>
        </form>
    }
    .into_any()
}
