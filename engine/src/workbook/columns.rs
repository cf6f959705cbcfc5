//! What a column holds is told by its header, in whatever file it is: how its cells are kept, and how wide it is shown.

use khao_domain::time::CivilDate;

/// Columns that hold numbers. A workbook keeps them as numbers, so that they can be sorted and added up; codes of
/// people and units are not among them, because they may begin with a zero.
const NUMBERS: [&str; 29] = [
    "Câu",
    "Dự đoán",
    "Hạng",
    "Lượt",
    "Lần xếp hạng",
    "Sai số",
    "Sai số dự đoán",
    "Số bài",
    "Số lượt bắt đầu",
    "Số lượt gặp",
    "Số lượt nộp",
    "Số lượt trả lời",
    "Số lượt đúng",
    "Số người",
    "Số người ghi danh",
    "Số người vào thi",
    "Số người đã nộp",
    "Số thứ tự",
    "Số tiền (đồng)",
    "Thời gian làm bài (giây)",
    "Từ mức điểm (%)",
    "Tỷ lệ (%)",
    "Tỷ lệ đúng (%)",
    "Điểm",
    "Điểm trung bình",
    "Điểm tối đa",
    "Đúng",
    "Độ khó",
    "Độ phân biệt",
];
/// Columns that hold days.
const DATES: [&str; 7] = [
    "Ngày",
    "Ngày sinh",
    "Ngày tính",
    "Hiệu lực từ",
    "Hiệu lực đến",
    "Có hiệu lực từ",
    "Hết hiệu lực từ",
];
/// Columns that hold a day with its time.
const MOMENTS: [&str; 6] = ["Bắt đầu", "Hạn nộp", "Nộp lúc", "Lúc", "Từ lúc", "Đến lúc"];
/// Columns whose texts are of a length of their own; any other is of [`WIDTH_OF_TEXT`].
const WIDTHS: [(&str, usize); 16] = [
    ("Mã lượt thi", WIDTH_OF_ID),
    ("Mã người dự thi", WIDTH_OF_ID),
    ("Mã tài khoản", WIDTH_OF_ID),
    ("Đối tượng", WIDTH_OF_ID),
    ("Họ và tên", WIDTH_OF_NAME),
    ("Tên", WIDTH_OF_NAME),
    ("Đơn vị", WIDTH_OF_NAME),
    ("Người hoặc đơn vị đạt giải", WIDTH_OF_NAME),
    ("Bảng thi hoặc khối", WIDTH_OF_NAME),
    ("Giải", WIDTH_OF_NAME),
    ("Chủ đề", WIDTH_OF_NAME),
    ("Việc", WIDTH_OF_NAME),
    ("Nội dung", WIDTH_OF_PROSE),
    ("Giải thích", WIDTH_OF_PROSE),
    ("Nguồn", WIDTH_OF_PROSE),
    ("Chi tiết", WIDTH_OF_PROSE),
];
const WIDTH_OF_TEXT: usize = 18;
const WIDTH_OF_ID: usize = 38;
const WIDTH_OF_NAME: usize = 32;
const WIDTH_OF_PROSE: usize = 60;
/// `05/10/2025`, and a little room.
const WIDTH_OF_DATE: usize = 12;
/// `05/10/2025 08:00:12`.
const WIDTH_OF_MOMENT: usize = 20;
const WIDTH_OF_NUMBER: usize = 10;
/// Days and numbers before it are counted in two ways by spreadsheets, which know a 29 February 1900.
const FIRST_SURE_DAY: i64 = 61;
const SECONDS_A_DAY: i64 = 86_400;

/// How the cells of a column are kept where they can be read so; any other cell of it stays a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Date,
    Moment,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(super) kind: Kind,
    /// In characters.
    pub(super) width: usize,
}

impl Column {
    pub(crate) fn of(header: &str) -> Self {
        let (kind, width) = if NUMBERS.contains(&header) {
            (Kind::Number, WIDTH_OF_NUMBER)
        } else if DATES.contains(&header) {
            (Kind::Date, WIDTH_OF_DATE)
        } else if MOMENTS.contains(&header) {
            (Kind::Moment, WIDTH_OF_MOMENT)
        } else {
            let own = WIDTHS.iter().find(|(name, _)| *name == header);
            (Kind::Text, own.map_or(WIDTH_OF_TEXT, |(_, width)| *width))
        };
        // The header is bold, and wants to be read too.
        let width = width.max(header.chars().count() + 2);
        Self { kind, width }
    }
}

/// The columns of a file, by their headers.
pub(crate) fn columns<'c>(headers: impl IntoIterator<Item = &'c str>) -> Vec<Column> {
    headers.into_iter().map(Column::of).collect()
}

/// `2025-10-05` or `05/10/2025` as the number of days that a spreadsheet counts.
pub(super) fn days(cell: &str) -> Option<i64> {
    let date =
        CivilDate::parse(cell).filter(|date| [date.iso(), date.vietnamese()].contains(&cell.to_owned()))?;
    let first = CivilDate::new(1899, 12, 30)?;
    let apart = date.midnight().seconds_since(first.midnight()) / SECONDS_A_DAY;
    (apart >= FIRST_SURE_DAY).then_some(apart)
}

/// `2025-10-05 08:00:12` as days and their fraction.
pub(super) fn moment(cell: &str) -> Option<f64> {
    let (date, time) = cell.split_once(' ')?;
    let mut parts = time.split(':').map(|part| {
        let is_plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_plain)
    });
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    let seconds = hour * 3600 + minute * 60 + second;
    let whole = days(date).filter(|_| is_time)?;
    Some(whole as f64 + seconds as f64 / SECONDS_A_DAY as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_what_spreadsheets_count() {
        assert_eq!(days("2025-07-01"), Some(45_839));
        assert_eq!(days("01/07/2025"), Some(45_839));
        assert_eq!(days("1900-03-01"), Some(61));
        assert_eq!(moment("2025-07-01 18:00:00"), Some(45_839.75));
        assert_eq!(moment("2025-07-01 00:00:00"), Some(45_839.0));
        for text in [
            "",
            "1900-02-28",
            "1/7/2025",
            "01072025",
            "2025-02-30",
            "07/2025",
            " 2025-07-01",
            "=2025-07-01",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
        for text in [
            "2025-07-01",
            "2025-07-01 24:00:00",
            "2025-07-01 08:00",
            "2025-07-01 08:00:00:00",
            "2025-07-01 +8:00:00",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn no_column_is_narrower_than_its_header() {
        let column = Column::of("Thời gian làm bài (giây)");
        assert_eq!((column.kind, column.width), (Kind::Number, 26));
        let dates = columns(["Ngày sinh", "Nộp lúc", "Họ và tên", "Mã đơn vị"]);
        let told: Vec<_> = dates.iter().map(|column| (column.kind, column.width)).collect();
        assert_eq!(
            told,
            [
                (Kind::Date, 12),
                (Kind::Moment, 20),
                (Kind::Text, 32),
                (Kind::Text, 18)
            ]
        );
    }
}
