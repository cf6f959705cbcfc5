//! The code with which a participant comes back on another device.

use std::fmt;

/// Sixty bits as twelve characters of Crockford's base 32, which has no I, L, O or U.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReEntryCode(String);

/// Crockford's base 32: no I, L, O or U.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 12;

impl ReEntryCode {
    /// The code made of the first sixty of these bits.
    pub fn from_bytes(random: &[u8; 8]) -> Self {
        let bits = u64::from_be_bytes(*random);
        let digit = |place: usize| char::from(ALPHABET[(bits >> (59 - 5 * place) & 31) as usize]);
        Self((0..CHARS).map(digit).collect())
    }

    /// Reads a code as people type it: case, spaces and hyphens do not matter, O is 0, I and L are 1.
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '—'));
        let code: String = typed.map(digit).collect::<Option<_>>()?;
        (code.len() == CHARS).then_some(Self(code))
    }

    /// The twelve characters without hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One of the alphabet, as somebody may have typed it.
pub(crate) fn digit(typed: char) -> Option<char> {
    let digit = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .iter()
        .any(|&known| char::from(known) == digit)
        .then_some(digit)
}

/// A code is a secret: it is never written to a log by accident.
impl fmt::Debug for ReEntryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReEntryCode(…)")
    }
}

impl fmt::Display for ReEntryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_code_holds_the_first_sixty_bits() {
        assert_eq!(ReEntryCode::from_bytes(&[0; 8]).as_str(), "000000000000");
        assert_eq!(ReEntryCode::from_bytes(&[0xff; 8]).to_string(), "ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(
            ReEntryCode::from_bytes(&[0x08, 0x42, 0x10, 0x84, 0x21, 0x08, 0x42, 0x1f]).as_str(),
            "111111111111"
        );
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = ReEntryCode::parse("ABCD-0123-WXYZ").unwrap();
        for typed in [
            "abcd0123wxyz",
            " ABCD oi23 wxyz ",
            "AB-CD-OL-23-WX-YZ",
            "abcd–o123–wxyz",
        ] {
            assert_eq!(ReEntryCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for bad in [
            "",
            "ABCD-0123-WXY",
            "ABCD-0123-WXYZ0",
            "ABCD-0123-WXYU",
            "ABCD-0123-WXY!",
            "ÀBCD0123WXYZ",
        ] {
            assert_eq!(ReEntryCode::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(random: [u8; 8]) {
            let code = ReEntryCode::from_bytes(&random);
            prop_assert_eq!(ReEntryCode::parse(&code.to_string()), Some(code.clone()));
            prop_assert_eq!(ReEntryCode::parse(code.as_str()), Some(code));
        }

        #[test]
        fn no_text_is_read_wrongly(text in ".{0,20}") {
            if let Some(code) = ReEntryCode::parse(&text) {
                prop_assert_eq!(code.as_str().len(), CHARS);
            }
        }
    }
}
