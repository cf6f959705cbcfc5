//! `/guide` and its pages: how to use all this, for each of its readers.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::crumbs::{crumb, crumbs};
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::components::title_block::title_block;

/// Whom a page of the guide is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Participant,
    Coordinator,
    Organiser,
}

impl Reader {
    /// In the order they are offered: the most people first.
    pub const ALL: [Self; 3] = [Self::Participant, Self::Coordinator, Self::Organiser];

    const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Participant => lang.say("Người dự thi", "Participants"),
            Self::Coordinator => lang.say("Đầu mối của đơn vị", "Coordinators of units"),
            Self::Organiser => lang.say("Ban tổ chức", "Organisers"),
        }
    }

    const fn purpose(self, lang: Lang) -> &'static str {
        match self {
            Self::Participant => lang.say(
                "Ghi danh, làm bài khi mạng yếu, nộp bài và xem kết quả.",
                "Enter, take the paper on a bad line, hand it in and see the result.",
            ),
            Self::Coordinator => lang.say(
                "Giúp người của đơn vị mình vào thi, theo dõi số liệu của đơn vị.",
                "Help the people of your unit in, and follow its figures.",
            ),
            Self::Organiser => lang.say(
                "Từ tài khoản đầu tiên đến khi công bố kết quả.",
                "From the first account to the published result.",
            ),
        }
    }
}

/// A page of the guide, as it is offered.
#[derive(Debug, Clone)]
pub struct GuideLine {
    pub reader: Reader,
    pub address: String,
    pub title: String,
}

#[derive(Debug, Clone)]
pub struct GuideView {
    /// With its own first heading.
    pub html: SafeHtml,
    /// The other pages for the same reader.
    pub others: Vec<GuideLine>,
}

pub fn index(lang: Lang, pages: &[GuideLine]) -> AnyView {
    let readers = Reader::ALL.map(|reader| {
        let own = pages.iter().filter(|line| line.reader == reader).cloned();
        view! {
            <li class="sheet">
                <h2>{reader.name(lang)}</h2>
                <p>{reader.purpose(lang)}</p>
                {links(own.collect())}
            </li>
        }
    });
    view! {
        <h1>{lang.say("Hướng dẫn", "Guide")}</h1>
        <p class="lead">
            {lang.say(
                "Chọn việc của ông/bà. Mỗi hướng dẫn dài khoảng hai trang giấy và in ra được.",
                "Choose what you do. Each part is about two sheets of paper, and can be printed.",
            )}
        </p>
        {in_vietnamese(lang)}
        <ul class="cards">{readers}</ul>
    }
    .into_any()
}

pub fn page(lang: Lang, view: GuideView) -> AnyView {
    let more = (!view.others.is_empty()).then(|| {
        view! {
            <nav class="no-print" aria-label=lang.say("Đọc tiếp", "Read on")>
                {links(view.others)}
            </nav>
        }
    });
    view! {
        <div class="narrow">
            {crumbs(vec![crumb("/guide".to_owned(), lang.say("Hướng dẫn", "Guide").to_owned())])}
            {title_block(lang.say("Hướng dẫn sử dụng", "Guide"), "")}
            {in_vietnamese(lang)}
            <article class="guide prose" lang="vi">
                {safe_html(view.html)}
            </article>
            {more}
        </div>
    }
    .into_any()
}

fn in_vietnamese(lang: Lang) -> Option<AnyView> {
    (lang != Lang::Vi).then(|| view! { <p class="soft">"The guide is written in Vietnamese."</p> }.into_any())
}

fn links(pages: Vec<GuideLine>) -> AnyView {
    let lines = pages
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <a href=line.address lang="vi">
                        {line.title}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="plain">{lines}</ul> }.into_any()
}
