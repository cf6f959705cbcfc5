//! What makes the demo's running week one: people at work, a message, complaints, and the days that are over.

use khao_domain::ids::{AttemptId, ComplaintId, ContestId, RoundId};

use super::people::{Cast, LATE, PEOPLE};
use super::{ATTEMPTS_PER_ROUND, DEMO_SLUG};
use crate::Engine;
use crate::contest::messages::NewMessage;
use crate::contest::rounds::Round;
use crate::error::{Error, Result};
use crate::policy::Actor;
use crate::store;
use crate::store::complaints::ComplaintRecord;

/// Of those who took part before, so many have done so again.
const AGAIN: usize = 400;
const AT_WORK: usize = 40;

const MESSAGE: &str = "Vòng này đóng lúc 24:00 ngày cuối; đường dây nóng trực trong giờ hành chính.";
/// The question, and what is said of it.
const COMPLAINTS: [(Option<i64>, &str); 3] = [
    (
        Some(3),
        "Theo văn bản mới nhất thì phương án B cũng đúng, đề nghị xem lại.",
    ),
    (Some(7), "Câu này có hai phương án giống nhau."),
    (
        None,
        "Mạng ở xã bị mất 10 phút khi đang làm bài, đề nghị xem xét.",
    ),
];

impl Engine {
    pub(super) async fn run_demo_week(
        &self,
        admin: &Actor,
        cast: &Cast,
        (contest, rounds): (ContestId, &[Round]),
    ) -> Result<()> {
        let [_, last, running, ..] = rounds else {
            return Err(Error::Internal("demo rounds".into()));
        };
        let all = PEOPLE + LATE;
        let begins = PEOPLE - AGAIN..all - AT_WORK;
        self.play_demo_round(cast, running.id, begins, self.now()).await?;
        self.begin_demo_papers(cast, running.id, all - AT_WORK..all)
            .await?;
        let message = NewMessage {
            text: MESSAGE.to_owned(),
            ..NewMessage::default()
        };
        self.add_message(admin, DEMO_SLUG, message, None).await?;
        self.file_demo_complaints(cast, last.id).await?;
        self.keep_demo_days(contest, rounds).await
    }

    async fn file_demo_complaints(&self, cast: &Cast, round: RoundId) -> Result<()> {
        let mut tx = self.store.write().await?;
        for (at, (position, text)) in COMPLAINTS.into_iter().enumerate() {
            let person = cast
                .person(PEOPLE - ATTEMPTS_PER_ROUND + at)
                .ok_or(Error::NotFound)?;
            let record = ComplaintRecord {
                id: self.random.id::<ComplaintId>(self.now()).0,
                round_id: round.0,
                attempt_id: AttemptId::derive(round, person, 1).0,
                participant_id: person.0,
                position,
                body: text.to_owned(),
                filed_at: self.now().0,
                answer: None,
                answered_at: None,
                upheld: None,
            };
            store::complaints::insert(&mut tx, &record).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The demo knows what nobody else can tell afterwards: how each of its days ended.
    async fn keep_demo_days(&self, contest: ContestId, rounds: &[Round]) -> Result<()> {
        let today = self.now().local_date();
        let Some(first) = rounds.first().map(|round| round.opens_at.local_date()) else {
            return Ok(());
        };
        let days = (0..)
            .map(|days| first.plus_days(days))
            .take_while(|day| *day < today);
        for day in days {
            let rows = self.rows_of_day(contest, day).await?;
            let mut tx = self.store.write().await?;
            store::daily::insert(&mut tx, contest, &rows, self.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
