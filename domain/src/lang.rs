//! The languages of the interface. Whatever a page says is written in all of them where it stands, so that a missing
//! translation does not compile.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The BCP 47 tag: in `lang` attributes, in the cookie, and in the form that changes the language.
    pub const fn tag(self) -> &'static str {
        self.say("vi", "en")
    }

    /// The language's name in itself.
    pub const fn name(self) -> &'static str {
        self.say("Tiếng Việt", "English")
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The `lang` attribute of what the authority or the organiser wrote, which is Vietnamese whatever the page is.
    pub const fn of_content(self) -> Option<&'static str> {
        match self {
            Self::Vi => None,
            Self::En => Some(Self::Vi.tag()),
        }
    }

    /// The other one: what a visitor may switch to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The text in this language.
    pub const fn say(self, vietnamese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Vi => vietnamese,
            Self::En => english,
        }
    }
}

/// A text in every language, where it is not known yet who will read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Said(Text);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Text {
    Fixed {
        vietnamese: &'static str,
        english: &'static str,
    },
    /// Boxed, so that errors stay small.
    Written(Box<Written>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Written {
    vietnamese: String,
    english: String,
}

/// A text that is fixed.
pub const fn said(vietnamese: &'static str, english: &'static str) -> Said {
    Said(Text::Fixed { vietnamese, english })
}

impl Said {
    /// A text that is put together.
    pub fn of(write: impl Fn(Lang) -> String) -> Self {
        Self(Text::Written(Box::new(Written {
            vietnamese: write(Lang::Vi),
            english: write(Lang::En),
        })))
    }

    pub fn in_lang(&self, lang: Lang) -> &str {
        match (&self.0, lang) {
            (Text::Fixed { vietnamese, .. }, Lang::Vi) => vietnamese,
            (Text::Fixed { english, .. }, Lang::En) => english,
            (Text::Written(written), Lang::Vi) => &written.vietnamese,
            (Text::Written(written), Lang::En) => &written.english,
        }
    }
}

/// A text that is the same in every language, such as one that somebody wrote.
impl From<&str> for Said {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::of(|_| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lead_back_to_their_language() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.tag()), Some(lang));
        }
        assert_eq!(Lang::parse("fr"), None);
        assert_eq!(Lang::Vi.other(), Lang::En);
        assert_eq!(Lang::En.of_content(), Some("vi"));
        assert_eq!(Lang::default().say("một", "one"), "một");
    }

    #[test]
    fn what_is_said_is_read_in_each_language() {
        assert_eq!(said("một", "one").in_lang(Lang::En), "one");
        let counted = Said::of(|lang| format!("2 {}", lang.say("câu", "questions")));
        assert_eq!(
            Lang::ALL.map(|lang| counted.in_lang(lang)),
            ["2 câu", "2 questions"]
        );
        assert_eq!(Said::from("Lan").in_lang(Lang::En), "Lan");
    }
}
