//! Cards of a form that several people may work at: only what somebody changed here is taken, and only where nobody has
//! changed the same card since it was shown.

use khao_domain::lang::{Lang, Said, said};
use khao_domain::problem::Problem;
use khao_engine::error::{Error, Result};

use crate::routes::body::Form;

/// What every sent card carries: its fields as the page showed them.
const SHOWN: &str = "shown.";

/// A card as it was sent; `typed` has what was shown where a field is not on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card<const N: usize> {
    pub id: String,
    pub is_removed: bool,
    shown: [String; N],
    pub typed: [String; N],
}

/// What to do about a card.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    Changes,
    Removed,
}

/// For the card's hidden field.
pub(super) fn carried<const N: usize>(stored: &[String; N]) -> String {
    serde_json::Value::from(stored.to_vec()).to_string()
}

/// The cards of a form, by their ids.
pub(super) fn sent<const N: usize>(form: &Form, names: [&str; N]) -> Result<Vec<Card<N>>> {
    let cards = form.fields().iter();
    cards
        .filter_map(|(name, shown)| Some((name.strip_prefix(SHOWN)?, shown)))
        .map(|(id, shown)| card(form, id, shown, names).ok_or(Error::NotFound))
        .collect()
}

fn card<const N: usize>(form: &Form, id: &str, shown: &str, names: [&str; N]) -> Option<Card<N>> {
    let shown: Vec<String> = serde_json::from_str(shown).ok()?;
    let shown: [String; N] = shown.try_into().ok()?;
    let mut typed = shown.clone();
    for (name, field) in names.into_iter().zip(&mut typed) {
        let name = format!("{name}.{id}");
        if form.fields().iter().any(|(sent, _)| *sent == name) {
            form.text(&name).trim().clone_into(field);
        }
    }
    Some(Card {
        is_removed: form.text(&format!("remove.{id}")) == "yes",
        id: id.to_owned(),
        shown,
        typed,
    })
}

impl<const N: usize> Card<N> {
    /// What was not touched here is as it is now: two people may change one card in different places.
    #[must_use]
    pub fn upon(mut self, stored: &[String; N]) -> Self {
        let fields = self.typed.iter_mut().zip(&mut self.shown).zip(stored);
        for ((typed, shown), now) in fields.filter(|_| !self.is_removed) {
            if typed == shown {
                now.clone_into(typed);
                now.clone_into(shown);
            }
        }
        self
    }

    /// A card cannot be taken away and copied at once.
    pub fn copied(&self, action: &str) -> Option<Problem> {
        let is_copied = action.strip_prefix("copy.") == Some(&self.id);
        (is_copied && self.is_removed).then(|| {
            let detail = said(
                "Ô xóa đang được đánh dấu; xin bỏ dấu ấy rồi nhân bản.",
                "It is ticked to be removed; take the tick away, then duplicate it.",
            );
            Problem::at(format!("/remove.{}", self.id), detail)
        })
    }

    pub fn is_touched(&self) -> bool {
        self.is_removed || self.typed != self.shown
    }

    /// Beside the card as it is stored now: what to do, or where somebody else was quicker. `names` are those of the
    /// fields, `words` says what a stored field shows.
    pub fn fate(
        &self,
        stored: &[String; N],
        names: [&str; N],
        words: impl Fn(&str, &str) -> String,
    ) -> std::result::Result<Fate, Vec<Problem>> {
        if !self.is_touched() || (self.typed == *stored && !self.is_removed) {
            return Ok(Fate::Stays);
        }
        let quicker = (0..N).filter(|at| stored[*at] != self.shown[*at]);
        let told: Vec<Problem> = quicker
            .filter(|at| self.is_removed || stored[*at] != self.typed[*at])
            .map(|at| changed_there(names[at], &self.id, &words(names[at], &stored[at])))
            .collect();
        match (told.is_empty(), self.is_removed) {
            (false, _) => Err(told),
            (true, true) => Ok(Fate::Removed),
            (true, false) => Ok(Fate::Changes),
        }
    }

    /// It was changed here, and is not there any more.
    pub fn gone(&self) -> Option<Problem> {
        let name = self.shown.first().cloned().unwrap_or_default();
        let is_lost = self.is_touched() && !self.is_removed;
        is_lost.then(|| {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Người khác vừa xóa «{name}», nên chưa lưu gì. Xin xem lại rồi lưu."),
                Lang::En => {
                    format!(
                        "Somebody else has just removed “{name}”, so nothing was saved. Look again, then save."
                    )
                }
            });
            Problem::at("", detail)
        })
    }
}

fn changed_there(name: &str, id: &str, now: &str) -> Problem {
    Problem::at(format!("/{name}.{id}"), changed_to(now))
}

pub(in crate::routes::pages::console) fn changed_to(now: &str) -> Said {
    if now.is_empty() {
        return said(
            "Người khác vừa để trống ô này, nên chưa lưu gì. Nếu vẫn muốn như ở đây, xin lưu lần nữa.",
            "Somebody else has just emptied this, so nothing was saved. To keep what stands here, save again.",
        );
    }
    Said::of(|lang| match lang {
        Lang::Vi => format!(
            "Người khác vừa đổi thành «{now}», nên chưa lưu gì. Nếu vẫn muốn như ở đây, xin lưu lần nữa."
        ),
        Lang::En => format!(
            "Somebody else has just changed this to “{now}”, so nothing was saved. To keep what stands here, save again."
        ),
    })
}

/// The engine speaks of `/{card}/{field}`, the page of `/{field}.{card}`.
pub(super) fn at_card(pointer: &str, named: impl Fn(&str) -> &str) -> String {
    let parts = pointer
        .strip_prefix('/')
        .and_then(|pointer| pointer.split_once('/'));
    match parts {
        Some((card, field)) => format!("/{}.{card}", named(field)),
        None => pointer.to_owned(),
    }
}

/// The lines of a list that others may have changed too: what was added and taken away here, done to what is there.
pub(super) fn merged(shown: &str, typed: &str, stored: &str) -> String {
    if lines(shown).eq(lines(stored)) {
        return typed.to_owned();
    }
    let (shown, typed): (Vec<&str>, Vec<&str>) = (lines(shown).collect(), lines(typed).collect());
    let stored: Vec<&str> = lines(stored).collect();
    let kept = stored
        .iter()
        .filter(|line| typed.contains(line) || !shown.contains(line));
    let added = typed
        .iter()
        .filter(|line| !shown.contains(line) && !stored.contains(line));
    let merged: Vec<&str> = kept.chain(added).copied().collect();
    merged.join("\n")
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 2] = ["name", "minutes"];

    fn texts(texts: [&str; 2]) -> [String; 2] {
        texts.map(str::to_owned)
    }

    #[track_caller]
    fn check(
        shown: [&str; 2],
        typed: [&str; 2],
        stored: [&str; 2],
        expected: std::result::Result<Fate, &[&str]>,
    ) {
        let card = Card {
            id: "7".to_owned(),
            is_removed: false,
            shown: texts(shown),
            typed: texts(typed),
        };
        let stored = texts(stored);
        let card = card.upon(&stored);
        let fate = card.fate(&stored, NAMES, |_, text| text.to_owned());
        let told = fate.map_err(|told| told.into_iter().map(|one| one.pointer).collect::<Vec<_>>());
        let expected = expected.map_err(|told| told.iter().map(|one| (*one).to_owned()).collect());
        assert_eq!(told, expected);
    }

    #[test]
    fn a_card_is_taken_where_it_changed_here_only() {
        check(["a", "1"], ["a", "1"], ["b", "2"], Ok(Fate::Stays));
        check(["a", "1"], ["b", "1"], ["a", "1"], Ok(Fate::Changes));
        check(["a", "1"], ["b", "2"], ["b", "2"], Ok(Fate::Stays));
        check(["a", "1"], ["b", "2"], ["b", "1"], Ok(Fate::Changes));
        check(["a", "1"], ["b", "1"], ["c", "1"], Err(&["/name.7"]));
        // What only the other one changed stays so.
        check(["a", "1"], ["b", "1"], ["a", "2"], Ok(Fate::Changes));
    }

    #[test]
    fn what_was_not_touched_follows_the_other_one() {
        let card = Card {
            id: "7".to_owned(),
            is_removed: false,
            shown: texts(["a", "1"]),
            typed: texts(["b", "1"]),
        };
        assert_eq!(card.upon(&texts(["a", "2"])).typed, texts(["b", "2"]));
    }

    #[test]
    fn what_goes_is_not_copied() {
        let card = |is_removed| Card {
            id: "7".to_owned(),
            is_removed,
            shown: texts(["a", "1"]),
            typed: texts(["a", "1"]),
        };
        assert!(card(true).copied("copy.7").is_some());
        assert!(card(true).copied("copy.8").is_none() && card(false).copied("copy.7").is_none());
    }

    #[test]
    fn a_removal_is_of_what_was_seen() {
        let card = |shown| Card {
            id: "7".to_owned(),
            is_removed: true,
            shown: texts(shown),
            typed: texts(["a", "1"]),
        };
        let words = |_: &str, text: &str| text.to_owned();
        let stored = texts(["a", "1"]);
        assert_eq!(card(["a", "1"]).fate(&stored, NAMES, words), Ok(Fate::Removed));
        assert!(card(["a", "2"]).fate(&stored, NAMES, words).is_err());
        assert_eq!(card(["a", "1"]).gone(), None);
    }

    #[test]
    fn lists_of_two_people_come_together() {
        assert_eq!(merged("a\nb", "b\nc", "a\nb\nd"), "b\nd\nc");
        assert_eq!(merged("a", "a\r\n \r\nb", "a\nb"), "a\nb");
    }
}
