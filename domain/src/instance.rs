//! What a province makes its own: names, contacts, texts.

use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Said, said};
use crate::problem::Problem;
use crate::text::{collapse_spaces, nfc};

/// Everything but the emblem; what is empty is not shown, or stands as the software has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InstanceText {
    /// In the head of every page; empty: the name the server was started with.
    pub authority: String,
    /// In the titles of browser tabs.
    pub short_name: String,
    /// What the home page opens with.
    pub welcome: String,
    pub hotline: String,
    pub email: String,
    pub address: String,
    /// Who answers for the personal data.
    pub controller_name: String,
    pub controller_contact: String,
    /// Safe Markdown; the page `/privacy`.
    pub privacy: String,
    /// Proposed to new contests, safe Markdown.
    pub consent_participate: String,
    pub consent_publish_name: String,
    /// Safe Markdown, at the foot of every page.
    pub footer: String,
    /// Whom to tell when a page cannot be used with an aid.
    pub accessibility_contact: String,
    /// The emblem in words, for those who do not see it.
    pub emblem_alt: String,
}

/// The longest each text may be, by the name of its field.
pub const CHARS_MOST: [(&str, usize); 14] = [
    ("authority", 120),
    ("short_name", 40),
    ("welcome", 300),
    ("hotline", 40),
    ("email", 120),
    ("address", 200),
    ("controller_name", 200),
    ("controller_contact", 200),
    ("privacy", 50_000),
    ("consent_participate", 5_000),
    ("consent_publish_name", 5_000),
    ("footer", 2_000),
    ("accessibility_contact", 200),
    ("emblem_alt", 120),
];

/// Fields of several lines.
const LONG: [&str; 4] = ["privacy", "consent_participate", "consent_publish_name", "footer"];

impl InstanceText {
    /// Every field with its name, in the order of [`CHARS_MOST`].
    pub fn fields(&self) -> [(&'static str, &str); 14] {
        let texts = [
            &self.authority,
            &self.short_name,
            &self.welcome,
            &self.hotline,
            &self.email,
            &self.address,
            &self.controller_name,
            &self.controller_contact,
            &self.privacy,
            &self.consent_participate,
            &self.consent_publish_name,
            &self.footer,
            &self.accessibility_contact,
            &self.emblem_alt,
        ];
        std::array::from_fn(|at| (CHARS_MOST[at].0, texts[at].as_str()))
    }

    /// Each field from what `typed` finds under its name.
    pub fn from_fields(typed: impl Fn(&str) -> String) -> Self {
        Self {
            authority: typed("authority"),
            short_name: typed("short_name"),
            welcome: typed("welcome"),
            hotline: typed("hotline"),
            email: typed("email"),
            address: typed("address"),
            controller_name: typed("controller_name"),
            controller_contact: typed("controller_contact"),
            privacy: typed("privacy"),
            consent_participate: typed("consent_participate"),
            consent_publish_name: typed("consent_publish_name"),
            footer: typed("footer"),
            accessibility_contact: typed("accessibility_contact"),
            emblem_alt: typed("emblem_alt"),
        }
    }

    /// As it is stored: NFC and visible; short texts in one line.
    #[must_use]
    pub fn stored(&self) -> Self {
        let fields = self.fields();
        Self::from_fields(|name| {
            let text = fields
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, text)| text);
            if LONG.contains(&name) {
                nfc(text)
            } else {
                collapse_spaces(&nfc(text))
            }
        })
    }

    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for ((name, text), (_, most)) in self.fields().into_iter().zip(CHARS_MOST) {
            if text.chars().count() > most {
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("Ô này dài nhất {most} ký tự."),
                    Lang::En => format!("This has at most {most} characters."),
                });
                problems.push(Problem::at(format!("/{name}"), detail));
            }
        }
        if !self.email.is_empty() && !looks_like_email(&self.email) {
            problems.push(Problem::at(
                "/email",
                said(
                    "Thư điện tử cần có dạng ten@coquan.gov.vn.",
                    "An email address looks like name@office.gov.vn.",
                ),
            ));
        }
        let no_phone = |c: char| !(c.is_ascii_digit() || " +().-".contains(c));
        if self.hotline.contains(no_phone) || (!self.hotline.is_empty() && digits(&self.hotline) < 3) {
            problems.push(Problem::at(
                "/hotline",
                said(
                    "Đường dây nóng là một số điện thoại, ví dụ 0270 3 822 000.",
                    "The hotline is a phone number, such as 0270 3 822 000.",
                ),
            ));
        }
        problems
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Enough to be typed into a mail program; whether it exists only a letter can tell.
fn looks_like_email(text: &str) -> bool {
    let legal = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
    };
    text.split_once('@')
        .is_some_and(|(name, host)| legal(name) && legal(host) && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &'static str, text: &str) -> InstanceText {
        InstanceText::from_fields(|known| {
            if known == name {
                text.to_owned()
            } else {
                String::new()
            }
        })
    }

    #[test]
    fn every_field_is_reached_by_its_name() {
        for (name, _) in CHARS_MOST {
            let one = of(name, "x");
            let set: Vec<_> = one
                .fields()
                .into_iter()
                .filter(|(_, text)| *text == "x")
                .collect();
            assert_eq!(set, [(name, "x")]);
        }
    }

    #[test]
    fn mistakes_are_told_at_their_fields() {
        assert_eq!(InstanceText::default().check(), []);
        for (name, most) in CHARS_MOST {
            let at = |count: usize| of(name, &"0".repeat(count)).check();
            assert!(
                at(most + 1).iter().any(|one| one.pointer == format!("/{name}")),
                "{name}"
            );
        }
        for (name, text, good) in [
            ("email", "sonoivu@vinhlong.gov.vn", true),
            ("email", "so noi vu", false),
            ("email", "a@b", false),
            ("email", "a@b.vn?subject=x", false),
            ("hotline", "0270 3 822 000", true),
            ("hotline", "+84 (270) 3822.000", true),
            ("hotline", "gọi cho tôi", false),
            ("hotline", "12", false),
        ] {
            assert_eq!(of(name, text).check().is_empty(), good, "{text}");
        }
    }

    #[test]
    fn short_texts_are_one_visible_line() {
        assert_eq!(
            of("authority", " Tỉnh\n\u{202e}Vĩnh  Long ").stored().authority,
            "Tỉnh Vĩnh Long"
        );
        assert_eq!(of("footer", "a\r\n\r\nb ").stored().footer, "a\n\nb");
    }
}
