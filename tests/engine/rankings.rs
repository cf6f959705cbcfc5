//! Rankings: by score and tie chain, per group and unit, over all rounds.

use khao_domain::ids::UnitId;
use khao_domain::lang::Lang;
use khao_engine::contest::rankings::{RankingLine, RankingQuery};
use khao_engine::error::{Conflict, Error};

use crate::build::{Contest, World, assert_error, consent, week, with_predictions};
use crate::db::Db;
use crate::play::{answers, everything, play, play_for, publish, ranking, start};

on_both!(
    ties_are_broken_along_the_chain,
    names_are_masked_and_pages_follow,
    a_unit_shows_its_part_with_the_ranks_of_the_whole,
    published_rounds_add_up,
    steps_taken_twice_at_once_are_taken_once,
    rounds_published_at_once_are_all_in_the_sum,
    freezing_seals_what_ran_out_and_leaves_out_what_is_void,
);

fn standing(line: &RankingLine) -> (i64, u32, String) {
    (
        line.group_ordinal,
        line.rank,
        line.name.in_lang(Lang::Vi).to_owned(),
    )
}

async fn ties_are_broken_along_the_chain(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    // Eight take part; two of each group answer everything right, so four in all.
    for (name, group, right, guess, seconds) in [
        ("Một Chậm", 0, 3, 7, 300),
        ("Hai Nhanh", 0, 3, 9, 100),
        ("Ba Sai", 0, 2, 8, 10),
        ("Bốn Xa", 1, 3, 9, 10),
        ("Năm Gần", 1, 3, 4, 500),
    ] {
        let person = contest.enter_in(&world, name, group, "VL.S1").await;
        play_for(&world, &contest, &person, (right, guess), seconds).await;
    }
    play_alike(&world, &contest, ["Sáu Bằng", "Bảy Bằng"]).await;
    play_without_prediction(&world, &contest, "Tám Lặng").await;

    let truth = publish(&world, &contest, 0).await;
    assert_eq!((truth.participants, truth.all_correct), (8, 4));
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!((page.total, page.next), (8, None));
    assert_eq!(
        (page.revision, page.truth, page.published_at),
        (1, truth, db.now())
    );
    let mut standings: Vec<_> = page.lines.iter().map(standing).collect();
    // Of equals neither comes first by right.
    standings[3..5].sort();
    assert_eq!(
        standings,
        [
            (1, 1, "Hai N."),
            (1, 2, "Một C."),
            (1, 3, "Ba S."),
            (1, 4, "Bảy B."),
            (1, 4, "Sáu B."),
            (1, 6, "Tám L."),
            (2, 1, "Năm G."),
            (2, 2, "Bốn X."),
        ]
        .map(|(group, rank, name)| (group, rank, name.to_owned()))
    );
    let errors: Vec<_> = page.lines.iter().map(|line| line.prediction_error).collect();
    assert_eq!(
        errors,
        [
            Some(1),
            Some(1),
            Some(0),
            Some(0),
            Some(0),
            None,
            Some(0),
            Some(5)
        ]
    );
    assert_eq!(page.lines[0].duration_ms, 100_000);
}

/// Equal in everything: started and handed in at the same moments.
async fn play_alike(world: &World<'_>, contest: &Contest, names: [&str; 2]) {
    let mut started = Vec::new();
    for name in names {
        let person = contest.enter(world, name).await;
        let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
        let sent = answers(&view, 1, 8);
        world.engine.save(&person.actor, view.id, &sent).await.unwrap();
        started.push((person, view));
    }
    world.db.pass_seconds(50);
    for (person, view) in &started {
        world.engine.submit(&person.actor, view.id).await.unwrap();
    }
}

async fn play_without_prediction(world: &World<'_>, contest: &Contest, name: &str) {
    let person = contest.enter(world, name).await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let mut sent = answers(&view, 1, 0);
    sent.pop();
    world.engine.save(&person.actor, view.id, &sent).await.unwrap();
    world.engine.submit(&person.actor, view.id).await.unwrap();
}

/// Five people of two groups and four units; three of them publish their names.
async fn five_people(world: &World<'_>) -> Contest {
    let contest = with_predictions("cchc").round("Tuần 1").open(world).await;
    for (name, group, unit, right, publishes) in [
        ("Trần Thị Minh", 0, "VL.S1", 3, true),
        ("Lê Văn Đạt", 0, "VL.S2", 2, false),
        ("Phạm Hoa", 0, "VL.S1.P1", 1, false),
        ("Ngô Xã", 1, "VL.X1", 3, true),
        ("Bùi Y", 1, "VL.S2", 0, true),
    ] {
        let mut form = contest.form_of(world, name, group, unit).await;
        if publishes {
            form.consents.push(consent("publish_name"));
        }
        let person = contest.try_enter(world, &form).await.unwrap();
        play_for(world, &contest, &person, (right, 5), 10).await;
    }
    publish(world, &contest, 0).await;
    contest
}

async fn lines(world: &World<'_>, contest: &Contest, query: RankingQuery) -> Vec<(i64, u32, String)> {
    let page = ranking(world, contest, query).await;
    page.lines.iter().map(standing).collect()
}

async fn names_are_masked_and_pages_follow(db: &Db) {
    let world = World::with_units(db).await;
    let contest = five_people(&world).await;
    let all = lines(&world, &contest, everything()).await;
    let names: Vec<&str> = all.iter().map(|(.., name)| name.as_str()).collect();
    assert_eq!(
        names,
        ["Trần Thị Minh", "Lê Văn Đ.", "Phạm H.", "Ngô Xã", "Bùi Y"]
    );
    // Two by two, from `next` to `next`.
    let mut pages = Vec::new();
    let mut query = RankingQuery {
        limit: 2,
        ..everything()
    };
    loop {
        let page = ranking(&world, &contest, query).await;
        assert_eq!(page.total, 5);
        pages.push(page.lines.iter().map(standing).collect::<Vec<_>>());
        let Some(next) = page.next else { break };
        query.after = next;
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(pages.concat(), all);
    // Who was erased stays in the ranking, without a name.
    let mut raw = db.raw().await;
    raw.execute("DELETE FROM participants WHERE full_name = 'Ngô Xã'")
        .await;
    let after = lines(&world, &contest, everything()).await;
    assert_eq!(after[3].2, "(đã xóa)");
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(page.lines[3].name.in_lang(Lang::En), "(erased)");
    assert_eq!(raw.number("SELECT count(*) FROM consents").await, 6);
}

async fn a_unit_shows_its_part_with_the_ranks_of_the_whole(db: &Db) {
    let world = World::with_units(db).await;
    let contest = five_people(&world).await;
    let all = lines(&world, &contest, everything()).await;
    let of = |unit: UnitId, group| RankingQuery {
        unit: Some(unit),
        group,
        ..everything()
    };
    let department = of(world.unit("VL.S1").await, None);
    assert_eq!(
        lines(&world, &contest, department).await,
        [all[0].clone(), all[2].clone()]
    );
    assert_eq!(ranking(&world, &contest, department).await.total, 2);
    let second = Some(contest.groups[1]);
    let health = of(world.unit("VL.S2").await, second);
    assert_eq!(
        lines(&world, &contest, health).await,
        [(2, 2, "Bùi Y".to_owned())]
    );
    let unknown = uuid::Uuid::from_u128(1);
    let elsewhere = of(unknown.into(), None);
    let nobody = RankingQuery {
        group: Some(unknown.into()),
        ..everything()
    };
    for query in [elsewhere, nobody] {
        let refused = world.engine.round_ranking(contest.rounds[0], &query).await;
        assert_error!(refused, Error::NotFound);
    }
}

async fn published_rounds_add_up(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc")
        .round("Tuần 1")
        .round("Tuần 2")
        .open(&world)
        .await;
    let steady = contest.enter_in(&world, "Người Đều", 0, "VL.S1").await;
    let once = contest.enter_in(&world, "Người Một", 0, "VL.S1").await;
    let (first, second) = (contest.rounds[0], contest.rounds[1]);
    play(&world.engine, &steady.actor, first, 2, 2).await;
    play(&world.engine, &once.actor, first, 3, 2).await;
    publish(&world, &contest, 0).await;
    let overall = || async {
        let page = world.engine.contest_ranking("cchc", &everything()).await.unwrap();
        let lines: Vec<_> = page
            .lines
            .iter()
            .map(|line| {
                (
                    line.name.in_lang(Lang::Vi).to_owned(),
                    line.rank,
                    line.score_hundredths,
                )
            })
            .collect();
        (page.revision, lines)
    };
    let line = |name: &str, rank, score| (name.to_owned(), rank, score);
    assert_eq!(
        overall().await,
        (1, vec![line("Người M.", 1, 300), line("Người Đ.", 2, 200)])
    );
    db.set_time(week("", 2).opens_at);
    play(&world.engine, &steady.actor, second, 2, 1).await;
    publish(&world, &contest, 1).await;
    assert_eq!(
        overall().await,
        (2, vec![line("Người Đ.", 1, 400), line("Người M.", 2, 300)])
    );
    let unknown = world.engine.contest_ranking("khong-co", &everything()).await;
    assert_error!(unknown, Error::NotFound);
}

/// A twin of a step is told so, or to come again in a moment.
fn is_twin(refused: &Error) -> bool {
    matches!(
        refused,
        Error::Busy { .. } | Error::Conflict(Conflict::WrongState)
    )
}

async fn steps_taken_twice_at_once_are_taken_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    for name in ["Một A", "Hai B", "Ba C"] {
        let person = contest.enter(&world, name).await;
        play(engine, &person.actor, round, 3, 1).await;
    }
    engine.close_round(organiser, round).await.unwrap();
    let freeze = || engine.freeze_round(organiser, round);
    let (one, two, three) = tokio::join!(freeze(), freeze(), freeze());
    let frozen = [one, two, three].map(|step| step.map(drop));
    let publish = || engine.publish_round(organiser, round);
    let (one, two, three) = tokio::join!(publish(), publish(), publish());
    for steps in [frozen, [one, two, three]] {
        assert_eq!(steps.iter().filter(|step| step.is_ok()).count(), 1, "{steps:?}");
        assert!(steps.iter().filter_map(|step| step.as_ref().err()).all(is_twin));
    }
    assert_eq!(lines(&world, &contest, everything()).await.len(), 3);
    let overall = engine.contest_ranking("cchc", &everything()).await.unwrap();
    assert_eq!((overall.revision, overall.total), (1, 3));
}

async fn rounds_published_at_once_are_all_in_the_sum(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc")
        .round("Tuần 1")
        .round("Tuần 2")
        .round("Tuần 3")
        .open(&world)
        .await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    for (number, round) in (1..).zip(&contest.rounds) {
        db.set_time(week("", number).opens_at);
        play(&world.engine, &person.actor, *round, 3, 1).await;
        world.engine.close_round(&world.organiser, *round).await.unwrap();
        world.engine.freeze_round(&world.organiser, *round).await.unwrap();
    }
    let publish = contest.rounds.iter().map(|round| {
        let (engine, organiser, round) = (world.engine.clone(), world.organiser.clone(), *round);
        tokio::spawn(async move {
            loop {
                match engine.publish_round(&organiser, round).await {
                    Err(Error::Busy { .. }) => tokio::task::yield_now().await,
                    done => return done,
                }
            }
        })
    });
    for done in publish.collect::<Vec<_>>() {
        done.await.unwrap().unwrap();
    }
    let overall = world.engine.contest_ranking("cchc", &everything()).await.unwrap();
    assert_eq!((overall.revision, overall.lines[0].score_hundredths), (3, 900));
}

async fn freezing_seals_what_ran_out_and_leaves_out_what_is_void(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    let round = contest.rounds[0];
    let left = contest.enter_in(&world, "Người Bỏ", 0, "VL.S1").await;
    let view = start(&world.engine, &left.actor, round).await;
    let sent = answers(&view, 2, 1);
    world.engine.save(&left.actor, view.id, &sent).await.unwrap();
    let void = contest.enter_in(&world, "Người Hủy", 0, "VL.S1").await;
    let void = play(&world.engine, &void.actor, round, 3, 1).await;
    let mut raw = db.raw().await;
    let id = raw.id(void.0);
    raw.execute(&format!("UPDATE attempts SET voided = (1 = 1) WHERE id = {id}"))
        .await;
    world.engine.close_round(&world.organiser, round).await.unwrap();
    let early = world.engine.freeze_round(&world.organiser, round).await;
    assert_error!(early, Error::Conflict(Conflict::AttemptsOpen));
    db.pass_seconds(1231);
    let truth = world.engine.freeze_round(&world.organiser, round).await.unwrap();
    assert_eq!(truth.participants, 1);
    assert_error!(
        world.engine.round_ranking(round, &everything()).await,
        Error::NotPublished
    );
    world.engine.publish_round(&world.organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    let line = &page.lines[0];
    assert_eq!(
        (
            page.total,
            line.score_hundredths,
            line.submitted_at,
            line.duration_ms
        ),
        (1, 200, view.deadline, 1_200_000)
    );
}
