//! What a work came to, as its row keeps it: enough for a page to say what there is to see, or to mend.

use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_domain::table::{RowProblem, Severity};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bank::banks::Bank;
use crate::bank::imports::ImportReport;
use crate::contest::rankings::Truth;
use crate::error::{Conflict, Error};
use crate::people::roster::RosterLoad;
use crate::people::units::UnitImport;

/// The first mistakes of a file tell what is wrong with it; the row stays small.
const ROWS_KEPT: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Frozen {
        participants: i64,
        all_correct: i64,
    },
    ItemsImported {
        /// None where nothing changed.
        revision: Option<i64>,
        new: u32,
        changed: u32,
        same: u32,
    },
    UnitsImported {
        /// None where nothing changed.
        import: Option<Uuid>,
        new: u32,
        changed: u32,
        same: u32,
    },
    RosterLoaded {
        new: u64,
        same: u64,
        lost: u64,
        people: u64,
    },
    BankCopied {
        items: u64,
    },
    /// Nothing of it was done.
    Refused(Refusal),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Invalid(Vec<Mistake>),
    /// The file's first mistakes.
    Rows(Vec<RowMistake>),
    Conflict(Conflict),
    Busy,
    NotFound,
    Forbidden,
    /// The cause is in the log.
    Failed,
}

/// What is said, in every language: nobody knows who will read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    vi: String,
    en: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    pointer: String,
    told: Told,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMistake {
    row: u64,
    column: Option<String>,
    severity: Severity,
    told: Told,
}

impl Outcome {
    pub(crate) fn of_freezing(truth: &Truth) -> Self {
        Self::Frozen {
            participants: truth.participants,
            all_correct: truth.all_correct,
        }
    }

    pub(crate) fn of_items(report: &ImportReport) -> Self {
        if report.has_errors() {
            return Self::Refused(Refusal::of_rows(&report.problems));
        }
        Self::ItemsImported {
            revision: report.revision,
            new: report.new,
            changed: report.changed,
            same: report.same,
        }
    }

    pub(crate) fn of_units(report: &UnitImport) -> Self {
        Self::UnitsImported {
            import: report.id,
            new: report.new,
            changed: report.changed,
            same: report.same,
        }
    }

    pub(crate) const fn of_roster(load: &RosterLoad) -> Self {
        Self::RosterLoaded {
            new: load.new,
            same: load.same,
            lost: load.lost,
            people: load.people,
        }
    }

    pub(crate) const fn of_copy((_, items): &(Bank, u64)) -> Self {
        Self::BankCopied { items: *items }
    }
}

impl Refusal {
    fn of_rows(problems: &[RowProblem]) -> Self {
        Self::Rows(problems.iter().take(ROWS_KEPT).map(RowMistake::of).collect())
    }

    pub fn of(error: &Error) -> Self {
        match error {
            Error::Invalid(problems) => Self::Invalid(problems.iter().map(Mistake::of).collect()),
            Error::InvalidRows(rows) => Self::of_rows(rows),
            Error::Conflict(conflict) => Self::Conflict(*conflict),
            Error::Busy { .. } => Self::Busy,
            Error::NotFound => Self::NotFound,
            Error::Forbidden => Self::Forbidden,
            _ => Self::Failed,
        }
    }

    /// What was answered to whoever waited for it; none where only the log knows.
    pub fn error(&self) -> Option<Error> {
        Some(match self {
            Self::Invalid(mistakes) => Error::Invalid(mistakes.iter().map(Mistake::problem).collect()),
            Self::Rows(rows) => Error::InvalidRows(rows.iter().map(RowMistake::problem).collect()),
            Self::Conflict(conflict) => Error::Conflict(*conflict),
            Self::Busy => Error::Busy { retry_after_s: 1 },
            Self::NotFound => Error::NotFound,
            Self::Forbidden => Error::Forbidden,
            Self::Failed => return None,
        })
    }
}

impl Told {
    fn of(said: &Said) -> Self {
        Self {
            vi: said.in_lang(Lang::Vi).to_owned(),
            en: said.in_lang(Lang::En).to_owned(),
        }
    }

    fn said(&self) -> Said {
        Said::of(|lang| match lang {
            Lang::Vi => self.vi.clone(),
            Lang::En => self.en.clone(),
        })
    }
}

impl Mistake {
    fn of(problem: &Problem) -> Self {
        Self {
            pointer: problem.pointer.clone(),
            told: Told::of(&problem.detail),
        }
    }

    fn problem(&self) -> Problem {
        Problem::at(self.pointer.clone(), self.told.said())
    }
}

impl RowMistake {
    fn of(problem: &RowProblem) -> Self {
        Self {
            row: problem.row,
            column: problem.column.clone(),
            severity: problem.severity,
            told: Told::of(&problem.detail),
        }
    }

    pub fn problem(&self) -> RowProblem {
        RowProblem {
            row: self.row,
            column: self.column.clone(),
            severity: self.severity,
            detail: self.told.said(),
        }
    }
}

#[cfg(test)]
mod tests {
    use khao_domain::lang::said;

    use super::*;

    #[test]
    fn a_refusal_says_later_what_it_would_have_said_at_once() {
        let refused = |error: &Error| Refusal::of(error).error().map(|error| format!("{error:?}"));
        for error in [
            Error::Conflict(Conflict::AttemptsOpen),
            Error::Busy { retry_after_s: 1 },
            Error::NotFound,
            Error::Forbidden,
            Error::InvalidRows(vec![RowProblem::error(2, None, "Thiếu tên.")]),
        ] {
            assert_eq!(refused(&error), Some(format!("{error:?}")));
        }
        let Some(Error::Invalid(problems)) =
            Refusal::of(&Error::invalid("/a", said("Sai.", "Wrong."))).error()
        else {
            panic!("a mistake stays one");
        };
        let told = problems[0].detail.in_lang(Lang::En);
        assert_eq!((problems[0].pointer.as_str(), told), ("/a", "Wrong."));
        assert_eq!(refused(&Error::Internal("the cause".into())), None);
    }

    #[test]
    fn a_row_keeps_the_first_mistakes_of_a_file() {
        let report = ImportReport {
            problems: vec![RowProblem::error(2, None, "Thiếu mã."); ROWS_KEPT + 5],
            ..ImportReport::default()
        };
        let Outcome::Refused(Refusal::Rows(rows)) = Outcome::of_items(&report) else {
            panic!("a file with mistakes is refused");
        };
        assert_eq!(rows.len(), ROWS_KEPT);
    }
}
