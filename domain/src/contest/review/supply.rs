//! What banks lack for the papers, and what waits in them.

use super::{Finding, GroupPlan, Plan, RoundPlan};
use crate::contest::feasibility::CellSupply;

pub(super) fn of_supply(round: &RoundPlan, groups: &[GroupPlan], found: &mut Vec<Finding>) {
    for (group, supply) in groups.iter().zip(&round.supplies) {
        let short = supply.iter().filter(|cell| cell.is_short());
        for cell in short {
            lacking(cell, (&group.name, &round.name), found);
        }
        let tight = supply
            .iter()
            .filter(|cell| cell.is_tight() && cell.cell.count > 1);
        let finding = Finding::Tight {
            group: group.name.clone(),
            cells: u32::try_from(tight.count()).unwrap_or(u32::MAX),
        };
        let said = matches!(finding, Finding::Tight { cells: 0, .. }) || found.contains(&finding);
        if !said {
            found.push(finding);
        }
    }
}

/// Each bank once, however many groups draw from it.
pub(super) fn of_waiting(plan: &Plan, found: &mut Vec<Finding>) {
    for group in plan.groups.iter().filter(|group| group.waiting.total() > 0) {
        let cannot_be_drawn = found.iter().any(|one| match one {
            Finding::EmptyBlueprint { group: name } | Finding::Short { group: name, .. } => {
                *name == group.name
            }
            _ => false,
        });
        let finding = Finding::ItemsWait {
            bank: group.bank,
            bank_name: group.bank_name.clone(),
            waiting: group.waiting,
        };
        if cannot_be_drawn && !found.contains(&finding) {
            found.push(finding);
        }
    }
}

/// What several rounds lack alike is said once.
fn lacking(supply: &CellSupply, (of_group, of_round): (&str, &str), found: &mut Vec<Finding>) {
    for one in found.iter_mut() {
        if let Finding::Short {
            group,
            rounds,
            cell,
            have,
        } = one
            && (group.as_str(), &*cell, *have) == (of_group, &supply.cell, supply.have)
        {
            rounds.push(of_round.to_owned());
            return;
        }
    }
    found.push(Finding::Short {
        group: of_group.to_owned(),
        rounds: vec![of_round.to_owned()],
        cell: supply.cell.clone(),
        have: supply.have,
    });
}
