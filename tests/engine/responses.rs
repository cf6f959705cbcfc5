//! Responses: stored once, exactly within quotas, in no order, and released in steps.

use std::sync::Arc;

use khao_domain::people::role::Role;
use khao_domain::people::unit::KeptBy;
use khao_domain::survey::quota::Quota;
use khao_domain::survey::wave::Channel;
use khao_engine::Engine;
use khao_engine::error::{Conflict, Error, Result};
use khao_engine::policy::Actor;
use khao_engine::survey::responding::SentResponse;
use serde_json::json;

use crate::build::{World, assert_error, coordinator_of, staff};
use crate::db::Db;
use crate::surveys::{DAY_S, open_desk};

on_both!(
    an_answer_is_stored_once_whatever_is_repeated,
    what_is_wrong_is_told_and_nothing_is_stored,
    quotas_are_exact_however_many_come_at_once,
    late_ones_are_kept_over_quota,
    what_was_taken_offline_comes_within_a_month,
    figures_move_in_steps_and_once_a_day,
    a_coordinator_counts_the_own_unit,
    a_unit_stays_for_its_responses,
    nothing_leads_from_a_client_to_its_answers,
);

fn sent(client: &str, overall: i16) -> SentResponse {
    SentResponse {
        form_version: 1,
        channel: Channel::Web,
        unit: None,
        desk: None,
        language: "vi".to_owned(),
        answers: json!({"overall": overall}).as_object().unwrap().clone(),
        client_id: client.to_owned(),
        token: None,
    }
}

async fn send(engine: &Engine, sent: SentResponse) -> Result<String> {
    engine.respond(&Actor::Anonymous, "quay", sent).await
}

async fn responses(world: &World<'_>) -> i64 {
    let survey = world
        .engine
        .console_survey(&world.organiser, "quay")
        .await
        .unwrap();
    let wave = survey.waves[0].id;
    let progress = world
        .engine
        .wave_progress(&world.organiser, "quay", wave)
        .await
        .unwrap();
    progress.responses
}

async fn an_answer_is_stored_once_whatever_is_repeated(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let nodes = world.two_nodes().await;
    let first = send(&nodes[0], sent("c1", 4)).await.unwrap();
    assert_eq!(first.len(), 19, "{first}");
    // Twins at once, on both nodes, of one client; then a later try with another answer.
    let twins = (0..20).map(|nth| send(&nodes[nth % 2], sent("c2", 5)));
    let receipts = futures_util::future::join_all(twins).await;
    let second = receipts[0].as_ref().unwrap();
    assert!(receipts.iter().all(|receipt| receipt.as_ref().unwrap() == second));
    assert_ne!(&first, second);
    assert_eq!(send(&nodes[1], sent("c1", 1)).await.unwrap(), first);
    assert_eq!(responses(&world).await, 2);
    // Whoever was acknowledged and did not hear of it is told so after the end, too.
    db.set_time(db.now().plus_seconds(11 * DAY_S));
    assert_eq!(send(&nodes[0], sent("c1", 4)).await.unwrap(), first);
    assert_error!(
        send(&nodes[0], sent("c3", 4)).await,
        Error::Conflict(Conflict::SurveyClosed)
    );
    assert_eq!(responses(&world).await, 2);
}

async fn what_is_wrong_is_told_and_nothing_is_stored(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let wrong = SentResponse {
        unit: Some(khao_domain::ids::UnitId(uuid::Uuid::from_u128(5))),
        desk: Some("x".repeat(81)),
        language: "fr".to_owned(),
        answers: json!({"attitude": 9, "nobody": 1}).as_object().unwrap().clone(),
        ..sent("c1", 4)
    };
    let Err(Error::Invalid(problems)) = send(&world.engine, wrong).await else {
        panic!("stored");
    };
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        [
            "/unit_id",
            "/desk",
            "/language",
            "/answers/nobody",
            "/answers/overall",
            "/answers/attitude"
        ]
    );
    for (client, version) in [("", 1), ("c1", 2)] {
        let sent = SentResponse {
            form_version: version,
            ..sent(client, 4)
        };
        assert!(matches!(send(&world.engine, sent).await, Err(Error::Invalid(_))));
    }
    let of_staff = SentResponse {
        channel: Channel::Paper,
        ..sent("c1", 4)
    };
    assert_error!(send(&world.engine, of_staff.clone()).await, Error::LogIn);
    let auditor = staff(Role::Auditor);
    let auditor = world.engine.respond(&auditor, "quay", of_staff.clone());
    assert_error!(auditor.await, Error::Forbidden);
    assert_eq!(responses(&world).await, 0);
    world
        .engine
        .respond(&staff(Role::Interviewer), "quay", of_staff)
        .await
        .unwrap();
    assert_eq!(responses(&world).await, 1);
}

fn low(most: u32) -> Vec<Quota> {
    vec![
        Quota {
            name: "Tất cả".to_owned(),
            condition: String::new(),
            most: 30,
        },
        Quota {
            name: "Không hài lòng".to_owned(),
            condition: "overall <= 2".to_owned(),
            most,
        },
    ]
}

async fn quotas_are_exact_however_many_come_at_once(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, low(7)).await;
    let nodes = world.two_nodes().await;
    let crowd = (0..60).map(|nth| {
        let overall = if nth % 2 == 0 { 1 } else { 5 };
        send(&nodes[(nth / 2) % 2], sent(&format!("c{nth}"), overall))
    });
    let done = futures_util::future::join_all(crowd).await;
    let low = done.iter().step_by(2).filter(|done| done.is_ok()).count();
    let all = done.iter().filter(|done| done.is_ok()).count();
    assert_eq!((low, all), (7, 30));
    let refused = done.iter().filter_map(|done| done.as_ref().err());
    for error in refused {
        assert!(matches!(error, Error::Conflict(Conflict::QuotaFull)), "{error:?}");
    }
    let survey = world
        .engine
        .console_survey(&world.organiser, "quay")
        .await
        .unwrap();
    let progress = world
        .engine
        .wave_progress(&world.organiser, "quay", survey.waves[0].id)
        .await
        .unwrap();
    assert_eq!((progress.responses, progress.quotas), (30, vec![30, 7]));
    // Whoever was refused is no client that was answered.
    assert_error!(
        send(&nodes[0], sent("c58", 1)).await,
        Error::Conflict(Conflict::QuotaFull)
    );
}

async fn late_ones_are_kept_over_quota(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, low(1)).await;
    let batch: Vec<SentResponse> = (0..4)
        .map(|nth| SentResponse {
            channel: Channel::Interviewer,
            ..sent(&format!("c{nth}"), if nth == 3 { 9 } else { 1 })
        })
        .collect();
    let done = world
        .engine
        .respond_batch(&staff(Role::Interviewer), "quay", batch)
        .await
        .unwrap();
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 3, "{done:?}");
    assert!(matches!(done[3], Err(Error::Invalid(_))));
    let survey = world
        .engine
        .console_survey(&world.organiser, "quay")
        .await
        .unwrap();
    let progress = world
        .engine
        .wave_progress(&world.organiser, "quay", survey.waves[0].id)
        .await
        .unwrap();
    assert_eq!((progress.responses, progress.over_quota), (1, 2));
    assert_eq!(progress.quotas, [1, 1]);
}

async fn what_was_taken_offline_comes_within_a_month(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let kiosk = |client: &str| SentResponse {
        channel: Channel::Kiosk,
        ..sent(client, 4)
    };
    db.set_time(db.now().plus_seconds((10 + 30) * DAY_S - 1));
    assert_error!(
        send(&world.engine, sent("c1", 4)).await,
        Error::Conflict(Conflict::SurveyClosed)
    );
    send(&world.engine, kiosk("c1")).await.unwrap();
    db.set_time(db.now().plus_seconds(1));
    assert_error!(
        send(&world.engine, kiosk("c2")).await,
        Error::Conflict(Conflict::SurveyClosed)
    );
}

async fn figures_move_in_steps_and_once_a_day(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let engine: &Arc<Engine> = &world.engine;
    let (one, two) = (world.unit("VL.S1").await, world.unit("VL.S2").await);
    let answer = |client: String, unit, overall| SentResponse {
        unit: Some(unit),
        ..sent(&client, overall)
    };
    let n = async || {
        let survey = engine.console_survey(&world.organiser, "quay").await.unwrap();
        let released = engine
            .released_figures(&world.organiser, &survey, &survey.waves[0])
            .await
            .unwrap();
        released.map(|released| {
            let of = |unit| released.units.get(&unit).map_or(0, |tally| tally.n);
            (released.whole.n, of(one), of(two))
        })
    };
    for nth in 0..4 {
        send(engine, answer(format!("a{nth}"), one, 5)).await.unwrap();
    }
    assert_eq!(engine.release_survey_figures().await.unwrap(), 0);
    assert_eq!(n().await, None);
    send(engine, answer("a4".to_owned(), one, 1)).await.unwrap();
    assert_eq!(engine.release_survey_figures().await.unwrap(), 1);
    db.set_time(db.now().plus_seconds(60));
    assert_eq!(n().await, Some((5, 5, 0)));
    // Not twice on one day, however many come.
    for nth in 0..9 {
        send(
            engine,
            answer(format!("b{nth}"), if nth < 3 { one } else { two }, 5),
        )
        .await
        .unwrap();
    }
    assert_eq!(engine.release_survey_figures().await.unwrap(), 0);
    db.set_time(db.now().plus_seconds(DAY_S));
    assert_eq!(engine.release_survey_figures().await.unwrap(), 1);
    db.set_time(db.now().plus_seconds(60));
    // The whole has grown by nine, the second unit by six; the first by three only, and stays as it was.
    assert_eq!(n().await, Some((14, 5, 6)));
    // Nobody outside reads what is not published.
    let survey = engine.public_survey("quay").await.unwrap();
    let outside = engine
        .released_figures(&Actor::Anonymous, &survey, &survey.waves[0])
        .await;
    assert_error!(outside, Error::NotPublished);
}

async fn a_coordinator_counts_the_own_unit(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    for (nth, code) in ["VL.S1", "VL.S1.P1", "VL.S2"].into_iter().enumerate() {
        let sent = SentResponse {
            unit: Some(world.unit(code).await),
            ..sent(&format!("c{nth}"), 4)
        };
        send(&world.engine, sent).await.unwrap();
    }
    send(&world.engine, sent("nowhere", 4)).await.unwrap();
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    let survey = world.engine.console_survey(&coordinator, "quay").await.unwrap();
    let wave = survey.waves[0].id;
    let own = world
        .engine
        .wave_progress(&coordinator, "quay", wave)
        .await
        .unwrap();
    assert_eq!((own.responses, own.units.len()), (2, 2));
    assert_eq!(responses(&world).await, 4);
}

async fn a_unit_stays_for_its_responses(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let unit = world.unit("VL.S1.P1").await;
    let plan = world.engine.removal_plan(&world.admin, unit).await.unwrap();
    assert_eq!(plan.kept_by, []);
    let sent = SentResponse {
        unit: Some(unit),
        ..sent("c1", 4)
    };
    send(&world.engine, sent).await.unwrap();
    let plan = world.engine.removal_plan(&world.admin, unit).await.unwrap();
    assert_eq!(plan.kept_by, [KeptBy::Surveys]);
}

/// A logical dump: no column holds the client, its receipt, or a time finer than the day.
async fn nothing_leads_from_a_client_to_its_answers(db: &Db) {
    let world = World::with_units(db).await;
    open_desk(&world, Vec::new()).await;
    let client = "3f0e8a52-5c1a-4be1-9d53-000000000001";
    let receipt = send(&world.engine, sent(client, 4)).await.unwrap();
    let mut raw = db.raw().await;
    let row = raw
        .text("SELECT channel || '|' || language || '|' || day || '|' || answers FROM responses")
        .await;
    assert_eq!(row, r#"web|vi|2026-10-05|{"overall":4}"#);
    // Whatever else a row holds is chance or the same for everybody of its wave.
    assert_eq!(
        raw.number("SELECT count(*) FROM responses WHERE unit_id IS NULL AND desk IS NULL")
            .await,
        1
    );
    let id = if db.is_postgres() {
        "SELECT uuid_send(id) FROM responses"
    } else {
        "SELECT id FROM responses"
    };
    let id = raw.bytes(id).await;
    let known = raw.bytes("SELECT client_hash FROM response_clients").await;
    assert_eq!((id.len(), known.len()), (16, 32));
    assert_eq!(id[6] >> 4, 4, "no time in the key");
    assert!(
        !known
            .windows(4)
            .any(|part| id.windows(4).any(|other| part == other))
    );
    for trace in [client.as_bytes(), receipt.as_bytes()] {
        assert!(
            !known
                .windows(8)
                .any(|part| trace.windows(8).any(|other| part == other))
        );
    }
}
