//! `/console/contests/new`: a contest from a template, from nothing, or after another one.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::choices::{Choice, Choices, Label, Pick, choices};
use crate::components::console_nav::console_crumb;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of};

/// What was typed, or what is proposed.
#[derive(Debug, Clone, Default)]
pub struct NewContestView {
    pub form_id: String,
    pub title: String,
    /// The last part of the address; empty: made from the title.
    pub slug: String,
    /// `weekly`, `blank`, or the address of the contest to copy.
    pub template: String,
    pub bank: String,
    pub first_day: String,
    pub rounds: String,
    pub minutes: String,
    /// Banks to draw from.
    pub banks: Vec<SelectOption>,
    /// Contests to copy: (slug, title).
    pub contests: Vec<(String, String)>,
    pub problems: Vec<Problem>,
}

const FIELDS: [&str; 7] = [
    "title",
    "slug",
    "template",
    "bank_id",
    "first_day",
    "rounds",
    "minutes",
];

pub fn page(lang: Lang, view: &NewContestView) -> AnyView {
    let lead = lang.say(
        "Đặt tên, chọn mẫu và ngày bắt đầu; mọi thứ khác có sẵn và sửa được ở các bước sau. Chưa ai thấy cuộc thi cho đến khi ông/bà thông báo.",
        "Name it, choose a template and the first day; everything else is there and can be changed in the steps that follow. Nobody sees the contest before you announce it.",
    );
    view! {
        {crumbs(vec![console_crumb(lang)])}
        <div class="narrow">
            {heading(lang.say("Cuộc thi mới", "New contest"), lead)}
            {error_summary(&view.problems, &FIELDS)}
            {form(lang, view)}
        </div>
    }
    .into_any()
}

fn form(lang: Lang, view: &NewContestView) -> AnyView {
    let field = |name: &'static str, label, value: &str, input| {
        Field::new(name, label, input)
            .value(value)
            .problems(&view.problems)
    };
    let title = field(
        "title",
        lang.say("Tên cuộc thi", "Title"),
        &view.title,
        Input::Text,
    );
    let slug = field("slug", lang.say("Địa chỉ", "Address"), &view.slug, Input::Code).hint(lang.say(
        "Phần cuối của địa chỉ trang, ví dụ cchc-2026. Để trống thì lấy theo tên.",
        "The last part of the page's address, such as cchc-2026. Empty: made from the title.",
    ));
    let first_day = field(
        "first_day",
        lang.say("Ngày mở vòng đầu tiên", "First day"),
        &view.first_day,
        Input::Date,
    )
    .hint(lang.say("Mở lúc 00:00 ngày này.", "Opens at 00:00 of this day."));
    let rounds = field(
        "rounds",
        lang.say("Số tuần", "Weeks"),
        &view.rounds,
        Input::Number,
    );
    let minutes = field(
        "minutes",
        lang.say("Số phút làm bài", "Minutes for a paper"),
        &view.minutes,
        Input::Number,
    );
    view! {
        <form method="post" action="/console/contests/new">
            {button::hidden("form_id", view.form_id.clone())}
            {title.required().view()}
            {templates(lang, view)}
            <fieldset class="sheet">
                <legend>{lang.say("Cho mẫu có sẵn", "For templates and copies")}</legend>
                {banks(lang, view)}
                {first_day.required_sometimes().view()}
                {rounds.required_sometimes().view()}
                {minutes.required_sometimes().view()}
            </fieldset>
            {slug.view()}
            <div class="row">{button::submit(lang.say("Tạo cuộc thi", "Create the contest"))}</div>
        </form>
    }
    .into_any()
}

fn templates(lang: Lang, view: &NewContestView) -> AnyView {
    let option = |value: &str, name: &str, note: &str| Choice {
        value: value.to_owned(),
        label: Label::Named(name.to_owned(), note.to_owned()),
        chosen: view.template == value,
    };
    let mut options = vec![
        option(
            "weekly",
            lang.say("Cuộc thi tuần", "Weekly contest"),
            lang.say(
                "Các vòng từ thứ Hai đến Chủ nhật, mỗi người một lượt, 15 câu và 1 câu dự đoán; cán bộ và người dân xếp hạng riêng.",
                "Rounds from Monday to Sunday, one attempt each, 15 questions and a prediction; officials and citizens ranked apart.",
            ),
        ),
        option(
            "blank",
            lang.say("Để trống", "Blank"),
            lang.say("Tự đặt bảng, vòng và đề.", "Groups, rounds and papers of your own."),
        ),
    ];
    options.extend(view.contests.iter().map(|(slug, title)| {
        let note = lang.say(
            "Chép thể lệ, bảng, đề, giải thưởng và các vòng; không chép người dự thi.",
            "Copies rules, groups, papers, prizes and rounds, without the people.",
        );
        let name = match lang {
            Lang::Vi => format!("Như «{title}»"),
            Lang::En => format!("As “{title}”"),
        };
        option(&format!("copy:{slug}"), &name, note)
    }));
    let group = Choices {
        name: "template",
        legend: lang.say("Bắt đầu từ", "Begin with"),
        hint: "",
        pick: Pick::One,
        options,
    };
    choices(group, &view.problems)
}

fn banks(lang: Lang, view: &NewContestView) -> AnyView {
    if view.banks.is_empty() {
        return notice::careful(lang.say(
            "Chưa có ngân hàng câu hỏi nào. Vẫn tạo được cuộc thi; bảng thi thêm sau khi có ngân hàng.",
            "There is no bank yet. The contest can be created all the same; groups follow once there is one.",
        ));
    }
    choice_of(
        "bank_id".to_owned(),
        lang.say("Ngân hàng câu hỏi", "Question bank"),
        "",
        view.banks.clone(),
        &view.bank,
        &view.problems,
    )
}
