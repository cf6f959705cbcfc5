//! `GET /surveys/{slug}/trend`

use std::sync::Arc;

use axum::http::StatusCode;
use khao_app::pages::survey::trend::{
    MeasureView, QuestionTrend, SectionTrend, TrendView, WaveFigures, page,
};
use khao_app::questionnaire::texts::Reader;
use khao_domain::survey::course::{Answers, Course};
use khao_domain::survey::form::{Ask, Form, Question};
use khao_domain::survey::suppression::K;
use khao_domain::survey::trend::{Measure, Stage, comparable, of_question, whole};
use khao_engine::survey::releases::Released;
use khao_engine::survey::surveys::{Survey, Wave};

use super::results::label;
use super::texts::{Markdown, title};
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::pages::context::{Page, PageResult};

/// So many waves fit beside each other, the newest.
const WAVES_MOST: usize = 12;

/// What a wave has released, with the form that it was asked by.
struct Told<'s> {
    wave: &'s Wave,
    released: Arc<Released>,
    course: Arc<Course<'static>>,
}

pub async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let lang = page_of.lang();
    let survey = page_of.engine().public_survey(&slug).await?;
    let told = told(&page_of, &survey).await?;
    let stages: Vec<Stage<'_>> = told
        .iter()
        .map(|one| Stage {
            form: one.course.form(),
            tally: &one.released.whole,
        })
        .collect();
    let compared = comparable(&stages);
    let view = TrendView {
        slug,
        title: title(&survey, lang.tag()),
        name: survey.title_in(lang.tag()).to_owned(),
        waves: waves(&told, &stages, &compared),
        compared: compared.len(),
        sections: sections((lang.tag(), &Markdown::of(&page_of)), &stages),
    };
    let heading = lang.say("Xu hướng qua các đợt", "The trend over the waves");
    Ok(page_of.show(StatusCode::OK, heading, page(lang, view)).await)
}

async fn told<'s>(page_of: &Page, survey: &'s Survey) -> Result<Vec<Told<'s>>, Fault> {
    let engine = page_of.engine();
    let mut all = engine.all_released(page_of.actor(), survey).await?;
    let older = all.len().saturating_sub(WAVES_MOST);
    let mut told = Vec::new();
    for (wave, released) in all.drain(older..) {
        let course = engine.fielded(survey.id, wave.version).await?;
        told.push(Told {
            wave,
            released,
            course,
        });
    }
    Ok(told)
}

fn waves(told: &[Told<'_>], stages: &[Stage<'_>], compared: &[&str]) -> Vec<WaveFigures> {
    let figures = whole(stages, compared);
    let named = told.iter().zip(figures);
    named
        .map(|(one, figure)| WaveFigures {
            ordinal: one.wave.ordinal,
            name: one.wave.name.clone(),
            n: Some(one.released.whole.n).filter(|n| *n >= K),
            top: figure.estimate,
        })
        .collect()
}

/// As the newest form has them; what it asks no more is told on the pages of the waves that did.
fn sections((language, markup): (&str, &Markdown<'_>), stages: &[Stage<'_>]) -> Vec<SectionTrend> {
    let Some(newest) = stages.last() else {
        return Vec::new();
    };
    let nothing = Answers::new();
    let reader = |form| Reader {
        form,
        language,
        answers: &nothing,
        markup,
    };
    let sections = newest.form.sections.iter().enumerate();
    let told = sections.map(|(nth, section)| {
        let items = section.items.iter().enumerate();
        let questions = items.flat_map(|(item, one)| one.questions((nth, item)));
        let questions = questions.filter(|one| has_figures(&one.item.ask));
        SectionTrend {
            title: reader(newest.form).inline(&section.title),
            questions: questions
                .map(|one| QuestionTrend {
                    text: reader(newest.form).inline(one.text),
                    waves: measures(stages, &one, &reader),
                })
                .collect(),
        }
    });
    told.filter(|section| !section.questions.is_empty()).collect()
}

const fn has_figures(ask: &Ask) -> bool {
    !matches!(
        ask,
        Ask::Text { .. } | Ask::Number { .. } | Ask::Date { .. } | Ask::Consent
    )
}

fn measures<'f, 'r>(
    stages: &[Stage<'f>],
    question: &Question<'_>,
    reader: &impl Fn(&'f Form) -> Reader<'r>,
) -> Vec<Option<MeasureView>>
where
    'f: 'r,
{
    let measured = of_question(stages, question.id);
    let told = stages.iter().zip(measured).map(|(stage, measure)| {
        let asked = stage.form.by_id();
        let ask = &asked.get(question.id)?.item.ask;
        measure.map(|measure| shown(&reader(stage.form), ask, measure))
    });
    told.collect()
}

fn shown(reader: &Reader<'_>, ask: &Ask, measure: Measure) -> MeasureView {
    let lines = measure
        .lines
        .iter()
        .map(|line| (label(reader, ask, line), line.share));
    MeasureView {
        valid: measure.valid,
        top: measure.top,
        mean: measure.mean,
        lines: lines.collect(),
        changes: measure.changes,
    }
}
