//! Rounds: one by one, or in a series.

use khao_domain::contest::round::RoundState;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::{FORM, Frame, framed_naming, locked};
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::{button, choices};
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct RoundsView {
    pub frame: Frame,
    pub rounds: Vec<RoundForm>,
    pub series: SeriesForm,
}

#[derive(Debug, Clone)]
pub struct RoundForm {
    pub id: String,
    /// The card as it is stored, for the form to carry.
    pub stored: String,
    pub state: RoundState,
    pub name: String,
    /// As they were typed: day and hour.
    pub opens: (String, String),
    pub closes: (String, String),
    pub minutes: String,
    /// It is ticked to be removed.
    pub is_removed: bool,
    /// As they are stored.
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
}

/// "Four weeks from Monday", as it was typed.
#[derive(Debug, Clone, Default)]
pub struct SeriesForm {
    pub form_id: String,
    pub name: String,
    pub number: String,
    pub first_day: String,
    pub rounds: String,
    pub days: String,
    pub minutes: String,
}

pub fn page(view: RoundsView) -> AnyView {
    let RoundsView {
        frame,
        rounds,
        series,
    } = view;
    let lang = frame.lang;
    let fields = field_names(lang, &rounds);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, label)| (name.as_str(), label.as_str()))
        .collect();
    let cards = rounds.iter().map(|round| card(&frame, round)).collect_view();
    let none = rounds.is_empty().then(|| {
        let words = lang.say(
            "Chưa có vòng nào. Thêm một loạt vòng ở dưới; chỉ một vòng cũng được.",
            "There is no round yet. Add a series below; it may be of one.",
        );
        view! { <p class="soft">{words}</p> }
    });
    let has_draft = rounds.iter().any(|round| round.state == RoundState::Draft);
    let save = has_draft.then(|| {
        let label = lang.say("Lưu tất cả các vòng", "Save all rounds");
        view! { <div class="row">{button::action("save", label)}</div> }
    });
    let content = view! {
        {none}
        <form id=FORM method="post" action=frame.path() data-guarded>
            {button::default_action("save")}
            {button::hidden("form_id", series.form_id.clone())}
            <div class="cards">{cards}</div>
            {save}
            {in_series(&frame, &series)}
        </form>
    }
    .into_any();
    let lead = lang.say(
        "Mỗi vòng có giờ mở, giờ đóng và thời gian làm bài. Vòng đã thông báo thì không sửa được.",
        "Each round has its opening, its closing and its time for a paper. An announced round stays as it is.",
    );
    framed_naming(&frame, lead, &fields, content)
}

/// The names of all fields and what they are called, card by card, the series' last.
fn field_names(lang: Lang, rounds: &[RoundForm]) -> Vec<(String, String)> {
    let of_round = |round: &RoundForm| {
        [
            ("name", lang.say("Tên vòng", "Name")),
            ("opens_on", lang.say("Ngày mở", "Opens on")),
            ("opens_at", lang.say("Giờ mở", "Opens at")),
            ("closes_on", lang.say("Ngày đóng", "Closes on")),
            ("closes_at", lang.say("Giờ đóng", "Closes at")),
            ("minutes", lang.say("Số phút làm bài", "Minutes for a paper")),
        ]
        .map(|(name, label)| (format!("{name}.{}", round.id), format!("{}, {label}", round.name)))
    };
    let series = [
        ("name", lang.say("Tên chung", "Common name")),
        ("number", lang.say("Số của vòng đầu", "First number")),
        ("first_day", lang.say("Ngày mở vòng đầu", "First day")),
        ("rounds", lang.say("Số vòng", "Rounds")),
        ("days", lang.say("Số ngày mỗi vòng", "Days of each")),
        ("minutes", lang.say("Số phút làm bài", "Minutes for a paper")),
    ];
    let title = lang.say("Thêm loạt vòng", "A series");
    let series = series.map(|(name, label)| (format!("series.{name}"), format!("{title}, {label}")));
    rounds.iter().flat_map(of_round).chain(series).collect()
}

fn card(frame: &Frame, round: &RoundForm) -> AnyView {
    let lang = frame.lang;
    if round.state != RoundState::Draft {
        let why = lang.say(
            "Đã thông báo: mã cam kết công khai bao gồm giờ mở, giờ đóng, thời gian làm bài và đề, nên không sửa được nữa.",
            "Announced: the public commitment covers times and papers, so they stay.",
        );
        return view! {
            <article class="sheet">
                <h2 lang=lang.of_content()>{round.name.clone()}</h2>
                <p>
                    <span class="tag">{text::round_state(lang, round.state)}</span>
                </p>
                {facts(vec![
                    (lang.say("Mở", "Opens"), round.opens_at.minute_in(lang)),
                    (lang.say("Đóng", "Closes"), figures::end(lang, round.closes_at)),
                ])}
                {locked(why)}
            </article>
        }
        .into_any();
    }
    let field = |name: &str, label: &'static str, value: &str, input| {
        let field = Field::new(format!("{name}.{}", round.id), label, input)
            .value(value)
            .required();
        field.problems(&frame.problems).view()
    };
    let copy = lang.say("Nhân bản vòng này", "Duplicate this round");
    view! {
        <div class="sheet">
            <h2 lang=lang.of_content()>{round.name.clone()}</h2>
            {button::hidden(format!("shown.{}", round.id), round.stored.clone())}
            {field("name", lang.say("Tên vòng", "Name"), &round.name, Input::Text)}
            <div class="pair">
                {field("opens_on", lang.say("Ngày mở", "Opens on"), &round.opens.0, Input::Date)}
                {field("opens_at", lang.say("Giờ mở", "at"), &round.opens.1, Input::Code)}
            </div>
            <div class="pair">
                {field("closes_on", lang.say("Ngày đóng", "Closes on"), &round.closes.0, Input::Date)}
                {field("closes_at", lang.say("Giờ đóng", "at"), &round.closes.1, Input::Code)}
            </div>
            {field("minutes", lang.say("Số phút làm bài", "Minutes for a paper"), &round.minutes, Input::Number)}
            {removing(lang, round)}
            <div class="row">{button::quiet_action(format!("copy.{}", round.id), copy)}</div>
        </div>
    }
    .into_any()
}

/// What is lost with a round; it goes when the page is saved.
fn removing(lang: Lang, round: &RoundForm) -> AnyView {
    let words = match lang {
        Lang::Vi => format!(
            "Xóa «{}» khi lưu: mất giờ mở, giờ đóng đã đặt, không lấy lại được; các vòng khác giữ nguyên.",
            round.name
        ),
        Lang::En => format!(
            "Remove “{}” when saving: its times are lost for good; the other rounds stay as they are.",
            round.name
        ),
    };
    choices::removal(&format!("remove.{}", round.id), round.is_removed, words)
}

fn in_series(frame: &Frame, series: &SeriesForm) -> AnyView {
    let lang = frame.lang;
    let field = |name: &str, label: &'static str, value: &str, input, hint: &'static str| {
        let field = Field::new(format!("series.{name}"), label, input)
            .value(value)
            .required_sometimes();
        field.hint(hint).problems(&frame.problems).view()
    };
    let first_day_hint = lang.say(
        "Mở lúc 00:00 ngày này; vòng sau mở khi vòng trước đóng.",
        "Opens at 00:00; each round opens as the one before closes.",
    );
    let name_hint = match lang {
        Lang::Vi => "Các vòng mang tên này và số thứ tự: Tuần 1, Tuần 2 …",
        Lang::En => "Rounds carry this name and their number: Week 1, Week 2 …",
    };
    view! {
        <section class="sheet">
            <h2>{lang.say("Thêm một loạt vòng", "Add a series of rounds")}</h2>
            {field("name", lang.say("Tên chung", "Name"), &series.name, Input::Text, name_hint)}
            {field("number", lang.say("Số của vòng đầu", "First number"), &series.number, Input::Number, "")}
            {field("first_day", lang.say("Ngày mở vòng đầu", "First day"), &series.first_day, Input::Date, first_day_hint)}
            {field("rounds", lang.say("Số vòng", "Rounds"), &series.rounds, Input::Number, "")}
            {field("days", lang.say("Số ngày mỗi vòng", "Days of a round"), &series.days, Input::Number, "")}
            {field("minutes", lang.say("Số phút làm bài", "Minutes for a paper"), &series.minutes, Input::Number, "")}
            <div class="row">
                {button::quiet_action("series", lang.say("Lưu và thêm các vòng", "Save and add the rounds"))}
            </div>
        </section>
    }
    .into_any()
}
