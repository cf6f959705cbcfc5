//! A labelled single-line input with its hint and its error.

use khao_domain::lang::Said;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::said::written;

/// What kind of text a field takes; decides the keyboard of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    Text,
    Password,
    Phone,
    Email,
    /// A calendar date as people write it: `05/01/1990`.
    Date,
    /// A decimal number.
    Number,
    /// A code of letters and digits that no browser should correct.
    Code,
}

impl Input {
    const fn html_type(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Phone => "tel",
            Self::Email => "email",
            Self::Text | Self::Date | Self::Number | Self::Code => "text",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Date => Some("numeric"),
            Self::Number => Some("decimal"),
            _ => None,
        }
    }

    /// Codes and numbers are not words: no capitals, no correction.
    const fn spelled(self) -> Option<&'static str> {
        match self {
            Self::Code | Self::Number | Self::Date => Some("false"),
            _ => None,
        }
    }
}

/// Whether a field must be filled; told beside the label and to assistive technology, decided by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Always,
    /// What it depends on is said around the field.
    Sometimes,
    Never,
}

/// A field before it is drawn.
#[derive(Debug, Clone)]
pub struct Field {
    name: String,
    label: String,
    value: String,
    input: Input,
    hint: &'static str,
    need: Need,
    autocomplete: &'static str,
    suggestions: Vec<String>,
    error: Option<Mistakes>,
}

impl Field {
    pub fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            value: String::new(),
            input,
            hint: "",
            need: Need::Never,
            autocomplete: "off",
            suggestions: Vec::new(),
            error: None,
        }
    }

    /// What was typed before.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    #[must_use]
    pub const fn required(mut self) -> Self {
        self.need = Need::Always;
        self
    }

    #[must_use]
    pub const fn required_sometimes(mut self) -> Self {
        self.need = Need::Sometimes;
        self
    }

    /// The kind of personal data, in HTML's words, for browsers that fill forms in.
    #[must_use]
    pub const fn autocomplete(mut self, purpose: &'static str) -> Self {
        self.autocomplete = purpose;
        self
    }

    /// What browsers propose while somebody types; anything else may be written as well.
    #[must_use]
    pub fn suggestions(mut self, suggestions: &[String]) -> Self {
        self.suggestions = suggestions.to_vec();
        self
    }

    /// Takes the field's own mistakes from the list.
    #[must_use]
    pub fn problems(mut self, problems: &[Problem]) -> Self {
        self.error = error_of(&self.name, problems);
        self
    }

    pub fn view(self) -> AnyView {
        let required = (self.need == Need::Always).then_some("true");
        let need = self.need;
        let label = self.label;
        let label = move || match need {
            Need::Never => format!("{label} {}", written().say("(không bắt buộc)", "(optional)")),
            Need::Always | Need::Sometimes => label.clone(),
        };
        let list = (!self.suggestions.is_empty()).then(|| format!("{}-list", id_of(&self.name)));
        let proposed = list.clone().map(|id| datalist(id, self.suggestions));
        tied_to(&self.name, label.into_any(), self.hint, self.error, |tied| {
            view! {
                <input
                    id=tied.id
                    list=list
                    name=self.name.clone()
                    type=self.input.html_type()
                    inputmode=self.input.input_mode()
                    value=self.value
                    autocomplete=self.autocomplete
                    spellcheck=self.input.spelled()
                    aria-required=required
                    aria-invalid=tied.invalid
                    aria-describedby=tied.described_by
                />
                {proposed}
            }
            .into_any()
        })
    }
}

fn datalist(id: String, values: Vec<String>) -> AnyView {
    let options = values
        .into_iter()
        .map(|value| view! { <option value=value></option> })
        .collect_view();
    view! { <datalist id=id>{options}</datalist> }.into_any()
}

/// What ties an input to its label, its hint and its error.
pub(super) struct Tied {
    pub(super) id: String,
    pub(super) invalid: Option<&'static str>,
    pub(super) described_by: Option<String>,
}

/// An input under its label and its hint, above its error.
pub(super) fn labelled(
    name: &str,
    label: impl Into<String>,
    hint: &'static str,
    error: Option<Mistakes>,
    input: impl FnOnce(Tied) -> AnyView,
) -> AnyView {
    tied_to(name, label.into().into_any(), hint, error, input)
}

fn tied_to(
    name: &str,
    label: AnyView,
    hint: &'static str,
    error: Option<Mistakes>,
    input: impl FnOnce(Tied) -> AnyView,
) -> AnyView {
    let id = id_of(name);
    let describing = Describing::new(&id, !hint.is_empty(), error.is_some());
    let tied = Tied {
        id: id.clone(),
        invalid: error.is_some().then_some("true"),
        described_by: describing.ids(),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint_line(&describing, hint)}
            {input(tied)}
            {told(name, error)}
        </div>
    }
    .into_any()
}

/// The element's id; what a summary of errors links to.
pub fn id_of(name: &str) -> String {
    format!("f-{name}")
}

/// The name of the field a JSON pointer means: `/guardian/phone` is `guardian.phone`.
pub fn name_of(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".")
}

/// Whether a problem belongs to this field, or to one of its elements where it is a list.
pub fn concerns(name: &str, problem: &Problem) -> bool {
    let at = name_of(&problem.pointer);
    let element = |rest: &str| {
        rest.strip_prefix('.')
            .is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
    };
    at == name || at.strip_prefix(name).is_some_and(element)
}

/// What is wrong with a field, for a view to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(Vec<Said>);

impl IntoRender for Mistakes {
    type Output = AnyView;

    fn into_render(self) -> AnyView {
        let words = move || {
            let lang = written();
            let words: Vec<&str> = self.0.iter().map(|said| said.in_lang(lang)).collect();
            words.join(" ")
        };
        words.into_any()
    }
}

/// All that is wrong with a field, in one line.
pub fn error_of(name: &str, problems: &[Problem]) -> Option<Mistakes> {
    let own: Vec<Said> = problems
        .iter()
        .filter(|p| concerns(name, p))
        .map(|p| p.detail.clone())
        .collect();
    (!own.is_empty()).then_some(Mistakes(own))
}

/// The id of the line that says what is wrong with a field.
pub fn error_id(name: &str) -> String {
    format!("{}-error", id_of(name))
}

/// What is wrong with a field or a group of fields, which is described by this line.
pub fn told(name: &str, error: Option<Mistakes>) -> Option<AnyView> {
    let id = error_id(name);
    error.map(|error| view! { <p class="error" id=id>{error}</p> }.into_any())
}

/// Ties a hint and an error to their input.
pub(super) struct Describing {
    hint_id: Option<String>,
    error_id: Option<String>,
}

impl Describing {
    pub(super) fn new(id: &str, has_hint: bool, has_error: bool) -> Self {
        Self {
            hint_id: has_hint.then(|| format!("{id}-hint")),
            error_id: has_error.then(|| format!("{id}-error")),
        }
    }

    pub(super) fn ids(&self) -> Option<String> {
        let ids: Vec<&str> = [&self.hint_id, &self.error_id]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

pub(super) fn hint_line(describing: &Describing, hint: &'static str) -> Option<AnyView> {
    describing
        .hint_id
        .clone()
        .map(|id| view! { <p class="hint" id=id>{hint}</p> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_finds_its_field() {
        let problem = Problem::at("/guardian/phone", "sai");
        assert!(concerns("guardian.phone", &problem));
        assert!(!concerns("guardian", &problem));
        assert!(!concerns("phone", &problem));
        assert!(concerns(
            "consents",
            &Problem::at("/consents/0/text_version", "cũ")
        ));
        assert!(!concerns("consent", &Problem::at("/consents/0", "cũ")));
        assert_eq!(error_of("phone", &[problem]), None);
    }

    #[test]
    fn hint_and_error_are_tied_to_the_input() {
        let html = Field::new("phone", "Số điện thoại", Input::Phone)
            .hint("Mười chữ số.")
            .problems(&[Problem::at("/phone", "Số này thiếu chữ số.")])
            .view()
            .to_html();
        assert!(
            html.contains(r#"for="f-phone""#) && html.contains(r#"id="f-phone""#),
            "{html}"
        );
        assert!(
            html.contains(r#"aria-describedby="f-phone-hint f-phone-error""#),
            "{html}"
        );
        assert!(
            html.contains(r#"id="f-phone-error""#) && html.contains("Số này thiếu chữ số."),
            "{html}"
        );
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    }
}
