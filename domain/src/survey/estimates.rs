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
/// too: they are one more group, which is not shown. The same holds of those who answered an item: where too few of a
/// group did, the item is part of no group's figure.
pub fn of_groups(form: &Form, whole: &Tally, tallies: &[&Tally]) -> Vec<Estimate> {
    let hidden = hidden_parts((whole.n, people(tallies)), &[]);
    let mut questions = rated(form);
    questions.retain(|question| tells_none(question, whole, tallies, &hidden));
    let groups = tallies.iter().zip(&hidden);
    groups
        .map(|(tally, hidden)| shown(form, tally, (*hidden, &questions)))
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
    let hidden_strata = hidden_parts((whole.n, people(strata)), &[]);
    let mut questions = rated(form);
    questions.retain(|question| tells_none(question, whole, strata, &hidden_strata));
    let rest = rest_of(whole, strata);
    let mut of_units = vec![Estimate::HIDDEN; units.len()];
    for (group, is_hidden) in hidden_strata.iter().enumerate() {
        if *is_hidden {
            continue;
        }
        let stratum = strata.get(group).copied().unwrap_or(&rest);
        let is_own = |at: &usize| units[*at].0.unwrap_or(strata.len()).min(strata.len()) == group;
        let own: Vec<usize> = (0..units.len()).filter(is_own).collect();
        let tallies: Vec<&Tally> = own.iter().map(|at| units[*at].1).collect();
        let hidden = hidden_parts((stratum.n, people(&tallies)), &[]);
        let mut told = questions.clone();
        told.retain(|question| tells_none(question, stratum, &tallies, &hidden));
        for ((at, tally), hidden) in own.into_iter().zip(tallies).zip(hidden) {
            of_units[at] = shown(form, tally, (hidden, &told));
        }
    }
    let of_strata = strata.iter().zip(&hidden_strata);
    let of_strata = of_strata.map(|(tally, hidden)| shown(form, tally, (*hidden, &questions)));
    (of_strata.collect(), of_units)
}

fn shown(form: &Form, tally: &Tally, (is_hidden, questions): (bool, &[Question<'_>])) -> Estimate {
    if is_hidden {
        Estimate::HIDDEN
    } else {
        of_items(form, tally, questions)
    }
}

fn people(tallies: &[&Tally]) -> Vec<u64> {
    tallies.iter().map(|tally| tally.n).collect()
}

fn valid(tally: &Tally, question: &Question<'_>) -> u64 {
    tally
        .questions
        .get(question.id)
        .map_or(0, |counted| counted.valid)
}

/// Which parts of a whole are hidden, the last of them what is left of it. Parts that are more than their whole were counted
/// at another time, or elsewhere: nobody knows what they would tell, so all are hidden.
fn hidden_parts((whole, mut parts): (u64, Vec<u64>), hidden: &[bool]) -> Vec<bool> {
    let Some(rest) = whole.checked_sub(parts.iter().sum()) else {
        return vec![true; parts.len() + 1];
    };
    parts.push(rest);
    suppressed(&parts, hidden)
}

/// Whether no part that is shown would have to be hidden for how few answered the item, there or in another part.
fn tells_none(question: &Question<'_>, whole: &Tally, parts: &[&Tally], hidden: &[bool]) -> bool {
    let answered = parts.iter().map(|part| valid(part, question)).collect();
    let more = hidden_parts((valid(whole, question), answered), hidden);
    let mut both = more.iter().zip(hidden);
    both.all(|(more, known)| *known || !*more)
}

/// Who is in none of the parts.
fn rest_of(whole: &Tally, parts: &[&Tally]) -> Tally {
    let mut rest = Tally {
        n: whole.n.saturating_sub(people(parts).iter().sum()),
        ..Tally::default()
    };
    for (id, counted) in &whole.questions {
        let of_parts = parts.iter().filter_map(|part| part.questions.get(id));
        let answered: u64 = of_parts.map(|part| part.valid).sum();
        let left = QuestionTally {
            valid: counted.valid.saturating_sub(answered),
            ..QuestionTally::default()
        };
        rest.questions.insert(id.clone(), left);
    }
    rest
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
        let whole = |n: usize| tally(&vec![(3, None); n]);
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

    #[test]
    fn units_that_are_more_than_their_stratum_are_hidden() {
        let form = Template::Desk.form();
        let people = |n: usize| tally(&vec![(5, None); n]);
        let (whole, one, two) = (people(50), people(20), people(30));
        let (large, small, other) = (people(12), people(10), people(30));
        let units = [(Some(0), &large), (Some(0), &small), (Some(1), &other)];
        let (strata, of_units) = of_nested(&form, &whole, &[&one, &two], &units);
        let hidden = |all: Vec<Estimate>| all.iter().map(|one| one.suppressed).collect::<Vec<_>>();
        assert_eq!(hidden(strata), [false, false]);
        assert_eq!(hidden(of_units), [true, true, false]);
    }

    #[test]
    fn an_item_that_few_of_a_group_answered_is_in_no_groups_figure() {
        let form = Template::Desk.form();
        // The second question was answered by 22 people, 3 of them of the second group.
        let first = tally(&[(1, Some(5)); 19]);
        let mut rates = vec![(5, Some(1)); 3];
        rates.extend([(5, None); 7]);
        let second = tally(&rates);
        let mut everybody = vec![(1, Some(5)); 19];
        everybody.extend(rates);
        let whole = tally(&everybody);
        let told = |all: Vec<Estimate>| all.iter().map(|one| one.estimate).collect::<Vec<_>>();
        let groups = of_groups(&form, &whole, &[&first, &second]);
        assert_eq!(told(groups), [Some(0.0), Some(100.0)]);
        let (strata, of_units) = of_nested(&form, &whole, &[&first, &second], &[(Some(0), &first)]);
        assert_eq!(
            (told(strata), told(of_units)),
            (vec![Some(0.0), Some(100.0)], vec![Some(0.0)])
        );
        // Where enough of each did, it counts.
        let both = tally(&[(1, Some(5)); 38]);
        assert_eq!(told(of_groups(&form, &both, &[&first, &first])), [Some(50.0); 2]);
    }
}
