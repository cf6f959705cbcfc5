//! The paper as a plain form: a stale tab overwrites nothing.

use std::sync::Arc;

use khao_domain::contest::answer::Value;
use khao_engine::Engine;
use khao_engine::contest::attempts::AttemptView;
use khao_engine::contest::paper_form::{FormAnswer, FormConflict};
use khao_engine::error::{Conflict, Error};

use crate::build::{Person, World, assert_error, open_contest, pointers};
use crate::db::Db;
use crate::play::{answer, pick, start};

on_both!(
    a_form_writes_only_what_changed,
    a_stale_tab_overwrites_nothing,
    a_stale_tab_wipes_nothing_it_did_not_touch,
    two_tabs_at_once_lose_nothing_silently,
    tabs_milliseconds_apart_lose_nothing_silently,
    nothing_is_taken_after_the_seal,
);

fn field(position: u16, rendered_seq: i64, value: Option<Value>) -> FormAnswer {
    FormAnswer {
        position,
        rendered_seq,
        value,
    }
}

async fn paper(world: &World<'_>) -> (Person, AttemptView) {
    let contest = open_contest(world).await;
    let person = contest.enter(world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    (person, view)
}

async fn a_form_writes_only_what_changed(db: &Db) {
    let world = World::with_units(db).await;
    let (person, view) = paper(&world).await;
    let save = |form: Vec<FormAnswer>| {
        let (engine, actor) = (world.engine.clone(), person.actor.clone());
        async move { engine.save_form(&actor, view.id, &form).await }
    };
    let right = pick(&view.questions[0], "đúng");
    let done = save(vec![
        field(1, 0, Some(right.clone())),
        field(2, 0, None),
        field(3, 0, Some(Value::Options(Vec::new()))),
    ])
    .await
    .unwrap();
    assert_eq!(done.conflicts, []);
    assert_eq!(done.view.saved.len(), 1);
    let seq = done.view.saved[0].seq;
    assert_eq!(seq, db.now().millis());
    // Sent again unchanged: nothing is written.
    save(vec![field(1, seq, Some(right.clone()))]).await.unwrap();
    assert_eq!(db.raw().await.number("SELECT count(*) FROM answers").await, 1);
    // Cleared: the next seq, in the same millisecond.
    let done = save(vec![field(1, seq, None)]).await.unwrap();
    assert_eq!(
        (done.view.saved[0].seq, &done.view.saved[0].value),
        (seq + 1, &None)
    );
    let unknown = save(vec![field(9, 0, Some(right.clone()))]).await;
    assert_eq!(pointers(unknown.map(|_| ())), ["/answers/0/position"]);
    let endless = save(vec![field(1, i64::MAX, Some(right))]).await;
    assert_eq!(pointers(endless.map(|_| ())), ["/answers/0/seq"]);
}

async fn a_stale_tab_overwrites_nothing(db: &Db) {
    let world = World::with_units(db).await;
    let (person, view) = paper(&world).await;
    let (right, wrong) = (pick(&view.questions[0], "đúng"), pick(&view.questions[0], "sai"));
    let other = pick(&view.questions[1], "đúng");
    // The player saved meanwhile.
    let ahead = [answer(1, db.now().millis() + 5000, right.clone())];
    world.engine.save(&person.actor, view.id, &ahead).await.unwrap();
    let form = [field(1, 0, Some(wrong.clone())), field(2, 0, Some(other.clone()))];
    let done = world
        .engine
        .save_form(&person.actor, view.id, &form)
        .await
        .unwrap();
    assert_eq!(
        done.conflicts,
        [FormConflict {
            position: 1,
            mine: Some(wrong)
        }]
    );
    let values: Vec<_> = done.view.saved.iter().map(|saved| saved.value.clone()).collect();
    assert_eq!(values, [Some(right.clone()), Some(other)]);
    // A stale form that says the same is no conflict.
    let same = [field(1, 0, Some(right))];
    let done = world
        .engine
        .save_form(&person.actor, view.id, &same)
        .await
        .unwrap();
    assert_eq!(done.conflicts, []);
}

async fn a_stale_tab_wipes_nothing_it_did_not_touch(db: &Db) {
    let world = World::with_units(db).await;
    let (person, view) = paper(&world).await;
    let (engine, actor) = (&world.engine, &person.actor);
    let (right, wrong) = (pick(&view.questions[0], "đúng"), pick(&view.questions[0], "sai"));
    let other = pick(&view.questions[1], "đúng");
    // Both tabs were opened on an empty paper; the first one answers question 1, the second one only question 2.
    let first = [field(1, 0, Some(right.clone())), field(2, 0, None)];
    engine.save_form(actor, view.id, &first).await.unwrap();
    let second = [field(1, 0, None), field(2, 0, Some(other.clone()))];
    let done = engine.save_form(actor, view.id, &second).await.unwrap();
    assert_eq!(done.conflicts, []);
    let saved = done.view.saved;
    assert_eq!(saved[0].value, Some(right));
    assert_eq!(saved[1].value, Some(other));
    // The first tab changes its mind; the second one, rendered with the old answer, still has not touched it.
    let old = saved[0].seq;
    db.set_time(db.now().plus_seconds(1));
    let change = [field(1, old, Some(wrong.clone()))];
    engine.save_form(actor, view.id, &change).await.unwrap();
    let stale = [field(1, old, saved[0].value.clone())];
    let done = engine.save_form(actor, view.id, &stale).await.unwrap();
    assert_eq!(done.conflicts, []);
    assert_eq!(done.view.saved[0].value, Some(wrong));
}

async fn two_tabs_at_once_lose_nothing_silently(db: &Db) {
    let world = World::with_units(db).await;
    let engines = [world.engine.clone()];
    one_of_four_tabs_is_kept(&world, &engines).await;
}

/// Their answers have different seqs, so that the log alone would take them all.
async fn tabs_milliseconds_apart_lose_nothing_silently(db: &Db) {
    let world = World::with_units(db).await;
    let mut engines = vec![world.engine.clone()];
    for milliseconds in 1..4 {
        engines.push(db.engine_ahead(milliseconds).await);
    }
    one_of_four_tabs_is_kept(&world, &engines).await;
}

async fn one_of_four_tabs_is_kept(world: &World<'_>, engines: &[Arc<Engine>]) {
    let (person, view) = paper(world).await;
    for engine in engines {
        // With warm caches all of them read before the first one writes.
        engine.attempt(&person.actor, view.id).await.unwrap();
    }
    let values: Vec<Value> = (1..=4)
        .map(|place: u8| Value::Options(vec![place.to_string()]))
        .collect();
    let tabs = values.iter().zip(engines.iter().cycle()).map(|(value, engine)| {
        let (engine, actor) = (engine.clone(), person.actor.clone());
        let form = [field(1, 0, Some(value.clone()))];
        tokio::spawn(async move { engine.save_form(&actor, view.id, &form).await })
    });
    let mut kept = 0;
    for (tab, value) in tabs.collect::<Vec<_>>().into_iter().zip(&values) {
        let done = tab.await.unwrap().unwrap();
        if done.conflicts.is_empty() {
            kept += 1;
            assert_eq!(done.view.saved[0].value.as_ref(), Some(value));
        } else {
            assert_eq!(done.conflicts[0].mine.as_ref(), Some(value));
        }
    }
    assert_eq!(kept, 1);
}

async fn nothing_is_taken_after_the_seal(db: &Db) {
    let world = World::with_units(db).await;
    let (person, view) = paper(&world).await;
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let form = [field(1, 0, Some(pick(&view.questions[0], "đúng")))];
    assert_error!(
        world.engine.save_form(&person.actor, view.id, &form).await,
        Error::Conflict(Conflict::AttemptClosed)
    );
    assert_eq!(db.raw().await.number("SELECT count(*) FROM answers").await, 0);
}
