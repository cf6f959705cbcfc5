//! Parts of pages that wake in the browser. Each takes plain data and the language, and renders the same on both
//! sides; the feature of a bundle picks its islands, the server knows them all.

#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod client_nonce;
#[cfg(any(feature = "ssr", feature = "participant", feature = "field"))]
pub mod clock;
#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod countdown;
#[cfg(feature = "hydrate")]
mod database;
#[cfg(feature = "hydrate")]
mod events;
#[cfg(any(feature = "ssr", feature = "field"))]
pub mod kiosk;
#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod one_time_code;
#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod quiz_player;
