//! A unit that was chosen from a list or, where there are too many for one, typed: its name or its code.

use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_domain::ids::UnitId;
use khao_domain::lang::{Lang, Said, said};
use khao_domain::problem::Problem;
use khao_domain::text::fold;
use khao_engine::people::units::{Unit, UnitTree};

use crate::problem::Fault;

/// How many units are named where words fit several.
pub const NAMED_MOST: usize = 5;
/// Among how many a name is looked for that is just what was typed.
const LOOKED_AT: usize = 100;

/// None where nothing was typed. An id is taken as it is.
pub fn unit_named(tree: &UnitTree, pointer: &str, typed: &str) -> Result<Option<UnitId>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Ok(id) = typed.parse() {
        return Ok(Some(id));
    }
    let exact = tree.all().iter().find(|unit| unit.path == typed);
    if let Some(unit) = tree.by_code(typed).or(exact) {
        return Ok(Some(unit.id));
    }
    let found = tree.search(typed, None, LOOKED_AT);
    let folded = fold(typed);
    let mut namesakes = found.iter().filter(|unit| fold(&unit.name) == folded);
    if let (Some(only), None) = (namesakes.next(), namesakes.next()) {
        return Ok(Some(only.id));
    }
    match only(&found) {
        Ok(unit) => Ok(Some(unit.id)),
        Err(detail) => Err(Problem::at(pointer, detail)),
    }
}

/// The same of a page's address: what fits no unit is told on a page of its own.
pub fn unit_in_address(tree: &UnitTree, name: &str, typed: &str) -> Result<Option<UnitId>, Fault> {
    unit_named(tree, name, typed).map_err(|problem| Fault::invalid(name, problem.detail))
}

/// What a page offers: each by what `label` says of it, and the chosen one wherever it lies.
pub fn unit_options<'u>(
    tree: &'u UnitTree,
    offered: impl Iterator<Item = &'u Unit>,
    chosen: Option<UnitId>,
    label: fn(&Unit) -> &str,
) -> UnitOptions {
    let option = |unit: &Unit| SelectOption::content(unit.id.to_string(), label(unit));
    let chosen = chosen.and_then(|id| tree.get(id));
    UnitOptions::of(offered.map(option), chosen.map(option))
}

/// The one unit that words fit, or what to type instead.
pub fn only<'u>(found: &[&'u Unit]) -> Result<&'u Unit, Said> {
    match found {
        [only] => Ok(only),
        [] => Err(said(
            "Không có đơn vị nào khớp; hãy ghi mã hoặc một phần tên.",
            "No unit matches; give its code or a part of its name.",
        )),
        several => {
            let name = |unit: &&Unit| format!("{} ({})", unit.name, unit.code);
            let mut names: Vec<String> = several.iter().take(NAMED_MOST).map(name).collect();
            if several.len() > NAMED_MOST {
                names.push("…".to_owned());
            }
            Err(Said::of(|lang| match lang {
                Lang::Vi => format!("Có nhiều đơn vị khớp: {}. Hãy ghi mã.", names.join(", ")),
                Lang::En => format!("Several units match: {}. Give the code.", names.join(", ")),
            }))
        }
    }
}
