//! `/contests/{slug}/winners`: who has won, as far as rankings are public.

mod lists;

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::title_block::title_block;

pub use lists::{PersonWon, UnitWon, WinnerLines, WinnerListView, Won};
pub(crate) use lists::{lists, money};

#[derive(Debug, Clone)]
pub struct WinnersView {
    pub contest_slug: String,
    pub contest_title: String,
    pub lists: Vec<WinnerListView>,
}

pub fn page(lang: Lang, view: WinnersView) -> AnyView {
    let contest = format!("/contests/{}", view.contest_slug);
    view! {
        {title_block(view.contest_title.clone(), "")}
        {crumbs(vec![content_crumb(contest, view.contest_title)])}
        <h1>{lang.say("Danh sách đạt giải", "Winners")}</h1>
        {lists(lang, view.lists)}
        <p class="soft small">
            {lang.say(
                "Tên được rút gọn khi người đạt giải không đồng ý công bố.",
                "Names are shortened where their owners have not agreed to publish them.",
            )}
        </p>
    }
    .into_any()
}
