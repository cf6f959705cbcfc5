//! `/console/contests/{slug}/preview`: a paper of a seed, drawn and forgotten.

use axum::http::StatusCode;
use khao_app::components::choices::Label;
use khao_app::components::console_nav::Section;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::console::preview::{
    NoPaperView, PreviewChoice, PrintQuestion, PrintView, TakeView, no_paper_page, print_page, take_page,
};
use khao_app::pages::paper::{AnswerOption, Question};
use khao_domain::bank::item::ItemKindName;
use khao_domain::ids::GroupId;
use khao_domain::lang::Lang;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::preview::{PreviewPaper, PreviewQuestion};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use leptos::prelude::AnyView;
use serde::Deserialize;

use super::group_options;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::answers::option_labels;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/preview";
/// A seed is a word or a number.
const SEED_CHARS: usize = 40;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    vec![get(PATH, read, show), post(PATH, read, send).takes_form()]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    group: String,
    seed: String,
    /// `take`, `paper` or `key`.
    look: String,
}

async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(params): InQuery<Params>) -> PageResult {
    respond(&page_of, &slug, &params, None).await
}

/// The form of the paper: shown again, and forgotten.
async fn send(
    page_of: Page,
    InPath(slug): InPath<String>,
    InQuery(params): InQuery<Params>,
    form: Form,
) -> PageResult {
    respond(&page_of, &slug, &params, Some(&form)).await
}

async fn respond(page_of: &Page, slug: &str, params: &Params, sent: Option<&Form>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let contest = engine.console_contest(actor, slug).await?;
    let group = match params.group.parse::<GroupId>() {
        Ok(id) => contest.group(id).ok_or_else(Fault::not_found)?.id,
        Err(_) => contest.groups.first().ok_or_else(Fault::not_found)?.id,
    };
    let seed: String = params
        .seed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(SEED_CHARS)
        .collect();
    let seed = if seed.is_empty() { "1".to_owned() } else { seed };
    let look = match params.look.as_str() {
        "paper" => "paper",
        "key" => "key",
        _ => "take",
    };
    let choice = choice(&contest, group, seed, look);
    let drawn = engine.preview_paper(actor, slug, group, &choice.seed).await;
    let content = match (drawn, look) {
        (Err(Error::BankTooSmall(_)), _) => no_paper(lang, choice),
        (Ok(paper), _) if paper.questions.is_empty() => no_paper(lang, choice),
        (Ok(paper), look @ ("paper" | "key")) => {
            let with_key = look == "key" && paper.has_keys;
            if with_key {
                engine.note_key_print(actor, contest.id).await?;
            }
            print_page(lang, print_view(choice, paper, with_key))
        }
        (Ok(paper), _) => {
            let view = TakeView {
                choice,
                presentation: contest.settings.presentation,
                is_sent: sent.is_some(),
                questions: paper.questions.iter().map(|one| shown(one, sent)).collect(),
            };
            let title = lang.say("Xem thử đề", "Preview of a paper");
            let content = take_page(lang, view);
            return Ok(page_of.show_live(StatusCode::OK, title, content).await);
        }
        (Err(error), _) => return Err(error.into()),
    };
    let title = lang.say("Xem thử đề", "Preview of a paper");
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, title, content)
        .await)
}

fn choice(contest: &Contest, group: GroupId, seed: String, look: &'static str) -> PreviewChoice {
    // Another number where it is one; else the word with a number behind it.
    let next_seed = seed.parse::<u32>().map_or_else(
        |_| format!("{seed}2"),
        |number| number.wrapping_add(1).to_string(),
    );
    PreviewChoice {
        slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        groups: group_options(contest),
        group: group.to_string(),
        seed,
        next_seed,
        look,
    }
}

fn no_paper(lang: Lang, choice: PreviewChoice) -> AnyView {
    let reason = lang.say(
        "Chưa rút được đề: ma trận còn trống hoặc ngân hàng không đủ câu.",
        "No paper can be drawn: the blueprint is empty, or the bank has too few items.",
    );
    let view = NoPaperView {
        choice,
        reason: reason.to_owned(),
    };
    no_paper_page(lang, &view)
}

const fn is_typed(kind: ItemKindName) -> bool {
    matches!(
        kind,
        ItemKindName::Number | ItemKindName::Text | ItemKindName::Prediction
    )
}

/// As a participant sees it: without its key.
fn shown(question: &PreviewQuestion, sent: Option<&Form>) -> Question {
    let name = format!("a.{}", question.position);
    let held: Vec<String> = sent
        .into_iter()
        .flat_map(|form| form.all(&name))
        .map(str::to_owned)
        .collect();
    let typed = held.first().filter(|_| is_typed(question.kind)).cloned();
    Question {
        position: question.position,
        kind: question.kind,
        stem: SafeHtml::sanitised(question.stem_html.clone()),
        options: question
            .options
            .iter()
            .map(|(id, text)| AnswerOption {
                id: id.clone(),
                text: SafeHtml::sanitised(text.clone()),
            })
            .collect(),
        seq: 0,
        chosen: if is_typed(question.kind) { Vec::new() } else { held },
        typed: typed.unwrap_or_default(),
        conflict: None,
    }
}

fn print_view(choice: PreviewChoice, paper: PreviewPaper, with_key: bool) -> PrintView {
    PrintView {
        choice,
        group_name: paper.group_name,
        round_name: paper.round_name.unwrap_or_default(),
        minutes: paper.duration_s.map(|duration_s| duration_s / 60),
        with_key,
        questions: paper
            .questions
            .into_iter()
            .map(|question| printed(question, with_key))
            .collect(),
    }
}

/// Where the key is not wanted it does not reach the page.
fn printed(question: PreviewQuestion, with_key: bool) -> PrintQuestion {
    let mut key = option_labels(&question.key, &question.options);
    key.extend(question.key_text.map(Label::Text));
    let origin = format!("{} · {} · {}", question.code, question.topic, question.difficulty);
    PrintQuestion {
        position: question.position,
        stem: SafeHtml::sanitised(question.stem_html),
        options: question
            .options
            .into_iter()
            .map(|(_, text)| SafeHtml::sanitised(text))
            .collect(),
        origin: if with_key { origin } else { String::new() },
        key: if with_key { key } else { Vec::new() },
        explanation: SafeHtml::sanitised(if with_key {
            question.explanation_html
        } else {
            String::new()
        }),
        source: if with_key { question.source } else { String::new() },
        points_hundredths: i64::from(question.points_hundredths),
    }
}
