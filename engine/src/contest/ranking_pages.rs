//! Published rankings as everybody sees them: by page, group and unit, names masked without consent.

use khao_domain::contest::because::Because;
use khao_domain::contest::settings::TieBreak;
use khao_domain::contest::ties::Tie;
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_domain::lang::{Said, said};
use khao_domain::people::name::FullName;
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::contests::Contest;
use super::rankings::{Truth, entry_of};
use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::UnitTree;
use crate::store::rankings::{NamedEntry, Part, RevisionRecord};
use crate::store::{self};

/// One line of a public ranking.
#[derive(Debug, Clone)]
pub struct RankingLine {
    pub rank: u32,
    pub place: i64,
    pub group: GroupId,
    pub group_ordinal: i64,
    pub group_name: String,
    /// Masked without the consent to publish.
    pub name: Said,
    pub unit: UnitId,
    pub unit_name: String,
    pub score_hundredths: i64,
    pub max_score_hundredths: i64,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
    pub submitted_at: Timestamp,
    /// The name is shown in full.
    pub is_named: bool,
    /// Against the next line of the list, where both have the same score.
    pub tie: Option<Tie>,
}

#[derive(Debug, Clone)]
pub struct RankingPage {
    pub revision: i64,
    /// Why there is more than the first; empty for that one.
    pub because: Because,
    /// Every public revision, the first one first, with the moment of its publication.
    pub revisions: Vec<(i64, Timestamp)>,
    pub published_at: Timestamp,
    pub truth: Truth,
    pub lines: Vec<RankingLine>,
    pub total: i64,
    /// Where the next page begins.
    pub next: Option<(i64, i64)>,
}

/// Which part of a ranking to show. A rank is within its group and never changes with the unit.
#[derive(Debug, Clone, Copy)]
pub struct RankingQuery {
    /// The newest, where none is named.
    pub revision: Option<i64>,
    pub group: Option<GroupId>,
    pub unit: Option<UnitId>,
    /// (ordinal of the group, place) of the last line seen.
    pub after: (i64, i64),
    pub limit: u32,
}

fn public_since(row: &RevisionRecord) -> Timestamp {
    Timestamp(row.published_at.unwrap_or(row.frozen_at))
}

impl Engine {
    /// The published ranking of a round.
    pub async fn round_ranking(&self, id: RoundId, query: &RankingQuery) -> Result<RankingPage> {
        let (contest, round) = self.contest_of_round(id).await?;
        if !round.is_public() {
            return Err(Error::NotFound);
        }
        let settings = self.settings_of_round(id).await?;
        self.ranking_page((&contest, &settings.tie_chain), id.0, query)
            .await
    }

    /// The ranking over all published rounds.
    pub async fn contest_ranking(&self, slug: &str, query: &RankingQuery) -> Result<RankingPage> {
        let contest = self.public_contest(slug).await?;
        self.ranking_page((&contest, &contest.settings.tie_chain), contest.id.0, query)
            .await
    }

    async fn ranking_page(
        &self,
        (contest, chain): (&Contest, &[TieBreak]),
        scope: Uuid,
        query: &RankingQuery,
    ) -> Result<RankingPage> {
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        let mut public = store::rankings::revisions(&mut tx, scope).await?;
        public.retain(|row| row.published_at.is_some());
        let newest = public.last().ok_or(Error::NotPublished)?;
        let published = match query.revision {
            None => newest,
            Some(wanted) => public
                .iter()
                .find(|row| row.revision == wanted)
                .ok_or(Error::NotFound)?,
        };
        let groups = contest.ordinals_of(query.group)?;
        let ranking = (scope, published.revision);
        let within = self.ranked_within(&mut tx, &units, ranking, query.unit).await?;
        let limit = query.limit.clamp(1, 1000);
        let part = Part {
            after: query.after,
            groups,
            units: within,
            limit: i64::from(limit) + 1,
        };
        let mut rows = store::rankings::page(&mut tx, scope, published.revision, &part).await?;
        let total = store::rankings::total(&mut tx, scope, published.revision, &part).await?;
        let more = rows.len() > limit as usize;
        let ties = ties(&rows, chain);
        rows.truncate(limit as usize);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|row| (row.entry.group_ordinal, row.entry.place));
        Ok(RankingPage {
            revision: published.revision,
            because: Because::read(&published.reason),
            revisions: public
                .iter()
                .map(|row| (row.revision, public_since(row)))
                .collect(),
            published_at: public_since(published),
            truth: Truth {
                participants: published.participants,
                all_correct: published.all_correct,
            },
            lines: rows
                .iter()
                .zip(ties)
                .map(|(row, tie)| line(row, contest, unit_name(row, &units), tie))
                .collect(),
            total,
            next,
        })
    }
}

/// What stands between each line and the next one of its group.
pub(super) fn ties(rows: &[NamedEntry], chain: &[TieBreak]) -> Vec<Option<Tie>> {
    let entries: Vec<_> = rows.iter().map(|row| entry_of(&row.entry)).collect();
    let below = |at: usize| {
        let next = rows.get(at + 1)?;
        let same_group = next.entry.group_ordinal == rows[at].entry.group_ordinal;
        same_group.then(|| Tie::between(&entries[at], &entries[at + 1], chain))?
    };
    (0..rows.len()).map(below).collect()
}

/// As the ranking was fixed with it.
pub(super) fn unit_name<'n>(row: &'n NamedEntry, units: &'n UnitTree) -> &'n str {
    let now = || units.name(UnitId(row.entry.unit_id));
    row.unit_name.as_deref().unwrap_or_else(now)
}

fn line(row: &NamedEntry, contest: &Contest, unit_name: &str, tie: Option<Tie>) -> RankingLine {
    let entry = &row.entry;
    let group = contest.group(GroupId(entry.group_id));
    RankingLine {
        rank: u32::try_from(entry.rank).unwrap_or(0),
        place: entry.place,
        group: GroupId(entry.group_id),
        group_ordinal: entry.group_ordinal,
        group_name: group.map(|group| group.name.clone()).unwrap_or_default(),
        name: shown_name(row.full_name.as_deref(), row.publish_name == Some(true)),
        unit: UnitId(entry.unit_id),
        unit_name: unit_name.to_owned(),
        score_hundredths: entry.score_hundredths,
        max_score_hundredths: entry.max_score_hundredths,
        prediction_error: entry.prediction_error,
        duration_ms: entry.duration_ms,
        submitted_at: Timestamp(entry.submitted_at),
        is_named: row.full_name.is_some() && row.publish_name == Some(true),
        tie,
    }
}

/// The full name only with the consent to publish it; of an erased person nothing.
pub(super) fn shown_name(full_name: Option<&str>, may_publish: bool) -> Said {
    match full_name {
        None => said("(đã xóa)", "(erased)"),
        Some(name) if may_publish => name.into(),
        Some(name) => FullName::parse(name).map_or_else(|_| "…".into(), |name| name.masked().into()),
    }
}
