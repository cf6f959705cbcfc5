//! `/contests/{slug}`: rules, rounds and the way in.

use khao_domain::contest::round::RoundStatus;
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::home::ContestStatus;
use crate::components::button;
use crate::components::content::content;
use crate::components::facts::figures;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::components::told;
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct ContestView {
    pub slug: String,
    pub title: String,
    pub status: ContestStatus,
    pub rules: SafeHtml,
    /// Announced ones only.
    pub rounds: Vec<RoundRow>,
    pub groups: Vec<GroupLine>,
    pub participants: i64,
    pub attempts: i64,
    pub submitted: i64,
    /// The visitor has entered this contest already.
    pub entered: bool,
    pub documents: Vec<DocumentLink>,
    /// What the organisers tell everybody.
    pub messages: Vec<String>,
    /// At least one round's ranking is public, so that there is one of the whole contest.
    pub ranked: bool,
}

#[derive(Debug, Clone)]
pub struct RoundRow {
    pub id: RoundId,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub closed_early: Option<Timestamp>,
    pub duration_s: u32,
    pub questions: u32,
    pub status: RoundStatus,
    /// The public fingerprint of bank and rules.
    pub commitment: Option<String>,
    /// Once the ranking is published.
    pub revealed_secret: Option<String>,
}

#[derive(Debug, Clone)]
pub struct GroupLine {
    pub name: String,
    pub min_age: Option<u8>,
}

/// A file to read, such as the signed rules.
#[derive(Debug, Clone)]
pub struct DocumentLink {
    pub title: String,
    pub path: String,
    pub bytes: u64,
}

pub fn page(lang: Lang, view: ContestView) -> AnyView {
    let figures = figures(vec![
        (
            lang.say("người ghi danh", "people entered"),
            figures::count(lang, view.participants),
        ),
        (
            lang.say("lượt thi", "attempts"),
            figures::count(lang, view.attempts),
        ),
        (
            lang.say("bài đã nộp", "papers handed in"),
            figures::count(lang, view.submitted),
        ),
    ]);
    let commitments = commitments(lang, &view.rounds);
    let standing = standing(lang, &view.rounds).map(|sentence| view! { <p class="lead">{sentence}</p> });
    view! {
        <div class="head">
            <span class=view.status.class()>{view.status.label(lang)}</span>
            <h1 lang=lang.of_content()>{view.title}</h1>
            {standing}
            {way_in(lang, &view.slug, view.status, view.entered, view.ranked)}
        </div>
        {told::messages(lang, view.messages)}
        {figures}
        <div class="columns">
            <div>
                <h2>{lang.say("Các vòng thi", "Rounds")}</h2>
                {rounds(lang, view.rounds)}
                <h2>{lang.say("Thể lệ", "Rules")}</h2>
                <div class="sheet prose">{safe_html(view.rules)}</div>
            </div>
            <div>
                <h2>{lang.say("Bảng thi", "Groups")}</h2>
                {groups(lang, view.groups)}
                {documents(lang, view.documents)}
                {commitments}
            </div>
        </div>
    }
    .into_any()
}

/// What can be done when: of the round that is open, or else of the one that comes next.
fn standing(lang: Lang, rounds: &[RoundRow]) -> Option<String> {
    let of = |status| rounds.iter().find(|round| round.status == status);
    let open = of(RoundStatus::Open).map(|round| match lang {
        Lang::Vi => format!(
            "{} đang mở, đóng lúc {}.",
            round.name,
            figures::end(lang, round.closes_at)
        ),
        Lang::En => format!(
            "{} is open and closes {}.",
            round.name,
            figures::end(lang, round.closes_at)
        ),
    });
    let next = || {
        of(RoundStatus::Upcoming).map(|round| match lang {
            Lang::Vi => format!("{} mở lúc {}.", round.name, round.opens_at.minute_in(lang)),
            Lang::En => format!("{} opens {}.", round.name, round.opens_at.minute_in(lang)),
        })
    };
    open.or_else(next)
}

fn way_in(lang: Lang, slug: &str, status: ContestStatus, entered: bool, ranked: bool) -> AnyView {
    let open = status != ContestStatus::Closed;
    // Between rounds there is nothing to go into.
    let enter = if status == ContestStatus::Open {
        lang.say("Vào thi", "Take part")
    } else {
        lang.say("Ghi danh", "Enter")
    };
    let enter = match (open, entered) {
        (_, true) => Some(button::link(
            format!("/contests/{slug}/ready"),
            lang.say("Đến trang dự thi của tôi", "Go to my own page"),
        )),
        (true, false) => Some(button::link(format!("/contests/{slug}/enter"), enter)),
        (false, false) => None,
    };
    let back = (!entered).then(|| {
        button::quiet_link(
            format!("/contests/{slug}/return"),
            lang.say("Vào lại bằng mã", "Return with a code"),
        )
    });
    let ranking = ranked.then(|| {
        button::quiet_link(
            format!("/contests/{slug}/ranking"),
            lang.say("Xếp hạng toàn cuộc thi", "Ranking of the whole contest"),
        )
    });
    let practice = open.then(|| {
        button::quiet_link(
            format!("/contests/{slug}/practice"),
            lang.say("Làm thử", "Practise"),
        )
    });
    let winners = ranked.then(|| {
        button::quiet_link(
            format!("/contests/{slug}/winners"),
            lang.say("Danh sách đạt giải", "Winners"),
        )
    });
    view! { <div class="row">{enter} {back} {practice} {ranking} {winners}</div> }.into_any()
}

fn rounds(lang: Lang, rounds: Vec<RoundRow>) -> AnyView {
    if rounds.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa có vòng thi nào được thông báo.", "No round has been announced yet.")}</p> }.into_any();
    }
    let rounds = rounds.into_iter().map(|one| round_line(lang, one)).collect_view();
    view! {
        <ol class="rounds">{rounds}</ol>
        <p class="soft small">{lang.say("Giờ ghi theo giờ Việt Nam.", "Times are those of Viet Nam.")}</p>
    }
    .into_any()
}

fn round_line(lang: Lang, round: RoundRow) -> AnyView {
    let class = (round.status == RoundStatus::Open).then_some("open");
    let times = match lang {
        Lang::Vi => format!(
            "Mở {}, {}",
            round.opens_at.minute_in(lang),
            figures::closing(lang, round.closes_at, round.closed_early)
        ),
        Lang::En => format!(
            "Opens {}, {}",
            round.opens_at.minute_in(lang),
            figures::closing(lang, round.closes_at, round.closed_early)
        ),
    };
    let length = match lang {
        Lang::Vi => format!(
            "{} câu, {}",
            round.questions,
            figures::duration(lang, i64::from(round.duration_s))
        ),
        Lang::En => format!(
            "{} questions, {}",
            round.questions,
            figures::duration(lang, i64::from(round.duration_s))
        ),
    };
    let ranking = (round.status == RoundStatus::Published).then(|| {
        view! {
            <p class="way">
                <a href=format!("/rounds/{}/ranking", round.id)>
                    {lang.say("Xếp hạng", "Ranking")}<span class="unseen">{format!(" {}", round.name)}</span>
                </a>
            </p>
        }
    });
    view! {
        <li class=class>
            <h3>
                {content(lang, round.name)}
                " "
                <span class=text::round_status_class(round.status)>{text::round_status_in(lang, round.status)}</span>
            </h3>
            <p class="num">{times}</p>
            <p class="soft small num">{length}</p>
            {ranking}
        </li>
    }
    .into_any()
}

fn groups(lang: Lang, groups: Vec<GroupLine>) -> AnyView {
    let lines = groups
        .into_iter()
        .map(|group| {
            let line = match group.min_age {
                Some(age) => match lang {
                    Lang::Vi => format!("{} (từ đủ {age} tuổi)", group.name),
                    Lang::En => format!("{} (aged {age} and over)", group.name),
                },
                None => group.name,
            };
            view! { <li>{line}</li> }
        })
        .collect_view();
    view! { <ul class="plain">{lines}</ul> }.into_any()
}

fn documents(lang: Lang, documents: Vec<DocumentLink>) -> Option<AnyView> {
    if documents.is_empty() {
        return None;
    }
    let lines = documents
        .into_iter()
        .map(|document| {
            view! {
                <li>
                    <a href=document.path>{document.title}</a>
                    " "
                    <span class="soft small">{figures::pdf_size(lang, document.bytes)}</span>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <h2>{lang.say("Tài liệu", "Documents")}</h2>
        <ul class="documents">{lines}</ul>
    };
    Some(view.into_any())
}

/// The fingerprints: a short form to compare at a glance, the full one for those who check.
fn commitments(lang: Lang, rounds: &[RoundRow]) -> Option<AnyView> {
    let lines = rounds
        .iter()
        .filter_map(|round| {
            round
                .commitment
                .as_ref()
                .map(|full| commitment(lang, round, full))
        })
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return None;
    }
    let view = view! {
        <h2>{lang.say("Mã cam kết của đề thi", "Commitments to the papers")}</h2>
        <p class="soft small">
            {lang.say("Thể lệ, ngân hàng câu hỏi, ma trận đề và cách tính điểm của mỗi vòng được khóa khi công bố. Mã dưới đây ràng buộc ban tổ chức với những gì đã khóa.", "The rules, the question bank, the blueprint and the scoring of each round are locked when it is announced. The code below binds the organisers to what was locked.")}
        </p>
        {lines}
    };
    Some(view.into_any())
}

fn commitment(lang: Lang, round: &RoundRow, full: &str) -> AnyView {
    let short: String = full.chars().take(12).collect();
    let secret = round.revealed_secret.clone().map(|secret| {
        view! {
            <p class="soft small">{lang.say("Khóa bí mật của vòng thi, công bố cùng bảng xếp hạng:", "The round's secret, published with the ranking:")}</p>
            <p class="mono small">{secret}</p>
        }
    });
    view! {
        <details class="seal-detail">
            <summary>{format!("{}: {short}…", round.name)}</summary>
            <p class="mono small">{full.to_owned()}</p>
            {secret}
        </details>
    }
    .into_any()
}
