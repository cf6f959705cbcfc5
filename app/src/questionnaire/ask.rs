//! One item of a form: a group with its name, its hint and its mistakes, whatever it asks for.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::face::face;
use super::{Ask, Group, Item, Layout, Other, Pickable, Place, Row};
use crate::components::choices::{Choice, Label, Pick, card};
use crate::components::field::{Input, error_id, error_of, id_of, told};
use crate::components::safe_html::safe_inline;
use crate::components::text_area;

pub fn item(lang: Lang, item: &Item, problems: &[Problem]) -> AnyView {
    match &item.ask {
        Ask::Group(group) => group_of(lang, item, group, problems),
        Ask::Matrix { name, rows } => matrix(lang, item, name, rows, problems),
        Ask::Ranking { name, places } => ranking(lang, item, (name, places), problems),
        Ask::Line { name, typed, input } => {
            let tied = Tied::of(item, name, problems);
            let field = input_of(lang, (item, name), typed, *input, &tied);
            single(lang, item, (name, tied), field, problems)
        }
        Ask::Long { name, typed } => {
            let tied = Tied::of(item, name, problems);
            let described_by = tied.described_by.clone();
            let area = text_area::bare(tied.id.clone(), name.clone(), typed, tied.is_wrong, described_by);
            single(lang, item, (name, tied), area, problems)
        }
        Ask::Consent { name, given } => consent(lang, item, (name, *given), problems),
    }
}

fn input_of(lang: Lang, (item, name): (&Item, &str), typed: &str, input: Input, tied: &Tied) -> AnyView {
    let mode = if input == Input::Number { "decimal" } else { "text" };
    let format_id = (input == Input::Date).then(|| format!("{}-format", tied.id));
    let format = format_id.clone().map(|id| {
        let words = lang.say(
            "Ngày/tháng/năm, ví dụ 22/11/2026.",
            "Day/month/year, such as 22/11/2026.",
        );
        view! { <p class="hint" id=id>{words}</p> }
    });
    let ids: Vec<String> = format_id.into_iter().chain(tied.described_by.clone()).collect();
    view! {
        {format}
        <input
            id=tied.id.clone()
            name=name.to_owned()
            type="text"
            inputmode=mode
            value=typed.to_owned()
            autocomplete="off"
            aria-required=item.required.then_some("true")
            aria-invalid=tied.is_wrong.then_some("true")
            aria-describedby=(!ids.is_empty()).then(|| ids.join(" "))
        />
    }
    .into_any()
}

/// What ties a field or a group to its hint and its mistake.
struct Tied {
    id: String,
    hint_id: Option<String>,
    described_by: Option<String>,
    is_wrong: bool,
}

impl Tied {
    fn of(item: &Item, name: &str, problems: &[Problem]) -> Self {
        let id = id_of(name);
        let is_wrong = error_of(name, problems).is_some();
        let hint_id = item.hint.as_ref().map(|_| format!("{id}-hint"));
        let ids: Vec<String> = hint_id
            .clone()
            .into_iter()
            .chain(is_wrong.then(|| error_id(name)))
            .collect();
        Self {
            id,
            hint_id,
            described_by: (!ids.is_empty()).then(|| ids.join(" ")),
            is_wrong,
        }
    }
}

fn hint(item: &Item, tied: &Tied) -> Option<AnyView> {
    let (hint, id) = (item.hint.clone()?, tied.hint_id.clone()?);
    Some(view! { <p class="hint" id=id>{safe_inline(hint)}</p> }.into_any())
}

/// In words: a star says nothing to whoever listens.
fn need(lang: Lang, item: &Item) -> AnyView {
    let words = if item.required {
        lang.say("(cần trả lời)", "(required)")
    } else {
        lang.say("(không bắt buộc)", "(optional)")
    };
    view! { " " <span class="need">{words}</span> }.into_any()
}

fn single(
    lang: Lang,
    item: &Item,
    (name, tied): (&str, Tied),
    field: AnyView,
    problems: &[Problem],
) -> AnyView {
    view! {
        <div class="sheet asked">
            <div class="field">
                <label for=tied.id.clone()>{safe_inline(item.text.clone())} {need(lang, item)}</label>
                {hint(item, &tied)}
                {field}
                {told(name, error_of(name, problems))}
            </div>
        </div>
    }
    .into_any()
}

fn group_of(lang: Lang, item: &Item, group: &Group, problems: &[Problem]) -> AnyView {
    let tied = Tied::of(item, &group.name, problems);
    view! {
        <fieldset class="sheet asked" id=tied.id.clone() tabindex="-1" aria-describedby=tied.described_by.clone()>
            <legend>{safe_inline(item.text.clone())} {need(lang, item)}</legend>
            {hint(item, &tied)}
            {told(&group.name, error_of(&group.name, problems))}
            {ends(lang, group.layout)}
            <div class=class_of(group.layout)>{cards(group)}</div>
            {group.other.clone().map(|one| other(lang, one))}
        </fieldset>
    }
    .into_any()
}

/// What the first and the last number mean.
fn ends(lang: Lang, layout: Layout) -> Option<AnyView> {
    let words = lang.say(
        "0: hoàn toàn không giới thiệu; 10: chắc chắn giới thiệu.",
        "0: not at all likely; 10: extremely likely.",
    );
    (layout == Layout::Numbers).then(|| view! { <p class="hint">{words}</p> }.into_any())
}

const fn class_of(layout: Layout) -> &'static str {
    match layout {
        Layout::List => "opts",
        Layout::Scale | Layout::Faces => "opts scale",
        Layout::Numbers => "opts numbers",
    }
}

fn cards(group: &Group) -> AnyView {
    let steps = group.options.iter().filter(|option| !option.is_unknown).count();
    let drawn = (0..)
        .zip(&group.options)
        .map(|(nth, option): (usize, &Pickable)| {
            if group.layout == Layout::Faces && !option.is_unknown {
                face_card(&group.name, option, face(nth, steps))
            } else {
                plain_card(&group.name, group.pick, option)
            }
        });
    drawn.collect_view().into_any()
}

fn plain_card(name: &str, pick: Pick, option: &Pickable) -> AnyView {
    let choice = Choice {
        value: option.value.clone(),
        label: Label::Html(option.label.clone()),
        chosen: option.chosen,
    };
    card(name, pick, choice)
}

fn face_card(name: &str, option: &Pickable, face: AnyView) -> AnyView {
    view! {
        <label class="opt">
            <input type="radio" name=name.to_owned() value=option.value.clone() checked=option.chosen />
            <span class="faced">{face} {safe_inline(option.label.clone())}</span>
        </label>
    }
    .into_any()
}

fn other(lang: Lang, other: Other) -> AnyView {
    let id = id_of(&other.name);
    view! {
        <div class="field">
            <label for=id.clone()>
                {lang.say("Nếu chọn “", "If you choose “")} {safe_inline(other.label)}
                {lang.say("”, xin ghi rõ", "”, say what")} " "
                <span class="need">{lang.say("(không bắt buộc)", "(optional)")}</span>
            </label>
            <input id=id name=other.name type="text" value=other.typed autocomplete="off" />
        </div>
    }
    .into_any()
}

/// Each row is a group by itself; on a wide screen they stand under each other as the rows of a table.
fn matrix(lang: Lang, item: &Item, name: &str, rows: &[Row], problems: &[Problem]) -> AnyView {
    let tied = Tied::of(item, name, &[]);
    let rows = rows.iter().map(|one| row(one, problems)).collect_view();
    view! {
        <fieldset class="sheet asked" id=tied.id.clone() tabindex="-1" aria-describedby=tied.described_by.clone()>
            <legend>{safe_inline(item.text.clone())} {need(lang, item)}</legend>
            {hint(item, &tied)}
            <div class="matrix">{rows}</div>
        </fieldset>
    }
    .into_any()
}

fn row(row: &Row, problems: &[Problem]) -> AnyView {
    let name = &row.group.name;
    let error = error_of(name, problems);
    let described_by = error.is_some().then(|| error_id(name));
    view! {
        <fieldset class="matrix-row" id=id_of(name) tabindex="-1" aria-describedby=described_by>
            <legend>{safe_inline(row.text.clone())} {told_within(name, problems)}</legend>
            <div class="opts scale">{cards(&row.group)}</div>
        </fieldset>
    }
    .into_any()
}

/// Under the row's name, so that the steps stay in line with those of other rows.
fn told_within(name: &str, problems: &[Problem]) -> Option<AnyView> {
    let error = error_of(name, problems)?;
    Some(view! { <span class="error" id=error_id(name)>{error}</span> }.into_any())
}

fn ranking(lang: Lang, item: &Item, (name, places): (&str, &[Place]), problems: &[Problem]) -> AnyView {
    let tied = Tied::of(item, name, problems);
    let selects = places
        .iter()
        .map(|place| place_of(lang, place, places.len()))
        .collect_view();
    view! {
        <fieldset class="sheet asked" id=tied.id.clone() tabindex="-1" aria-describedby=tied.described_by.clone()>
            <legend>{safe_inline(item.text.clone())} {need(lang, item)}</legend>
            {hint(item, &tied)}
            <p class="hint">{lang.say("Chọn thứ hạng cho từng phương án: 1 là quan trọng nhất.", "Choose a place for each option: 1 is the most important.")}</p>
            {told(name, error_of(name, problems))}
            <div class="places">{selects}</div>
        </fieldset>
    }
    .into_any()
}

fn place_of(lang: Lang, place: &Place, of: usize) -> AnyView {
    let id = id_of(&place.name);
    let numbers = (1..=of)
        .map(|number| {
            let number = number.to_string();
            let chosen = place.chosen == number;
            view! { <option value=number.clone() selected=chosen>{number.clone()}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{safe_inline(place.label.clone())}</label>
            <select id=id name=place.name.clone()>
                <option value="">{lang.say("Chưa xếp", "No place yet")}</option>
                {numbers}
            </select>
        </div>
    }
    .into_any()
}

fn consent(lang: Lang, item: &Item, (name, given): (&str, bool), problems: &[Problem]) -> AnyView {
    let tied = Tied::of(item, name, problems);
    view! {
        <fieldset class="sheet asked" id=tied.id.clone() tabindex="-1" aria-describedby=tied.described_by.clone()>
            <legend class="unseen">{lang.say("Sự đồng ý", "Consent")}</legend>
            {hint(item, &tied)}
            <label class="opt">
                <input type="checkbox" name=name.to_owned() value="yes" checked=given />
                <span>{safe_inline(item.text.clone())} {need(lang, item)}</span>
            </label>
            {told(name, error_of(name, problems))}
        </fieldset>
    }
    .into_any()
}
