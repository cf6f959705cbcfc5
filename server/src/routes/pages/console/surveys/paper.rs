//! `/console/surveys/{slug}/waves/{wave}/paper`

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use khao_app::components::console_nav::Section;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::console::surveys::language_words;
use khao_app::pages::console::surveys::paper::{
    Goal, PaperAsk, PaperBox, PaperItem, PaperSection, PaperView, page,
};
use khao_app::questionnaire::texts::Reader;
use khao_domain::ids::WaveId;
use khao_domain::lang::Lang;
use khao_domain::survey::course::Answers;
use khao_domain::survey::form::{Ask, END, Form, Item, Section as Part, Skip};
use khao_domain::survey::paper::{KeyBox, Label, boxes, code, condition_words};
use khao_engine::policy::Action;
use khao_engine::survey::surveys::{Survey, Wave};
use serde::Deserialize;

use super::head;
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::surveys::texts::{Markdown, title};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get};

const PATH: &str = "/console/surveys/{slug}/waves/{wave}/paper";
const STYLE: &str = "/console/surveys/{slug}/waves/{wave}/paper.css";
/// To write on.
const LINES: usize = 1;
const LINES_OF_A_LONG_ONE: usize = 5;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadSurveys);
    vec![get(PATH, read, show), get(STYLE, read, style)]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    lang: String,
}

async fn wave_of(page_of: &Page, slug: &str, id: WaveId) -> Result<(std::sync::Arc<Survey>, Wave), Fault> {
    let survey = page_of.engine().console_survey(page_of.actor(), slug).await?;
    let wave = survey.wave(id).cloned().ok_or_else(Fault::not_found)?;
    Ok((survey, wave))
}

/// What margin boxes say can stand in a sheet of styles only, and pages have none of their own.
async fn style(page_of: Page, InPath((slug, id)): InPath<(String, WaveId)>) -> Result<Response, Fault> {
    let (survey, wave) = wave_of(&page_of, &slug, id).await?;
    // Letters, digits and a hyphen.
    let code = code(survey.id, wave.version);
    let sheet = format!(
        "@page {{ size: A4; margin: 15mm 14mm 18mm; @bottom-left {{ content: \"{code}\"; font: bold 10pt sans-serif; }} }}\n"
    );
    Ok(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], sheet).into_response())
}

async fn show(
    page_of: Page,
    InPath((slug, id)): InPath<(String, WaveId)>,
    InQuery(params): InQuery<Params>,
) -> PageResult {
    let lang = page_of.lang();
    let (survey, wave) = wave_of(&page_of, &slug, id).await?;
    let course = page_of.engine().fielded(survey.id, wave.version).await?;
    let form = course.form();
    let wanted = form.languages.iter().find(|tag| **tag == params.lang);
    let language = wanted.map_or(form.main_language(), String::as_str).to_owned();
    let words = Lang::parse(&language).unwrap_or(lang);
    let nothing = Answers::new();
    let reader = Reader {
        form,
        language: &language,
        answers: &nothing,
        markup: &Markdown::of(&page_of),
    };
    let here = format!("/console/surveys/{slug}/waves/{id}/paper");
    let languages = form.languages.iter().map(|tag| {
        let other = (*tag != language).then(|| address(&here, [("lang", tag.as_str())]));
        (language_words(lang, tag).to_owned(), other)
    });
    let view = PaperView {
        head: head(&page_of, &survey),
        site: page_of.app.settings.site.clone(),
        title: title(&survey, &language),
        code: code(survey.id, wave.version),
        style: format!("{here}.css"),
        words,
        languages: languages.collect(),
        sections: sections(words, &reader),
    };
    let heading = lang.say("Phiếu giấy", "Paper form");
    Ok(page_of
        .show_console(Section::Surveys, StatusCode::OK, heading, page(lang, view))
        .await)
}

fn sections(words: Lang, reader: &Reader<'_>) -> Vec<PaperSection> {
    let mut number = 0;
    let sections = reader.form.sections.iter();
    let drawn = sections.map(|section: &Part| PaperSection {
        title: reader.inline(&section.title),
        text: reader.block(&section.text),
        condition: condition_words(words, reader.form, &section.show_if),
        items: section
            .items
            .iter()
            .map(|one| item(words, reader, one, &mut number))
            .collect(),
    });
    drawn.collect()
}

fn item(words: Lang, reader: &Reader<'_>, item: &Item, number: &mut usize) -> PaperItem {
    let form = reader.form;
    let own = |boxes: Vec<KeyBox<'_>>| boxes.iter().map(|one| drawn(words, reader, one)).collect();
    let mut next = || {
        *number += 1;
        *number
    };
    let (number, ask) = match &item.ask {
        Ask::Matrix { rows, .. } => {
            let rows = rows.iter().map(|row| (next(), reader.inline(&row.text)));
            let table = PaperAsk::Table {
                rows: rows.collect(),
                columns: own(boxes(form, &item.ask)),
            };
            (None, table)
        }
        Ask::Ranking { .. } => (Some(next()), PaperAsk::Order(own(boxes(form, &item.ask)))),
        Ask::Text { long: true } => (Some(next()), PaperAsk::Lines(LINES_OF_A_LONG_ONE)),
        Ask::Number { .. } | Ask::Date { .. } | Ask::Text { long: false } => {
            (Some(next()), PaperAsk::Lines(LINES))
        }
        ask => {
            let boxes = PaperAsk::Boxes {
                boxes: own(boxes(form, ask)),
                in_a_row: matches!(ask, Ask::Rating { .. } | Ask::Recommend | Ask::YesNo),
                many: matches!(ask, Ask::MultipleChoice { .. }),
            };
            (Some(next()), boxes)
        }
    };
    PaperItem {
        number,
        text: reader.inline(&item.text),
        hint: reader.hint(&item.hint),
        condition: condition_words(words, form, &item.show_if),
        skips: item
            .skips
            .iter()
            .filter_map(|skip| goal(words, form, skip))
            .collect(),
        ask,
    }
}

fn drawn(words: Lang, reader: &Reader<'_>, one: &KeyBox<'_>) -> PaperBox {
    let ours = |word: &'static str| Some(SafeHtml::in_language(word, words.tag()));
    PaperBox {
        key: one.key.clone(),
        label: match one.label {
            Label::Text(texts) => Some(reader.inline(texts)),
            Label::Yes => ours(words.say("Có", "Yes")),
            Label::No => ours(words.say("Không", "No")),
            Label::Agreed => ours(words.say("Đồng ý", "I agree")),
            Label::Key => None,
        },
        is_other: one.is_other,
    }
}

/// None of what cannot be read, which no fielded form has.
fn goal(words: Lang, form: &Form, skip: &Skip) -> Option<(String, Goal)> {
    let when = condition_words(words, form, &skip.when)?;
    if skip.to == END {
        return Some((when, Goal::End));
    }
    if let Some(section) = form.section_place(&skip.to) {
        return Some((when, Goal::Section(section + 1)));
    }
    let at = form.place_of(&skip.to)?;
    let numbered = (1..).zip(form.questions());
    let mut found = numbered.filter(|(_, question)| question.at == at);
    found.next().map(|(number, _)| (when, Goal::Question(number)))
}
