//! Whom a correction would move, and the button that records it.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::{FormView, kind_words, proof};
use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::figures;
use crate::components::notice;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct PreviewView {
    pub code: String,
    pub stem: String,
    pub kind: CorrectionKind,
    pub key: String,
    pub touched: i64,
    /// What it was computed of.
    pub state: String,
    /// The ranking that follows is public as soon as it is there: nothing waits, and nobody has to approve it.
    pub at_once: bool,
    /// None for whoever may not open the question's bank.
    pub effect: Option<EffectView>,
}

#[derive(Debug, Clone)]
pub struct EffectView {
    pub up: i64,
    pub down: i64,
    /// Of whom the first ones are listed.
    pub moved: i64,
    pub moves: Vec<MoveLine>,
    /// The most points of a paper with the question, before and after.
    pub most: Option<(i64, i64)>,
    /// It is scored so already.
    pub changes_nothing: bool,
}

#[derive(Debug, Clone)]
pub struct MoveLine {
    pub name: String,
    pub group: String,
    pub old_score: i64,
    pub new_score: i64,
    pub old_rank: i64,
    pub new_rank: i64,
}

pub(super) fn section(
    lang: Lang,
    path: &str,
    view: PreviewView,
    (form, problems): (&FormView, &[Problem]),
) -> AnyView {
    let what = format!("{}: {} {}", view.code, kind_words(lang, view.kind), view.key);
    let seen = if view.effect.is_some() {
        lang.say("Tôi đã xem ai bị ảnh hưởng;", "I have seen who is affected;")
    } else {
        lang.say(
            "Tôi hiểu mọi bài có câu này được chấm lại;",
            "I understand that every paper with it is scored anew;",
        )
    };
    let then = if view.at_once {
        lang.say(
            "bảng xếp hạng mới được công bố ngay khi chấm xong, kèm lý do này.",
            "the new ranking is published as soon as that is done, with this reason.",
        )
    } else {
        lang.say("lý do sẽ được công bố.", "the reason will be published.")
    };
    let understood = format!("{seen} {then}");
    view! {
        <section class="sheet" id="preview">
            <h2>{lang.say("Nếu đính chính", "If it is corrected")}</h2>
            <p>{what.trim_end().to_owned()}</p>
            <p class="soft">{view.stem}</p>
            {effect(lang, view.touched, view.effect)}
            <form method="post" action=path.to_owned()>
                {button::hidden("form_id", form.form_id.clone())}
                {button::hidden("item_code", form.item.clone())}
                {button::hidden("kind", form.kind.clone())}
                {button::hidden("key", form.key.clone())}
                {button::hidden("reason", form.reason.clone())}
                {button::hidden("seen", view.state)}
                {proof(lang, form, problems)}
                {button::understood(understood)}
                <div class="row">{button::action("correct", lang.say("Ghi đính chính", "Record the correction"))}</div>
            </form>
        </section>
    }
    .into_any()
}

fn effect(lang: Lang, touched: i64, view: Option<EffectView>) -> AnyView {
    let mut counts = vec![(
        lang.say("bài có câu này", "papers with it"),
        figures::count(lang, touched),
    )];
    let Some(view) = view else {
        let untold = notice::calm(lang.say(
            "Ngân hàng của câu này thuộc đơn vị khác, nên ai đổi điểm chỉ hiện ra sau khi ghi đính chính.",
            "The question's bank belongs to another unit: whose score changes is seen once the correction is recorded.",
        ));
        return view! { {figures(counts)} {untold} }.into_any();
    };
    counts.extend([
        (
            lang.say("bài tăng điểm", "scores up"),
            figures::count(lang, view.up),
        ),
        (
            lang.say("bài giảm điểm", "scores down"),
            figures::count(lang, view.down),
        ),
        (
            lang.say("người đổi điểm hoặc hạng", "people with another score or rank"),
            figures::count(lang, view.moved),
        ),
    ]);
    if let Some((before, after)) = view.most {
        counts.push((
            lang.say("điểm tối đa của bài", "most points of a paper"),
            format!(
                "{} → {}",
                figures::points(lang, before),
                figures::points(lang, after)
            ),
        ));
    }
    let nothing = view.changes_nothing.then(|| {
        notice::careful(lang.say(
            "Câu này đang được chấm đúng như vậy: đáp án không khác đáp án hiện có, và đính chính không đổi gì.",
            "The question is scored so already: the key is no other than the present one, and the correction changes nothing.",
        ))
    });
    view! { {nothing} {figures(counts)} {moves(lang, view.moves, view.moved)} }.into_any()
}

fn moves(lang: Lang, moves: Vec<MoveLine>, moved: i64) -> Option<AnyView> {
    if moves.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Thí sinh", "Participant")),
        Column::text(lang.say("Bảng thi", "Group")),
        Column::number(lang.say("Điểm", "Score")),
        Column::number(lang.say("Hạng", "Rank")),
    ];
    let shown = moves.len();
    let rows = moves.into_iter().map(|one| cells(lang, one)).collect();
    let (shown, moved) = (
        figures::count(lang, i64::try_from(shown).unwrap_or(i64::MAX)),
        figures::count(lang, moved),
    );
    let caption = match lang {
        Lang::Vi => format!("{shown} trong {moved} người, từ đầu bảng xếp hạng của mỗi bảng"),
        Lang::En => format!("{shown} of {moved} people, from the top of each group's ranking"),
    };
    Some(data_table(caption, &columns, rows))
}

fn cells(lang: Lang, line: MoveLine) -> Vec<AnyView> {
    vec![
        cell(line.name),
        cell(line.group),
        cell(format!(
            "{} → {}",
            figures::points(lang, line.old_score),
            figures::points(lang, line.new_score)
        )),
        cell(format!(
            "{} → {}",
            figures::count(lang, line.old_rank),
            figures::count(lang, line.new_rank)
        )),
    ]
}
