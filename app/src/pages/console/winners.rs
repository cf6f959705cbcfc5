//! `/console/contests/{slug}/winners`: the list to print and to sign, with full names.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::console_nav::console_crumb;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::file_forms::{file_forms, tables_at};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::title_block::title_block;
use crate::pages::winners::{WinnersView, lists};

pub fn page(lang: Lang, view: WinnersView, has_prizes: bool) -> AnyView {
    let contest = format!("/console/contests/{}", view.contest_slug);
    let files = format!("/api/v1/contests/{}/exports/winners", view.contest_slug);
    let lacking = (!has_prizes).then(|| {
        notice::careful(lang.say(
            "Cuộc thi chưa khai giải thưởng nào. Khai ở trang Giải thưởng, trước khi công bố kết quả.",
            "The contest has no prizes yet. Add them on the page Prizes, before results are published.",
        ))
    });
    view! {
        {title_block(view.contest_title.clone(), "")}
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(contest.clone(), view.contest_title),
        ])}
        {heading(lang.say("Danh sách đạt giải", "Winners"), lang.say("Lập từ bản xếp hạng mới nhất của mỗi vòng; bản chưa công bố được ghi rõ. In trang này để ký.", "Made from the newest ranking of each round; those that are not public say so. Print this page to sign it."))}
        <p class="no-print">
            <a href=format!("{contest}/prizes")>{lang.say("Giải thưởng", "Prizes")}</a>
            " · "
            {file_forms(lang, lang.say("Danh sách đạt giải", "Winners"), tables_at(&files, ""))}
        </p>
        {lacking}
        {lists(lang, view.lists)}
        {signatures(lang)}
    }
    .into_any()
}

/// Where the printed list is signed.
fn signatures(lang: Lang) -> AnyView {
    let signature = |who: &'static str| {
        view! {
            <div>
                <p>
                    <b>{who}</b>
                </p>
                <p>{lang.say("(Ký, ghi rõ họ tên)", "(Signature, full name)")}</p>
            </div>
        }
    };
    view! {
        <div class="paper-only">
            <div class="signatures">
                {signature(lang.say("Người lập danh sách", "Drawn up by"))}
                {signature(lang.say("Trưởng ban tổ chức", "Head of the organisers"))}
            </div>
        </div>
    }
    .into_any()
}
