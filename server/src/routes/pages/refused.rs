//! Forms that were refused and are shown again with what was typed.

use axum::http::StatusCode;
use khao_domain::problem::Problem;
use khao_engine::error::Error;

use crate::problem::Fault;

/// What the visitor can mend stands on the page of the form, under the status of the refusal; anything else is a page of
/// its own.
pub fn refused(error: Error) -> Result<(StatusCode, Vec<Problem>), Fault> {
    if !matches!(
        error,
        Error::Invalid(_) | Error::Stale(_) | Error::Conflict(_) | Error::BankTooSmall(_)
    ) {
        return Err(error.into());
    }
    let fault = Fault::from(error);
    let problems = if fault.errors.is_empty() {
        vec![Problem::at("", *fault.detail)]
    } else {
        fault.errors
    };
    Ok((fault.status, problems))
}

/// The engine's problems at the fields of the form they came from.
pub fn named(error: Error, pointer: impl Fn(&str) -> String) -> Error {
    match error {
        Error::Invalid(problems) => Error::Invalid(
            problems
                .into_iter()
                .map(|problem| Problem::at(pointer(&problem.pointer), problem.detail))
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use khao_engine::error::Conflict;

    use super::*;

    #[test]
    fn a_mistake_and_a_conflict_keep_their_statuses() {
        let (status, problems) = refused(Error::invalid("/name", "Thiếu tên.")).unwrap_or_default();
        assert_eq!(
            (status, problems),
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                vec![Problem::at("/name", "Thiếu tên.")]
            )
        );
        let (status, problems) = refused(Error::Conflict(Conflict::InUse)).unwrap_or_default();
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(problems.iter().all(|problem| problem.pointer.is_empty()) && problems.len() == 1);
        assert!(refused(Error::NotFound).is_err());
    }

    #[test]
    fn only_mistakes_have_fields_to_be_named() {
        let index = |pointer: &str| format!("{pointer}.3");
        let Error::Invalid(problems) = named(Error::invalid("/name", "Thiếu tên."), index) else {
            panic!("a mistake stays one");
        };
        assert_eq!(problems, [Problem::at("/name.3", "Thiếu tên.")]);
        assert!(matches!(named(Error::NotFound, index), Error::NotFound));
    }
}
