//! The answers of one attempt as this page knows them: what is stored on the server, what is still to be sent, and
//! what was changed elsewhere. Pure; the browser's store and the network are the caller's.
//!
//! Invariants: an answer leaves the outbox only when the server has it, or something newer; answers are sent in the
//! order in which they were given; nothing is sent that was not kept first.

use khao_domain::contest::answer::Value;

use super::seq::next_seq;
use crate::client::{Entry, SavedAnswer};

/// What has stood for so long is meant, not begun.
const RESTED_MS: i64 = 3_000;

/// None: no answer.
pub type Answer = Option<Value>;

/// An entry's place in the ordered log: its seq, then its position.
pub type Key = (i64, u16);

#[derive(Debug, Clone, Default)]
struct Slot {
    /// The highest seq known to be stored, and what is stored there.
    seen: i64,
    stored: Answer,
    pending: Option<Pending>,
    /// What stood here before it was changed elsewhere.
    lost: Option<Answer>,
    /// Why what is in the field cannot be saved.
    refused: Option<String>,
}

#[derive(Debug, Clone)]
struct Pending {
    seq: i64,
    value: Answer,
    /// It lies in the browser's store, or is known not to find room there.
    is_kept: bool,
}

/// What is told beside an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    Empty,
    Saved,
    Unsaved,
    /// Changed in another tab or on another device; true where an answer of this page can be brought back.
    Elsewhere(bool),
    Refused(String),
}

#[derive(Debug, Default)]
pub struct Outbox {
    slots: Slots,
    /// The highest seq given here: later answers get higher ones, so that their order can be told.
    last_seq: i64,
    /// Entries of the kept log that are needed no more.
    obsolete: Vec<Key>,
    /// Positions whose field no longer shows what counts.
    changed: Vec<u16>,
    /// How often an answer that was shown here gave way to one from elsewhere.
    overtaken: u32,
    /// What stood in the field that is typed in, and when it was last touched.
    typing: Option<(u16, Answer, i64)>,
}

/// By position; few enough to look through, and a map would weigh more in the browser than all of this.
#[derive(Debug, Default)]
struct Slots(Vec<(u16, Slot)>);

impl Slots {
    fn get(&self, position: u16) -> Option<&Slot> {
        let found = self.0.iter().find(|(known, _)| *known == position);
        found.map(|(_, slot)| slot)
    }

    /// The slot of a position, a new one where there was none.
    fn at(&mut self, position: u16) -> &mut Slot {
        let place = self.0.iter().take_while(|(known, _)| *known < position).count();
        if self.0.get(place).is_none_or(|(known, _)| *known != position) {
            self.0.insert(place, (position, Slot::default()));
        }
        &mut self.0[place].1
    }
}

impl Slot {
    fn shown(&self) -> &Answer {
        self.pending
            .as_ref()
            .map_or(&self.stored, |pending| &pending.value)
    }
}

impl Outbox {
    /// From the page as the server made it.
    pub fn rendered(answers: impl IntoIterator<Item = Entry>) -> Self {
        let mut outbox = Self::default();
        for entry in answers {
            let slot = outbox.slots.at(entry.position);
            (slot.seen, slot.stored) = (entry.seq, entry.value);
        }
        outbox
    }

    /// The participant answers; none where that is what stands there already. The entry has to be kept, and then
    /// [`Self::kept`] be told.
    pub fn edit(&mut self, position: u16, value: Answer, server_ms: i64) -> Option<Entry> {
        let slot = self.slots.at(position);
        slot.refused = None;
        if *slot.shown() == value {
            return None;
        }
        let seq = next_seq(slot.seen.max(self.last_seq), server_ms);
        self.last_seq = seq;
        let entry = Entry {
            position,
            seq,
            value: value.clone(),
        };
        slot.lost = None;
        let replaced = slot.pending.replace(Pending {
            seq,
            value,
            is_kept: false,
        });
        self.obsolete.extend(replaced.map(|old| (old.seq, position)));
        Some(entry)
    }

    /// Something is being typed, `read` as an answer where it can be. What cannot be does not leave its beginning
    /// behind, as a 1 of `1.500`; what stood there before, or has rested meanwhile, stays the answer.
    pub fn typed(&mut self, position: u16, read: Option<Answer>, server_ms: i64) -> Option<Entry> {
        let begun = self.typing.take();
        let before = begun
            .filter(|(known, _, touched_ms)| *known == position && server_ms - touched_ms < RESTED_MS)
            .map_or_else(|| self.shown(position).clone(), |(_, before, _)| before);
        self.typing = Some((position, before.clone(), server_ms));
        self.edit(position, read.unwrap_or(before), server_ms)
    }

    pub fn field_left(&mut self) {
        self.typing = None;
    }

    /// What stands in the field cannot become an answer; what was given before stays.
    pub fn refuse(&mut self, position: u16, why: String) {
        self.slots.at(position).refused = Some(why);
    }

    /// The answer of this page that gave way to another: to be given again.
    pub fn lost(&self, position: u16) -> Answer {
        self.slots.get(position)?.lost.clone()?
    }

    /// The entry may be sent now.
    pub fn kept(&mut self, key: Key) {
        let pending = self.slots.at(key.1).pending.as_mut();
        if let Some(pending) = pending.filter(|pending| pending.seq == key.0) {
            pending.is_kept = true;
        }
    }

    /// From the browser's store, or from another tab: an answer that may not have been sent.
    pub fn adopt(&mut self, entry: Entry) {
        let Entry { position, seq, value } = entry;
        let slot = self.slots.at(position);
        let own_seq = slot.pending.as_ref().map_or(0, |own| own.seq);
        if seq == own_seq {
            return;
        }
        if seq <= own_seq.max(slot.seen) {
            self.obsolete.push((seq, position));
            // Another device was later than this one.
            if slot.pending.is_none() && slot.stored != value {
                slot.lost = Some(value);
            }
            return;
        }
        let before = slot.shown().clone();
        let replaced = slot.pending.replace(Pending {
            seq,
            value,
            is_kept: true,
        });
        self.obsolete.extend(replaced.map(|old| (old.seq, position)));
        if *slot.shown() != before {
            self.changed.push(position);
        }
        self.last_seq = self.last_seq.max(seq);
    }

    /// Marks what another tab changed under the reader's eyes.
    pub fn adopt_from_tab(&mut self, entry: Entry) {
        let position = entry.position;
        let before = self.shown(position).clone();
        self.adopt(entry);
        if *self.shown(position) != before {
            self.gave_way(position, before);
        }
    }

    fn gave_way(&mut self, position: u16, before: Answer) {
        self.typing.take_if(|(typed_in, ..)| *typed_in == position);
        let slot = self.slots.at(position);
        slot.lost = Some(before);
        slot.refused = None;
        self.overtaken += 1;
    }

    /// The server has this answer of a position, or another tab has heard so.
    pub fn learn(&mut self, position: u16, seq: i64, value: Answer) {
        let slot = self.slots.at(position);
        if seq <= slot.seen {
            return;
        }
        let before = slot.shown().clone();
        (slot.seen, slot.stored) = (seq, value);
        if slot.pending.as_ref().is_some_and(|own| own.seq > seq) {
            return;
        }
        if let Some(own) = slot.pending.take() {
            self.obsolete.push((own.seq, position));
        }
        if slot.stored != before {
            self.gave_way(position, before);
            self.changed.push(position);
        }
    }

    /// A save was answered: whatever the server did not say otherwise is stored as it was sent.
    pub fn acknowledge(&mut self, sent: &[Entry], saved: Vec<SavedAnswer>) {
        for answer in saved {
            let as_sent = sent.iter().find(|entry| entry.position == answer.position);
            match (answer.value, as_sent) {
                (Some(value), _) => self.learn(answer.position, answer.seq, value),
                (None, Some(entry)) => self.learn(answer.position, answer.seq, entry.value.clone()),
                (None, None) => {}
            }
        }
    }

    /// Some answers of a batch cannot be stored, ever; the others are to be sent again.
    /// Returns whether any was named.
    pub fn reject(&mut self, sent: &[Entry], problems: Vec<(usize, String)>) -> bool {
        let mut is_any_named = false;
        for (index, detail) in problems {
            if let Some(entry) = sent.get(index) {
                is_any_named = true;
                self.drop_pending(entry);
                self.refuse(entry.position, detail);
            }
        }
        is_any_named
    }

    fn drop_pending(&mut self, sent: &Entry) {
        let slot = self.slots.at(sent.position);
        if slot.pending.as_ref().is_some_and(|own| own.seq == sent.seq) {
            slot.pending = None;
            self.obsolete.push((sent.seq, sent.position));
        }
    }

    /// The next answers to send, the earliest first; those that are not kept yet hold back the later ones.
    pub fn batch(&self, most: usize) -> Vec<Entry> {
        let mut waiting: Vec<(&Pending, u16)> = Vec::new();
        for one in self.pending() {
            let place = waiting.iter().take_while(|other| other.0.seq < one.0.seq).count();
            waiting.insert(place, one);
        }
        let ready = waiting.into_iter().take_while(|(pending, _)| pending.is_kept);
        let entry = |(pending, position): (&Pending, u16)| Entry {
            position,
            seq: pending.seq,
            value: pending.value.clone(),
        };
        ready.take(most).map(entry).collect()
    }

    fn pending(&self) -> impl Iterator<Item = (&Pending, u16)> {
        self.slots
            .0
            .iter()
            .filter_map(|(position, slot)| Some((slot.pending.as_ref()?, *position)))
    }

    /// Positions with an answer that the server may not have.
    pub fn unsent(&self) -> Vec<u16> {
        self.pending().map(|(_, position)| position).collect()
    }

    /// Positions whose field holds what cannot be saved.
    pub fn refused(&self) -> Vec<u16> {
        let refused = self.slots.0.iter().filter(|(_, slot)| slot.refused.is_some());
        refused.map(|(position, _)| *position).collect()
    }

    /// Positions that show an answer from elsewhere in the place of one that was shown here.
    pub fn elsewhere(&self) -> Vec<u16> {
        let changed = self.slots.0.iter().filter(|(_, slot)| slot.lost.is_some());
        changed.map(|(position, _)| *position).collect()
    }

    /// Grows with every answer that gives way.
    pub const fn overtaken(&self) -> u32 {
        self.overtaken
    }

    /// What the field shows, or should.
    pub fn shown(&self, position: u16) -> &Answer {
        self.slots.get(position).map_or(&None, Slot::shown)
    }

    pub fn is_stored(&self, position: u16) -> bool {
        let slot = self.slots.get(position);
        slot.is_some_and(|slot| slot.pending.is_none() && slot.stored.is_some())
    }

    pub fn state(&self, position: u16) -> SaveState {
        let Some(slot) = self.slots.get(position) else {
            return SaveState::Empty;
        };
        if let Some(why) = &slot.refused {
            return SaveState::Refused(why.clone());
        }
        if let Some(lost) = &slot.lost {
            return SaveState::Elsewhere(lost.is_some());
        }
        match (&slot.pending, &slot.stored) {
            (Some(_), _) => SaveState::Unsaved,
            (None, Some(_)) => SaveState::Saved,
            (None, None) => SaveState::Empty,
        }
    }

    /// Entries that need not be kept any more; each is told once.
    pub fn take_obsolete(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.obsolete)
    }

    /// Positions whose field has to be set to [`Self::shown`]; each is told once.
    pub fn take_changed(&mut self) -> Vec<u16> {
        std::mem::take(&mut self.changed)
    }
}

#[cfg(test)]
mod tests;
