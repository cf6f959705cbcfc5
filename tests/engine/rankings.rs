//! Rankings: by score and tie chain, per group and unit, over all rounds; and participation per unit.

use khao_domain::contest::settings::{AttemptsPolicy, CountedAttempt, ParticipantsCounted};
use khao_domain::ids::{AttemptId, UnitId};
use khao_engine::contest::participation::Participation;
use khao_engine::contest::rankings::{RankingLine, RankingPage, RankingQuery, Truth};
use khao_engine::error::Error;

use crate::build::{Contest, Person, Plan, World, assert_error, cell, consent, contest, three_choices, week};
use crate::db::Db;
use crate::play::{answers, play, start};

on_both!(
    ties_are_broken_along_the_chain,
    names_are_masked_units_filter_and_pages_follow,
    the_truth_counts_what_the_rules_say,
    the_counted_attempt_is_the_rules_choice,
    published_rounds_add_up,
    freezing_seals_what_ran_out_and_leaves_out_what_is_void,
    participation_is_counted_over_headcounts,
);

fn with_predictions(slug: &str) -> Plan {
    let officials = [three_choices(), vec![cell("Dự đoán", 1, 1)]].concat();
    let citizens = [three_choices(), vec![cell("Dự đoán", 2, 1)]].concat();
    contest(slug)
        .group("Cán bộ", officials)
        .group("Người dân", citizens)
}

/// Plays for that many seconds.
async fn play_for(
    world: &World<'_>,
    contest: &Contest,
    who: &Person,
    (right, guess): (u16, u32),
    seconds: i64,
) -> AttemptId {
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let view = start(engine, &who.actor, round).await;
    engine
        .save(&who.actor, view.id, &answers(&view, right, guess))
        .await
        .unwrap();
    world.db.pass_seconds(seconds);
    engine.submit(&who.actor, view.id).await.unwrap();
    view.id
}

async fn publish(world: &World<'_>, contest: &Contest, round: usize) -> Truth {
    let (engine, organiser, id) = (&world.engine, &world.organiser, contest.rounds[round]);
    engine.close_round(organiser, id).await.unwrap();
    let truth = engine.freeze_round(organiser, id).await.unwrap();
    engine.publish_round(organiser, id).await.unwrap();
    truth
}

fn everything() -> RankingQuery {
    RankingQuery {
        group: None,
        unit: None,
        after: (0, 0),
        limit: 100,
    }
}

async fn ranking(world: &World<'_>, contest: &Contest, query: RankingQuery) -> RankingPage {
    world
        .engine
        .round_ranking(contest.rounds[0], &query)
        .await
        .unwrap()
}

fn standing(line: &RankingLine) -> (i64, u32, String) {
    (line.group_ordinal, line.rank, line.name.clone())
}

async fn ties_are_broken_along_the_chain(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    let enter = |name: &'static str, group| contest.enter_in(&world, name, group, "VL.S1");
    // Eight take part; two of each group answer everything right, so four in all.
    for (name, group, right, guess, seconds) in [
        ("Một Chậm", 0, 3, 7, 300),
        ("Hai Nhanh", 0, 3, 9, 100),
        ("Ba Sai", 0, 2, 8, 10),
        ("Bốn Xa", 1, 3, 9, 10),
        ("Năm Gần", 1, 3, 4, 500),
    ] {
        let person = enter(name, group).await;
        play_for(&world, &contest, &person, (right, guess), seconds).await;
    }
    // Equal in everything: started and handed in at the same moments.
    let equal = [enter("Sáu Bằng", 0).await, enter("Bảy Bằng", 0).await];
    let mut views = Vec::new();
    for person in &equal {
        let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
        let sent = answers(&view, 1, 8);
        world.engine.save(&person.actor, view.id, &sent).await.unwrap();
        views.push(view);
    }
    db.pass_seconds(50);
    for (person, view) in equal.iter().zip(&views) {
        world.engine.submit(&person.actor, view.id).await.unwrap();
    }
    // And one who predicted nothing.
    let silent = enter("Tám Lặng", 0).await;
    let view = start(&world.engine, &silent.actor, contest.rounds[0]).await;
    let mut sent = answers(&view, 1, 0);
    sent.pop();
    world.engine.save(&silent.actor, view.id, &sent).await.unwrap();
    world.engine.submit(&silent.actor, view.id).await.unwrap();

    let truth = publish(&world, &contest, 0).await;
    assert_eq!((truth.participants, truth.all_correct), (8, 4));
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(
        (page.total, page.next, page.revision, page.truth),
        (8, None, 1, truth)
    );
    assert_eq!(page.published_at, db.now());
    let mut lines: Vec<_> = page.lines.iter().map(standing).collect();
    // Of equals neither comes first by right.
    lines[3..5].sort();
    let expected = [
        (1, 1, "Hai N."),
        (1, 2, "Một C."),
        (1, 3, "Ba S."),
        (1, 4, "Bảy B."),
        (1, 4, "Sáu B."),
        (1, 6, "Tám L."),
        (2, 1, "Năm G."),
        (2, 2, "Bốn X."),
    ];
    assert_eq!(
        lines,
        expected.map(|(group, rank, name)| (group, rank, name.to_owned()))
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
    let first = &page.lines[0];
    assert_eq!(
        (
            first.score_hundredths,
            first.max_score_hundredths,
            first.duration_ms
        ),
        (300, 300, 100_000)
    );
}

async fn names_are_masked_units_filter_and_pages_follow(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    for (name, group, unit, right, publishes) in [
        ("Trần Thị Minh", 0, "VL.S1", 3, true),
        ("Lê Văn Đạt", 0, "VL.S2", 2, false),
        ("Phạm Hoa", 0, "VL.S1.P1", 1, false),
        ("Ngô Xã", 1, "VL.X1", 3, true),
        ("Bùi Y", 1, "VL.S2", 0, true),
    ] {
        let mut form = contest.form_of(&world, name, group, unit).await;
        if publishes {
            form.consents.push(consent("publish_name"));
        }
        let person = contest.try_enter(&world, &form).await.unwrap();
        play_for(&world, &contest, &person, (right, 5), 10).await;
    }
    publish(&world, &contest, 0).await;
    let all: Vec<_> = ranking(&world, &contest, everything())
        .await
        .lines
        .iter()
        .map(standing)
        .collect();
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

    let of = |unit: UnitId, group| RankingQuery {
        unit: Some(unit),
        group,
        ..everything()
    };
    let department = ranking(&world, &contest, of(world.unit("VL.S1").await, None)).await;
    let lines: Vec<_> = department.lines.iter().map(standing).collect();
    assert_eq!(lines, [all[0].clone(), all[2].clone()]);
    assert_eq!(department.total, 2);
    let second = Some(contest.groups[1]);
    let health = ranking(&world, &contest, of(world.unit("VL.S2").await, second)).await;
    let lines: Vec<_> = health.lines.iter().map(standing).collect();
    assert_eq!(lines, [(2, 2, "Bùi Y".to_owned())]);
    let unknown = uuid::Uuid::from_u128(1);
    let elsewhere = of(unknown.into(), None);
    let round = contest.rounds[0];
    assert_error!(
        world.engine.round_ranking(round, &elsewhere).await,
        Error::NotFound
    );
    let nobody = RankingQuery {
        group: Some(unknown.into()),
        ..everything()
    };
    assert_error!(world.engine.round_ranking(round, &nobody).await, Error::NotFound);

    // Who was erased stays in the ranking, without a name.
    let mut raw = db.raw().await;
    raw.execute("DELETE FROM participants WHERE full_name = 'Ngô Xã'")
        .await;
    let after = ranking(&world, &contest, everything()).await;
    assert_eq!(after.lines[3].name, "(đã xóa)");
    assert_eq!(raw.number("SELECT count(*) FROM consents").await, 6);
}

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
            .map(|line| (line.name.clone(), line.rank, line.score_hundredths))
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
    assert_error!(early, Error::Conflict(khao_engine::error::Conflict::AttemptsOpen));
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

fn rates(participation: &Participation) -> Vec<(&str, Option<i64>, i64, i64, Option<i64>)> {
    participation
        .units
        .iter()
        .map(|unit| {
            #[expect(clippy::cast_possible_truncation, reason = "a rate in thousandths")]
            let rate = unit.rate.map(|rate| (rate * 1000.0).round() as i64);
            (
                unit.code.as_str(),
                unit.headcount,
                unit.participants,
                unit.submitted,
                rate,
            )
        })
        .collect()
}

async fn participation_is_counted_over_headcounts(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    // A later count does not change a round that opened before it; the commune counted too few.
    let counts = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.S1,Sở Nội vụ,VL,80,01/11/2026\n\
                  VL.X1,Xã Hoà Bình,VL,1,01/10/2026\n";
    engine.import_units(admin, counts.as_bytes()).await.unwrap();
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    let round = contest.rounds[0];
    for (name, unit) in [
        ("Một A", "VL.S1"),
        ("Hai B", "VL.S1.P1"),
        ("Ba C", "VL.X1"),
        ("Bốn D", "VL.X1"),
    ] {
        let person = contest.enter_in(&world, name, 0, unit).await;
        play(engine, &person.actor, round, 3, 1).await;
    }
    let open = contest.enter_in(&world, "Năm E", 0, "VL.S2").await;
    start(engine, &open.actor, round).await;
    contest.enter_in(&world, "Sáu F", 0, "VL.S2").await;
    let top = engine.participation(round, None).await.unwrap();
    assert_eq!(top.as_of, db.now());
    assert_eq!(
        rates(&top),
        [
            ("VL.S1", Some(40), 2, 2, Some(50)),
            ("VL.S2", Some(60), 1, 0, Some(0)),
            ("VL.X1", Some(1), 2, 2, Some(2000)),
        ]
    );
    let department = Some(world.unit("VL.S1").await);
    let below = engine.participation(round, department).await.unwrap();
    assert_eq!(rates(&below), [("VL.S1.P1", None, 1, 1, None)]);
    let (all, open_attempts) = engine
        .console_participation(&world.organiser, round)
        .await
        .unwrap();
    assert_eq!(rates(&all)[0], ("VL", Some(101), 5, 4, Some(40)));
    assert_eq!(open_attempts, 1);
    let unknown = Some(uuid::Uuid::from_u128(1).into());
    assert_error!(engine.participation(round, unknown).await, Error::NotFound);
    let counts = engine.counts(contest.id).await.unwrap();
    assert_eq!(
        (counts.participants, counts.attempts, counts.submitted),
        (6, 5, 4)
    );
}
