//! What takes more than a session.

use super::Actor;
use crate::Engine;
use crate::error::{Error, Result};

impl Engine {
    /// Before keys leave a bank as a file or on paper, before scores are made anew, and before personal data leave as a
    /// file: a session that somebody left open does none of it.
    pub fn proved_lately(&self, actor: &Actor) -> Result<()> {
        match actor {
            Actor::Staff { proved_at, .. } if self.now().seconds_since(*proved_at) > self.staff_proof_s => {
                Err(Error::ProofNeeded)
            }
            _ => Ok(()),
        }
    }
}
