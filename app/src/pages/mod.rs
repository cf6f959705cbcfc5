//! Pages: one file each, a view struct and a plain function from it to HTML.
//!
//! No fetching, no context but the language of the page (`components/said.rs`), no clock here: the server asks
//! the engine, fills the struct and decides the status.
//! Forms post to the page's own path; a page that comes back carries what was typed and its `problems`.

pub mod account;
pub mod complaints;
pub mod console;
pub mod contest;
pub mod enter;
pub mod entered;
pub mod error;
pub mod first_run;
pub mod guide;
pub mod home;
pub mod login;
pub mod login_code;
pub mod one_time;
pub mod overview;
pub mod paper;
pub mod practice;
pub mod privacy;
pub mod proof;
pub mod ranking;
pub mod ready;
pub mod receipt;
pub mod result;
pub mod return_;
pub mod survey;
pub mod winners;
