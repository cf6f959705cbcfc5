//! What islands say: the words come with the page, in its language, so that the WASM carries none.

#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod player;
