//! What was corrected of somebody's entry: when, which fields and why, for the person and for those who correct.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

#[derive(Debug, Clone)]
pub struct CorrectionLine {
    pub at: Timestamp,
    /// The account that did it, where the reader may know.
    pub by: Option<String>,
    /// As the engine names them.
    pub fields: Vec<String>,
    pub reason: String,
}

impl CorrectionLine {
    fn words(&self, lang: Lang) -> String {
        let fields: Vec<&str> = self.fields.iter().map(|name| field(lang, name)).collect();
        let (at, fields, reason) = (self.at.second_in(lang), fields.join(", "), &self.reason);
        match (lang, &self.by) {
            (Lang::Vi, None) => format!("{at}: ban tổ chức sửa {fields}. Lý do: {reason}"),
            (Lang::Vi, Some(by)) => format!("{at}: {by} sửa {fields}. Lý do: {reason}"),
            (Lang::En, None) => format!("{at}: the organisers changed {fields}. Reason: {reason}"),
            (Lang::En, Some(by)) => format!("{at}: {by} changed {fields}. Reason: {reason}"),
        }
    }
}

/// A field that has no words stands as the engine names it.
fn field(lang: Lang, name: &str) -> &str {
    match name {
        "full_name" => lang.say("họ và tên", "the full name"),
        "birth_date" => lang.say("ngày sinh", "the date of birth"),
        "phone" => lang.say("số điện thoại", "the telephone number"),
        "email" => lang.say("thư điện tử", "the e-mail address"),
        "unit_id" => lang.say("đơn vị", "the unit"),
        "group_id" => lang.say("bảng thi", "the group"),
        name => name,
    }
}

/// The newest first; nothing where nothing was corrected.
pub fn corrected(lang: Lang, lines: &[CorrectionLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let list = lines
        .iter()
        .map(|line| view! { <li>{line.words(lang)}</li> })
        .collect_view();
    let view = view! {
        <p class="list-title">{lang.say("Thông tin ghi danh đã được sửa", "The entry was corrected")}</p>
        <ul>{list}</ul>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_told_in_words() {
        let line = CorrectionLine {
            at: Timestamp::parse_rfc3339("2026-10-05T01:00:00.000Z").unwrap(),
            by: None,
            fields: vec!["full_name".into(), "birth_date".into(), "x".into()],
            reason: "ghi nhầm".into(),
        };
        assert_eq!(
            line.words(Lang::Vi),
            "08:00:00 ngày 05/10/2026: ban tổ chức sửa họ và tên, ngày sinh, x. Lý do: ghi nhầm"
        );
        let by = CorrectionLine {
            by: Some("tochuc".into()),
            ..line
        };
        assert!(
            by.words(Lang::En)
                .contains("tochuc changed the full name, the date of birth, x.")
        );
    }
}
