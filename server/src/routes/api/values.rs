//! Values as they cross the wire: times, days, points, answers, slugs, each with its schema.

use khao_domain::contest::answer::Value;
use khao_domain::decimal::Decimal;
use khao_domain::time::{CivilDate, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, KnownFormat, Object, ObjectBuilder, OneOfBuilder, Schema,
    SchemaFormat, Type,
};
use utoipa::openapi::{RefOr, schema};
use utoipa::{PartialSchema, ToSchema};

/// An instant: RFC 3339 in UTC with milliseconds on the way out, with any offset on the way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time(pub Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Timestamp::parse_rfc3339(&text).map(Self).ok_or_else(|| {
            serde::de::Error::custom("thời điểm phải theo RFC 3339, ví dụ 2025-10-06T00:00:00+07:00")
        })
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        text(KnownFormat::DateTime).into()
    }
}

impl ToSchema for Time {}

/// A calendar date, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub CivilDate);

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        text(KnownFormat::Date).into()
    }
}

impl ToSchema for Day {}

fn text(format: KnownFormat) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(format)))
        .build()
}

/// Points, kept in hundredths: a JSON number with at most two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points(pub i64);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let exact = Decimal::from_millionths(self.0.saturating_mul(10_000)).unwrap_or_default();
        exact.to_json().serialize(serializer)
    }
}

impl PartialSchema for Points {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Number)
            .minimum(Some(0))
            .into()
    }
}

impl ToSchema for Points {}

/// A number that is kept as it is written: with at most six places.
#[derive(Debug, Clone, Copy)]
pub struct Exact(pub Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let exact = Decimal::from_json(&number);
        exact
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("số thập phân có tối đa 6 chữ số sau dấu phẩy"))
    }
}

impl PartialSchema for Exact {
    fn schema() -> RefOr<Schema> {
        Object::with_type(Type::Number).into()
    }
}

impl ToSchema for Exact {}

/// An answer: `{"options": [id…]}`, `{"number": n}` or `{"text": s}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswerValue(pub Value);

impl PartialSchema for AnswerValue {
    fn schema() -> RefOr<Schema> {
        let option = ObjectBuilder::new().schema_type(Type::String).max_length(Some(3));
        let one = |name: &str, value: RefOr<Schema>| {
            ObjectBuilder::new()
                .property(name, value)
                .required(name)
                .additional_properties(Some(AdditionalProperties::FreeForm(false)))
        };
        OneOfBuilder::new()
            .item(one("options", ArrayBuilder::new().items(option).into()))
            .item(one(
                "number",
                ObjectBuilder::new().schema_type(Type::Number).into(),
            ))
            .item(one("text", ObjectBuilder::new().schema_type(Type::String).into()))
            .into()
    }
}

impl ToSchema for AnswerValue {}

/// A member that must be there, and may be `null`: a forgotten one must not clear anything.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}

/// A member that may be `null`, told from one that is not there.
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// The body of a call that needs none of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoMembers {}

/// A contest's address in a path; anything else names nothing there is.
#[derive(Debug, Clone)]
pub struct Slug(pub String);

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (3..=64).contains(&text.len()) && text.chars().all(legal) {
            Ok(Self(text))
        } else {
            Err(serde::de::Error::custom("not a slug"))
        }
    }
}

/// A string that is one of these.
pub fn one_of(values: &[&str]) -> schema::Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values.iter().copied()))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_at_most_two_places() {
        for (hundredths, shown) in [(1500, "15"), (750, "7.5"), (33, "0.33"), (0, "0")] {
            assert_eq!(serde_json::to_string(&Points(hundredths)).unwrap(), shown);
        }
    }

    #[test]
    fn times_are_read_with_any_offset_and_written_in_utc() {
        let time: Time = serde_json::from_str("\"2025-10-06T00:00:00+07:00\"").unwrap();
        assert_eq!(
            serde_json::to_string(&time).unwrap(),
            "\"2025-10-05T17:00:00.000Z\""
        );
        assert!(serde_json::from_str::<Time>("\"2025-10-06\"").is_err());
    }
}
