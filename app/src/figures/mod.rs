//! Plots as SVG, drawn on the server: pure functions from figures to pictures, without fonts, files or chance.
//!
//! The plotting library writes colours as attributes. Each of them gets a class beside it, so that the page's tokens
//! decide in light, in dark and on paper; a picture that was downloaded shows what the attributes say. A picture has a
//! title and a text that says in words what is to be seen, and a table stands beside it.
//!
//! How to add one: a file with what is shown, `finding` (the words) and `draw`; a section in
//! `pages/console/figures.rs`; a route for the file.

pub mod arrivals;
mod canvas;
pub mod items;
pub mod scores;
pub mod trend;
pub mod units;
pub(crate) mod words;

use std::sync::Arc;

use leptos::prelude::*;

/// A picture with what it is called and what is to be seen on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// In ids, which have to be one of a kind on a page, and in addresses.
    pub name: &'static str,
    pub title: &'static str,
    pub finding: String,
    /// A whole SVG document, made by this module only: whatever text is in it has been escaped.
    svg: Arc<str>,
}

impl Drawing {
    pub fn svg(&self) -> &str {
        &self.svg
    }
}

/// The picture within a page.
pub fn inline(drawing: &Drawing) -> AnyView {
    view! { <div class="plot-frame" inner_html=drawing.svg.clone()></div> }.into_any()
}
