//! Groups that are changed together: all of them or none, and the list of the excluded with them.

use std::time::Duration;

use khao_engine::IdempotencyKey;
use khao_engine::contest::contests::{Contest, NewExclusion};
use khao_engine::contest::draft_changes::DraftChange;
use khao_engine::contest::group_changes::{GroupChanges, GroupFate};
use khao_engine::contest::groups::{GroupChange, NewGroup};
use khao_engine::error::{Conflict, Error};

use khao_tests::wait::until;

use crate::build::{self, World, assert_error, pointers, three_choices, week};
use crate::db::Db;

on_both!(
    groups_change_together_or_not_at_all,
    a_group_is_copied_as_the_changes_leave_it,
    drafts_are_decided_on_as_they_are,
    banks_are_locked_in_one_order,
);

fn renamed(name: &str) -> GroupFate {
    GroupFate::Change(GroupChange {
        name: Some(name.to_owned()),
        ..GroupChange::default()
    })
}

async fn set_up(world: &World<'_>) -> build::Contest {
    let plan = build::contest("cchc").round("Tuần 1").round("Tuần 2");
    plan.group("Cán bộ", three_choices())
        .group("Công dân", three_choices())
        .drafted(world)
        .await
}

fn names(contest: &Contest) -> Vec<&str> {
    contest.groups.iter().map(|group| group.name.as_str()).collect()
}

async fn groups_change_together_or_not_at_all(db: &Db) {
    let world = World::empty(db).await;
    let contest = set_up(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let [first, second] = [contest.groups[0], contest.groups[1]];
    let change = async |changes: GroupChanges| {
        let decide = move |_: &Contest| Ok(changes);
        engine.change_groups(organiser, "cchc", decide, None).await
    };
    let present = async || engine.console_contest(organiser, "cchc").await.unwrap();
    let before = present().await;
    let stored = names(&before);
    // The second cannot be, so the first one stays, and so does the list.
    let wrong = GroupChanges {
        groups: vec![(first, renamed("Công chức")), (second, renamed(" "))],
        exclusions: Some(vec![NewExclusion::StaffCode("CB-01".to_owned())]),
        ..GroupChanges::default()
    };
    assert_eq!(pointers(change(wrong).await), [format!("/{second}/name")]);
    let same = GroupChanges {
        groups: vec![(first, renamed("Một")), (second, renamed("Một"))],
        ..GroupChanges::default()
    };
    let mut both = [format!("/{first}/name"), format!("/{second}/name")];
    both.sort();
    assert_eq!(pointers(change(same).await), both);
    let taken = GroupChanges {
        groups: vec![(first, renamed("Khác"))],
        added: Some(NewGroup {
            name: stored[1].to_owned(),
            bank: contest.bank,
            blueprint: Vec::new(),
            min_age: None,
        }),
        ..GroupChanges::default()
    };
    assert_eq!(pointers(change(taken).await), ["/new/name"]);
    assert_eq!(names(&*present().await), stored);
    assert!(present().await.exclusions.is_empty());
    // Names may go round.
    let round = GroupChanges {
        groups: vec![(first, renamed(stored[1])), (second, renamed(stored[0]))],
        ..GroupChanges::default()
    };
    change(round).await.unwrap();
    assert_eq!(names(&*present().await), [stored[1], stored[0]]);
    let refused = |_: &Contest| Err(Error::Conflict(Conflict::InUse));
    assert_error!(
        engine.change_groups(organiser, "cchc", refused, None).await,
        Error::Conflict(Conflict::InUse)
    );
}

async fn a_group_is_copied_as_the_changes_leave_it(db: &Db) {
    let world = World::empty(db).await;
    let contest = set_up(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let [first, second] = [contest.groups[0], contest.groups[1]];
    let key = || IdempotencyKey::new("groups", "1", b"a").unwrap();
    let change = async || {
        let decide = |_: &Contest| {
            Ok(GroupChanges {
                groups: vec![(first, GroupFate::Removed), (second, renamed("Người dân"))],
                copied: Some(second),
                ..GroupChanges::default()
            })
        };
        engine.change_groups(organiser, "cchc", decide, Some(key())).await
    };
    change().await.unwrap();
    change().await.unwrap();
    let made = engine.console_contest(organiser, "cchc").await.unwrap();
    assert_eq!(
        names(&made),
        ["Người dân", "Người dân 2"],
        "sent twice, made once"
    );
    assert_eq!(made.groups[1].blueprint, made.groups[0].blueprint);
    assert!(made.groups[1].ordinal > made.groups[0].ordinal);
}

async fn drafts_are_decided_on_as_they_are(db: &Db) {
    let world = World::empty(db).await;
    let contest = set_up(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let [first, second] = [contest.rounds[0], contest.rounds[1]];
    let plan = |name| DraftChange::Plan(week(name, 3));
    let decide = |changes: Vec<_>| move |_: &Contest| Ok(changes);
    let wrong = vec![(first, plan("Tuần một")), (second, plan("tuần Một"))];
    let refused = engine.change_drafts(organiser, "cchc", decide(wrong)).await;
    assert_eq!(pointers(refused), [format!("/{second}/name")]);
    let seen = |contest: &Contest| {
        assert!(contest.round(first).is_some());
        Ok(vec![(first, plan("Tuần một")), (second, DraftChange::Removed)])
    };
    engine.change_drafts(organiser, "cchc", seen).await.unwrap();
    let left = engine.console_contest(organiser, "cchc").await.unwrap();
    let left: Vec<&str> = left.rounds.iter().map(|round| round.name.as_str()).collect();
    assert_eq!(left, ["Tuần một"]);
}

/// Whatever the order of the groups: two changes that draw from the same banks never wait for each other in a circle.
async fn banks_are_locked_in_one_order(db: &Db) {
    if !db.is_postgres() {
        return;
    }
    let world = World::empty(db).await;
    let contest = set_up(&world).await;
    let mut banks = [world.empty_bank().await, world.empty_bank().await];
    banks.sort();
    let draws = |bank| {
        GroupFate::Change(GroupChange {
            bank: Some(bank),
            ..GroupChange::default()
        })
    };
    let changes = GroupChanges {
        groups: vec![
            (contest.groups[0], draws(banks[1])),
            (contest.groups[1], draws(banks[0])),
        ],
        ..GroupChanges::default()
    };
    let (mut holding, mut looking) = (db.raw().await, db.raw().await);
    let [first, last] = banks.map(|bank| holding.id(bank.0));
    holding.execute("BEGIN").await;
    let held = format!("SELECT 1 FROM banks WHERE id = {first} FOR UPDATE");
    holding.execute(&held).await;
    let (engine, organiser) = (world.engine.clone(), world.organiser.clone());
    let changing = tokio::spawn(async move {
        let decide = move |_: &Contest| Ok(changes);
        engine.change_groups(&organiser, "cchc", decide, None).await
    });
    let waits = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    until("the change waits", Duration::from_secs(30), async || {
        (looking.number(waits).await > 0).then_some(())
    })
    .await;
    let taken = format!("SELECT 1 FROM banks WHERE id = {last} FOR UPDATE NOWAIT");
    let taken = holding.try_execute(&taken).await;
    holding.execute("ROLLBACK").await;
    assert_eq!(taken, Ok(1), "the last one is free while the first is waited for");
    changing.await.unwrap().unwrap();
}
