//! What a participant is told by the organisers: messages to everybody, extra time, an attempt that does not count.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::notice;
use crate::text::figures;

/// Extra time of an attempt, and why.
#[derive(Debug, Clone)]
pub struct GrantLine {
    pub seconds: u32,
    pub reason: String,
}

/// Everything of it, for a paper.
#[derive(Debug, Clone)]
pub struct Told {
    pub messages: Vec<String>,
    pub grants: Vec<GrantLine>,
    pub voided: Option<String>,
}

pub fn all(lang: Lang, told: Told) -> AnyView {
    (
        voided(lang, told.voided),
        messages(lang, told.messages),
        grants(lang, &told.grants),
    )
        .into_any()
}

impl GrantLine {
    fn words(&self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!(
                "Được cộng {}: {}",
                figures::duration(lang, i64::from(self.seconds)),
                self.reason
            ),
            Lang::En => format!(
                "You have {} more: {}",
                figures::duration(lang, i64::from(self.seconds)),
                self.reason
            ),
        }
    }
}

/// Plain texts, the newest first; nothing where there is none.
pub fn messages(lang: Lang, texts: Vec<String>) -> Option<AnyView> {
    if texts.is_empty() {
        return None;
    }
    let lines = texts
        .into_iter()
        .map(|text| view! { <p>{text}</p> })
        .collect_view();
    let view = view! {
        <section class="note told" aria-label=lang.say("Thông báo của ban tổ chức", "Messages of the organisers")>
            <h2>{lang.say("Thông báo", "Messages")}</h2>
            <div lang=lang.of_content()>{lines}</div>
        </section>
    };
    Some(view.into_any())
}

pub fn grants(lang: Lang, grants: &[GrantLine]) -> Vec<AnyView> {
    grants
        .iter()
        .map(|grant| notice::calm(grant.words(lang)))
        .collect()
}

/// Why an attempt does not count.
pub fn voided(lang: Lang, reason: Option<String>) -> Option<AnyView> {
    reason.map(|reason| {
        notice::bad(match lang {
            Lang::Vi => format!(
                "Bài thi này không được tính. Lý do: {reason}. Nếu có ý kiến, xin liên hệ ban tổ chức."
            ),
            Lang::En => format!(
                "This paper does not count. Reason: {reason}. If you disagree, please contact the organisers."
            ),
        })
    })
}
