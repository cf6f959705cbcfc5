//! The waves of a survey with how many have answered.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::channel_words;
use super::overview::WaveCard;
use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::facts;
use crate::text::figures;

/// Of each wave: more make the page too heavy.
const UNITS_SHOWN: usize = 50;

pub(super) fn waves(lang: Lang, path: &str, waves: Vec<WaveCard>, may_change: bool) -> AnyView {
    let new = may_change.then(|| {
        let label = lang.say("Mở đợt thu thập", "Field a wave");
        view! { <div class="row">{button::quiet_link(format!("{path}/waves"), label)}</div> }
    });
    let none = waves.is_empty().then(|| {
        let words = lang.say(
            "Chưa có đợt nào. Một đợt đóng băng phiếu hiện tại và nhận câu trả lời trong một khoảng thời gian.",
            "There is no wave yet. A wave freezes the form as it is and takes answers for a time.",
        );
        view! { <p class="soft">{words}</p> }
    });
    let cards = waves
        .into_iter()
        .map(|wave| wave_card(lang, path, wave, may_change))
        .collect_view();
    view! {
        {none}
        {cards}
        {new}
    }
    .into_any()
}

fn wave_card(lang: Lang, path: &str, wave: WaveCard, may_change: bool) -> AnyView {
    let channels: Vec<String> = wave.channels.iter().map(|one| channel_words(lang, one)).collect();
    let count = |number: i64| figures::count(lang, number);
    let mut pairs = vec![
        (lang.say("Mở", "Opens"), wave.opens_at.minute_in(lang)),
        (lang.say("Đóng", "Closes"), figures::end(lang, wave.closes_at)),
        (lang.say("Cách trả lời", "Ways to answer"), channels.join(", ")),
        (
            lang.say("Bản phiếu", "Version of the form"),
            wave.version.to_string(),
        ),
        (lang.say("Số phiếu", "Responses"), count(wave.responses)),
    ];
    if wave.over_quota > 0 {
        pairs.push((
            lang.say("Nhận sau khi đủ chỉ tiêu", "Over quota"),
            count(wave.over_quota),
        ));
    }
    if !wave.strata.is_empty() {
        pairs.push((lang.say("Tầng mẫu", "Strata"), wave.strata.join(", ")));
    }
    let here = format!("{path}/waves/{}", wave.id);
    let invitations = wave.invited_only.then(|| {
        let words = lang.say("Thư mời và tỷ lệ trả lời", "Invitations, and who has come");
        way(format!("{here}/invitations"), words, &wave.name)
    });
    let takes_paper = may_change && wave.channels.contains(&"paper");
    let paper = takes_paper.then(|| paper(lang, &here, &wave.name));
    let change = may_change.then(|| {
        let words = lang.say("Sửa hoặc đóng đợt này", "Change or close this wave");
        way(here, words, &wave.name)
    });
    let by_channel = wave
        .by_channel
        .into_iter()
        .map(|(channel, number)| (channel_words(lang, &channel), number))
        .collect();
    let left = wave.by_unit.len().saturating_sub(UNITS_SHOWN);
    let mut by_unit = wave.by_unit;
    by_unit.truncate(UNITS_SHOWN);
    view! {
        <article class="sheet">
            <h3 lang=lang.of_content()>{wave.name}</h3>
            <p>
                <span class=wave.stands.class()>{wave.stands.words(lang)}</span>
            </p>
            {facts(pairs)}
            {counts(lang, lang.say("Theo cách trả lời", "By way of answering"), lang.say("Cách trả lời", "Way"), by_channel)}
            {counts(lang, lang.say("Theo đơn vị", "By unit"), lang.say("Đơn vị", "Unit"), by_unit)}
            {more_units(lang, left)}
            {quotas(lang, wave.quotas)}
            {invitations}
            {paper}
            {change}
        </article>
    }
    .into_any()
}

fn more_units(lang: Lang, left: usize) -> Option<AnyView> {
    let words = match (left, lang) {
        (0, _) => return None,
        (left, Lang::Vi) => format!("Và {left} đơn vị khác có ít phiếu hơn."),
        (left, Lang::En) => format!("And {left} other units with fewer responses."),
    };
    Some(view! { <p class="soft small">{words}</p> }.into_any())
}

/// The wave's name is heard only: the card says it.
fn way(href: String, words: &'static str, name: &str) -> AnyView {
    view! {
        <p>
            <a href=href>{words} <span class="unseen">{format!(": {name}")}</span></a>
        </p>
    }
    .into_any()
}

fn paper(lang: Lang, wave: &str, name: &str) -> AnyView {
    let of = || view! { <span class="unseen">{format!(": {name}")}</span> };
    view! {
        <p>
            <a href=format!("{wave}/paper")>{lang.say("In phiếu giấy", "Print the paper form")} {of()}</a>
            " · "
            <a href=format!("{wave}/entry")>{lang.say("Nhập phiếu giấy", "Enter papers")} {of()}</a>
        </p>
    }
    .into_any()
}

fn counts(
    lang: Lang,
    caption: &'static str,
    what: &'static str,
    lines: Vec<(String, i64)>,
) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(what),
        Column::number(lang.say("Số phiếu", "Responses")),
    ];
    let rows = lines
        .into_iter()
        .map(|(name, number)| vec![cell(name), cell(figures::count(lang, number))]);
    Some(data_table(caption, &columns, rows.collect()))
}

fn quotas(lang: Lang, quotas: Vec<(String, Option<i64>, u32)>) -> Option<AnyView> {
    if quotas.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Chỉ tiêu", "Quota")),
        Column::number(lang.say("Đã nhận", "Taken")),
        Column::number(lang.say("Nhiều nhất", "At most")),
    ];
    let rows = quotas.into_iter().map(|(name, taken, most)| {
        let taken = taken.map_or_else(|| "–".to_owned(), |taken| figures::count(lang, taken));
        vec![
            cell(name),
            cell(taken),
            cell(figures::count(lang, i64::from(most))),
        ]
    });
    Some(data_table(
        lang.say("Chỉ tiêu", "Quotas"),
        &columns,
        rows.collect(),
    ))
}
