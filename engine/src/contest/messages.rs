//! What the organisers tell everybody in a contest: on its page, in the lobby and on the paper, while it is shown.

use khao_domain::audit::Detail;
use khao_domain::ids::{ContestId, MessageId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::text::nfc;
use khao_domain::time::Timestamp;

use super::contests::{Contest, parse_id};
use super::texts::has_words;
use crate::Engine;
use crate::error::{Error, Result};
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, messages::MessageRecord};

pub const TEXT_CHARS: usize = 500;
/// A page that says more says nothing.
const MOST: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    /// Plain text.
    pub text: String,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Default)]
pub struct NewMessage {
    pub text: String,
    /// None: at once.
    pub from: Option<Timestamp>,
    /// None: until it is withdrawn.
    pub until: Option<Timestamp>,
}

impl Message {
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl Contest {
    /// What is to be read now, the newest first.
    pub fn shown_messages(&self, now: Timestamp) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |message| message.is_shown(now))
    }
}

impl Engine {
    pub async fn add_message(
        &self,
        actor: &Actor,
        slug: &str,
        new: NewMessage,
        key: Option<IdempotencyKey>,
    ) -> Result<Message> {
        actor.may(Action::RunContests)?;
        let key = key.map(|key| key.of(actor));
        let contest = self.reached_contest_id(actor, slug).await?;
        let record = self.message_record(contest, &new)?;
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let present = load(&mut tx, contest).await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            let id: MessageId = parse_id(&id)?;
            let twin = present.into_iter().find(|message| message.id == id);
            return twin.ok_or(Error::NotFound);
        }
        if present.len() >= MOST {
            let detail = said(
                "Cuộc thi đã có 20 thông báo; xin rút bớt trước khi thêm.",
                "The contest has 20 messages; withdraw one before you add another.",
            );
            return Err(Error::invalid("/text", detail));
        }
        store::messages::insert(&mut tx, &record).await?;
        let id = record.id.to_string();
        let detail = told(contest, &record);
        self.record(&mut tx, actor, "messages.add", &id, &detail).await?;
        self.remember(&mut tx, key.as_ref(), &id).await?;
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(message_of(record))
    }

    /// Nobody sees it any more; what it said stays in the audit.
    pub async fn withdraw_message(&self, actor: &Actor, slug: &str, id: MessageId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        let present = store::messages::of_contest(&mut tx, contest).await?;
        let record = present.iter().find(|record| record.id == id.0);
        let detail = told(contest, record.ok_or(Error::NotFound)?);
        if !store::messages::delete(&mut tx, contest, id).await? {
            return Err(Error::NotFound);
        }
        self.record(&mut tx, actor, "messages.withdraw", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest);
        Ok(())
    }

    fn message_record(&self, contest: ContestId, new: &NewMessage) -> Result<MessageRecord> {
        let now = self.now();
        let (text, from) = (nfc(&new.text), new.from.unwrap_or(now));
        let problems = check(&text, from, new.until, now);
        Error::if_any(problems)?;
        Ok(MessageRecord {
            id: self.random.id::<MessageId>(now).0,
            contest_id: contest.0,
            text,
            shown_from: from.0,
            shown_until: new.until.map(|until| until.0),
            created_at: now.0,
        })
    }
}

fn check(text: &str, from: Timestamp, until: Option<Timestamp>, now: Timestamp) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !has_words(text, TEXT_CHARS) {
        problems.push(Problem::at(
            "/text",
            said(
                "Nội dung thông báo có từ 1 đến 500 ký tự.",
                "A message has 1 to 500 characters.",
            ),
        ));
    }
    if until.is_some_and(|until| until <= from || until <= now) {
        let detail = said(
            "Giờ thôi hiện phải sau giờ bắt đầu hiện, và chưa qua.",
            "It must be hidden after it is shown, and not in the past.",
        );
        problems.push(Problem::at("/until", detail));
    }
    problems
}

pub(crate) async fn load(tx: &mut Tx, contest: ContestId) -> Result<Vec<Message>> {
    let records = store::messages::of_contest(tx, contest).await?;
    Ok(records.into_iter().map(message_of).collect())
}

fn told(contest: ContestId, message: &MessageRecord) -> Detail {
    Detail::default().of(contest).fact("text", message.text.as_str())
}

fn message_of(record: MessageRecord) -> Message {
    Message {
        id: MessageId(record.id),
        text: record.text,
        from: Timestamp(record.shown_from),
        until: record.shown_until.map(Timestamp),
        created_at: Timestamp(record.created_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    #[test]
    fn a_message_has_words_and_an_end_to_come() {
        let later = NOW.plus_seconds(60);
        let pointers = |text: &str, from, until| -> Vec<String> {
            let problems = check(text, from, until, NOW).into_iter();
            problems.map(|problem| problem.pointer).collect()
        };
        assert!(pointers("Có điện lại.", NOW, None).is_empty());
        assert!(pointers(&"x".repeat(500), NOW, Some(later)).is_empty());
        assert_eq!(pointers(&"x".repeat(501), NOW, Some(NOW)), ["/text", "/until"]);
        assert_eq!(pointers("", later, Some(later)), ["/text", "/until"]);
        assert_eq!(pointers("x", NOW.plus_seconds(-9), Some(NOW)), ["/until"]);
    }

    #[test]
    fn it_is_shown_from_its_start_until_before_its_end() {
        let message = Message {
            id: MessageId(uuid::Uuid::nil()),
            text: "x".to_owned(),
            from: NOW,
            until: Some(NOW.plus_seconds(10)),
            created_at: NOW,
        };
        assert!(!message.is_shown(Timestamp(NOW.0 - 1)) && message.is_shown(NOW));
        assert!(!message.is_shown(NOW.plus_seconds(10)));
    }
}
