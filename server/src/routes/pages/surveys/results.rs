//! `GET /surveys/{slug}/results`

use axum::http::StatusCode;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::survey::results::{
    FiguresView, LineFigures, QuestionFigures, ResultsView, SectionFigures, UnitFigures, page,
};
use khao_app::questionnaire::items::yes_and_no;
use khao_app::questionnaire::texts::Reader;
use khao_domain::survey::course::Answers;
use khao_domain::survey::estimates::{of_groups, of_item};
use khao_domain::survey::form::{Ask, Question, Section};
use khao_domain::survey::shares::{Line, of_question};
use khao_domain::survey::tally::favourable;
use khao_domain::survey::wave::{Channel, SurveyStatus};
use khao_engine::survey::releases::Released;
use khao_engine::survey::surveys::{Survey, Wave};

use super::texts::{MARKDOWN, title};
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
        markup: MARKDOWN,
    };
    let sections = (0..).zip(&form.sections);
    let is_open = |channel: &Channel| !channel.is_of_staff();
    Ok(FiguresView {
        wave: wave.name.clone(),
        as_of: released.as_of,
        n: released.whole.n,
        from_open_channels: wave.channels.iter().any(is_open),
        sections: sections
            .map(|(nth, one)| section(&reader, (nth, one), released))
            .collect(),
        units: units(page_of, &reader, released).await?,
    })
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
fn label(reader: &Reader<'_>, ask: &Ask, line: &Line) -> SafeHtml {
    let scale = ask.scale().and_then(|id| reader.form.scale(id));
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

async fn units(page_of: &Page, reader: &Reader<'_>, released: &Released) -> Result<Vec<UnitFigures>, Fault> {
    let units = page_of.engine().units().await?;
    let tallies: Vec<_> = released.units.values().collect();
    let figures = of_groups(reader.form, &tallies);
    let named = released
        .units
        .keys()
        .zip(figures)
        .map(|(id, figure)| UnitFigures {
            name: units.name(*id).to_owned(),
            top: figure.estimate,
            n: figure.n,
            is_hidden: figure.suppressed,
        });
    Ok(named.collect())
}
