//! The demo: a whole contest in an empty database, once.

use khao_domain::contest::round::RoundStatus;
use khao_domain::people::role::Role;
use khao_domain::survey::form::Ask;
use khao_domain::survey::wave::Channel;
use khao_engine::Engine;
use khao_engine::contest::rankings::RankingQuery;
use khao_engine::demo::{DEMO_SLUG, DemoAccount};
use khao_engine::error::Error;
use khao_engine::exports::{ExportFormat, ExportKind};

use crate::build::{World, coordinator_of, drain};
use crate::db::Db;
use crate::play::everything;

on_both!(the_demo_loads_once);

async fn the_demo_loads_once(db: &Db) {
    let world = World::empty(db).await;
    let accounts: Vec<DemoAccount> = Role::ALL
        .into_iter()
        .map(|role| DemoAccount {
            role,
            username: role.as_str().to_owned(),
            password: format!("mật khẩu của {}", role.as_str()),
        })
        .collect();
    world.engine.load_demo(&accounts).await.unwrap();
    let audit = world.engine.verify_audit().await.unwrap();
    world.engine.load_demo(&accounts).await.unwrap();
    assert_eq!(world.engine.verify_audit().await.unwrap(), audit);
    accounts_work(&world.engine, &accounts).await;
    rounds_are_as_told(&world).await;
    published_rounds_are_full(&world.engine).await;
    some_of_the_roster_are_still_to_come(&world).await;
    surveys_are_open_and_answered(&world).await;
    let mut raw = db.raw().await;
    assert_eq!(
        raw.number("SELECT COUNT(*) FROM attempts WHERE sealed_at IS NULL")
            .await,
        40
    );
    assert_eq!(raw.number("SELECT COUNT(*) FROM complaints").await, 3);
    let days = raw
        .number("SELECT COUNT(DISTINCT day) FROM daily_participation")
        .await;
    assert_eq!(days, 16);
    drop(raw);
    slow_downloads_leave_room(&world).await;
}

/// Whoever comes by can answer each of them over the open link, with nothing but ratings, choices and texts required.
async fn surveys_are_open_and_answered(world: &World<'_>) {
    let engine = &world.engine;
    let surveys = engine.public_surveys().await.unwrap();
    let mut responses = Vec::new();
    for survey in &surveys {
        let open = survey.open_wave(world.db.now()).unwrap();
        assert!(open.channels.contains(&Channel::Web), "{}", survey.slug);
        let course = engine.fielded(survey.id, open.version).await.unwrap();
        let required = course.form().items().filter(|(_, item)| item.required);
        for (_, item) in required {
            let is_plain = matches!(
                item.ask,
                Ask::Rating { .. }
                    | Ask::Matrix { .. }
                    | Ask::SingleChoice { .. }
                    | Ask::YesNo
                    | Ask::Text { .. }
            );
            assert!(is_plain, "{} {}", survey.slug, item.id);
        }
        for wave in &survey.waves {
            let released = engine.released_figures(&world.admin, survey, wave).await.unwrap();
            assert!(released.is_some(), "{} {}", survey.slug, wave.name);
            let progress = engine
                .wave_progress(&world.admin, &survey.slug, wave.id)
                .await
                .unwrap();
            responses.push((survey.slug.as_str(), survey.published, progress.responses));
        }
    }
    responses.sort_unstable();
    assert_eq!(
        responses,
        [
            ("danh-gia-mot-cua", false, 1500),
            ("hai-long-2026", true, 120),
            ("hai-long-2026", true, 2000),
            ("nam-vung-muc-tieu", false, 600),
        ]
    );
}

async fn some_of_the_roster_are_still_to_come(world: &World<'_>) {
    let (engine, slug) = (&world.engine, DEMO_SLUG);
    let totals = engine
        .roster_totals(&world.admin, slug, None, None)
        .await
        .unwrap();
    assert_eq!((totals.units.len(), totals.all.missing(false)), (2, 12));
    assert!(totals.all.entered > 20);
    let coordinator = coordinator_of(world.unit("86.S01").await);
    let own = engine
        .roster_totals(&coordinator, slug, None, None)
        .await
        .unwrap();
    assert_eq!(own.all.missing(false), 6);
}

async fn accounts_work(engine: &Engine, accounts: &[DemoAccount]) {
    for account in accounts {
        let opened = engine
            .log_in_staff(&account.username, &account.password)
            .await
            .unwrap();
        let actor = engine.actor(&opened.token).await.unwrap();
        assert_eq!(actor.unit_scope().is_some(), account.role == Role::Coordinator);
    }
}

async fn rounds_are_as_told(world: &World<'_>) {
    let contest = world.engine.public_contest(DEMO_SLUG).await.unwrap();
    let status: Vec<_> = contest
        .rounds
        .iter()
        .map(|round| round.status(world.db.now()).unwrap())
        .collect();
    assert_eq!(
        status,
        [
            RoundStatus::Published,
            RoundStatus::Published,
            RoundStatus::Open,
            RoundStatus::Upcoming
        ]
    );
    assert_eq!(contest.groups.len(), 2);
    let units = world.engine.units().await.unwrap();
    let is_commune = |name: &str| name.starts_with("Xã ") || name.starts_with("Phường ");
    let communes = units.all().iter().filter(|unit| is_commune(&unit.name)).count();
    assert_eq!(communes, 124);
}

async fn published_rounds_are_full(engine: &Engine) {
    let contest = engine.public_contest(DEMO_SLUG).await.unwrap();
    let query = RankingQuery {
        limit: 1000,
        ..everything()
    };
    for round in &contest.rounds[..2] {
        let page = engine.round_ranking(round.id, &query).await.unwrap();
        assert_eq!((page.total, page.truth.participants), (3000, 3000));
        assert_eq!(page.lines.len(), 1000);
        assert!(page.next.is_some());
        let figures = engine.participation(round.id, None).await.unwrap();
        assert_eq!(figures.units.len(), 144);
        let submitted: i64 = figures.units.iter().map(|unit| unit.submitted).sum();
        assert_eq!(submitted, 3000);
        assert!(figures.units.iter().all(|unit| unit.headcount.is_some()));
    }
    let overall = engine.contest_ranking(DEMO_SLUG, &query).await.unwrap();
    assert_eq!(overall.total, 3600);
    let counts = engine.counts(contest.id).await.unwrap();
    assert_eq!(
        (counts.participants, counts.attempts, counts.submitted),
        (3900, 6700, 6660)
    );
    // The running week runs.
    let running = engine.participation(contest.rounds[2].id, None).await.unwrap();
    let submitted: i64 = running.units.iter().map(|unit| unit.submitted).sum();
    let with_some = running.units.iter().filter(|unit| unit.submitted > 0).count();
    assert!(
        submitted == 660 && with_some > 100,
        "{submitted} of {with_some} units"
    );
    assert_eq!(contest.messages.len(), 1);
}

/// Files that nobody reads on hold readers of the database; there are more readers than such files.
async fn slow_downloads_leave_room(world: &World<'_>) {
    let contest = world.engine.public_contest(DEMO_SLUG).await.unwrap();
    let mut unread = Vec::new();
    let mut refused = 0;
    for _ in 0..20 {
        let answers = world
            .engine
            .export(
                &world.admin,
                contest.rounds[0].id,
                ExportKind::Answers,
                ExportFormat::Csv,
            )
            .await;
        match answers {
            Ok(file) => unread.push(file),
            Err(Error::Busy { .. }) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(!unread.is_empty() && refused > 0);
    let page = world
        .engine
        .round_ranking(contest.rounds[0].id, &everything())
        .await;
    assert_eq!(page.unwrap().total, 3000);
    // One read to its end makes room for another.
    let mut file = unread.remove(0);
    let bytes = drain(&mut file).await.len();
    assert!(bytes > 1_000_000, "{bytes}");
    world
        .engine
        .export(
            &world.admin,
            contest.rounds[0].id,
            ExportKind::Answers,
            ExportFormat::Csv,
        )
        .await
        .unwrap();
}
