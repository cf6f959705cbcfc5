//! Files that are just enough to be taken for what they are.

/// A PNG's first bytes are all that is looked at.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(),
        &width,
        &height,
        b"....",
    ]
    .concat()
}

pub fn pdf(content: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{content}\n%%EOF\n").into_bytes()
}
