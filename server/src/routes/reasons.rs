//! What serde says about a body or a query, in Vietnamese and without repeating what was sent.

/// A mistake in words, and the member it is about where serde's path does not name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub detail: String,
    pub member: Option<String>,
}

/// Where the text is no JSON at all.
pub fn of_syntax(error: &serde_json::Error) -> String {
    format!(
        "Nội dung không phải JSON hợp lệ (dòng {}, cột {}).",
        error.line(),
        error.column()
    )
}

/// Why a value does not fit. Our own types already speak Vietnamese; what is unknown stays general.
pub fn of_value(said: &str) -> Reason {
    let said = said.split(" at line ").next().unwrap_or(said);
    let plain = |detail: &str| Reason {
        detail: detail.to_owned(),
        member: None,
    };
    if let Some(rest) = said.strip_prefix("missing field ") {
        return of_member(rest, |name| format!("Thiếu trường «{name}»."));
    }
    if let Some(rest) = said.strip_prefix("unknown field ") {
        return of_member(rest, |name| format!("Ở đây không có trường «{name}»."));
    }
    if let Some(rest) = said.strip_prefix("duplicate field ") {
        return of_member(rest, |name| format!("Trường «{name}» có hai lần."));
    }
    if said.starts_with("unknown variant ") {
        return plain(&of_variants(said));
    }
    if said.starts_with("invalid type: ") || said.starts_with("invalid value: ") {
        return plain(&of_expected(said));
    }
    match said {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            plain("Giá trị phải là một số nguyên.")
        }
        "number too large to fit in target type" | "number too small to fit in target type" => {
            plain("Số này nằm ngoài khoảng cho phép.")
        }
        "provided string was not `true` or `false`" => plain("Giá trị phải là true hoặc false."),
        _ if said.starts_with("UUID parsing failed") => plain("Mã này không phải UUID hợp lệ."),
        _ if said.starts_with("invalid length") => plain("Số phần tử không đúng."),
        _ if said.is_ascii() => plain("Giá trị không đúng."),
        own => plain(&sentence(own)),
    }
}

fn of_member(rest: &str, words: impl Fn(&str) -> String) -> Reason {
    // A name that holds a backtick itself is cut short; it is no name of ours.
    let name = rest.split('`').nth(1).unwrap_or_default();
    Reason {
        detail: words(name),
        member: Some(name.to_owned()),
    }
}

/// What is expected are our own words, each in backticks.
fn of_variants(said: &str) -> String {
    let expected = said
        .rsplit_once(", expected ")
        .map_or("", |(_, expected)| expected);
    let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    if names.is_empty() {
        "Giá trị không đúng.".to_owned()
    } else {
        format!("Giá trị phải là một trong: {}.", names.join(", "))
    }
}

/// What was sent may be a secret and is left out; what is expected stands last.
fn of_expected(said: &str) -> String {
    let expected = said
        .rsplit_once(", expected ")
        .map_or("", |(_, expected)| expected);
    let wanted = match expected {
        "a string" | "str" | "string" | "a borrowed string" => "một chuỗi ký tự",
        "a boolean" | "bool" => "true hoặc false",
        "a sequence" | "a list" => "một danh sách",
        "an object" | "a map" => "một đối tượng",
        "u8" => "một số nguyên từ 0 đến 255",
        "u16" => "một số nguyên từ 0 đến 65535",
        "u32" => "một số nguyên từ 0 đến 4294967295",
        "u64" | "usize" => "một số nguyên không âm",
        "i64" | "i32" | "an integer" => "một số nguyên",
        "f64" | "a JSON number" | "a number" => "một số",
        "a UUID string" | "a formatted UUID string" => "một chuỗi UUID",
        _ if expected.starts_with("struct ") => "một đối tượng",
        _ => return "Giá trị này không đúng kiểu.".to_owned(),
    };
    format!("Giá trị phải là {wanted}.")
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
            (reason.detail.as_str(), reason.member.as_deref()),
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
            of_syntax(&error),
            "Nội dung không phải JSON hợp lệ (dòng 2, cột 0)."
        );
    }
}
