//! Faces from sad to glad, beside the words of a step.

use leptos::prelude::*;

/// The `nth` of so many, the saddest first.
pub fn face(nth: usize, of: usize) -> AnyView {
    // How far the corners of the mouth stand above its middle: from 6 below to 6 above.
    let part = |number: usize| i32::try_from(number).unwrap_or(0);
    let lift = part(nth) * 12 / part(of).saturating_sub(1).max(1) - 6;
    let mouth = format!("M9.5 {} Q16 {} 22.5 {}", 21 - lift / 3, 21 + lift, 21 - lift / 3);
    view! {
        <svg class="face" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="16" cy="16" r="14.5" />
            <circle class="eye" cx="11" cy="13" r="1.8" />
            <circle class="eye" cx="21" cy="13" r="1.8" />
            <path d=mouth />
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_face_smiles_and_the_middle_one_does_not() {
        let drawn = |nth| face(nth, 5).to_html();
        assert!(drawn(0).contains("Q16 15 "), "{}", drawn(0));
        assert!(drawn(2).contains("M9.5 21 Q16 21 22.5 21"), "{}", drawn(2));
        assert!(drawn(4).contains("Q16 27 "), "{}", drawn(4));
        assert!(face(0, 1).to_html().contains("<svg"));
    }
}
