//! Warnings that make people look twice at an item: none of them stops an import.

mod duplicates;
mod references;

use std::collections::BTreeSet;

use crate::bank::item::{ChoiceOption, Item, ItemKind};
use crate::lang::said;
use crate::table::RowProblem;
use crate::text;

pub use duplicates::telling_runs;

/// A right answer this much longer than the others gives itself away.
const CONSPICUOUS_CHARS: usize = 40;

/// Warnings about the items of a file, each with its row, beside the items the bank holds already.
pub fn warnings<'i>(items: &[(u64, Item)], existing: impl IntoIterator<Item = &'i Item>) -> Vec<RowProblem> {
    let mut warnings: Vec<RowProblem> = items.iter().flat_map(|(row, item)| of_one(*row, item)).collect();
    warnings.extend(duplicates::warnings(items, existing));
    warnings.sort_by_key(|warning| warning.row);
    warnings
}

fn of_one(row: u64, item: &Item) -> Vec<RowProblem> {
    let mut warnings = references::warnings(row, item);
    if let ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } = &item.kind
        && folded_alike(options)
    {
        warnings.push(RowProblem::warning(
            row,
            None,
            said(
                "Có hai phương án chỉ khác nhau ở dấu.",
                "Two options differ in their diacritics or signs only.",
            ),
        ));
    }
    if let ItemKind::SingleChoice { options, .. } = &item.kind
        && conspicuous(options)
    {
        let detail = said(
            "Đáp án đúng dài hơn hẳn các phương án khác nên dễ đoán.",
            "The right answer is much longer than the other options and easy to guess.",
        );
        warnings.push(RowProblem::warning(row, Some("Đáp án"), detail));
    }
    if item.source.is_empty() && !item.is_prediction() {
        warnings.push(RowProblem::warning(
            row,
            Some("Nguồn"),
            said(
                "Chưa ghi nguồn của đáp án.",
                "The source of the answer is not given.",
            ),
        ));
    }
    warnings
}

/// Whether two options differ in diacritics and signs only ("≤ 5 ngày" and "≥ 5 ngày").
fn folded_alike(options: &[ChoiceOption]) -> bool {
    let folded: BTreeSet<String> = options.iter().map(|option| text::fold(&option.text)).collect();
    folded.len() < options.len()
}

/// Whether the right option has more than 40 characters and at least twice as many as any other.
fn conspicuous(options: &[ChoiceOption]) -> bool {
    let chars = |correct| {
        let lengths = options
            .iter()
            .filter(move |option| option.correct == correct)
            .map(|option| option.text.chars().count());
        lengths.max().unwrap_or(0)
    };
    let (right, wrong): (usize, usize) = (chars(true), chars(false));
    right > CONSPICUOUS_CHARS && right >= 2 * wrong
}

#[cfg(test)]
mod tests;
