//! Rate limits: per person or account first and strictly, per address generously (a ministry shares one).

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use khao_domain::people::code::ReEntryCode;
use khao_engine::error::{Error, Result};

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

pub struct Limits {
    /// Tries to log in with one username.
    account: Keyed<String>,
    /// Tries with one re-entry code or birth date of a contest.
    code: Keyed<String>,
    /// Tries to log in or re-enter from one address.
    log_ins: Keyed<IpAddr>,
    /// Entries from one address.
    entries: Keyed<IpAddr>,
    /// Saves, starts and submissions of one session.
    answers: Keyed<[u8; 16]>,
    clock: DefaultClock,
}

fn quota(burst: u32, one_each: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(one_each)
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(burst)
}

impl Limits {
    pub fn new(generous: bool) -> Self {
        let wide = if generous { 1000 } else { 1 };
        let quota = |burst: u32, each_ms: u64| {
            quota(
                burst.saturating_mul(wide),
                Duration::from_micros((each_ms * 1000) / u64::from(wide)),
            )
        };
        Self {
            account: RateLimiter::keyed(quota(10, 30_000)),
            code: RateLimiter::keyed(quota(10, 60_000)),
            log_ins: RateLimiter::keyed(quota(300, 200)),
            entries: RateLimiter::keyed(quota(2000, 20)),
            answers: RateLimiter::keyed(quota(120, 100)),
            clock: DefaultClock::default(),
        }
    }

    pub fn staff_log_in(&self, username: &str, address: IpAddr) -> Result<()> {
        self.check(&self.log_ins, &address)?;
        self.check(&self.account, &username.trim().to_lowercase())
    }

    /// A code that nobody guesses: only the work behind it is bounded.
    pub fn one_time_code(&self, address: IpAddr) -> Result<()> {
        self.check(&self.log_ins, &address)
    }

    pub fn re_entry(&self, contest: &str, code: &str, address: IpAddr) -> Result<()> {
        self.check(&self.log_ins, &address)?;
        // One code in all its spellings is one key.
        let code = ReEntryCode::parse(code)
            .map_or_else(|| code.trim().to_uppercase(), |code| code.as_str().to_owned());
        self.check(&self.code, &format!("{contest}\n{code}"))
    }

    pub fn entry(&self, address: IpAddr) -> Result<()> {
        self.check(&self.entries, &address)
    }

    /// `person`: any 16 bytes that tell participants apart.
    pub fn answers(&self, person: [u8; 16]) -> Result<()> {
        self.check(&self.answers, &person)
    }

    fn check<K: Hash + Eq + Clone>(&self, limiter: &Keyed<K>, key: &K) -> Result<()> {
        limiter.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(self.clock.now());
            Error::RateLimited {
                retry_after_s: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX - 1) + 1,
            }
        })
    }

    /// Forgets whoever has not come back for long.
    pub fn forget_idle(&self) {
        self.account.retain_recent();
        self.code.retain_recent();
        self.log_ins.retain_recent();
        self.entries.retain_recent();
        self.answers.retain_recent();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_is_limited_before_its_address() {
        let limits = Limits::new(false);
        let address = IpAddr::from([127, 0, 0, 1]);
        for _ in 0..10 {
            limits.staff_log_in("an", address).unwrap();
        }
        let refused = limits.staff_log_in(" AN ", address);
        assert!(matches!(
            refused,
            Err(Error::RateLimited {
                retry_after_s: 1..=31
            })
        ));
        limits.staff_log_in("binh", address).unwrap();
    }

    #[test]
    fn a_code_is_limited_however_it_is_spelt() {
        let limits = Limits::new(false);
        let address = IpAddr::from([127, 0, 0, 1]);
        let spellings = [
            "ABCD-EFGH-JKMN",
            "abcdefghjkmn",
            "A-BCDEFGHJKMN",
            " ABCD EFGH JKMN",
        ];
        for at in 0..10 {
            limits.re_entry("a", spellings[at % 4], address).unwrap();
        }
        let refused = limits.re_entry("a", "AB-CDEFGHJKMN", address);
        assert!(matches!(refused, Err(Error::RateLimited { .. })));
        limits.re_entry("b", "ABCDEFGHJKMN", address).unwrap();
    }
}
