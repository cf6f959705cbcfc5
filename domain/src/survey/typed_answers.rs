//! What the fields of a plain form hold, and the answers that this makes.
//!
//! | field | of |
//! | --- | --- |
//! | `answers.{question}` | a step, the chosen options, a number, a date or a text |
//! | `other.{question}` | what is written beside «khác» |
//! | `rank.{question}.{option}` | the place of an option |

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::answer::Value;
use super::course::{Answers, pointer};
use super::form::{Ask, Form, Item, Question};
use crate::decimal::Decimal;
use crate::lang::{Said, said};
use crate::problem::Problem;
use crate::time::CivilDate;

/// By the name of the field; fields without anything in them are not there.
pub type Typed = BTreeMap<String, Vec<String>>;

pub fn field(question: &str) -> String {
    format!("answers.{question}")
}

pub fn other_field(question: &str) -> String {
    format!("other.{question}")
}

pub fn rank_field(question: &str, option: &str) -> String {
    format!("rank.{question}.{option}")
}

/// Every field that belongs to an item.
pub fn fields(item: &Item) -> Vec<String> {
    let own = |question: Question<'_>| match &question.item.ask {
        Ask::Ranking { options } => options
            .iter()
            .map(|option| rank_field(question.id, &option.id))
            .collect(),
        _ => vec![field(question.id), other_field(question.id)],
    };
    item.questions((0, 0)).into_iter().flat_map(own).collect()
}

/// The fields as answers that can be checked and sent.
#[derive(Debug, Default)]
pub struct Written {
    /// By the id of the question.
    pub sent: Map<String, Json>,
    /// What cannot be read at all, at the places of the answers.
    pub misread: Vec<Problem>,
}

impl Written {
    /// The answers among it that the form takes; for conditions, which see nothing else.
    pub fn known(&self, form: &Form) -> Answers {
        let asked = form.by_id();
        let known = self.sent.iter().filter_map(|(id, sent)| {
            let question = asked.get(id.as_str())?;
            let value = Value::read(form, &question.item.ask, sent).ok()??;
            Some((id.clone(), value))
        });
        known.collect()
    }
}

pub fn read(form: &Form, typed: &Typed) -> Written {
    let mut written = Written::default();
    for question in form.questions() {
        match answer(&question, typed) {
            Ok(None) => {}
            Ok(Some(sent)) => {
                written.sent.insert(question.id.to_owned(), sent);
            }
            Err(detail) => written.misread.push(Problem::at(pointer(question.id), detail)),
        }
    }
    written
}

fn answer(question: &Question<'_>, typed: &Typed) -> Result<Option<Json>, Said> {
    if let Ask::Ranking { options } = &question.item.ask {
        let ids = options.iter().map(|option| option.id.as_str()).collect();
        return order(question.id, ids, typed);
    }
    let all = typed.get(&field(question.id)).map_or(&[][..], Vec::as_slice);
    let Some(first) = all.first() else {
        return Ok(None);
    };
    let with_other = |mut sent: Json| {
        let other = typed.get(&other_field(question.id));
        if let Some(text) = other.and_then(|texts| texts.first()) {
            sent["text"] = json!(text);
        }
        sent
    };
    let sent = match &question.item.ask {
        Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend => first
            .parse::<i16>()
            .map_or_else(|_| json!(first), |step| json!(step)),
        Ask::YesNo => json!({ "option": first }),
        Ask::SingleChoice { .. } => with_other(json!({ "option": first })),
        Ask::MultipleChoice { .. } => with_other(json!({ "options": all })),
        Ask::Number { .. } => json!({ "number": Decimal::parse(first).ok_or_else(number)?.to_json() }),
        Ask::Date { .. } => json!({ "date": CivilDate::parse(first).ok_or_else(date)?.iso() }),
        Ask::Text { .. } => json!({ "text": first }),
        Ask::Ranking { .. } => return Ok(None),
        Ask::Consent => json!({ "agreed": true }),
    };
    Ok(Some(sent))
}

/// Every option has a place of its own, or none has one.
fn order(id: &str, options: Vec<&str>, typed: &Typed) -> Result<Option<Json>, Said> {
    let place = |option: &str| {
        let fields = typed.get(&rank_field(id, option))?;
        fields.first()?.trim().parse::<usize>().ok()
    };
    let mut placed: Vec<(Option<usize>, &str)> = options
        .into_iter()
        .map(|option| (place(option), option))
        .collect();
    if placed.iter().all(|(place, _)| place.is_none()) {
        return Ok(None);
    }
    placed.sort_by_key(|(place, _)| *place);
    let is_whole = (1..).zip(&placed).all(|(nth, (place, _))| *place == Some(nth));
    if !is_whole {
        return Err(said(
            "Hãy cho mỗi phương án một thứ hạng khác nhau, bắt đầu từ 1.",
            "Give each option a place of its own, from 1 on.",
        ));
    }
    let order: Vec<&str> = placed.into_iter().map(|(_, option)| option).collect();
    Ok(Some(json!({ "order": order })))
}

const fn number() -> Said {
    said(
        "Hãy nhập một số, viết liền các chữ số, ví dụ 25000 hoặc 12,5.",
        "Type a number, its digits in one piece, such as 25000 or 12.5.",
    )
}

const fn date() -> Said {
    said(
        "Hãy ghi ngày, tháng, năm, ví dụ 22/11/2026.",
        "Write day, month and year, such as 22/11/2026.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let options =
            json!([{"id": "a", "text": {"vi": "A"}}, {"id": "b", "text": {"vi": "B"}, "other": true}]);
        serde_json::from_value(json!({
            "languages": ["vi"],
            "scales": [{"id": "s", "steps": [{"value": 1, "label": {"vi": "1"}}, {"value": 2, "label": {"vi": "2"}}]}],
            "sections": [{"id": "x", "title": {"vi": "X"}, "items": [
                {"id": "rated", "text": {"vi": "?"}, "ask": {"kind": "rating", "scale": "s"}},
                {"id": "grid", "text": {"vi": "?"}, "ask": {"kind": "matrix", "scale": "s",
                    "rows": [{"id": "one", "text": {"vi": "1"}}]}},
                {"id": "pick", "text": {"vi": "?"}, "ask": {"kind": "single_choice", "options": options}},
                {"id": "many", "text": {"vi": "?"}, "ask": {"kind": "multiple_choice", "options": options}},
                {"id": "ranked", "text": {"vi": "?"}, "ask": {"kind": "ranking", "options": options}},
                {"id": "count", "text": {"vi": "?"}, "ask": {"kind": "number"}},
                {"id": "day", "text": {"vi": "?"}, "ask": {"kind": "date"}},
                {"id": "agree", "text": {"vi": "?"}, "ask": {"kind": "consent"}},
            ]}],
        }))
        .unwrap()
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let mut typed = Typed::new();
        for (name, value) in fields {
            typed
                .entry((*name).to_owned())
                .or_default()
                .push((*value).to_owned());
        }
        typed
    }

    #[test]
    fn fields_become_answers_that_the_form_takes() {
        let fields = typed(&[
            ("answers.rated", "2"),
            ("answers.one", "1"),
            ("answers.pick", "b"),
            ("other.pick", "Chợ"),
            ("answers.many", "a"),
            ("answers.many", "b"),
            ("rank.ranked.a", "2"),
            ("rank.ranked.b", "1"),
            ("answers.count", "12,5"),
            ("answers.day", "5/10/2026"),
            ("answers.agree", "yes"),
            ("answers.nobody", "x"),
        ]);
        let form = form();
        let written = read(&form, &fields);
        assert!(written.misread.is_empty(), "{:?}", written.misread);
        assert_eq!(
            Json::Object(written.sent.clone()),
            json!({
                "rated": 2, "one": 1, "pick": {"option": "b", "text": "Chợ"}, "many": {"options": ["a", "b"]},
                "ranked": {"order": ["b", "a"]}, "count": {"number": 12.5}, "day": {"date": "2026-10-05"},
                "agree": {"agreed": true},
            })
        );
        assert_eq!(written.known(&form).len(), 8);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_question() {
        let form = form();
        let wrong = typed(&[
            ("rank.ranked.a", "1"),
            ("answers.count", "nhiều"),
            ("answers.day", "31/02/2026"),
            ("answers.rated", "7"),
        ]);
        let written = read(&form, &wrong);
        let pointers: Vec<&str> = written.misread.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/answers/ranked", "/answers/count", "/answers/day"]);
        // A step that there is not is the form's to refuse; conditions do not see it.
        assert!(written.sent.contains_key("rated") && written.known(&form).is_empty());
        let twins = typed(&[("rank.ranked.a", "1"), ("rank.ranked.b", "1")]);
        assert_eq!(read(&form, &twins).misread.len(), 1);
        assert!(read(&form, &Typed::new()).sent.is_empty());
    }

    #[test]
    fn an_item_owns_its_fields() {
        let form = form();
        let of = |nth: usize| fields(&form.sections[0].items[nth]);
        assert_eq!(of(1), ["answers.one", "other.one"]);
        assert_eq!(of(4), ["rank.ranked.a", "rank.ranked.b"]);
    }
}
