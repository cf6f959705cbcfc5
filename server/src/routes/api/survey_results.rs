//! `GET /surveys/{slug}/results`: what was released of a survey.

use std::sync::Arc;

use axum::extract::State;
use khao_domain::lang::said;
use khao_domain::survey::estimates::{Estimate, of_item, of_items, rated};
use khao_domain::survey::form::Form;
use khao_engine::survey::parts::of_parts;
use khao_engine::survey::releases::Released;
use khao_engine::survey::surveys::{Survey, Wave};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::replies::Reply;
use super::values::{Day, Slug};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

const BY: &str = r#"{"type":"string","enum":["item","factor","unit","stratum","wave"],"default":"item"}"#;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/surveys/{slug}/results", Access::Public, results)
            .says("Shares of those who chose one of the best steps, in the newest wave (by stratum: that has any) or in each.")
            .query("by", BY, "What there is a figure for each of.")
            .answers::<SurveyResults>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FigureBy {
    Item,
    Factor,
    Unit,
    Stratum,
    Wave,
}

impl FigureBy {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Item, "item"),
        (Self::Factor, "factor"),
        (Self::Unit, "unit"),
        (Self::Stratum, "stratum"),
        (Self::Wave, "wave"),
    ];

    fn parse(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, name)| *name == text);
        found.map(|(by, _)| *by)
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyResults {
    /// The day of the counts; absent before the first release.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    as_of: Option<Day>,
    /// Everything that is ever released of a survey.
    released_tables: Vec<SurveyTable>,
    estimates: Vec<SurveyEstimate>,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveyTable {
    id: String,
    by: FigureBy,
    title: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SurveyEstimate {
    /// The id of the item, factor, unit or wave; of a stratum its place, from 1.
    by: String,
    title: String,
    /// Per cent; absent where nobody answered, and where it is suppressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    estimate: Option<f64>,
    /// `null` where it is suppressed.
    n: Option<u64>,
    /// `null` where it is suppressed.
    missing: Option<u64>,
    /// Too few people, or it would give away too few.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    suppressed: bool,
}

async fn results(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<SurveyResults>, Fault> {
    let by = match query.by.as_deref() {
        None => FigureBy::Item,
        Some(by) => FigureBy::parse(by).ok_or_else(|| {
            let detail = said(
                "Chỉ có «item», «factor», «unit», «stratum», «wave».",
                "There are “item”, “factor”, “unit”, “stratum” and “wave”.",
            );
            Fault::invalid("/by", detail)
        })?,
    };
    let survey = app.engine.public_survey(&slug.0).await?;
    let language = visit.lang.tag();
    let released_tables = FigureBy::ALL.map(|(by, id)| SurveyTable {
        id: id.to_owned(),
        by,
        title: match by {
            FigureBy::Item => visit.lang.say("Theo câu hỏi", "By item"),
            FigureBy::Factor => visit.lang.say("Theo nhóm tiêu chí", "By factor"),
            FigureBy::Unit => visit.lang.say("Theo đơn vị", "By unit"),
            FigureBy::Stratum => visit.lang.say("Theo tầng mẫu", "By stratum"),
            FigureBy::Wave => visit.lang.say("Theo đợt", "By wave"),
        }
        .to_owned(),
    });
    let mut results = SurveyResults {
        as_of: None,
        released_tables: released_tables.into(),
        estimates: Vec::new(),
    };
    if by == FigureBy::Wave {
        for wave in survey.waves.iter().rev() {
            let Some(released) = app.engine.released_figures(&visit.actor, &survey, wave).await? else {
                continue;
            };
            results.as_of.get_or_insert(Day(released.as_of));
            let course = app.engine.fielded(survey.id, wave.version).await?;
            let form = course.form();
            let whole = of_items(form, &released.whole, &rated(form));
            results
                .estimates
                .push(shown(wave.id.to_string(), &wave.name, &whole));
        }
    } else if let Some((wave, released)) = newest(&app, &visit, &survey, by).await? {
        results.as_of = Some(Day(released.as_of));
        let course = app.engine.fielded(survey.id, wave.version).await?;
        results.estimates = estimates(&app, (wave, course.form(), &released), by, language).await?;
    }
    Ok(Reply(results))
}

/// The newest wave that something was released of; by stratum, of those that have any.
async fn newest<'s>(
    app: &App,
    visit: &Visit,
    survey: &'s Survey,
    by: FigureBy,
) -> Result<Option<(&'s Wave, Arc<Released>)>, Fault> {
    let engine = &app.engine;
    if by != FigureBy::Stratum {
        return Ok(engine.newest_released(&visit.actor, survey).await?);
    }
    let sampled = survey.waves.iter().rev().filter(|wave| !wave.strata.is_empty());
    for wave in sampled {
        if let Some(released) = engine.released_figures(&visit.actor, survey, wave).await? {
            return Ok(Some((wave, released)));
        }
    }
    Ok(None)
}

async fn estimates(
    app: &App,
    (wave, form, released): (&Wave, &Form, &Released),
    by: FigureBy,
    language: &str,
) -> Result<Vec<SurveyEstimate>, Fault> {
    let questions = rated(form);
    let title = |texts| form.read(texts, language).to_owned();
    Ok(match by {
        FigureBy::Factor => form
            .factors
            .iter()
            .map(|factor| {
                let own: Vec<_> = questions
                    .iter()
                    .filter(|one| one.factor == factor.id)
                    .copied()
                    .collect();
                shown(
                    factor.id.clone(),
                    &title(&factor.title),
                    &of_items(form, &released.whole, &own),
                )
            })
            .collect(),
        FigureBy::Unit => {
            let units = app.engine.units().await?;
            let figures = of_parts(&units, wave, form, released).units.into_iter();
            figures
                .map(|(id, figure)| shown(id.to_string(), units.name(id), &figure))
                .collect()
        }
        FigureBy::Stratum => {
            let units = app.engine.units().await?;
            let figures = of_parts(&units, wave, form, released).strata.into_iter();
            figures
                .zip(&wave.strata)
                .zip(1..)
                .map(|((figure, stratum), nth)| shown(nth.to_string(), &stratum.name, &figure))
                .collect()
        }
        FigureBy::Item | FigureBy::Wave => questions
            .iter()
            .map(|one| {
                shown(
                    one.id.to_owned(),
                    &title(one.text),
                    &of_item(form, &released.whole, one),
                )
            })
            .collect(),
    })
}

fn shown(by: String, title: &str, figure: &Estimate) -> SurveyEstimate {
    SurveyEstimate {
        by,
        title: title.to_owned(),
        estimate: figure.estimate.map(|estimate| (estimate * 100.0).round() / 100.0),
        n: figure.n,
        missing: figure.missing,
        suppressed: figure.suppressed,
    }
}
