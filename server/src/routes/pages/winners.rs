//! `GET /contests/{slug}/winners`, and what it shares with the console's list.

use axum::http::StatusCode;
use khao_app::pages::receipt::Score;
use khao_app::pages::winners::{PersonWon, UnitWon, WinnerLines, WinnerListView, WinnersView, Won, page};
use khao_domain::lang::Lang;
use khao_engine::contest::collective::UnitLine;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::winners::{Basis, PersonLine, Who, Winner, WinnerList};

use super::context::{Page, PageResult};
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/contests/{slug}/winners", Access::Public, show)]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let lists = engine.public_winners(&slug).await?;
    let contest = engine.public_contest(&slug).await?;
    let view = winners_view(lang, &contest, &lists);
    let title = lang.say("Danh sách đạt giải", "Winners");
    Ok(page_of.show(StatusCode::OK, title, page(lang, view)).await)
}

pub(super) fn winners_view(lang: Lang, contest: &Contest, lists: &[WinnerList]) -> WinnersView {
    WinnersView {
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        lists: lists.iter().map(|one| list(lang, contest, one)).collect(),
    }
}

fn list(lang: Lang, contest: &Contest, list: &WinnerList) -> WinnerListView {
    let lines = if list.basis == Basis::Units {
        WinnerLines::Units(
            list.winners
                .iter()
                .filter_map(|one| unit(lang, list, one))
                .collect(),
        )
    } else {
        let one = |winner| person(lang, list, winner);
        WinnerLines::People(list.winners.iter().filter_map(one).collect())
    };
    WinnerListView {
        heading: heading(lang, contest, list),
        standing: standing(lang, list),
        is_provisional: list.published_at.is_none() || list.may_change,
        lines,
        is_cut: list.is_cut,
    }
}

fn heading(lang: Lang, contest: &Contest, list: &WinnerList) -> String {
    let of = match list.basis {
        Basis::Round(_) => list.round_name.as_str(),
        Basis::Contest => lang.say("Toàn cuộc thi", "The whole contest"),
        Basis::Units => lang.say("Tập thể", "Units"),
    };
    let group = list
        .group
        .and_then(|id| contest.group(id))
        .map(|group| group.name.as_str());
    match group.or(list.block.map(|_| list.block_name.as_str())) {
        Some(part) => format!("{of} · {part}"),
        None => of.to_owned(),
    }
}

fn standing(lang: Lang, list: &WinnerList) -> String {
    let revision = list.revision;
    let Some(at) = list.published_at else {
        return match lang {
            Lang::Vi => format!("Theo bản xếp hạng lần {revision}, chưa công bố."),
            Lang::En => format!("By revision {revision} of the ranking, which is not public yet."),
        };
    };
    let at = at.minute_in(lang);
    match (lang, list.may_change) {
        (Lang::Vi, false) => format!("Theo bản xếp hạng lần {revision}, công bố lúc {at}."),
        (Lang::Vi, true) => {
            format!("Theo bản xếp hạng lần {revision}, lúc {at}; còn vòng thi chưa công bố nên còn thay đổi.")
        }
        (Lang::En, false) => format!("By revision {revision} of the ranking, published at {at}."),
        (Lang::En, true) => {
            format!("By revision {revision} of the ranking, {at}; it changes with the rounds to come.")
        }
    }
}

fn won(lang: Lang, list: &WinnerList, winner: &Winner) -> Won {
    let prize = list.prize(winner.award);
    let note = list.contested(winner.award, lang);
    Won {
        prize: prize.map(|prize| prize.name.clone()),
        note: Some(note).filter(|note| !note.is_empty()),
        amount: prize.and_then(|prize| prize.amount),
        rank: winner.rank,
    }
}

fn person(lang: Lang, list: &WinnerList, winner: &Winner) -> Option<PersonWon> {
    let Who::Person(PersonLine {
        name,
        unit_name,
        score_hundredths,
        max_score_hundredths,
        prediction_error,
        duration_ms,
        ..
    }) = &winner.who
    else {
        return None;
    };
    Some(PersonWon {
        won: won(lang, list, winner),
        name: name.in_lang(lang).to_owned(),
        unit: unit_name.clone(),
        score: Score {
            hundredths: *score_hundredths,
            max_hundredths: *max_score_hundredths,
        },
        prediction_error: *prediction_error,
        duration_ms: *duration_ms,
    })
}

fn unit(lang: Lang, list: &WinnerList, winner: &Winner) -> Option<UnitWon> {
    let Who::Unit(line) = &winner.who else { return None };
    Some(UnitWon {
        won: won(lang, list, winner),
        name: line.name.clone(),
        participants: line.participants,
        headcount: line.headcount,
        rate: line.rate(),
        mean: mean(line),
    })
}

fn mean(line: &UnitLine) -> Option<Score> {
    let (hundredths, max_hundredths) = line.mean_hundredths().zip(line.mean_max_hundredths())?;
    Some(Score {
        hundredths,
        max_hundredths,
    })
}
