//! When a survey takes answers, and which ways to answer there are.

use serde::{Deserialize, Serialize};

use crate::lang::{Said, said};
use crate::time::Timestamp;

/// How long after its wave a response that was taken without a network still arrives, in days.
pub const LATE_DAYS_MOST: i64 = 30;

/// How a response came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The open link.
    Web,
    /// A poster's code at a desk.
    Qr,
    /// A tablet at a desk.
    Kiosk,
    Interviewer,
    /// Typed in from a form.
    Paper,
}

impl Channel {
    pub const ALL: [Self; 5] = [Self::Web, Self::Qr, Self::Kiosk, Self::Interviewer, Self::Paper];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Qr => "qr",
            Self::Kiosk => "kiosk",
            Self::Interviewer => "interviewer",
            Self::Paper => "paper",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    pub const fn title(self) -> Said {
        match self {
            Self::Web => said("Đường dẫn mở", "Open link"),
            Self::Qr => said("Mã QR tại quầy", "QR code at the desk"),
            Self::Kiosk => said("Máy tính bảng tại quầy", "Tablet at the desk"),
            Self::Interviewer => said("Điều tra viên", "Interviewer"),
            Self::Paper => said("Phiếu giấy", "Paper form"),
        }
    }

    /// Taken without a network: it arrives late, and is stored over quota rather than refused.
    pub const fn may_be_late(self) -> bool {
        matches!(self, Self::Kiosk | Self::Interviewer | Self::Paper)
    }

    /// Where a wave asks those who were invited, it takes nobody else over these.
    pub const fn may_be_by_invitation(self) -> bool {
        matches!(self, Self::Web | Self::Qr)
    }

    /// Sent by staff only.
    pub const fn is_of_staff(self) -> bool {
        matches!(self, Self::Interviewer | Self::Paper)
    }
}

/// How a survey stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyStatus {
    /// No wave is fielded or planned.
    Draft,
    Open,
    /// Between waves, before the first and after the last one.
    Closed,
}

/// From the one moment until before the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
}

impl Span {
    pub fn is_open(self, now: Timestamp) -> bool {
        self.opens_at <= now && now < self.closes_at
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.opens_at < other.closes_at && other.opens_at < self.closes_at
    }

    /// Whether what was taken without a network may still arrive.
    pub fn takes_late(self, now: Timestamp) -> bool {
        self.opens_at <= now && now < self.closes_at.plus_seconds(LATE_DAYS_MOST * 24 * 3600)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_is_open_until_its_end_and_late_ones_come_for_a_month() {
        let at = |s: i64| Timestamp(0).plus_seconds(s);
        let wave = Span {
            opens_at: at(100),
            closes_at: at(200),
        };
        assert_eq!(
            [99, 100, 199, 200].map(|s| wave.is_open(at(s))),
            [false, true, true, false]
        );
        let last = 200 + 30 * 24 * 3600;
        assert_eq!(
            [99, 200, last - 1, last].map(|s| wave.takes_late(at(s))),
            [false, true, true, false]
        );
        let next = Span {
            opens_at: at(200),
            closes_at: at(300),
        };
        assert!(!wave.overlaps(next) && !next.overlaps(wave));
        assert!(wave.overlaps(Span {
            opens_at: at(199),
            ..next
        }));
    }

    #[test]
    fn channels_are_read_as_they_are_written() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
        assert_eq!(Channel::parse("Web"), None);
    }
}
