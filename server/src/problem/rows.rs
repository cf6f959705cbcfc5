//! What is wrong with a row of a file, as programs are told.

use khao_domain::lang::Lang;
use khao_domain::table::{RowProblem, Severity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routes::api::values::one_of;

/// In the language of whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowProblemShown {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(nullable = false)]
    pub column: Option<String>,
    #[schema(schema_with = severity)]
    pub severity: Severity,
    pub detail: String,
}

fn severity() -> utoipa::openapi::schema::Object {
    one_of(&["error", "warning"])
}

impl RowProblemShown {
    pub fn of(lang: Lang, problem: RowProblem) -> Self {
        Self {
            row: problem.row,
            column: problem.column,
            severity: problem.severity,
            detail: problem.detail.in_lang(lang).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use khao_domain::lang::said;

    use super::*;

    #[test]
    fn row_problems_are_json_as_promised() {
        let problem = RowProblem::error(2, Some("Mã"), said("Trống.", "Empty."));
        let json = |lang| serde_json::to_string(&RowProblemShown::of(lang, problem.clone())).unwrap();
        assert_eq!(
            Lang::ALL.map(json),
            [
                r#"{"row":2,"column":"Mã","severity":"error","detail":"Trống."}"#,
                r#"{"row":2,"column":"Mã","severity":"error","detail":"Empty."}"#,
            ]
        );
        let problem = RowProblem::warning(3, None, "Lạ.");
        assert_eq!(
            serde_json::to_string(&RowProblemShown::of(Lang::Vi, problem)).unwrap(),
            r#"{"row":3,"severity":"warning","detail":"Lạ."}"#
        );
    }
}
