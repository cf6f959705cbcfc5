//! Invitations: made in batches, used once, and counted without anybody's name.

use khao_domain::ids::WaveId;
use khao_domain::people::role::Role;
use khao_domain::survey::invitation::InvitationToken;
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::template::Template;
use khao_domain::survey::wave::Channel;
use khao_engine::Engine;
use khao_engine::error::{Conflict, Error, Result};
use khao_engine::policy::Actor;
use khao_engine::survey::batches::{Batch, BatchChange, NewBatch};
use khao_engine::survey::fielding::NewWave;
use khao_engine::survey::invited::Step;
use khao_engine::survey::responding::SentResponse;
use serde_json::json;

use crate::build::{World, assert_error, staff};
use crate::db::Db;
use crate::surveys::{DAY_S, new_survey, new_wave};

on_both!(
    an_invitation_is_used_once_however_many_try,
    a_batch_of_few_is_refused,
    what_cannot_be_used_says_why,
    how_far_people_come_is_counted_once,
    codes_are_read_once_by_whoever_made_them,
);

/// Open for ten days to those who are invited; the first unit and the second are a stratum each.
pub async fn fielded(world: &World<'_>) -> WaveId {
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .create_survey(organiser, new_survey("quay", Template::Desk.form()), None)
        .await
        .unwrap();
    let stratum = async |name: &str, unit: &str| Stratum {
        name: name.to_owned(),
        units: vec![world.unit(unit).await],
    };
    let wave = NewWave {
        strata: vec![stratum("Một", "VL.S1").await, stratum("Hai", "VL.S2").await],
        invited_only: true,
        ..new_wave(world.db.now(), 10)
    };
    engine.field_wave(organiser, "quay", wave).await.unwrap().waves[0].id
}

pub fn batch(count: u32) -> NewBatch {
    NewBatch {
        stratum: None,
        unit: None,
        count,
        valid_until: None,
    }
}

pub async fn made(world: &World<'_>, wave: WaveId, new: NewBatch) -> (Batch, Vec<InvitationToken>) {
    let (engine, organiser) = (&world.engine, &world.organiser);
    let (made, source) = engine.make_batch(organiser, ("quay", wave), new).await.unwrap();
    let slips = engine.slips(organiser, ("quay", wave), &source).await.unwrap();
    assert_eq!(slips.batch.id, made.id);
    (made, slips.tokens)
}

pub fn sent(client: &str, overall: i16, token: Option<&InvitationToken>) -> SentResponse {
    SentResponse {
        form_version: 1,
        channel: Channel::Web,
        unit: None,
        desk: None,
        language: "vi".to_owned(),
        answers: json!({"overall": overall}).as_object().unwrap().clone(),
        client_id: client.to_owned(),
        token: token.map(ToString::to_string),
    }
}

pub async fn send(engine: &Engine, sent: SentResponse) -> Result<String> {
    engine.respond(&Actor::Anonymous, "quay", sent).await
}

pub async fn turnouts(world: &World<'_>, wave: WaveId) -> Vec<[u64; 4]> {
    let batches = world
        .engine
        .batches(&world.organiser, "quay", wave)
        .await
        .unwrap();
    let counts = batches.iter().map(|batch| batch.turnout);
    counts
        .map(|of| [of.sent, of.opened, of.started, of.completed])
        .collect()
}

async fn an_invitation_is_used_once_however_many_try(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let (_, tokens) = made(&world, wave, batch(20)).await;
    let nodes = world.two_nodes().await;
    // Twenty people with one letter, on two nodes at once.
    let crowd = (0..20).map(|nth| send(&nodes[nth % 2], sent(&format!("c{nth}"), 4, Some(&tokens[7]))));
    let done = futures_util::future::join_all(crowd).await;
    let taken: Vec<usize> = (0..20).filter(|nth| done[*nth].is_ok()).collect();
    assert_eq!(taken.len(), 1, "{done:?}");
    for refused in done.iter().filter_map(|done| done.as_ref().err()) {
        assert!(
            matches!(refused, Error::Conflict(Conflict::InvitationUsed)),
            "{refused:?}"
        );
    }
    // Whoever was acknowledged and did not hear of it gets the same receipt, also after the end; nobody else.
    let first = format!("c{}", taken[0]);
    let receipt = done[taken[0]].as_ref().unwrap();
    let again = sent(&first, 4, Some(&tokens[7]));
    assert_eq!(&send(&nodes[1], again.clone()).await.unwrap(), receipt);
    assert_eq!(turnouts(&world, wave).await, [[20, 1, 1, 1]]);
    db.set_time(db.now().plus_seconds(11 * DAY_S));
    assert_eq!(&send(&nodes[0], again).await.unwrap(), receipt);
    assert_eq!(turnouts(&world, wave).await, [[20, 1, 1, 1]]);
}

async fn a_batch_of_few_is_refused(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let wrong = NewBatch {
        stratum: Some(1),
        unit: Some(world.unit("VL.S1.P1").await),
        count: 19,
        valid_until: Some(db.now()),
    };
    let Err(Error::Invalid(problems)) = engine.make_batch(organiser, ("quay", wave), wrong).await else {
        panic!("made");
    };
    let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    assert_eq!(pointers, ["/count", "/unit_id", "/valid_until"]);
    let auditor = staff(Role::Auditor);
    assert_error!(
        engine.make_batch(&auditor, ("quay", wave), batch(20)).await,
        Error::Forbidden
    );
    assert!(turnouts(&world, wave).await.is_empty());
    // A wave that anybody may answer has nobody to invite.
    let open = new_wave(db.now().plus_seconds(20 * DAY_S), 10);
    let survey = engine.field_wave(organiser, "quay", open).await.unwrap();
    let open = survey.waves[1].id;
    assert_error!(
        engine.make_batch(organiser, ("quay", open), batch(20)).await,
        Error::Conflict(Conflict::NotByInvitation)
    );
}

async fn what_cannot_be_used_says_why(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let engine = &world.engine;
    let late = NewBatch {
        valid_until: Some(db.now().plus_seconds(DAY_S)),
        ..batch(20)
    };
    let (_, late) = made(&world, wave, late).await;
    let (taken_back, revoked) = made(&world, wave, batch(20)).await;
    let (_, good) = made(&world, wave, batch(20)).await;
    let change = BatchChange {
        revoke: true,
        ..BatchChange::default()
    };
    let at = ("quay", wave);
    let changed = engine
        .change_batch(&world.organiser, at, taken_back.id, change)
        .await;
    assert!(changed.unwrap().revoked);
    db.set_time(db.now().plus_seconds(DAY_S));
    for token in [&late[0], &revoked[0]] {
        assert_error!(
            send(engine, sent("c1", 4, Some(token))).await,
            Error::Conflict(Conflict::InvitationOver)
        );
    }
    what_is_wrong_is_told_at_its_field(&world, &good[0]).await;
    let counts = turnouts(&world, wave).await;
    assert_eq!(counts, [[20, 0, 0, 0], [20, 0, 0, 0], [20, 1, 1, 1]]);
}

async fn what_is_wrong_is_told_at_its_field(world: &World<'_>, good: &InvitationToken) {
    let engine = &world.engine;
    let stranger = InvitationToken::from_bytes(&[9; 15]);
    let mistyped = good.as_str().replacen(&good.as_str()[..1], "", 1);
    let mut wrong = vec![sent("c1", 4, Some(&stranger)), sent("c1", 4, None)];
    wrong.push(SentResponse {
        token: Some(mistyped),
        ..sent("c1", 4, None)
    });
    wrong.push(SentResponse {
        channel: Channel::Kiosk,
        ..sent("c1", 4, Some(good))
    });
    for sent in wrong {
        let Err(Error::Invalid(problems)) = send(engine, sent.clone()).await else {
            panic!("stored {sent:?}");
        };
        assert_eq!(problems[0].pointer, "/token");
    }
    // What an invitation says is not said again; and what was refused has used nothing up.
    let told = SentResponse {
        unit: Some(world.unit("VL.S1").await),
        desk: Some("3".to_owned()),
        ..sent("c1", 4, Some(good))
    };
    let Err(Error::Invalid(problems)) = send(engine, told).await else {
        panic!("stored");
    };
    assert_eq!(problems.len(), 2);
    send(engine, sent("c1", 4, Some(good))).await.unwrap();
    // At the desk nobody needs one.
    let kiosk = SentResponse {
        channel: Channel::Kiosk,
        ..sent("c2", 4, None)
    };
    send(engine, kiosk).await.unwrap();
}

async fn how_far_people_come_is_counted_once(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let engine = &world.engine;
    let (batch, tokens) = made(&world, wave, batch(20)).await;
    let survey = engine.public_survey("quay").await.unwrap();
    let step = async |nth: usize, step| engine.invited_step(&survey, tokens[nth].as_str(), step).await;
    for nth in [0, 1, 2, 1, 0] {
        step(nth, Step::Opened).await.unwrap();
    }
    for nth in [1, 1, 3] {
        step(nth, Step::Started).await.unwrap();
    }
    assert_eq!(turnouts(&world, wave).await, [[20, 4, 2, 0]]);
    send(engine, sent("c1", 4, Some(&tokens[1]))).await.unwrap();
    assert_eq!(turnouts(&world, wave).await, [[20, 4, 2, 1]]);
    assert_error!(
        step(1, Step::Opened).await,
        Error::Conflict(Conflict::InvitationUsed)
    );
    let change = |refused, not_reached| BatchChange {
        refused: Some(refused),
        not_reached: Some(not_reached),
        revoke: false,
    };
    let at = ("quay", wave);
    let too_many = engine
        .change_batch(&world.organiser, at, batch.id, change(12, 8))
        .await;
    assert!(matches!(too_many, Err(Error::Invalid(_))));
    let noted = engine
        .change_batch(&world.organiser, at, batch.id, change(12, 7))
        .await;
    let turnout = noted.unwrap().turnout;
    assert_eq!(
        (turnout.refused, turnout.not_reached, turnout.silent()),
        (12, 7, 0)
    );
}

async fn codes_are_read_once_by_whoever_made_them(db: &Db) {
    let world = World::with_units(db).await;
    let wave = fielded(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let at = ("quay", wave);
    let (_, source) = engine.make_batch(organiser, at, batch(30)).await.unwrap();
    let first = engine.slips(organiser, at, &source).await.unwrap().tokens;
    assert_eq!(first, engine.slips(organiser, at, &source).await.unwrap().tokens);
    let mut distinct = first.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 30);
    for (who, source) in [(&world.admin, source.as_str()), (organiser, "x")] {
        assert_error!(
            engine.slips(who, at, source).await,
            Error::Conflict(Conflict::SlipsGone)
        );
    }
    db.set_time(db.now().plus_seconds(3601));
    assert_error!(
        engine.slips(organiser, at, &source).await,
        Error::Conflict(Conflict::SlipsGone)
    );
    // Nothing that the database holds is a token.
    let mut raw = db.raw().await;
    let tokens = if db.is_postgres() {
        "SELECT string_agg(t::text, ' ') FROM invitation_tokens t"
    } else {
        "SELECT group_concat(hex(token_hash), ' ') FROM invitation_tokens"
    };
    let kept = raw.text(tokens).await.to_uppercase();
    assert!(first.iter().all(|token| !kept.contains(token.as_str())));
    assert_eq!(
        raw.number("SELECT count(*) FROM audit WHERE action = 'batches.make'")
            .await,
        1
    );
}
