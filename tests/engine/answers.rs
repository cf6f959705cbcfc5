//! Saving answers: what counts, what is told, what is refused.

use khao_domain::bank::item::ItemKindName as Kind;
use khao_domain::contest::answer::{SEQ_MAX, Value};
use khao_domain::contest::settings::Release;
use khao_engine::SavedPosition;
use khao_engine::contest::attempts::{AttemptView, NewAnswer, QuestionView};

use crate::build::{Contest, Person, World, cell, contest, open_contest, pointers};
use crate::db::Db;
use crate::play::{answer, number, pick, start};

on_both!(
    the_highest_seq_of_a_position_counts,
    two_answers_to_one_question_in_one_call,
    clearing_is_an_answer_too,
    one_invalid_answer_refuses_all,
    answers_of_every_kind_are_taken,
);

/// Somebody at an open paper.
struct Desk<'w> {
    world: &'w World<'w>,
    person: Person,
    view: AttemptView,
}

impl<'w> Desk<'w> {
    async fn at(world: &'w World<'w>) -> Self {
        let contest = open_contest(world).await;
        let person = contest.enter(world, "Trần Thị Lan").await;
        let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
        Self { world, person, view }
    }

    async fn save(&self, answers: &[NewAnswer]) -> Vec<SavedPosition> {
        let (engine, actor) = (&self.world.engine, &self.person.actor);
        engine.save(actor, self.view.id, answers).await.unwrap().positions
    }

    /// What is told of one answer to the first question: seq, another value that is stored, conflict.
    async fn told(&self, seq: i64, value: &Value) -> (i64, Option<Option<String>>, bool) {
        let told = self.save(&[answer(1, seq, value.clone())]).await.remove(0);
        (told.seq, told.other, told.conflict)
    }
}

async fn the_highest_seq_of_a_position_counts(db: &Db) {
    let world = World::with_units(db).await;
    let desk = Desk::at(&world).await;
    let (right, wrong) = (number_of(1), number_of(2));
    let stored = |value: &Value| Some(Some(serde_json::to_string(value).unwrap()));
    assert_eq!(desk.told(10, &wrong).await, (10, None, false));
    // Higher wins.
    assert_eq!(desk.told(12, &right).await, (12, None, false));
    // Lower is told the newest, with its value where that is another.
    assert_eq!(desk.told(11, &wrong).await, (12, stored(&right), false));
    assert_eq!(desk.told(9, &right).await, (12, None, false));
    // Equal with the same value is a repetition; with another it is a conflict, and not stored.
    assert_eq!(desk.told(12, &right).await, (12, None, false));
    assert_eq!(desk.told(12, &wrong).await, (12, stored(&right), true));
    let seen = world
        .engine
        .attempt(&desk.person.actor, desk.view.id)
        .await
        .unwrap();
    assert_eq!((seen.saved.len(), &seen.saved[0].value), (1, &Some(right)));
}

async fn two_answers_to_one_question_in_one_call(db: &Db) {
    let world = World::with_units(db).await;
    let desk = Desk::at(&world).await;
    let told = desk
        .save(&[answer(2, 5, number_of(1)), answer(2, 6, number_of(2))])
        .await;
    assert_eq!((told[0].seq, told[1].seq), (6, 6));
    assert!(told[0].other.is_some() && told[1].other.is_none());
    // Of one seq only one can be stored.
    let told = desk
        .save(&[answer(3, 5, number_of(1)), answer(3, 5, number_of(2))])
        .await;
    assert_eq!(told.iter().filter(|position| position.conflict).count(), 1);
    assert_eq!(desk.save(&[]).await, []);
}

async fn clearing_is_an_answer_too(db: &Db) {
    let world = World::with_units(db).await;
    let desk = Desk::at(&world).await;
    desk.save(&[answer(1, 5, number_of(1)), answer(2, 5, number_of(1))])
        .await;
    let clear = NewAnswer {
        position: 1,
        seq: 6,
        value: None,
    };
    // So is choosing nothing.
    let nothing = answer(2, 6, Value::Options(Vec::new()));
    let told = desk.save(&[clear, nothing]).await;
    assert!(
        told.iter()
            .all(|position| position.seq == 6 && position.other.is_none())
    );
    let (engine, actor) = (&world.engine, &desk.person.actor);
    let seen = engine.attempt(actor, desk.view.id).await.unwrap();
    assert!(seen.saved.iter().all(|saved| saved.value.is_none()));
    engine.submit(actor, desk.view.id).await.unwrap();
    assert_eq!(engine.receipt(actor, desk.view.id).await.unwrap().answered, 0);
}

/// The option in that place.
fn number_of(place: u8) -> Value {
    Value::Options(vec![place.to_string()])
}

async fn one_invalid_answer_refuses_all(db: &Db) {
    let world = World::with_units(db).await;
    let desk = Desk::at(&world).await;
    let (engine, actor, id) = (&world.engine, &desk.person.actor, desk.view.id);
    let mixed = vec![
        answer(1, 1, number_of(1)),
        answer(2, 1, number_of(9)),
        answer(3, 1, number("3")),
        answer(4, 1, number_of(1)),
        answer(0, 1, number_of(1)),
        answer(1, 0, number_of(1)),
        answer(1, SEQ_MAX + 1, number_of(1)),
        answer(1, 2, Value::Options(vec!["1".to_owned(), "2".to_owned()])),
    ];
    let refused = engine.save(actor, id, &mixed).await;
    assert_eq!(
        pointers(refused),
        [
            "/answers/1/value",
            "/answers/2/value",
            "/answers/3/position",
            "/answers/4/position",
            "/answers/5/seq",
            "/answers/6/seq",
            "/answers/7/value"
        ]
    );
    assert_eq!(db.raw().await.number("SELECT count(*) FROM answers").await, 0);
    let farthest = [answer(1, SEQ_MAX, number_of(1))];
    engine.save(actor, id, &farthest).await.unwrap();
    let seen = engine.attempt(actor, id).await.unwrap();
    assert_eq!(seen.saved[0].seq, SEQ_MAX);
}

/// A question of every kind; results show at once.
async fn every_kind(world: &World<'_>) -> Contest {
    let several = (1..=4).map(|difficulty| cell("Nhiều loại", difficulty, 1));
    let others = [cell("Thể chế", 1, 1), cell("Dự đoán", 1, 1)];
    contest("cchc")
        .settings(|settings| settings.keys_shown = Release::AtOnce)
        .group("Cán bộ", several.chain(others).collect())
        .round("Tuần 1")
        .open(world)
        .await
}

fn answer_of(question: &QuestionView) -> Value {
    match question.kind {
        Kind::SingleChoice => pick(question, "đúng"),
        // One of the two right options: half the points.
        Kind::MultipleChoice => pick(question, "đúng a"),
        Kind::TrueFalse => pick(question, "Đúng"),
        Kind::Number => number("12,9"),
        // Decomposed, with the tone mark in its other place.
        Kind::Text => Value::Text("  ho\u{300}a  bi\u{300}nh ".to_owned()),
        Kind::Prediction => number("25000"),
    }
}

async fn answers_of_every_kind_are_taken(db: &Db) {
    let world = World::with_units(db).await;
    let contest = every_kind(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    assert_eq!(view.questions.last().unwrap().kind, Kind::Prediction);
    let sent: Vec<NewAnswer> = view
        .questions
        .iter()
        .map(|question| answer(question.position, 1, answer_of(question)))
        .collect();
    world.engine.save(&person.actor, view.id, &sent).await.unwrap();
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let result = world.engine.result(&person.actor, view.id).await.unwrap();
    assert_eq!(result.receipt.score, Some((500, 600)));
    for item in &result.items {
        let (score, right) = match item.kind {
            Kind::MultipleChoice => (100, false),
            Kind::Prediction => (0, false),
            _ => (100, true),
        };
        assert_eq!(
            (item.score_hundredths, item.is_correct),
            (score, right),
            "{:?}",
            item.kind
        );
        assert!(item.kind == Kind::Prediction || item.source == "Nguồn");
        match item.kind {
            Kind::Number => assert_eq!(item.key_text.as_deref(), Some("12,5 (± 0,5)")),
            Kind::Text => assert_eq!(item.answer, Some(Value::Text("hòa  bình".to_owned()))),
            Kind::MultipleChoice => assert_eq!(item.key.len(), 2),
            _ => {}
        }
    }
}
