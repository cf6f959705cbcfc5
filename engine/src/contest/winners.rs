//! Who wins what: the prizes of a contest laid over its rankings, with the names and units these were fixed with. Nothing
//! is stored: a ranking that is made anew brings other winners once it is the one that counts.

use khao_domain::contest::prizes::{Award, GivenFor, awards, contested};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::lang::{Lang, Said};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::collective::{UnitLine, lines_below, published_rounds};
use super::contests::Contest;
use super::prizes::Prize;
use super::ranking_pages::{shown_name, unit_name};
use super::ranking_units::RankingUnits;
use super::rounds::Round;
use crate::Engine;
use crate::error::Result;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::rankings::{NamedEntry, RevisionRecord};
use crate::store::{self, Tx};

/// Beyond the places there are prizes for, so many who share the last one are listed.
const TIED_MOST: u32 = 200;

/// What a list of winners follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Round(RoundId),
    Contest,
    Units,
}

/// Winners who compete with each other: a group's in a round or in the whole contest, or the units of a block.
#[derive(Debug, Clone)]
pub struct WinnerList {
    pub basis: Basis,
    /// Of the round; empty for others.
    pub round_name: String,
    pub group: Option<GroupId>,
    /// The units right below this one; none is those below the root.
    pub block: Option<UnitId>,
    /// As the ranking was fixed with it; empty without a block.
    pub block_name: String,
    pub revision: i64,
    /// None where the ranking is fixed and not public yet.
    pub published_at: Option<Timestamp>,
    /// Rounds are still to come or to be published.
    pub may_change: bool,
    /// The best prize first.
    pub prizes: Vec<Prize>,
    pub winners: Vec<Winner>,
    /// More share the last place than are listed.
    pub is_cut: bool,
}

impl WinnerList {
    /// None where it is still to be decided.
    pub fn prize(&self, award: Award) -> Option<&Prize> {
        match award {
            Award::Prize(prize) => self.prizes.get(prize),
            Award::Contested { .. } => None,
        }
    }

    /// Why an award is still to be decided; empty where it is a prize.
    pub fn contested(&self, award: Award, lang: Lang) -> String {
        let Award::Contested { best, least } = award else {
            return String::new();
        };
        let name = |prize: usize| self.prizes.get(prize).map_or("", |prize| prize.name.as_str());
        contested(lang, name(best), least.map(name))
    }
}

#[derive(Debug, Clone)]
pub struct Winner {
    pub award: Award,
    pub rank: u32,
    pub who: Who,
}

#[derive(Debug, Clone)]
pub enum Who {
    Person(PersonLine),
    Unit(UnitLine),
}

#[derive(Debug, Clone)]
pub struct PersonLine {
    pub participant: ParticipantId,
    pub attempt: AttemptId,
    /// In full for staff; masked in public without the consent.
    pub name: Said,
    pub unit: UnitId,
    /// As the ranking was fixed with it.
    pub unit_name: String,
    pub score_hundredths: i64,
    pub max_score_hundredths: i64,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
}

/// For whom the lists are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Full names, and rankings that are not public yet.
    Staff,
    Public,
}

impl Engine {
    /// As far as rankings are fixed.
    pub async fn winners(&self, actor: &Actor, slug: &str) -> Result<Vec<WinnerList>> {
        actor.may(Action::ExportPersonalData)?;
        let id = self.reached_contest_id(actor, slug).await?;
        let contest = self.contest_now(id).await?;
        self.lists(&contest, Audience::Staff).await
    }

    /// As far as rankings are public; those of the whole contest once every round's is.
    pub async fn public_winners(&self, slug: &str) -> Result<Vec<WinnerList>> {
        let contest = self.public_contest(slug).await?;
        self.lists(&contest, Audience::Public).await
    }

    async fn lists(&self, contest: &Contest, audience: Audience) -> Result<Vec<WinnerList>> {
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        let prizes = super::prizes::load(&mut tx, contest.id).await?;
        let mut lists = Vec::new();
        if prizes.is_empty() {
            return Ok(lists);
        }
        let fixed = |round: &&Round| matches!(round.state, RoundState::Frozen | RoundState::Published);
        for round in contest.rounds.iter().filter(fixed) {
            let Some(revision) = revision(&mut tx, round.id.0, audience).await? else {
                continue;
            };
            let of_round = (Basis::Round(round.id), round.id.0);
            let people = of_people(
                &mut tx,
                contest,
                of_round,
                (&prizes, GivenFor::Round),
                (&revision, &units, audience),
            );
            lists.extend(people.await?.into_iter().map(|list| WinnerList {
                round_name: round.name.clone(),
                ..list
            }));
        }
        let may_change = contest
            .rounds
            .iter()
            .any(|round| round.state != RoundState::Published);
        let whole = revision(&mut tx, contest.id.0, Audience::Public).await?;
        let Some(whole) = whole.filter(|_| audience == Audience::Staff || !may_change) else {
            return Ok(lists);
        };
        let of_contest = (Basis::Contest, contest.id.0);
        let people = of_people(
            &mut tx,
            contest,
            of_contest,
            (&prizes, GivenFor::Contest),
            (&whole, &units, audience),
        );
        let mut of_whole = people.await?;
        let ranked = self.units_of_contest(&mut tx, contest, &units, &whole).await?;
        of_whole.extend(of_units(&mut tx, (contest, &ranked), &prizes, &whole).await?);
        lists.extend(of_whole.into_iter().map(|list| WinnerList { may_change, ..list }));
        Ok(lists)
    }
}

/// By the collective ranking, which is public as soon as a round's is.
async fn of_units(
    tx: &mut Tx,
    (contest, units): (&Contest, &RankingUnits),
    prizes: &[Prize],
    whole: &RevisionRecord,
) -> Result<Vec<WinnerList>> {
    let of_units = || prizes.iter().filter(|prize| prize.given_for == GivenFor::Units);
    let mut blocks: Vec<Option<UnitId>> = Vec::new();
    for prize in of_units() {
        // A block that is a unit that is gone has nobody.
        let is_there = prize.block.is_none_or(|block| units.get(block).is_some());
        if is_there && !blocks.contains(&prize.block) {
            blocks.push(prize.block);
        }
    }
    if blocks.is_empty() {
        return Ok(Vec::new());
    }
    let rounds = published_rounds(tx, contest, units, contest.ordinals_of(None)?).await?;
    let mut lists = Vec::new();
    for block in blocks {
        let mut lines = lines_below(units, block.or_else(|| units.only_root()), &rounds);
        // A unit from which nobody came, or without a rate, wins nothing.
        lines.retain(|line| line.participants > 0 && line.rate().is_some());
        let prizes: Vec<Prize> = of_units().filter(|prize| prize.block == block).cloned().collect();
        let ranks: Vec<u32> = lines.iter().map(|line| line.rank).collect();
        let found = awards(&ranks, &numbers(&prizes));
        let winners = found.into_iter().zip(lines).map(|(award, line)| Winner {
            award,
            rank: line.rank,
            who: Who::Unit(line),
        });
        lists.push(WinnerList {
            basis: Basis::Units,
            round_name: String::new(),
            group: None,
            block,
            block_name: block
                .and_then(|block| units.get(block))
                .map_or_else(String::new, |unit| unit.name.clone()),
            revision: whole.revision,
            published_at: Some(Timestamp(whole.published_at.unwrap_or(whole.frozen_at))),
            may_change: false,
            winners: winners.collect(),
            prizes,
            is_cut: false,
        });
    }
    Ok(lists)
}

fn numbers(prizes: &[Prize]) -> Vec<u32> {
    prizes.iter().map(|prize| prize.number).collect()
}

async fn revision(tx: &mut Tx, scope: Uuid, audience: Audience) -> Result<Option<RevisionRecord>> {
    Ok(match audience {
        Audience::Staff => store::rankings::latest(tx, scope).await?,
        Audience::Public => store::rankings::published(tx, scope).await?,
    })
}

/// One list for each group that has prizes.
async fn of_people(
    tx: &mut Tx,
    contest: &Contest,
    (basis, scope): (Basis, Uuid),
    (prizes, given_for): (&[Prize], GivenFor),
    (revision, units, audience): (&RevisionRecord, &UnitTree, Audience),
) -> Result<Vec<WinnerList>> {
    let mut lists = Vec::new();
    for group in &contest.groups {
        let own =
            |prize: &&Prize| prize.given_for == given_for && prize.group.is_none_or(|id| id == group.id);
        let prizes: Vec<Prize> = prizes.iter().filter(own).cloned().collect();
        let places: u32 = numbers(&prizes).iter().sum();
        if places == 0 {
            continue;
        }
        let most = places.saturating_add(TIED_MOST);
        let first = (group.ordinal, i64::from(places), i64::from(most));
        let mut rows = store::rankings::first(tx, scope, revision.revision, first).await?;
        let is_cut = rows.len() > most as usize;
        rows.truncate(most as usize);
        let ranks: Vec<u32> = rows.iter().map(rank).collect();
        let found = awards(&ranks, &numbers(&prizes));
        lists.push(WinnerList {
            basis,
            round_name: String::new(),
            group: Some(group.id),
            block: None,
            block_name: String::new(),
            revision: revision.revision,
            published_at: revision.published_at.map(Timestamp),
            may_change: false,
            winners: found
                .into_iter()
                .zip(&rows)
                .map(|(award, row)| winner(award, row, (units, audience)))
                .collect(),
            prizes,
            is_cut,
        });
    }
    Ok(lists)
}

fn rank(row: &NamedEntry) -> u32 {
    u32::try_from(row.entry.rank).unwrap_or(u32::MAX)
}

fn winner(award: Award, row: &NamedEntry, (units, audience): (&UnitTree, Audience)) -> Winner {
    let entry = &row.entry;
    let in_full = audience == Audience::Staff || row.publish_name == Some(true);
    Winner {
        award,
        rank: rank(row),
        who: Who::Person(PersonLine {
            participant: ParticipantId(entry.participant_id),
            attempt: AttemptId(entry.attempt_id),
            name: shown_name(row.full_name.as_deref(), in_full),
            unit: UnitId(entry.unit_id),
            unit_name: unit_name(row, units).to_owned(),
            score_hundredths: entry.score_hundredths,
            max_score_hundredths: entry.max_score_hundredths,
            prediction_error: entry.prediction_error,
            duration_ms: entry.duration_ms,
        }),
    }
}
