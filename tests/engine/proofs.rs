//! The password once more: before keys and personal data leave, and before scores are made anew.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::people::role::Role;
use khao_engine::contest::corrections::NewCorrection;
use khao_engine::error::Error;
use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::people::accounts::NewAccount;
use khao_engine::people::roster::{RosterFile, RosterFilter};
use khao_engine::people::sessions::STAFF_PROOF_S;
use khao_engine::policy::Actor;

use crate::build::{Contest, World, assert_error, open_contest};
use crate::db::Db;

on_both!(what_leaves_takes_a_password_typed_lately);

const PASSWORD: &str = "một mật khẩu đủ dài";

fn organiser() -> NewAccount {
    NewAccount {
        username: "to.chuc".to_owned(),
        full_name: String::new(),
        password: PASSWORD.to_owned(),
        role: Role::Organiser,
        unit: None,
    }
}

/// Whether each of these is let through, in this order.
async fn let_through(world: &World<'_>, contest: &Contest, actor: &Actor) -> Vec<bool> {
    let engine = &world.engine;
    let round = contest.rounds[0];
    let mut seen = Vec::new();
    let mut note = |what: &str, error: Option<Error>| match error {
        Some(Error::ProofNeeded) => seen.push(false),
        // It may be refused for something else once it came further than the question for the password.
        None | Some(Error::NotFound | Error::Conflict(_) | Error::Invalid(_)) => seen.push(true),
        Some(error) => panic!("{what}: {error:?}"),
    };
    for kind in ExportKind::ALL {
        let file = engine.export(actor, round, kind, ExportFormat::Csv).await;
        note(kind.as_str(), file.err());
    }
    let items = engine.export_items(actor, contest.bank, ExportFormat::Csv).await;
    note("items", items.err());
    let winners = engine
        .export_winners(actor, &contest.slug, ExportFormat::Csv)
        .await;
    note("winners", winners.err());
    let wanted = (RosterFile::Whole, ExportFormat::Csv);
    let everybody = RosterFilter::default();
    let roster = engine
        .export_roster(actor, &contest.slug, &everybody, wanted)
        .await;
    note("roster", roster.err());
    let correction = NewCorrection {
        bank: None,
        item_code: "KHONG-CO".to_owned(),
        kind: CorrectionKind::NoPoints,
        key: String::new(),
        reason: "Thử".to_owned(),
    };
    let corrected = engine.correct(actor, round, &correction, None).await;
    note("correction", corrected.err());
    seen
}

async fn what_leaves_takes_a_password_typed_lately(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let engine = &world.engine;
    engine.create_account(&world.admin, organiser()).await.unwrap();
    let opened = engine.log_in_staff("to.chuc", PASSWORD).await.unwrap();
    let actor = engine.actor(&opened.token).await.unwrap();
    assert_eq!(let_through(&world, &contest, &actor).await, [true; 9]);
    // In use all the while: the session goes on, and the password is out of mind.
    for _ in 0..2 {
        db.pass_seconds(STAFF_PROOF_S * 2 / 3);
        engine.actor(&opened.token).await.unwrap();
    }
    let later = engine.actor(&opened.token).await.unwrap();
    let expected = [false, false, false, true, true, false, false, false, false];
    assert_eq!(let_through(&world, &contest, &later).await, expected);
    assert_error!(engine.proved_lately(&later), Error::ProofNeeded);
    engine.proved_lately(&Actor::owner()).unwrap();
}
