//! The guide's pictures, embedded. The browser's test takes them (`tests/browser/guide`).

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use khao_domain::files::image::header;
use khao_engine::markdown;
use sha2::{Digest, Sha256};

/// One embedded picture.
pub struct Picture {
    stem: &'static str,
    pub bytes: &'static [u8],
    /// What its address ends in.
    name: String,
    width: u32,
    height: u32,
}

/// Files of `docs/guide/pictures`, without their ending.
macro_rules! embedded {
    ($($stem:literal),+ $(,)?) => {
        [$((
            $stem,
            include_bytes!(concat!("../../../../../docs/guide/pictures/", $stem, ".webp")),
        )),+]
    };
}

static PICTURES: LazyLock<Vec<Picture>> = LazyLock::new(|| {
    let files: &[(&'static str, &'static [u8])] = &embedded![
        "coordinator-board",
        "coordinator-code",
        "coordinator-contest",
        "coordinator-figures",
        "organiser-account",
        "organiser-attempt",
        "organiser-correction",
        "organiser-new-contest",
        "organiser-review",
        "organiser-steps",
        "organiser-units",
        "participant-code",
        "participant-contest",
        "participant-line",
        "participant-paper",
        "participant-receipt",
        "participant-result",
        "participant-review",
        "participant-unit",
    ];
    files
        .iter()
        .filter_map(|(stem, bytes)| read(stem, bytes))
        .collect()
});

fn read(stem: &'static str, bytes: &'static [u8]) -> Option<Picture> {
    let size = header(bytes)?;
    let digest = HEXLOWER.encode(&Sha256::digest(bytes)[..8]);
    Some(Picture {
        stem,
        bytes,
        name: format!("{stem}.{digest}.webp"),
        width: size.width,
        height: size.height,
    })
}

pub fn at(name: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.name == name)
}

/// A picture by its address in the Markdown, as `pictures/setup-review.webp`.
pub fn in_text(address: &str) -> Option<markdown::Picture> {
    let stem = address.strip_prefix("pictures/")?.strip_suffix(".webp")?;
    let picture = PICTURES.iter().find(|picture| picture.stem == stem)?;
    Some(markdown::Picture {
        src: format!("/guide/pictures/{}", picture.name),
        width: picture.width,
        height: picture.height,
    })
}

#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    PICTURES.iter().map(|picture| picture.stem)
}
