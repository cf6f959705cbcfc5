//! Surveys: drafts, versions, waves; who may change them.

use khao_domain::people::role::Role;
use khao_domain::survey::form::Form;
use khao_domain::survey::quota::Quota;
use khao_domain::survey::template::Template;
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::{Channel, Span, SurveyStatus};
use khao_domain::time::Timestamp;
use khao_engine::error::{Conflict, Error};
use khao_engine::survey::changing::{NewSurvey, SurveyChange};
use khao_engine::survey::fielding::{NewWave, WaveChange};

use crate::build::{World, assert_error, staff};
use crate::db::Db;

on_both!(
    a_draft_is_nobodys_until_a_wave_fields_it,
    a_wave_keeps_its_version_while_the_draft_goes_on,
    a_form_with_mistakes_is_kept_and_not_fielded,
    waves_follow_each_other,
    two_editors_do_not_overwrite_each_other,
    rights_and_units_are_kept,
);

pub const DAY_S: i64 = 24 * 3600;

pub fn new_survey(slug: &str, form: Form) -> NewSurvey {
    NewSurvey {
        slug: slug.to_owned(),
        title: Texts::of([("vi", "Đánh giá tại quầy"), ("en", "Rating at the desk")]),
        form,
        unit: None,
    }
}

pub fn new_wave(from: Timestamp, days: i64) -> NewWave {
    NewWave {
        name: "Đợt 1".to_owned(),
        span: Span {
            opens_at: from,
            closes_at: from.plus_seconds(days * DAY_S),
        },
        channels: Channel::ALL.to_vec(),
        quotas: Vec::new(),
        strata: Vec::new(),
        invited_only: false,
    }
}

/// A desk rating that is open for ten days from now on.
pub async fn open_desk(world: &World<'_>, quotas: Vec<Quota>) {
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .create_survey(organiser, new_survey("quay", Template::Desk.form()), None)
        .await
        .unwrap();
    let wave = NewWave {
        quotas,
        ..new_wave(world.db.now(), 10)
    };
    engine.field_wave(organiser, "quay", wave).await.unwrap();
}

async fn a_draft_is_nobodys_until_a_wave_fields_it(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let new = || new_survey("quay", Template::Desk.form());
    let survey = engine.create_survey(organiser, new(), None).await.unwrap();
    assert_eq!(survey.status(db.now()), SurveyStatus::Draft);
    assert_error!(
        engine.create_survey(organiser, new(), None).await,
        Error::Conflict(Conflict::Taken)
    );
    assert_error!(engine.public_survey("quay").await, Error::NotFound);
    assert!(engine.public_surveys().await.unwrap().is_empty());
    assert_eq!(engine.surveys(organiser).await.unwrap().len(), 1);

    let later = db.now().plus_seconds(DAY_S);
    let survey = engine
        .field_wave(organiser, "quay", new_wave(later, 10))
        .await
        .unwrap();
    assert_eq!(survey.status(db.now()), SurveyStatus::Closed);
    assert_eq!(survey.status(later), SurveyStatus::Open);
    assert_eq!(
        engine.public_survey("quay").await.unwrap().title_in("en"),
        "Rating at the desk"
    );
    assert_error!(
        engine.delete_survey(organiser, "quay").await,
        Error::Conflict(Conflict::InUse)
    );
    // A wave that has not opened goes, and the survey after it.
    let wave = survey.waves[0].id;
    engine.delete_wave(organiser, "quay", wave).await.unwrap();
    engine.delete_survey(organiser, "quay").await.unwrap();
    assert_error!(engine.console_survey(organiser, "quay").await, Error::NotFound);
}

async fn a_wave_keeps_its_version_while_the_draft_goes_on(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    open_desk(&world, Vec::new()).await;
    let survey = engine.console_survey(organiser, "quay").await.unwrap();
    let mut form = survey.draft.clone();
    form.sections[0].items[0].text.set("vi", "Câu hỏi mới");
    let change = SurveyChange {
        draft: Some((survey.revision, form.clone())),
        ..SurveyChange::default()
    };
    engine.change_survey(organiser, "quay", change).await.unwrap();
    let fielded = engine.fielded(survey.id, 1).await.unwrap();
    assert_eq!(fielded.form(), &Template::Desk.form());

    let next = new_wave(db.now().plus_seconds(20 * DAY_S), 10);
    let survey = engine.field_wave(organiser, "quay", next.clone()).await.unwrap();
    assert_eq!(
        survey.waves.iter().map(|wave| wave.version).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(engine.fielded(survey.id, 2).await.unwrap().form(), &form);
    // The same form again is the same version.
    let third = new_wave(db.now().plus_seconds(40 * DAY_S), 10);
    let survey = engine.field_wave(organiser, "quay", third).await.unwrap();
    assert_eq!(survey.waves[2].version, 2);
    assert_error!(engine.fielded(survey.id, 3).await, Error::NotFound);
}

async fn a_form_with_mistakes_is_kept_and_not_fielded(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let mut form = Template::Desk.form();
    "nobody = 1".clone_into(&mut form.sections[0].items[1].show_if);
    engine
        .create_survey(organiser, new_survey("quay", form), None)
        .await
        .unwrap();
    let quotas = vec![Quota {
        name: String::new(),
        condition: String::new(),
        most: 1,
    }];
    let wave = NewWave {
        quotas,
        channels: Vec::new(),
        ..new_wave(db.now(), 0)
    };
    let Err(Error::Invalid(problems)) = engine.field_wave(organiser, "quay", wave).await else {
        panic!("fielded");
    };
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/form/sections/0/items/1/show_if",
            "/channels",
            "/closes_at",
            "/quotas/0/name"
        ]
    );
}

async fn waves_follow_each_other(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    open_desk(&world, Vec::new()).await;
    let within = new_wave(db.now().plus_seconds(9 * DAY_S), 5);
    let Err(Error::Invalid(problems)) = engine.field_wave(organiser, "quay", within).await else {
        panic!("two waves at once");
    };
    assert_eq!(problems[0].pointer, "/opens_at");
    let wave = engine.console_survey(organiser, "quay").await.unwrap().waves[0].clone();
    // It has begun: its end moves, its beginning does not.
    let to = |opens_at, closes_at| WaveChange {
        span: Some(Span { opens_at, closes_at }),
        ..WaveChange::default()
    };
    let later = to(wave.span.opens_at.plus_seconds(60), wave.span.closes_at);
    let refused = engine.change_wave(organiser, "quay", wave.id, later).await;
    assert!(matches!(refused, Err(Error::Invalid(problems)) if problems[0].pointer == "/opens_at"));
    db.set_time(db.now().plus_seconds(DAY_S));
    let now = to(wave.span.opens_at, db.now());
    let survey = engine.change_wave(organiser, "quay", wave.id, now).await.unwrap();
    assert_eq!(survey.status(db.now()), SurveyStatus::Closed);
    assert_error!(
        engine.delete_wave(organiser, "quay", wave.id).await,
        Error::Conflict(Conflict::InUse)
    );
}

async fn two_editors_do_not_overwrite_each_other(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .create_survey(organiser, new_survey("quay", Template::Desk.form()), None)
        .await
        .unwrap();
    let draft = |revision| SurveyChange {
        draft: Some((revision, Template::Desk.form())),
        ..SurveyChange::default()
    };
    engine.change_survey(organiser, "quay", draft(1)).await.unwrap();
    assert_error!(
        engine.change_survey(organiser, "quay", draft(1)).await,
        Error::Conflict(Conflict::FormChanged)
    );
    let survey = engine.change_survey(organiser, "quay", draft(2)).await.unwrap();
    assert_eq!(survey.revision, 3);
}

async fn rights_and_units_are_kept(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let new = || new_survey("quay", Template::Desk.form());
    assert_error!(
        engine.create_survey(&staff(Role::Auditor), new(), None).await,
        Error::Forbidden
    );
    engine.create_survey(organiser, new(), None).await.unwrap();
    // A coordinator sees no draft; an organiser of another unit nothing of the whole authority's.
    let coordinator = crate::build::coordinator_of(world.unit("VL.S1").await);
    assert_error!(engine.console_survey(&coordinator, "quay").await, Error::NotFound);
    let elsewhere = khao_engine::policy::Actor::Staff {
        id: khao_domain::ids::AccountId(uuid::Uuid::from_u128(77)),
        username: "noi.khac".to_owned(),
        role: Role::Organiser,
        unit: Some(world.unit("VL.S2").await),
        from: None,
        proved_at: Timestamp(i64::MAX),
    };
    assert_error!(engine.console_survey(&elsewhere, "quay").await, Error::NotFound);
    let wave = new_wave(db.now(), 10);
    assert_error!(
        engine.field_wave(&elsewhere, "quay", wave.clone()).await,
        Error::NotFound
    );
    engine.field_wave(organiser, "quay", wave).await.unwrap();
    assert!(engine.console_survey(&coordinator, "quay").await.is_ok());
}
