//! Strata: what a wave's sample is drawn from, and whose figures are told apart.

use khao_domain::people::unit::KeptBy;
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::Channel;
use khao_engine::error::Error;
use khao_engine::survey::batches::NewBatch;
use khao_engine::survey::fielding::NewWave;
use khao_engine::survey::responding::SentResponse;

use crate::build::{World, coordinator_of};
use crate::db::Db;
use crate::invited::{batch, fielded, made, send, sent, turnouts};
use crate::surveys::{DAY_S, new_survey, new_wave};

on_both!(
    a_response_keeps_the_stratum_and_no_day,
    figures_of_strata_move_in_steps,
    a_coordinator_sees_the_own_units_batches,
    strata_are_checked,
);

async fn a_response_keeps_the_stratum_and_no_day(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let unit = world.unit("VL.S1.P1").await;
    let new = NewBatch {
        stratum: Some(0),
        unit: Some(unit),
        ..batch(20)
    };
    let (_, tokens) = made(&world, wave, new).await;
    send(&world.engine, sent("c1", 4, Some(&tokens[0])))
        .await
        .unwrap();
    let mut raw = db.raw().await;
    let row = "SELECT channel || '|' || stratum || '|' || coalesce(day, 'none') || '|' || coalesce(desk, 'none') FROM responses";
    assert_eq!(raw.text(row).await, "web|0|none|none");
    // Whoever answers at a desk is of the stratum of its unit.
    let kiosk = SentResponse {
        channel: Channel::Kiosk,
        unit: Some(world.unit("VL.S2").await),
        ..sent("c2", 4, None)
    };
    send(&world.engine, kiosk).await.unwrap();
    let second = "SELECT count(*) FROM responses WHERE stratum = 1 AND day IS NOT NULL";
    assert_eq!(raw.number(second).await, 1);
    // A unit that people were invited from stays.
    let plan = world.engine.removal_plan(&world.admin, unit).await.unwrap();
    assert_eq!(plan.kept_by, [KeptBy::Surveys]);
}

async fn figures_of_strata_move_in_steps(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let engine = &world.engine;
    let mut tokens = Vec::new();
    for stratum in [0, 1] {
        let new = NewBatch {
            stratum: Some(stratum),
            ..batch(20)
        };
        tokens.push(made(&world, wave, new).await.1);
    }
    let strata = async || {
        let survey = engine.console_survey(&world.organiser, "quay").await.unwrap();
        let released = engine
            .released_figures(&world.organiser, &survey, &survey.waves[0])
            .await
            .unwrap()
            .unwrap();
        [0, 1].map(|place| released.strata.get(&place).map_or(0, |tally| tally.n))
    };
    let answer = async |stratum: usize, from: usize, to: usize| {
        for (nth, token) in tokens[stratum].iter().enumerate().take(to).skip(from) {
            let client = format!("{stratum}-{nth}");
            send(engine, sent(&client, 5, Some(token))).await.unwrap();
        }
    };
    answer(0, 0, 6).await;
    answer(1, 0, 5).await;
    assert_eq!(engine.release_survey_figures().await.unwrap(), 1);
    assert_eq!(strata().await, [6, 5]);
    answer(0, 6, 8).await;
    answer(1, 5, 10).await;
    db.set_time(db.now().plus_seconds(DAY_S));
    assert_eq!(engine.release_survey_figures().await.unwrap(), 1);
    db.pass_seconds(60);
    assert_eq!(strata().await, [6, 10]);
}

async fn a_coordinator_sees_the_own_units_batches(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let mut strata = Vec::new();
    for unit in [Some("VL.S1.P1"), Some("VL.S2"), None] {
        let unit = match unit {
            Some(code) => Some(world.unit(code).await),
            None => None,
        };
        let (batch, _) = made(&world, wave, NewBatch { unit, ..batch(20) }).await;
        strata.push(batch.stratum);
    }
    // Where no stratum is named, it is the unit's.
    assert_eq!(strata, [Some(0), Some(1), None]);
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    let own = world.engine.batches(&coordinator, "quay", wave).await.unwrap();
    assert_eq!(own.iter().map(|batch| batch.ordinal).collect::<Vec<_>>(), [1]);
    assert_eq!(turnouts(&world, wave).await.len(), 3);
}

async fn strata_are_checked(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .create_survey(organiser, new_survey("quay", Template::Desk.form()), None)
        .await
        .unwrap();
    let one = world.unit("VL.S1").await;
    let nobody = khao_domain::ids::UnitId(uuid::Uuid::from_u128(5));
    let stratum = |name: &str, units: &[_]| Stratum {
        name: name.to_owned(),
        units: units.to_vec(),
    };
    let wave = NewWave {
        strata: vec![
            stratum("A", &[one]),
            stratum("A", &[nobody]),
            stratum("B", &[one]),
        ],
        invited_only: true,
        channels: vec![Channel::Qr],
        ..new_wave(db.now(), 10)
    };
    let Err(Error::Invalid(problems)) = engine.field_wave(organiser, "quay", wave).await else {
        panic!("fielded");
    };
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/strata/1/name",
            "/strata/2/unit_ids",
            "/strata/1/unit_ids",
            "/channels"
        ]
    );
}
