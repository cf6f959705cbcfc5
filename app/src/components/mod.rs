//! The parts pages are made of: plain functions from plain data to HTML.
//!
//! Raw HTML is written in four places only: [`safe_html`], [`text_area`], the script of [`island_loader`], and the
//! pictures of [`crate::figures`]; `tests/tidy.rs` sees to it.

pub mod because;
pub mod button;
pub mod choices;
pub mod console_nav;
pub mod content;
pub mod corrected;
pub mod crumbs;
pub mod data_table;
pub mod done;
pub mod error_summary;
pub mod facts;
pub mod field;
pub mod file_field;
pub mod file_forms;
pub mod heading;
pub mod island_loader;
pub mod label_list;
pub mod lang_switch;
pub mod next_page;
pub mod notice;
pub mod proof_fields;
pub mod qr;
pub mod read_only;
pub mod row_problems;
pub mod safe_html;
pub mod said;
pub mod select;
pub mod site;
pub mod text_area;
pub mod title_block;
pub mod told;
pub mod unit_choice;
pub mod waiting_ranking;
