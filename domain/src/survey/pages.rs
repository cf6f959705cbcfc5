//! A form page by page: a section's items that are met, and what follows or went before.

use std::collections::BTreeMap;

use super::course::{Answers, Course};

/// What stands on one page: items of a section, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub section: u16,
    pub items: Vec<u16>,
}

/// What is met with the answers so far, by section.
#[derive(Debug, Clone)]
pub struct Pages(BTreeMap<u16, Vec<u16>>);

impl Pages {
    pub fn of(course: &Course<'_>, answers: &Answers) -> Self {
        let mut met: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for question in course.met(answers) {
            let (section, item) = question.at;
            let items = met.entry(short(section)).or_default();
            // The rows of a matrix are one item.
            if items.last() != Some(&short(item)) {
                items.push(short(item));
            }
        }
        Self(met)
    }

    pub fn first(&self) -> Option<Leaf> {
        self.0.first_key_value().map(leaf)
    }

    /// A whole section.
    pub fn section(&self, section: u16) -> Option<Leaf> {
        self.0.get_key_value(&section).map(leaf)
    }

    /// What of the section has come up by the answers to the items that were seen, or else the next section.
    pub fn after(&self, section: u16, seen: &[u16]) -> Option<Leaf> {
        let here = self.0.get(&section).into_iter().flatten();
        let items: Vec<u16> = here.filter(|item| !seen.contains(item)).copied().collect();
        if items.is_empty() {
            self.0.range(section.saturating_add(1)..).next().map(leaf)
        } else {
            Some(Leaf { section, items })
        }
    }

    /// The section before.
    pub fn before(&self, section: u16) -> Option<Leaf> {
        self.0.range(..section).next_back().map(leaf)
    }

    /// Which of how many sections it is, as far as the answers tell.
    pub fn place(&self, section: u16) -> (usize, usize) {
        (self.0.range(..=section).count(), self.0.len())
    }
}

fn leaf((section, items): (&u16, &Vec<u16>)) -> Leaf {
    Leaf {
        section: *section,
        items: items.clone(),
    }
}

/// Forms have far fewer sections and items.
fn short(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::answer::Value;
    use crate::survey::template::Template;

    #[test]
    fn a_page_holds_what_is_met_and_grows_with_the_answers() {
        let form = Template::Desk.form();
        let course = Course::of(&form).unwrap();
        let pages = Pages::of(&course, &Answers::new());
        let first = pages.first().unwrap();
        assert_eq!((first.section, first.items.as_slice()), (0, &[0, 1, 2, 3][..]));
        assert_eq!(pages.after(0, &first.items), None);
        let low = Answers::from([("overall".to_owned(), Value::Step(1))]);
        let pages = Pages::of(&course, &low);
        let more = pages.after(0, &first.items).unwrap();
        assert_eq!((more.section, more.items.as_slice()), (0, &[4][..]));
        assert_eq!(pages.after(0, &[0, 1, 2, 3, 4]), None);
        assert_eq!(pages.section(0).unwrap().items.len(), 5);
    }

    #[test]
    fn sections_that_are_not_met_are_left_out_both_ways() {
        let form = Template::Sipas.form();
        let course = Course::of(&form).unwrap();
        let at = |id: &str| short(form.sections.iter().position(|one| one.id == id).unwrap());
        let used = |option: &str| {
            let option = option.to_owned();
            Answers::from([("used_service".to_owned(), Value::Option { option, text: None })])
        };
        let (services, needs) = (at("services"), at("needs"));
        let yes = Pages::of(&course, &used("yes"));
        let seen = yes.section(services).unwrap().items;
        assert_eq!(yes.after(services, &seen).unwrap().section, at("experience"));
        assert_eq!(yes.place(needs), (8, 8));
        let no = Pages::of(&course, &used("no"));
        assert_eq!(no.after(services, &seen).unwrap().section, needs);
        assert_eq!(no.before(needs).unwrap().section, services);
        assert_eq!(no.place(needs), (7, 7));
        assert_eq!(no.before(0), None);
        assert_eq!(no.after(needs, &no.section(needs).unwrap().items), None);
    }
}
