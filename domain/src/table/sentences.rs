//! What is said of single cells, whatever the file is of.

use crate::lang::{Lang, Said, said};

pub const EMPTY: Said = said("Ô này không được để trống.", "This cell must not be empty.");

pub fn too_long(chars_most: usize) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!("Ô này dài quá {chars_most} ký tự."),
        Lang::En => format!("This cell is longer than {chars_most} characters."),
    })
}
