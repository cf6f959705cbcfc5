//! A question of a survey as people see it: the same on the server's pages and on tablets that have no network.
//!
//! [`items`] makes it of a form and of what was typed, in a language that [`texts`] reads; [`ask`] draws it.

pub mod ask;
mod face;
pub mod items;
pub mod texts;

use crate::components::choices::Pick;
use crate::components::field::Input;
use crate::components::safe_html::SafeHtml;

#[derive(Debug, Clone)]
pub struct Item {
    pub text: SafeHtml,
    /// The beginning of the text, for the summary of mistakes.
    pub short: String,
    pub hint: Option<SafeHtml>,
    pub required: bool,
    pub ask: Ask,
}

#[derive(Debug, Clone)]
pub enum Ask {
    Group(Group),
    /// The name is the item's own; each row has one more.
    Matrix {
        name: String,
        rows: Vec<Row>,
    },
    Line {
        name: String,
        typed: String,
        input: Input,
    },
    Long {
        name: String,
        typed: String,
    },
    Ranking {
        name: String,
        places: Vec<Place>,
    },
    Consent {
        name: String,
        given: bool,
    },
}

#[derive(Debug, Clone)]
pub struct Row {
    pub text: SafeHtml,
    pub short: String,
    pub group: Group,
}

/// Options of which one or several are picked.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub pick: Pick,
    pub layout: Layout,
    pub options: Vec<Pickable>,
    pub other: Option<Other>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Under each other.
    List,
    /// Side by side where there is room.
    Scale,
    /// As a scale, with faces.
    Faces,
    /// From 0 to 10.
    Numbers,
}

#[derive(Debug, Clone)]
pub struct Pickable {
    pub value: String,
    pub label: SafeHtml,
    pub chosen: bool,
    /// «Không biết»: no step of the scale.
    pub is_unknown: bool,
}

/// What may be written beside «khác».
#[derive(Debug, Clone)]
pub struct Other {
    pub name: String,
    pub label: SafeHtml,
    pub typed: String,
}

/// An option that is given its place.
#[derive(Debug, Clone)]
pub struct Place {
    pub name: String,
    pub label: SafeHtml,
    pub chosen: String,
}

impl Item {
    /// The fields that mistakes are told at, each with what it asks.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        match &self.ask {
            Ask::Group(group) => vec![(&group.name, &self.short)],
            Ask::Matrix { rows, .. } => {
                let rows = rows.iter();
                rows.map(|row| (row.group.name.as_str(), row.short.as_str()))
                    .collect()
            }
            Ask::Line { name, .. }
            | Ask::Long { name, .. }
            | Ask::Ranking { name, .. }
            | Ask::Consent { name, .. } => vec![(name, &self.short)],
        }
    }
}
