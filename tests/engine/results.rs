//! What participants see of their attempts, and when.

use khao_domain::contest::release::Shown;
use khao_domain::contest::settings::Release;
use khao_engine::Engine;
use khao_engine::error::Error;
use khao_engine::policy::Actor;

use crate::build::{World, contest, three_choices, week};
use crate::db::Db;
use crate::play::play;

on_both!(scores_and_keys_show_when_the_rules_release_them);

/// Whether score and keys are shown now.
async fn shown(engine: &Engine, who: &Actor, id: khao_domain::ids::AttemptId) -> (bool, bool) {
    let receipt = engine.receipt(who, id).await.unwrap();
    let keys = match engine.result(who, id).await {
        Ok(result) => {
            assert_eq!(result.items.len(), 3);
            true
        }
        Err(Error::NotPublished) => false,
        Err(other) => panic!("{other:?}"),
    };
    assert_eq!(receipt.keys_shown == Shown::Now, keys);
    assert_eq!(receipt.score_shown == Shown::Now, receipt.score.is_some());
    (receipt.score.is_some(), keys)
}

async fn scores_and_keys_show_when_the_rules_release_them(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    // At submission, at the end of the round, after the grace, after closing, after freezing, after publication.
    for (slug, release, expected) in [
        ("at-once", Release::AtOnce, [true; 6]),
        (
            "closing",
            Release::AfterClosing,
            [false, false, true, true, true, true],
        ),
        (
            "publication",
            Release::AfterPublication,
            [false, false, false, false, false, true],
        ),
        ("never", Release::Never, [false; 6]),
    ] {
        let contest = contest(slug)
            .settings(|settings| {
                settings.score_shown = release;
                settings.keys_shown = release;
            })
            .group("Cán bộ", three_choices())
            .round("Tuần 1")
            .open(&world)
            .await;
        let round = contest.rounds[0];
        let person = contest.enter(&world, "Trần Thị Lan").await;
        let id = play(engine, &person.actor, round, 2, 0).await;
        let mut seen = vec![shown(engine, &person.actor, id).await];
        db.set_time(week("", 1).closes_at);
        seen.push(shown(engine, &person.actor, id).await);
        db.set_time(week("", 1).closes_at.plus_seconds(31));
        seen.push(shown(engine, &person.actor, id).await);
        engine.close_round(organiser, round).await.unwrap();
        seen.push(shown(engine, &person.actor, id).await);
        engine.freeze_round(organiser, round).await.unwrap();
        seen.push(shown(engine, &person.actor, id).await);
        engine.publish_round(organiser, round).await.unwrap();
        seen.push(shown(engine, &person.actor, id).await);
        assert_eq!(seen, expected.map(|shown| (shown, shown)), "{slug}");
    }
}
