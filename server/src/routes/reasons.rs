//! What serde says about a body or a query, in words for people and without repeating what was sent.

use khao_domain::lang::{Lang, Said, said};

/// A mistake in words, and the member it is about where serde's path does not name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub detail: Said,
    pub member: Option<String>,
}

/// Where the text is no JSON at all.
pub fn of_syntax(error: &serde_json::Error) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!(
            "Nội dung không phải JSON hợp lệ (dòng {}, cột {}).",
            error.line(),
            error.column()
        ),
        Lang::En => format!(
            "This is no valid JSON (line {}, column {}).",
            error.line(),
            error.column()
        ),
    })
}

/// Why a value does not fit. Our own types already speak Vietnamese; what is unknown stays general.
pub fn of_value(reason: &str) -> Reason {
    let reason = reason.split(" at line ").next().unwrap_or(reason);
    let plain = |detail: Said| Reason { detail, member: None };
    if let Some(rest) = reason.strip_prefix("missing field ") {
        return of_member(rest, "Thiếu trường «#».", "The field “#” is missing.");
    }
    if let Some(rest) = reason.strip_prefix("unknown field ") {
        return of_member(rest, "Ở đây không có trường «#».", "There is no field “#” here.");
    }
    if let Some(rest) = reason.strip_prefix("duplicate field ") {
        return of_member(rest, "Trường «#» có hai lần.", "The field “#” is there twice.");
    }
    if reason.starts_with("unknown variant ") {
        return plain(of_variants(reason));
    }
    if reason.starts_with("invalid type: ") || reason.starts_with("invalid value: ") {
        return plain(of_expected(reason));
    }
    match reason {
        "invalid digit found in string" | "cannot parse integer from empty string" => plain(said(
            "Giá trị phải là một số nguyên.",
            "The value must be a whole number.",
        )),
        "number too large to fit in target type" | "number too small to fit in target type" => plain(said(
            "Số này nằm ngoài khoảng cho phép.",
            "The number is out of range.",
        )),
        "provided string was not `true` or `false`" => plain(said(
            "Giá trị phải là true hoặc false.",
            "The value must be true or false.",
        )),
        _ if reason.starts_with("UUID parsing failed") => {
            plain(said("Mã này không phải UUID hợp lệ.", "This is no valid UUID."))
        }
        _ if reason.starts_with("invalid length") => {
            plain(said("Số phần tử không đúng.", "Wrong number of elements."))
        }
        _ if reason.is_ascii() => plain(said("Giá trị không đúng.", "The value is not right.")),
        own => plain(own_words(own)),
    }
}

/// `#` stands for the member's name.
fn of_member(rest: &str, vietnamese: &'static str, english: &'static str) -> Reason {
    // A name that holds a backtick itself is cut short; it is no name of ours.
    let name = rest.split('`').nth(1).unwrap_or_default();
    Reason {
        detail: Said::of(|lang| lang.say(vietnamese, english).replace('#', name)),
        member: Some(name.to_owned()),
    }
}

/// What is expected are our own words, each in backticks.
fn of_variants(reason: &str) -> Said {
    let expected = reason
        .rsplit_once(", expected ")
        .map_or("", |(_, expected)| expected);
    let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    if names.is_empty() {
        said("Giá trị không đúng.", "The value is not right.")
    } else {
        Said::of(|lang| match lang {
            Lang::Vi => format!("Giá trị phải là một trong: {}.", names.join(", ")),
            Lang::En => format!("The value must be one of: {}.", names.join(", ")),
        })
    }
}

/// What was sent may be a secret and is left out; what is expected stands last.
fn of_expected(reason: &str) -> Said {
    let expected = reason
        .rsplit_once(", expected ")
        .map_or("", |(_, expected)| expected);
    let wanted = match expected {
        "a string" | "str" | "string" | "a borrowed string" => said("một chuỗi ký tự", "a string"),
        "a boolean" | "bool" => said("true hoặc false", "true or false"),
        "a sequence" | "a list" => said("một danh sách", "a list"),
        "an object" | "a map" => said("một đối tượng", "an object"),
        "u8" => said("một số nguyên từ 0 đến 255", "a whole number from 0 to 255"),
        "u16" => said("một số nguyên từ 0 đến 65535", "a whole number from 0 to 65535"),
        "u32" => said(
            "một số nguyên từ 0 đến 4294967295",
            "a whole number from 0 to 4294967295",
        ),
        "u64" | "usize" => said("một số nguyên không âm", "a whole number, zero or more"),
        "i64" | "i32" | "an integer" => said("một số nguyên", "a whole number"),
        "f64" | "a JSON number" | "a number" => said("một số", "a number"),
        "a UUID string" | "a formatted UUID string" => said("một chuỗi UUID", "a UUID string"),
        _ if expected.starts_with("struct ") => said("một đối tượng", "an object"),
        _ => return said("Giá trị này không đúng kiểu.", "The value is of the wrong type."),
    };
    Said::of(|lang| match lang {
        Lang::Vi => format!("Giá trị phải là {}.", wanted.in_lang(lang)),
        Lang::En => format!("The value must be {}.", wanted.in_lang(lang)),
    })
}

/// What our own types say where they do not read a value: serde's errors are plain text in one language.
const OWN_WORDS: [(&str, &str); 6] = [
    ("ngày phải có dạng YYYY-MM-DD", "a date must be YYYY-MM-DD"),
    ("độ khó là số từ 1 đến 5", "a difficulty is a number from 1 to 5"),
    (
        "số thập phân có tối đa 6 chữ số sau dấu phẩy",
        "a decimal number has at most 6 digits after the point",
    ),
    (
        "số quá lớn hoặc có quá 6 chữ số sau dấu phẩy",
        "the number is too large or has more than 6 digits after the point",
    ),
    (
        "thời điểm phải theo RFC 3339, ví dụ 2025-10-06T00:00:00+07:00",
        "a moment must be RFC 3339, such as 2025-10-06T00:00:00+07:00",
    ),
    (
        "trang sau bắt đầu từ «next» của trang trước",
        "the next page begins at “next” of the page before",
    ),
];

/// What our own types say: in Vietnamese, with the English where it is one of these.
fn own_words(words: &str) -> Said {
    let english = OWN_WORDS.iter().find(|(own, _)| *own == words);
    match english {
        Some((own, english)) => Said::of(|lang| sentence(lang.say(own, english))),
        None => sentence(words).into(),
    }
}

/// Our own words: a capital at the start, a stop at the end.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        One,
        Two,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its reading is tried")]
    struct Body {
        name: String,
        count: u8,
        #[serde(default)]
        id: Option<uuid::Uuid>,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        list: Vec<bool>,
        #[serde(default)]
        day: Option<khao_domain::time::CivilDate>,
    }

    #[track_caller]
    fn check(body: &str, detail: &str, member: Option<&str>) {
        let error = serde_json::from_str::<Body>(body).unwrap_err();
        let reason = of_value(&error.to_string());
        assert_eq!(
            (reason.detail.in_lang(Lang::Vi), reason.member.as_deref()),
            (detail, member),
            "{error}"
        );
    }

    #[test]
    fn serde_speaks_vietnamese_and_repeats_nothing() {
        check(r#"{"name":"a"}"#, "Thiếu trường «count».", Some("count"));
        check(r#"{"nam":1}"#, "Ở đây không có trường «nam».", Some("nam"));
        check(
            r#"{"name":"a","name":"b"}"#,
            "Trường «name» có hai lần.",
            Some("name"),
        );
        check(
            r#"{"name":1,"count":1}"#,
            "Giá trị phải là một chuỗi ký tự.",
            None,
        );
        let range = "Giá trị phải là một số nguyên từ 0 đến 255.";
        for count in ["256", "-1", "1.5", "\"mật khẩu, expected u8\"", "null"] {
            check(&format!(r#"{{"name":"a","count":{count}}}"#), range, None);
        }
        let with = |more: &str| format!(r#"{{"name":"a","count":1,{more}}}"#);
        check(&with(r#""id":"x""#), "Mã này không phải UUID hợp lệ.", None);
        check(&with(r#""id":5"#), "Giá trị phải là một chuỗi UUID.", None);
        check(
            &with(r#""kind":"three""#),
            "Giá trị phải là một trong: one, two.",
            None,
        );
        check(&with(r#""list":{}"#), "Giá trị phải là một danh sách.", None);
        check(&with(r#""list":[1]"#), "Giá trị phải là true hoặc false.", None);
        check(&with(r#""day":"hôm qua""#), "Ngày phải có dạng YYYY-MM-DD.", None);
    }

    #[test]
    fn broken_json_is_told_with_its_place() {
        let error = serde_json::from_str::<Body>("{\n").unwrap_err();
        assert_eq!(
            Lang::ALL.map(|lang| of_syntax(&error).in_lang(lang).to_owned()),
            [
                "Nội dung không phải JSON hợp lệ (dòng 2, cột 0).",
                "This is no valid JSON (line 2, column 0)."
            ]
        );
    }
}
