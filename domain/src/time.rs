//! One kind of time stamp (UTC microseconds), calendar dates, and the clock of Việt Nam.

use serde::{Deserialize, Serialize};
use std::fmt;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Month, OffsetDateTime, UtcOffset};

use crate::lang::{Lang, Said, said};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// `Asia/Ho_Chi_Minh` has been seven hours ahead of UTC, without summer time, since 1975.
const VIET_NAM_SECONDS: i32 = 7 * 3600;

const RFC3339_MS: &[BorrowedFormatItem<'static>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const LOCAL_MINUTE: &[BorrowedFormatItem<'static>] =
    format_description!("[hour]:[minute] ngày [day]/[month]/[year]");
const LOCAL_SECOND: &[BorrowedFormatItem<'static>] =
    format_description!("[hour]:[minute]:[second] ngày [day]/[month]/[year]");
const ENGLISH_MINUTE: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute]");
const ENGLISH_SECOND: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute]:[second]");
const ENGLISH_DATE: &[BorrowedFormatItem<'static>] =
    format_description!("[day padding:none] [month repr:short] [year]");
const LOCAL_CSV: &[BorrowedFormatItem<'static>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
const ISO_DATE: &[BorrowedFormatItem<'static>] = format_description!("[year]-[month]-[day]");

impl Timestamp {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis * 1000)
    }

    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1_000_000)
    }

    /// Whole seconds from `earlier` to `self`; negative where `self` comes first.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(1_000_000)
    }

    fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    fn local(self) -> OffsetDateTime {
        let offset = UtcOffset::from_whole_seconds(VIET_NAM_SECONDS).unwrap_or(UtcOffset::UTC);
        self.utc().to_offset(offset)
    }

    /// RFC 3339 in UTC with milliseconds: `2025-10-05T17:00:00.000Z`.
    pub fn rfc3339(self) -> String {
        self.utc().format(RFC3339_MS).unwrap_or_default()
    }

    /// Reads RFC 3339 with any offset.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let at = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
        i64::try_from(at.unix_timestamp_nanos() / 1000).ok().map(Self)
    }

    /// The hour in Việt Nam: `08:00 ngày 05/10/2025`.
    pub fn local_minute(self) -> String {
        self.local().format(LOCAL_MINUTE).unwrap_or_default()
    }

    /// `08:00:12 ngày 05/10/2025`.
    pub fn local_second(self) -> String {
        self.local().format(LOCAL_SECOND).unwrap_or_default()
    }

    /// As [`Self::local_minute`] in Vietnamese; in English `5 Oct 2025, 08:00`, which nobody takes for the tenth of May.
    pub fn minute_in(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.local_minute(),
            Lang::En => self.local().format(ENGLISH_MINUTE).unwrap_or_default(),
        }
    }

    /// As [`Self::local_second`] in Vietnamese; in English `5 Oct 2025, 08:00:12`.
    pub fn second_in(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.local_second(),
            Lang::En => self.local().format(ENGLISH_SECOND).unwrap_or_default(),
        }
    }

    /// `08:00`.
    pub fn local_clock(self) -> String {
        self.local_csv().get(11..16).unwrap_or_default().to_owned()
    }

    /// The day and the hour as [`CivilDate::at_minute`] takes them: midnight is the end of the day before.
    pub fn local_end(self) -> (CivilDate, String) {
        let day = self.local_date();
        if self == day.midnight() {
            (day.plus_days(-1), "24:00".to_owned())
        } else {
            (day, self.local_clock())
        }
    }

    /// `2025-10-05 08:00:12`, the time in Việt Nam as spreadsheets read it.
    pub fn local_csv(self) -> String {
        self.local().format(LOCAL_CSV).unwrap_or_default()
    }

    /// The calendar day in Việt Nam.
    pub fn local_date(self) -> CivilDate {
        CivilDate(self.local().date())
    }
}

/// What is said of a typed day that is none.
pub const NOT_A_DAY: Said = said(
    "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.",
    "A date is day/month/year, such as 01/07/2025.",
);

/// A calendar date without a time: `2025-10-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CivilDate(Date);

impl CivilDate {
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        Date::from_calendar_date(year, Month::try_from(month).ok()?, day)
            .ok()
            .map(Self)
    }

    /// Reads `2025-10-05` (ISO), `5/10/2025` (as people in Việt Nam write it) or `05102025`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(date) = Date::parse(text, ISO_DATE) {
            return Some(Self(date));
        }
        // Eight figures, from keyboards that have nothing else: day, month, year.
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
            let year = text.get(4..)?.parse().ok()?;
            return Self::new(year, number(2..4)?, number(0..2)?);
        }
        let mut parts = text.split(['/', '-', '.']);
        let day = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        parts.next().is_none().then_some(())?;
        Self::new(year, month, day)
    }

    pub fn iso(self) -> String {
        self.0.format(ISO_DATE).unwrap_or_default()
    }

    /// `05/10/2025`.
    pub fn vietnamese(self) -> String {
        format!(
            "{:02}/{:02}/{}",
            self.0.day(),
            u8::from(self.0.month()),
            self.0.year()
        )
    }

    /// `05/10/2025`, or `5 Oct 2025`.
    pub fn in_lang(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.0.format(ENGLISH_DATE).unwrap_or_default(),
        }
    }

    /// A moment of this day in Việt Nam; minute 1,440 is the end of the day.
    pub fn at_minute(self, minute: u32) -> Timestamp {
        self.midnight().plus_seconds(i64::from(minute) * 60)
    }

    /// 0 for a Monday, 6 for a Sunday.
    pub const fn days_since_monday(self) -> u8 {
        self.0.weekday().number_days_from_monday()
    }

    /// The Monday after this day.
    #[must_use]
    pub fn next_monday(self) -> Self {
        self.plus_days(7 - i64::from(self.days_since_monday()))
    }

    /// Whole years between two dates; who was born on 29 February turns a year older on 1 March of a common year.
    pub fn years_until(self, day: Self) -> i32 {
        let had_birthday = (u8::from(day.0.month()), day.0.day()) >= (u8::from(self.0.month()), self.0.day());
        day.0.year() - self.0.year() - i32::from(!had_birthday)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 00:00 of this day in Việt Nam.
    pub fn midnight(self) -> Timestamp {
        let utc = self.0.midnight().assume_utc().unix_timestamp() - i64::from(VIET_NAM_SECONDS);
        Timestamp(utc * 1_000_000)
    }

    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        self.0.checked_add(time::Duration::days(days)).map_or(self, Self)
    }
}

/// Reads an hour of the day as people write it (`8:00`, `08h30`, `8h`, `24:00`), in minutes since midnight.
pub fn parse_minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once([':', 'h', 'g', '.'])?;
    let hour: u32 = hour.trim().parse().ok()?;
    let minute: u32 = match minute.trim() {
        "" => 0,
        minute => minute.parse().ok()?,
    };
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && minutes <= 1_440).then_some(minutes)
}

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Serialize for CivilDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for CivilDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("ngày phải có dạng YYYY-MM-DD"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_of_the_24th_hour_is_the_next_day() {
        let day = CivilDate::parse("06/10/2025").unwrap();
        assert_eq!(day.midnight().rfc3339(), "2025-10-05T17:00:00.000Z");
        assert_eq!(day.midnight().local_minute(), "00:00 ngày 06/10/2025");
        assert_eq!(day.midnight().local_date(), day);
    }

    #[test]
    fn an_english_date_is_read_in_one_way() {
        let at = CivilDate::parse("06/10/2025").unwrap().at_minute(485);
        assert_eq!(at.minute_in(Lang::Vi), "08:05 ngày 06/10/2025");
        assert_eq!(at.minute_in(Lang::En), "6 Oct 2025, 08:05");
        assert_eq!(at.plus_seconds(9).second_in(Lang::En), "6 Oct 2025, 08:05:09");
        assert_eq!(at.local_date().in_lang(Lang::En), "6 Oct 2025");
    }

    #[test]
    fn years_turn_on_the_birthday() {
        let born = CivilDate::parse("2007-11-22").unwrap();
        assert_eq!(born.years_until(CivilDate::parse("2025-11-21").unwrap()), 17);
        assert_eq!(born.years_until(CivilDate::parse("2025-11-22").unwrap()), 18);
        let leap = CivilDate::parse("2008-02-29").unwrap();
        assert_eq!(leap.years_until(CivilDate::parse("2026-02-28").unwrap()), 17);
        assert_eq!(leap.years_until(CivilDate::parse("2026-03-01").unwrap()), 18);
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for bad in [
            "2025-02-29",
            "31/11/2025",
            "1/1/25",
            "",
            "hôm nay",
            "2025-13-01",
            "1/2/3/4",
        ] {
            assert_eq!(CivilDate::parse(bad), None, "{bad}");
        }
        assert_eq!(CivilDate::parse(" 5/1/1990 ").unwrap().iso(), "1990-01-05");
        assert_eq!(CivilDate::parse("05011990").unwrap().iso(), "1990-01-05");
        assert_eq!(CivilDate::parse("32011990"), None);
    }

    #[test]
    fn rfc3339_round_trip() {
        let at = Timestamp::parse_rfc3339("2025-10-06T00:00:00.123+07:00").unwrap();
        assert_eq!(at.rfc3339(), "2025-10-05T17:00:00.123Z");
        assert_eq!(Timestamp::parse_rfc3339(&at.rfc3339()), Some(at));
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let read = ["8:00", " 08h30 ", "8h", "24:00", "0:00"].map(parse_minute);
        assert_eq!(read, [Some(480), Some(510), Some(480), Some(1_440), Some(0)]);
        for text in ["", "8", "24:01", "8:60", "-1:00", "x:00", "99999999999:00"] {
            assert_eq!(parse_minute(text), None, "{text}");
        }
        let day = CivilDate::parse("2026-11-22").unwrap();
        assert_eq!(day.at_minute(1_440), day.plus_days(1).midnight());
        assert_eq!(day.at_minute(1_440).local_end(), (day, "24:00".to_owned()));
        assert_eq!(day.at_minute(485).local_end(), (day, "08:05".to_owned()));
        // A Sunday, then the Monday itself.
        assert_eq!(day.next_monday().iso(), "2026-11-23");
        assert_eq!(day.next_monday().next_monday().iso(), "2026-11-30");
    }
}
