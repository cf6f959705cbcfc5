//! `GET /surveys/{slug}/results`

use axum::http::StatusCode;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::survey::results::{
    FactorFigures, FiguresView, LineFigures, PartFigures, QuestionFigures, ResultsView, SectionFigures, page,
};
use khao_app::questionnaire::items::yes_and_no;
use khao_app::questionnaire::texts::Reader;
use khao_domain::survey::course::Answers;
use khao_domain::survey::estimates::{Estimate, of_item, of_items, rated};
use khao_domain::survey::form::{Ask, Question, Section};
use khao_domain::survey::shares::{Line, of_question};
use khao_domain::survey::tally::favourable;
use khao_domain::survey::wave::SurveyStatus;
use khao_engine::survey::parts::of_parts;
use khao_engine::survey::releases::Released;
use khao_engine::survey::surveys::{Survey, Wave};

use super::texts::{Markdown, title};
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::pages::context::{Page, PageResult};

pub async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let survey = engine.public_survey(&slug).await?;
    let figures = match engine.newest_released(page_of.actor(), &survey).await? {
        Some((wave, released)) => Some(of_wave(&page_of, &survey, wave, &released).await?),
        None => None,
    };
    let view = ResultsView {
        slug,
        title: title(&survey, lang.tag()),
        name: survey.title_in(lang.tag()).to_owned(),
        is_open: survey.status(engine.now()) == SurveyStatus::Open,
        figures,
    };
    let heading = lang.say("Kết quả khảo sát", "Results of the survey");
    Ok(page_of.show(StatusCode::OK, heading, page(lang, view)).await)
}

async fn of_wave(
    page_of: &Page,
    survey: &Survey,
    wave: &Wave,
    released: &Released,
) -> Result<FiguresView, Fault> {
    let course = page_of.engine().fielded(survey.id, wave.version).await?;
    let form = course.form();
    let nothing = Answers::new();
    let reader = Reader {
        form,
        language: page_of.lang().tag(),
        answers: &nothing,
        markup: &Markdown::of(page_of),
    };
    let sections = (0..).zip(&form.sections);
    let units = page_of.engine().units().await?;
    let parts = of_parts(&units, wave, form, released);
    let figures = |name: String, figure: Estimate| PartFigures {
        name,
        top: figure.estimate,
        n: figure.n,
        is_hidden: figure.suppressed,
    };
    Ok(FiguresView {
        wave: wave.name.clone(),
        as_of: released.as_of,
        n: released.whole.n,
        from_open_channels: wave.is_open_to_anybody(),
        factors: factors(&reader, released),
        has_trend: page_of
            .engine()
            .all_released(page_of.actor(), survey)
            .await?
            .len()
            > 1,
        sections: sections
            .map(|(nth, one)| section(&reader, (nth, one), released))
            .collect(),
        strata: wave
            .strata
            .iter()
            .zip(parts.strata)
            .map(|(stratum, figure)| figures(stratum.name.clone(), figure))
            .collect(),
        units: parts
            .units
            .into_iter()
            .map(|(id, figure)| figures(units.name(id).to_owned(), figure))
            .collect(),
    })
}

fn factors(reader: &Reader<'_>, released: &Released) -> Vec<FactorFigures> {
    let form = reader.form;
    let questions = rated(form);
    let figures = form.factors.iter().map(|factor| {
        let own = questions.iter().filter(|one| one.factor == factor.id);
        let own: Vec<Question<'_>> = own.copied().collect();
        let estimate = of_items(form, &released.whole, &own);
        FactorFigures {
            title: reader.inline(&factor.title),
            part: reader.inline(&factor.part),
            questions: own.len(),
            top: estimate.estimate,
            is_hidden: estimate.suppressed,
        }
    });
    figures.collect()
}

fn section(reader: &Reader<'_>, (nth, section): (usize, &Section), released: &Released) -> SectionFigures {
    let items = (0..).zip(&section.items);
    let questions = items.flat_map(|(item, one)| one.questions((nth, item)));
    SectionFigures {
        title: reader.inline(&section.title),
        questions: questions.map(|one| question(reader, &one, released)).collect(),
    }
}

fn question(reader: &Reader<'_>, question: &Question<'_>, released: &Released) -> QuestionFigures {
    let (form, ask) = (reader.form, &question.item.ask);
    let shares = of_question(form, &released.whole, question);
    let lines = shares.lines.into_iter().map(|line| LineFigures {
        label: label(reader, ask, &line),
        count: line.count,
        share: line.share,
    });
    QuestionFigures {
        text: reader.inline(question.text),
        valid: shares.valid,
        top: of_item(form, &released.whole, question)
            .estimate
            .filter(|_| favourable(form, ask).is_some()),
        is_ranking: matches!(ask, Ask::Ranking { .. }),
        lines: lines.collect(),
    }
}

/// What a step or an option is called.
pub fn label(reader: &Reader<'_>, ask: &Ask, line: &Line) -> SafeHtml {
    let scale = reader.form.scale_of(ask);
    if let Some(scale) = scale {
        let mut steps = scale.all_steps();
        let step = steps.find(|step| step.value.to_string() == line.id);
        return step.map_or_else(
            || SafeHtml::ours(line.id.clone()),
            |step| reader.inline(&step.label),
        );
    }
    let words = yes_and_no(reader.language);
    let word = words
        .into_iter()
        .find(|(id, _)| matches!(ask, Ask::YesNo) && *id == line.id);
    if let Some((_, word)) = word {
        return word;
    }
    let option = ask.options().iter().find(|option| option.id == line.id);
    option.map_or_else(
        || SafeHtml::ours(line.id.clone()),
        |option| reader.inline(&option.text),
    )
}
