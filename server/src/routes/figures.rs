//! What the engine counted, as the pictures of a round take it: for the page and for the files.

use khao_app::figures::arrivals::{Arrivals, Span};
use khao_app::figures::items::{Item, Items};
use khao_app::figures::scores::Scores;
use khao_app::figures::units::{Unit, Units};
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::figures::RoundFigures;
use khao_engine::figures::items::ItemAnalysis;

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
