//! `/console/work` and `/console/work/{id}`: long work goes on without its page, and is found again here.

use std::sync::Arc;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::work::list::{self, LineState, WorkLine};
use khao_app::pages::console::work::one::{self, StateView, WorkView};
use khao_app::pages::console::work::{PATH, kind_words};
use khao_app::text::figures;
use khao_domain::ids::{BankId, ContestId, RoundId, WorkId};
use khao_domain::lang::Lang;
use khao_domain::work::WorkKind;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::work::{Outcome, Refusal, RowMistake, Work, WorkState};
use serde::Deserialize;

use super::whole;
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get};

/// How soon the page of a running work asks again.
const AGAIN_S: u32 = 2;

pub fn routes() -> Vec<Route> {
    let see = Access::Staff(Action::SeeConsole);
    vec![get(PATH, see, show), get("/console/work/{id}", see, look)]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The page is not to ask again by itself.
    still: bool,
}

async fn show(page_of: Page) -> PageResult {
    let lang = page_of.lang();
    let works = page_of.engine().works(page_of.actor()).await?;
    let title = lang.say("Việc đang chạy", "Work under way");
    let lines: Vec<WorkLine> = works.iter().map(line).collect();
    let content = list::page(lang, &lines);
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, title, content)
        .await)
}

fn line(work: &Work) -> WorkLine {
    WorkLine {
        id: work.id.to_string(),
        kind: work.kind,
        started_at: work.started_at,
        state: match &work.state {
            WorkState::Running => LineState::Running(work.counted),
            WorkState::Ended(Outcome::Refused(_)) => LineState::Refused,
            WorkState::Ended(_) => LineState::Done,
            WorkState::Stopped => LineState::Stopped,
        },
    }
}

async fn look(page_of: Page, InPath(id): InPath<WorkId>, InQuery(params): InQuery<Params>) -> PageResult {
    let lang = page_of.lang();
    let work = page_of.engine().work(page_of.actor(), id).await?;
    let subject = subject(&page_of, &work).await?;
    let refreshes = work.state == WorkState::Running && !params.still;
    let view = WorkView {
        id: id.to_string(),
        kind: work.kind,
        next: next(lang, &work, subject.as_ref()),
        subject: subject.map(|subject| (subject.page, subject.name)),
        started_at: work.started_at,
        ended_at: work.ended_at,
        state: state(lang, &work, refreshes),
    };
    let section = match work.kind {
        WorkKind::Freezing | WorkKind::RosterLoad => Section::Contests,
        WorkKind::ItemImport | WorkKind::BankCopy => Section::Banks,
        WorkKind::UnitImport | WorkKind::StartingSet => Section::Units,
    };
    let title = kind_words(lang, work.kind);
    let refresh_s = refreshes.then_some(AGAIN_S);
    Ok(page_of
        .show_console_again(refresh_s, section, title, one::page(lang, view))
        .await)
}

/// What a work is about.
struct Subject {
    page: String,
    name: String,
    /// Where its steps are taken.
    steps: String,
}

/// None where it is about nothing, or about what the visitor does not reach any more.
async fn subject(page_of: &Page, work: &Work) -> Result<Option<Subject>, Fault> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let Some(id) = work.subject else { return Ok(None) };
    let found = match work.kind {
        WorkKind::Freezing => engine
            .reached_round(actor, RoundId(id))
            .await
            .map(|(contest, round)| Subject {
                page: format!("/console/rounds/{id}"),
                name: format!("{} · {}", contest.title, round.name),
                steps: format!("/console/contests/{}", contest.slug),
            }),
        WorkKind::RosterLoad => reached(page_of, ContestId(id)).await.map(|contest| Subject {
            page: format!("/console/contests/{}", contest.slug),
            name: contest.title.clone(),
            steps: format!("/console/contests/{}/roster", contest.slug),
        }),
        WorkKind::ItemImport => engine.bank(actor, BankId(id)).await.map(|bank| Subject {
            page: format!("/console/banks/{id}"),
            name: bank.name,
            steps: format!("/console/banks/{id}/import"),
        }),
        WorkKind::BankCopy => engine.bank(actor, BankId(id)).await.map(|bank| Subject {
            page: format!("/console/banks/{id}"),
            name: bank.name,
            steps: format!("/console/banks/{id}"),
        }),
        WorkKind::UnitImport | WorkKind::StartingSet => return Ok(None),
    };
    match found {
        Ok(subject) => Ok(Some(subject)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn reached(page_of: &Page, id: ContestId) -> Result<Arc<Contest>, Error> {
    let engine = page_of.engine();
    let contest = engine.contest(id).await?;
    engine.console_contest(page_of.actor(), &contest.slug).await
}

/// Where one goes on: to what came out, or to where it is begun again.
fn next(lang: Lang, work: &Work, subject: Option<&Subject>) -> (String, String) {
    let to = |href: String, words: &str| (href, words.to_owned());
    let steps = match (work.kind, subject) {
        (WorkKind::UnitImport | WorkKind::StartingSet, _) => "/console/units/import".to_owned(),
        (_, Some(subject)) => subject.steps.clone(),
        (_, None) => "/console".to_owned(),
    };
    match (&work.state, subject) {
        (WorkState::Running, _) => to(PATH.to_owned(), lang.say("Các việc khác", "Other work")),
        (WorkState::Ended(Outcome::Frozen { .. }), _) => {
            to(steps, lang.say("Đến trang cuộc thi", "To the contest"))
        }
        (
            WorkState::Ended(Outcome::ItemsImported {
                revision: Some(revision),
                ..
            }),
            Some(subject),
        ) => to(
            format!("{}/revisions/{revision}", subject.page),
            lang.say("Xem lần nhập", "See the import"),
        ),
        (
            WorkState::Ended(Outcome::UnitsImported {
                import: Some(import), ..
            }),
            _,
        ) => to(
            format!("/console/units/imports/{import}"),
            lang.say("Xem lần nhập", "See the import"),
        ),
        (WorkState::Ended(Outcome::Refused(_)) | WorkState::Stopped, _) => {
            to(steps, lang.say("Làm lại", "Do it again"))
        }
        (WorkState::Ended(_), _) => to(steps, lang.say("Tiếp tục", "Go on")),
    }
}

fn state(lang: Lang, work: &Work, refreshes: bool) -> StateView {
    match &work.state {
        WorkState::Running => StateView::Running {
            counted: work.counted,
            refreshes,
        },
        WorkState::Stopped => StateView::Stopped,
        WorkState::Ended(Outcome::Frozen {
            participants,
            all_correct,
        }) => StateView::Done {
            told: lang
                .say(
                    "Đã chốt kết quả. Bảng xếp hạng chưa công bố.",
                    "The results are fixed. The ranking is not public yet.",
                )
                .to_owned(),
            counts: counted(
                lang,
                &[
                    (lang.say("Người dự thi", "Participants"), *participants),
                    (lang.say("Đúng hết", "All correct"), *all_correct),
                ],
            ),
        },
        WorkState::Ended(
            Outcome::ItemsImported {
                new, changed, same, ..
            }
            | Outcome::UnitsImported {
                new, changed, same, ..
            },
        ) => imported(lang, [*new, *changed, *same]),
        WorkState::Ended(Outcome::RosterLoaded {
            new,
            same,
            lost,
            people,
        }) => StateView::Done {
            told: lang.say("Đã nạp danh sách.", "The roster is loaded.").to_owned(),
            counts: counted(
                lang,
                &[
                    (lang.say("Thêm mới", "New"), whole(*new)),
                    (lang.say("Đã có", "There already"), whole(*same)),
                    (lang.say("Bị bỏ", "Lost"), whole(*lost)),
                    (lang.say("Danh sách có", "On the roster"), whole(*people)),
                ],
            ),
        },
        WorkState::Ended(Outcome::BankCopied { items }) => StateView::Done {
            told: lang.say("Đã nhân bản.", "Copied.").to_owned(),
            counts: counted(lang, &[(lang.say("Câu hỏi", "Items"), whole(*items))]),
        },
        WorkState::Ended(Outcome::Refused(refusal)) => refused(lang, refusal),
    }
}

fn imported(lang: Lang, [new, changed, same]: [u32; 3]) -> StateView {
    StateView::Done {
        told: lang.say("Đã nhập xong.", "Imported.").to_owned(),
        counts: counted(
            lang,
            &[
                (lang.say("Mới", "New"), new.into()),
                (lang.say("Thay đổi", "Changed"), changed.into()),
                (lang.say("Giữ nguyên", "Same"), same.into()),
            ],
        ),
    }
}

fn counted(lang: Lang, pairs: &[(&'static str, i64)]) -> Vec<(&'static str, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, count)| (*name, figures::count(lang, *count)))
        .collect()
}

/// In the words that an answer at once would have had.
fn refused(lang: Lang, refusal: &Refusal) -> StateView {
    let rows = match refusal {
        Refusal::Rows(rows) => rows.iter().map(RowMistake::problem).collect(),
        _ => Vec::new(),
    };
    let fault = refusal.error().map_or_else(Fault::internal, Fault::from);
    StateView::Refused {
        told: format!("{}. {}", fault.title.in_lang(lang), fault.detail.in_lang(lang)),
        problems: fault.errors,
        rows,
    }
}
