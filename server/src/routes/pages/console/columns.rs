//! What the page shows on which the columns of a file are named.

use axum::response::Response;
use khao_app::pages::console::columns::{ColumnsView, FileColumn};
use khao_domain::problem::Problem;
use khao_domain::table::COLUMNS_MOST;
use khao_domain::table::mapping::{Mapping, Template, field};
use khao_engine::uploads::FileColumns;

use super::shortened;
use crate::routes::body::Form;
use crate::routes::pages::context::see_other;

/// Of a cell that shows what its column holds.
const CELL_CHARS: usize = 40;

/// Where a file is looked at that has just come: at its columns first where its headers leave a doubt.
pub(super) fn looked_at(here: &str, columns: Option<FileColumns>) -> Response {
    match columns {
        Some(columns) if columns.is_in_doubt => see_other(&format!("{here}/columns")),
        _ => see_other(here),
    }
}

/// What was chosen for each column, as far as the form goes.
pub(super) fn chosen_columns(form: &Form) -> Mapping {
    let sent = |place| {
        let name = field(place);
        let mut values = form.all(&name);
        values.next().map(str::to_owned)
    };
    let chosen = (0..COLUMNS_MOST).map_while(sent);
    Mapping(
        chosen
            .map(|header| Some(header).filter(|header| !header.is_empty()))
            .collect(),
    )
}

/// `typed`: what came back, mistakes and all.
pub(super) fn columns_view(
    (here, again): (String, String),
    file: FileColumns,
    template: &Template,
    typed: Option<Mapping>,
    problems: Vec<Problem>,
) -> ColumnsView {
    let mapping = typed.unwrap_or(file.mapping);
    let first = |at: usize| -> Vec<String> {
        let cells = file.first.iter().filter_map(|row| row.cells.get(at));
        cells.map(|cell| shortened(cell, CELL_CHARS)).collect()
    };
    let columns = file.headers.iter().enumerate().map(|(at, header)| FileColumn {
        header: shortened(header, CELL_CHARS),
        first: first(at),
        chosen: mapping.0.get(at).cloned().flatten().unwrap_or_default(),
    });
    ColumnsView {
        columns: columns.collect(),
        file_name: file.file_name,
        here,
        again,
        headers: template.headers.clone(),
        required: template.required.clone(),
        problems,
    }
}
