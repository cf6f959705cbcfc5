//! Papers that are typed in: read twice and compared, stored once, and without a way back to who typed them.

use khao_domain::ids::WaveId;
use khao_domain::people::role::Role;
use khao_domain::survey::paper::{Keyed, client_id};
use khao_domain::survey::wave::Channel;
use khao_engine::error::{Conflict, Error, Result};
use khao_engine::policy::Actor;
use khao_engine::survey::fielding::WaveChange;
use khao_engine::survey::paper::{Entered, Paper, Reading, Readings};
use khao_engine::survey::responding::SentResponse;
use serde_json::json;

use crate::build::{World, assert_error, staff};
use crate::db::Db;
use crate::surveys::{DAY_S, new_wave, open_desk};

on_both!(
    two_readings_that_agree_are_stored_once,
    two_readings_that_differ_are_settled_by_a_third,
    what_is_wrong_or_missing_on_paper,
    papers_belong_to_the_wave_they_are_entered_in,
    nobody_else_uses_up_a_number,
    a_first_reading_does_not_stay,
);

fn keys(pairs: &[(&str, &str)]) -> Keyed {
    let owned = |(id, key): &(&str, &str)| ((*id).to_owned(), (*key).to_owned());
    pairs.iter().map(owned).collect()
}

fn paper(number: i64, form_id: &str, pairs: &[(&str, &str)]) -> Paper {
    Paper {
        number,
        form_id: form_id.to_owned(),
        unit: None,
        language: "vi".to_owned(),
        readings: Readings {
            keys: keys(pairs),
            others: Keyed::new(),
        },
    }
}

async fn wave(world: &World<'_>, nth: usize) -> WaveId {
    let survey = world.engine.console_survey(&world.organiser, "quay").await;
    survey.unwrap().waves[nth].id
}

async fn enter(world: &World<'_>, wave: WaveId, paper: Paper, reading: Reading) -> Result<Entered> {
    let at = ("quay", wave);
    world
        .engine
        .enter_paper(&world.organiser, at, paper, reading)
        .await
}

async fn stored(world: &World<'_>, wave: WaveId) -> i64 {
    let progress = world.engine.wave_progress(&world.organiser, "quay", wave).await;
    progress.unwrap().channels.get("paper").copied().unwrap_or(0)
}

async fn two_readings_that_agree_are_stored_once(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wave = wave(&world, 0).await;
    let first = || paper(7, "a", &[("overall", "5"), ("attitude", " 4")]);
    let begun = enter(&world, wave, first(), Reading::OfTwo).await.unwrap();
    assert_eq!(begun, Entered::Waiting);
    // The same page once more is the same reading.
    let again = enter(&world, wave, first(), Reading::OfTwo).await.unwrap();
    assert_eq!((again, stored(&world, wave).await), (Entered::Waiting, 0));
    let waiting = world.engine.waiting_papers(&world.organiser, "quay", wave);
    assert_eq!(waiting.await.unwrap(), [7]);
    let second = paper(7, "b", &[("overall", "5"), ("attitude", "4")]);
    let done = enter(&world, wave, second, Reading::OfTwo).await.unwrap();
    assert_eq!((done, stored(&world, wave).await), (Entered::Stored, 1));
    let waiting = world.engine.waiting_papers(&world.organiser, "quay", wave);
    assert_eq!(waiting.await.unwrap(), [0i64; 0]);
    for reading in [Reading::OfTwo, Reading::Only, Reading::Settled] {
        let late = enter(&world, wave, paper(7, "c", &[("overall", "1")]), reading).await;
        let Err(Error::Invalid(problems)) = late else {
            panic!("{reading:?}: {late:?}");
        };
        assert_eq!(problems[0].pointer, "/number");
    }
    assert_eq!(stored(&world, wave).await, 1);
    let kept = db.raw().await.number("SELECT count(*) FROM papers_typed").await;
    assert_eq!(kept, 0, "a first reading is erased");
}

async fn two_readings_that_differ_are_settled_by_a_third(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wave = wave(&world, 0).await;
    let first = paper(1, "a", &[("overall", "5"), ("attitude", "4")]);
    let kept = first.readings.clone();
    enter(&world, wave, first, Reading::OfTwo).await.unwrap();
    let second = || paper(1, "b", &[("overall", "4"), ("attitude", "4")]);
    for reading in [Reading::OfTwo, Reading::Only] {
        let differs = enter(&world, wave, second(), reading).await.unwrap();
        assert_eq!(differs, Entered::Differs(kept.clone()), "{reading:?}");
    }
    assert_eq!(stored(&world, wave).await, 0);
    let settled = enter(&world, wave, second(), Reading::Settled).await.unwrap();
    assert_eq!((settled, stored(&world, wave).await), (Entered::Stored, 1));
    // Where it is wanted so, one reading is enough.
    let only = enter(&world, wave, paper(2, "c", &[("overall", "1")]), Reading::Only);
    assert_eq!(only.await.unwrap(), Entered::Stored);
    let mut raw = db.raw().await;
    let first = raw.text("SELECT min(answers) FROM responses").await;
    let last = raw.text("SELECT max(answers) FROM responses").await;
    assert_eq!(
        (first.as_str(), last.as_str()),
        (r#"{"attitude":4,"overall":4}"#, r#"{"overall":1}"#)
    );
    assert_eq!(raw.number("SELECT count(*) FROM papers_typed").await, 0);
}

async fn what_is_wrong_or_missing_on_paper(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wave = wave(&world, 0).await;
    let wrong = paper(0, "a", &[("overall", "6"), ("attitude", "x")]);
    let Err(Error::Invalid(problems)) = enter(&world, wave, wrong, Reading::Only).await else {
        panic!("stored");
    };
    let told: Vec<&str> = problems.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(told, ["/number", "/key.overall", "/key.attitude"]);
    // A required question that was left empty on paper cannot be asked again.
    let gap = paper(3, "a", &[("attitude", "4")]);
    enter(&world, wave, gap, Reading::Only).await.unwrap();
    for number in 4..9 {
        let whole = paper(number, "a", &[("overall", "5"), ("attitude", "2")]);
        enter(&world, wave, whole, Reading::Only).await.unwrap();
    }
    world.engine.release_survey_figures().await.unwrap();
    let survey = world
        .engine
        .console_survey(&world.organiser, "quay")
        .await
        .unwrap();
    let figures = world
        .engine
        .released_figures(&world.organiser, &survey, &survey.waves[0]);
    let whole = figures.await.unwrap().unwrap().whole.clone();
    let counted = |id: &str| (whole.questions[id].met, whole.questions[id].valid);
    assert_eq!(
        (whole.n, counted("overall"), counted("attitude")),
        (6, (6, 5), (6, 6))
    );

    let change = WaveChange {
        channels: Some(vec![Channel::Web]),
        ..WaveChange::default()
    };
    world
        .engine
        .change_wave(&world.organiser, "quay", wave, change)
        .await
        .unwrap();
    let closed = enter(&world, wave, paper(9, "a", &[("overall", "5")]), Reading::Only).await;
    assert!(matches!(closed, Err(Error::Invalid(_))), "{closed:?}");
    let kept = enter(&world, wave, paper(9, "a", &[("overall", "5")]), Reading::OfTwo).await;
    let Err(Error::Invalid(problems)) = kept else {
        panic!("kept: {kept:?}");
    };
    assert_eq!(problems[0].pointer, "/channel");
    assert_eq!(
        db.raw().await.number("SELECT count(*) FROM papers_typed").await,
        0
    );
    let auditor = staff(Role::Auditor);
    let engine = &world.engine;
    assert_error!(engine.paper_wave(&auditor, "quay", wave).await, Error::Forbidden);
}

/// Two waves may have fielded one version; and papers come in after the end.
async fn papers_belong_to_the_wave_they_are_entered_in(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let next = new_wave(db.now().plus_seconds(12 * DAY_S), 100);
    world
        .engine
        .field_wave(&world.organiser, "quay", next)
        .await
        .unwrap();
    let (before, after) = (wave(&world, 0).await, wave(&world, 1).await);
    let one = |number| paper(number, "a", &[("overall", "5")]);
    assert_error!(
        enter(&world, after, one(1), Reading::Only).await,
        Error::Conflict(Conflict::SurveyClosed)
    );
    db.set_time(db.now().plus_seconds(20 * DAY_S));
    enter(&world, before, one(1), Reading::Only).await.unwrap();
    enter(&world, after, one(1), Reading::Only).await.unwrap();
    assert_eq!(
        (stored(&world, before).await, stored(&world, after).await),
        (1, 1)
    );
    db.set_time(db.now().plus_seconds(40 * DAY_S));
    assert_error!(
        enter(&world, before, one(2), Reading::Only).await,
        Error::Conflict(Conflict::SurveyClosed)
    );
}

async fn nobody_else_uses_up_a_number(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wave = wave(&world, 0).await;
    let guessed = SentResponse {
        form_version: 1,
        channel: Channel::Web,
        unit: None,
        desk: None,
        language: "vi".to_owned(),
        answers: json!({"overall": 5}).as_object().unwrap().clone(),
        client_id: client_id(wave.0, 1),
        token: None,
    };
    let engine = &world.engine;
    engine.respond(&Actor::Anonymous, "quay", guessed).await.unwrap();
    let one = enter(&world, wave, paper(1, "a", &[("overall", "5")]), Reading::Only).await;
    assert_eq!((one.unwrap(), stored(&world, wave).await), (Entered::Stored, 1));
}

async fn a_first_reading_does_not_stay(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wave = wave(&world, 0).await;
    let kept = async || db.raw().await.number("SELECT count(*) FROM papers_typed").await;
    let first = paper(1, "a", &[("overall", "5")]);
    enter(&world, wave, first, Reading::OfTwo).await.unwrap();
    db.set_time(db.now().plus_seconds(30 * DAY_S));
    world.engine.release_survey_figures().await.unwrap();
    assert_eq!(kept().await, 1);
    db.set_time(db.now().plus_seconds(60 * DAY_S));
    world.engine.release_survey_figures().await.unwrap();
    assert_eq!(kept().await, 0);
}
