//! The paper's form as the server made it: its parts, its fields, and the question at hand.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::form;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlFormElement, HtmlInputElement, NodeList};

use crate::client::Entry;
use crate::text::islands::player::{self as text, Word};

pub(super) struct Page {
    pub(super) document: Document,
    pub(super) form: HtmlFormElement,
    pub(super) questions: Vec<Question>,
    pub(super) is_one_at_a_time: bool,
    /// What the player says, in the page's language.
    words: String,
}

pub(super) struct Question {
    pub(super) position: u16,
    pub(super) kind: ItemKindName,
    pub(super) item: HtmlElement,
    /// Its link in the list of questions.
    pub(super) dot: Option<HtmlElement>,
}

pub(super) fn elements<T: JsCast>(found: Result<NodeList, wasm_bindgen::JsValue>) -> Vec<T> {
    let Ok(list) = found else { return Vec::new() };
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}

/// A part of the player by its `data-player`.
pub(super) fn part(document: &Document, name: &str) -> Option<HtmlElement> {
    within(document.document_element()?.as_ref(), name)
}

pub(super) fn within(element: &Element, name: &str) -> Option<HtmlElement> {
    let css = format!("[data-player={name}]");
    element.query_selector(&css).ok()??.dyn_into().ok()
}

impl Page {
    pub(super) fn find(words: String) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let form: HtmlFormElement = part(&document, "form")?.dyn_into().ok()?;
        let items: Vec<HtmlElement> = elements(form.query_selector_all("[data-position]"));
        let questions = items
            .into_iter()
            .filter_map(|item| question(&document, item))
            .collect();
        let is_one_at_a_time = form.dataset().get("layout").as_deref() == Some("one");
        Some(Self {
            document,
            form,
            questions,
            is_one_at_a_time,
            words,
        })
    }

    pub(super) fn word(&self, word: Word) -> &str {
        text::of(&self.words, word)
    }

    pub(super) fn filled(&self, word: Word, values: &[&str]) -> String {
        text::fill(&self.words, word, values)
    }

    /// A word with two numbers: so many of so many.
    pub(super) fn share(&self, word: Word, part: usize, whole: usize) -> String {
        self.filled(word, &[&part.to_string(), &whole.to_string()])
    }

    pub(super) fn part(&self, name: &str) -> Option<HtmlElement> {
        part(&self.document, name)
    }

    pub(super) fn say(&self, name: &str, words: &str) {
        if let Some(part) = self.part(name) {
            set_text(&part, words);
        }
    }

    pub(super) fn by_position(&self, position: u16) -> Option<&Question> {
        self.questions.iter().find(|one| one.position == position)
    }

    /// The place of the question an element stands in.
    pub(super) fn index_of(&self, element: &Element) -> Option<usize> {
        let item = element.closest("[data-position]").ok()??;
        self.questions
            .iter()
            .position(|one| one.item.is_same_node(Some(&item)))
    }

    pub(super) fn is_unsettled(&self) -> bool {
        self.form.dataset().get("unsettled").is_some()
    }

    /// The fields are shown, but take no input.
    pub(super) fn set_disabled(&self, is_disabled: bool) {
        let fieldsets: Vec<HtmlElement> = elements(self.form.query_selector_all("fieldset"));
        for fieldset in fieldsets {
            // Not every field is lost for good; and `toggle_attribute` keeps focus where nothing changes.
            if fieldset.has_attribute("disabled") != is_disabled {
                let _ = fieldset.toggle_attribute_with_force("disabled", is_disabled);
            }
        }
    }
}

fn question(document: &Document, item: HtmlElement) -> Option<Question> {
    let position = item.dataset().get("position")?.parse().ok()?;
    let kind = match item.dataset().get("kind")?.as_str() {
        "single_choice" => ItemKindName::SingleChoice,
        "multiple_choice" => ItemKindName::MultipleChoice,
        "true_false" => ItemKindName::TrueFalse,
        "number" => ItemKindName::Number,
        "prediction" => ItemKindName::Prediction,
        _ => ItemKindName::Text,
    };
    let css = format!("[data-player=dots] a[href='#q-{position}']");
    let dot = document.query_selector(&css).ok().flatten();
    Some(Question {
        position,
        kind,
        item,
        dot: dot.and_then(|dot| dot.dyn_into().ok()),
    })
}

impl Question {
    pub(super) fn is_typed(&self) -> bool {
        matches!(
            self.kind,
            ItemKindName::Number | ItemKindName::Text | ItemKindName::Prediction
        )
    }

    pub(super) fn inputs(&self) -> Vec<HtmlInputElement> {
        let css = format!("[name='a.{}']", self.position);
        elements(self.item.query_selector_all(&css))
    }

    /// What the fields hold now.
    pub(super) fn held(&self) -> Vec<String> {
        let inputs = self.inputs().into_iter();
        inputs
            .filter(|input| self.is_typed() || input.checked())
            .map(|input| input.value())
            .collect()
    }

    /// What the server put into the fields.
    fn rendered(&self) -> Vec<String> {
        let inputs = self.inputs().into_iter();
        let rendered = |input: HtmlInputElement| {
            if self.is_typed() {
                input.default_value()
            } else {
                input.value()
            }
        };
        inputs
            .filter(|input| self.is_typed() || input.default_checked())
            .map(rendered)
            .collect()
    }

    /// It was answered before the player woke, or sent and refused: what the fields hold is still to be saved.
    pub(super) fn is_touched(&self) -> bool {
        self.held() != self.rendered() || self.is_told("refused")
    }

    fn is_told(&self, state: &str) -> bool {
        let css = format!(".answer-state[data-state={state}]");
        self.item.query_selector(&css).is_ok_and(|found| found.is_some())
    }

    /// The stored answer, as far as the page has it. One that came back holds what was sent, under another version
    /// than what is stored: that is read first.
    pub(super) fn entry(&self) -> Entry {
        let position = self.position;
        if self.is_told("refused") {
            return Entry {
                position,
                seq: 0,
                value: None,
            };
        }
        let css = format!("[name='s.{position}']");
        let hidden = self.item.query_selector(&css).ok().flatten();
        let hidden = hidden.and_then(|hidden| hidden.dyn_into::<HtmlInputElement>().ok());
        let seq = hidden
            .filter(|_| !self.is_told("elsewhere"))
            .and_then(|hidden| hidden.value().parse().ok());
        Entry {
            position,
            seq: seq.unwrap_or(0),
            value: form::read(self.kind, &self.rendered()).unwrap_or_default(),
        }
    }

    pub(super) fn show(&self, held: &[String]) {
        for input in self.inputs() {
            if self.is_typed() {
                input.set_value(held.first().map_or("", String::as_str));
            } else {
                input.set_checked(held.contains(&input.value()));
            }
        }
    }

    /// Where a reader expects to be after coming to the question.
    pub(super) fn focus(&self) {
        let fieldset = self.item.query_selector("fieldset").ok().flatten();
        if let Some(fieldset) = fieldset.and_then(|one| one.dyn_into::<HtmlElement>().ok()) {
            let _ = fieldset.focus();
        }
    }
}

/// Nothing is written where nothing changes: readers would hear it again.
pub(super) fn set_text(element: &Element, words: &str) {
    if element.text_content().as_deref() != Some(words) {
        element.set_text_content(Some(words));
    }
}

pub(super) fn set_state(element: &HtmlElement, state: &str) {
    let _ = element.dataset().set("state", state);
}
