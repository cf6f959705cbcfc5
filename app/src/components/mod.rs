//! The parts pages are made of: plain functions from plain data to HTML.
//!
//! Raw HTML is written in four places only: [`safe_html`], [`text_area`], the script of [`island_loader`], and the
//! pictures of [`crate::figures`]; `tests/tidy.rs` sees to it.
//!
//! Those that draw the questions of surveys also run in the browser, in the bundle `field`.

#[cfg(feature = "ssr")]
pub mod because;
pub mod button;
pub mod choices;
#[cfg(feature = "ssr")]
pub mod console_nav;
#[cfg(feature = "ssr")]
pub mod content;
#[cfg(feature = "ssr")]
pub mod corrected;
#[cfg(feature = "ssr")]
pub mod crumbs;
#[cfg(feature = "ssr")]
pub mod data_table;
#[cfg(feature = "ssr")]
pub mod done;
#[cfg(feature = "ssr")]
pub mod error_summary;
#[cfg(feature = "ssr")]
pub mod facts;
pub mod field;
#[cfg(feature = "ssr")]
pub mod file_field;
#[cfg(feature = "ssr")]
pub mod file_forms;
#[cfg(feature = "ssr")]
pub mod heading;
#[cfg(feature = "ssr")]
pub mod island_loader;
#[cfg(feature = "ssr")]
pub mod label_list;
#[cfg(feature = "ssr")]
pub mod lang_switch;
#[cfg(feature = "ssr")]
pub mod next_page;
pub mod notice;
#[cfg(feature = "ssr")]
pub mod proof_fields;
#[cfg(feature = "ssr")]
pub mod qr;
#[cfg(feature = "ssr")]
pub mod read_only;
#[cfg(feature = "ssr")]
pub mod row_problems;
pub mod safe_html;
pub mod said;
#[cfg(feature = "ssr")]
pub mod select;
#[cfg(feature = "ssr")]
pub mod site;
pub mod text_area;
#[cfg(feature = "ssr")]
pub mod title_block;
#[cfg(feature = "ssr")]
pub mod told;
#[cfg(feature = "ssr")]
pub mod unit_choice;
#[cfg(feature = "ssr")]
pub mod waiting_ranking;
