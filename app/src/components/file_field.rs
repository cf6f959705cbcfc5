//! A file to be sent; its form is `multipart/form-data`.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Describing, error_line, error_of, hint_line, id_of};

/// Browsers refuse to send it empty: assistive technology knows no `aria-required` here. `accept`: media types and endings that the browser proposes; the server decides by the bytes.
pub fn file_field(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    accept: &'static str,
    problems: &[Problem],
) -> AnyView {
    let id = id_of(name);
    let error = error_of(name, problems);
    let describing = Describing::new(&id, !hint.is_empty(), error.is_some());
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_line(&describing, hint)}
            <input
                id=id
                name=name
                type="file"
                accept=accept
                required
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=describing.ids()
            />
            {error_line(&describing, error)}
        </div>
    }
    .into_any()
}
