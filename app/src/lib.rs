//! What people see: plain pages rendered by the server, and the islands in them that wake in the browser.
//!
//! Map:
//! - [`document`]: the frame around every page (head, masthead, navigation, footer) and the loader of islands;
//! - [`pages`]: one file a page, each a plain function from a view struct to HTML;
//! - [`components`]: the parts pages are made of;
//! - [`questionnaire`]: the questions of a survey, on pages and on tablets without a network;
//! - [`figures`]: plots, drawn as SVG;
//! - [`islands`]: what runs on both sides;
//! - [`client`]: how islands speak with the JSON API;
//! - [`text`]: words: `pages` for the server only, `islands` for both.
//!
//! How to add a page: a file in `pages/` with its view struct and `pub fn page(view) -> AnyView`, a sample in
//! `tests/samples/`, and a route in the server that fills the struct. How to add an island: a file in `islands/`,
//! registered under the feature of its bundle; a page that holds one names the bundle in its [`document::Shell`].

#[cfg(any(feature = "ssr", feature = "participant", feature = "field"))]
pub mod client;
#[cfg(any(feature = "ssr", feature = "field"))]
pub mod components;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod figures;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(any(feature = "ssr", feature = "field"))]
pub mod questionnaire;
pub mod text;

/// Called by the loader once the module is there, before any island wakes.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
