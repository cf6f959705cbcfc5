//! What keeps a form from being fielded, with the places where it is put right.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::form::FormView;
use crate::components::notice;

/// Whether the form can be fielded, and the places where it cannot.
pub(super) fn readiness(lang: Lang, view: &FormView) -> AnyView {
    if view.findings.is_empty() {
        return notice::calm(lang.say(
            "Phiếu không có lỗi, mở đợt được.",
            "Nothing is wrong: the form can be fielded.",
        ));
    }
    let lines = view
        .findings
        .iter()
        .map(|finding| {
            let (href, place) = place_of(lang, view, &finding.pointer);
            let detail = finding.detail.in_lang(lang).to_owned();
            view! {
                <li>
                    <a href=href>{place}</a>
                    ": "
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="note">
            <h2>{lang.say("Cần sửa trước khi mở đợt", "To be put right before it is fielded")}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

/// Where a finding is put right, and what that place is called.
fn place_of(lang: Lang, view: &FormView, pointer: &str) -> (String, String) {
    let path = view.head.form_path();
    let mut parts = pointer.split('/').skip(1);
    let kind = parts.next().unwrap_or_default();
    let mut number = || parts.next().and_then(|text| text.parse::<usize>().ok());
    let section = number();
    let found = section.and_then(|nth| view.form.sections.get(nth));
    match (kind, section, found) {
        ("sections", Some(nth), Some(section)) => {
            let rest = pointer.split('/').nth(4).and_then(|text| text.parse().ok());
            let item = rest.and_then(|item: usize| section.items.get(item));
            match item {
                Some(item) => (
                    format!("{path}/items/{}", item.id),
                    format!("{} {}", lang.say("Câu", "Item"), item.id),
                ),
                None => (
                    format!("{path}/sections/{}", section.id),
                    format!("{} {}", lang.say("Phần", "Section"), nth + 1),
                ),
            }
        }
        ("scales", ..) => (format!("{path}/scales"), lang.say("Thang", "Scales").to_owned()),
        ("factors", ..) => (
            format!("{path}/scales"),
            lang.say("Nhân tố", "Factors").to_owned(),
        ),
        ("languages", ..) => (
            "#languages".to_owned(),
            lang.say("Ngôn ngữ", "Languages").to_owned(),
        ),
        _ => (path, lang.say("Phiếu", "Form").to_owned()),
    }
}
