//! Units and head-counts: the denominators of participation.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{Frame, framed};
use crate::components::button;
use crate::components::facts::figures;
use crate::pages::console::roster::missing_words;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct UnitsView {
    pub frame: Frame,
    pub units: u32,
    /// Names of units without a head-count, the first few.
    pub without_headcount: Vec<String>,
    pub without_headcount_count: u32,
    /// The sum of all head-counts known.
    pub people: i64,
    /// The visitor may change units.
    pub may_change: bool,
    /// How many of the roster are still to come; none where there is no roster.
    pub missing: Option<i64>,
}

pub fn page(view: &UnitsView) -> AnyView {
    let lang = view.frame.lang;
    let counts = figures(vec![
        (
            lang.say("đơn vị", "units"),
            figures::count(lang, i64::from(view.units)),
        ),
        (
            lang.say("người theo số đã khai", "people counted"),
            figures::count(lang, view.people),
        ),
        (
            lang.say("đơn vị chưa có số người", "units without a head-count"),
            figures::count(lang, i64::from(view.without_headcount_count)),
        ),
    ]);
    let content = view! {
        {counts}
        {without(lang, view)}
        {roster(lang, view)}
        {view
            .may_change
            .then(|| {
                let label = lang.say("Mở danh mục đơn vị", "Open the units");
                view! { <div class="row">{button::quiet_link("/console/units".to_owned(), label)}</div> }
            })}
    }
    .into_any();
    let lead = lang.say(
        "Người dự thi chọn đơn vị của mình; tỷ lệ tham gia tính trên số người của từng đơn vị vào ngày mở vòng.",
        "People choose their unit; participation is counted over each unit's head-count on the day a round opens.",
    );
    framed(&view.frame, lead, &[], content)
}

/// Who is expected by name, where the organiser wants to know.
fn roster(lang: Lang, view: &UnitsView) -> AnyView {
    let path = format!("/console/contests/{}/roster", view.frame.slug);
    view! {
        <p>
            {lang.say(
                "Nếu cuộc thi có danh sách người phải dự thi: ",
                "If the contest has a list of people who are expected: ",
            )}
            <a href=path>{missing_words(lang, view.missing)}</a>
        </p>
    }
    .into_any()
}

fn without(lang: Lang, view: &UnitsView) -> Option<AnyView> {
    if view.without_headcount.is_empty() {
        return None;
    }
    let more = view
        .without_headcount_count
        .saturating_sub(u32::try_from(view.without_headcount.len()).unwrap_or(u32::MAX));
    let lines = view
        .without_headcount
        .iter()
        .map(|name| view! { <li lang=lang.of_content()>{name.clone()}</li> })
        .collect_view();
    let rest = (more > 0).then(|| {
        let said = match lang {
            Lang::Vi => format!("và {} đơn vị khác", figures::count(lang, i64::from(more))),
            Lang::En => format!("and {} more", figures::count(lang, i64::from(more))),
        };
        view! { <li class="soft">{said}</li> }
    });
    let view = view! {
        <section class="sheet">
            <h2>{lang.say("Chưa có số người", "Without a head-count")}</h2>
            <ul>{lines} {rest}</ul>
        </section>
    };
    Some(view.into_any())
}
