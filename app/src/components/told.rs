//! What a participant is told by the organisers: messages to everybody, extra time, an attempt that does not count.

use leptos::prelude::*;

use crate::components::notice;
use crate::text::pages as text;

/// Extra time of an attempt, and why.
#[derive(Debug, Clone)]
pub struct GrantLine {
    pub seconds: u32,
    pub reason: String,
}

impl GrantLine {
    fn words(&self) -> String {
        format!(
            "Được cộng {}: {}",
            text::duration(i64::from(self.seconds)),
            self.reason
        )
    }
}

/// Plain texts, the newest first; nothing where there is none.
pub fn messages(texts: Vec<String>) -> Option<AnyView> {
    if texts.is_empty() {
        return None;
    }
    let lines = texts
        .into_iter()
        .map(|text| view! { <p>{text}</p> })
        .collect_view();
    let view = view! {
        <section class="note told" aria-label="Thông báo của ban tổ chức">
            <h2>"Thông báo"</h2>
            {lines}
        </section>
    };
    Some(view.into_any())
}

pub fn grants(grants: &[GrantLine]) -> Vec<AnyView> {
    grants.iter().map(|grant| notice::calm(grant.words())).collect()
}

/// Why an attempt does not count.
pub fn voided(reason: Option<String>) -> Option<AnyView> {
    reason.map(|reason| {
        notice::bad(format!(
            "Bài thi này không được tính. Lý do: {reason}. Nếu có ý kiến, xin liên hệ ban tổ chức."
        ))
    })
}
