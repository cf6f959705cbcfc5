//! Keys corrected and items dropped after the announcement: who moves, whoever sealed, and what becomes of rankings.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::settings::Release;
use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::lang::Lang;
use khao_engine::contest::corrections::NewCorrection;
use khao_engine::contest::rankings::RankingQuery;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;

use crate::build::{
    Contest, Person, World, assert_error, cell, contest, open_contest, pointers, three_choices,
};
use crate::db::Db;
use crate::play::{answer, everything, pick, publish, ranking, start};

on_both!(
    whoever_seals_scores_alike,
    a_preview_says_who_moves_and_stores_nothing,
    a_published_ranking_is_followed_by_another_with_its_reason,
    a_frozen_ranking_is_made_anew_before_it_is_published,
    scoring_anew_goes_on_where_it_stopped,
    only_an_item_of_the_round_is_corrected,
    a_result_shows_the_corrected_key,
);

pub fn of(code: &str, kind: CorrectionKind, key: &str) -> NewCorrection {
    NewCorrection {
        bank: None,
        item_code: code.to_owned(),
        kind,
        key: key.to_owned(),
        reason: format!("{code} sai."),
    }
}

/// One question, the same for all: «Câu một?» of TC-1 has difficulty 1 with its siblings, so all four are drawn.
async fn four_questions(world: &World<'_>) -> Contest {
    contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 4)])
        .round("Tuần 1")
        .settings(|settings| settings.keys_shown = Release::AtOnce)
        .open(world)
        .await
}

/// Answers «Câu một?» with the option that begins with `word`, and everything else wrongly.
async fn play_first(world: &World<'_>, contest: &Contest, who: &Person, word: &str) -> AttemptId {
    let view = start(&world.engine, &who.actor, contest.rounds[0]).await;
    let answers: Vec<_> = view
        .questions
        .iter()
        .map(|question| {
            let word = if question.stem_html.contains("một") {
                word
            } else {
                "lệch"
            };
            answer(question.position, 1, pick(question, word))
        })
        .collect();
    world.engine.save(&who.actor, view.id, &answers).await.unwrap();
    view.id
}

async fn score(world: &World<'_>, who: &Person, id: AttemptId) -> Option<(u32, u32)> {
    world.engine.receipt(&who.actor, id).await.unwrap().score
}

async fn whoever_seals_scores_alike(db: &Db) {
    let world = World::with_units(db).await;
    let contest = four_questions(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let (before, after, late) = (
        contest.enter(&world, "Lê Một").await,
        contest.enter(&world, "Lê Hai").await,
        contest.enter(&world, "Lê Ba").await,
    );
    let first = play_first(&world, &contest, &before, "sai").await;
    engine.submit(&before.actor, first).await.unwrap();
    let second = play_first(&world, &contest, &after, "sai").await;
    let third = play_first(&world, &contest, &late, "đúng").await;
    assert_eq!(score(&world, &before, first).await, Some((0, 400)));

    let new_key = of("TC-1", CorrectionKind::NewKey, "b");
    let made = engine.correct(organiser, round, &new_key, None).await.unwrap();
    assert_eq!((made.ordinal, made.key.as_str()), (1, "B"));
    // Sealed after the correction: right at once. Sealed before: once it is worked in.
    engine.submit(&after.actor, second).await.unwrap();
    assert_eq!(score(&world, &after, second).await, Some((100, 400)));
    assert_eq!(score(&world, &before, first).await, Some((0, 400)));
    let (_, progress) = engine.corrections(organiser, round).await.unwrap();
    assert!(!progress.is_done);
    assert_eq!(engine.rescore_waiting().await.unwrap(), 1);
    assert_eq!(engine.rescore_waiting().await.unwrap(), 0);
    assert_eq!(score(&world, &before, first).await, Some((100, 400)));
    let (corrections, progress) = engine.corrections(organiser, round).await.unwrap();
    assert_eq!(
        (corrections, progress.is_done, progress.done, progress.total),
        (vec![made], true, 2, 2)
    );

    // The newest counts, for the one the sweep seals too; and an item that nobody gets makes the whole smaller.
    let none = of("TC-1", CorrectionKind::NoPoints, "");
    engine.correct(organiser, round, &none, None).await.unwrap();
    db.pass_seconds(3600);
    engine.sweep().await.unwrap();
    engine.rescore_waiting().await.unwrap();
    for (who, id) in [(&before, first), (&after, second), (&late, third)] {
        assert_eq!(score(&world, who, id).await, Some((0, 300)));
    }
    let all = of("TC-1", CorrectionKind::FullPoints, "");
    engine.correct(organiser, round, &all, None).await.unwrap();
    engine.rescore_waiting().await.unwrap();
    assert_eq!(score(&world, &late, third).await, Some((100, 400)));
    let back = of("TC-1", CorrectionKind::AsFrozen, "");
    engine.correct(organiser, round, &back, None).await.unwrap();
    engine.rescore_waiting().await.unwrap();
    assert_eq!(score(&world, &before, first).await, Some((0, 400)));
    assert_eq!(score(&world, &late, third).await, Some((100, 400)));
}

/// «Lê Đúng» leads with the key; «Lê Sai» would, were «sai một» right.
async fn two_people(world: &World<'_>) -> (Contest, Person, Person) {
    let contest = four_questions(world).await;
    let right = contest.enter(world, "Lê Đúng").await;
    let wrong = contest.enter(world, "Lê Sai").await;
    for (who, word) in [(&right, "đúng"), (&wrong, "sai")] {
        let id = play_first(world, &contest, who, word).await;
        world.engine.submit(&who.actor, id).await.unwrap();
    }
    (contest, right, wrong)
}

async fn a_preview_says_who_moves_and_stores_nothing(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, right, wrong) = two_people(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let new_key = of("TC-1", CorrectionKind::NewKey, "B");
    let preview = engine
        .preview_correction(organiser, round, &new_key)
        .await
        .unwrap();
    let effect = preview.effect.unwrap();
    assert_eq!(
        (preview.touched, effect.up, effect.down, effect.moved),
        (2, 1, 1, 2)
    );
    assert_eq!((preview.stem.as_str(), preview.key.as_str()), ("Câu một?", "B"));
    let (before, after) = effect.most.unwrap();
    assert_eq!((before, effect.changes_nothing), (after, false));
    let moves: Vec<_> = effect
        .moves
        .iter()
        .map(|one| {
            (
                one.participant,
                one.name.as_str(),
                one.old_score,
                one.new_score,
                one.old_rank,
                one.new_rank,
            )
        })
        .collect();
    assert_eq!(
        moves,
        [
            (wrong.id, "Lê Sai", 0, 100, 2, 1),
            (right.id, "Lê Đúng", 100, 0, 1, 2)
        ]
    );
    let (corrections, progress) = engine.corrections(organiser, round).await.unwrap();
    assert!(corrections.is_empty() && progress.is_done);
    assert_eq!(engine.rescore_waiting().await.unwrap(), 0);
    let same = of("TC-1", CorrectionKind::AsFrozen, "");
    let preview = engine.preview_correction(organiser, round, &same).await.unwrap();
    let effect = preview.effect.unwrap();
    assert_eq!((preview.touched, effect.moved), (2, 0));
    assert!(effect.changes_nothing);
    what_changes_nothing_is_told(&world, round, before).await;
}

/// The key as it is is no other; a dropped question takes its points along.
async fn what_changes_nothing_is_told(world: &World<'_>, round: RoundId, most: i64) {
    let (engine, organiser) = (&world.engine, &world.organiser);
    let same = of("TC-1", CorrectionKind::NewKey, "A");
    let preview = engine.preview_correction(organiser, round, &same).await.unwrap();
    assert!(preview.effect.unwrap().changes_nothing);
    let dropped = of("TC-1", CorrectionKind::NoPoints, "");
    let preview = engine
        .preview_correction(organiser, round, &dropped)
        .await
        .unwrap();
    assert_eq!(preview.effect.unwrap().most, Some((most, most - 100)));
}

fn names(page: &khao_engine::contest::rankings::RankingPage) -> Vec<(u32, &str, i64)> {
    page.lines
        .iter()
        .map(|line| (line.rank, line.name.in_lang(Lang::Vi), line.score_hundredths))
        .collect()
}

async fn a_published_ranking_is_followed_by_another_with_its_reason(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, ..) = two_people(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    publish(&world, &contest, 0).await;
    let old = ranking(&world, &contest, everything()).await;
    assert_eq!(
        (old.revision, old.because.words(Lang::Vi).as_str(), names(&old)[0]),
        (1, "", (1, "Lê Đ.", 100))
    );
    db.pass_seconds(60);
    let new_key = of("TC-1", CorrectionKind::NewKey, "B");
    engine.correct(organiser, round, &new_key, None).await.unwrap();
    let still = ranking(&world, &contest, everything()).await;
    assert_eq!((still.revision, names(&still)), (1, names(&old)));

    engine.rescore_waiting().await.unwrap();
    let new = ranking(&world, &contest, everything()).await;
    assert_eq!(
        (
            new.revision,
            new.because.words(Lang::Vi).as_str(),
            new.published_at
        ),
        (2, "Câu TC-1 (đổi đáp án): TC-1 sai", db.now())
    );
    assert_eq!(names(&new), [(1, "Lê S.", 100), (2, "Lê Đ.", 0)]);
    assert_eq!(new.revisions.len(), 2);
    let earlier = RankingQuery {
        revision: Some(1),
        ..everything()
    };
    let earlier = ranking(&world, &contest, earlier).await;
    assert_eq!(
        (earlier.published_at, names(&earlier)),
        (old.published_at, names(&old))
    );
    let unknown = RankingQuery {
        revision: Some(3),
        ..everything()
    };
    assert_error!(engine.round_ranking(round, &unknown).await, Error::NotFound);

    let overall = engine
        .contest_ranking(&contest.slug, &everything())
        .await
        .unwrap();
    assert_eq!(
        (overall.revision, overall.because.words(Lang::Vi).as_str()),
        (2, "Tuần 1: Câu TC-1 (đổi đáp án): TC-1 sai")
    );
    assert_eq!(names(&overall)[0], (1, "Lê S.", 100));
    let (_, shown) = engine.contest_of_round(round).await.unwrap();
    assert_eq!(shown.revealed.unwrap().corrections.len(), 1);
    assert_error!(
        engine.publish_round(organiser, round).await,
        Error::Conflict(Conflict::WrongState)
    );
}

async fn a_frozen_ranking_is_made_anew_before_it_is_published(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, ..) = two_people(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    engine.close_round(organiser, round).await.unwrap();
    engine.freeze_round(organiser, round).await.unwrap();
    let new_key = of("TC-1", CorrectionKind::NewKey, "B");
    engine.correct(organiser, round, &new_key, None).await.unwrap();
    assert_error!(engine.publish_round(organiser, round).await, Error::Busy { .. });
    engine.rescore_waiting().await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!((page.revision, names(&page)[0]), (2, (1, "Lê S.", 100)));
    assert_eq!(page.revisions.len(), 1, "the first was never public");
}

async fn scoring_anew_goes_on_where_it_stopped(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, ..) = two_people(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    engine.close_round(organiser, round).await.unwrap();
    let new_key = of("TC-1", CorrectionKind::NewKey, "B");
    engine.correct(organiser, round, &new_key, None).await.unwrap();
    // A node that died in the middle left its lease.
    let mut raw = db.raw().await;
    let until = db.now().plus_seconds(100).0;
    let node = raw.id(uuid::Uuid::from_u128(7));
    let lease = format!(
        "INSERT INTO leases (name, holder, expires_at) VALUES ('rank {}', {node}, {until})",
        contest.id
    );
    raw.execute(&lease).await;
    assert_eq!(engine.rescore_waiting().await.unwrap(), 0);
    db.pass_seconds(101);
    let other = db.engine().await;
    assert_eq!(other.rescore_waiting().await.unwrap(), 1);
    // What is frozen right after a correction holds it.
    let none = of("TC-1", CorrectionKind::AsFrozen, "");
    engine.correct(organiser, round, &none, None).await.unwrap();
    engine.freeze_round(organiser, round).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!((page.revision, names(&page)[0]), (1, (1, "Lê Đ.", 100)));
    assert_eq!(engine.rescore_waiting().await.unwrap(), 0);
}

async fn only_an_item_of_the_round_is_corrected(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    for (new, pointer) in [
        (of("TC-9", CorrectionKind::NoPoints, ""), "/item_code"),
        (of("TC-1", CorrectionKind::NewKey, "E"), "/key"),
        (of("TC-1", CorrectionKind::NoPoints, "A"), "/key"),
        (of("DD-1", CorrectionKind::NoPoints, ""), "/key"),
        (
            NewCorrection {
                reason: " ".to_owned(),
                ..of("TC-1", CorrectionKind::NoPoints, "")
            },
            "/reason",
        ),
    ] {
        assert_eq!(
            pointers(engine.correct(organiser, round, &new, None).await),
            [pointer]
        );
        assert_eq!(
            pointers(engine.preview_correction(organiser, round, &new).await),
            [pointer]
        );
    }
    let items = engine.round_items(organiser, round).await.unwrap();
    let keys: Vec<_> = items
        .iter()
        .map(|item| (item.code.as_str(), item.key.as_deref().unwrap()))
        .collect();
    assert_eq!(keys, [("TC-1", "A"), ("TC-2", "B"), ("TC-3", "C"), ("TC-4", "D")]);
    let draft = crate::build::contest("nhap")
        .group("Cán bộ", three_choices())
        .round("Tuần 1");
    let draft = draft.drafted(&world).await.rounds[0];
    let new = of("TC-1", CorrectionKind::NoPoints, "");
    assert_error!(
        engine.correct(organiser, draft, &new, None).await,
        Error::Conflict(Conflict::WrongState)
    );
    assert_error!(
        engine.correct(&Actor::Anonymous, round, &new, None).await,
        Error::LogIn
    );
}

async fn a_result_shows_the_corrected_key(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, right, _) = two_people(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let also = of("TC-1", CorrectionKind::AlsoAccept, "B");
    engine.correct(organiser, round, &also, None).await.unwrap();
    let shown = engine.contest(contest.id).await.unwrap();
    let attempt = engine.own_attempts(&right.actor, &shown).await.unwrap()[0].id;
    let result = engine.result(&right.actor, attempt).await.unwrap();
    let told: Vec<_> = result
        .items
        .iter()
        .map(|item| (item.key.len(), item.corrected.is_some()))
        .collect();
    let corrected = result.items.iter().find(|item| item.corrected.is_some()).unwrap();
    let how = corrected.corrected.as_ref().map(|(kind, _)| *kind);
    assert_eq!(how, Some(CorrectionKind::AlsoAccept));
    assert!(
        corrected.stem_html.contains("một") && corrected.is_correct,
        "{told:?}"
    );
    assert_eq!(
        (corrected.key.len(), told.iter().filter(|(_, told)| *told).count()),
        (2, 1)
    );
    let back = of("TC-1", CorrectionKind::AsFrozen, "");
    engine.correct(organiser, round, &back, None).await.unwrap();
    let result = engine.result(&right.actor, attempt).await.unwrap();
    let mut items = result.items.iter();
    assert!(items.all(|item| item.key.len() == 1 && item.corrected.is_none()));
}
