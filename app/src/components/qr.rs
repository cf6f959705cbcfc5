//! A QR code as drawing: dark on light in either theme, because cameras look for that.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

/// Light modules around the code, so that cameras find its corners.
const QUIET: usize = 4;

/// `label` says what it is for those who do not see it. Nothing where the text is too long for any code.
pub fn qr(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let rows = 0..code.size;
    let modules = rows.flat_map(|row| (0..code.size).map(move |column| (row, column)));
    let dark: Vec<String> = modules
        .filter(|(row, column)| code[*row][*column].value())
        .map(|(row, column)| square(row, column))
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

/// One module, as a part of a path.
fn square(row: usize, column: usize) -> String {
    format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET)
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
        let corner: Vec<String> = (0..7).map(|column| square(0, column)).collect();
        let corner = corner.concat();
        assert!(
            html.contains(&corner) && html.contains("aria-label=\"Mã QR\""),
            "{html}"
        );
        assert!(qr(&"x".repeat(3000), "Mã QR").is_none());
    }
}
