//! An item of a form with what was typed into it.

use khao_domain::lang::Lang;
use khao_domain::survey::form::{Ask, ChoiceOption, Item, NO, RECOMMEND, Scale, YES};
use khao_domain::survey::typed_answers::{Typed, field, other_field, rank_field};

use super::texts::Reader;
use super::{Ask as View, Group, Item as ItemView, Layout, Other, Pickable, Place, Row};
use crate::components::choices::Pick;
use crate::components::field::Input;
use crate::components::safe_html::SafeHtml;

pub fn item(reader: &Reader<'_>, item: &Item, typed: &Typed) -> ItemView {
    ItemView {
        text: reader.inline(&item.text),
        short: reader.short(&item.text),
        hint: reader.hint(&item.hint),
        required: item.required,
        ask: Drawer { reader, item, typed }.ask(),
    }
}

struct Drawer<'d> {
    reader: &'d Reader<'d>,
    item: &'d Item,
    typed: &'d Typed,
}

impl Drawer<'_> {
    fn ask(&self) -> View {
        let name = field(&self.item.id);
        let typed = self.first(&name);
        match &self.item.ask {
            Ask::Rating { scale, faces } => {
                let layout = if *faces { Layout::Faces } else { Layout::Scale };
                View::Group(self.rating(scale, name, layout))
            }
            Ask::Matrix { scale, rows } => {
                let row = |row: &khao_domain::survey::form::Row| Row {
                    text: self.reader.inline(&row.text),
                    short: self.reader.short(&row.text),
                    group: self.rating(scale, field(&row.id), Layout::Scale),
                };
                let rows = rows.iter().map(row).collect();
                View::Matrix { name, rows }
            }
            Ask::Recommend => View::Group(self.recommend(name)),
            Ask::YesNo => View::Group(self.yes_or_no(name)),
            Ask::SingleChoice { options } => View::Group(self.choice(name, Pick::One, options)),
            Ask::MultipleChoice { options, .. } => View::Group(self.choice(name, Pick::Any, options)),
            Ask::Number { .. } => line(name, typed, Input::Number),
            Ask::Date { .. } => line(name, typed, Input::Date),
            Ask::Text { long: false } => line(name, typed, Input::Text),
            Ask::Text { long: true } => View::Long { name, typed },
            Ask::Ranking { options } => {
                let places = options.iter().map(|option| self.place(option)).collect();
                View::Ranking { name, places }
            }
            Ask::Consent => View::Consent {
                name,
                given: !typed.is_empty(),
            },
        }
    }

    fn first(&self, name: &str) -> String {
        let values = self.typed.get(name);
        values
            .and_then(|values| values.first())
            .cloned()
            .unwrap_or_default()
    }

    fn is_chosen(&self, name: &str, value: &str) -> bool {
        let values = self.typed.get(name).into_iter().flatten();
        values.into_iter().any(|chosen| chosen == value)
    }

    fn pickable(&self, name: &str, value: String, label: SafeHtml) -> Pickable {
        Pickable {
            chosen: self.is_chosen(name, &value),
            value,
            label,
            is_unknown: false,
        }
    }

    fn rating(&self, scale: &str, name: String, layout: Layout) -> Group {
        let scale = self.reader.form.scale(scale);
        let unknown = scale
            .and_then(|scale| scale.unknown.as_ref())
            .map(|step| step.value);
        let steps = scale.into_iter().flat_map(Scale::all_steps);
        let options = steps.map(|step| Pickable {
            is_unknown: unknown == Some(step.value),
            ..self.pickable(&name, step.value.to_string(), self.reader.inline(&step.label))
        });
        Group {
            options: options.collect(),
            name,
            pick: Pick::One,
            layout,
            other: None,
        }
    }

    fn recommend(&self, name: String) -> Group {
        let numbers = RECOMMEND.map(|number| number.to_string());
        let options = numbers.map(|number| self.pickable(&name, number.clone(), SafeHtml::ours(number)));
        Group {
            options: options.collect(),
            name,
            pick: Pick::One,
            layout: Layout::Numbers,
            other: None,
        }
    }

    /// In our own words; of a language that we do not speak, in those of the page.
    fn yes_or_no(&self, name: String) -> Group {
        let options = yes_and_no(self.reader.language)
            .map(|(id, label)| self.pickable(&name, id.to_owned(), label))
            .into();
        Group {
            options,
            name,
            pick: Pick::One,
            layout: Layout::List,
            other: None,
        }
    }

    fn choice(&self, name: String, pick: Pick, options: &[ChoiceOption]) -> Group {
        let shown = options
            .iter()
            .map(|option| self.pickable(&name, option.id.clone(), self.reader.inline(&option.text)));
        let other = options.iter().find(|option| option.other).map(|option| {
            let name = other_field(&self.item.id);
            Other {
                typed: self.first(&name),
                label: self.reader.inline(&option.text),
                name,
            }
        });
        Group {
            options: shown.collect(),
            name,
            pick,
            layout: Layout::List,
            other,
        }
    }

    fn place(&self, option: &ChoiceOption) -> Place {
        let name = rank_field(&self.item.id, &option.id);
        Place {
            chosen: self.first(&name),
            label: self.reader.inline(&option.text),
            name,
        }
    }
}

pub fn yes_and_no(language: &str) -> [(&'static str, SafeHtml); 2] {
    let lang = Lang::parse(language).unwrap_or_default();
    [(YES, lang.say("Có", "Yes")), (NO, lang.say("Không", "No"))]
        .map(|(id, word)| (id, SafeHtml::in_language(word, lang.tag())))
}

const fn line(name: String, typed: String, input: Input) -> View {
    View::Line { name, typed, input }
}
