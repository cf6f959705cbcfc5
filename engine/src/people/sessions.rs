//! Sessions: opened by entering, by a re-entry code, or by logging in; looked up on every request, from a cache that
//! forgets within five seconds, so that a session ended anywhere is dead everywhere.

use std::sync::Arc;

use khao_domain::ids::{AccountId, ContestId, ParticipantId, UnitId};
use khao_domain::people::code::ReEntryCode;
use khao_domain::people::role::Role;
use khao_domain::time::{CivilDate, Timestamp};

use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::is_fresh;
use crate::policy::Actor;
use crate::secrets::SessionToken;
use crate::store::{self, sessions::NewSession};

/// A participant keeps the session through a contest of weeks.
const PARTICIPANT_SESSION_S: i64 = 60 * 24 * 3600;
const STAFF_SESSION_S: i64 = 12 * 3600;
/// How long staff may be away unless the server is told otherwise.
pub const STAFF_IDLE_S: i64 = 30 * 60;
/// How long a proved password is good for keys, scores and personal data unless the server is told otherwise.
pub const STAFF_PROOF_S: i64 = 30 * 60;
/// A staff session in use is written again so seldom.
const EXTEND_EVERY_S: i64 = 60;

/// Whether staff may do without a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffTotp {
    Optional,
    /// Whoever has none can only set one up.
    Required,
}

type Cached = (Timestamp, Actor, Timestamp);

#[derive(Debug)]
pub(crate) struct SessionCache(moka::sync::Cache<[u8; 32], Arc<Cached>>);

impl Default for SessionCache {
    fn default() -> Self {
        Self(moka::sync::Cache::new(100_000))
    }
}

/// A session just opened.
#[derive(Debug, Clone)]
pub struct Opened {
    pub token: SessionToken,
    /// At the latest: a staff session also ends where it is not used.
    pub expires_at: Timestamp,
}

impl Engine {
    /// Who holds this token; an unknown or expired one is nobody.
    pub async fn actor(&self, token: &SessionToken) -> Result<Actor> {
        let now = self.now();
        let hash = token.hash();
        if let Some(cached) = self.sessions.0.get(&hash) {
            let (read_at, actor, expires_at) = &*cached;
            if is_fresh(*read_at, now) && now < *expires_at {
                return Ok(actor.clone());
            }
        }
        // Boxed: most requests come within seconds of another one, and need not carry the room for this.
        Box::pin(self.read_actor(hash, now)).await
    }

    /// The same, read anew; asking does not make a session last longer.
    pub async fn actor_unprolonged(&self, token: &SessionToken) -> Result<Actor> {
        let mut tx = self.store.read().await?;
        let found = store::sessions::by_hash(&mut tx, &token.hash()).await?;
        let live = found.filter(|record| self.now().0 < record.expires_at);
        Ok(live.map_or(Actor::Anonymous, |record| holder(record, self.staff_totp)))
    }

    async fn read_actor(&self, hash: [u8; 32], now: Timestamp) -> Result<Actor> {
        let mut tx = self.store.read().await?;
        let found = store::sessions::by_hash(&mut tx, &hash).await?;
        let Some(record) = found.filter(|record| now.0 < record.expires_at) else {
            self.sessions.0.invalidate(&hash);
            return Ok(Actor::Anonymous);
        };
        drop(tx);
        let expires_at = self.extended(&hash, &record).await;
        let actor = holder(record, self.staff_totp);
        self.sessions
            .0
            .insert(hash, Arc::new((now, actor.clone(), expires_at)));
        Ok(actor)
    }

    /// When the session ends now that it was used: of staff, later than before, but written at most once a minute.
    async fn extended(&self, hash: &[u8; 32], record: &store::sessions::SessionRecord) -> Timestamp {
        let expires_at = Timestamp(record.expires_at);
        if record.account_id.is_none() {
            return expires_at;
        }
        let to = self.idle_end(Timestamp(record.created_at).plus_seconds(STAFF_SESSION_S));
        if self.now().seconds_since(Timestamp(record.used_at)) < EXTEND_EVERY_S || to < expires_at {
            return expires_at;
        }
        match self.extend_session(hash, to).await {
            Ok(()) => to,
            // Whoever is at work is not sent away for it; the next request tries again.
            Err(error) => {
                tracing::warn!(%error, "a staff session was not extended");
                expires_at
            }
        }
    }

    async fn extend_session(&self, hash: &[u8; 32], to: Timestamp) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::sessions::extend(&mut tx, hash, to, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// The end of a staff session that is used now and not again, but never beyond its own.
    fn idle_end(&self, latest: Timestamp) -> Timestamp {
        latest.min(self.now().plus_seconds(self.staff_idle_s))
    }

    /// A second visit: re-entry code and birth date. Every failure looks the same.
    pub async fn log_in_participant(&self, slug: &str, code: &str, birth_date: &str) -> Result<Opened> {
        let contest = self.contest_id(slug).await?.ok_or(Error::NotRecognised)?;
        let code = ReEntryCode::parse(code).ok_or(Error::NotRecognised)?;
        let birth_date = CivilDate::parse(birth_date).ok_or(Error::NotRecognised)?;
        let mut tx = self.store.read().await?;
        let found = store::participants::by_code(&mut tx, &self.key.code_hash(contest, &code)).await?;
        // Whoever waits for the journal holds no connection: enough of them would keep the journal from getting one.
        drop(tx);
        let person = found
            .filter(|person| person.birth_date == birth_date.iso())
            .ok_or(Error::NotRecognised)?;
        self.open_session(None, Some(ParticipantId(person.id)), "").await
    }

    pub async fn log_out(&self, token: &SessionToken) -> Result<()> {
        let hash = token.hash();
        let mut tx = self.store.write().await?;
        store::sessions::delete(&mut tx, &hash).await?;
        tx.commit().await?;
        self.sessions.0.invalidate(&hash);
        Ok(())
    }

    pub(crate) async fn open_session(
        &self,
        account: Option<AccountId>,
        participant: Option<ParticipantId>,
        browser: &str,
    ) -> Result<Opened> {
        let token = SessionToken::random(self.random.bytes());
        let opened = Opened {
            expires_at: self.expiry(account.is_some()),
            token,
        };
        let mut row = self.new_session(&opened, account, participant);
        browser.clone_into(&mut row.browser);
        self.journal.open_session(row).await?;
        Ok(opened)
    }

    fn expiry(&self, staff: bool) -> Timestamp {
        self.now().plus_seconds(if staff {
            STAFF_SESSION_S
        } else {
            PARTICIPANT_SESSION_S
        })
    }

    /// The session of an entry: its token is derived where the request may be repeated.
    pub(crate) fn entry_session(
        &self,
        id: ParticipantId,
        idempotency_key: Option<&str>,
    ) -> (Opened, NewSession) {
        let token = match idempotency_key {
            Some(key) => self.key.entry_token(key, id),
            None => SessionToken::random(self.random.bytes()),
        };
        let opened = Opened {
            token,
            expires_at: self.expiry(false),
        };
        let row = self.new_session(&opened, None, Some(id));
        (opened, row)
    }

    fn new_session(
        &self,
        opened: &Opened,
        account: Option<AccountId>,
        participant: Option<ParticipantId>,
    ) -> NewSession {
        NewSession {
            token_hash: opened.token.hash(),
            account,
            participant,
            created_at: self.now(),
            expires_at: if account.is_some() {
                self.idle_end(opened.expires_at)
            } else {
                opened.expires_at
            },
            browser: String::new(),
        }
    }

    /// Forgets all cached sessions of this node; other nodes forget by themselves.
    pub(crate) fn forget_sessions(&self) {
        self.sessions.0.invalidate_all();
    }
}

fn holder(record: store::sessions::SessionRecord, totp: StaffTotp) -> Actor {
    let unproven = totp == StaffTotp::Required && record.confirmed_at.is_none();
    let role = record.role.as_deref().and_then(Role::parse);
    match (
        record.account_id,
        record.username,
        role,
        record.participant_id,
        record.contest_id,
    ) {
        (Some(id), Some(username), Some(role), ..) if unproven => Actor::Unproven {
            id: AccountId(id),
            username,
            role,
            from: None,
        },
        (Some(id), Some(username), Some(role), ..) => Actor::Staff {
            id: AccountId(id),
            username,
            role,
            unit: record.unit_id.map(UnitId),
            from: None,
            proved_at: Timestamp(record.created_at),
        },
        (.., Some(id), Some(contest)) => Actor::Participant {
            id: ParticipantId(id),
            contest: ContestId(contest),
        },
        _ => Actor::Anonymous,
    }
}
