//! How often each step or option was chosen, as it may be shown.

use super::form::{Ask, Form, NO, Question, RECOMMEND, YES};
use super::suppression::{K, suppressed};
use super::tally::{QuestionTally, Tally, favourable};

/// The figures of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// How many answered it; none where these are too few.
    pub valid: Option<u64>,
    /// In the order of the form; none where nothing was to choose from.
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The value of a step, or the id of an option.
    pub id: String,
    /// None where it is about too few people, or would give them away.
    pub count: Option<u64>,
    /// Per cent of those who answered; «không biết» is no answer.
    pub share: Option<f64>,
}

pub fn of_question(form: &Form, tally: &Tally, question: &Question<'_>) -> Shares {
    let none = QuestionTally::default();
    let counted = tally.questions.get(question.id).unwrap_or(&none);
    let ask = &question.item.ask;
    let is_small = (1..K).contains(&counted.valid);
    let mut lines = match ask {
        Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend => steps(form, ask, counted),
        Ask::YesNo => partition(&[YES.to_owned(), NO.to_owned()], counted),
        Ask::SingleChoice { options } | Ask::Ranking { options } => {
            let ids: Vec<String> = options.iter().map(|option| option.id.clone()).collect();
            partition(&ids, counted)
        }
        Ask::MultipleChoice { options, .. } => options
            .iter()
            .map(|option| overlapping(&option.id, counted))
            .collect(),
        Ask::Number { .. } | Ask::Date { .. } | Ask::Text { .. } | Ask::Consent => Vec::new(),
    };
    if is_small {
        for line in &mut lines {
            (line.count, line.share) = (None, None);
        }
    }
    Shares {
        valid: (!is_small).then_some(counted.valid),
        lines,
    }
}

/// The best steps are released summed up, as the estimate is, and so are the others: each of the two is a total that
/// hidden cells could be summed up from.
fn steps(form: &Form, ask: &Ask, counted: &QuestionTally) -> Vec<Line> {
    let best = favourable(form, ask).unwrap_or_default();
    let scale = form.scale_of(ask);
    let steps: Vec<i16> = match scale {
        Some(scale) => scale.steps.iter().map(|step| step.value).collect(),
        None => RECOMMEND.collect(),
    };
    let of = |is_best: bool| {
        let own = steps.iter().filter(|step| best.contains(step) == is_best);
        partition(&own.map(i16::to_string).collect::<Vec<_>>(), counted)
    };
    let mut lines = of(false);
    lines.extend(of(true));
    if let Some(unknown) = scale.and_then(|scale| scale.unknown.as_ref()) {
        let id = unknown.value.to_string();
        let known = counted.count(&id);
        let silent = counted.missing().saturating_sub(known);
        let is_hidden = suppressed(&[known, silent], &[])[0];
        lines.push(Line {
            id,
            count: (!is_hidden).then_some(known),
            share: None,
        });
    }
    lines
}

/// Cells that add up to a total which is known.
fn partition(ids: &[String], counted: &QuestionTally) -> Vec<Line> {
    let cells: Vec<u64> = ids.iter().map(|id| counted.count(id)).collect();
    let hidden = suppressed(&cells, &[]);
    let cells = ids.iter().zip(cells).zip(hidden);
    cells
        .map(|((id, count), hidden)| line(id, count, counted, hidden))
        .collect()
}

/// Somebody chose it, everybody else did not: neither may be few.
fn overlapping(id: &str, counted: &QuestionTally) -> Line {
    let count = counted.count(id);
    let hidden = suppressed(&[count, counted.valid.saturating_sub(count)], &[])[0];
    line(id, count, counted, hidden)
}

fn line(id: &str, count: u64, counted: &QuestionTally, hidden: bool) -> Line {
    let share = (!hidden && counted.valid > 0).then(|| count as f64 * 100.0 / counted.valid as f64);
    Line {
        id: id.to_owned(),
        count: (!hidden).then_some(count),
        share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        let step = |value: i16| json!({"value": value, "label": {"vi": "x"}});
        let steps: Vec<_> = (1..=5).map(step).collect();
        serde_json::from_value(json!({
            "languages": ["vi"],
            "scales": [{"id": "s", "unknown": {"value": 9, "label": {"vi": "?"}}, "steps": steps}],
            "sections": [{"id": "a", "title": {"vi": "A"}, "items": [
                {"id": "q", "text": {"vi": "?"}, "ask": {"kind": "rating", "scale": "s"}},
                {"id": "m", "text": {"vi": "?"}, "ask": {"kind": "multiple_choice", "options": [
                    {"id": "x", "text": {"vi": "X"}}, {"id": "y", "text": {"vi": "Y"}}, {"id": "z", "text": {"vi": "Z"}}]}},
                {"id": "t", "text": {"vi": "?"}, "ask": {"kind": "text"}},
            ]}],
        }))
        .unwrap()
    }

    fn counts(id: &str, met: u64, valid: u64, chosen: &[(&str, u64)]) -> Vec<Option<u64>> {
        let form = form();
        let chosen = chosen.iter().map(|(id, count)| ((*id).to_owned(), *count));
        let counted = QuestionTally {
            met,
            valid,
            chosen: chosen.collect(),
        };
        let tally = Tally {
            n: met,
            questions: [(id.to_owned(), counted)].into(),
        };
        let shares = of_question(&form, &tally, &form.by_id()[id]);
        shares.lines.iter().map(|line| line.count).collect()
    }

    /// Three and two at the ends are five people; but the share of the best steps is released too.
    #[test]
    fn no_small_step_can_be_taken_from_the_estimate() {
        let shown = counts(
            "q",
            130,
            125,
            &[("1", 3), ("2", 40), ("3", 30), ("4", 50), ("5", 2)],
        );
        assert_eq!(shown, [None, Some(40), None, None, None, Some(0)]);
        let open = counts("q", 100, 90, &[("1", 10), ("3", 30), ("5", 50), ("9", 10)]);
        assert_eq!(open, [Some(10), Some(0), Some(30), Some(0), Some(50), Some(10)]);
        assert_eq!(counts("q", 100, 97, &[("5", 97), ("9", 3)])[5], None);
    }

    #[test]
    fn an_option_that_nearly_all_chose_is_hidden_as_one_that_few_did() {
        let shown = counts("m", 50, 50, &[("x", 47), ("y", 3), ("z", 20)]);
        assert_eq!(shown, [None, None, Some(20)]);
    }

    #[test]
    fn of_few_answers_nothing_is_shown_and_texts_are_only_counted() {
        assert_eq!(counts("m", 50, 4, &[("x", 4)]), [None, None, None]);
        assert!(counts("t", 50, 40, &[]).is_empty());
        let nobody = counts("q", 0, 0, &[]);
        assert_eq!(nobody, [Some(0); 6]);
    }
}
