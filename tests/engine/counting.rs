//! Which attempt counts, and what «number of participants» counts.

use khao_domain::contest::settings::{AttemptsPolicy, CountedAttempt, ParticipantsCounted};

use crate::build::{World, contest, three_choices};
use crate::db::Db;
use crate::play::{answers, everything, play, publish, ranking};

on_both!(
    the_truth_counts_what_the_rules_say,
    the_counted_attempt_is_the_rules_choice,
);

async fn the_truth_counts_what_the_rules_say(db: &Db) {
    let world = World::with_units(db).await;
    for (slug, counted, truth) in [
        ("persons", ParticipantsCounted::SubmittedPersons, 2),
        ("started", ParticipantsCounted::StartedPersons, 3),
        ("attempts", ParticipantsCounted::SubmittedAttempts, 3),
    ] {
        let contest = contest(slug)
            .settings(|settings| {
                settings.participants_counted = counted;
                settings.attempts = AttemptsPolicy::UpTo(2);
            })
            .group("Cán bộ", three_choices())
            .round("Tuần 1")
            .open(&world)
            .await;
        let (engine, round) = (&world.engine, contest.rounds[0]);
        let twice = contest.enter(&world, "Người Hai Lượt").await;
        play(engine, &twice.actor, round, 1, 0).await;
        let (view, _) = engine.start(&twice.actor, round, Some(2), "").await.unwrap();
        engine.submit(&twice.actor, view.id).await.unwrap();
        let once = contest.enter(&world, "Người Một Lượt").await;
        play(engine, &once.actor, round, 3, 0).await;
        let void = contest.enter(&world, "Người Bị Hủy").await;
        let void = play(engine, &void.actor, round, 3, 0).await;
        let mut raw = db.raw().await;
        let id = raw.id(void.0);
        raw.execute(&format!("UPDATE attempts SET voided = (1 = 1) WHERE id = {id}"))
            .await;
        let found = publish(&world, &contest, 0).await;
        assert_eq!((found.participants, found.all_correct), (truth, 1), "{slug}");
    }
}

async fn the_counted_attempt_is_the_rules_choice(db: &Db) {
    let world = World::with_units(db).await;
    for (slug, counted, score) in [
        ("best", CountedAttempt::Best, 300),
        ("first", CountedAttempt::First, 100),
        ("last", CountedAttempt::Last, 200),
    ] {
        let contest = contest(slug)
            .settings(|settings| {
                settings.counted = counted;
                settings.attempts = AttemptsPolicy::Unlimited;
            })
            .group("Cán bộ", three_choices())
            .round("Tuần 1")
            .open(&world)
            .await;
        let person = contest.enter(&world, "Trần Thị Lan").await;
        for (ordinal, right) in [(1, 1), (2, 3), (3, 2)] {
            let (engine, round) = (&world.engine, contest.rounds[0]);
            let (view, _) = engine
                .start(&person.actor, round, Some(ordinal), "")
                .await
                .unwrap();
            let sent = answers(&view, right, 0);
            engine.save(&person.actor, view.id, &sent).await.unwrap();
            engine.submit(&person.actor, view.id).await.unwrap();
        }
        let truth = publish(&world, &contest, 0).await;
        assert_eq!(truth.all_correct, i64::from(score == 300), "{slug}");
        let page = ranking(&world, &contest, everything()).await;
        let scores: Vec<i64> = page.lines.iter().map(|line| line.score_hundredths).collect();
        assert_eq!(scores, [score], "{slug}");
    }
}
