//! Telephone numbers and e-mail addresses, checked lightly: enough to catch slips of the finger.

use crate::lang::{Said, said};
use crate::text;

/// Digits with the leading 0, from a number as people write it: `+84 901.234.567`, `0901 234 567`.
pub fn phone(typed: &str) -> Result<String, Said> {
    let kept: String = text::nfc(typed)
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\t'))
        .collect();
    let national = match kept.strip_prefix("+84") {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        // Numbers of other countries keep their country code.
        None => kept.strip_prefix('+').unwrap_or(&kept).to_owned(),
    };
    let digits = !national.is_empty() && national.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (9..=15).contains(&national.len()) {
        Ok(national)
    } else {
        Err(said(
            "Hãy nhập số điện thoại gồm 9 đến 15 chữ số, ví dụ 0901234567.",
            "Type a phone number of 9 to 15 digits, such as 0901234567.",
        ))
    }
}

/// An address with one @, something before it, and a dot in what follows.
pub fn email(typed: &str) -> Result<String, Said> {
    let address = text::nfc(typed);
    let plausible = address.split_once('@').is_some_and(|(name, host)| {
        let labels = host.split('.').all(|label| !label.is_empty());
        !name.is_empty() && host.contains('.') && labels && !host.contains('@')
    });
    if plausible && address.len() <= 254 && !address.contains(char::is_whitespace) {
        Ok(address)
    } else {
        Err(said(
            "Hãy nhập địa chỉ thư điện tử, ví dụ ten@donvi.gov.vn.",
            "Type an email address, such as name@unit.gov.vn.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_kept_as_national_digits() {
        for (typed, kept) in [
            ("0901 234 567", "0901234567"),
            ("+84901234567", "0901234567"),
            ("+84 (0)90.123.4567", "0901234567"),
            ("0292-3821234", "02923821234"),
            ("+856 20 5512 3456", "8562055123456"),
        ] {
            assert_eq!(phone(typed).as_deref(), Ok(kept), "{typed}");
        }
        for bad in [
            "",
            "12345678",
            "1234567890123456",
            "09o1234567",
            "+",
            "++84901234567",
            "٠٩٠١٢٣٤٥٦٧",
        ] {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn emails_are_checked_lightly() {
        assert_eq!(email(" an@xa.gov.vn ").as_deref(), Ok("an@xa.gov.vn"));
        for bad in [
            "",
            "an",
            "@xa.vn",
            "an@xa",
            "an@xa..vn",
            "a n@xa.vn",
            "an@b@xa.vn",
            "an@.vn",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }
}
