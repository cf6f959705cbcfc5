//! Surveys that take answers, set up past HTTP.

use khao_domain::survey::form::Form;
use khao_domain::survey::quota::Quota;
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::{Channel, Span};
use khao_engine::policy::Actor;
use khao_engine::survey::changing::{NewSurvey, SurveyChange};
use khao_engine::survey::fielding::NewWave;

use crate::app::TestApp;

pub const DAY_S: i64 = 24 * 3600;

/// Open to everybody for ten days from now on.
pub async fn field(app: &TestApp, slug: &str, form: Form, quotas: Vec<Quota>) {
    draft(app, slug, form).await;
    field_again(app, slug, (0, 10), quotas).await;
}

/// Not fielded yet.
pub async fn draft(app: &TestApp, slug: &str, form: Form) {
    let (engine, owner) = (&app.app.engine, Actor::owner());
    let new = NewSurvey {
        slug: slug.to_owned(),
        title: Texts::of([("vi", "Ý kiến của ông/bà"), ("en", "Your opinion, please")]),
        form,
        unit: None,
    };
    engine.create_survey(&owner, new, None).await.unwrap();
}

/// The draft as it is, from so many days on and for so many.
pub async fn field_again(app: &TestApp, slug: &str, (from, days): (i64, i64), quotas: Vec<Quota>) {
    let opens_at = app.now().plus_seconds(from * DAY_S);
    let wave = NewWave {
        name: "Đợt thử".to_owned(),
        span: Span {
            opens_at,
            closes_at: opens_at.plus_seconds(days * DAY_S),
        },
        channels: Channel::ALL.to_vec(),
        quotas,
        strata: Vec::new(),
        invited_only: false,
    };
    let engine = &app.app.engine;
    engine.field_wave(&Actor::owner(), slug, wave).await.unwrap();
}

/// Counts what has come in, and makes the figures public.
pub async fn publish(app: &TestApp, slug: &str) {
    let engine = &app.app.engine;
    let change = SurveyChange {
        published: Some(true),
        ..SurveyChange::default()
    };
    engine.change_survey(&Actor::owner(), slug, change).await.unwrap();
    engine.release_survey_figures().await.unwrap();
}
