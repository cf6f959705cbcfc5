//! The settings of a contest: their schema, and how a change meets what stays.

use khao_domain::contest::settings::ContestSettings;
use khao_engine::error::Error;
use serde_json::{Map, Value};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Type,
};

use super::values::one_of;
use crate::routes::body::misfit;

/// The settings with those changed that were sent.
pub fn merged(present: &ContestSettings, changed: Map<String, Value>) -> Result<ContestSettings, Error> {
    let mut all = serde_json::to_value(present).map_err(|error| Error::Internal(error.to_string()))?;
    if let Some(members) = all.as_object_mut() {
        members.extend(changed);
    }
    serde_path_to_error::deserialize(all).map_err(|error| Error::Invalid(vec![misfit("/settings", &error)]))
}

fn whole(most: u32) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0))
        .maximum(Some(most))
        .build()
}

fn flag() -> Object {
    Object::with_type(Type::Boolean)
}

fn each_once(values: &[&str], least: usize) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(one_of(values))
        .unique_items(true)
        .min_items(Some(least))
}

/// [`ContestSettings`] as a schema; every member has a default.
pub fn settings_schema() -> Object {
    let release = || one_of(&["at_once", "after_closing", "after_publication", "never"]);
    let up_to = ObjectBuilder::new()
        .property(
            "up_to",
            ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(1))
                .maximum(Some(1000)),
        )
        .required("up_to")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    let attempts = OneOfBuilder::new()
        .item(one_of(&["one", "unlimited"]))
        .item(up_to);
    let identity = ["name", "birth_date", "unit", "phone", "email", "staff_code"];
    ObjectBuilder::new()
        .description(Some("The rules; what is not sent has its default or stays."))
        .property("attempts", attempts)
        .property("counted", one_of(&["best", "first", "last"]))
        .property("grace_s", whole(600))
        .property("deadline", one_of(&["end_of_round", "full_duration"]))
        .property("score_shown", release())
        .property("keys_shown", release())
        .property("identity", each_once(&identity, 1))
        .property(
            "tie_chain",
            each_once(&["prediction", "duration", "submission_time"], 0),
        )
        .property(
            "participants_counted",
            one_of(&["submitted_persons", "started_persons", "submitted_attempts"]),
        )
        .property("overall", one_of(&["sum_of_best", "best_round"]))
        .property("allow_drafts", flag())
        .property("min_age", whole(100))
        .property("guardian_below_age", whole(100))
        .property("phone_required", flag())
        .property("staff_code_asked", flag())
        .property("entry", one_of(&["open", "roster"]))
        .property("presentation", one_of(&["one_at_a_time", "all"]))
        .property("complaint_days", whole(30))
        .property("second_approval", flag())
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use khao_domain::lang::Lang;

    #[test]
    fn the_schema_names_every_setting() {
        let schema = serde_json::to_value(settings_schema()).unwrap();
        let settings = serde_json::to_value(ContestSettings::default()).unwrap();
        let names = |value: &Value| {
            let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
            names.sort();
            names
        };
        assert_eq!(names(&schema["properties"]), names(&settings));
    }

    #[test]
    fn a_change_keeps_the_rest() {
        let present = ContestSettings {
            grace_s: 10,
            ..ContestSettings::default()
        };
        let change = |text: &str| merged(&present, serde_json::from_str(text).unwrap());
        let changed = change(r#"{"min_age": 18}"#).unwrap();
        assert_eq!((changed.grace_s, changed.min_age), (10, 18));
    }

    #[test]
    fn a_mistake_is_told_at_its_setting_and_in_our_words() {
        let present = ContestSettings::default();
        for (sent, pointer, detail) in [
            (
                r#"{"min_age": "x"}"#,
                "/settings/min_age",
                "Giá trị phải là một số nguyên từ 0 đến 255.",
            ),
            (
                r#"{"grace": 1}"#,
                "/settings/grace",
                "Ở đây không có trường «grace».",
            ),
            (
                r#"{"attempts": {"up_to": true}}"#,
                "/settings/attempts/up_to",
                "Giá trị phải là một số nguyên từ 0 đến 4294967295.",
            ),
            (
                r#"{"tie_chain": ["duration", "luck"]}"#,
                "/settings/tie_chain/1",
                "Giá trị phải là một trong: prediction, duration, submission_time.",
            ),
        ] {
            let changed = merged(&present, serde_json::from_str(sent).unwrap());
            let Err(Error::Invalid(problems)) = changed else {
                panic!("{sent}");
            };
            let told = (problems[0].pointer.as_str(), problems[0].detail.in_lang(Lang::Vi));
            assert_eq!(told, (pointer, detail), "{sent}");
        }
    }
}
