//! A form that several people may have open: what nobody touched here follows what is stored by now, and what both of
//! them changed is told at its field.

use std::collections::HashMap;

use khao_domain::lang::{Said, said};
use khao_domain::problem::Problem;
use khao_engine::error::{Error, Result};
use sha2::{Digest, Sha256};

use super::setup::cards::changed_to;
use crate::routes::body::Form;

const CHOSEN_THERE: Said = said(
    "Người khác vừa chọn khác ở đây, nên chưa lưu gì. Nếu vẫn muốn như ở đây, xin lưu lần nữa.",
    "Somebody else has just chosen otherwise here, so nothing was saved. To keep what stands here, save again.",
);

/// What the form carries of the values it was shown with.
pub(super) const SHOWN: &str = "shown";
/// A longer value is known again by its digest.
const CARRIED_MOST: usize = 64;
/// Several choices of one name, in whatever order; of everything else each line and each space is somebody's.
const SETS: [&str; 2] = ["identity", "flags"];

/// The fields of a form as they are stored; several values of one name in lines.
pub(super) type Stored = Vec<(&'static str, String)>;

/// For the hidden field.
pub(super) fn carried(stored: &Stored) -> String {
    let marks = stored.iter().map(|(name, value)| (*name, mark(name, value)));
    marks.collect::<serde_json::Value>().to_string()
}

fn mark(name: &str, value: &str) -> String {
    let value = if SETS.contains(&name) {
        in_order(value.lines())
    } else {
        // As browsers send lines.
        value.replace("\r\n", "\n")
    };
    if value.len() <= CARRIED_MOST {
        return value;
    }
    let digest = Sha256::digest(value.as_bytes());
    digest
        .iter()
        .fold("#".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

fn in_order<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    let mut lines: Vec<&str> = lines.map(str::trim_end).collect();
    lines.sort_unstable();
    lines.join("\n")
}

/// The form, upon what is stored now; `words` says what a stored field shows, none of a
/// choice. A form that carries nothing is taken as it is.
pub(super) fn upon(
    form: &Form,
    stored: &Stored,
    words: impl Fn(&str, &str) -> Option<String>,
) -> Result<Form> {
    let (followed, both) = compared(form, stored);
    if both.is_empty() {
        return Ok(followed);
    }
    let told = both
        .into_iter()
        .map(|(name, now)| {
            let detail = words(name, now).map_or(CHOSEN_THERE, |now| changed_to(&now));
            Problem::at(format!("/{name}"), detail)
        })
        .collect();
    Err(Error::Stale(told))
}

/// The same for a form that came back: untouched fields show what is stored.
pub(super) fn followed(form: &Form, stored: &Stored) -> Form {
    compared(form, stored).0
}

type Both<'s> = Vec<(&'static str, &'s str)>;

fn compared<'s>(form: &Form, stored: &'s Stored) -> (Form, Both<'s>) {
    let shown: HashMap<String, String> = serde_json::from_str(form.text(SHOWN)).unwrap_or_default();
    let mut followed = form.clone();
    let mut both = Vec::new();
    for (name, now) in stored {
        let Some(shown) = shown.get(*name) else { continue };
        let typed = mark(name, &form.all(name).collect::<Vec<_>>().join("\n"));
        let now_marked = mark(name, now);
        let is_changed_there = now_marked != *shown;
        if typed == *shown {
            if is_changed_there && SETS.contains(name) {
                followed.replace(name, now.lines());
            } else if is_changed_there {
                followed.replace(name, std::iter::once(now.as_str()));
            }
        } else if is_changed_there && typed != now_marked {
            both.push((*name, now.as_str()));
        }
    }
    (followed, both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(title: &str, flags: &str) -> Stored {
        vec![("title", title.to_owned()), ("flags", flags.to_owned())]
    }

    fn form(title: &str, flags: &[&str], shown: &Stored) -> Form {
        let mut fields = vec![("title", title), ("shown", "")];
        fields.extend(flags.iter().map(|flag| ("flags", *flag)));
        let mut form = Form::of(&fields);
        form.replace(SHOWN, std::iter::once(carried(shown).as_str()));
        form
    }

    #[test]
    fn two_people_change_different_fields() {
        let shown = stored("Tên", "a\nb");
        let mine = form("Tên mới", &["b", "a"], &shown);
        let Ok(merged) = upon(&mine, &stored("Tên", "c"), |_, now| Some(now.to_owned())) else {
            panic!("they touched different fields");
        };
        assert_eq!(merged.text("title"), "Tên mới");
        assert_eq!(merged.all("flags").collect::<Vec<_>>(), ["c"]);
    }

    /// The rules of a contest, in lines: their order and their spaces are part of them.
    #[test]
    fn lines_of_a_text_in_another_order_are_another_text() {
        let stored = |rules: &str| -> Stored { vec![("rules", rules.to_owned())] };
        let sent =
            |rules: &str, shown: &Stored| Form::of(&[("rules", rules), (SHOWN, carried(shown).as_str())]);
        let words = |_: &str, now: &str| Some(now.to_owned());
        let shown = stored("Một\nHai");
        for there in ["Hai\nMột", "Một  \nHai"] {
            let mine = sent("Một\r\nBa", &shown);
            assert!(matches!(upon(&mine, &stored(there), words), Err(Error::Stale(_))));
            // Untouched here, and whole in what follows.
            let untouched = sent("Một\r\nHai", &shown);
            let Ok(merged) = upon(&untouched, &stored(there), words) else {
                panic!("nobody touched it here");
            };
            assert_eq!(merged.text("rules"), there);
        }
    }

    #[test]
    fn what_both_changed_is_told_at_its_field() {
        let long = "x".repeat(200);
        let shown = stored(&long, "");
        let mine = form("Của tôi", &[], &shown);
        let Err(Error::Stale(told)) = upon(&mine, &stored("Của người khác", "a"), |_, now| {
            Some(now.to_owned())
        }) else {
            panic!("both changed the title");
        };
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].pointer, "/title");
        // The page that comes back shows what the other one chose where nothing was touched here.
        let back = followed(&mine, &stored("Của người khác", "a"));
        assert_eq!((back.text("title"), back.text("flags")), ("Của tôi", "a"));
        assert!(
            upon(
                &form("Như nhau", &[], &shown),
                &stored("Như nhau", ""),
                |_, now| Some(now.to_owned())
            )
            .is_ok()
        );
    }
}
