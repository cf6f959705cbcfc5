//! `/console/banks`: question banks, their items, and how items become ready for papers.

pub mod bank;
pub mod bulk;
pub mod compare;
pub mod edit;
pub mod import;
pub mod item;
mod item_form;
pub mod list;
pub mod revisions;

use khao_domain::contest::feasibility::Waiting;
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::console_nav::Section;
use crate::components::crumbs::{Crumb, content_crumb, crumbs};

pub const PATH: &str = "/console/banks";

/// A bank as its pages name it.
#[derive(Debug, Clone)]
pub struct BankHead {
    pub id: BankId,
    pub name: String,
}

impl BankHead {
    pub fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    /// Where what was done to the bank is listed.
    pub fn revisions_path(&self) -> String {
        format!("{}/revisions", self.path())
    }

    /// The address of an item: its code can be any text.
    pub fn item_path(&self, code: &str) -> String {
        format!("{}/items/{}", self.path(), in_address(code))
    }

    /// Where a new item begins as a copy of this one.
    pub fn copy_path(&self, code: &str) -> String {
        format!("{}/new?copy={}", self.path(), in_address(code))
    }
}

/// A text as one part of a path, or as a value behind the question mark.
fn in_address(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut written, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.') {
            written.push(char::from(byte));
        } else {
            // Writing into memory cannot fail.
            let _ = write!(written, "%{byte:02X}");
        }
        written
    })
}

/// The items of a bank that wait for approval, and what the way to them is called.
pub(super) fn waiting_door(lang: Lang, bank: BankId, waiting: Waiting) -> (String, &'static str) {
    (
        format!("{PATH}/{bank}?status={}", waiting.first().as_str()),
        lang.say("Xem các câu chờ duyệt", "See what waits for approval"),
    )
}

/// The way back from a page within a bank, with what stands between.
fn above(lang: Lang, bank: &BankHead, between: Option<Crumb>) -> AnyView {
    let mut way = vec![Section::Banks.crumb(lang), content_crumb(bank.path(), &bank.name)];
    way.extend(between);
    crumbs(way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_leads_to_what_is_there() {
        let bank = "0198a7c0-0000-7000-8000-000000000001".parse().unwrap();
        let waiting = |drafts, reviewed| {
            let waiting = Waiting { drafts, reviewed };
            waiting_door(Lang::Vi, bank, waiting).0
        };
        assert!(waiting(2, 1).ends_with("?status=draft"));
        assert!(
            waiting(0, 1).ends_with("?status=reviewed"),
            "a list of drafts would be empty"
        );
    }

    #[test]
    fn any_code_is_one_part_of_an_address() {
        assert_eq!(in_address("CCHC-001"), "CCHC-001");
        assert_eq!(in_address("a/b c?#"), "a%2Fb%20c%3F%23");
        assert_eq!(in_address("Đ"), "%C4%90");
    }
}
