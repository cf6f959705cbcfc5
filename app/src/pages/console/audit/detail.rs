//! What a row tells beyond its action, in words.

use khao_domain::audit::{Change, Detail};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::time::Timestamp;
use serde_json::Value;

use super::fields::{field, file, setting};
use crate::pages::console::surveys::channel_words;
use crate::text::figures::{count, duration};

/// Changes first, then the rest, each in its place; what is for machines is left out.
pub fn told(lang: Lang, detail: &Detail) -> String {
    let changes = detail.changed.iter().map(|change| changed(lang, change));
    let facts = FACTS
        .iter()
        .filter_map(|name| fact(lang, name, detail.facts.get(*name)?));
    let parts: Vec<String> = changes.chain(facts).collect();
    parts.join("; ")
}

fn changed(lang: Lang, change: &Change) -> String {
    let name = field(lang, &change.field);
    if change.from.is_null() && change.to.is_null() {
        return match lang {
            Lang::Vi => format!("{name}: đã đổi"),
            Lang::En => format!("{name}: changed"),
        };
    }
    let value = |value: &Value| spoken(lang, &change.field, value);
    format!("{name}: {} → {}", value(&change.from), value(&change.to))
}

fn spoken(lang: Lang, field: &str, value: &Value) -> String {
    let field = field.strip_prefix("settings.").unwrap_or(field);
    match value {
        Value::Null => lang.say("(trống)", "(empty)").to_owned(),
        Value::Bool(true) => lang.say("có", "yes").to_owned(),
        Value::Bool(false) => lang.say("không", "no").to_owned(),
        Value::Number(number) => number.as_i64().map_or_else(
            || number.to_string(),
            |number| match field {
                "opens_at" | "closes_at" => Timestamp(number).minute_in(lang),
                "duration_s" | "grace_s" => duration(lang, number),
                _ => count(lang, number),
            },
        ),
        Value::String(text) if text.is_empty() => lang.say("(trống)", "(empty)").to_owned(),
        Value::String(text) if field == "role" => role(lang, text),
        Value::String(text) if field == "channels" => channel_words(lang, text),
        Value::String(text) => setting(lang, field, text).map_or_else(|| quoted(lang, text), str::to_owned),
        Value::Array(list) => {
            let each: Vec<String> = list.iter().map(|one| spoken(lang, field, one)).collect();
            each.join(", ")
        }
        // Several attempts, with their number.
        Value::Object(map) => match map.get("up_to").and_then(Value::as_i64) {
            Some(most) => match lang {
                Lang::Vi => format!("nhiều nhất {most} lượt"),
                Lang::En => format!("at most {most}"),
            },
            None => value.to_string(),
        },
    }
}

fn quoted(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Vi => format!("«{text}»"),
        Lang::En => format!("“{text}”"),
    }
}

fn role(lang: Lang, role: &str) -> String {
    Role::parse(role).map_or(role, |role| role.name(lang)).to_owned()
}

/// In the order they are told.
const FACTS: [&str; 34] = [
    "prize",
    "number",
    "amount",
    "everybody",
    "participant",
    "unit",
    "seconds",
    "kind",
    "item",
    "deleted",
    "step",
    "items",
    "copy_of",
    "undone",
    "below",
    "mode",
    "on",
    "people",
    "new",
    "altered",
    "moved",
    "same",
    "lost",
    "approved",
    "entries",
    "revision",
    "version",
    "file",
    "role",
    "upheld",
    "removed",
    "text",
    "reason",
    "commitment",
];

fn fact(lang: Lang, name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => figure(lang, name, number.as_i64()?),
        Value::Bool(is_so) => flag(lang, name, *is_so).map(str::to_owned),
        Value::String(text) => words(lang, name, text),
        _ => None,
    }
}

fn figure(lang: Lang, name: &str, number: i64) -> Option<String> {
    if name == "seconds" {
        return Some(duration(lang, number));
    }
    let figure = count(lang, number);
    let told = match name {
        "number" => lang.say("{} giải", "{} of them"),
        "amount" => lang.say("mỗi giải {} đồng", "{} VND each"),
        "items" => lang.say("{} câu", "{} questions"),
        "undone" => lang.say("của bản {}", "of revision {}"),
        "below" => lang.say("cùng {} đơn vị cấp dưới", "with {} units below"),
        "people" => lang.say("{} người", "{} people"),
        "new" => lang.say("mới {}", "{} new"),
        "altered" => lang.say("thay đổi {}", "{} changed"),
        "moved" => lang.say("chuyển cấp trên {}", "{} moved"),
        "same" => lang.say("giữ nguyên {}", "{} as they were"),
        "lost" => lang.say("không còn {}", "{} gone"),
        "entries" => lang.say("{} người được xếp hạng", "{} people ranked"),
        "revision" => lang.say("bản {}", "revision {}"),
        "version" => lang.say("phiếu bản {}", "version {} of the form"),
        _ => return None,
    };
    Some(told.replace("{}", &figure))
}

fn flag(lang: Lang, name: &str, is_so: bool) -> Option<&'static str> {
    match (name, is_so) {
        ("upheld", true) => Some(lang.say("khiếu nại đúng", "upheld")),
        ("upheld", false) => Some(lang.say("khiếu nại không đúng", "not upheld")),
        ("everybody", true) => Some(lang.say("mọi người", "everybody")),
        ("approved", true) => Some(lang.say("duyệt luôn", "approved at once")),
        ("removed", true) => Some(lang.say("đã bỏ", "removed")),
        _ => None,
    }
}

fn words(lang: Lang, name: &str, text: &str) -> Option<String> {
    let labelled = |label: &str| format!("{label}: {text}");
    Some(match name {
        "prize" | "participant" | "unit" | "on" => text.to_owned(),
        "item" => labelled(lang.say("câu", "question")),
        "deleted" => labelled(lang.say("xóa câu", "deleted")),
        "copy_of" => labelled(lang.say("chép từ", "copied from")),
        "text" => quoted(lang, text),
        "reason" => labelled(lang.say("lý do", "reason")),
        "commitment" => labelled(lang.say("cam kết", "commitment")),
        "role" => role(lang, text),
        "file" => file(lang, text).to_owned(),
        "kind" | "step" | "mode" => setting(lang, name, text).unwrap_or(text).to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_facts_are_told_in_both_languages() {
        let detail = Detail::default()
            .change("settings.attempts", "one", serde_json::json!({ "up_to": 3 }))
            .change("duration_s", 1200, 1500)
            .touched("rules", true)
            .fact("revision", 25)
            .fact("session", "0192");
        assert_eq!(
            told(Lang::Vi, &detail),
            "Số lượt thi trong một vòng: một lượt → nhiều nhất 3 lượt; Thời gian làm bài: 20 phút → 25 phút; Thể lệ: đã đổi; bản 25"
        );
        assert_eq!(
            told(Lang::En, &detail),
            "Attempts a round: one → at most 3; Time for a paper: 20 min → 25 min; Rules: changed; revision 25"
        );
        let approved = Detail::default().fact("step", "approve").fact("items", 50);
        assert_eq!(told(Lang::Vi, &approved), "duyệt; 50 câu");
        let wave = Detail::default()
            .change("channels", vec!["web"], vec!["web", "paper"])
            .touched("form", true)
            .fact("version", 2);
        assert_eq!(
            told(Lang::En, &wave),
            "Ways to answer: Open link → Open link, Paper form; Form: changed; version 2 of the form"
        );
        let time = Detail::default().fact("everybody", true).fact("seconds", 1200);
        assert_eq!(told(Lang::Vi, &time), "mọi người; 20 phút");
        assert_eq!(told(Lang::En, &time), "everybody; 20 min");
    }

    #[test]
    fn every_setting_has_a_name() {
        let settings = serde_json::to_value(khao_domain::contest::settings::ContestSettings::default());
        let settings = settings.unwrap();
        for name in settings.as_object().unwrap().keys() {
            let field_name = format!("settings.{name}");
            assert_ne!(field(Lang::Vi, &field_name), field_name);
        }
    }
}
