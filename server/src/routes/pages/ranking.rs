//! `GET /rounds/{id}/ranking` and `GET /contests/{slug}/ranking`

use axum::http::StatusCode;
use axum::response::Response;
use khao_app::components::select::SelectOption;
use khao_app::pages::ranking::{RankingRow, RankingView, Scope, page};
use khao_app::pages::receipt::Score;
use khao_domain::contest::settings::Overall;
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::ranking_choice::RankedUnits;
use khao_engine::contest::rankings::{RankingLine, RankingPage, RankingQuery};
use khao_engine::people::units::UnitTree;
use serde::Deserialize;

use super::context::{Page, PageResult};
use super::named_unit::{unit_in_address, unit_options};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get};

const LINES: u32 = 100;

pub fn routes() -> Vec<Route> {
    vec![
        get("/rounds/{id}/ranking", Access::Public, of_round),
        get("/contests/{slug}/ranking", Access::Public, of_contest),
    ]
}

/// As the page's own form and links send them; an empty choice is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    revision: String,
    group: String,
    unit: String,
    /// `{ordinal of the group}-{place}` of the last line seen.
    after: String,
}

impl Params {
    /// With the id of a unit that was typed.
    fn with_unit(self, units: &UnitTree) -> Result<Self, Fault> {
        let unit = unit_in_address(units, "/unit", &self.unit)?;
        Ok(Self {
            unit: unit.map_or_else(String::new, |unit| unit.to_string()),
            ..self
        })
    }

    fn query(&self) -> Result<RankingQuery, Fault> {
        Ok(RankingQuery {
            revision: parsed(&self.revision)?,
            group: parsed(&self.group)?,
            unit: parsed(&self.unit)?,
            after: seen(&self.after)?,
            limit: LINES,
        })
    }

    /// The same filters from another line on.
    fn link(&self, path: &str, after: Option<(i64, i64)>) -> String {
        let filters = [
            ("revision", &self.revision),
            ("group", &self.group),
            ("unit", &self.unit),
        ];
        link_after(path, &filters, after)
    }
}

/// The same filters from another line on.
pub(super) fn link_after(path: &str, filters: &[(&str, &String)], after: Option<(i64, i64)>) -> String {
    let after = after.map_or_else(String::new, |(group, place)| format!("{group}-{place}"));
    let filters = filters.iter().map(|(name, value)| (*name, value.as_str()));
    address(path, filters.chain([("after", after.as_str())]))
}

/// The last line seen: `{ordinal of the group}-{place}`; empty before the first.
pub(super) fn seen(after: &str) -> Result<(i64, i64), Fault> {
    match after.split_once('-') {
        None if after.is_empty() => Ok((0, 0)),
        None => Err(Fault::not_found()),
        Some((group, place)) => {
            let number = |text: &str| text.parse().map_err(|_| Fault::not_found());
            Ok((number(group)?, number(place)?))
        }
    }
}

/// What names no group or unit finds no ranking.
pub(super) fn parsed<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Fault::not_found())
}

async fn of_round(
    page_of: Page,
    InPath(id): InPath<RoundId>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let revision = parsed(&params.revision)?;
    let units = page_of.engine().round_ranking_units(id, revision).await?;
    let params = params.with_unit(&units.tree)?;
    let found = page_of.engine().round_ranking(id, &params.query()?).await?;
    let (contest, round) = page_of.engine().contest_of_round(id).await?;
    let path = format!("/rounds/{id}/ranking");
    let mut view = view_of(&page_of, (&contest, path), found, (&params, &units));
    view.title = match page_of.lang() {
        Lang::Vi => format!("Xếp hạng {}", round.name),
        Lang::En => format!("Ranking of {}", round.name),
    };
    Ok(respond(&page_of, view).await)
}

async fn of_contest(
    page_of: Page,
    InPath(slug): InPath<String>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let revision = parsed(&params.revision)?;
    let units = page_of.engine().contest_ranking_units(&slug, revision).await?;
    let params = params.with_unit(&units.tree)?;
    let found = page_of.engine().contest_ranking(&slug, &params.query()?).await?;
    let contest = page_of.engine().public_contest(&slug).await?;
    let path = format!("/contests/{slug}/ranking");
    let mut view = view_of(&page_of, (&contest, path), found, (&params, &units));
    page_of
        .lang()
        .say("Xếp hạng toàn cuộc thi", "Ranking of the whole contest")
        .clone_into(&mut view.title);
    view.scope = match contest.settings.overall {
        Overall::SumOfBest => Scope::Sum,
        Overall::BestRound => Scope::Best,
    };
    for row in &mut view.rows {
        row.submitted_at = None;
    }
    Ok(respond(&page_of, view).await)
}

async fn respond(page_of: &Page, view: RankingView) -> Response {
    let title = view.title.clone();
    page_of
        .show(StatusCode::OK, &title, page(page_of.lang(), view))
        .await
}

fn view_of(
    page_of: &Page,
    (contest, path): (&Contest, String),
    found: RankingPage,
    (params, units): (&Params, &RankedUnits),
) -> RankingView {
    let chosen = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let groups = contest
        .groups
        .iter()
        .map(|group| SelectOption::content(group.id.to_string(), &group.name));
    RankingView {
        title: String::new(),
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        published_at: found.published_at,
        revision: found.revision,
        because: found.because,
        newest: found
            .revisions
            .last()
            .is_none_or(|(newest, _)| *newest == found.revision),
        other_revisions: found
            .revisions
            .into_iter()
            .filter(|(other, _)| *other != found.revision)
            .collect(),
        participants: found.truth.participants,
        all_correct: found.truth.all_correct,
        scope: Scope::Round,
        groups: groups.collect(),
        units: unit_options(
            &units.tree,
            units.offered(None),
            params.unit.parse().ok(),
            |unit| &unit.path,
        ),
        group: chosen(&params.group),
        unit: chosen(&params.unit),
        total: found.total,
        first_page: (!params.after.is_empty()).then(|| params.link(&path, None)),
        next_page: found.next.map(|next| params.link(&path, Some(next))),
        path,
        rows: found
            .lines
            .into_iter()
            .map(|line| row(page_of.lang(), line))
            .collect(),
    }
}

fn row(lang: Lang, line: RankingLine) -> RankingRow {
    RankingRow {
        rank: line.rank,
        group: line.group_name,
        name: line.name.in_lang(lang).to_owned(),
        unit: line.unit_name,
        score: Score {
            hundredths: line.score_hundredths,
            max_hundredths: line.max_score_hundredths,
        },
        prediction_error: line.prediction_error,
        duration_ms: line.duration_ms,
        submitted_at: Some(line.submitted_at),
        tie: line.tie.filter(|_| line.is_named).map(|tie| tie.words(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(after: &str) -> Params {
        Params {
            unit: "a&b".to_owned(),
            after: after.to_owned(),
            ..Params::default()
        }
    }

    #[test]
    fn a_page_leads_to_the_line_after_its_last() {
        let link = params("").link("/r", Some((2, 100)));
        assert_eq!(link, "/r?unit=a%26b&after=2-100");
        let next = Params {
            after: "2-100".to_owned(),
            ..Params::default()
        };
        assert_eq!(next.query().map(|query| query.after).ok(), Some((2, 100)));
        assert_eq!(
            Params::default().query().map(|query| query.after).ok(),
            Some((0, 0))
        );
    }

    #[test]
    fn what_no_page_of_ours_links_to_is_not_found() {
        for after in ["1", "1-", "-1", "a-b", "1-2-3"] {
            let odd = Params {
                after: after.to_owned(),
                ..Params::default()
            };
            assert_eq!(
                odd.query().err().map(|fault| fault.status),
                Some(StatusCode::NOT_FOUND),
                "{after}"
            );
        }
        assert_eq!(
            params("").query().err().map(|fault| fault.status),
            Some(StatusCode::NOT_FOUND)
        );
    }
}
