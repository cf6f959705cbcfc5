//! From a template to an announcement: series, blueprints, the review, copies and previews.

use khao_domain::contest::prizes::GivenFor;
use khao_domain::contest::review::{Finding, Step};
use khao_domain::contest::series::Series;
use khao_domain::contest::template::Template;
use khao_domain::people::role::Role;
use khao_engine::IdempotencyKey;
use khao_engine::contest::beginnings::{CopyOf, FromTemplate};
use khao_engine::contest::contests::{Contest as Planned, NewExclusion};
use khao_engine::contest::group_changes::GroupChanges;
use khao_engine::contest::groups::{GroupChange, NewGroup};
use khao_engine::contest::prizes::NewPrize;
use khao_engine::error::{Conflict, Error};

use crate::build::{Contest, World, assert_error, new_contest, pointers, staff, three_choices, week};
use crate::db::Db;

on_both!(
    a_template_makes_a_whole_contest_once,
    whoever_sends_it_twice_at_once_has_one_contest,
    groups_change_until_a_round_is_announced,
    an_empty_blueprint_is_never_announced,
    drafts_are_made_in_series_and_taken_away,
    a_contest_has_at_most_so_many_rounds,
    a_copy_has_the_rules_and_none_of_the_people,
    a_preview_leaves_no_trace,
);

fn series(rounds: u32) -> Series {
    Series {
        name: "Tuần".to_owned(),
        number: 1,
        first_day: khao_tests::stories::monday().local_date().plus_days(7),
        rounds,
        days: 7,
    }
}

fn weekly(slug: &str, bank: Option<khao_domain::ids::BankId>) -> FromTemplate {
    FromTemplate {
        template: Template::Weekly,
        slug: slug.to_owned(),
        title: "Tìm hiểu CCHC".to_owned(),
        bank,
        series: Some(series(4)),
        minutes: 20,
    }
}

async fn a_template_makes_a_whole_contest_once(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let key = || IdempotencyKey::new("new", "1", b"a").unwrap();
    let create = || engine.create_from_template(&world.organiser, weekly("tuan", Some(bank)), Some(key()));
    let made = create().await.unwrap();
    assert_eq!((made.groups.len(), made.rounds.len()), (2, 4));
    let names: Vec<&str> = made.rounds.iter().map(|round| round.name.as_str()).collect();
    assert_eq!(names, ["Tuần 1", "Tuần 2", "Tuần 3", "Tuần 4"]);
    assert!(!made.groups[0].blueprint.is_empty(), "the bank fills a blueprint");
    assert_eq!(made.groups[0].blueprint, made.groups[1].blueprint);
    assert!(!made.is_public());
    let again = create().await.unwrap();
    assert_eq!(
        (again.id, again.groups.len(), again.rounds.len()),
        (made.id, 2, 4)
    );

    let missing = |findings: &[Finding]| -> Vec<Finding> {
        let missing = findings
            .iter()
            .filter(|one| one.weight() == khao_domain::contest::review::Weight::Missing);
        missing.cloned().collect()
    };
    let findings = engine.review_contest(&world.organiser, "tuan").await.unwrap();
    assert_eq!(missing(&findings), [Finding::NoUnits], "{findings:?}");
    assert!(findings.contains(&Finding::NoExclusions));
    let supplies = engine.feasibility(&world.organiser, "tuan").await.unwrap();
    assert!(supplies.iter().all(|group| group.rounds.len() == 4));
    assert!(
        supplies
            .iter()
            .flat_map(|group| &group.cells)
            .all(|cell| !cell.is_short())
    );
    for round in &made.rounds {
        engine.announce_round(&world.organiser, round.id).await.unwrap();
    }
    let findings = engine.review_contest(&world.organiser, "tuan").await.unwrap();
    assert_eq!(missing(&findings), [Finding::NoUnits]);
    let coordinator = staff(Role::Coordinator);
    assert_error!(
        engine.review_contest(&coordinator, "tuan").await,
        Error::Forbidden
    );
}

/// Both look at the contest before either has filled it.
async fn whoever_sends_it_twice_at_once_has_one_contest(db: &Db) {
    let world = World::empty(db).await;
    let (engine, other) = (&world.engine, db.engine().await);
    let bank = world.bank().await;
    let key = || Some(IdempotencyKey::new("new", "1", b"a").unwrap());
    let empty = new_contest("tuan", Template::Weekly.settings());
    let made = other
        .create_contest(&world.organiser, empty, key())
        .await
        .unwrap();
    for node in [engine, &other] {
        let filled = node
            .create_from_template(&world.organiser, weekly("tuan", Some(bank)), key())
            .await
            .unwrap();
        assert_eq!(
            (filled.id, filled.groups.len(), filled.rounds.len()),
            (made.id, 2, 4)
        );
    }
}

async fn groups_change_until_a_round_is_announced(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let organiser = &world.organiser;
    let contest = engine
        .create_from_template(organiser, weekly("tuan", Some(bank)), None)
        .await
        .unwrap();
    let (first, second) = (contest.groups[0].id, contest.groups[1].id);
    let rename = |id, name: &str| {
        let change = GroupChange {
            name: Some(name.to_owned()),
            min_age: Some(None),
            ..GroupChange::default()
        };
        engine.change_group(organiser, "tuan", id, change)
    };
    rename(first, "Công chức").await.unwrap();
    assert_error!(
        rename(second, "Công chức").await,
        Error::Conflict(Conflict::Taken)
    );
    assert_eq!(pointers(rename(second, " ").await), ["/name"]);
    engine.remove_group(organiser, "tuan", second).await.unwrap();
    assert_error!(
        engine.remove_group(organiser, "tuan", second).await,
        Error::NotFound
    );

    let contest = engine.console_contest(organiser, "tuan").await.unwrap();
    let group = &contest.groups[0];
    assert_eq!((group.name.as_str(), group.min_age), ("Công chức", None));
    engine
        .announce_round(organiser, contest.rounds[0].id)
        .await
        .unwrap();
    assert_error!(rename(first, "Khác").await, Error::Conflict(Conflict::InUse));
    assert_error!(
        engine.remove_group(organiser, "tuan", first).await,
        Error::Conflict(Conflict::InUse)
    );
    // Later rounds may draw otherwise.
    let change = GroupChange {
        blueprint: Some(three_choices()),
        ..GroupChange::default()
    };
    engine
        .change_group(organiser, "tuan", first, change)
        .await
        .unwrap();
    engine
        .announce_round(organiser, contest.rounds[1].id)
        .await
        .unwrap();
}

async fn an_empty_blueprint_is_never_announced(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let organiser = &world.organiser;
    engine
        .create_from_template(organiser, weekly("tuan", None), None)
        .await
        .unwrap();
    let new = NewGroup {
        name: "Mở".to_owned(),
        bank,
        blueprint: Vec::new(),
        min_age: None,
    };
    assert_eq!(
        pointers(engine.create_group(organiser, "tuan", new.clone(), None).await),
        ["/blueprint"]
    );
    let added = |_: &Planned| {
        Ok(GroupChanges {
            added: Some(new),
            ..GroupChanges::default()
        })
    };
    engine
        .change_groups(organiser, "tuan", added, None)
        .await
        .unwrap();
    let contest = engine.console_contest(organiser, "tuan").await.unwrap();
    assert_eq!(
        pointers(engine.announce_round(organiser, contest.rounds[0].id).await),
        ["/groups"]
    );
    let findings = engine.review_contest(organiser, "tuan").await.unwrap();
    let empty = findings
        .iter()
        .find(|one| matches!(one, Finding::EmptyBlueprint { .. }));
    assert_eq!(empty.map(Finding::step), Some(Step::Papers));
}

async fn drafts_are_made_in_series_and_taken_away(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let organiser = &world.organiser;
    let blank = FromTemplate {
        template: Template::Blank,
        series: None,
        ..weekly("trong", None)
    };
    engine.create_from_template(organiser, blank, None).await.unwrap();
    let key = || IdempotencyKey::new("series", "1", b"a").unwrap();
    let (three, too_many) = (series(3), series(53));
    let add = || engine.create_series(organiser, "trong", &three, 1_200, Some(key()));
    let made = add().await.unwrap();
    assert_eq!(made.len(), 3);
    assert_eq!(add().await.unwrap().len(), 3, "sent twice, made once");
    let hasty = engine.create_series(organiser, "trong", &three, 30, None);
    assert_eq!(pointers(hasty.await), ["/duration_s"]);
    let endless = engine.create_series(organiser, "trong", &too_many, 1_200, None);
    assert_eq!(pointers(endless.await), ["/rounds"]);
    engine.remove_round(organiser, made[1].id).await.unwrap();
    assert_error!(engine.remove_round(organiser, made[1].id).await, Error::NotFound);
    let contest = engine.console_contest(organiser, "trong").await.unwrap();
    let left: Vec<&str> = contest.rounds.iter().map(|round| round.name.as_str()).collect();
    assert_eq!(left, ["Tuần 1", "Tuần 3"]);
}

async fn a_contest_has_at_most_so_many_rounds(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let blank = FromTemplate {
        template: Template::Blank,
        series: None,
        ..weekly("trong", None)
    };
    engine.create_from_template(organiser, blank, None).await.unwrap();
    for number in [1, 51, 101, 151] {
        let more = Series { number, ..series(50) };
        engine
            .create_series(organiser, "trong", &more, 1_200, None)
            .await
            .unwrap();
    }
    let one = week("Vòng nữa", 1);
    assert_eq!(
        pointers(engine.create_round(organiser, "trong", one, None).await),
        ["/rounds"]
    );
}

async fn a_copy_has_the_rules_and_none_of_the_people(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let organiser = &world.organiser;
    let source = engine
        .create_from_template(organiser, weekly("tuan", Some(bank)), None)
        .await
        .unwrap();
    engine
        .announce_round(organiser, source.rounds[0].id)
        .await
        .unwrap();
    let excluded = [NewExclusion::StaffCode("CB-01".to_owned())];
    engine.set_exclusions(organiser, "tuan", &excluded).await.unwrap();
    let entered = Contest {
        id: source.id,
        slug: "tuan".to_owned(),
        bank,
        groups: source.groups.iter().map(|group| group.id).collect(),
        rounds: source.rounds.iter().map(|round| round.id).collect(),
    };
    entered.enter(&world, "Trần Thị Lan").await;
    add_prizes(&world, &source).await;
    let first_day = source.rounds[0].opens_at.local_date().plus_days(364);
    let copy = CopyOf {
        slug: "nam-sau".to_owned(),
        title: "Năm sau".to_owned(),
        first_day: Some(first_day),
    };
    let copy = engine.copy_contest(organiser, "tuan", copy, None).await.unwrap();
    assert_eq!(copy.settings, source.settings);
    assert_eq!(copy.rules_markdown, source.rules_markdown);
    assert_eq!(copy.groups.len(), 2);
    assert!(copy.rounds.iter().all(|round| !round.is_public()));
    let distance = |at: usize| copy.rounds[at].opens_at.seconds_since(source.rounds[at].opens_at);
    assert_eq!([0, 1, 2, 3].map(distance), [364 * 24 * 3600; 4]);
    assert_eq!(engine.counts(source.id).await.unwrap().participants, 1);
    assert_eq!(engine.counts(copy.id).await.unwrap().participants, 0);
    assert!(copy.exclusions.is_empty());
    let prizes = engine.prizes(organiser, "nam-sau").await.unwrap().prizes;
    let told: Vec<_> = prizes
        .iter()
        .map(|prize| (prize.name.as_str(), prize.group, prize.block))
        .collect();
    let expected = [
        ("Giải Nhất", Some(copy.groups[1].id), None),
        ("Giải Nhì", None, None),
        ("Tập thể", None, Some(world.unit("VL").await)),
    ];
    assert_eq!(told, expected);
    assert_eq!((prizes[0].number, prizes[0].amount), (2, Some(1_000_000)));
    let of_source = engine.prizes(organiser, "tuan").await.unwrap().prizes;
    assert_eq!(
        of_source[0].group,
        Some(source.groups[1].id),
        "the source keeps its own"
    );
}

/// For one group, for every group, and for the units of a block.
async fn add_prizes(world: &World<'_>, source: &Planned) {
    let block = world.unit("VL").await;
    for (name, given_for, group, block) in [
        ("Giải Nhất", GivenFor::Round, Some(source.groups[1].id), None),
        ("Giải Nhì", GivenFor::Contest, None, None),
        ("Tập thể", GivenFor::Units, None, Some(block)),
    ] {
        let prize = NewPrize {
            given_for,
            group,
            block,
            name: name.to_owned(),
            number: 2,
            amount: Some(1_000_000),
        };
        let added = world
            .engine
            .add_prize(&world.organiser, "tuan", prize, None)
            .await;
        added.unwrap();
    }
}

async fn a_preview_leaves_no_trace(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let organiser = &world.organiser;
    let contest = engine
        .create_from_template(organiser, weekly("tuan", Some(bank)), None)
        .await
        .unwrap();
    let group = contest.groups[0].id;
    let mut raw = db.raw().await;
    let before = raw.number("SELECT COUNT(*) FROM audit").await;
    let codes = async |seed: &str| -> Vec<String> {
        let paper = engine
            .preview_paper(organiser, "tuan", group, seed)
            .await
            .unwrap();
        paper
            .questions
            .iter()
            .map(|question| question.code.clone())
            .collect()
    };
    let first = codes("1").await;
    assert_eq!(first, codes("1").await, "a seed gives one paper");
    let others = [codes("2").await, codes("3").await, codes("4").await];
    assert!(
        others.iter().any(|other| *other != first),
        "seeds give different papers"
    );
    assert_eq!(raw.number("SELECT COUNT(*) FROM attempts").await, 0);
    assert_eq!(raw.number("SELECT COUNT(*) FROM audit").await, before);
    let coordinator = staff(Role::Coordinator);
    let refused = engine.preview_paper(&coordinator, "tuan", group, "1");
    assert_error!(refused.await, Error::Forbidden);
}
