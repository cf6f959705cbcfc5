//! Whether a file is a PDF.

/// How far from its end the mark of the end may stand: readers look no farther.
const END_WITHIN: usize = 1024;

/// It begins as a PDF and is whole. Readers also take files with something else in front; one that another program may
/// read as something else has no place here.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    bytes.starts_with(b"%PDF-") && tail.windows(5).any(|window| window == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_pdf_is_one() {
        assert!(is_pdf(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"));
        let long = [b"%PDF-1.7\n%%EOF".as_slice(), &[b' '; END_WITHIN]].concat();
        for bytes in [
            b"%PDF-1.7\n1 0 obj".as_slice(),
            b"<script>alert(1)</script>%PDF-1.7 %%EOF",
            b"\xef\xbb\xbf%PDF-1.7 %%EOF",
            b"<!DOCTYPE html><p>%%EOF",
            b"%%EOF",
            b"",
            &long,
        ] {
            assert!(!is_pdf(bytes));
        }
    }
}
