//! The frame around every page, and what turns a page into text.

pub mod offline;

use hydration_context::SsrSharedContext;
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use leptos::prelude::*;
use std::sync::Arc;

use crate::components::console_nav::{ConsoleNav, console_nav};
use crate::components::done::{self, Done};
use crate::components::island_loader::{island_loader, module_script};
use crate::components::lang_switch::{lang_switch, lang_switch_of};
use crate::components::said;
use crate::components::site::{self, Site};

/// The public addresses of the embedded files; their names carry a hash.
#[derive(Debug, Clone, Copy)]
pub struct AssetNames {
    pub css: &'static str,
    /// The script of the order of a form's sections and items.
    pub arranging: &'static str,
    /// The sheet of tablets, beside the one of all pages.
    pub kiosk: &'static str,
    /// What only the console draws, beside the one of all pages.
    pub office: &'static str,
    /// The script of the live board.
    pub board: &'static str,
    /// The script of papers that are typed in.
    pub entry: &'static str,
    /// The script of the steps of the set-up.
    pub setup: &'static str,
    /// The script of items that are being written.
    pub writing: &'static str,
    /// The script that tells people at work what is new.
    pub told: &'static str,
    /// Where the code of an invitation is given.
    pub invited: &'static str,
    /// The script that has pages of tablets kept.
    pub offline: &'static str,
    pub participant: BundleNames,
    /// Of tablets at desks and of interviewers.
    pub field: BundleNames,
}

/// One browser build.
#[derive(Debug, Clone, Copy)]
pub struct BundleNames {
    pub js: &'static str,
    pub wasm: &'static str,
}

/// The browser build a page with islands needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    Participant,
}

impl AssetNames {
    const fn bundle(&self, bundle: Bundle) -> BundleNames {
        match bundle {
            Bundle::Participant => self.participant,
        }
    }
}

/// Who looks at the page; decides what the navigation offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visitor {
    Anonymous,
    Participant { name: String, contest_slug: String },
    Staff { username: String, role: Role },
}

/// What every page needs besides its own content.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page's own title, without the name of the site.
    pub title: String,
    /// The nonce of this response's content security policy.
    pub nonce: String,
    pub assets: &'static AssetNames,
    /// What the authority that runs the site made its own.
    pub site: Site,
    pub visitor: Visitor,
    pub lang: Lang,
    /// Where the page is found again in the other language; empty where only the browser knows.
    pub back: String,
    /// The form on the page that takes what was typed along to the other language.
    pub language_form: Option<&'static str>,
    /// Named by pages that hold islands, and only by those.
    pub bundle: Option<Bundle>,
    /// A script by itself, named by the one page that it serves.
    pub script: Option<&'static str>,
    /// The console's own navigation, on its pages.
    pub console: Option<ConsoleNav>,
    /// The step that has led to this page.
    pub done: Option<Done>,
    /// The browser asks again after so many seconds.
    pub refresh_s: Option<u32>,
    /// Within another page of ours, which has the frame.
    pub bare: bool,
}

/// The whole page as text.
pub fn render(shell: Shell, content: impl IntoView) -> String {
    let html = part(shell.lang, || document(shell, content));
    format!("<!DOCTYPE html>{html}")
}

/// A piece of a page, for a script that puts it in its place.
pub fn part<V: IntoView>(lang: Lang, content: impl FnOnce() -> V) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        said::write_in(lang);
        content().to_html()
    });
    owner.cleanup();
    html
}

/// The masthead's seal; within the page, so that no browser asks for a file.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Ccircle cx='16' cy='16' r='16' fill='%230b5a60'/%3E%3Cpath d='M11 8v16M21 8l-9 8 9 8' fill='none' stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E";

fn document(shell: Shell, content: impl IntoView) -> impl IntoView {
    let title = format!("{} · {}", shell.title, shell.site.short_name);
    let script = shell
        .script
        .map(|script| module_script(script, shell.nonce.clone()));
    let loader = shell
        .bundle
        .map(|bundle| island_loader(shell.assets.bundle(bundle), shell.nonce));
    let head = (!shell.bare).then(|| {
        let skip = shell
            .lang
            .say("Chuyển đến nội dung chính", "Skip to the main content");
        view! {
            <a class="skip" href="#content">{skip}</a>
            {masthead(shell.lang, &shell.site, shell.visitor)}
        }
    });
    let language = match shell.language_form {
        Some(form) => lang_switch_of(shell.lang, form),
        None => lang_switch(shell.lang, shell.back),
    };
    let foot = (!shell.bare).then(|| footer(shell.lang, &shell.site, language));
    view! {
        <html lang=shell.lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                {shell.refresh_s.map(|seconds| view! { <meta http-equiv="refresh" content=seconds.to_string() /> })}
                <title>{title}</title>
                <link rel="icon" href=ICON />
                <link rel="stylesheet" href=shell.assets.css />
                {shell.console.is_some().then(|| view! { <link rel="stylesheet" href=shell.assets.office /> })}
                {loader}
                {script}
            </head>
            <body>
                {head}
                {shell.console.map(|nav| console_nav(shell.lang, &nav))}
                <main id="content" class="page" tabindex="-1">
                    {shell.done.map(|done| done::notice(shell.lang, done))} {content}
                </main>
                {foot}
            </body>
        </html>
    }
}

fn masthead(lang: Lang, site: &Site, visitor: Visitor) -> AnyView {
    let home = if matches!(visitor, Visitor::Staff { .. }) {
        lang.say("Trang công khai", "Public site")
    } else {
        lang.say("Cuộc thi", "Contests")
    };
    view! {
        <header class="mast">
            <div>
                <a class="mast-name" href="/">
                    {site::name(site)}
                </a>
                <nav class="small" aria-label=lang.say("Điều hướng chính", "Main navigation")>
                    <a href="/">{home}</a>
                    {visitor_links(lang, visitor)}
                </nav>
            </div>
        </header>
    }
    .into_any()
}

fn visitor_links(lang: Lang, visitor: Visitor) -> AnyView {
    match visitor {
        Visitor::Anonymous => view! { <a href="/login">{lang.say("Đăng nhập", "Log in")}</a> }.into_any(),
        Visitor::Participant { name, contest_slug } => view! {
            <a href=format!("/contests/{contest_slug}/ready")>{name}</a>
            {log_out(lang)}
        }
        .into_any(),
        Visitor::Staff { username, role } => view! {
            <a href="/console">{lang.say("Bảng điều hành", "Console")}</a>
            <a href="/account">{username} <span class="role">"\u{a0}· " {role.name(lang)}</span></a>
            {log_out(lang)}
        }
        .into_any(),
    }
}

fn log_out(lang: Lang) -> AnyView {
    view! {
        <form method="post" action="/logout">
            <button class="link" type="submit">{lang.say("Thoát", "Log out")}</button>
        </form>
    }
    .into_any()
}

fn footer(lang: Lang, site: &Site, language: AnyView) -> AnyView {
    let about = lang.say(
        "Khảo, phần mềm thi tìm hiểu và khảo sát trực tuyến",
        "Khảo, software for online quiz contests and surveys",
    );
    view! {
        <footer class="foot small soft">
            <div>
                {site::foot(lang, site)}
                <span>{about}</span>
                <a href="/guide">{lang.say("Hướng dẫn", "Help")}</a>
                <a href="/privacy">{lang.say("Bảo vệ dữ liệu cá nhân", "Data protection")}</a>
                {language}
            </div>
        </footer>
    }
    .into_any()
}
