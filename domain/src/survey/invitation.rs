//! Invitations: tokens that are used once, made in batches so that nobody's answers stand out.
//!
//! A token is 115 random bits, 23 signs of Crockford's base 32, and a check sign. The check sign is the sum of the others
//! in the field of 32 elements, each weighed with another power of its generator; so one wrong sign, and two that changed
//! places, are always noticed.

use std::fmt;

use crate::lang::{Said, said};
use crate::people::code::{ALPHABET, digit};

/// The fewest invitations of a batch, and so the fewest people of whom a response may be one.
pub const BATCH_LEAST: u32 = 20;
pub const BATCH_MOST: u32 = 2_000;

/// All signs, the check sign last.
const CHARS: usize = 24;
const GROUP: usize = 4;

/// What somebody who was chosen answers with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InvitationToken(String);

impl InvitationToken {
    /// The token made of the first 115 of these bits.
    pub fn from_bytes(random: &[u8; 15]) -> Self {
        let bits = random
            .iter()
            .fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        let value = |place: usize| u8::try_from((bits >> (115 - 5 * place)) & 31).unwrap_or(0);
        let values: Vec<u8> = (0..CHARS - 1).map(value).collect();
        let all = values.iter().copied().chain([check_sign(&values)]);
        Self(
            all.map(|value| char::from(ALPHABET[usize::from(value)]))
                .collect(),
        )
    }

    /// Reads a token as people type it: case, spaces and hyphens do not matter, O is 0, I and L are 1. A whole link will do.
    pub fn parse(text: &str) -> Result<Self, Said> {
        let typed = text.rsplit('#').next().unwrap_or(text);
        let signs = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—'));
        let token: Option<String> = signs.map(digit).collect();
        let Some(token) = token.filter(|token| token.len() == CHARS) else {
            return Err(said(
                "Mã mời có 24 chữ cái và chữ số, in thành 6 nhóm; xin xem lại thư mời.",
                "The code of an invitation has 24 letters and digits in 6 groups; please look at it again.",
            ));
        };
        let values: Vec<u8> = token.chars().filter_map(value_of).collect();
        match values.split_last() {
            Some((check, rest)) if check_sign(rest) == *check => Ok(Self(token)),
            _ => Err(said(
                "Mã mời có chỗ gõ nhầm; xin so lại từng nhóm với thư mời.",
                "There is a typing mistake in the code; please compare it group by group.",
            )),
        }
    }

    /// The signs without hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn value_of(sign: char) -> Option<u8> {
    let at = ALPHABET.iter().position(|&known| char::from(known) == sign)?;
    u8::try_from(at).ok()
}

fn check_sign(values: &[u8]) -> u8 {
    let weighed = values.iter().scan(1, |weight, value| {
        *weight = times(*weight, 2);
        Some(times(*weight, *value))
    });
    weighed.fold(0, |sum, one| sum ^ one)
}

/// In the field of 32 elements, modulo x⁵ + x² + 1.
fn times(one: u8, other: u8) -> u8 {
    let wide = (0..5).fold(0_u16, |sum, bit| {
        if (other >> bit) & 1 == 1 {
            sum ^ (u16::from(one) << bit)
        } else {
            sum
        }
    });
    let reduced = (5..10).rev().fold(wide, |left, bit| {
        if (left >> bit) & 1 == 1 {
            left ^ (0b10_0101 << (bit - 5))
        } else {
            left
        }
    });
    u8::try_from(reduced).unwrap_or(0)
}

/// A token is a secret: it is never written to a log by accident.
impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationToken(…)")
    }
}

impl fmt::Display for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in (0..self.0.len()).step_by(GROUP) {
            let group = self.0.get(at..at + GROUP).unwrap_or_default();
            write!(f, "{}{group}", if at == 0 { "" } else { "-" })?;
        }
        Ok(())
    }
}

/// Which places of a batch are marked: one bit each, in no order that tells when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks(Vec<u8>);

impl Marks {
    pub fn none(places: u32) -> Self {
        Self(vec![0; usize::try_from(places.div_ceil(8)).unwrap_or(0)])
    }

    pub const fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn has(&self, place: usize) -> bool {
        self.0
            .get(place / 8)
            .is_some_and(|byte| (byte >> (place % 8)) & 1 == 1)
    }

    /// False where it was marked before, and where there is no such place.
    pub fn mark(&mut self, place: usize) -> bool {
        let is_new = !self.has(place);
        match self.0.get_mut(place / 8) {
            Some(byte) => *byte |= 1 << (place % 8),
            None => return false,
        }
        is_new
    }

    pub fn count(&self) -> u64 {
        self.0.iter().map(|byte| u64::from(byte.count_ones())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_field_has_thirty_one_powers() {
        let powers = std::iter::successors(Some(1_u8), |power| Some(times(*power, 2)));
        let mut all: Vec<u8> = powers.take(31).collect();
        all.sort_unstable();
        assert_eq!(all, (1..32).collect::<Vec<u8>>());
    }

    #[test]
    fn a_token_is_read_as_people_type_it() {
        let token = InvitationToken::from_bytes(&[0; 15]);
        assert_eq!(token.to_string(), "0000-0000-0000-0000-0000-0000");
        let token = InvitationToken::from_bytes(b"0123456789abcde");
        let shown = token.to_string();
        assert_eq!((shown.len(), shown.matches('-').count()), (29, 5));
        for typed in [
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('1', "l").replace('0', "o"),
            format!("https://khao.vn/surveys/quay#{}", token.as_str()),
        ] {
            assert_eq!(
                InvitationToken::parse(&typed).ok(),
                Some(token.clone()),
                "{typed}"
            );
        }
        assert!(InvitationToken::parse("").is_err() && InvitationToken::parse("UUUU").is_err());
        assert!(!format!("{token:?}").contains(&token.as_str()[..4]));
    }

    #[test]
    fn marks_are_made_once() {
        let mut marks = Marks::none(20);
        assert_eq!(marks.bytes().len(), 3);
        assert!(marks.mark(0) && marks.mark(19) && !marks.mark(19) && !marks.mark(24));
        assert!(marks.has(19) && !marks.has(18) && !marks.has(1000));
        assert_eq!(marks.count(), 2);
        assert_eq!(Marks::of(marks.bytes().to_vec()), marks);
    }

    proptest! {
        #[test]
        fn every_single_mistake_is_noticed(random: [u8; 15], at in 0..CHARS, other in 0..32_usize) {
            let token = InvitationToken::from_bytes(&random);
            let mut signs: Vec<char> = token.as_str().chars().collect();
            let wrong = char::from(ALPHABET[other]);
            prop_assume!(signs[at] != wrong);
            signs[at] = wrong;
            let typed: String = signs.into_iter().collect();
            prop_assert!(InvitationToken::parse(&typed).is_err());
        }

        #[test]
        fn two_signs_that_changed_places_are_noticed(random: [u8; 15], one in 0..CHARS, other in 0..CHARS) {
            let token = InvitationToken::from_bytes(&random);
            let mut signs: Vec<char> = token.as_str().chars().collect();
            prop_assume!(signs[one] != signs[other]);
            signs.swap(one, other);
            let typed: String = signs.into_iter().collect();
            prop_assert!(InvitationToken::parse(&typed).is_err());
            prop_assert_eq!(InvitationToken::parse(&token.to_string()), Ok(token));
        }
    }
}
