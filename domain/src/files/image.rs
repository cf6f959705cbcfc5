//! Pictures: PNG, JPEG and WebP, known by their first bytes, with the size their headers tell.

/// What browsers show as a picture and nothing else. SVG is a document that can hold scripts, and is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    Png,
    Jpeg,
    Webp,
}

impl ImageKind {
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// Also the ending of the file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A picture as its header describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageHeader {
    pub kind: ImageKind,
    pub width: u32,
    pub height: u32,
}

/// None for everything that is no such picture, or whose header breaks off.
pub fn header(bytes: &[u8]) -> Option<ImageHeader> {
    let (kind, (width, height)) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (ImageKind::Png, png(bytes)?)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        (ImageKind::Jpeg, jpeg(bytes)?)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        (ImageKind::Webp, webp(bytes)?)
    } else {
        return None;
    };
    (width > 0 && height > 0).then_some(ImageHeader { kind, width, height })
}

/// The first chunk is the header: PNG specification, 11.2.2.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(8..16)? != b"\0\0\0\x0dIHDR" {
        return None;
    }
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

/// Segment after segment until the frame's header (SOF): ITU-T T.81, B.2.2.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Fill bytes.
            0xff => at += 1,
            // Tables and the rest of what is no frame, yet numbered like one.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let height = big_endian_16(bytes, at + 5)?;
                return Some((big_endian_16(bytes, at + 7)?, height));
            }
            0x01 | 0xd0..=0xd7 => at += 2,
            // The scan begins, or the picture ends, without a frame.
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(big_endian_16(bytes, at + 2)?).ok()?,
        }
    }
}

fn big_endian_16(bytes: &[u8], at: usize) -> Option<u32> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u32::from(u16::from_be_bytes(pair)))
}

/// The simple, the lossless and the extended layout: RFC 9649, 2.5 to 2.7.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let pair = |at: usize| {
        let pair = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_le_bytes(pair)))
    };
    match bytes.get(12..16)? {
        b"VP8 " if bytes.get(23..26)? == b"\x9d\x01\x2a" => Some((pair(26)? & 0x3fff, pair(28)? & 0x3fff)),
        b"VP8L" if *bytes.get(20)? == 0x2f => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let byte = |at: usize| bytes.get(at).copied().map(u32::from);
            Some((
                pair(24)? + (byte(26)? << 16) + 1,
                pair(27)? + (byte(29)? << 16) + 1,
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &width, &height].concat()
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(ImageKind, u32, u32)>) {
        let found = header(bytes).map(|found| (found.kind, found.width, found.height));
        assert_eq!(found, expected);
        // Wherever it breaks off, it is refused and nothing worse.
        for end in 0..bytes.len() {
            header(&bytes[..end]);
        }
    }

    #[test]
    fn sizes_are_read_from_headers() {
        check(&png_of(64, 32), Some((ImageKind::Png, 64, 32)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc4\0\x02\xff\xff\xc2\0\x11\x08\0\x20\0\x40\x03";
        check(jpeg, Some((ImageKind::Jpeg, 64, 32)));
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\0\x20\0";
        check(lossy, Some((ImageKind::Webp, 64, 32)));
        let lossless = [
            b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f".as_slice(),
            &(63_u32 | 31 << 14).to_le_bytes(),
        ];
        check(&lossless.concat(), Some((ImageKind::Webp, 64, 32)));
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\0\0\x1f\0\0";
        check(extended, Some((ImageKind::Webp, 64, 32)));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        check(&png_of(0, 32), None);
        for bytes in [
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice(),
            b"GIF89a\x01\0\x01\0",
            b"<!DOCTYPE html><img src=a.png>",
            b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8\xff\xda\0\x02",
            b"RIFF\0\0\0\0WAVEfmt ",
            b"",
        ] {
            check(bytes, None);
        }
    }
}
