//! What answers earn. Only the server scores: everything here needs the key.

use crate::bank::item::{ChoiceOption, Credit, Item, ItemKind, PredictionOf};
use crate::contest::answer::Value;
use crate::contest::correction::Rulings;
use crate::contest::paper::{Paper, Pool, max_points_hundredths, points};
use crate::decimal::Decimal;
use crate::text;

/// What one answer earns, in hundredths of a point. `order` is the order in which the options were shown.
pub fn score(item: &Item, order: &[u8], value: Option<&Value>) -> u32 {
    let full = points(item);
    if let (
        ItemKind::MultipleChoice {
            options,
            credit: Credit::Partial,
            ..
        },
        Some(Value::Options(ids)),
    ) = (&item.kind, value)
    {
        return partial(full, options, order, ids);
    }
    if is_correct(item, order, value) { full } else { 0 }
}

/// max(0, right − wrong) / (number right) of the points, rounded down.
fn partial(full: u32, options: &[ChoiceOption], order: &[u8], ids: &[String]) -> u32 {
    let right = ids
        .iter()
        .filter(|id| shown_option(options, order, id).is_some_and(|option| option.correct))
        .count();
    let wrong = ids.len() - right;
    let keys = options.iter().filter(|option| option.correct).count();
    if keys == 0 {
        return 0;
    }
    let earned = u64::from(full) * (right.saturating_sub(wrong).min(keys) as u64) / keys as u64;
    u32::try_from(earned).unwrap_or(full)
}

/// Whether the answer is wholly right. A prediction never is: its truth is known only after the round.
pub fn is_correct(item: &Item, order: &[u8], value: Option<&Value>) -> bool {
    match (&item.kind, value) {
        (
            ItemKind::SingleChoice { .. } | ItemKind::MultipleChoice { .. } | ItemKind::TrueFalse { .. },
            Some(Value::Options(ids)),
        ) => {
            let mut ids = ids.clone();
            ids.sort();
            let mut keys = key_ids(item, order);
            keys.sort();
            !keys.is_empty() && ids == keys
        }
        (ItemKind::Number { answer, tolerance }, Some(Value::Number(number))) => {
            number.abs_diff(*answer) <= *tolerance
        }
        (ItemKind::Text { accepted }, Some(Value::Text(answer))) => {
            let answer = text::answer_key(answer);
            accepted.iter().any(|variant| text::answer_key(variant) == answer)
        }
        _ => false,
    }
}

/// The option shown under an id: "1" is the first place.
fn shown_option<'a>(options: &'a [ChoiceOption], order: &[u8], id: &str) -> Option<&'a ChoiceOption> {
    let place = id.parse::<usize>().ok()?.checked_sub(1)?;
    options.get(usize::from(*order.get(place)?))
}

/// The shown ids of the right options; empty for kinds without options.
pub fn key_ids(item: &Item, order: &[u8]) -> Vec<String> {
    match &item.kind {
        ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => {
            let is_right = |index: &u8| {
                options
                    .get(usize::from(*index))
                    .is_some_and(|option| option.correct)
            };
            (1..)
                .zip(order)
                .filter(|(_, index)| is_right(index))
                .map(|(place, _): (u32, _)| place.to_string())
                .collect()
        }
        ItemKind::TrueFalse { answer } => vec![if *answer { "1" } else { "2" }.to_owned()],
        ItemKind::Number { .. } | ItemKind::Text { .. } | ItemKind::Prediction { .. } => Vec::new(),
    }
}

/// The key of a number or a short text in words: "12,5 (± 0,5)", or the first accepted variant.
pub fn key_text(item: &Item) -> Option<String> {
    match &item.kind {
        ItemKind::Number { answer, tolerance } if *tolerance == Decimal::ZERO => Some(answer.vietnamese()),
        ItemKind::Number { answer, tolerance } => {
            Some(format!("{} (± {})", answer.vietnamese(), tolerance.vietnamese()))
        }
        ItemKind::Text { accepted } => accepted.first().cloned(),
        _ => None,
    }
}

/// What a whole paper earned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperScore {
    pub hundredths: u32,
    pub max_hundredths: u32,
    /// The answer to the first prediction question, if it was answered.
    pub prediction: Option<(PredictionOf, Decimal)>,
    /// Hundredths per question, in the order of the paper.
    pub per_question: Vec<u32>,
}

/// Scores a paper as the round's corrections have it; `answers[i]` belongs to `paper.questions[i]`, and missing ones count as unanswered.
pub fn score_paper(pool: &Pool, rulings: &Rulings, paper: &Paper, answers: &[Option<Value>]) -> PaperScore {
    let answers = answers.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    let answered = paper.questions.iter().zip(answers);
    let per_question: Vec<u32> = answered
        .clone()
        .map(|(question, value)| {
            pool.get(question.item)
                .map_or(0, |item| rulings.score(item, question, value))
        })
        .collect();
    let mut predictions = answered.filter_map(|(question, value)| match pool.get(question.item)?.kind {
        ItemKind::Prediction { of } => Some((of, value)),
        _ => None,
    });
    let prediction = match predictions.next() {
        Some((of, Some(Value::Number(number)))) => Some((of, *number)),
        _ => None,
    };
    PaperScore {
        hundredths: per_question.iter().sum(),
        max_hundredths: max_points_hundredths(pool, rulings, paper),
        prediction,
        per_question,
    }
}

#[cfg(test)]
mod tests;
