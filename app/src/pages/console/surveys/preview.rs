//! A form as a phone shows it, beside its editor.

use khao_domain::lang::Lang;
use leptos::html::iframe;
use leptos::prelude::*;
use leptos::tachys::html::attribute::custom::CustomAttribute;

use super::Head;

/// A page of the editor with the form as a phone shows it beside it, where there is room; else the way to it.
pub(super) fn previewed(lang: Lang, head: &Head, section: Option<&str>, content: AnyView) -> AnyView {
    let at = section.map_or_else(String::new, |id| format!("&section={id}"));
    let framed = format!("{}/trial?frame=yes{at}", head.path());
    let alone = format!("{}/trial", head.path());
    let label = lang.say("Xem thử trên điện thoại", "As a phone shows it");
    // Where there is no room for it, it is not asked for.
    let frame = iframe()
        .src(framed)
        .class("phone")
        .title(label)
        .attr("loading", "lazy");
    view! {
        <div class="previewed">
            <div>{content}</div>
            <aside class="beside" aria-label=label>
                <p class="row">
                    <b class="preview-label">{label}</b>
                    <a href=alone>{lang.say("Thử phiếu từ đầu đến cuối", "Try the form from end to end")}</a>
                </p>
                {frame}
            </aside>
        </div>
    }
    .into_any()
}
