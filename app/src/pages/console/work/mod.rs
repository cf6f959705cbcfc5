//! `/console/work`: what takes long, how far it is, and what came of it.

pub mod list;
pub mod one;

use khao_domain::lang::Lang;
use khao_domain::work::WorkKind;

use crate::text::figures;

/// The list of one's own.
pub const PATH: &str = "/console/work";

pub fn kind_words(lang: Lang, kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Freezing => lang.say("Chốt kết quả vòng thi", "Fixing a round's results"),
        WorkKind::ItemImport => lang.say("Nhập câu hỏi từ tệp", "Importing items from a file"),
        WorkKind::UnitImport => lang.say("Nhập đơn vị từ tệp", "Importing units from a file"),
        WorkKind::StartingSet => lang.say(
            "Thêm tỉnh và các xã, phường",
            "Adding a province and its communes",
        ),
        WorkKind::RosterLoad => lang.say("Nạp danh sách dự thi", "Loading a roster"),
        WorkKind::BankCopy => lang.say("Nhân bản ngân hàng câu hỏi", "Copying a question bank"),
    }
}

/// «62 %: 620 trong 1.000»; while the whole is not known, that it is being counted.
fn counted_words(lang: Lang, (done, total): (i64, i64)) -> String {
    if total == 0 {
        return lang
            .say("Đang tính khối lượng công việc", "Counting what there is to do")
            .to_owned();
    }
    let percent = (done.saturating_mul(100) / total).clamp(0, 100);
    let (done, total) = (figures::count(lang, done), figures::count(lang, total));
    match lang {
        Lang::Vi => format!("{percent} %: {done} trong {total} dòng"),
        Lang::En => format!("{percent}%: {done} of {total} rows"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_stands_in_words() {
        assert_eq!(
            counted_words(Lang::Vi, (620, 1_000)),
            "62 %: 620 trong 1.000 dòng"
        );
        assert_eq!(
            counted_words(Lang::En, (1_999, 2_000)),
            "99%: 1,999 of 2,000 rows"
        );
        assert!(counted_words(Lang::Vi, (0, 0)).starts_with("Đang tính"));
    }
}
