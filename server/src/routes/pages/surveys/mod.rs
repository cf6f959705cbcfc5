//! `/surveys/{slug}`: a form answered page by page, without a script. What was answered travels with the page.

mod drawing;
mod ending;
mod invited;
mod kiosk;
mod results;
pub(super) mod texts;
mod trend;
mod trial;

use axum::http::StatusCode;
use khao_app::pages::survey::form::Note;
use khao_domain::problem::Problem;
use khao_domain::survey::course::{Answers, Course, pointer};
use khao_domain::survey::pages::{Leaf, Pages};
use khao_domain::survey::typed_answers::{self, Typed, Written};
use khao_domain::survey::wave::Channel;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Action;
use khao_engine::survey::responding::{DESK_CHARS_MOST, SentResponse};
use khao_engine::survey::surveys::{Survey, Wave};
use khao_engine::survey::travelling::Travelling;
use serde::Deserialize;

use self::drawing::{Drawn, Stage, draw};
use self::ending::{Refusal, not_open, receipt, refused};
pub(super) use self::texts::title;
use super::context::{Page, PageResult};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/surveys/{slug}";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Public, show),
        post(PATH, Access::Public, turn).takes_form(),
        get("/surveys/{slug}/results", Access::Public, results::show),
        get("/surveys/{slug}/trend", Access::Public, trend::show),
        get(trial::PATH, Access::Staff(Action::ReadSurveys), trial::show),
        post(trial::PATH, Access::Staff(Action::ReadSurveys), trial::turn).takes_form(),
        get("/kiosk/{slug}", Access::Public, kiosk::show),
    ]
}

/// Links travel through other people's programs, which hang things on: what is not ours is no mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Query {
    lang: Option<String>,
    /// From a poster.
    unit: Option<String>,
    desk: Option<String>,
}

async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(query): InQuery<Query>) -> PageResult {
    let survey = page_of.engine().public_survey(&slug).await?;
    begin(page_of, &survey, query, (StatusCode::OK, Note::None)).await
}

/// The first page, with nothing answered.
async fn begin(
    page_of: Page,
    survey: &Survey,
    query: Query,
    (status, note): (StatusCode, Note),
) -> PageResult {
    let engine = page_of.engine();
    let Some(wave) = survey.open_wave(engine.now()) else {
        return not_open(page_of, survey, status).await;
    };
    let is_poster = query.unit.is_some() || query.desk.is_some();
    let Some(channel) = way(wave, is_poster) else {
        return ending::elsewhere(page_of, survey).await;
    };
    if wave.invited_only {
        return invited::ask(&page_of, survey, invited::Asked::first(query.lang, status, note)).await;
    }
    first_page(page_of, (survey, wave), (channel, None), query, (status, note)).await
}

/// With the token of whoever was invited.
async fn first_page(
    mut page_of: Page,
    (survey, wave): (&Survey, &Wave),
    (channel, invitation): (Channel, Option<String>),
    query: Query,
    (status, note): (StatusCode, Note),
) -> PageResult {
    let engine = page_of.engine();
    let course = engine.fielded(survey.id, wave.version).await?;
    let pages = Pages::of(&course, &Answers::new());
    let leaf = pages.first().unwrap_or(Leaf {
        section: 0,
        items: Vec::new(),
    });
    let unit = query.unit.and_then(|unit| unit.parse().ok());
    let unit = match unit {
        Some(unit) => engine.units().await?.get(unit).map(|unit| unit.id),
        None => None,
    };
    let on = Travelling {
        version: wave.version,
        client_id: engine.random().untimed_id().to_string(),
        channel,
        unit,
        desk: query
            .desk
            .map(|desk| desk.trim().to_owned())
            .filter(|desk| (1..=DESK_CHARS_MOST).contains(&desk.chars().count())),
        language: language(&course, query.lang.as_deref(), &page_of),
        section: leaf.section,
        shown: leaf.items,
        seen: Vec::new(),
        typed: Typed::new(),
        invitation,
    };
    texts::write_in(&mut page_of, &on.language);
    let page_of = page_of.standing_in(drawing::address(survey, &on, None));
    let drawn = Drawn {
        status,
        note,
        // A link to the form in another language would lose the invitation: its buttons take it along.
        is_fresh: on.invitation.is_none(),
        problems: Vec::new(),
    };
    draw(&page_of, survey, &course, &Stage::Fielded(&on), drawn).await
}

/// A poster's visitors count as such, where the wave takes them as such.
fn way(wave: &Wave, is_poster: bool) -> Option<Channel> {
    let wanted = if is_poster {
        [Channel::Qr, Channel::Web]
    } else {
        [Channel::Web, Channel::Qr]
    };
    wanted.into_iter().find(|channel| wave.channels.contains(channel))
}

/// What was asked for, else the visitor's own, else the form's first.
fn language(course: &Course<'_>, wanted: Option<&str>, page_of: &Page) -> String {
    let form = course.form();
    let known = |tag: &&str| form.languages.iter().any(|one| one == tag);
    let own = Some(page_of.lang().tag()).filter(known);
    let tag = wanted.filter(known).or(own).unwrap_or(form.main_language());
    tag.to_owned()
}

async fn turn(mut page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let survey = page_of.engine().public_survey(&slug).await?;
    if form.text("action") == "open" {
        return invited::open(page_of, &survey, &form).await;
    }
    let Some(mut on) = page_of.engine().open_course(survey.id, form.text("course")) else {
        let again = (StatusCode::UNPROCESSABLE_ENTITY, Note::BeganAgain);
        return begin(page_of, &survey, Query::default(), again).await;
    };
    let course = page_of.engine().fielded(survey.id, on.version).await?;
    let turned = turned(&course, &form, &mut on);
    texts::write_in(&mut page_of, &on.language);
    if !matches!(turned, Turned::Page(_))
        && let Some(refusal) = invited::has_started(&page_of, &survey, &on).await?
    {
        return refused(page_of, &survey, refusal).await;
    }
    let drawn = match turned {
        Turned::Page(drawn) | Turned::Answered(drawn) => drawn,
        Turned::Sent(written) => return send(page_of, &survey, &course, on, written).await,
    };
    let is_taken = survey.open_wave(page_of.engine().now()).map(|wave| wave.version) == Some(on.version);
    if is_taken {
        draw(&page_of, &survey, &course, &Stage::Fielded(&on), drawn).await
    } else {
        not_taken(page_of, &survey).await
    }
}

/// What a page that was sent leads to.
enum Turned {
    /// The same one again, or another one without an answer.
    Page(Drawn),
    /// The next one: this one was answered.
    Answered(Drawn),
    /// The last one, with everything that was typed.
    Sent(Written),
}

/// Takes what the page holds, and turns as its button says.
fn turned(course: &Course<'_>, form: &Form, on: &mut Travelling) -> Turned {
    take(course, form, on);
    let in_other_language = form.given("language").filter(|tag| is_one_of(course, tag));
    if let Some(tag) = in_other_language {
        tag.clone_into(&mut on.language);
    }
    let written = typed_answers::read(course.form(), &on.typed);
    let pages = Pages::of(course, &written.known(course.form()));
    if form.text("action") == "back" {
        if let Some(leaf) = before(&pages, on) {
            on.turn_back_to(leaf);
        }
        return Turned::Page(Drawn::usual());
    }
    if in_other_language.is_some() {
        return Turned::Page(Drawn::usual());
    }
    let problems = mistakes(course, &written, on);
    if !problems.is_empty() {
        return Turned::Page(Drawn::with_mistakes(problems));
    }
    let mut drawn = Drawn::usual();
    if let Some(leaf) = pages.after(on.section, &on.asked()) {
        if leaf.section == on.section {
            drawn.note = Note::More;
        }
        on.turn_to(leaf);
    } else if form.text("action") == "send" {
        return Turned::Sent(written);
    } else {
        on.turn_to(after_all(course));
    }
    Turned::Answered(drawn)
}

/// From what came up later the whole section, otherwise the one before.
fn before(pages: &Pages, on: &Travelling) -> Option<Leaf> {
    if on.seen.is_empty() {
        pages.before(on.section)
    } else {
        pages.section(on.section)
    }
}

fn is_one_of(course: &Course<'_>, tag: &str) -> bool {
    course.form().languages.iter().any(|one| one == tag)
}

/// The page after the last question.
fn after_all(course: &Course<'_>) -> Leaf {
    Leaf {
        section: u16::try_from(course.form().sections.len()).unwrap_or(u16::MAX),
        items: Vec::new(),
    }
}

/// What the fields of the page hold takes the place of what they held before.
fn take(course: &Course<'_>, form: &Form, on: &mut Travelling) {
    for item in drawing::shown(course.form(), on) {
        for name in typed_answers::fields(item) {
            let values = form.all(&name).filter(|value| !value.trim().is_empty());
            let values: Vec<String> = values.map(str::to_owned).collect();
            if values.is_empty() {
                on.typed.remove(&name);
            } else {
                on.typed.insert(name, values);
            }
        }
    }
}

/// What is wrong on the page that was sent, in its order.
fn mistakes(course: &Course<'_>, written: &Written, on: &Travelling) -> Vec<Problem> {
    let mut problems = written.misread.clone();
    for problem in course.check(&written.sent).err().unwrap_or_default() {
        if problems.iter().all(|known| known.pointer != problem.pointer) {
            problems.push(problem);
        }
    }
    on_page(course, &problems, on)
}

/// Those that are told at what the page shows.
fn on_page(course: &Course<'_>, problems: &[Problem], on: &Travelling) -> Vec<Problem> {
    let items = drawing::shown(course.form(), on).into_iter();
    let questions = items.flat_map(|item| item.questions((0, 0)));
    questions
        .flat_map(|question| {
            let at = pointer(question.id);
            let own = problems.iter().filter(move |problem| problem.pointer == at);
            own.cloned().collect::<Vec<_>>()
        })
        .collect()
}

async fn send(
    page_of: Page,
    survey: &Survey,
    course: &Course<'_>,
    mut on: Travelling,
    written: Written,
) -> PageResult {
    let pages = Pages::of(course, &written.known(course.form()));
    let response = SentResponse {
        form_version: on.version,
        channel: on.channel,
        unit: on.unit,
        desk: on.desk.clone(),
        language: on.language.clone(),
        answers: written.sent,
        client_id: on.client_id.clone(),
        token: on.invitation.clone(),
    };
    let sent = page_of
        .engine()
        .respond(page_of.actor(), &survey.slug, response)
        .await;
    match sent {
        Ok(number) => receipt(page_of, survey, number).await,
        Err(Error::Conflict(Conflict::SurveyClosed)) => not_open(page_of, survey, StatusCode::CONFLICT).await,
        Err(Error::Conflict(Conflict::QuotaFull)) => refused(page_of, survey, Refusal::Full).await,
        Err(Error::Conflict(Conflict::InvitationUsed)) => refused(page_of, survey, Refusal::Used).await,
        Err(Error::Conflict(Conflict::InvitationOver)) => refused(page_of, survey, Refusal::Over).await,
        Err(Error::Invalid(problems)) => {
            if problems.iter().any(|problem| problem.pointer == "/form_version") {
                return refused(page_of, survey, Refusal::Newer).await;
            }
            let Some(leaf) = page_with(course, &pages, &problems) else {
                return Err(Error::Invalid(problems).into());
            };
            on.turn_back_to(leaf);
            let drawn = Drawn::with_mistakes(on_page(course, &problems, &on));
            draw(&page_of, survey, course, &Stage::Fielded(&on), drawn).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The first section in which something is wrong.
fn page_with(course: &Course<'_>, pages: &Pages, problems: &[Problem]) -> Option<Leaf> {
    let questions = course.form().questions();
    let wrong = questions.iter().find(|question| {
        let at = pointer(question.id);
        problems.iter().any(|problem| problem.pointer == at)
    })?;
    pages.section(u16::try_from(wrong.at.0).ok()?)
}

/// The wave is over, or another form is answered by now.
async fn not_taken(page_of: Page, survey: &Survey) -> PageResult {
    if survey.open_wave(page_of.engine().now()).is_some() {
        refused(page_of, survey, Refusal::Newer).await
    } else {
        not_open(page_of, survey, StatusCode::CONFLICT).await
    }
}
