//! Complaints in the console: the list of a contest, and one with the question it is about.

mod case;
mod list;

pub use case::{CaseItem, CaseView, TypedAnswer, page as case_page};
pub use list::{CaseLine, CaseListView, page as list_page};
