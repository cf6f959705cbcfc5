//! What the engine counted, as the pictures of a round take it: for the page and for the files.

use khao_app::figures::arrivals::{Arrivals, Span};
use khao_app::figures::items::{Item, Items};
use khao_app::figures::scores::Scores;
use khao_app::figures::units::{Unit, Units};
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::figures::items::ItemAnalysis;
use khao_engine::figures::{FigureFilter, RoundFigures};

use crate::problem::Fault;

/// Ids as they came; nothing, or nothing typed, is everything.
pub fn filter(group: Option<&str>, unit: Option<&str>) -> Result<FigureFilter, Fault> {
    let given = |id: Option<&str>| id.filter(|id| !id.is_empty()).map(str::to_owned);
    let unknown = |name: &str| Fault::invalid(name, "Không có mã này.");
    Ok(FigureFilter {
        group: given(group)
            .map(|id| id.parse().map_err(|_| unknown("/group")))
            .transpose()?,
        unit: given(unit)
            .map(|id| id.parse().map_err(|_| unknown("/unit")))
            .transpose()?,
    })
}

pub fn scores(figures: &RoundFigures) -> Scores {
    Scores(figures.scores)
}

pub fn arrivals(figures: &RoundFigures) -> Arrivals {
    let spans = figures.arrivals.iter().map(|one| Span {
        from: one.from,
        until: one.until,
        started: one.started,
        submitted: one.submitted,
    });
    Arrivals(spans.collect())
}

pub fn units(figures: &RoundFigures) -> Units {
    let unit = |unit: &UnitParticipation| Unit {
        name: unit.name.clone(),
        headcount: unit.headcount,
        participants: unit.participants,
        submitted: unit.submitted,
    };
    Units::new(figures.units.iter().map(unit).collect())
}

/// Without predictions, which nobody gets right before the truth is known.
pub fn items(analysis: &ItemAnalysis) -> Items {
    let scored = analysis.items.iter().filter(|item| !item.is_prediction);
    let item = scored.filter_map(|item| {
        Some(Item {
            code: item.code.clone(),
            topic: item.topic.clone(),
            drawn: item.tally.drawn,
            facility: item.tally.facility()?,
            discrimination: item.tally.discrimination(),
        })
    });
    Items::new(item.collect())
}
