//! Items that likely ask the same thing: their stems share most of their three-word runs.

use std::collections::{BTreeSet, HashMap};

use crate::bank::item::Item;
use crate::lang::{Lang, Said};
use crate::table::RowProblem;
use crate::text;

/// What is compared: runs of so many words.
const RUN_WORDS: usize = 3;
/// Likely the same from 4/5 shared runs (Jaccard index) on.
const SHARED: (usize, usize) = (4, 5);

/// One warning for each pair, at the later row of a file; pairs within `existing` are old news.
pub(super) fn warnings<'i>(
    items: &[(u64, Item)],
    existing: impl IntoIterator<Item = &'i Item>,
) -> Vec<RowProblem> {
    let mut stems: Vec<&Item> = existing.into_iter().collect();
    let old = stems.len();
    stems.extend(items.iter().map(|(_, item)| item));
    let runs = rare_first(
        &stems
            .iter()
            .map(|item| text::fold(&item.stem))
            .collect::<Vec<_>>(),
    );
    // Two sets that share 4/5 also share one of their rarest fifth: only those are indexed (prefix filtering), so
    // phrases that every other item has are hardly ever looked at.
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut warnings = Vec::new();
    for (place, own) in runs.iter().enumerate() {
        let prefix = &own[..told_by(own.len())];
        if let Some((row, item)) = place.checked_sub(old).map(|nth| &items[nth]) {
            let met: BTreeSet<usize> = prefix
                .iter()
                .flat_map(|run| index.get(run).into_iter().flatten().copied())
                .collect();
            // The same code is the same item, about to be replaced.
            let others = met
                .into_iter()
                .filter(|&other| stems[other].code != item.code && alike(own, &runs[other]));
            warnings.extend(others.map(|other| warning(*row, &stems[other].code)));
        }
        for run in prefix {
            index.entry(*run).or_default().push(place);
        }
    }
    warnings
}

/// Some of the runs of a stem: whatever likely asks the same has one of them, too.
pub fn telling_runs(stem: &str) -> Vec<String> {
    let stem = text::fold(stem);
    let words: Vec<&str> = stem.split(' ').collect();
    let all: BTreeSet<String> = runs(&words).map(|run| run.join(" ")).collect();
    let tried = told_by(all.len());
    all.into_iter().take(tried).collect()
}

fn warning(row: u64, code: &str) -> RowProblem {
    RowProblem::warning(
        row,
        Some("Nội dung"),
        Said::of(|lang| match lang {
            Lang::Vi => format!("Nội dung gần như trùng với câu “{code}”."),
            Lang::En => format!("This asks nearly the same as the item “{code}”."),
        }),
    )
}

/// How many runs of a set of this size must be shared by anything alike.
fn least_shared(runs: usize) -> usize {
    (runs * SHARED.0).div_ceil(SHARED.1)
}

/// How many runs of a set of this size, whichever they are, have one among them that anything alike has as well: so many
/// as may be missing, and one more.
fn told_by(runs: usize) -> usize {
    (runs - least_shared(runs) + 1).min(runs)
}

/// Each stem's set of runs as numbers: the rarer the run, the smaller its number; sorted.
fn rare_first(stems: &[String]) -> Vec<Vec<u32>> {
    let words: Vec<Vec<&str>> = stems.iter().map(|stem| stem.split(' ').collect()).collect();
    let mut counts: HashMap<&[&str], u32> = HashMap::new();
    for run in words.iter().flat_map(|words| runs(words)) {
        *counts.entry(run).or_default() += 1;
    }
    let mut by_rarity: Vec<(u32, &[&str])> = counts.into_iter().map(|(run, count)| (count, run)).collect();
    by_rarity.sort_unstable();
    let numbers: HashMap<&[&str], u32> = (0..)
        .zip(by_rarity)
        .map(|(number, (_, run))| (run, number))
        .collect();
    let numbered = |words: &Vec<&str>| {
        let set: BTreeSet<u32> = runs(words).filter_map(|run| numbers.get(run).copied()).collect();
        set.into_iter().collect()
    };
    words.iter().map(numbered).collect()
}

/// All runs of three words, or the whole of a shorter stem.
fn runs<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a [&'a str]> {
    words.windows(RUN_WORDS.min(words.len().max(1)))
}

fn alike(one: &[u32], other: &[u32]) -> bool {
    let (mut rest, mut shared) = (other, 0);
    for run in one {
        rest = &rest[rest.partition_point(|candidate| candidate < run)..];
        shared += usize::from(rest.first() == Some(run));
    }
    let all = one.len() + other.len() - shared;
    shared > 0 && shared * SHARED.1 >= all * SHARED.0
}
