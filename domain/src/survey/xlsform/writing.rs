//! A form as sheets.

use super::expressions::{constraint, piped_out, relevant, written_day};
use super::{Sheets, YES_NO};
use crate::lang::Lang;
use crate::survey::condition::Condition;
use crate::survey::form::{Ask, ChoiceOption, Form, Item, NO, Scale, Section, YES};
use crate::survey::texts::{Texts, language_name};

pub fn write(form: &Form, title: &str, version: u32) -> Sheets {
    let mut writer = Writer {
        form,
        survey: Vec::new(),
        choices: Vec::new(),
    };
    for scale in &form.scales {
        writer.scale(scale);
    }
    if form.items().any(|(_, item)| item.ask == Ask::YesNo) {
        writer.yes_no();
    }
    for section in &form.sections {
        writer.section(section);
    }
    let languages = |name: &str| -> Vec<String> {
        let column = |tag: &String| format!("{name}::{} ({tag})", language_name(tag));
        form.languages.iter().map(column).collect()
    };
    let mut survey = vec![
        [
            strings(&["type", "name"]),
            languages("label"),
            languages("hint"),
            strings(&FIELDS),
        ]
        .concat(),
    ];
    survey.append(&mut writer.survey);
    let mut choices = vec![
        [
            strings(&["list_name", "name"]),
            languages("label"),
            strings(&["other", "missing"]),
        ]
        .concat(),
    ];
    choices.append(&mut writer.choices);
    let mut factors = vec![[strings(&["name"]), languages("label"), languages("part")].concat()];
    factors.extend(form.factors.iter().map(|factor| {
        [
            vec![factor.id.clone()],
            cells(form, &factor.title),
            cells(form, &factor.part),
        ]
        .concat()
    }));
    Sheets {
        survey,
        choices,
        settings: settings(form, title, version),
        factors,
    }
}

fn settings(form: &Form, title: &str, version: u32) -> Vec<Vec<String>> {
    let header = strings(&["form_title", "version", "default_language", "languages"]);
    let values = vec![
        title.to_owned(),
        version.to_string(),
        form.main_language().to_owned(),
        form.languages.join(" "),
    ];
    vec![header, values]
}

/// After type, name, labels and hints.
const FIELDS: [&str; 7] = [
    "required",
    "relevant",
    "constraint",
    "appearance",
    "parameters",
    "factor",
    "skips",
];

fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

fn cells(form: &Form, texts: &Texts) -> Vec<String> {
    let text = |language: &String| piped_out(texts.get(language).unwrap_or_default());
    form.languages.iter().map(text).collect()
}

fn condition(text: &str) -> String {
    Condition::parse(text).map_or_else(|_| text.to_owned(), |condition| relevant(&condition))
}

struct Writer<'f> {
    form: &'f Form,
    survey: Vec<Vec<String>>,
    choices: Vec<Vec<String>>,
}

/// A row of the sheet `survey`; what is not named is empty.
#[derive(Default)]
struct Line<'l> {
    kind: String,
    name: &'l str,
    label: Texts,
    hint: Texts,
    required: bool,
    relevant: &'l str,
    constraint: String,
    appearance: &'static str,
    parameters: &'static str,
    factor: &'l str,
    skips: String,
}

impl Writer<'_> {
    fn line(&mut self, line: Line<'_>) {
        let relevant = if line.relevant.is_empty() {
            String::new()
        } else {
            condition(line.relevant)
        };
        let required = if line.required { "yes" } else { "" };
        let fields = [
            required.to_owned(),
            relevant,
            line.constraint,
            line.appearance.to_owned(),
            line.parameters.to_owned(),
            line.factor.to_owned(),
            line.skips,
        ];
        let head = vec![line.kind, line.name.to_owned()];
        self.survey.push(
            [
                head,
                cells(self.form, &line.label),
                cells(self.form, &line.hint),
                fields.to_vec(),
            ]
            .concat(),
        );
    }

    fn end_group(&mut self) {
        self.line(Line {
            kind: "end_group".to_owned(),
            ..Line::default()
        });
    }

    fn section(&mut self, section: &Section) {
        self.line(Line {
            kind: "begin_group".to_owned(),
            name: &section.id,
            label: section.title.clone(),
            hint: section.text.clone(),
            relevant: &section.show_if,
            parameters: if section.shuffle { "randomize=true" } else { "" },
            ..Line::default()
        });
        for item in &section.items {
            self.item(item);
        }
        self.end_group();
    }

    fn item(&mut self, item: &Item) {
        let (kind, appearance) = kind_of(item);
        let skips = item
            .skips
            .iter()
            .map(|skip| format!("{} -> {}", skip.when, skip.to));
        let line = Line {
            kind,
            name: &item.id,
            label: item.text.clone(),
            hint: item.hint.clone(),
            required: item.required,
            relevant: &item.show_if,
            constraint: constraint_of(&item.ask),
            appearance,
            parameters: if item.ask == Ask::Recommend {
                "start=0 end=10 step=1"
            } else {
                ""
            },
            factor: &item.factor,
            skips: skips.collect::<Vec<_>>().join("; "),
        };
        self.line(line);
        if let Ask::Matrix { scale, rows } = &item.ask {
            for row in rows {
                self.line(Line {
                    kind: format!("select_one {scale}"),
                    name: &row.id,
                    label: row.text.clone(),
                    factor: &row.factor,
                    ..Line::default()
                });
            }
            self.end_group();
        }
        self.options(&item.id, item.ask.options());
    }

    fn options(&mut self, list: &str, options: &[ChoiceOption]) {
        for option in options {
            let other = if option.other { "yes" } else { "" };
            self.choice(list, &option.id, &option.text, [other, ""]);
        }
    }

    fn choice(&mut self, list: &str, name: &str, label: &Texts, own: [&str; 2]) {
        let head = vec![list.to_owned(), name.to_owned()];
        self.choices
            .push([head, cells(self.form, label), strings(&own)].concat());
    }

    fn scale(&mut self, scale: &Scale) {
        let id = &scale.id;
        for step in &scale.steps {
            self.choice(id, &step.value.to_string(), &step.label, ["", ""]);
        }
        if let Some(unknown) = &scale.unknown {
            self.choice(id, &unknown.value.to_string(), &unknown.label, ["", "yes"]);
        }
    }

    fn yes_no(&mut self) {
        for (id, vietnamese, english) in [(YES, "Có", "Yes"), (NO, "Không", "No")] {
            let mut label = Texts::default();
            for language in &self.form.languages {
                let text = Lang::parse(language).map_or("", |lang| lang.say(vietnamese, english));
                label.set(language, text);
            }
            self.choice(YES_NO, id, &label, ["", ""]);
        }
    }
}

/// Type and appearance.
fn kind_of(item: &Item) -> (String, &'static str) {
    let list = |kind: &str| format!("{kind} {}", item.id);
    match &item.ask {
        Ask::Rating { scale, faces } => (
            format!("select_one {scale}"),
            if *faces { "faces" } else { "likert" },
        ),
        Ask::Matrix { .. } => ("begin_group".to_owned(), "table-list"),
        Ask::Recommend => ("range".to_owned(), ""),
        Ask::YesNo => (format!("select_one {YES_NO}"), ""),
        Ask::SingleChoice { .. } => (list("select_one"), ""),
        Ask::MultipleChoice { .. } => (list("select_multiple"), ""),
        Ask::Ranking { .. } => (list("rank"), ""),
        Ask::Number { whole: true, .. } => ("integer".to_owned(), ""),
        Ask::Number { .. } => ("decimal".to_owned(), ""),
        Ask::Date { .. } => ("date".to_owned(), ""),
        Ask::Text { long } => ("text".to_owned(), if *long { "multiline" } else { "" }),
        Ask::Consent => ("acknowledge".to_owned(), ""),
    }
}

fn constraint_of(ask: &Ask) -> String {
    match ask {
        Ask::MultipleChoice { least, most, .. } => constraint(
            "count-selected(.)",
            least.map(|least| least.to_string()),
            most.map(|most| most.to_string()),
        ),
        Ask::Number { least, most, .. } => constraint(
            ".",
            least.map(|least| least.to_string()),
            most.map(|most| most.to_string()),
        ),
        Ask::Date { first, last } => constraint(".", first.map(written_day), last.map(written_day)),
        _ => String::new(),
    }
}
