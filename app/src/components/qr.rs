//! A QR code as drawing: dark on light in either theme, because cameras look for that.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

/// Light modules around the code, so that cameras find its corners.
const QUIET: usize = 4;

/// `label` says what it is for those who do not see it. Nothing where the text is too long for any code.
pub fn qr(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let dark: Vec<String> = (0..code.size)
        .flat_map(|row| {
            let cells: Vec<bool> = code[row].iter().map(|module| module.value()).collect();
            runs(&cells).into_iter().map(move |run| bar(row, run))
        })
        .collect();
    let side = code.size + 2 * QUIET;
    let view = view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="#fff"></rect>
            <path d=dark.concat() fill="#000"></path>
        </svg>
    };
    Some(view.into_any())
}

/// Where dark modules of a row stand side by side: the first, and how many.
fn runs(cells: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for column in (0..cells.len()).filter(|column| cells[*column]) {
        match runs.last_mut() {
            Some((first, length)) if *first + *length == column => *length += 1,
            _ => runs.push((column, 1)),
        }
    }
    runs
}

/// Some modules of a row, as a part of a path.
fn bar(row: usize, (column, length): (usize, usize)) -> String {
    format!("M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_too_long_a_text_has_none() {
        let html = qr("otpauth://totp/Khao:lan?secret=ABC&issuer=Khao", "Mã QR")
            .unwrap()
            .to_html();
        // The upper row of a corner: seven dark modules, then a light one.
        assert!(
            html.contains(&bar(0, (0, 7))) && html.contains("aria-label=\"Mã QR\""),
            "{html}"
        );
        assert!(qr(&"x".repeat(3000), "Mã QR").is_none());
    }
}
