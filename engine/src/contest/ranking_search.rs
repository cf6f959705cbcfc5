//! A round's ranking as staff look through it once it is fixed: full names, found without diacritics.

use khao_domain::contest::ties::Tie;
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::text::fold;
use khao_domain::time::Timestamp;

use super::ranking_pages::{ties, unit_name};
use super::rankings::Truth;
use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::rankings::{NamedEntry, Part};

/// Which part of a ranking to show. A rank is within its group and never changes with unit or name.
#[derive(Debug, Clone, Default)]
pub struct RankingSearch {
    /// The newest, where none is named.
    pub revision: Option<i64>,
    pub group: Option<GroupId>,
    /// A unit with all below it.
    pub unit: Option<UnitId>,
    pub name: String,
    /// (ordinal of the group, place) of the last line seen.
    pub after: (i64, i64),
    pub limit: u16,
}

#[derive(Debug, Clone)]
pub struct FoundLine {
    pub rank: i64,
    pub group: GroupId,
    pub participant: ParticipantId,
    pub attempt: AttemptId,
    /// None where the person was erased.
    pub name: Option<String>,
    pub unit: UnitId,
    /// As the ranking was fixed with it.
    pub unit_name: String,
    pub score_hundredths: i64,
    pub max_score_hundredths: i64,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
    pub submitted_at: Timestamp,
    /// Against the next line of the list, where both have the same score; not in a list of one name.
    pub tie: Option<Tie>,
}

#[derive(Debug, Clone)]
pub struct FoundRanking {
    pub revision: i64,
    pub frozen_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub truth: Truth,
    pub lines: Vec<FoundLine>,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

impl Engine {
    /// Not found before the ranking is fixed.
    pub async fn search_ranking(
        &self,
        actor: &Actor,
        id: RoundId,
        query: &RankingSearch,
    ) -> Result<FoundRanking> {
        actor.may(Action::ExportPersonalData)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        let revisions = store::rankings::revisions(&mut tx, id.0).await?;
        let revision = match query.revision {
            None => revisions.last(),
            Some(wanted) => revisions.iter().find(|row| row.revision == wanted),
        };
        let revision = revision.ok_or(Error::NotFound)?;
        let ranking = (id.0, revision.revision);
        let within = self.ranked_within(&mut tx, &units, ranking, query.unit).await?;
        let part = Part {
            after: query.after,
            groups: contest.ordinals_of(query.group)?,
            units: within,
            limit: i64::from(query.limit) + 1,
        };
        let folded = fold(&query.name);
        let has_name = !query.name.trim().is_empty();
        // Signs alone (`%`, `_`) are in nobody's name.
        let mut rows = if has_name && folded.is_empty() {
            Vec::new()
        } else {
            store::rankings::search(&mut tx, id.0, revision.revision, &part, &folded).await?
        };
        drop(tx);
        let chain = self.settings_of_round(id).await?.tie_chain;
        let mut ties = ties(&rows, &chain);
        if has_name {
            ties.fill(None);
        }
        let more = rows.len() > usize::from(query.limit);
        rows.truncate(usize::from(query.limit));
        let last = rows.last().filter(|_| more);
        Ok(FoundRanking {
            revision: revision.revision,
            frozen_at: Timestamp(revision.frozen_at),
            published_at: revision.published_at.map(Timestamp),
            truth: Truth {
                participants: revision.participants,
                all_correct: revision.all_correct,
            },
            next: last.map(|row| (row.entry.group_ordinal, row.entry.place)),
            lines: rows
                .into_iter()
                .zip(ties)
                .map(|(row, tie)| line(row, &units, tie))
                .collect(),
        })
    }
}

fn line(row: NamedEntry, units: &UnitTree, tie: Option<Tie>) -> FoundLine {
    let unit_name = unit_name(&row, units).to_owned();
    let entry = row.entry;
    FoundLine {
        rank: entry.rank,
        group: GroupId(entry.group_id),
        participant: ParticipantId(entry.participant_id),
        attempt: AttemptId(entry.attempt_id),
        name: row.full_name,
        unit: UnitId(entry.unit_id),
        unit_name,
        score_hundredths: entry.score_hundredths,
        max_score_hundredths: entry.max_score_hundredths,
        prediction_error: entry.prediction_error,
        duration_ms: entry.duration_ms,
        submitted_at: Timestamp(entry.submitted_at),
        tie,
    }
}
