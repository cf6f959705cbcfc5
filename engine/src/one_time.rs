//! The code of a one-time link: 128 random bits, kept as a hash only.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

/// Shown once to whoever made the link.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTimeCode(String);

/// A secret is never written to a log by accident.
impl std::fmt::Debug for OneTimeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTimeCode(…)")
    }
}

impl OneTimeCode {
    pub(crate) fn from_bytes(random: [u8; 16]) -> Self {
        Self(BASE32_NOPAD.encode(&random))
    }

    /// Reads a code as people paste it: case, spaces and hyphens do not matter, nor what stands before a `#`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let code = text.rsplit('#').next().unwrap_or_default();
        let typed = code.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let code: String = typed.map(|c| c.to_ascii_uppercase()).collect();
        let bytes = BASE32_NOPAD.decode(code.as_bytes()).ok()?;
        (bytes.len() == 16).then_some(Self(code))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_pasted() {
        let code = OneTimeCode::from_bytes([7; 16]);
        assert_eq!(code.expose().len(), 26);
        let pasted = format!(" https://khao.vn/invitation#{} ", code.expose().to_lowercase());
        assert_eq!(OneTimeCode::parse(&pasted), Some(code.clone()));
        let spaced = format!("{}-{}", &code.expose()[..13], &code.expose()[13..]);
        assert_eq!(OneTimeCode::parse(&spaced), Some(code.clone()));
        assert_eq!(OneTimeCode::parse(&code.expose()[..25]), None);
        assert_eq!(OneTimeCode::parse("không phải mã"), None);
        assert_eq!(format!("{code:?}"), "OneTimeCode(…)");
    }
}
