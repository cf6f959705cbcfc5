//! What tests of a running server share.
//!
//! - [`client`]: an HTTP client that shows every answer whole: status, headers, body;
//! - [`files`]: pictures and documents made of a few bytes;
//! - [`journey`]: what people do, through the API;
//! - [`server`]: the built binary as a child process;
//! - [`stories`]: `on_both!` makes two tests of a story, and `monday` is when it begins;
//! - [`totp`]: what an authenticator app shows;
//! - [`wait`]: waiting for a condition, and a stopwatch.

#![expect(
    clippy::unwrap_used,
    reason = "a test's tool that cannot do its work must fail right there"
)]

pub mod client;
pub mod files;
pub mod journey;
pub mod server;
pub mod stories;
pub mod totp;
pub mod wait;
