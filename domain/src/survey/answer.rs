//! What a respondent answers to one question, as the API writes it.
//!
//! | kind | JSON |
//! | --- | --- |
//! | rating, recommendation | the bare `value` of a step: `4` |
//! | yes or no, single choice | `{"option": "a"}`; with «khác», `{"option": "other", "text": "…"}` |
//! | multiple choice | `{"options": ["a", "c"]}`, and a `text` as above |
//! | number, date, text | `{"number": 12.5}`, `{"date": "2026-11-22"}`, `{"text": "…"}` |
//! | ranking | `{"order": ["b", "a"]}`: the most important first |
//! | consent | `{"agreed": true}` |
//!
//! `null`, an empty text and an empty choice are no answer.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::form::{Ask, ChoiceOption, Form, NO, RECOMMEND, YES};
use crate::decimal::Decimal;
use crate::lang::{Lang, Said, said};
use crate::text::{holds_control, nfc};
use crate::time::CivilDate;

pub const SHORT_TEXT_CHARS_MOST: usize = 200;
pub const LONG_TEXT_CHARS_MOST: usize = 4000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Step(i16),
    Option {
        option: String,
        text: Option<String>,
    },
    Options {
        options: Vec<String>,
        text: Option<String>,
    },
    Number(Decimal),
    Date(CivilDate),
    Text(String),
    Order(Vec<String>),
    Agreed,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Chosen {
    option: Option<String>,
    options: Option<Vec<String>>,
    number: Option<serde_json::Number>,
    date: Option<String>,
    text: Option<String>,
    order: Option<Vec<String>>,
    agreed: Option<bool>,
}

impl Value {
    pub fn to_json(&self) -> Json {
        let with = |mut json: Json, text: &Option<String>| {
            if let Some(text) = text {
                json["text"] = text.clone().into();
            }
            json
        };
        match self {
            Self::Step(value) => json!(value),
            Self::Option { option, text } => with(json!({ "option": option }), text),
            Self::Options { options, text } => with(json!({ "options": options }), text),
            Self::Number(number) => json!({ "number": number.to_json() }),
            Self::Date(date) => json!({ "date": date.iso() }),
            Self::Text(text) => json!({ "text": text }),
            Self::Order(order) => json!({ "order": order }),
            Self::Agreed => json!({ "agreed": true }),
        }
    }

    /// Reads what was sent to a question that asks so; none is no answer.
    pub fn read(form: &Form, ask: &Ask, sent: &Json) -> Result<Option<Self>, Said> {
        if sent.is_null() {
            return Ok(None);
        }
        if let Some(steps) = steps_of(form, ask) {
            return read_step(&steps, sent).map(Some);
        }
        let chosen: Chosen = serde_json::from_value(sent.clone()).map_err(|_| shape(ask))?;
        match ask {
            Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend => Err(shape(ask)),
            Ask::YesNo => {
                let option = chosen.option.filter(|option| !option.is_empty());
                option.map(|option| yes_or_no(option, ask)).transpose()
            }
            Ask::SingleChoice { options } => read_option(options, chosen, ask),
            Ask::MultipleChoice { options, least, most } => {
                read_options(options, (*least, *most), chosen, ask)
            }
            Ask::Number { least, most, whole } => {
                let number = chosen
                    .number
                    .map(|number| Decimal::from_json(&number).ok_or_else(|| shape(ask)));
                number
                    .transpose()?
                    .map(|number| in_range(number, (*least, *most), *whole))
                    .transpose()
            }
            Ask::Date { first, last } => {
                let date = chosen.date.filter(|date| !date.is_empty());
                date.map(|date| read_date(&date, (*first, *last))).transpose()
            }
            Ask::Text { long } => {
                read_text(chosen.text.as_deref().unwrap_or_default(), *long).map(|text| text.map(Self::Text))
            }
            Ask::Ranking { options } => chosen.order.map_or(Ok(None), |order| read_order(options, order)),
            Ask::Consent => Ok((chosen.agreed == Some(true)).then_some(Self::Agreed)),
        }
    }
}

fn steps_of(form: &Form, ask: &Ask) -> Option<Vec<i16>> {
    if matches!(ask, Ask::Recommend) {
        return Some(RECOMMEND.collect());
    }
    let scale = form.scale_of(ask)?;
    Some(scale.all_steps().map(|step| step.value).collect())
}

fn read_step(steps: &[i16], sent: &Json) -> Result<Value, Said> {
    let value = sent.as_i64().and_then(|value| i16::try_from(value).ok());
    let known = value.filter(|value| steps.contains(value));
    known.map(Value::Step).ok_or_else(|| {
        let all = steps.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
        Said::of(|lang| match lang {
            Lang::Vi => format!("Hãy chọn một mức của thang: {all}."),
            Lang::En => format!("Choose a step of the scale: {all}."),
        })
    })
}

fn yes_or_no(option: String, ask: &Ask) -> Result<Value, Said> {
    if [YES, NO].contains(&option.as_str()) {
        return Ok(Value::Option { option, text: None });
    }
    Err(shape(ask))
}

/// What was written beside «khác»; only where that option is chosen.
fn other_text(
    options: &[ChoiceOption],
    chosen: &[String],
    text: Option<String>,
) -> Result<Option<String>, Said> {
    let is_chosen = options
        .iter()
        .any(|option| option.other && chosen.contains(&option.id));
    match text.filter(|_| is_chosen) {
        Some(text) => read_text(&text, false),
        None => Ok(None),
    }
}

fn known(options: &[ChoiceOption], id: &str) -> Result<(), Said> {
    if options.iter().any(|option| option.id == id) {
        return Ok(());
    }
    let id: String = id.chars().take(40).collect();
    Err(Said::of(|lang| match lang {
        Lang::Vi => format!("Câu này không có phương án “{id}”."),
        Lang::En => format!("This question has no option “{id}”."),
    }))
}

fn read_option(options: &[ChoiceOption], chosen: Chosen, ask: &Ask) -> Result<Option<Value>, Said> {
    let Some(option) = chosen.option.filter(|option| !option.is_empty()) else {
        return if chosen.options.is_some() {
            Err(shape(ask))
        } else {
            Ok(None)
        };
    };
    known(options, &option)?;
    let text = other_text(options, std::slice::from_ref(&option), chosen.text)?;
    Ok(Some(Value::Option { option, text }))
}

fn read_options(
    options: &[ChoiceOption],
    (least, most): (Option<u16>, Option<u16>),
    chosen: Chosen,
    ask: &Ask,
) -> Result<Option<Value>, Said> {
    let Some(ids) = chosen.options else {
        return if chosen.option.is_some() {
            Err(shape(ask))
        } else {
            Ok(None)
        };
    };
    for id in &ids {
        known(options, id)?;
    }
    // In the order of the form, each once: what is the same is stored the same.
    let ids: Vec<String> = options
        .iter()
        .map(|option| option.id.clone())
        .filter(|id| ids.contains(id))
        .collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let count = u16::try_from(ids.len()).unwrap_or(u16::MAX);
    if least.is_some_and(|least| count < least) || most.is_some_and(|most| count > most) {
        return Err(how_many(least.unwrap_or(1), most));
    }
    let text = other_text(options, &ids, chosen.text)?;
    Ok(Some(Value::Options { options: ids, text }))
}

fn how_many(least: u16, most: Option<u16>) -> Said {
    Said::of(|lang| match (lang, most) {
        (Lang::Vi, Some(most)) => format!("Hãy chọn từ {least} đến {most} phương án."),
        (Lang::En, Some(most)) => format!("Choose {least} to {most} options."),
        (Lang::Vi, None) => format!("Hãy chọn ít nhất {least} phương án."),
        (Lang::En, None) => format!("Choose at least {least} options."),
    })
}

fn in_range(
    number: Decimal,
    (least, most): (Option<Decimal>, Option<Decimal>),
    whole: bool,
) -> Result<Value, Said> {
    if whole && !number.is_whole() {
        return Err(said("Hãy ghi một số nguyên.", "Type a whole number."));
    }
    if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
        return Err(bounds(least, most));
    }
    Ok(Value::Number(number))
}

fn bounds(least: Option<Decimal>, most: Option<Decimal>) -> Said {
    Said::of(|lang| {
        let ends = (
            least.map(|least| least.in_lang(lang)),
            most.map(|most| most.in_lang(lang)),
        );
        match (lang, ends) {
            (Lang::Vi, (Some(least), Some(most))) => format!("Hãy ghi một số từ {least} đến {most}."),
            (Lang::En, (Some(least), Some(most))) => format!("Type a number from {least} to {most}."),
            (Lang::Vi, (Some(least), None)) => format!("Hãy ghi một số từ {least} trở lên."),
            (Lang::En, (Some(least), None)) => format!("Type a number of {least} or more."),
            (Lang::Vi, (None, most)) => format!("Hãy ghi một số không quá {}.", most.unwrap_or_default()),
            (Lang::En, (None, most)) => format!("Type a number of {} or less.", most.unwrap_or_default()),
        }
    })
}

fn read_date(date: &str, (first, last): (Option<CivilDate>, Option<CivilDate>)) -> Result<Value, Said> {
    let date = CivilDate::parse(date)
        .ok_or_else(|| said("Hãy ghi ngày như 22/11/2026.", "Write the date like 2026-11-22."))?;
    if first.is_some_and(|first| date < first) || last.is_some_and(|last| date > last) {
        return Err(Said::of(|lang| {
            let (first, last) = (
                first.map(|day| day.in_lang(lang)),
                last.map(|day| day.in_lang(lang)),
            );
            match (lang, first, last) {
                (Lang::Vi, Some(first), Some(last)) => format!("Hãy chọn ngày từ {first} đến {last}."),
                (Lang::En, Some(first), Some(last)) => format!("Choose a day from {first} to {last}."),
                (Lang::Vi, Some(first), None) => format!("Hãy chọn ngày từ {first} trở đi."),
                (Lang::En, Some(first), None) => format!("Choose a day from {first} on."),
                (Lang::Vi, None, last) => format!("Hãy chọn ngày không sau {}.", last.unwrap_or_default()),
                (Lang::En, None, last) => format!("Choose a day no later than {}.", last.unwrap_or_default()),
            }
        }));
    }
    Ok(Value::Date(date))
}

fn read_text(text: &str, long: bool) -> Result<Option<String>, Said> {
    if holds_control(text) {
        return Err(said(
            "Nội dung có ký tự không gõ được.",
            "The text holds characters that nobody types.",
        ));
    }
    let (text, most) = (
        nfc(text),
        if long {
            LONG_TEXT_CHARS_MOST
        } else {
            SHORT_TEXT_CHARS_MOST
        },
    );
    if text.chars().count() > most {
        return Err(Said::of(|lang| match lang {
            Lang::Vi => format!("Hãy ghi không quá {most} ký tự."),
            Lang::En => format!("Write no more than {most} characters."),
        }));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn read_order(options: &[ChoiceOption], order: Vec<String>) -> Result<Option<Value>, Said> {
    if order.is_empty() {
        return Ok(None);
    }
    for id in &order {
        known(options, id)?;
    }
    let is_whole = order.len() == options.len() && options.iter().all(|option| order.contains(&option.id));
    if is_whole {
        return Ok(Some(Value::Order(order)));
    }
    Err(said(
        "Hãy xếp hạng tất cả các phương án, mỗi phương án một hạng.",
        "Rank all options, each once.",
    ))
}

/// What an answer to the question looks like.
fn shape(ask: &Ask) -> Said {
    match ask {
        Ask::Rating { .. } | Ask::Matrix { .. } | Ask::Recommend => {
            said("Hãy chọn một mức của thang.", "Choose a step of the scale.")
        }
        Ask::YesNo => said("Hãy chọn Có hoặc Không.", "Choose yes or no."),
        Ask::SingleChoice { .. } => said("Hãy chọn một phương án.", "Choose one option."),
        Ask::MultipleChoice { .. } => said("Hãy chọn các phương án.", "Choose options."),
        Ask::Number { .. } => said("Hãy ghi một số.", "Type a number."),
        Ask::Date { .. } => said("Hãy ghi ngày như 22/11/2026.", "Write the date like 2026-11-22."),
        Ask::Text { .. } => said("Hãy ghi bằng chữ.", "Write a text."),
        Ask::Ranking { .. } => said("Hãy xếp hạng các phương án.", "Rank the options."),
        Ask::Consent => said("Hãy đánh dấu nếu đồng ý.", "Tick to agree."),
    }
}

#[cfg(test)]
mod tests;
