//! The console's own navigation: the sections the visitor's role may open.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::crumbs::{Crumb, crumb};

/// A part of the console with an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Contests,
    Surveys,
    Banks,
    Accounts,
    Units,
    Audit,
    Instance,
}

impl Section {
    /// In the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Contests,
        Self::Surveys,
        Self::Banks,
        Self::Units,
        Self::Accounts,
        Self::Audit,
        Self::Instance,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Contests => "/console",
            Self::Surveys => "/console/surveys",
            Self::Banks => "/console/banks",
            Self::Accounts => "/console/accounts",
            Self::Units => "/console/units",
            Self::Audit => "/console/audit",
            Self::Instance => "/console/instance",
        }
    }

    const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Contests => lang.say("Cuộc thi", "Contests"),
            Self::Surveys => lang.say("Khảo sát", "Surveys"),
            Self::Banks => lang.say("Ngân hàng câu hỏi", "Question banks"),
            Self::Accounts => lang.say("Tài khoản", "Accounts"),
            Self::Units => lang.say("Đơn vị", "Units"),
            Self::Audit => lang.say("Nhật ký", "Audit"),
            Self::Instance => lang.say("Thiết lập", "Settings"),
        }
    }

    /// The way back to it.
    pub fn crumb(self, lang: Lang) -> Crumb {
        crumb(self.path(), self.label(lang))
    }
}

/// The way back to the console, from a page of a contest.
pub fn console_crumb(lang: Lang) -> Crumb {
    crumb("/console", lang.say("Bảng điều hành", "Console"))
}

/// What the navigation of one page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleNav {
    pub sections: Vec<Section>,
    /// The section the page lies in.
    pub current: Section,
    /// The page of the guide that explains this one.
    pub guide: &'static str,
}

pub fn console_nav(lang: Lang, nav: &ConsoleNav) -> AnyView {
    let links = nav
        .sections
        .iter()
        .map(|section| {
            let current = (*section == nav.current).then_some("true");
            view! {
                <li>
                    <a href=section.path() aria-current=current>
                        {section.label(lang)}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="sections" aria-label=lang.say("Các mục của bảng điều hành", "Sections of the console")>
            <ul>
                {links}
                <li>
                    <a href=nav.guide>{lang.say("Hướng dẫn phần này", "Help with this page")}</a>
                </li>
            </ul>
        </nav>
    }
    .into_any()
}
