//! What an authenticator app shows (RFC 6238), written once more: a mistake in the server's own would not be found by
//! itself.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The six digits of this second.
pub fn code_at(secret: &str, unix_s: i64) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(unix_s / 30).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}
