//! `/console/surveys/{slug}/waves/{wave}/entry`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::surveys::entry::{Batch, EntryRow, EntrySection, EntryView, page};
use khao_app::pages::console::surveys::language_words;
use khao_app::questionnaire::texts::Reader;
use khao_domain::ids::WaveId;
use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_domain::survey::course::Answers;
use khao_domain::survey::form::{Form as Questionnaire, Question};
use khao_domain::survey::paper::{boxes, code, differences, key_field, typing};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::paper::{Entered, Paper, Reading, Readings};
use serde::Deserialize;

use super::head;
use crate::assets;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::unit_named;
use crate::routes::pages::refused::{named, refused};
use crate::routes::pages::surveys::texts::Markdown;
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/surveys/{slug}/waves/{wave}/entry";

pub fn routes() -> Vec<Route> {
    let collect = Access::Staff(Action::CollectResponses);
    vec![get(PATH, collect, show), post(PATH, collect, send).takes_form()]
}

/// What one paper hands on to the next.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    number: String,
    unit: String,
    lang: String,
    once: String,
}

/// One paper as it is typed.
#[derive(Default)]
struct Typed {
    number: String,
    batch: Params,
    readings: Readings,
    settling: bool,
    problems: Vec<Problem>,
}

async fn show(
    page_of: Page,
    InPath((slug, wave)): InPath<(String, WaveId)>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let typed = Typed {
        number: if params.number.is_empty() {
            "1".to_owned()
        } else {
            params.number.clone()
        },
        batch: params,
        ..Typed::default()
    };
    respond(&page_of, StatusCode::OK, (&slug, wave), typed).await
}

async fn send(page_of: Page, InPath((slug, wave)): InPath<(String, WaveId)>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let (survey, stored) = engine.paper_wave(actor, &slug, wave).await?;
    let course = engine.fielded(survey.id, stored.version).await?;
    let mut typed = typed(course.form(), &form);
    match enter(&page_of, (&slug, wave), course.form(), &typed, &form).await {
        Ok(Entered::Differs(first)) => {
            typed.problems = told(course.form(), &first, &typed.readings);
            typed.settling = true;
            respond(&page_of, StatusCode::UNPROCESSABLE_ENTITY, (&slug, wave), typed).await
        }
        Ok(entered) => {
            let done = match entered {
                Entered::Waiting => Done::PaperWaiting,
                _ => Done::PaperStored,
            };
            Ok(see_done(&next(&slug, wave, &typed), done))
        }
        Err(error) => {
            let error = named(error, |pointer| match pointer {
                "/unit_id" => "/unit".to_owned(),
                "/channel" | "/language" => String::new(),
                other => other.to_owned(),
            });
            let (status, problems) = refused(error)?;
            typed.problems = problems;
            respond(&page_of, status, (&slug, wave), typed).await
        }
    }
}

fn typed(questionnaire: &Questionnaire, form: &Form) -> Typed {
    let text = |name: &str| form.text(name).trim().to_owned();
    let read = |name: &dyn Fn(&str) -> String| {
        let questions = questionnaire.questions().into_iter();
        let filled = questions.map(|one| (one.id.to_owned(), text(&name(one.id))));
        filled.filter(|(_, typed)| !typed.is_empty()).collect()
    };
    Typed {
        number: text("number"),
        batch: Params {
            number: String::new(),
            unit: text("unit"),
            lang: text("lang"),
            once: text("once"),
        },
        readings: Readings {
            keys: read(&key_field),
            others: read(&|id| format!("other.{id}")),
        },
        settling: form.text("settling") == "yes",
        problems: Vec::new(),
    }
}

async fn enter(
    page_of: &Page,
    (slug, wave): (&str, WaveId),
    questionnaire: &Questionnaire,
    typed: &Typed,
    form: &Form,
) -> Result<Entered, Error> {
    let engine = page_of.engine();
    let units = engine.units().await?;
    let unit =
        unit_named(&units, "/unit", &typed.batch.unit).map_err(|problem| Error::Invalid(vec![problem]))?;
    let paper = Paper {
        // What is no number is out of range.
        number: typed.number.parse().unwrap_or(0),
        form_id: form.text("form_id").to_owned(),
        unit,
        language: language(questionnaire, &typed.batch.lang),
        readings: typed.readings.clone(),
    };
    let reading = if typed.settling {
        Reading::Settled
    } else if typed.batch.once.is_empty() {
        Reading::OfTwo
    } else {
        Reading::Only
    };
    engine
        .enter_paper(page_of.actor(), (slug, wave), paper, reading)
        .await
}

fn language(form: &Questionnaire, wanted: &str) -> String {
    let known = form.languages.iter().find(|tag| *tag == wanted);
    known.map_or(form.main_language(), String::as_str).to_owned()
}

/// The page for the paper that follows in the pile.
fn next(slug: &str, wave: WaveId, typed: &Typed) -> String {
    let number: i64 = typed.number.parse().unwrap_or(0);
    let number = number.saturating_add(1).to_string();
    let batch = &typed.batch;
    let fields = [
        ("number", number.as_str()),
        ("unit", &batch.unit),
        ("lang", &batch.lang),
        ("once", &batch.once),
    ];
    address(&format!("/console/surveys/{slug}/waves/{wave}/entry"), fields)
}

/// What each reading had, at the field.
fn told(form: &Questionnaire, first: &Readings, second: &Readings) -> Vec<Problem> {
    let pair = |one: &Readings| (one.keys.clone(), one.others.clone());
    let differing = differences(form, &pair(first), &pair(second));
    let problem = |question: Question<'_>| {
        let of = |readings: &Readings| {
            let texts = [&readings.keys, &readings.others].map(|read| read.get(question.id).cloned());
            texts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        };
        let (before, now) = (of(first), of(second));
        let detail = Said::of(|lang| {
            let named = |text: &str| match text {
                "" => lang.say("để trống", "nothing").to_owned(),
                text => format!("“{text}”"),
            };
            let (before, now) = (named(&before), named(&now));
            match lang {
                Lang::Vi => format!("Lần trước: {before}; lần này: {now}."),
                Lang::En => format!("First reading: {before}; this one: {now}."),
            }
        });
        Problem::at(format!("/{}", key_field(question.id)), detail)
    };
    differing.into_iter().map(problem).collect()
}

async fn respond(page_of: &Page, status: StatusCode, (slug, id): (&str, WaveId), typed: Typed) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (survey, wave) = engine.paper_wave(actor, slug, id).await?;
    let course = engine.fielded(survey.id, wave.version).await?;
    let form = course.form();
    let chosen = language(form, &typed.batch.lang);
    let option = |tag: &String| SelectOption::new(tag.clone(), language_words(lang, tag));
    let nothing = Answers::new();
    let reader = Reader {
        form,
        language: &chosen,
        answers: &nothing,
        markup: &Markdown::of(page_of),
    };
    let view = EntryView {
        head: head(page_of, &survey),
        wave: id.to_string(),
        wave_name: wave.name.clone(),
        code: code(survey.id, wave.version),
        form_id: page_of.form_id(),
        languages: form.languages.iter().map(option).collect(),
        number: typed.number,
        waiting: engine.waiting_papers(actor, slug, id).await?,
        sections: sections(&reader, &typed.readings),
        settling: typed.settling,
        problems: typed.problems,
        batch: Batch {
            unit: typed.batch.unit,
            once: !typed.batch.once.is_empty(),
            language: chosen.clone(),
        },
    };
    let title = lang.say("Nhập phiếu giấy", "Enter papers");
    let script = assets::manifest().entry;
    let content = page(lang, &view);
    Ok(page_of
        .show_console_with(script, Section::Surveys, (status, title), content)
        .await)
}

fn sections(reader: &Reader<'_>, readings: &Readings) -> Vec<EntrySection> {
    let numbered: Vec<(usize, Question<'_>)> = (1..).zip(reader.form.questions()).collect();
    let sections = reader.form.sections.iter().enumerate();
    let drawn = sections.map(|(nth, section)| {
        let own = numbered.iter().filter(|(_, question)| question.at.0 == nth);
        EntrySection {
            title: reader.inline(&section.title),
            rows: own
                .map(|(number, question)| row(reader, *number, question, readings))
                .collect(),
        }
    });
    drawn.collect()
}

fn row(reader: &Reader<'_>, number: usize, question: &Question<'_>, readings: &Readings) -> EntryRow {
    let ask = &question.item.ask;
    let boxes = boxes(reader.form, ask);
    let typed = |read: &std::collections::BTreeMap<String, String>| {
        read.get(question.id).cloned().unwrap_or_default()
    };
    let other = boxes.iter().find(|one| one.is_other);
    EntryRow {
        id: question.id.to_owned(),
        number,
        text: reader.inline(question.text),
        short: reader.short(question.text),
        other: other.map(|one| (typed(&readings.others), one.key.clone())),
        keys: boxes.into_iter().map(|one| one.key).collect(),
        typing: typing(ask),
        typed: typed(&readings.keys),
    }
}
