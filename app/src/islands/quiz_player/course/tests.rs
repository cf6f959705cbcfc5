mod elsewhere;
mod left_out;

use std::collections::BTreeMap;

use khao_domain::contest::answer::Value;
use proptest::prelude::*;

use super::*;
use crate::client::SavedAnswer;
use crate::islands::quiz_player::outbox::Answer;

const START: ServerClock = ServerClock::read(1_000_000, 1_600_000, 0);

#[expect(clippy::unnecessary_wraps, reason = "an answer may also be none")]
fn text(word: &str) -> Answer {
    Some(Value::Text(word.to_owned()))
}

fn course() -> Course {
    Course::new(Outbox::rendered([]), START, false)
}

fn give(course: &mut Course, position: u16, word: &str, now_ms: i64) {
    let server_ms = course.clock.server_ms(now_ms);
    if let Some(entry) = course.outbox.edit(position, text(word), server_ms) {
        course.outbox.kept((entry.seq, position));
    }
}

fn unreachable(course: &mut Course, job: Job, now_ms: i64) {
    course.done(Outcome::Refused(job, Refusal::Unreachable), now_ms, 0);
}

fn read(course: &mut Course, clock: ServerClock, now_ms: i64) {
    assert_eq!(course.next(now_ms), Some(Job::Read));
    course.done(
        Outcome::Read(nothing_stored(AttemptStatus::Open), Some(clock)),
        now_ms,
        0,
    );
}

fn nothing_stored(status: AttemptStatus) -> StoredAttempt {
    StoredAttempt {
        status,
        saved: Vec::new(),
        deadline: String::new(),
        server_time: String::new(),
    }
}

/// What the API does with a save.
#[derive(Default)]
struct Server(BTreeMap<u16, (i64, Answer)>);

impl Server {
    fn save(&mut self, batch: &[Entry]) -> SavedAnswers {
        let answer = |entry: &Entry| {
            let known = self.0.entry(entry.position).or_default();
            if entry.seq > known.0 {
                *known = (entry.seq, entry.value.clone());
            }
            let value = (known.1 != entry.value).then(|| known.1.clone());
            SavedAnswer {
                position: entry.position,
                seq: known.0,
                value,
            }
        };
        SavedAnswers {
            saved: batch.iter().map(answer).collect(),
            deadline: String::new(),
            server_time: String::new(),
        }
    }
}

#[test]
fn handing_in_waits_for_every_answer() {
    let mut course = course();
    let mut server = Server::default();
    give(&mut course, 1, "a", 0);
    course.hand_in();
    let Some(Job::Save(batch)) = course.next(0) else {
        panic!("the answer first")
    };
    assert_eq!(course.next(0), None, "one call at a time");
    assert!(!course.is_slow(SLOW_MS - 1) && course.is_slow(SLOW_MS));
    unreachable(&mut course, Job::Save(batch.clone()), 0);
    assert!(!course.is_slow(SLOW_MS), "it has failed, and that is told");
    assert_eq!(course.next(1), None, "a pause");
    assert_eq!(course.next(60_000), Some(Job::Save(batch.clone())));
    let answer = server.save(&batch);
    course.done(Outcome::Saved(batch, answer, None), 60_000, 0);
    read(&mut course, START, 60_000);
    assert_eq!(course.next(60_000), Some(Job::HandIn));
    unreachable(&mut course, Job::HandIn, 60_000);
    assert_eq!(course.next(120_000), Some(Job::HandIn), "as often as it takes");
    course.done(Outcome::HandedIn, 120_000, 0);
    assert_eq!(
        (course.end.clone(), course.next(200_000)),
        (Some(End::Receipt), None)
    );
}

#[test]
fn what_is_typed_is_sent_when_it_rests() {
    let mut course = course();
    give(&mut course, 1, "a", 0);
    course.typed(0);
    assert_eq!(course.next(TYPING_PAUSE_MS - 1), None);
    course.field_left();
    assert!(matches!(course.next(1), Some(Job::Save(_))));
}

#[test]
fn the_end_is_asked_about_before_anything_is_handed_in() {
    let mut course = course();
    let end_ms = 600_000;
    give(&mut course, 1, "a", 0);
    assert!(course.takes_answers(end_ms - 1) && !course.takes_answers(end_ms));
    // Ten more minutes were granted meanwhile.
    read(
        &mut course,
        ServerClock::read(1_600_000, 2_200_000, end_ms),
        end_ms,
    );
    assert!(course.takes_answers(end_ms));
    let end_ms = 1_200_000;
    // The server is a moment behind: nothing opens again.
    read(
        &mut course,
        ServerClock::read(2_199_000, 2_200_000, end_ms),
        end_ms,
    );
    assert!(!course.takes_answers(end_ms));
    let Some(Job::Save(batch)) = course.next(end_ms) else {
        panic!("what is left")
    };
    let answer = Server::default().save(&batch);
    course.done(Outcome::Saved(batch, answer, None), end_ms, 0);
    assert_eq!(course.next(end_ms), Some(Job::HandIn));
}

#[test]
fn a_closed_attempt_tells_what_came_too_late() {
    let mut course = course();
    give(&mut course, 4, "a", 0);
    let job = course.next(0).unwrap();
    course.done(Outcome::Refused(job, Refusal::Closed), 0, 0);
    assert_eq!(course.end, Some(End::TooLate(vec![4])));

    let mut course = super::tests::course();
    course.read_soon();
    assert_eq!(course.next(0), Some(Job::Read));
    course.done(Outcome::Read(nothing_stored(AttemptStatus::Sealed), None), 0, 0);
    assert_eq!(course.end, Some(End::Receipt), "handed in elsewhere");
}

#[test]
fn signed_out_it_waits_with_everything_until_it_is_looked_at_again() {
    let mut course = course();
    give(&mut course, 1, "a", 0);
    let job = course.next(0).unwrap();
    course.done(Outcome::Refused(job, Refusal::SignedOut), 0, 0);
    assert_eq!(course.next(900_000), None);
    assert_eq!(course.outbox.unsent(), [1]);
    course.look_again();
    assert!(matches!(course.next(1), Some(Job::Save(_))));
}

#[test]
fn an_answer_that_is_passed_over_in_silence_is_not_repeated_at_once() {
    let mut course = course();
    give(&mut course, 1, "a", 0);
    let Some(Job::Save(batch)) = course.next(0) else {
        panic!("a save")
    };
    let silence = SavedAnswers {
        saved: vec![],
        deadline: String::new(),
        server_time: String::new(),
    };
    course.done(Outcome::Saved(batch, silence, None), 0, 0);
    assert_eq!(course.next(1), None);
    assert!(matches!(course.next(60_000), Some(Job::Save(_))));
}

#[test]
fn practice_needs_no_server() {
    let mut course = Course::new(Outbox::rendered([]), START, true);
    give(&mut course, 1, "a", 0);
    assert_eq!(course.next(900_000), None);
    assert!(course.outbox.is_stored(1) && course.takes_answers(900_000));
    course.hand_in();
    assert_eq!(course.next(900_000), None);
    assert_eq!(course.end, Some(End::Receipt));
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Event {
    Answer(u16, u8),
    /// The call that is due is made, and this comes of it.
    Call(Fate),
    Elsewhere(u16, u8),
    Reload,
}

#[derive(Debug, Clone)]
enum Fate {
    Answered,
    /// It was done, but nobody heard.
    AnswerLost,
    RequestLost,
    Busy,
}

fn event() -> impl Strategy<Value = Event> {
    let fate = prop_oneof![
        Just(Fate::Answered),
        Just(Fate::AnswerLost),
        Just(Fate::RequestLost),
        Just(Fate::Busy)
    ];
    prop_oneof![
        4 => (1_u16..5, 0_u8..6).prop_map(|(position, word)| Event::Answer(position, word)),
        4 => fate.prop_map(Event::Call),
        1 => (1_u16..5, 0_u8..6).prop_map(|(position, word)| Event::Elsewhere(position, word)),
        1 => Just(Event::Reload),
    ]
}

/// A page, a server, and what the browser keeps.
struct World {
    course: Course,
    server: Server,
    kept: BTreeMap<(i64, u16), Answer>,
    now_ms: i64,
    sent_seqs: Vec<i64>,
}

impl World {
    fn new() -> Self {
        Self {
            course: course(),
            server: Server::default(),
            kept: BTreeMap::new(),
            now_ms: 0,
            sent_seqs: Vec::new(),
        }
    }

    fn happen(&mut self, event: Event) {
        self.now_ms += 20_000;
        // The clock is not what this is about.
        self.course.clock = ServerClock::read(1_000_000 + self.now_ms, i64::MAX / 2, self.now_ms);
        match event {
            Event::Answer(position, word) => self.answer(position, word),
            Event::Call(fate) => self.call(&fate),
            Event::Elsewhere(position, word) => {
                let seq = self.server.0.get(&position).map_or(0, |known| known.0) + 30_000;
                self.server.0.insert(position, (seq, text(&word.to_string())));
            }
            Event::Reload => self.reload(),
        }
        for (seq, position) in self.course.outbox.take_obsolete() {
            self.kept.remove(&(seq, position));
        }
    }

    fn answer(&mut self, position: u16, word: u8) {
        let server_ms = self.course.clock.server_ms(self.now_ms);
        if let Some(entry) = self
            .course
            .outbox
            .edit(position, text(&word.to_string()), server_ms)
        {
            self.kept.insert((entry.seq, position), entry.value);
            self.course.outbox.kept((entry.seq, position));
        }
    }

    fn call(&mut self, fate: &Fate) {
        let Some(job) = self.course.next(self.now_ms) else {
            return;
        };
        let Job::Save(batch) = &job else {
            panic!("nothing else was asked for")
        };
        assert!(
            batch.windows(2).all(|pair| pair[0].seq < pair[1].seq),
            "{batch:?}"
        );
        self.sent_seqs.extend(batch.iter().map(|entry| entry.seq));
        let outcome = match fate {
            Fate::Answered => {
                let answer = self.server.save(batch);
                Outcome::Saved(batch.clone(), answer, None)
            }
            Fate::AnswerLost => {
                self.server.save(batch);
                Outcome::Refused(job, Refusal::Unreachable)
            }
            Fate::RequestLost => Outcome::Refused(job, Refusal::Unreachable),
            Fate::Busy => Outcome::Refused(
                job,
                Refusal::Later {
                    retry_after_s: Some(1),
                },
            ),
        };
        self.course.done(outcome, self.now_ms, 7);
    }

    /// The server renders the page, and what was kept is read back.
    fn reload(&mut self) {
        let stored = self.server.0.iter().map(|(position, (seq, value))| Entry {
            position: *position,
            seq: *seq,
            value: value.clone(),
        });
        self.course = Course::new(Outbox::rendered(stored), self.course.clock, false);
        for ((seq, position), value) in self.kept.clone() {
            self.course.outbox.adopt(Entry { position, seq, value });
        }
    }
}

proptest! {
    /// Whatever is lost on the way: once the line is back, server and page agree, nothing is left over, and where nobody
    /// else answered it is the participant's last answer.
    #[test]
    fn the_last_answer_of_each_position_arrives(events in prop::collection::vec(event(), 0..60)) {
        let mut world = World::new();
        let mut last: BTreeMap<u16, Answer> = BTreeMap::new();
        let mut touched_elsewhere = Vec::new();
        for event in events {
            match &event {
                Event::Answer(position, word) => { last.insert(*position, text(&word.to_string())); }
                Event::Elsewhere(position, _) => touched_elsewhere.push(*position),
                _ => {}
            }
            world.happen(event);
        }
        for _ in 0..10 {
            world.happen(Event::Call(Fate::Answered));
        }
        prop_assert!(world.course.outbox.unsent().is_empty());
        prop_assert!(world.kept.is_empty(), "{:?}", world.kept);
        for (position, (_, value)) in &world.server.0 {
            if !touched_elsewhere.contains(position) {
                prop_assert_eq!(world.course.outbox.shown(*position), value);
                prop_assert_eq!(last.get(position), Some(value));
            }
        }
    }
}
