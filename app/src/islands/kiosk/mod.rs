//! A tablet at a desk: the form of one survey, one item a screen, with or without a network.
//!
//! Map, from the decisions to the browser:
//! - [`sitting`] one respondent's way through the form; [`idle`] when nobody is there any more; [`rounds`] when what waits
//!   is sent; [`fielded`] the form, and what is sent of it;
//! - [`screens`] what is shown;
//! - `browser` the page itself: touches, the store on the device, and the calls.
//!
//! The shell, its files and the form lie in the cache that `/sw.js` looks after.

pub mod fielded;
pub mod idle;
pub mod rounds;
pub mod screens;
pub mod sitting;

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(feature = "hydrate")]
use browser::wake;

/// Effects do not run on the server; this only keeps both sides alike.
#[cfg(not(feature = "hydrate"))]
const fn wake(_slug: &str, _setup: &fielded::Setup, _lang: &str) {}

use khao_domain::lang::Lang;
use leptos::prelude::*;

use fielded::Setup;

/// The whole screen. What stands in it at first is for browsers that run no scripts.
#[island]
pub fn Kiosk(
    slug: String,
    /// Of the address that it was set up with.
    unit: String,
    desk: String,
    place: String,
    /// The name of the authority.
    site: String,
    /// Of the page.
    lang: String,
    /// Where the same survey is a plain form.
    plain: String,
) -> impl IntoView {
    let spoken = Lang::parse(&lang).unwrap_or_default();
    let setup = Setup {
        code: String::new(),
        unit,
        desk,
        place,
    };
    Effect::new(move |_| wake(&slug, &setup, &lang));
    view! {
        <div class="kiosk" data-kiosk="root">
            <header class="kiosk-head">
                <button type="button" class="kiosk-mark" data-kiosk="mark">
                    <span class="seal" aria-hidden="true">"K"</span>
                    <span>{site}</span>
                </button>
            </header>
            <main id="content" class="kiosk-screen" data-kiosk="screen" tabindex="-1">
                <div class="kiosk-middle">
                    <h1>{spoken.say("Đang mở phiếu…", "Opening the form…")}</h1>
                    <p>
                        {spoken.say(
                            "Màn hình này cần JavaScript. Nếu phiếu không hiện ra sau ít giây, xin dùng ",
                            "This screen needs JavaScript. If no form appears within seconds, please use ",
                        )}
                        <a href=plain>{spoken.say("phiếu thường", "the plain form")}</a>
                        "."
                    </p>
                </div>
            </main>
            <footer class="kiosk-foot soft small" data-kiosk="waiting"></footer>
            <div data-kiosk="over"></div>
        </div>
    }
}
