//! Whom a correction would move, and the button that records it.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{FormView, kind_words};
use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::figures;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct PreviewView {
    pub code: String,
    pub stem: String,
    pub kind: CorrectionKind,
    pub key: String,
    pub touched: i64,
    pub up: i64,
    pub down: i64,
    /// Of whom the first ones are listed.
    pub moved: i64,
    pub moves: Vec<MoveLine>,
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

pub(super) fn section(lang: Lang, path: &str, view: PreviewView, form: &FormView) -> AnyView {
    let what = format!("{}: {} {}", view.code, kind_words(lang, view.kind), view.key);
    let counts = vec![
        (
            lang.say("bài có câu này", "papers with it"),
            figures::count(lang, view.touched),
        ),
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
    ];
    view! {
        <section class="sheet" id="preview">
            <h2>{lang.say("Nếu đính chính", "If it is corrected")}</h2>
            <p>{what.trim_end().to_owned()}</p>
            <p class="soft">{view.stem}</p>
            {figures(counts)}
            {moves(lang, view.moves, view.moved)}
            <form method="post" action=path.to_owned()>
                {button::hidden("form_id", form.form_id.clone())}
                {button::hidden("item_code", form.item.clone())}
                {button::hidden("kind", form.kind.clone())}
                {button::hidden("key", form.key.clone())}
                {button::hidden("reason", form.reason.clone())}
                {button::understood(lang.say(
                            "Tôi đã xem ai bị ảnh hưởng; lý do sẽ được công bố.",
                            "I have seen who is affected; the reason will be published.",
                        ))}
                <div class="row">{button::action("correct", lang.say("Ghi đính chính", "Record the correction"))}</div>
            </form>
        </section>
    }
    .into_any()
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
        Lang::Vi => format!("{shown} trong {moved} người, theo hạng mới"),
        Lang::En => format!("{shown} of {moved} people, by the new rank"),
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
