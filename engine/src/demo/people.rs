//! Synthetic people and what they answer: reproducible, plausible, nobody's data.

use khao_domain::bank::item::{Item, ItemKind};
use khao_domain::contest::answer::Value;
use khao_domain::contest::correction::Rulings;
use khao_domain::contest::paper::Paper;
use khao_domain::contest::scoring::{key_ids, score_paper};
use khao_domain::decimal::Decimal;
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::people::entry::{PARTICIPATE, PUBLISH_NAME};
use khao_domain::people::name::FullName;
use khao_domain::people::roster::HEADERS;
use khao_domain::table;
use khao_domain::time::CivilDate;

use super::DEMO_SLUG;
use crate::Engine;
use crate::contest::sealing::Folded;
use crate::error::{Error, Result};
use crate::people::units::UnitTree;
use crate::random::Random;
use crate::store::attempts::AttemptRecord;
use crate::store::participants::{ConsentRecord, ParticipantRecord};
use crate::store::{self, to_json};

const NAMES: &str = include_str!("../../demo/names.txt");
const PEOPLE: usize = 3600;
/// Rows written in one transaction.
const CHUNK: usize = 500;

pub(super) struct Cast {
    people: Vec<Person>,
    random: Random,
}

struct Person {
    id: ParticipantId,
    name: FullName,
    birth: CivilDate,
    unit: UnitId,
    is_official: bool,
    publishes: bool,
    /// The share of items of middle difficulty that this person knows, in per cent.
    skill: u64,
}

impl Cast {
    pub(super) fn new(units: &UnitTree, seed: u64) -> Self {
        let random = Random::seeded(seed);
        let lists = lists();
        let leaves: Vec<UnitId> = units
            .all()
            .iter()
            .filter(|unit| unit.parent.is_some())
            .map(|unit| unit.id)
            .collect();
        let people = (0..PEOPLE)
            .filter_map(|_| person(&random, &lists, &leaves))
            .collect();
        Self { people, random }
    }
}

/// So many of a unit's people are on the roster besides those who have entered.
const STILL_TO_COME: usize = 6;

impl Cast {
    /// A roster of these units, as its file: everybody of theirs who has entered, and some who have not.
    pub(super) fn roster(&self, units: &UnitTree, codes: &[&str]) -> Vec<u8> {
        let random = Random::seeded(20_261_123);
        let lists = lists();
        let mut rows = vec![HEADERS.map(str::to_owned)];
        for unit in codes.iter().filter_map(|code| units.by_code(code)) {
            let row = |person: &Person| {
                let born = person.birth.vietnamese();
                [
                    person.name.as_str().to_owned(),
                    unit.code.clone(),
                    String::new(),
                    born,
                ]
            };
            let entered = self.people.iter().filter(|person| person.unit == unit.id);
            rows.extend(entered.map(row));
            let others = (0..STILL_TO_COME).filter_map(|_| person(&random, &lists, &[unit.id]));
            rows.extend(others.map(|person| row(&person)));
        }
        table::write(rows)
    }
}

fn lists() -> Vec<Vec<&'static str>> {
    let lines = |part: &'static str| part.lines().map(str::trim).filter(|name| !name.is_empty());
    NAMES.split("--").map(|part| lines(part).collect()).collect()
}

fn pick<'a, T>(random: &Random, list: &'a [T]) -> Option<&'a T> {
    list.get(usize::try_from(random.below(list.len() as u64)).ok()?)
}

fn person(random: &Random, lists: &[Vec<&str>], leaves: &[UnitId]) -> Option<Person> {
    let words: Vec<&str> = lists
        .iter()
        .filter_map(|list| pick(random, list).copied())
        .collect();
    let year = 1965 + i32::try_from(random.below(40)).ok()?;
    let birth = CivilDate::new(
        year,
        1 + u8::try_from(random.below(12)).ok()?,
        1 + u8::try_from(random.below(28)).ok()?,
    )?;
    Some(Person {
        id: ParticipantId(random.untimed_id()),
        name: FullName::parse(&words.join(" ")).ok()?,
        birth,
        unit: *pick(random, leaves)?,
        is_official: random.below(10) < 6,
        publishes: random.below(10) < 7,
        skill: 45 + random.below(55),
    })
}

impl Engine {
    pub(super) async fn enter_demo_people(&self, cast: &Cast) -> Result<()> {
        let contest = self.public_contest(DEMO_SLUG).await?;
        let [officials, citizens] = &contest.groups[..] else {
            return Err(Error::Internal("demo groups".into()));
        };
        let entered = contest.rounds.first().map_or(self.now(), |round| round.opens_at);
        for chunk in cast.people.chunks(CHUNK) {
            let mut tx = self.store.write().await?;
            for person in chunk {
                let group = if person.is_official {
                    officials.id
                } else {
                    citizens.id
                };
                let code = self.key.code(person.id, 1);
                let hash = self.key.code_hash(contest.id, &code);
                let mut record = record_of(person, group, hash.to_vec(), entered.0);
                record.contest_id = contest.id.0;
                store::participants::insert(&mut tx, &record).await?;
                let purposes = [Some(PARTICIPATE), Some(PUBLISH_NAME).filter(|_| person.publishes)];
                for purpose in purposes.into_iter().flatten() {
                    let consent = ConsentRecord {
                        purpose: purpose.to_owned(),
                        given_by: "participant",
                        text_version: "1".into(),
                    };
                    store::participants::insert_consent(&mut tx, person.id, &consent, entered).await?;
                }
            }
            tx.commit().await?;
        }
        Ok(())
    }

    /// Sealed attempts of `count` people, spread over the round's days.
    pub(super) async fn play_demo_round(
        &self,
        cast: &Cast,
        id: RoundId,
        number: usize,
        count: usize,
    ) -> Result<()> {
        let round = self.frozen_round(id).await?;
        let contest = self.contest(round.contest).await?;
        let [officials, citizens] = &contest.groups[..] else {
            return Err(Error::Internal("demo groups".into()));
        };
        let players: Vec<&Person> = cast
            .people
            .iter()
            .skip(number * (PEOPLE - count))
            .take(count)
            .collect();
        for chunk in players.chunks(CHUNK) {
            let mut rows = Vec::with_capacity(chunk.len());
            for person in chunk {
                let group = if person.is_official {
                    officials.id
                } else {
                    citizens.id
                };
                let mut row = empty_row(person, id, group);
                let open_s = u64::try_from(round.closes_at.seconds_since(round.opens_at)).unwrap_or(0);
                let start = round
                    .opens_at
                    .plus_seconds(i64::try_from(cast.random.below(open_s.saturating_sub(1800))).unwrap_or(0));
                let took_ms = 150_000 + i64::try_from(cast.random.below(900_000)).unwrap_or(0);
                row.started_at = start.0;
                row.deadline = start.plus_seconds(i64::from(round.duration_s)).0;
                row.last_save_at = row.deadline + 30_000_000;
                row.submitted_at = Some(start.0 + took_ms * 1000);
                row.sealed_at = row.submitted_at;
                row.duration_ms = Some(took_ms);
                let context = self.context_of(round.clone(), &row)?;
                let pool = &context.frozen_group().ok_or(Error::NotFound)?.pool;
                let answers = answers(cast, person, pool.items(), &context.paper);
                let score = score_paper(pool, &Rulings::default(), &context.paper, &answers);
                row.answers = Some(to_json(&folded(&answers, start.millis())));
                row.score_hundredths = Some(i64::from(score.hundredths));
                row.max_score_hundredths = Some(i64::from(score.max_hundredths));
                row.prediction = score.prediction.map(|(_, guess)| guess.millionths());
                rows.push(row);
            }
            let mut tx = self.store.write().await?;
            for row in &rows {
                store::attempts::insert_sealed(&mut tx, row).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

fn folded(answers: &[Option<Value>], millis: i64) -> Folded {
    (1..)
        .zip(answers)
        .filter_map(|(position, answer)| Some((position, millis, Some(answer.clone()?))))
        .collect()
}

/// Each item is known with a chance that falls with its difficulty; who does not know it guesses.
fn answers(cast: &Cast, person: &Person, items: &[Item], paper: &Paper) -> Vec<Option<Value>> {
    let random = &cast.random;
    let answer = |item: &Item, order: &[u8]| -> Option<Value> {
        let level = u64::from(item.difficulty.level());
        let knows = random.below(100) < (person.skill + 14).saturating_sub(7 * level);
        match &item.kind {
            ItemKind::Prediction { .. } => Some(Value::Number(Decimal::whole(
                u32::try_from(random.below(6000)).unwrap_or(0),
            ))),
            ItemKind::Number { answer, .. } => knows.then_some(Value::Number(*answer)),
            ItemKind::Text { accepted } => knows
                .then(|| accepted.first().cloned())
                .flatten()
                .map(Value::Text),
            ItemKind::TrueFalse { .. } if !knows => {
                Some(Value::Options(vec![(1 + random.below(2)).to_string()]))
            }
            _ if knows => Some(Value::Options(key_ids(item, order))),
            _ => Some(Value::Options(vec![
                (1 + random.below(order.len().max(1) as u64)).to_string(),
            ])),
        }
    };
    paper
        .questions
        .iter()
        .map(|question| answer(items.get(usize::from(question.item))?, &question.order))
        .collect()
}

fn empty_row(person: &Person, round: RoundId, group: GroupId) -> AttemptRecord {
    AttemptRecord {
        id: AttemptId::derive(round, person.id, 1).0,
        round_id: round.0,
        participant_id: person.id.0,
        group_id: group.0,
        unit_id: person.unit.0,
        ordinal: 1,
        client_nonce: String::new(),
        started_at: 0,
        deadline: 0,
        last_save_at: 0,
        sealed_at: None,
        submitted_at: None,
        duration_ms: None,
        answers: None,
        score_hundredths: None,
        max_score_hundredths: None,
        prediction: None,
        voided: false,
        void_reason: None,
    }
}

fn record_of(person: &Person, group: GroupId, code_hash: Vec<u8>, created_at: i64) -> ParticipantRecord {
    ParticipantRecord {
        id: person.id.0,
        contest_id: uuid::Uuid::nil(),
        identity_key: format!("demo {}", person.id),
        identity_base: format!("demo {}", person.id),
        full_name: person.name.as_str().to_owned(),
        name_folded: person.name.folded(),
        sort_key: person.name.sort_key(),
        birth_date: person.birth.iso(),
        sex: None,
        phone: None,
        email: None,
        unit_id: person.unit.0,
        group_id: group.0,
        staff_code: None,
        guardian: None,
        publish_name: person.publishes,
        code_issue: 1,
        code_hash,
        created_at,
    }
}
