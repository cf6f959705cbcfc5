//! What a province makes its own of every page: name and emblem at the head, contacts at the foot.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::safe_html::{SafeHtml, safe_html};
use crate::text::pages as text;

/// What is empty is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The authority that runs the site: "Tỉnh Vĩnh Long".
    pub name: String,
    /// For the titles of browser tabs.
    pub short_name: String,
    pub emblem: Option<EmblemImage>,
    pub hotline: String,
    pub email: String,
    pub address: String,
    pub accessibility_contact: String,
    pub footer: SafeHtml,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmblemImage {
    pub path: String,
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

impl Site {
    /// One that has a name and nothing else; the software's own is said once.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        let name = if name == text::SOFTWARE {
            name
        } else {
            format!("{} · {name}", text::SOFTWARE)
        };
        Self {
            short_name: name.clone(),
            name,
            emblem: None,
            hotline: String::new(),
            email: String::new(),
            address: String::new(),
            accessibility_contact: String::new(),
            footer: SafeHtml::sanitised(""),
        }
    }
}

/// Emblem and name, within the link home.
pub fn name(site: &Site) -> AnyView {
    let mark = match site.emblem.clone() {
        Some(emblem) => view! {
            <img
                class="emblem"
                src=emblem.path
                alt=emblem.alt
                width=emblem.width.to_string()
                height=emblem.height.to_string()
            />
        }
        .into_any(),
        None => view! {
            <span class="seal" aria-hidden="true">
                "K"
            </span>
        }
        .into_any(),
    };
    view! {
        {mark}
        <b>{site.name.clone()}</b>
    }
    .into_any()
}

/// Contacts and the own text.
pub fn foot(lang: Lang, site: &Site) -> AnyView {
    let own = (!site.footer.is_empty()).then(|| safe_html(site.footer.clone()));
    view! {
        {line("", &site.address)}
        {line(lang.say("Đường dây nóng: ", "Hotline: "), &site.hotline)}
        {line(lang.say("Thư điện tử: ", "Email: "), &site.email)}
        {line(lang.say("Hỗ trợ tiếp cận: ", "Accessibility help: "), &site.accessibility_contact)}
        {own}
    }
    .into_any()
}

fn line(label: &'static str, value: &str) -> Option<AnyView> {
    let line = format!("{label}{value}");
    (!value.is_empty()).then(|| view! { <span>{line}</span> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_software_does_not_name_itself_twice() {
        assert_eq!(Site::named("Khảo").short_name, "Khảo");
        assert_eq!(Site::named("Tỉnh thử").name, "Khảo · Tỉnh thử");
    }
}
