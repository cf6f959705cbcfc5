//! `GET /console/rounds/{id}/ranking`: the fixed ranking, looked through by staff.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::ranking::{StaffRankingLine, StaffRankingView, page};
use khao_app::pages::receipt::Score;
use khao_domain::ids::{RoundId, UnitId};
use khao_domain::lang::Lang;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::ranking_search::{FoundLine, RankingSearch};
use khao_engine::people::units::{Unit, UnitTree};
use khao_engine::policy::Action;
use serde::Deserialize;

use super::group_options;
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::named_unit::{unit_in_address, unit_options};
use crate::routes::pages::ranking::{link_after, parsed, seen};
use crate::routes::table::{Access, Route, get};

const LINES: u16 = 100;

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/rounds/{id}/ranking",
        Access::Staff(Action::ExportPersonalData),
        show,
    )]
}

/// As the page's own form and links send them; an empty choice is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    revision: String,
    group: String,
    block: String,
    unit: String,
    name: String,
    /// `{ordinal of the group}-{place}` of the last line seen.
    after: String,
}

impl Params {
    fn block(&self) -> Result<Option<UnitId>, Fault> {
        parsed(&self.block)
    }

    /// A unit outside the block that was chosen, as when another block is picked, gives way to the block.
    fn unit(&self, units: &UnitTree) -> Result<Option<UnitId>, Fault> {
        let unit = unit_in_address(units, "/unit", &self.unit)?;
        let block = self.block()?;
        Ok(unit.filter(|unit| block.is_none_or(|block| units.is_within(*unit, block))))
    }

    fn link(&self, path: &str, next: (i64, i64)) -> String {
        let filters = [
            ("revision", &self.revision),
            ("group", &self.group),
            ("block", &self.block),
            ("unit", &self.unit),
            ("name", &self.name),
        ];
        link_after(path, &filters, Some(next))
    }
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (contest, round) = engine.reached_round(actor, id).await?;
    let revision = parsed(&params.revision)?;
    let units = engine.staff_ranking_units(actor, id, revision).await?;
    let (block, unit) = (params.block()?, params.unit(&units.tree)?);
    let query = RankingSearch {
        revision,
        group: parsed(&params.group)?,
        unit: unit.or(block),
        name: params.name.clone(),
        after: seen(&params.after)?,
        limit: LINES,
    };
    let found = engine.search_ranking(actor, id, &query).await?;
    let path = format!("/console/rounds/{id}/ranking");
    let view = StaffRankingView {
        round: id,
        round_name: round.name.clone(),
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        revision: found.revision,
        frozen_at: found.frozen_at,
        published_at: found.published_at,
        participants: found.truth.participants,
        all_correct: found.truth.all_correct,
        groups: group_options(&contest),
        blocks: blocks(&units.tree),
        units: unit_options(&units.tree, units.offered(block), unit, |unit| &unit.path),
        group: query.group.map(|group| group.to_string()),
        block: block.map(|block| block.to_string()),
        unit: unit.map(|unit| unit.to_string()),
        next: found.next.map(|next| params.link(&path, next)),
        lines: found
            .lines
            .into_iter()
            .map(|one| line(lang, one, &contest))
            .collect(),
        may_open: actor.may(Action::InspectContests).is_ok(),
        name: params.name,
    };
    let title = lang.say("Bảng xếp hạng", "Ranking");
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, title, page(lang, view))
        .await)
}

/// The units right below the root that hold others.
pub(super) fn blocks(units: &UnitTree) -> Vec<SelectOption> {
    let holds = |unit: &&Unit| units.children(Some(unit.id)).next().is_some();
    units
        .children(units.only_root())
        .filter(holds)
        .map(option)
        .collect()
}

fn option(unit: &Unit) -> SelectOption {
    SelectOption::content(unit.id.to_string(), unit.name.clone())
}

fn line(lang: Lang, line: FoundLine, contest: &Contest) -> StaffRankingLine {
    StaffRankingLine {
        rank: line.rank,
        group: contest
            .group(line.group)
            .map(|group| group.name.clone())
            .unwrap_or_default(),
        attempt: line.attempt,
        name: line.name,
        unit: line.unit_name,
        score: Score {
            hundredths: line.score_hundredths,
            max_hundredths: line.max_score_hundredths,
        },
        prediction_error: line.prediction_error,
        duration_ms: line.duration_ms,
        submitted_at: line.submitted_at,
        tie: line.tie.map(|tie| tie.words(lang)),
    }
}
