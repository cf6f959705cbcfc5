//! A QR code as drawing: dark on light in either theme, because cameras look for that.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

/// Light modules around the code, so that cameras find its corners.
const QUIET: usize = 4;

/// `label` says what it is for those who do not see it. Nothing where the text is too long for any code.
pub fn qr(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        for column in 0..code.size {
            if code[row][column].value() {
                path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
            }
        }
    }
    let side = code.size + 2 * QUIET;
    let view = view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
    };
    Some(view.into_any())
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
        let corner = (0..7)
            .map(|column| format!("M{} 4h1v1h-1z", column + 4))
            .collect::<String>();
        assert!(
            html.contains(&corner) && html.contains("aria-label=\"Mã QR\""),
            "{html}"
        );
        assert!(qr(&"x".repeat(3000), "Mã QR").is_none());
    }
}
