//! One page of a form as it is shown.

use axum::http::StatusCode;
use khao_app::pages::survey::form::{FORM_ID, FormView, Languages, Note, SectionView, page};
use khao_app::questionnaire::items::item;
use khao_app::questionnaire::texts::Reader;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::course::Course;
use khao_domain::survey::form::{Form, Item};
use khao_domain::survey::order::order;
use khao_domain::survey::pages::Pages;
use khao_domain::survey::texts::language_name;
use khao_domain::survey::typed_answers;
use khao_engine::survey::surveys::Survey;
use khao_engine::survey::travelling::{Travelling, Trial};

use super::texts::{Markdown, title};
use crate::problem::Fault;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::query;

/// How the page comes back.
pub struct Drawn {
    pub status: StatusCode,
    pub note: Note,
    /// Nothing was sent yet.
    pub is_fresh: bool,
    pub problems: Vec<Problem>,
}

impl Drawn {
    pub fn usual() -> Self {
        Self {
            status: StatusCode::OK,
            note: Note::None,
            is_fresh: false,
            problems: Vec::new(),
        }
    }

    pub fn with_mistakes(problems: Vec<Problem>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            problems,
            ..Self::usual()
        }
    }
}

/// Where a form is met, and by whom.
pub enum Stage<'s> {
    /// By respondents, while a wave is open.
    Fielded(&'s Travelling),
    /// By those who prepare it.
    Tried(&'s Trial),
}

impl Stage<'_> {
    const fn course(&self) -> &Travelling {
        match self {
            Self::Fielded(course) => course,
            Self::Tried(trial) => &trial.course,
        }
    }

    fn path(&self, survey: &Survey) -> String {
        match self {
            Self::Fielded(_) => format!("/surveys/{}", survey.slug),
            Self::Tried(_) => super::trial::path(survey),
        }
    }

    fn sealed(&self, page_of: &Page, survey: &Survey) -> Result<String, Fault> {
        let engine = page_of.engine();
        let sealed = match self {
            Self::Fielded(course) => engine.seal_course(survey.id, course),
            Self::Tried(trial) => engine.seal_trial(survey.id, trial),
        };
        Ok(sealed?)
    }

    /// The first page in another language.
    fn address(&self, survey: &Survey, tag: &str) -> String {
        match self {
            Self::Fielded(course) => address(survey, course, Some(tag)),
            Self::Tried(trial) => super::trial::address(survey, trial, Some(tag)),
        }
    }
}

/// The items on the page, in this respondent's order.
pub fn shown<'f>(form: &'f Form, on: &Travelling) -> Vec<&'f Item> {
    let Some(section) = form.sections.get(usize::from(on.section)) else {
        return Vec::new();
    };
    let is_shown = |place: &usize| on.shown.iter().any(|shown| usize::from(*shown) == *place);
    let places = order(section, &on.client_id).into_iter().filter(is_shown);
    places.filter_map(|place| section.items.get(place)).collect()
}

pub async fn draw(
    page_of: &Page,
    survey: &Survey,
    course: &Course<'_>,
    stage: &Stage<'_>,
    drawn: Drawn,
) -> PageResult {
    let (form, lang, on) = (course.form(), page_of.lang(), stage.course());
    let answers = typed_answers::read(form, &on.typed).known(form);
    let pages = Pages::of(course, &answers);
    let reader = Reader {
        form,
        language: &on.language,
        answers: &answers,
        markup: &Markdown::of(page_of),
    };
    let until = survey
        .open_wave(page_of.engine().now())
        .map(|wave| wave.span.closes_at);
    let view = FormView {
        path: stage.path(survey),
        title: title(survey, &on.language),
        place: place(page_of, on).await?,
        until: until.map(|until| until.minute_in(lang)),
        course: stage.sealed(page_of, survey)?,
        languages: languages(form, survey, stage, drawn.is_fresh),
        is_first: pages.before(on.section).is_none() && on.seen.is_empty(),
        is_last: pages.after(on.section, &on.asked()).is_none(),
        section: section(&reader, on, &pages),
        note: drawn.note,
        problems: drawn.problems,
    };
    let title = heading(lang, survey, on, &pages);
    let carries = form.languages.iter().any(|tag| tag == lang.other().tag());
    let carrying = carries.then_some(FORM_ID);
    match stage {
        Stage::Fielded(_) => Ok(page_of
            .show_carrying(carrying, (drawn.status, &title), page(lang, view))
            .await),
        Stage::Tried(trial) => {
            super::trial::shown(page_of, survey, trial, (drawn.status, &title), page(lang, view)).await
        }
    }
}

fn section(reader: &Reader<'_>, on: &Travelling, pages: &Pages) -> Option<SectionView> {
    let section = reader.form.sections.get(usize::from(on.section))?;
    let items = shown(reader.form, on).into_iter();
    Some(SectionView {
        title: reader.inline(&section.title),
        text: reader.block(&section.text).filter(|_| on.seen.is_empty()),
        place: pages.place(on.section),
        items: items.map(|one| item(reader, one, &on.typed)).collect(),
    })
}

/// Each page of a form is called otherwise, so that one hears that it has turned.
fn heading(lang: Lang, survey: &Survey, on: &Travelling, pages: &Pages) -> String {
    let title = survey.title_in(&on.language);
    let (nth, of) = pages.place(on.section);
    match lang {
        _ if of < 2 => title.to_owned(),
        Lang::Vi => format!("Phần {nth}/{of} · {title}"),
        Lang::En => format!("Part {nth} of {of} · {title}"),
    }
}

/// What a poster said: the unit's name and the desk.
async fn place(page_of: &Page, on: &Travelling) -> Result<String, Fault> {
    let units = page_of.engine().units().await?;
    let unit = on.unit.and_then(|id| units.get(id)).map(|unit| unit.name.clone());
    let parts: Vec<String> = unit.into_iter().chain(on.desk.clone()).collect();
    Ok(parts.join(" · "))
}

fn languages(form: &Form, survey: &Survey, stage: &Stage<'_>, is_fresh: bool) -> Languages {
    let own = &stage.course().language;
    let others = form.languages.iter().filter(|tag| *tag != own);
    let named = others.map(|tag| (tag.clone(), language_name(tag).to_owned()));
    if !is_fresh {
        return Languages::Buttons(named.collect());
    }
    Languages::Links(
        named
            .map(|(tag, name)| {
                let address = stage.address(survey, &tag);
                (tag, name, address)
            })
            .collect(),
    )
}

/// The form's first page; in the visitor's own language where none is named.
pub fn address(survey: &Survey, on: &Travelling, tag: Option<&str>) -> String {
    let unit = on.unit.map(|unit| unit.to_string());
    let fields = [
        ("lang", tag.unwrap_or_default()),
        ("unit", unit.as_deref().unwrap_or_default()),
        ("desk", on.desk.as_deref().unwrap_or_default()),
    ];
    query::address(&format!("/surveys/{}", survey.slug), fields)
}
