//! What a cell's value means, as text: what somebody would have typed into a CSV file.

use khao_domain::lang::{Lang, Said, said};
use khao_domain::time::CivilDate;

use super::escapes::unescape;
use super::strings::Strings;
use super::styles::Styles;

/// A cell as its sheet has it.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// The attribute `t`; blank for a number.
    pub(super) kind: String,
    pub(super) style: usize,
    pub(super) has_formula: bool,
    /// What stands in `v`, if there is one.
    pub(super) value: Option<String>,
    /// What stands in `is`.
    pub(super) inline: String,
}

/// What is wrong with a cell; the sheet knows which.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake(pub(super) Said);

#[derive(Debug)]
pub(super) struct Reader {
    strings: Strings,
    styles: Styles,
    counts_from_1904: bool,
}

const SERIAL_DAYS_MOST: f64 = 2_958_465.0;
const SECONDS_A_DAY: i64 = 86_400;

impl Reader {
    pub(super) fn new(strings: Strings, styles: Styles, counts_from_1904: bool) -> Self {
        Self {
            strings,
            styles,
            counts_from_1904,
        }
    }

    /// A formula stands for the value it last had.
    pub(super) fn text(&self, cell: &Cell) -> Result<String, Mistake> {
        if cell.kind == "inlineStr" {
            return Ok(unescape(&cell.inline).into_owned());
        }
        let Some(value) = cell.value.as_deref() else {
            return if cell.has_formula {
                Err(Mistake(said(
                    "Công thức trong ô này chưa có kết quả; hãy mở tệp bằng bảng tính, lưu lại rồi tải lên lại.",
                    "The formula of this cell has no result yet; open the file, save it and send it again.",
                )))
            } else {
                Ok(String::new())
            };
        };
        match cell.kind.as_str() {
            "s" => {
                let shared = value
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|number| self.strings.get(number));
                shared.map(str::to_owned).ok_or_else(|| {
                    Mistake(said(
                        "Không đọc được ô này; hãy gõ lại nội dung.",
                        "This cell cannot be read; type it again.",
                    ))
                })
            }
            "str" => Ok(unescape(value).into_owned()),
            "b" => Ok(if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "e" => {
                let code: String = value.chars().take(20).collect();
                Err(Mistake(Said::of(|lang| match lang {
                    Lang::Vi => format!("Ô này báo lỗi {code}; hãy sửa công thức hoặc gõ giá trị."),
                    Lang::En => {
                        format!("This cell shows the error {code}; mend the formula or type the value.")
                    }
                })))
            }
            "d" => Ok(of_iso_date(value)),
            _ if value.trim().is_empty() => Ok(String::new()),
            _ => self.of_number(value, cell.style),
        }
    }

    fn of_number(&self, value: &str, style: usize) -> Result<String, Mistake> {
        let number = value
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite() && number.abs() < 1e15)
            .ok_or_else(|| {
                Mistake(said(
                    "Không đọc được số trong ô này; hãy gõ lại.",
                    "The number in this cell cannot be read; type it again.",
                ))
            })?;
        let date = self
            .styles
            .is_date(style)
            .then(|| self.of_serial(number))
            .flatten();
        Ok(date.unwrap_or_else(|| shown(number)))
    }

    /// A date, a time, or both; none where the number lies outside of the calendar.
    fn of_serial(&self, serial: f64) -> Option<String> {
        if !(0.0..=SERIAL_DAYS_MOST).contains(&serial) {
            return None;
        }
        // The bounds above make it exact.
        #[expect(clippy::cast_possible_truncation, reason = "at most some 10^11 seconds")]
        let seconds = (serial * SECONDS_A_DAY as f64).round() as i64;
        let (days, second) = (seconds / SECONDS_A_DAY, seconds % SECONDS_A_DAY);
        let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        if days == 0 && !self.counts_from_1904 {
            return Some(time);
        }
        let date = self.date(days)?.vietnamese();
        Some(if second == 0 {
            date
        } else {
            format!("{date} {time}")
        })
    }

    fn date(&self, days: i64) -> Option<CivilDate> {
        let (first, days) = match days {
            _ if self.counts_from_1904 => (CivilDate::new(1904, 1, 1)?, days),
            // The day that never was: 29 February 1900.
            60 => return None,
            ..60 => (CivilDate::new(1899, 12, 31)?, days),
            _ => (CivilDate::new(1899, 12, 30)?, days),
        };
        Some(first.plus_days(days))
    }
}

/// `2025-07-01T00:00:00` without its time, where there is none.
fn of_iso_date(value: &str) -> String {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    let is_midnight = time
        .trim_end_matches('Z')
        .chars()
        .all(|c| matches!(c, '0' | ':' | '.'));
    match CivilDate::parse(day) {
        Some(date) if is_midnight => date.vietnamese(),
        _ => value.to_owned(),
    }
}

/// The 15 digits that a spreadsheet shows: what it stores as 1.1000000000000001 was typed as 1.1.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Minus nothing is nothing.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: &str, is_date: bool, counts_from_1904: bool) -> Result<String, Mistake> {
        let styles = format!(
            "<styleSheet><cellXfs><xf numFmtId=\"{}\"/></cellXfs></styleSheet>",
            if is_date { 14 } else { 0 }
        );
        let styles = super::super::styles::read(styles.as_bytes()).unwrap();
        let cell = Cell {
            value: Some(value.to_owned()),
            ..Cell::default()
        };
        Reader::new(Strings::default(), styles, counts_from_1904).text(&cell)
    }

    #[test]
    fn numbers_are_shown_as_they_were_typed() {
        for (value, text) in [
            ("76", "76"),
            ("1.1000000000000001", "1.1"),
            ("0.30000000000000004", "0.3"),
            ("-12.5", "-12.5"),
            ("1E3", "1000"),
            ("-0", "0"),
            ("1e-7", "0.0000001"),
            ("123456789012345", "123456789012345"),
        ] {
            assert_eq!(number(value, false, false).as_deref(), Ok(text));
        }
        for wrong in ["NaN", "inf", "1e400", "1e300", "x", "1,5"] {
            assert!(number(wrong, false, false).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        for (serial, text) in [
            ("45839", "01/07/2025"),
            ("1", "01/01/1900"),
            ("59", "28/02/1900"),
            ("60", "60"),
            ("61", "01/03/1900"),
            ("2958465", "31/12/9999"),
            ("2958466", "2958466"),
            ("-1", "-1"),
            ("0.5", "12:00:00"),
            ("45839.75", "01/07/2025 18:00:00"),
            ("45838.9999999", "01/07/2025"),
        ] {
            assert_eq!(number(serial, true, false).as_deref(), Ok(text), "{serial}");
        }
        assert_eq!(number("44377", true, true).as_deref(), Ok("01/07/2025"));
        assert_eq!(of_iso_date("2025-07-01T00:00:00"), "01/07/2025");
        assert_eq!(of_iso_date("2025-07-01T08:30:00"), "2025-07-01T08:30:00");
    }
}
