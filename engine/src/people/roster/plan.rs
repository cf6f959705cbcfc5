//! What a file would make of a roster: decided in memory.

use std::collections::{HashMap, HashSet};

use khao_domain::contest::commitment::hex;
use khao_domain::lang::{Lang, Said, said};
use khao_domain::people::roster::{Expected, LIMITS, ParsedRoster, RosterRow, meet_all};
use khao_domain::table::RowProblem;
use khao_domain::time::CivilDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::meeting::{comer_of_entered, expected_of};
use crate::people::units::UnitTree;
use crate::store::rosters::{EnteredRecord, RosterRecord};
use crate::store::to_json;

/// So many of those who are lost are named.
pub const LOST_NAMED_MOST: usize = 200;

/// What becomes of those who are on the roster already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadMode {
    /// The file is the whole roster.
    Replace,
    /// They stay.
    Add,
}

impl LoadMode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Add => "add",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Replace, Self::Add]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// What a file did, or would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLoad {
    pub mode: LoadMode,
    pub new: u64,
    /// On the roster already.
    pub same: u64,
    /// Not on it any more.
    pub lost: u64,
    /// The first of them, at most [`LOST_NAMED_MOST`].
    pub lost_people: Vec<LostPerson>,
    /// How many are on the roster then.
    pub people: u64,
    /// How many of them have entered already.
    pub entered: u64,
    pub warnings: Vec<RowProblem>,
    /// Stands for whom the file adds, keeps and takes away: what somebody has seen can be told from what would be done.
    pub fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostPerson {
    pub full_name: String,
    pub unit_code: String,
    pub has_entered: bool,
}

/// The roster as it would be, with who has met whom.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) report: RosterLoad,
    pub(super) people: Vec<RosterRecord>,
    /// Whether anything would be written otherwise than it is: names are compared as they are spelt, too.
    pub(super) changes: bool,
}

/// What the plan starts from.
#[derive(Debug)]
pub(super) struct Present {
    pub(super) people: Vec<RosterRecord>,
    pub(super) entered: Vec<EnteredRecord>,
}

/// Rows have no ids yet: a roster is written whole, with new ones.
pub(super) fn plan(
    units: &UnitTree,
    present: &Present,
    file: ParsedRoster,
    mode: LoadMode,
) -> Result<Plan, Vec<RowProblem>> {
    let (mut people, counts, lost) = joined(&present.people, &file.rows, mode)?;
    check_size(&people)?;
    let changes = !people.iter().map(spelt).eq(present.people.iter().map(spelt));
    for (ordinal, person) in (0..).zip(&mut people) {
        (person.ordinal, person.participant_id) = (ordinal, None);
    }
    let rows: Vec<_> = people.iter().map(expected_of).collect();
    let comers: Vec<_> = present
        .entered
        .iter()
        .map(|person| comer_of_entered(units, person))
        .collect();
    let met = meet_all(&rows, &comers);
    for (person, comer) in people.iter_mut().zip(&met) {
        person.participant_id = comer.and_then(|at| present.entered.get(at)).map(|one| one.id);
    }
    let (new, same) = counts;
    let fingerprint = fingerprint(mode, counts, &people, &lost);
    let report = RosterLoad {
        mode,
        new,
        same,
        lost: lost.len() as u64,
        lost_people: lost
            .into_iter()
            .take(LOST_NAMED_MOST)
            .map(|row| lost_person(units, row))
            .collect(),
        people: people.len() as u64,
        entered: met.iter().flatten().count() as u64,
        warnings: file.warnings,
        fingerprint,
    };
    Ok(Plan {
        report,
        people,
        changes,
    })
}

fn check_size(people: &[RosterRecord]) -> Result<(), Vec<RowProblem>> {
    if people.is_empty() {
        let detail = said(
            "Tệp không có người nào. Muốn bỏ cả danh sách thì dùng nút “Xóa danh sách”.",
            "Nobody is in the file. To take the whole roster away, use the button “Empty the roster”.",
        );
        return Err(vec![RowProblem::error(1, None, detail)]);
    }
    if people.len() > LIMITS.rows {
        let detail = said(
            "Danh sách có tối đa 100.000 người.",
            "A roster has at most 100,000 people.",
        );
        return Err(vec![RowProblem::error(1, None, detail)]);
    }
    Ok(())
}

/// What a row says, as it is spelt.
fn spelt(person: &RosterRecord) -> (&str, Uuid, Option<&str>, Option<&str>) {
    (
        &person.full_name,
        person.unit_id,
        person.staff_code.as_deref(),
        person.birth_date.as_deref(),
    )
}

/// Who has entered meanwhile does not matter.
fn fingerprint(
    mode: LoadMode,
    counts: (u64, u64),
    people: &[RosterRecord],
    lost: &[&RosterRecord],
) -> String {
    let mut hash = Sha256::new();
    hash.update(to_json(&(mode.as_str(), counts, people.len())));
    for person in people {
        hash.update(to_json(&spelt(person)));
    }
    for person in lost {
        hash.update(person.id);
    }
    hex(&hash.finalize())
}

type Joined<'p> = (Vec<RosterRecord>, (u64, u64), Vec<&'p RosterRecord>);

/// Everybody who would be on the roster, how many of the file are new and how many were there, and who is lost. Of rows
/// that are alike, as many count as there already as there are.
fn joined<'p>(
    present: &'p [RosterRecord],
    file: &[RosterRow],
    mode: LoadMode,
) -> Result<Joined<'p>, Vec<RowProblem>> {
    let mut there: HashMap<Expected, Vec<&RosterRecord>> = HashMap::new();
    for person in present.iter().rev() {
        there.entry(expected_of(person)).or_default().push(person);
    }
    let codes: HashSet<&str> = present
        .iter()
        .filter_map(|one| one.staff_folded.as_deref())
        .collect();
    let mut people: Vec<RosterRecord> = match mode {
        LoadMode::Replace => Vec::with_capacity(file.len()),
        LoadMode::Add => present.to_vec(),
    };
    let (mut new, mut same, mut problems) = (0, 0, Vec::new());
    for row in file {
        let key = row.expected();
        let is_there = there.get_mut(&key).and_then(Vec::pop).is_some();
        let takes_code = key
            .staff_folded
            .as_deref()
            .is_some_and(|code| codes.contains(code));
        if mode == LoadMode::Add && !is_there && takes_code {
            problems.push(code_is_taken(row));
        }
        new += u64::from(!is_there);
        same += u64::from(is_there);
        if mode == LoadMode::Replace || !is_there {
            people.push(record_of(row, key));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut lost: Vec<&RosterRecord> = match mode {
        LoadMode::Replace => there.into_values().flatten().collect(),
        LoadMode::Add => Vec::new(),
    };
    lost.sort_by_key(|person| person.ordinal);
    Ok((people, (new, same), lost))
}

fn code_is_taken(row: &RosterRow) -> RowProblem {
    let code = row.staff_code.as_deref().unwrap_or_default();
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!(
            "Mã cán bộ “{code}” đã có trong danh sách với thông tin khác. Hãy xóa người cũ trước, hoặc thay cả danh sách."
        ),
        Lang::En => format!(
            "The staff code “{code}” is on the roster with other data. Remove that person first, or replace the whole roster."
        ),
    });
    RowProblem::error(row.row, Some("Mã cán bộ"), detail)
}

fn record_of(row: &RosterRow, key: Expected) -> RosterRecord {
    RosterRecord {
        id: Uuid::nil(),
        ordinal: 0,
        full_name: row.full_name.as_str().to_owned(),
        name_folded: key.name_folded,
        sort_key: row.full_name.sort_key(),
        unit_id: row.unit.0,
        staff_code: row.staff_code.clone(),
        staff_folded: key.staff_folded,
        birth_date: row.birth_date.map(CivilDate::iso),
        participant_id: None,
    }
}

fn lost_person(units: &UnitTree, row: &RosterRecord) -> LostPerson {
    LostPerson {
        full_name: row.full_name.clone(),
        unit_code: units
            .get(row.unit_id.into())
            .map_or_else(String::new, |unit| unit.code.clone()),
        has_entered: row.participant_id.is_some(),
    }
}
