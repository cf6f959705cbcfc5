//! Options that refer to other options by letter or by place ("Cả A và B", "Tất cả các phương án trên"): wrong as soon
//! as the options are shuffled.

use crate::bank::item::{Item, ItemKind};
use crate::lang::said;
use crate::table::RowProblem;
use crate::text;

const HEADERS: [&str; 8] = [
    "Phương án A",
    "Phương án B",
    "Phương án C",
    "Phương án D",
    "Phương án E",
    "Phương án F",
    "Phương án G",
    "Phương án H",
];

pub(super) fn warnings(row: u64, item: &Item) -> Vec<RowProblem> {
    let (ItemKind::SingleChoice {
        options,
        shuffle: true,
    }
    | ItemKind::MultipleChoice {
        options,
        shuffle: true,
        ..
    }) = &item.kind
    else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    for (option, header) in options.iter().zip(HEADERS) {
        let folded = text::fold(&option.text);
        let words: Vec<&str> = folded.split(' ').collect();
        let letters = letters_referred_to(&words);
        // A pinned option may name pinned options: all of them stay where they are.
        let moving = |letter: &usize| options.get(*letter).is_some_and(|other| !other.pinned);
        let detail = if letters.iter().any(moving) {
            said(
                "Phương án này nhắc tới chữ cái của phương án khác; chữ cái thay đổi khi xáo. Hãy viết lại hoặc ghi “Không” ở cột “Xáo phương án”.",
                "This option speaks of the letters of others, which change when options are shuffled. Write it anew, or “Không” in the column “Xáo phương án”.",
            )
        } else if refers_to_place(&words) && !option.pinned {
            said(
                "Phương án này nhắc tới các phương án “trên”; hãy ghi chữ cái của nó ở cột “Phương án cố định” để nó không bị xáo.",
                "This option speaks of those “above”; write its letter in the column “Phương án cố định”, so that it keeps its place.",
            )
        } else {
            continue;
        };
        warnings.push(RowProblem::warning(row, Some(header), detail));
    }
    warnings
}

/// Words that may stand before the letters, and those among them that name an option.
const BEFORE: [&str; 20] = [
    "ca", "chi", "co", "gom", "bao", "tat", "hai", "ba", "bon", "2", "3", "4", "cac", "phuong", "an", "dap",
    "cau", "y", "lua", "chon",
];
const NAMING: [&str; 5] = ["phuong", "dap", "cau", "y", "lua"];
const BETWEEN: [&str; 7] = ["va", "hoac", "hay", "lan", "cung", "voi", "den"];
const AFTER: [&str; 10] = [
    "deu", "cung", "la", "dung", "sai", "chinh", "xac", "khong", "chua", "tren",
];

/// The places of options whose letters the whole text speaks of: "Cả A và B", "A, C đúng", "Đáp án B".
///
/// The text must consist of nothing but such words, so "Loại A" or "Hạng A và B" say nothing about options.
fn letters_referred_to(words: &[&str]) -> Vec<usize> {
    let before = words.iter().take_while(|word| BEFORE.contains(word)).count();
    let (before, rest) = words.split_at(before);
    let judging = rest.iter().any(|word| AFTER.contains(word));
    let known = |word: &&str| letter(word).is_some() || BETWEEN.contains(word) || AFTER.contains(word);
    if !rest.iter().all(known) || rest.first().is_none_or(|word| letter(word).is_none()) {
        return Vec::new();
    }
    let letters: Vec<usize> = rest.iter().filter_map(|word| letter(word)).collect();
    let one_is_meant = judging || before.iter().any(|word| NAMING.contains(word));
    if letters.len() >= 2 || one_is_meant {
        letters
    } else {
        Vec::new()
    }
}

fn letter(word: &str) -> Option<usize> {
    match word.as_bytes() {
        [letter @ b'a'..=b'h'] => Some(usize::from(letter - b'a')),
        _ => None,
    }
}

/// Beginnings that speak of several options at once.
const QUANTIFIERS: [&[&str]; 14] = [
    &["tat", "ca"],
    &["toan", "bo"],
    &["ca", "hai"],
    &["ca", "ba"],
    &["ca", "bon"],
    &["ca", "2"],
    &["ca", "3"],
    &["ca", "4"],
    &["khong"],
    &["cac"],
    &["hai"],
    &["moi"],
    &["mot", "trong"],
    &["dap", "an", "khac"],
];
/// Words for an option.
const NOUNS: [&[&str]; 4] = [
    &["phuong", "an"],
    &["dap", "an"],
    &["lua", "chon"],
    &["cau", "tra", "loi"],
];
/// Endings that point at what stands above.
const ENDINGS: [&[&str]; 9] = [
    &["tren"],
    &["tren", "day"],
    &["o", "tren"],
    &["tren", "deu", "dung"],
    &["tren", "deu", "sai"],
    &["deu", "dung"],
    &["deu", "sai"],
    &["con", "lai"],
    &["tren", "dung"],
];

/// Whether the text speaks of the options above it: "Tất cả các phương án trên", "Không phương án nào ở trên".
fn refers_to_place(words: &[&str]) -> bool {
    let quantified = QUANTIFIERS.iter().any(|start| words.starts_with(start));
    let points_up = ENDINGS.iter().any(|end| words.ends_with(end));
    let names_options = NOUNS
        .iter()
        .any(|noun| words.windows(noun.len()).any(|window| window == *noun));
    quantified && (points_up || names_options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> (Vec<usize>, bool) {
        let folded = text::fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        (letters_referred_to(&words), refers_to_place(&words))
    }

    #[test]
    fn letters_of_other_options_are_found() {
        for (text, places) in [
            ("Cả A và B", vec![0, 1]),
            ("A và C đúng", vec![0, 2]),
            ("A, B, C đều đúng.", vec![0, 1, 2]),
            ("Cả A, B và C đều sai", vec![0, 1, 2]),
            ("Cả hai phương án B và D", vec![1, 3]),
            ("Chỉ A đúng", vec![0]),
            ("Đáp án A và B", vec![0, 1]),
            ("Phương án C", vec![2]),
            ("A hoặc B", vec![0, 1]),
            ("A đúng, B sai", vec![0, 1]),
        ] {
            assert_eq!(split(text).0, places, "{text}");
        }
    }

    #[test]
    fn places_of_other_options_are_found() {
        for text in [
            "Tất cả các phương án trên",
            "Tất cả các đáp án trên đều đúng.",
            "Tất cả đều đúng",
            "Không phương án nào ở trên",
            "Không có đáp án nào đúng",
            "Cả ba phương án trên",
            "Cả 3 ý trên",
            "Các câu trên đều sai",
            "Tất cả các cơ quan nêu trên",
            "Các phương án còn lại",
        ] {
            assert!(split(text).1, "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in [
            "Loại A",
            "Hạng A và B",
            "Vitamin A và D",
            "A",
            "B",
            "Dự án nhóm A, nhóm B",
            "Bộ phận A",
            "Tất cả các xã trên địa bàn tỉnh",
            "Không quy định",
            "Có",
            "Đúng",
            "Cả nước",
            "Các cơ quan hành chính nhà nước",
            "Ủy ban nhân dân cấp tỉnh",
            "Cả hai cấp chính quyền",
            "E ngại",
        ] {
            assert_eq!(split(text), (vec![], false), "{text}");
        }
    }
}
