//! Every text of a form, with where it stands.

use super::form::{Ask, Form, Place};
use super::texts::Texts;

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// A JSON pointer into the form.
    pub pointer: String,
    /// The item that it belongs to; of a section's own texts the first one, none of what items share.
    pub at: Option<Place>,
}

/// Visits every text in the order of the form.
pub fn each_text(form: &Form, visit: &mut impl FnMut(&Spot, &Texts)) {
    // One walk serves readers and writers; forms are small, and nothing of this is asked often.
    each_text_mut(&mut form.clone(), &mut |spot, texts| visit(spot, texts));
}

/// As [`each_text`], to write in.
pub fn each_text_mut(form: &mut Form, visit: &mut impl FnMut(&Spot, &mut Texts)) {
    let mut shared = |pointer: String, texts: &mut Texts| visit(&Spot { pointer, at: None }, texts);
    for (nth, scale) in form.scales.iter_mut().enumerate() {
        for (step, one) in scale.steps.iter_mut().enumerate() {
            shared(format!("/scales/{nth}/steps/{step}/label"), &mut one.label);
        }
        if let Some(unknown) = &mut scale.unknown {
            shared(format!("/scales/{nth}/unknown/label"), &mut unknown.label);
        }
    }
    for (nth, factor) in form.factors.iter_mut().enumerate() {
        shared(format!("/factors/{nth}/title"), &mut factor.title);
        shared(format!("/factors/{nth}/part"), &mut factor.part);
    }
    for (nth, section) in form.sections.iter_mut().enumerate() {
        let place = format!("/sections/{nth}");
        let mut own = |name: &str, texts: &mut Texts| {
            let pointer = format!("{place}/{name}");
            visit(
                &Spot {
                    pointer,
                    at: Some((nth, 0)),
                },
                texts,
            );
        };
        own("title", &mut section.title);
        own("text", &mut section.text);
        for (item, one) in section.items.iter_mut().enumerate() {
            let place = format!("{place}/items/{item}");
            let mut own = |name: &str, texts: &mut Texts| {
                let pointer = format!("{place}/{name}");
                visit(
                    &Spot {
                        pointer,
                        at: Some((nth, item)),
                    },
                    texts,
                );
            };
            own("text", &mut one.text);
            own("hint", &mut one.hint);
            each_answer(&mut one.ask, &mut own);
        }
    }
}

fn each_answer(ask: &mut Ask, own: &mut impl FnMut(&str, &mut Texts)) {
    match ask {
        Ask::SingleChoice { options } | Ask::MultipleChoice { options, .. } | Ask::Ranking { options } => {
            for (nth, option) in options.iter_mut().enumerate() {
                own(&format!("ask/options/{nth}/text"), &mut option.text);
            }
        }
        Ask::Matrix { rows, .. } => {
            for (nth, row) in rows.iter_mut().enumerate() {
                own(&format!("ask/rows/{nth}/text"), &mut row.text);
            }
        }
        Ask::Rating { .. }
        | Ask::Recommend
        | Ask::YesNo
        | Ask::Number { .. }
        | Ask::Date { .. }
        | Ask::Text { .. }
        | Ask::Consent => {}
    }
}
