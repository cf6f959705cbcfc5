//! The command line: what the built binary says to somebody who typed something that cannot be done.
//!
//! `KHAO_TEST_BINARY` names the binary; otherwise the one beside the tests is taken (`cargo build --bin khao`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene must fail right there"
)]

mod listening;
mod places;
mod stopping;
mod transfers;

use std::path::Path;
use std::process::{Command, Stdio};

use khao_tests::server::binary;

/// How a command ended, and what it said.
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end in `folder`, which is also where its default data folder would be.
pub(crate) fn khao(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KHAO_")) {
        command.env_remove(name);
    }
    let output = command
        .args(arguments)
        .current_dir(folder)
        .env("RUST_LOG", "warn")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Said {
        succeeded: output.status.success(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Said {
    /// It failed, and said all of this.
    #[track_caller]
    pub(crate) fn refuses(&self, words: &[&str]) {
        assert!(!self.succeeded, "{}", self.out);
        for word in words {
            assert!(self.err.contains(word), "«{word}» is not in: {}", self.err);
        }
    }

    #[track_caller]
    pub(crate) fn succeeds(&self) -> &str {
        assert!(self.succeeded, "{}", self.err);
        &self.out
    }
}
