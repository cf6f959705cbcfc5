//! Figures of rated questions as they may be shown: per item, factor or unit, without what is about too few people.
//!
//! The estimate is `top2`: of those who answered, how many per cent chose one of the best steps (see
//! [`super::tally::favourable`]). Of several items it is the plain mean of theirs, as published totals of SIPAS are.

use super::form::{Form, Question};
use super::suppression::{K, suppressed};
use super::tally::{QuestionTally, Tally};

#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Per cent, from 0 to 100; none without answers, and where too few people answered.
    pub estimate: Option<f64>,
    /// Of an item those who answered it, else responses; none where it is suppressed.
    pub n: Option<u64>,
    /// Answers that are missing, «không biết» among them; none where it is suppressed.
    pub missing: Option<u64>,
    pub suppressed: bool,
}

impl Estimate {
    const HIDDEN: Self = Self {
        estimate: None,
        n: None,
        missing: None,
        suppressed: true,
    };
}

/// The rated questions, in the order of the form.
pub fn rated(form: &Form) -> Vec<Question<'_>> {
    let mut questions = form.questions();
    questions.retain(|question| super::tally::favourable(form, &question.item.ask).is_some());
    questions
}

/// Of one question.
pub fn of_item(form: &Form, tally: &Tally, question: &Question<'_>) -> Estimate {
    let none = QuestionTally::default();
    let counted = tally.questions.get(question.id).unwrap_or(&none);
    if (1..K).contains(&counted.valid) {
        return Estimate::HIDDEN;
    }
    let best = counted.favourable(form, &question.item.ask).unwrap_or(0);
    Estimate {
        estimate: (counted.valid > 0).then(|| share(best, counted.valid)),
        n: Some(counted.valid),
        missing: Some(counted.missing()),
        suppressed: false,
    }
}

/// Of several questions: the mean of those that enough people answered.
pub fn of_items(form: &Form, tally: &Tally, questions: &[Question<'_>]) -> Estimate {
    if (1..K).contains(&tally.n) {
        return Estimate::HIDDEN;
    }
    let items: Vec<Estimate> = questions.iter().map(|one| of_item(form, tally, one)).collect();
    let shown: Vec<f64> = items.iter().filter_map(|item| item.estimate).collect();
    Estimate {
        estimate: (!shown.is_empty()).then(|| shown.iter().sum::<f64>() / shown.len() as f64),
        n: Some(tally.n),
        missing: Some(items.iter().filter_map(|item| item.missing).sum()),
        suppressed: false,
    }
}

/// Of several groups that are released together with their whole: those with too few people are hidden, and so are as
/// many others as would give them away. Who is in no group, or not yet counted in theirs, could be told by subtraction
/// too: they are one more group, which is not shown.
pub fn of_groups(form: &Form, whole: &Tally, tallies: &[&Tally]) -> Vec<Estimate> {
    let questions = rated(form);
    let mut people: Vec<u64> = tallies.iter().map(|tally| tally.n).collect();
    people.push(whole.n.saturating_sub(people.iter().sum()));
    let hidden = suppressed(&people, &[]);
    let groups = tallies.iter().zip(hidden);
    groups
        .map(|(tally, hidden)| {
            if hidden {
                Estimate::HIDDEN
            } else {
                of_items(form, tally, &questions)
            }
        })
        .collect()
}

/// Of strata and of units within them, released together with the whole. Who is in a stratum but in none of its units is one
/// more part of it, and who is in no stratum one more stratum; a stratum that is hidden hides its units with it.
pub fn of_nested(
    form: &Form,
    whole: &Tally,
    strata: &[&Tally],
    units: &[(Option<usize>, &Tally)],
) -> (Vec<Estimate>, Vec<Estimate>) {
    let questions = rated(form);
    let mut people: Vec<u64> = strata.iter().map(|tally| tally.n).collect();
    people.push(whole.n.saturating_sub(people.iter().sum()));
    let hidden_strata = suppressed(&people, &[]);
    let mut hidden_units = vec![false; units.len()];
    for (group, everybody) in people.iter().enumerate() {
        let own: Vec<usize> = (0..units.len())
            .filter(|at| units[*at].0.unwrap_or(strata.len()).min(strata.len()) == group)
            .collect();
        let mut cells: Vec<u64> = own.iter().map(|at| units[*at].1.n).collect();
        cells.push(everybody.saturating_sub(cells.iter().sum()));
        let hidden = suppressed(&cells, &[]);
        for (at, hidden) in own.into_iter().zip(hidden) {
            hidden_units[at] = hidden || hidden_strata[group];
        }
    }
    let shown = |tally: &Tally, hidden: &bool| {
        if *hidden {
            Estimate::HIDDEN
        } else {
            of_items(form, tally, &questions)
        }
    };
    (
        strata
            .iter()
            .zip(&hidden_strata)
            .map(|(tally, hidden)| shown(tally, hidden))
            .collect(),
        units
            .iter()
            .zip(&hidden_units)
            .map(|((_, tally), hidden)| shown(tally, hidden))
            .collect(),
    )
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 * 100.0 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::course::{Answers, Course};
    use crate::survey::template::Template;
    use serde_json::json;

    fn tally(rates: &[(i16, Option<i16>)]) -> Tally {
        let form = Template::Desk.form();
        let course = Course::of(&form).unwrap();
        let mut tally = Tally::default();
        for (overall, attitude) in rates {
            let sent = json!({"overall": overall, "attitude": attitude});
            let answers: Answers = course.check(sent.as_object().unwrap()).unwrap();
            tally.add(&course, &answers);
        }
        tally
    }

    #[test]
    fn an_items_share_is_of_those_who_answered_it() {
        let form = Template::Desk.form();
        let mut rates = vec![(5, None); 4];
        rates.extend([(4, Some(4)), (1, Some(1)), (3, Some(5)), (2, Some(2))]);
        let tally = tally(&rates);
        let rated = rated(&form);
        assert_eq!(rated.len(), 4);
        let overall = of_item(&form, &tally, &rated[0]);
        assert_eq!(
            (overall.estimate, overall.n, overall.missing),
            (Some(62.5), Some(8), Some(0))
        );
        // Four people only: nothing is said of it, and it is no part of the mean.
        assert_eq!(of_item(&form, &tally, &rated[1]), Estimate::HIDDEN);
        let whole = of_items(&form, &tally, &rated);
        assert_eq!((whole.estimate, whole.n), (Some(62.5), Some(8)));
        // Nobody is no secret.
        let none = of_item(&form, &tally, &rated[2]);
        assert_eq!((none.estimate, none.n, none.suppressed), (None, Some(0), false));
    }

    #[test]
    fn no_sum_of_strata_gives_a_small_unit_away() {
        let form = Template::Desk.form();
        let people = |n: usize| tally(&vec![(5, None); n]);
        let whole = people(62);
        // The second has four people in no unit; twelve are in no stratum.
        let (one, two) = (people(30), people(20));
        let (small, large, only, other) = (people(3), people(27), people(16), people(12));
        let units = [
            (Some(0), &small),
            (Some(0), &large),
            (Some(1), &only),
            (None, &other),
        ];
        let hidden = |all: Vec<Estimate>| all.iter().map(|one| one.suppressed).collect::<Vec<_>>();
        let (strata, of_units) = of_nested(&form, &whole, &[&one, &two], &units);
        assert_eq!(hidden(strata), [false, false]);
        assert_eq!(hidden(of_units), [true, true, true, false]);
        // A stratum of four people hides another one, and the units of both.
        let (whole, few) = (people(46), people(4));
        let units = [(Some(0), &few), (Some(1), &large), (None, &only)];
        let (strata, of_units) = of_nested(&form, &whole, &[&few, &one], &units);
        assert_eq!(hidden(strata), [true, false]);
        assert_eq!(hidden(of_units), [true, true, true]);
    }

    #[test]
    fn a_small_group_hides_another_one_with_it() {
        let form = Template::Desk.form();
        let (small, large, larger) = (
            tally(&[(5, None); 3]),
            tally(&[(4, None); 9]),
            tally(&[(1, None); 20]),
        );
        let whole = |n| Tally {
            n,
            ..Tally::default()
        };
        let shown = of_groups(&form, &whole(32), &[&small, &large, &larger]);
        let hidden = |shown: &[Estimate]| shown.iter().map(|one| one.suppressed).collect::<Vec<_>>();
        assert_eq!(hidden(&shown), [true, true, false]);
        assert_eq!(shown[2].estimate, Some(0.0));
        // Two people of no group would be what is left of the whole.
        let rest = of_groups(&form, &whole(31), &[&large, &larger]);
        assert_eq!(hidden(&rest), [true, false]);
        let many = of_groups(&form, &whole(40), &[&large, &larger]);
        assert_eq!(hidden(&many), [false, false]);
        // A small one is not to be told from six who are in none.
        let among = of_groups(&form, &whole(49), &[&small, &larger, &larger]);
        assert_eq!(hidden(&among), [true, false, false]);
    }
}
