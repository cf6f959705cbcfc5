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

    /// The BCP 47 tag: what `lang` attributes hold.
    pub const fn tag(self) -> &'static str {
        self.say("vi", "en")
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The text in this language.
    pub const fn say(self, vietnamese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Vi => vietnamese,
            Self::En => english,
        }
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
        assert_eq!(Lang::default().say("một", "one"), "một");
    }
}
