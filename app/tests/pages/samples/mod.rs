//! One sample of every page, with the same text in every field that people fill.

mod accounts;
mod answering;
mod attempt;
mod awards;
mod banks;
mod complaints;
mod console;
mod corrections;
mod figures;
mod inviting;
mod live;
mod papers;
mod roster;
mod setup;
mod surveys;
mod units;
mod visitor;
mod work;

use khao_app::components::console_nav::{ConsoleNav, Section};
use khao_app::components::done::Done;
use khao_app::components::safe_html::SafeHtml;
use khao_app::document::{AssetNames, Bundle, BundleNames, Shell, Visitor, render};
use khao_app::pages::console::{
    contest as console_contest, contests, corrections as console_corrections, instance, participants,
    round as console_round,
};
use khao_app::pages::home::HomeView;
use khao_app::pages::{
    contest, enter, entered, error, first_run, home, login, overview, paper, practice, privacy, ranking,
    ready, receipt, result, return_,
};
use khao_domain::contest::because::{Because, Cause};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use accounts::*;
use attempt::*;
use console::*;
use visitor::*;

pub struct Drawn {
    pub name: &'static str,
    pub html: String,
}

pub static ASSETS: AssetNames = AssetNames {
    css: "/assets/khao.0.css",
    kiosk: "/assets/kiosk.0.css",
    office: "/assets/office.0.css",
    board: "/assets/board.0.js",
    setup: "/assets/setup.0.js",
    entry: "/assets/entry.0.js",
    arranging: "/assets/arranging.0.js",
    writing: "/assets/writing.0.js",
    told: "/assets/told.0.js",
    invited: "/assets/invited.js",
    offline: "/assets/offline.0.js",
    participant: BundleNames {
        js: "/assets/participant.0.js",
        wasm: "/assets/participant.0.wasm",
    },
    field: BundleNames {
        js: "/assets/field.0.js",
        wasm: "/assets/field.0.wasm",
    },
};

const ID: &str = "0198a7c0-0000-7000-8000-000000000001";
const NOW: Timestamp = Timestamp::from_millis(1_764_000_000_000);

fn id<T: std::str::FromStr>() -> T
where
    T::Err: std::fmt::Debug,
{
    ID.parse().unwrap()
}

fn html(text: &str) -> SafeHtml {
    SafeHtml::sanitised(format!("<p>{text}</p>"))
}

const fn is_staff(visitor: &Visitor) -> bool {
    matches!(visitor, Visitor::Staff { .. })
}

#[expect(clippy::too_many_lines, reason = "a list with an entry a page")]
/// All pages, `text` in every field that is not HTML already.
pub fn all_pages(lang: Lang, text: &str) -> Vec<Drawn> {
    let anonymous = Visitor::Anonymous;
    let participant = Visitor::Participant {
        name: text.into(),
        contest_slug: text.into(),
    };
    let with_island = Some(Bundle::Participant);
    let drawn = |name, visitor: &Visitor, bundle, content: AnyView| {
        let shell = Shell {
            title: text.to_owned(),
            nonce: "nonce-of-the-test".to_owned(),
            assets: &ASSETS,
            site: site(text),
            visitor: visitor.clone(),
            lang,
            back: text.to_owned(),
            language_form: None,
            bundle,
            script: None,
            console: is_staff(visitor).then(|| ConsoleNav {
                sections: Section::ALL.to_vec(),
                current: Section::Contests,
                guide: "/guide/organiser-1-set-up",
            }),
            done: is_staff(visitor).then_some(Done::Announced),
            refresh_s: None,
            bare: false,
        };
        Drawn {
            name,
            html: render(shell, content),
        }
    };
    let mut all = vec![
        drawn("home", &anonymous, None, home::page(lang, home_view(text))),
        drawn(
            "home, empty",
            &anonymous,
            None,
            home::page(
                lang,
                HomeView {
                    contests: vec![],
                    welcome: String::new(),
                    surveys: vec![],
                },
            ),
        ),
        drawn(
            "home, surveys only",
            &anonymous,
            None,
            home::page(
                lang,
                HomeView {
                    contests: vec![],
                    ..home_view(text)
                },
            ),
        ),
        drawn(
            "contest",
            &anonymous,
            None,
            contest::page(lang, contest_view(text)),
        ),
        drawn(
            "enter, fresh",
            &anonymous,
            None,
            enter::page(lang, fresh_entry(text)),
        ),
        drawn(
            "enter, with problems",
            &anonymous,
            None,
            enter::page(lang, refused_entry(text)),
        ),
        drawn(
            "entered",
            &participant,
            None,
            entered::page(lang, entered_view(text)),
        ),
        drawn("return", &anonymous, None, return_::page(lang, return_view(text))),
        drawn(
            "ready",
            &participant,
            with_island,
            ready::page(lang, ready_view(text)),
        ),
        drawn(
            "paper",
            &participant,
            with_island,
            paper::page(lang, paper_view(text)),
        ),
        drawn(
            "overview",
            &participant,
            with_island,
            overview::page(lang, overview_view(text, vec![2, 4])),
        ),
        drawn(
            "overview, all",
            &participant,
            with_island,
            overview::page(lang, overview_view(text, vec![])),
        ),
        drawn(
            "receipt",
            &participant,
            None,
            receipt::page(lang, receipt_view(text)),
        ),
        drawn(
            "practice",
            &anonymous,
            with_island,
            practice::page(lang, practice_view(text)),
        ),
        drawn(
            "practised",
            &anonymous,
            with_island,
            practice::page(lang, practised_view(text)),
        ),
        drawn(
            "result",
            &participant,
            None,
            result::page(lang, result_view(text)),
        ),
        drawn("complaints", &participant, None, complaints::mine(lang, text)),
        drawn("winners", &anonymous, None, awards::public(lang, text)),
        drawn(
            "ranking",
            &anonymous,
            None,
            ranking::page(lang, ranking_view(text)),
        ),
        drawn("login", &anonymous, None, login::page(lang, login_view(text))),
        drawn(
            "first run",
            &anonymous,
            None,
            first_run::page(lang, first_run_view(text)),
        ),
        drawn(
            "privacy",
            &anonymous,
            None,
            privacy::page(lang, privacy_view(text)),
        ),
        drawn("error", &anonymous, None, error::page(lang, error_view(text))),
        drawn("text area", &anonymous, None, text_area_page(lang, text)),
    ];
    all.extend(guide_pages(lang, text).map(|(name, content)| drawn(name, &anonymous, None, content)));
    all.extend(
        answering::pages(lang, text)
            .into_iter()
            .map(|(name, content)| drawn(name, &anonymous, None, content)),
    );
    all.extend(staff_pages(lang, text, &drawn));
    all
}

/// What links to staff lead to, and what staff work with.
fn staff_pages(
    lang: Lang,
    text: &str,
    drawn: &impl Fn(&'static str, &Visitor, Option<Bundle>, AnyView) -> Drawn,
) -> Vec<Drawn> {
    let staff = Visitor::Staff {
        username: text.into(),
        role: Role::Coordinator,
    };
    let mut all = Vec::new();
    let links = link_pages(lang, text);
    all.extend(links.map(|(name, bundle, content)| drawn(name, &Visitor::Anonymous, bundle, content)));
    all.extend(account_pages(lang, text).map(|(name, content)| drawn(name, &staff, None, content)));
    let console = console_pages(lang, text).into_iter();
    all.extend(console.map(|(name, content)| drawn(name, &staff, None, content)));
    let live = live::pages(lang, text).into_iter();
    all.extend(live.map(|(name, content)| drawn(name, &staff, None, content)));
    all.extend(banks::pages(lang, text).map(|(name, content)| drawn(name, &staff, None, content)));
    let setup = setup::pages(lang, text).into_iter();
    all.extend(setup.map(|(name, content)| {
        let island = (name == "preview, taken").then_some(Bundle::Participant);
        drawn(name, &staff, island, content)
    }));
    all
}

fn console_pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let mut pages = vec![
        ("console", contests::page(lang, console_contests_view(text))),
        (
            "console of a writer",
            contests::page(lang, console_banks_view(text)),
        ),
        (
            "console, first steps",
            contests::page(lang, first_contests_view(text)),
        ),
        (
            "console contest",
            console_contest::page(lang, console_contest_view(text)),
        ),
        (
            "console round",
            console_round::page(lang, console_round_view(text)),
        ),
        (
            "console corrections",
            console_corrections::page(lang, corrections::corrections_view(text)),
        ),
        (
            "console participants",
            participants::page(lang, participants_view(text)),
        ),
        ("console instance", instance::page(lang, instance_view(text))),
    ];
    pages.extend(roster::pages(lang, text));
    pages.extend(units::pages(lang, text));
    pages.extend(figures::pages(lang, text));
    pages.extend(complaints::pages(lang, text));
    pages.extend(awards::pages(lang, text));
    pages.extend(work::pages(lang, text));
    pages.extend(surveys::pages(lang, text));
    pages.extend(inviting::pages(lang, text));
    pages.extend(papers::pages(lang, text));
    pages
}

/// A text area by itself: its component is held to the same promises as the pages.
fn text_area_page(lang: Lang, text: &str) -> AnyView {
    let label = lang.say("Ghi chú", "Note");
    let area = khao_app::components::text_area::text_area("note", label, "", text, &[]);
    view! {
        <h1>{label}</h1>
        {area}
    }
    .into_any()
}

fn because(text: &str) -> Because {
    Because {
        renewed: 3,
        ..Because::of(Cause::Written(text.to_owned()))
    }
}

fn problems(text: &str, pointers: &[&str]) -> Vec<Problem> {
    pointers
        .iter()
        .map(|pointer| Problem::at(*pointer, text))
        .collect()
}
