//! Why of two neighbours in a ranking with the same score one comes first, in words.

use crate::contest::ranking::Entry;
use crate::contest::settings::TieBreak;
use crate::lang::Lang;

/// What stands between two people with the same score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The links of the chain in which they are equal too, in their order.
    equal: Vec<TieBreak>,
    /// The link that decides; none where they share a rank.
    margin: Option<Margin>,
}

/// By how much the one above is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Margin {
    /// Nearer to the truth, in whole persons.
    Closer(u64),
    /// The one below has none.
    OnlyPrediction,
    /// In milliseconds.
    Faster(u64),
    /// In milliseconds.
    Earlier(u64),
}

impl Tie {
    /// None where the scores tell them apart, or where `above` is not ranked above `below`.
    pub fn between(above: &Entry, below: &Entry, chain: &[TieBreak]) -> Option<Self> {
        if above.score != below.score {
            return None;
        }
        let mut equal = Vec::new();
        for &link in chain {
            if equal.contains(&link) {
                continue;
            }
            match compared(above, below, link) {
                Compared::Equal => equal.push(link),
                Compared::Unasked => {}
                Compared::Worse => return None,
                Compared::Better(margin) => {
                    return Some(Self {
                        equal,
                        margin: Some(margin),
                    });
                }
            }
        }
        Some(Self { equal, margin: None })
    }

    /// «bằng điểm, dự đoán sát hơn 12»
    pub fn words(&self, lang: Lang) -> String {
        let mut same = vec![lang.say("điểm", "score")];
        same.extend(self.equal.iter().map(|link| match link {
            TieBreak::Prediction => lang.say("dự đoán", "prediction"),
            TieBreak::Duration => lang.say("thời gian làm bài", "duration"),
            TieBreak::SubmissionTime => lang.say("giờ nộp", "time of submission"),
        }));
        let same = list(lang, &same);
        match (lang, self.margin) {
            (Lang::Vi, Some(margin)) => format!("bằng {same}, {}", margin.words(lang)),
            (Lang::En, Some(margin)) => format!("same {same}, {}", margin.words(lang)),
            (Lang::Vi, None) => format!("đồng hạng: bằng {same}"),
            (Lang::En, None) => format!("same rank: same {same}"),
        }
    }
}

enum Compared {
    Better(Margin),
    Equal,
    /// Neither has what the link looks at.
    Unasked,
    Worse,
}

fn compared(above: &Entry, below: &Entry, link: TieBreak) -> Compared {
    match link {
        TieBreak::Prediction => match (above.prediction_error, below.prediction_error) {
            (None, None) => Compared::Unasked,
            (None, Some(_)) => Compared::Worse,
            (Some(_), None) => Compared::Better(Margin::OnlyPrediction),
            (Some(one), Some(other)) => smaller(one, other, Margin::Closer),
        },
        TieBreak::Duration => smaller(above.duration_ms, below.duration_ms, Margin::Faster),
        TieBreak::SubmissionTime => {
            let (one, other) = (above.submitted_at.0, below.submitted_at.0);
            if one > other {
                Compared::Worse
            } else {
                smaller(0, other.abs_diff(one), Margin::Earlier)
            }
        }
    }
}

fn smaller(one: u64, other: u64, margin: impl Fn(u64) -> Margin) -> Compared {
    match other.checked_sub(one) {
        None => Compared::Worse,
        Some(0) => Compared::Equal,
        Some(by) => Compared::Better(margin(by)),
    }
}

impl Margin {
    fn words(self, lang: Lang) -> String {
        match self {
            Self::Closer(by) => format!("{} {by}", lang.say("dự đoán sát hơn", "prediction closer by")),
            Self::OnlyPrediction => lang.say("có dự đoán", "with a prediction").to_owned(),
            Self::Faster(by) => format!("{} {}", lang.say("làm nhanh hơn", "faster by"), span(lang, by)),
            Self::Earlier(by) => format!(
                "{} {}",
                lang.say("nộp sớm hơn", "submitted earlier by"),
                span(lang, by)
            ),
        }
    }
}

fn list(lang: Lang, words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.say("và", "and")),
    }
}

/// The two largest units; below a minute to the millisecond.
fn span(lang: Lang, ms: u64) -> String {
    let units = [
        (86_400_000, lang.say("ngày", "d")),
        (3_600_000, lang.say("giờ", "h")),
        (60_000, lang.say("phút", "min")),
        (1_000, lang.say("giây", "s")),
    ];
    let found = units.windows(2).find(|pair| ms >= pair[0].0);
    let Some([(large, name), (small, second)]) = found.and_then(|pair| <[_; 2]>::try_from(pair).ok()) else {
        return seconds(lang, ms);
    };
    match (ms / large, ms % large / small) {
        (count, 0) => format!("{count} {name}"),
        (count, rest) => format!("{count} {name} {rest} {second}"),
    }
}

fn seconds(lang: Lang, ms: u64) -> String {
    let point = lang.say(",", ".");
    let exact = format!("{}{point}{:03}", ms / 1000, ms % 1000);
    let short = exact.trim_end_matches('0').trim_end_matches(point);
    format!("{short} {}", lang.say("giây", "s"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::contest::ranking::rank;
    use crate::ids::{AttemptId, ParticipantId};
    use crate::time::Timestamp;

    const CHAIN: [TieBreak; 3] = [TieBreak::Prediction, TieBreak::Duration, TieBreak::SubmissionTime];

    fn entry(score: u32, error: Option<u64>, duration_ms: u64, submitted: i64) -> Entry {
        Entry {
            participant: ParticipantId(Uuid::nil()),
            attempt: AttemptId(Uuid::nil()),
            score,
            max_score: 1500,
            prediction_error: error,
            duration_ms,
            submitted_at: Timestamp(submitted),
        }
    }

    fn words(above: &Entry, below: &Entry, lang: Lang) -> Option<String> {
        Tie::between(above, below, &CHAIN).map(|tie| tie.words(lang))
    }

    #[test]
    fn ties_are_explained_by_the_first_link_that_differs() {
        let above = entry(1500, Some(3), 60_000, 1_000);
        let cases = [
            (entry(1400, Some(3), 60_000, 1_000), None),
            (entry(1500, Some(15), 1, 1), Some("bằng điểm, dự đoán sát hơn 12")),
            (entry(1500, None, 1, 1), Some("bằng điểm, có dự đoán")),
            (
                entry(1500, Some(3), 60_400, 1),
                Some("bằng điểm và dự đoán, làm nhanh hơn 0,4 giây"),
            ),
            (
                entry(1500, Some(3), 60_000, 7_321_000),
                Some("bằng điểm, dự đoán và thời gian làm bài, nộp sớm hơn 2 giờ 2 phút"),
            ),
            (
                entry(1500, Some(3), 60_000, 1_000),
                Some("đồng hạng: bằng điểm, dự đoán, thời gian làm bài và giờ nộp"),
            ),
            (entry(1500, Some(2), 60_000, 1_000), None),
        ];
        for (below, expected) in cases {
            assert_eq!(words(&above, &below, Lang::Vi).as_deref(), expected);
        }
        let unasked = words(&entry(5, None, 1_000, 1), &entry(5, None, 3_000, 1), Lang::Vi);
        assert_eq!(unasked.as_deref(), Some("bằng điểm, làm nhanh hơn 2 giây"));
        let english = words(&above, &entry(1500, Some(3), 121_000, 1), Lang::En);
        assert_eq!(
            english.as_deref(),
            Some("same score and prediction, faster by 1 min 1 s")
        );
    }

    #[test]
    fn spans_name_their_two_largest_units() {
        let cases = [
            (1, "0,001 giây"),
            (1_500, "1,5 giây"),
            (10_000, "10 giây"),
            (60_000, "1 phút"),
            (3_600_000, "1 giờ"),
            (90_061_000, "1 ngày 1 giờ"),
        ];
        for (ms, expected) in cases {
            assert_eq!(span(Lang::Vi, ms), expected, "{ms}");
        }
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let one = (0u32..3, proptest::option::of(0u64..3), 0u64..3, -2i64..3);
        let person = (0u128.., one).prop_map(|(id, (score, error, duration, at))| Entry {
            participant: ParticipantId(Uuid::from_u128(id)),
            ..entry(score, error, duration, at)
        });
        proptest::collection::vec(person, 0..20)
    }

    fn chain() -> impl Strategy<Value = Vec<TieBreak>> {
        proptest::collection::vec(proptest::sample::select(CHAIN.to_vec()), 0..4)
    }

    proptest! {
        /// Whoever follows with the same score has an explanation, which says that they share a rank exactly where they do.
        #[test]
        fn every_neighbour_of_the_same_score_is_explained(entries in entries(), chain in chain()) {
            for pair in rank(entries, &chain).windows(2) {
                let (above, below) = (&pair[0], &pair[1]);
                let tie = Tie::between(&above.entry, &below.entry, &chain);
                prop_assert_eq!(tie.is_some(), above.entry.score == below.entry.score);
                if let Some(tie) = tie {
                    prop_assert_eq!(tie.margin.is_none(), above.rank == below.rank);
                }
            }
        }
    }
}
