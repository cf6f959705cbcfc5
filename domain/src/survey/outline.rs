//! A form's sections and items in their order: added, moved, taken out and put back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::form::{Form, Item, Place, Section};
use super::template::Template;
use super::texts::Texts;
use super::typed::blank_ask;
use super::walk::each_text_mut;

/// What was taken out of a form, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    pub at: Place,
    pub part: Part,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Item(Item),
    Section(Section),
}

impl Form {
    pub fn place_of(&self, item: &str) -> Option<Place> {
        self.items().find(|(_, one)| one.id == item).map(|(at, _)| at)
    }

    pub fn item(&self, (section, item): Place) -> Option<&Item> {
        self.sections.get(section)?.items.get(item)
    }

    pub fn item_mut(&mut self, (section, item): Place) -> Option<&mut Item> {
        self.sections.get_mut(section)?.items.get_mut(item)
    }

    pub fn section_place(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }

    /// The first id of this kind that nothing is called by: `q1`, `q2`, …
    pub fn free_id(&self, prefix: &str) -> String {
        let questions = self.questions();
        let taken: BTreeSet<&str> = self
            .items()
            .map(|(_, item)| item.id.as_str())
            .chain(self.sections.iter().map(|section| section.id.as_str()))
            .chain(questions.iter().map(|question| question.id))
            .collect();
        let mut ids = (1..=usize::MAX).map(|number| format!("{prefix}{number}"));
        ids.find(|id| !taken.contains(id.as_str())).unwrap_or_default()
    }

    /// Takes away translations into languages that the form does not have.
    pub fn drop_other_languages(&mut self) {
        let languages = self.languages.clone();
        each_text_mut(self, &mut |_, texts| {
            let others = texts.all().map(|(language, _)| language.to_owned());
            let others: Vec<String> = others.filter(|one| !languages.contains(one)).collect();
            for language in others {
                texts.set(&language, "");
            }
        });
    }

    /// Adds an empty item to the end of a section; its id.
    pub fn add_item(&mut self, section: usize, kind: &str) -> Option<String> {
        let needs_scale = matches!(kind, "rating" | "matrix");
        if needs_scale && self.scales.is_empty() {
            self.scales = Template::Desk.form().scales;
            self.drop_other_languages();
        }
        let scale = self
            .scales
            .first()
            .map_or_else(String::new, |scale| scale.id.clone());
        let id = self.free_id("q");
        let item = Item {
            id: id.clone(),
            text: Texts::default(),
            hint: Texts::default(),
            required: false,
            show_if: String::new(),
            skips: Vec::new(),
            factor: String::new(),
            ask: blank_ask(kind, &scale)?,
        };
        self.sections.get_mut(section)?.items.push(item);
        Some(id)
    }

    /// Adds an empty section to the end; its id.
    pub fn add_section(&mut self) -> String {
        let id = self.free_id("s");
        self.sections.push(Section {
            id: id.clone(),
            title: Texts::default(),
            text: Texts::default(),
            shuffle: false,
            show_if: String::new(),
            items: Vec::new(),
        });
        id
    }

    /// One place up or down; at the end of its section into the next one.
    pub fn move_item(&mut self, (section, item): Place, up: bool) -> Option<()> {
        let last = self.sections.get(section)?.items.len().checked_sub(1)?;
        match (up, item) {
            (true, 0) => {
                let above = section.checked_sub(1)?;
                let moved = self.sections[section].items.remove(0);
                self.sections[above].items.push(moved);
            }
            (true, item) if item <= last => self.sections[section].items.swap(item, item - 1),
            (false, item) if item < last => self.sections[section].items.swap(item, item + 1),
            (false, item) if item == last && section + 1 < self.sections.len() => {
                let moved = self.sections[section].items.remove(item);
                self.sections[section + 1].items.insert(0, moved);
            }
            _ => return None,
        }
        Some(())
    }

    pub fn move_section(&mut self, section: usize, up: bool) -> Option<()> {
        let other = if up { section.checked_sub(1)? } else { section + 1 };
        if section.max(other) >= self.sections.len() {
            return None;
        }
        self.sections.swap(section, other);
        Some(())
    }

    /// To a place of a section, counted as if the item had been taken out before.
    pub fn place_item(&mut self, from: Place, (section, place): Place) -> Option<()> {
        self.item(from)?;
        let room = self.sections.get(section)?.items.len() - usize::from(section == from.0);
        if place > room {
            return None;
        }
        let moved = self.sections[from.0].items.remove(from.1);
        self.sections[section].items.insert(place, moved);
        Some(())
    }

    /// The same of a whole section.
    pub fn place_section(&mut self, from: usize, place: usize) -> Option<()> {
        if from.max(place) >= self.sections.len() {
            return None;
        }
        let moved = self.sections.remove(from);
        self.sections.insert(place, moved);
        Some(())
    }

    pub fn remove_item(&mut self, at: Place) -> Option<Removed> {
        self.item(at)?;
        let item = self.sections[at.0].items.remove(at.1);
        Some(Removed {
            at,
            part: Part::Item(item),
        })
    }

    pub fn remove_section(&mut self, section: usize) -> Option<Removed> {
        self.sections.get(section)?;
        Some(Removed {
            at: (section, 0),
            part: Part::Section(self.sections.remove(section)),
        })
    }

    /// Where it stood, or at the end of what is left.
    pub fn put_back(&mut self, removed: Removed) -> Option<()> {
        let (section, item) = removed.at;
        match removed.part {
            Part::Section(one) => {
                let at = section.min(self.sections.len());
                self.sections.insert(at, one);
            }
            Part::Item(one) => {
                let items = &mut self.sections.get_mut(section)?.items;
                items.insert(item.min(items.len()), one);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(form: &Form) -> Vec<Vec<&str>> {
        form.sections
            .iter()
            .map(|section| section.items.iter().map(|item| item.id.as_str()).collect())
            .collect()
    }

    fn two_sections() -> Form {
        let mut form = Form {
            languages: vec!["vi".to_owned()],
            ..Form::default()
        };
        form.add_section();
        form.add_section();
        for (section, kind) in [(0, "yes_no"), (0, "rating"), (1, "text")] {
            assert!(form.add_item(section, kind).is_some());
        }
        form
    }

    #[test]
    fn items_are_added_with_ids_of_their_own() {
        let mut form = two_sections();
        assert_eq!(ids(&form), [vec!["q1", "q2"], vec!["q3"]]);
        assert!(!form.scales.is_empty(), "a rating brings a scale along");
        assert_eq!(form.scales[0].steps[0].label.get("km"), None);
        assert_eq!(form.add_item(7, "text"), None);
        assert_eq!(form.add_item(0, "song"), None);
        assert_eq!(form.place_of("q3"), Some((1, 0)));
    }

    #[test]
    fn items_move_through_sections() {
        let mut form = two_sections();
        assert_eq!(form.move_item((0, 1), false), Some(()));
        assert_eq!(ids(&form), [vec!["q1"], vec!["q2", "q3"]]);
        assert_eq!(form.move_item((1, 1), true), Some(()));
        assert_eq!(form.move_item((1, 0), true), Some(()));
        assert_eq!(ids(&form), [vec!["q1", "q3"], vec!["q2"]]);
        assert_eq!(form.move_item((0, 0), true), None);
        assert_eq!(form.move_item((1, 0), false), None);
        assert_eq!(form.move_item((5, 0), false), None);
        assert_eq!(form.move_section(0, false), Some(()));
        assert_eq!(ids(&form), [vec!["q2"], vec!["q1", "q3"]]);
        assert_eq!(
            (form.move_section(0, true), form.move_section(1, false)),
            (None, None)
        );
    }

    #[test]
    fn what_was_dragged_stands_where_it_was_dropped() {
        let mut form = two_sections();
        assert_eq!(form.place_item((0, 0), (0, 1)), Some(()));
        assert_eq!(ids(&form), [vec!["q2", "q1"], vec!["q3"]]);
        assert_eq!(form.place_item((0, 0), (1, 1)), Some(()));
        assert_eq!(ids(&form), [vec!["q1"], vec!["q3", "q2"]]);
        assert_eq!(form.place_section(0, 1), Some(()));
        assert_eq!(ids(&form), [vec!["q3", "q2"], vec!["q1"]]);
        let before = form.clone();
        for to in [(0, 2), (1, 2), (2, 0)] {
            assert_eq!(form.place_item((0, 0), to), None, "{to:?}");
        }
        assert_eq!(form.place_item((1, 1), (0, 0)), None);
        assert_eq!(form.place_section(0, 2), None);
        assert_eq!(form.place_section(2, 0), None);
        assert_eq!(form, before);
    }

    #[test]
    fn what_is_taken_out_can_be_put_back() {
        let form = two_sections();
        let mut changed = form.clone();
        let removed = changed.remove_item((0, 0)).unwrap();
        assert_eq!(ids(&changed), [vec!["q2"], vec!["q3"]]);
        assert_eq!(changed.put_back(removed), Some(()));
        assert_eq!(changed, form);
        let removed = changed.remove_section(1).unwrap();
        assert_eq!(changed.put_back(removed), Some(()));
        assert_eq!(changed, form);
        assert_eq!(
            (changed.remove_section(2), changed.remove_item((0, 9))),
            (None, None)
        );
    }
}
