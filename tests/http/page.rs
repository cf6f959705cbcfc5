//! A page as a browser without scripts has it: forms that are filled in and sent.

use khao_tests::client::{Answer, Client};
use khao_tests::journey::token;
use scraper::{ElementRef, Html, Selector};

use crate::scene::PASSWORD;

pub struct Page(Html);

#[derive(Clone)]
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Page {
    pub fn of(answer: &Answer) -> Self {
        let kind = answer.header("content-type").unwrap_or_default();
        assert!(kind.starts_with("text/html"), "{}: {kind}", answer.what);
        Self(Html::parse_document(answer.text()))
    }

    /// The text of everything that matches, in one line each.
    pub fn texts(&self, css: &str) -> Vec<String> {
        let text = |element: ElementRef| {
            let words: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
            words.join(" ")
        };
        self.0.select(&selector(css)).map(text).collect()
    }

    pub fn text(&self) -> String {
        self.texts("main").join(" ")
    }

    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let of = |element: ElementRef| element.attr(name).map(str::to_owned);
        self.0.select(&selector(css)).filter_map(of).collect()
    }

    /// The form that posts to this path, as it would be sent untouched and without a button.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        self.form_with(action, "")
    }

    /// The one of them that has a field of this name.
    #[track_caller]
    pub fn form_with(&self, action: &str, field: &str) -> Form {
        let css = format!("form[method=post][action=\"{action}\"]");
        let named = format!("[name=\"{field}\"]");
        let has_field =
            |form: &ElementRef| field.is_empty() || form.select(&selector(&named)).next().is_some();
        let Some(form) = self.0.select(&selector(&css)).find(has_field) else {
            panic!(
                "no form posts to {action}: {:?}",
                self.attributes("form", "action")
            );
        };
        let mut fields = Vec::new();
        for input in form.select(&selector("input, textarea, select")) {
            let name = input.attr("name").unwrap_or_default().to_owned();
            let value = match input.value().name() {
                "textarea" => Some(input.text().collect()),
                "select" => chosen(input),
                _ => typed(input),
            };
            if let (false, Some(value)) = (name.is_empty(), value) {
                fields.push((name, value));
            }
        }
        Form {
            action: action.to_owned(),
            fields,
        }
    }
}

fn typed(input: ElementRef) -> Option<String> {
    let value = input.attr("value").unwrap_or_default().to_owned();
    match input.attr("type").unwrap_or("text") {
        "checkbox" | "radio" => input.attr("checked").map(|_| value),
        "submit" | "button" => None,
        _ => Some(value),
    }
}

fn chosen(select: ElementRef) -> Option<String> {
    let picked = select.select(&selector("option[selected]")).next();
    let option = picked.or_else(|| select.select(&selector("option")).next())?;
    option.attr("value").map(str::to_owned)
}

impl Form {
    pub fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(known, _)| known == name)?;
        Some(&field.1)
    }

    /// The id of a card, by its place on the page.
    #[track_caller]
    pub fn card(&self, at: usize) -> &str {
        let mut cards = self
            .fields
            .iter()
            .filter_map(|(name, _)| name.strip_prefix("shown."));
        cards.nth(at).unwrap()
    }

    /// A field of such a card.
    pub fn value_at(&self, name: &str, at: usize) -> Option<&str> {
        self.value(&format!("{name}.{}", self.card(at)))
    }

    /// As [`Self::with`], in such a card.
    #[must_use]
    pub fn with_at(self, name: &str, at: usize, value: &str) -> Self {
        let name = format!("{name}.{}", self.card(at));
        self.with(&name, value)
    }

    /// Types, ticks or picks; what the field held before is gone.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.and(name, value)
    }

    /// The same in a copy.
    pub fn clone_with(&self, name: &str, value: &str) -> Self {
        self.clone().with(name, value)
    }

    /// One more of the same name.
    #[must_use]
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it with this value of the button `action`.
    pub async fn press(&self, client: &Client, action: &str) -> Answer {
        let mut fields = self.fields.clone();
        fields.push(("action".to_owned(), action.to_owned()));
        client.form(&self.action, &fields).await
    }
}

/// A form whose fields are written out, its button among them.
pub async fn send(client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let fields: Vec<(String, String)> = fields.iter().map(owned).collect();
    client.form(path, &fields).await
}

/// A page that is there.
pub async fn open(client: &Client, path: &str) -> Page {
    Page::of(&client.get(path).await.expect(200))
}

/// A staff member's browser.
pub async fn signed_in(client: &Client, username: &str) -> Client {
    client.browser_with(&token(client, username, PASSWORD).await)
}

/// Where a form led.
#[track_caller]
pub fn led_to(answer: &Answer) -> String {
    assert_eq!(
        answer.status,
        303,
        "{}: {}",
        answer.what,
        String::from_utf8_lossy(&answer.body)
    );
    answer.header("location").unwrap().to_owned()
}
