//! Surveys as those see them who prepare and field them.

use khao_app::pages::console::surveys::{
    Head, files, form, item, list, new, overview, poster, scales, section, wave,
};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::check::check;
use khao_domain::survey::compare::Change;
use khao_domain::survey::form::Form;
use khao_domain::survey::outline::Part;
use khao_domain::survey::template::Template;
use khao_domain::survey::typed::{KINDS, TypedItem};
use khao_domain::survey::walk::each_text_mut;
use khao_domain::survey::wave::SurveyStatus;
use khao_domain::table::RowProblem;
use leptos::prelude::AnyView;

use super::{NOW, problems};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let draft = overview::OverviewView {
        waves: Vec::new(),
        status: SurveyStatus::Draft,
        ..overview_view(text)
    };
    let read = overview::OverviewView {
        may_change: false,
        problems: Vec::new(),
        ..overview_view(text)
    };
    let none = list::SurveysView {
        surveys: Vec::new(),
        may_create: true,
        first: None,
        next: None,
    };
    let blank = form::FormView {
        form: Template::Blank.form(),
        findings: check(&Template::Blank.form()),
        removed: None,
        ..form_view(text)
    };
    let mut all = vec![
        ("console surveys", list::page(lang, list_view(text))),
        ("console surveys, none", list::page(lang, none)),
        ("console survey, new", new::page(lang, &new_view(text))),
        ("console survey", overview::page(lang, overview_view(text))),
        ("console survey, draft", overview::page(lang, draft)),
        ("console survey, read", overview::page(lang, read)),
        ("console survey form", form::page(lang, &form_view(text))),
        ("console survey form, blank", form::page(lang, &blank)),
        ("console survey section", section::page(lang, &section_view(text))),
        ("console survey scales", scales::page(lang, &scales_view(text))),
        ("console survey files", files::page(lang, &files_view(text))),
        (
            "console survey file",
            files::look_page(lang, look_view(text, true)),
        ),
        (
            "console survey file, refused",
            files::look_page(lang, look_view(text, false)),
        ),
        ("console survey poster", poster::page(lang, poster_view(text))),
        ("console wave, new", wave::new_page(lang, &new_wave_view(text))),
        (
            "console wave",
            wave::page(lang, &wave_view(text, overview::Stands::Planned)),
        ),
        (
            "console wave, open",
            wave::page(lang, &wave_view(text, overview::Stands::Open)),
        ),
    ];
    all.extend(items(lang, text));
    all
}

/// An item of every kind.
fn items(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let names = [
        "console item, rating",
        "console item, matrix",
        "console item, single choice",
        "console item, multiple choice",
        "console item, yes or no",
        "console item, recommendation",
        "console item, number",
        "console item, date",
        "console item, text",
        "console item, ranking",
        "console item, consent",
    ];
    let items = KINDS.into_iter().zip(names);
    items
        .map(|((kind, _), name)| (name, item::page(lang, &item_view(text, kind))))
        .collect()
}

pub(super) fn head(text: &str) -> Head {
    Head {
        slug: text.into(),
        title: text.into(),
    }
}

/// A form with the text at every place.
fn questionnaire(text: &str) -> Form {
    let mut form = Template::Sipas.form();
    each_text_mut(&mut form, &mut |_, texts| {
        texts.set("vi", text);
        texts.set("en", text);
    });
    for section in &mut form.sections {
        section.show_if = text.into();
        for item in &mut section.items {
            item.show_if = text.into();
        }
    }
    form
}

fn list_view(text: &str) -> list::SurveysView {
    let line = |status, has_wave: bool| list::SurveyLine {
        slug: text.into(),
        title: text.into(),
        status,
        wave: has_wave.then(|| (text.into(), 2_000)),
    };
    list::SurveysView {
        surveys: vec![
            line(SurveyStatus::Draft, false),
            line(SurveyStatus::Open, true),
            line(SurveyStatus::Closed, true),
        ],
        may_create: false,
        first: Some("/console/surveys".into()),
        next: Some("/console/surveys?after=x".into()),
    }
}

fn new_view(text: &str) -> new::NewSurveyView {
    new::NewSurveyView {
        form_id: text.into(),
        title_vi: text.into(),
        title_en: text.into(),
        slug: text.into(),
        template: "sipas".into(),
        problems: problems(text, &["", "/title.vi", "/title.en", "/slug", "/template"]),
    }
}

fn overview_view(text: &str) -> overview::OverviewView {
    let wave = |stands| overview::WaveCard {
        id: text.into(),
        name: text.into(),
        version: 2,
        stands,
        opens_at: NOW,
        closes_at: NOW,
        channels: vec!["web", "qr"],
        responses: 2_000,
        over_quota: 3,
        by_channel: vec![("web".into(), 1_200), ("qr".into(), 800)],
        by_unit: vec![(text.into(), 400)],
        quotas: vec![(text.into(), Some(50), 50), (text.into(), None, 100)],
        strata: vec![text.into(), text.into()],
        invited_only: true,
    };
    overview::OverviewView {
        head: head(text),
        status: SurveyStatus::Open,
        published: true,
        sections: 6,
        questions: 50,
        languages: vec![(text.into(), 0), (text.into(), 7)],
        problems_of_form: 2,
        is_changed: true,
        waves: vec![
            wave(overview::Stands::Planned),
            wave(overview::Stands::Open),
            wave(overview::Stands::Over),
        ],
        may_change: true,
        title: (text.into(), text.into()),
        problems: problems(text, &["", "/title.vi", "/title.en"]),
    }
}

fn form_view(text: &str) -> form::FormView {
    let form = questionnaire(text);
    let mut removed = form.clone();
    let removed = removed.remove_item((0, 0));
    let part = removed.map(|removed| match removed.part {
        Part::Item(item) => item.id,
        Part::Section(section) => section.id,
    });
    form::FormView {
        head: head(text),
        findings: problems(
            text,
            &[
                "/sections",
                "/sections/0",
                "/sections/0/items/0/show_if",
                "/scales/0",
                "/factors/0",
                "/languages/1",
            ],
        ),
        form,
        revision: 7,
        removed: part.map(|part| (part, text.to_owned())),
        problems: problems(text, &[""]),
    }
}

fn section_view(text: &str) -> section::SectionView {
    let both = || vec![text.to_owned(), text.to_owned()];
    section::SectionView {
        head: head(text),
        form: questionnaire(text),
        revision: 7,
        stored_id: text.into(),
        typed: section::TypedSection {
            id: text.into(),
            titles: both(),
            texts: both(),
            shuffle: true,
            show_if: text.into(),
        },
        is_refused: true,
        problems: problems(text, &["", "/id", "/title.vi", "/text.en", "/show_if"]),
    }
}

fn scales_view(text: &str) -> scales::ScalesView {
    let scale = |is_removed| scales::TypedScale {
        id: text.into(),
        steps: text.into(),
        unknown: text.into(),
        is_removed,
    };
    scales::ScalesView {
        head: head(text),
        form: questionnaire(text),
        revision: 7,
        scales: vec![scale(false), scale(true)],
        factors: text.into(),
        is_refused: true,
        problems: problems(text, &["", "/id.0", "/steps.0", "/unknown.1", "/factors"]),
    }
}

fn item_view(text: &str, kind: &str) -> item::ItemView {
    let both = || vec![text.to_owned(), text.to_owned()];
    let pointers = [
        "", "/id", "/kind", "/text.vi", "/hint.en", "/factor", "/show_if", "/skips", "/scale", "/rows",
        "/options", "/least", "/most",
    ];
    item::ItemView {
        head: head(text),
        form: questionnaire(text),
        revision: 7,
        section: Some(text.into()),
        stored_id: text.into(),
        typed: TypedItem {
            id: text.into(),
            kind: kind.into(),
            texts: both(),
            hints: both(),
            required: true,
            factor: text.into(),
            show_if: text.into(),
            skips: text.into(),
            scale: "satisfaction".into(),
            rows: text.into(),
            options: text.into(),
            least: text.into(),
            most: text.into(),
            variant: true,
        },
        is_refused: true,
        problems: with_fields(problems(text, &pointers), kind),
    }
}

/// A kind has some of the fields; mistakes are of those.
fn with_fields(problems: Vec<Problem>, kind: &str) -> Vec<Problem> {
    let has = |pointer: &str| match pointer {
        "/scale" => matches!(kind, "rating" | "matrix"),
        "/rows" => kind == "matrix",
        "/options" => matches!(kind, "single_choice" | "multiple_choice" | "ranking"),
        "/least" | "/most" => matches!(kind, "multiple_choice" | "number" | "date"),
        _ => true,
    };
    problems
        .into_iter()
        .filter(|problem| has(&problem.pointer))
        .collect()
}

fn files_view(text: &str) -> files::FilesView {
    files::FilesView {
        head: head(text),
        may_change: true,
        problems: problems(text, &[""]),
    }
}

fn look_view(text: &str, is_taken: bool) -> files::FileLookView {
    let all = vec![
        Change::Added,
        Change::Removed,
        Change::Wording,
        Change::Answers,
        Change::Factor,
    ];
    files::FileLookView {
        head: head(text),
        revision: 7,
        form: is_taken.then(|| text.into()),
        translated: None,
        changes: vec![(text.into(), all)],
        problems: vec![("survey", vec![RowProblem::error(2, Some(text), text)])],
        refused: problems(text, &[""]),
    }
}

fn poster_view(text: &str) -> poster::PosterView {
    poster::PosterView {
        head: head(text),
        site: text.into(),
        address: "https://khao.vn/surveys/quay?unit=x&desk=3".into(),
        short_address: "khao.vn/surveys/quay".into(),
        tablet: Some("/kiosk/quay".into()),
        unit_name: Some(text.into()),
        unit: text.into(),
        desk: text.into(),
        problems: problems(text, &["/unit", "/desk"]),
    }
}

fn wave_typed(text: &str) -> wave::WaveTyped {
    wave::WaveTyped {
        name: text.into(),
        opens: (text.into(), text.into()),
        closes: (text.into(), text.into()),
        channels: vec!["web".into()],
        quotas: vec![[text.into(), text.into(), text.into()]],
        invited_only: true,
        strata: text.into(),
    }
}

fn new_wave_view(text: &str) -> wave::NewWaveView {
    let pointers = [
        "",
        "/name",
        "/opens_on",
        "/opens_at",
        "/closes_on",
        "/closes_at",
        "/channels",
        "/strata",
        "/quota_name.0",
        "/quota_condition.0",
        "/quota_most.0",
    ];
    wave::NewWaveView {
        head: head(text),
        typed: wave_typed(text),
        problems_of_form: 2,
        problems: problems(text, &pointers),
    }
}

fn wave_view(text: &str, stands: overview::Stands) -> wave::WaveView {
    let pointers: &[&str] = match stands {
        overview::Stands::Planned => &["", "/name", "/opens_on", "/opens_at", "/closes_on", "/channels"],
        _ => &["/name", "/closes_on", "/closes_at"],
    };
    wave::WaveView {
        head: head(text),
        id: text.into(),
        stored_name: text.into(),
        stands,
        typed: wave_typed(text),
        invited_only: stands == overview::Stands::Open,
        problems: problems(text, pointers),
    }
}
