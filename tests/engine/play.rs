//! Answering papers as people do, by what the question shows; and making rankings of it.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::Value;
use khao_domain::decimal::Decimal;
use khao_domain::ids::{AttemptId, RoundId};
use khao_engine::Engine;
use khao_engine::contest::attempts::{AttemptView, NewAnswer, QuestionView};
use khao_engine::contest::rankings::{RankingPage, RankingQuery, Truth};
use khao_engine::policy::Actor;

use crate::build::{Contest, Person, World};

/// The option whose text begins with `word`.
pub fn pick(question: &QuestionView, word: &str) -> Value {
    let id = question
        .options
        .iter()
        .find(|(_, text)| text.contains(word))
        .map(|(id, _)| id.clone())
        .unwrap();
    Value::Options(vec![id])
}

pub fn number(text: &str) -> Value {
    Value::Number(Decimal::parse(text).unwrap())
}

pub fn answer(position: u16, seq: i64, value: Value) -> NewAnswer {
    NewAnswer {
        position,
        seq,
        value: Some(value),
    }
}

/// The first `right` questions answered rightly, the other choices wrongly, the prediction with `guess`.
pub fn answers(view: &AttemptView, right: u16, guess: u32) -> Vec<NewAnswer> {
    let value = |question: &QuestionView| match question.kind {
        ItemKindName::Prediction => Value::Number(Decimal::whole(guess)),
        _ if question.position <= right => pick(question, "đúng"),
        _ => pick(question, "sai"),
    };
    view.questions
        .iter()
        .map(|question| answer(question.position, 1, value(question)))
        .collect()
}

pub async fn start(engine: &Engine, who: &Actor, round: RoundId) -> AttemptView {
    engine.start(who, round, None, "").await.unwrap().0
}

/// Starts, answers `right` questions rightly, and submits.
pub async fn play(engine: &Engine, who: &Actor, round: RoundId, right: u16, guess: u32) -> AttemptId {
    let view = start(engine, who, round).await;
    let answers = answers(&view, right, guess);
    engine.save(who, view.id, &answers).await.unwrap();
    engine.submit(who, view.id).await.unwrap();
    view.id
}

/// Plays for that many seconds.
pub async fn play_for(
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

pub async fn publish(world: &World<'_>, contest: &Contest, round: usize) -> Truth {
    let (engine, organiser, id) = (&world.engine, &world.organiser, contest.rounds[round]);
    engine.close_round(organiser, id).await.unwrap();
    let truth = engine.freeze_round(organiser, id).await.unwrap();
    engine.publish_round(organiser, id).await.unwrap();
    truth
}

pub fn everything() -> RankingQuery {
    RankingQuery {
        revision: None,
        group: None,
        unit: None,
        after: (0, 0),
        limit: 100,
    }
}

pub async fn ranking(world: &World<'_>, contest: &Contest, query: RankingQuery) -> RankingPage {
    world
        .engine
        .round_ranking(contest.rounds[0], &query)
        .await
        .unwrap()
}
