//! The course of an attempt on this page: answering, handing in, time up, closed. It decides the next call to the
//! server, one at a time, and takes what came of it. Pure: time and chance are arguments.

use super::outbox::Outbox;
use super::pace::Pace;
use crate::client::{AttemptStatus, Entry, Refusal, SavedAnswers, StoredAttempt};
use crate::islands::clock::ServerClock;

/// After an outage this many answers go in one call; the API takes 200.
const BATCH_MOST: usize = 50;
/// Pauses in typing that end a word or a number.
const TYPING_PAUSE_MS: i64 = 700;
/// An idle page asks this often what was changed elsewhere; up to a quarter more, so that pages fall out of step.
const LOOK_AROUND_MS: i64 = 60_000;
/// A call without an answer is told of after this.
const SLOW_MS: i64 = 4_000;
/// How far this page's clock may run ahead of the server's without anybody minding.
const MOMENTS_S: i64 = 5;

/// A call to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    Save(Vec<Entry>),
    /// Reads what is stored: answers given elsewhere, and the time.
    Read,
    HandIn,
}

/// What came of one.
#[derive(Debug, Clone)]
pub enum Outcome {
    Saved(Vec<Entry>, SavedAnswers, Option<ServerClock>),
    Read(StoredAttempt, Option<ServerClock>),
    HandedIn,
    Refused(Job, Refusal),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Everything arrived; the receipt is there.
    Receipt,
    /// Closed while these answers were still here.
    TooLate(Vec<u16>),
}

#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; most combinations occur"
)]
pub struct Course {
    pub outbox: Outbox,
    pub pace: Pace,
    pub clock: ServerClock,
    /// The participant wants to hand in.
    pub is_handing_in: bool,
    /// Positions with a refused answer that the participant was asked about.
    asked: Vec<u16>,
    /// [`Outbox::overtaken`] as it was then: what came since was not looked over.
    asked_at: u32,
    /// Those that are handed in without it, as the participant decided.
    left_out: Vec<u16>,
    pub is_signed_out: bool,
    pub end: Option<End>,
    /// No clock, and no server: everything counts as stored.
    is_practice: bool,
    is_busy: bool,
    /// When the call that is under way began.
    called_ms: i64,
    wants_reading: bool,
    /// The server was asked whether time is really up.
    is_end_confirmed: bool,
    typing_until_ms: i64,
    /// 0: counted anew from the next step on.
    look_around_ms: i64,
}

impl Course {
    pub fn new(outbox: Outbox, clock: ServerClock, is_practice: bool) -> Self {
        Self {
            outbox,
            pace: Pace::default(),
            clock,
            is_handing_in: false,
            asked: Vec::new(),
            asked_at: 0,
            left_out: Vec::new(),
            is_signed_out: false,
            end: None,
            is_practice,
            is_busy: false,
            called_ms: 0,
            wants_reading: false,
            is_end_confirmed: false,
            typing_until_ms: 0,
            look_around_ms: 0,
        }
    }

    pub fn is_time_up(&self, now_ms: i64) -> bool {
        !self.is_practice && self.clock.is_over(now_ms)
    }

    /// Whether answers are taken from the participant now.
    pub fn takes_answers(&self, now_ms: i64) -> bool {
        self.end.is_none() && !self.is_handing_in && !self.is_time_up(now_ms)
    }

    /// What would be missing if the paper were handed in now; the participant is asked about exactly these, and looks
    /// the paper over as it stands.
    pub fn ask(&mut self) -> &[u16] {
        self.asked = self.outbox.refused();
        self.asked_at = self.outbox.overtaken();
        &self.asked
    }

    /// Answers were refused, put right, or changed elsewhere since the participant was asked.
    pub fn has_more_to_ask(&self) -> bool {
        self.asked != self.outbox.refused() || self.was_overtaken()
    }

    const fn was_overtaken(&self) -> bool {
        self.asked_at != self.outbox.overtaken()
    }

    /// Once what is stored was read: nobody hands in what another device wrote without having seen it.
    pub const fn hand_in(&mut self) {
        self.is_handing_in = true;
        self.wants_reading = !self.is_practice;
    }

    /// Without the answers the participant was asked about.
    pub fn hand_in_without(&mut self) {
        self.left_out.clone_from(&self.asked);
        self.hand_in();
    }

    /// Back to the questions.
    pub fn stay(&mut self) {
        self.left_out.clear();
        self.is_handing_in = false;
    }

    /// What cannot be saved goes missing only with the participant's word, or when time is up.
    fn would_lose_unasked(&self) -> bool {
        let refused = self.outbox.refused();
        refused.iter().any(|position| !self.left_out.contains(position))
    }

    /// Reads what is stored at the next chance.
    pub const fn read_soon(&mut self) {
        self.wants_reading = true;
    }

    /// A step of a page that is in sight: one on which nothing was exchanged for a while reads what is stored.
    pub fn look_around(&mut self, now_ms: i64, random: u32) {
        let is_due = self.look_around_ms > 0 && now_ms >= self.look_around_ms;
        self.wants_reading |= is_due;
        if is_due || self.look_around_ms == 0 {
            self.look_around_ms = now_ms + LOOK_AROUND_MS + i64::from(random) % (LOOK_AROUND_MS / 4);
        }
    }

    /// Something is being typed: it is sent when it rests, and at the latest when the field is left.
    pub const fn typed(&mut self, now_ms: i64) {
        self.typing_until_ms = now_ms + TYPING_PAUSE_MS;
    }

    pub fn field_left(&mut self) {
        self.typing_until_ms = 0;
        self.outbox.field_left();
    }

    /// The page is looked at again, the network is back, or somebody signed in elsewhere.
    pub fn look_again(&mut self) {
        self.pace.network_is_back();
        self.is_signed_out = false;
    }

    /// The call to make now, if any; the next one comes only after [`Self::done`].
    pub fn next(&mut self, now_ms: i64) -> Option<Job> {
        if self.is_busy || self.is_signed_out || self.end.is_some() || !self.pace.may_send(now_ms) {
            return None;
        }
        let is_to_ask = self.would_lose_unasked() || self.was_overtaken();
        if self.is_handing_in && !self.is_time_up(now_ms) && is_to_ask {
            self.stay();
        }
        let job = self.job(now_ms)?;
        if self.is_practice {
            self.pretend(job);
            return None;
        }
        self.is_busy = true;
        self.called_ms = now_ms;
        Some(job)
    }

    /// The call under way is without an answer for longer than people expect.
    pub const fn is_slow(&self, now_ms: i64) -> bool {
        self.is_busy && now_ms - self.called_ms >= SLOW_MS
    }

    fn job(&self, now_ms: i64) -> Option<Job> {
        let is_time_up = self.is_time_up(now_ms);
        let is_leaving = self.is_handing_in || is_time_up;
        if is_time_up && !self.is_end_confirmed {
            return Some(Job::Read);
        }
        let has_unsent = !self.outbox.unsent().is_empty();
        if has_unsent && (is_leaving || now_ms >= self.typing_until_ms) {
            let batch = self.outbox.batch(BATCH_MOST);
            return (!batch.is_empty()).then_some(Job::Save(batch));
        }
        let is_read_first = self.wants_reading && !is_time_up;
        if is_leaving && !has_unsent && !is_read_first {
            return Some(Job::HandIn);
        }
        self.wants_reading.then_some(Job::Read)
    }

    /// What a server would do that takes everything and keeps nothing.
    fn pretend(&mut self, job: Job) {
        match job {
            Job::Save(batch) => {
                for entry in batch {
                    self.outbox.learn(entry.position, entry.seq, entry.value);
                }
            }
            Job::Read => self.wants_reading = false,
            Job::HandIn => self.end = Some(End::Receipt),
        }
    }

    pub fn done(&mut self, outcome: Outcome, now_ms: i64, random: u32) {
        self.is_busy = false;
        self.look_around_ms = 0;
        match outcome {
            Outcome::Saved(sent, answer, clock) => {
                self.outbox.acknowledge(&sent, answer.saved);
                self.set_clock(clock, now_ms);
                let again = self.outbox.batch(1);
                if again.first().is_some_and(|first| sent.contains(first)) {
                    // Passed over in silence: not to be repeated at once.
                    self.pace.failed(&Refusal::Unreachable, now_ms, random);
                } else {
                    self.pace.succeeded();
                }
            }
            Outcome::Read(stored, clock) => {
                self.pace.succeeded();
                self.wants_reading = false;
                self.read(stored);
                self.is_end_confirmed = true;
                self.set_clock(clock, now_ms);
            }
            Outcome::HandedIn => self.end = Some(End::Receipt),
            Outcome::Refused(job, refusal) => self.refused(job, refusal, now_ms, random),
        }
    }

    fn read(&mut self, stored: StoredAttempt) {
        for entry in stored.saved {
            self.outbox.learn(entry.position, entry.seq, entry.value);
        }
        if stored.status == AttemptStatus::Sealed {
            self.close();
        }
    }

    fn refused(&mut self, job: Job, refusal: Refusal, now_ms: i64, random: u32) {
        match (job, refusal) {
            (_, Refusal::Closed) => self.close(),
            (_, Refusal::SignedOut) => self.is_signed_out = true,
            (Job::Save(sent), Refusal::Invalid(problems)) => {
                if self.outbox.reject(&sent, problems) {
                    self.pace.succeeded();
                } else {
                    self.pace.failed(&Refusal::Unreachable, now_ms, random);
                }
            }
            (_, refusal) => self.pace.failed(&refusal, now_ms, random),
        }
    }

    fn close(&mut self) {
        let left = self.outbox.unsent();
        self.end = Some(if left.is_empty() {
            End::Receipt
        } else {
            End::TooLate(left)
        });
    }

    fn set_clock(&mut self, clock: Option<ServerClock>, now_ms: i64) {
        let Some(clock) = clock else { return };
        // A difference of moments does not open again what has just ended.
        if self.is_time_up(now_ms) && clock.seconds_left(now_ms) <= MOMENTS_S {
            return;
        }
        self.clock = clock;
        if !self.is_time_up(now_ms) {
            // More time was granted, or this clock had run ahead: the next end is asked about again.
            self.is_end_confirmed = false;
        }
    }
}

#[cfg(test)]
mod tests;
