//! One of many, where cards would fill the screen.

use leptos::prelude::*;

use super::field::id_of;

/// A value and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    pub value: String,
    pub label: String,
}

/// A labelled list; `all` is the first entry and means no choice.
pub fn select(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<SelectOption>,
    chosen: Option<&str>,
) -> AnyView {
    let id = id_of(name);
    let options = options
        .into_iter()
        .map(|option| {
            let selected = chosen == Some(option.value.as_str());
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="" selected=chosen.is_none()>{all}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
