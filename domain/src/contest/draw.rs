//! `khao-draw-1`: the generator behind every drawn paper. It is documented and never changes, so that anybody can draw
//! a paper again from its seed (`docs/draw.md`).
//!
//! - **Words.** The key stream of `ChaCha20` (RFC 8439) with the seed as key, twelve zero bytes as nonce and block
//!   counter 0, read as successive 32-bit words, little end first.
//! - **`below(n)`.** For n ≤ 1 the answer is 0 and no word is used. Otherwise words are taken until one is less than
//!   2^32 − (2^32 mod n); the answer is that word mod n.
//! - **`shuffle`.** For i from the last index down to 1: j = below(i + 1); swap i and j.
//! - **`choose_front(count)`.** For i from 0 to count − 1: j = i + below(length − i); swap i and j. The first `count`
//!   are the chosen ones, in the order of choice.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::ids::AttemptId;

const BLOCK: usize = 64;

/// The generator `khao-draw-1`; see the module for its algorithm.
pub struct DrawRng {
    stream: ChaCha20,
    block: [u8; BLOCK],
    used: usize,
}

impl DrawRng {
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            stream: ChaCha20::new(&seed.into(), &[0; 12].into()),
            block: [0; BLOCK],
            used: BLOCK,
        }
    }

    /// The next 32 bits.
    pub fn word(&mut self) -> u32 {
        if self.used == BLOCK {
            self.block = [0; BLOCK];
            self.stream.apply_keystream(&mut self.block);
            self.used = 0;
        }
        let mut word = [0; 4];
        word.copy_from_slice(&self.block[self.used..self.used + 4]);
        self.used += 4;
        u32::from_le_bytes(word)
    }

    /// A number from 0 to n − 1, each equally likely.
    pub fn below(&mut self, n: u32) -> u32 {
        if n <= 1 {
            return 0;
        }
        // 2^32 mod n, computed within 32 bits.
        let excess = (u32::MAX % n + 1) % n;
        let last_fair = u32::MAX - excess;
        loop {
            let word = self.word();
            if word <= last_fair {
                return word % n;
            }
        }
    }

    fn index_below(&mut self, n: usize) -> usize {
        // A slice longer than 2^32 is never drawn from; its tail would only stay in place.
        self.below(u32::try_from(n).unwrap_or(u32::MAX)) as usize
    }

    /// Fisher–Yates: every order is equally likely.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.index_below(i + 1);
            list.swap(i, j);
        }
    }

    /// Moves `count` elements, drawn without replacement, to the front, in the order drawn.
    pub fn choose_front<T>(&mut self, list: &mut [T], count: usize) {
        for i in 0..count.min(list.len()) {
            let j = i + self.index_below(list.len() - i);
            list.swap(i, j);
        }
    }
}

/// The seed of one attempt's paper: HMAC-SHA256(round secret, attempt id as 16 bytes ‖ client nonce).
///
/// The secret is fixed by the round's commitment before anybody starts, the nonce is the participant's: neither side
/// can choose the paper alone.
pub fn paper_seed(round_secret: &[u8; 32], attempt: AttemptId, client_nonce: &[u8]) -> [u8; 32] {
    // HMAC pads a key with zeros to the hash's block; doing so here leaves no length to be wrong.
    let mut key = [0; BLOCK];
    key[..32].copy_from_slice(round_secret);
    let mut mac = Hmac::<Sha256>::new(&key.into());
    mac.update(attempt.0.as_bytes());
    mac.update(client_nonce);
    mac.finalize().into_bytes().into()
}

/// The seed of a paper that is only looked at: from any text, and from no secret, so that it is never a real paper's.
pub fn preview_seed(text: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"khao preview\n");
    hash.update(text.as_bytes());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::commitment::hex;
    use uuid::Uuid;

    fn seed(first: u8) -> [u8; 32] {
        std::array::from_fn(|i| first.wrapping_add(u8::try_from(i).unwrap()))
    }

    #[test]
    fn words_are_the_key_stream_of_rfc_8439() {
        let mut zero = DrawRng::new([0; 32]);
        let words: Vec<u32> = (0..18).map(|_| zero.word()).collect();
        assert_eq!(words[..4], [0xade0_b876, 0x903d_f1a0, 0xe56a_5d40, 0x28bd_8653]);
        assert_eq!(
            words[16..],
            [0xbee7_079f, 0x7a38_5155],
            "the second block follows the first"
        );
    }

    #[test]
    fn below_one_uses_no_word() {
        let (mut one, mut other) = (DrawRng::new(seed(1)), DrawRng::new(seed(1)));
        assert_eq!([one.below(1), one.below(0)], [0, 0]);
        assert_eq!(one.word(), other.word());
    }

    #[test]
    fn below_rejects_the_unfair_tail() {
        // 2^32 mod (2^31 + 1) = 2^31 − 1: nearly half of all words are refused.
        let n = (1 << 31) + 1;
        let (mut drawn, mut raw) = (DrawRng::new(seed(2)), DrawRng::new(seed(2)));
        let expected: Vec<u32> = std::iter::repeat_with(|| raw.word())
            .filter(|&word| word < n)
            .take(20)
            .collect();
        assert_eq!((0..20).map(|_| drawn.below(n)).collect::<Vec<_>>(), expected);
        let mut power = DrawRng::new(seed(3));
        let mut raw = DrawRng::new(seed(3));
        assert!(
            (0..1000).all(|_| power.below(1 << 16) == raw.word() % (1 << 16)),
            "a power of two refuses none"
        );
    }

    #[test]
    fn shuffles_are_golden() {
        let mut list: Vec<u8> = (0..10).collect();
        DrawRng::new(seed(0)).shuffle(&mut list);
        assert_eq!(list, GOLDEN_SHUFFLE);
        let mut list: Vec<u8> = (0..10).collect();
        DrawRng::new(seed(0)).choose_front(&mut list, 4);
        assert_eq!(list, GOLDEN_CHOICE);
    }

    const GOLDEN_SHUFFLE: [u8; 10] = [6, 1, 9, 7, 0, 2, 4, 5, 8, 3];
    const GOLDEN_CHOICE: [u8; 10] = [3, 9, 7, 2, 4, 5, 6, 0, 8, 1];

    #[test]
    fn seeds_are_golden_and_depend_on_everything() {
        let attempt = |n| AttemptId(Uuid::from_u128(n));
        assert_eq!(hex(&paper_seed(&seed(0), attempt(7), b"nonce")), GOLDEN_SEED);
        let one = paper_seed(&seed(0), attempt(7), b"nonce");
        assert_ne!(one, paper_seed(&seed(1), attempt(7), b"nonce"));
        assert_ne!(one, paper_seed(&seed(0), attempt(8), b"nonce"));
        assert_ne!(one, paper_seed(&seed(0), attempt(7), b""));
    }

    const GOLDEN_SEED: &str = "8aff65b01a9aff63b02157f3182c16460fad46a22299c3405084d90d60c8cf25";
}
