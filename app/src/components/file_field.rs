//! A file to be sent; its form is `multipart/form-data`.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{error_of, labelled};

/// Browsers refuse to send it empty: assistive technology knows no `aria-required` here. `accept`: media types and
/// endings that the browser proposes; the server decides by the bytes.
pub fn file_field(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    accept: &'static str,
    problems: &[Problem],
) -> AnyView {
    labelled(name, label, hint, error_of(name, problems), |tied| {
        view! {
            <input
                id=tied.id
                name=name
                type="file"
                accept=accept
                required
                aria-invalid=tied.invalid
                aria-describedby=tied.described_by
            />
        }
        .into_any()
    })
}
