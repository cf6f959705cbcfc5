//! How often, how long, when results show, and who comes first: the contest's settings.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::{FORM, Frame, framed};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, choices};
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of};

/// The settings as the form holds them; the names of choices are those of the API.
#[derive(Debug, Clone, Default)]
pub struct RulesForm {
    /// `one`, `up_to`, `unlimited`.
    pub attempts: String,
    pub up_to: String,
    pub counted: String,
    pub deadline: String,
    pub grace_s: String,
    pub presentation: String,
    pub score_shown: String,
    pub keys_shown: String,
    pub complaint_days: String,
    /// First, second and third; empty for none.
    pub ties: [String; 3],
    pub participants_counted: String,
    pub overall: String,
    pub min_age: String,
    pub guardian_below_age: String,
    pub identity: Vec<String>,
    /// `open`, `roster`.
    pub entry: String,
    /// `phone_required`, `staff_code_asked`, `allow_drafts`, `second_approval`.
    pub flags: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct RulesView {
    pub frame: Frame,
    pub form: RulesForm,
    /// The rules as they were stored when the page was made.
    pub shown: String,
}

pub const FIELDS: [&str; 16] = [
    "attempts",
    "up_to",
    "counted",
    "deadline",
    "grace_s",
    "presentation",
    "score_shown",
    "keys_shown",
    "complaint_days",
    "tie_chain",
    "participants_counted",
    "overall",
    "min_age",
    "guardian_below_age",
    "identity",
    "entry",
];

pub fn page(view: RulesView) -> AnyView {
    let RulesView { frame, form, shown } = view;
    let lang = frame.lang;
    let fixed = frame.is_announced.then(|| {
        notice::careful(lang.say(
            "Các vòng đã thông báo giữ nguyên cách thi lúc thông báo; thay đổi ở đây áp dụng cho các vòng thông báo sau.",
            "Announced rounds keep the rules they were announced with; changes here are for later ones.",
        ))
    });
    let content = view! {
        {fixed}
        <form id=FORM method="post" action=frame.path() data-guarded>
            {button::hidden("shown", shown)}
            {taking(lang, &form, &frame.problems)} {showing(lang, &form, &frame.problems)}
            {ranking(lang, &form, &frame.problems)} {people(lang, &form, &frame.problems)}
            <div class="row">{button::action("save", lang.say("Lưu", "Save"))}</div>
        </form>
    }
    .into_any();
    let lead = lang.say(
        "Những quy tắc này có sẵn theo mẫu; chỉ sửa điều khác với thể lệ của ông/bà.",
        "These come from the template; change only what your rules say otherwise.",
    );
    framed(&frame, lead, &FIELDS, content)
}

fn select(
    name: &str,
    label: &'static str,
    hint: &'static str,
    options: &[(&str, &'static str)],
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    let options = options
        .iter()
        .map(|(value, label)| SelectOption::new(*value, *label))
        .collect();
    choice_of(name.to_owned(), label, hint, options, chosen, problems)
}

fn number(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &str,
    problems: &[Problem],
) -> AnyView {
    let field = Field::new(name, label, Input::Number)
        .value(value)
        .hint(hint)
        .required_sometimes();
    field.problems(problems).view()
}

fn taking(lang: Lang, form: &RulesForm, problems: &[Problem]) -> AnyView {
    let attempts = [
        ("one", lang.say("Một lượt", "One")),
        (
            "up_to",
            lang.say("Nhiều lượt, có giới hạn", "Several, up to a number"),
        ),
        ("unlimited", lang.say("Không giới hạn", "Unlimited")),
    ];
    let deadline = [
        (
            "end_of_round",
            lang.say("Hết giờ khi vòng đóng", "Ends with the round"),
        ),
        (
            "full_duration",
            lang.say(
                "Luôn đủ thời gian, kể cả khi vòng đã đóng",
                "Always the full time, past the round's end too",
            ),
        ),
    ];
    let presentation = [
        (
            "one_at_a_time",
            lang.say("Từng câu một", "One question at a time"),
        ),
        ("all", lang.say("Tất cả trên một trang", "All on one page")),
    ];
    view! {
        <fieldset class="sheet">
            <legend>{lang.say("Làm bài", "Taking part")}</legend>
            {select("attempts", lang.say("Số lượt thi trong một vòng", "Attempts a round"), "", &attempts, &form.attempts, problems)}
            {number("up_to", lang.say("Nhiều nhất bao nhiêu lượt", "At most"), lang.say("Khi có giới hạn.", "Where there is a limit."), &form.up_to, problems)}
            {select("counted", lang.say("Lượt được tính", "Which attempt counts"), "", &counted(lang), &form.counted, problems)}
            {select("deadline", lang.say("Người vào muộn", "Who starts late"), "", &deadline, &form.deadline, problems)}
            {number("grace_s", lang.say("Chờ thêm sau giờ nộp (giây)", "Grace after the deadline (seconds)"), lang.say("Để câu trả lời gửi sát giờ kịp đến, từ 0 đến 600.", "For answers on their way, 0 to 600."), &form.grace_s, problems)}
            {select("presentation", lang.say("Trình bày đề", "Presentation"), "", &presentation, &form.presentation, problems)}
        </fieldset>
    }
    .into_any()
}

const fn counted(lang: Lang) -> [(&'static str, &'static str); 3] {
    [
        ("best", lang.say("Lượt cao điểm nhất", "The best")),
        ("first", lang.say("Lượt đầu", "The first")),
        ("last", lang.say("Lượt cuối", "The last")),
    ]
}

fn showing(lang: Lang, form: &RulesForm, problems: &[Problem]) -> AnyView {
    let releases = [
        ("at_once", lang.say("Ngay khi nộp bài", "At submission")),
        (
            "after_closing",
            lang.say("Sau khi vòng đóng", "After the round closes"),
        ),
        (
            "after_publication",
            lang.say("Sau khi công bố kết quả", "After publication"),
        ),
        ("never", lang.say("Không hiện", "Never")),
    ];
    view! {
        <fieldset class="sheet">
            <legend>{lang.say("Cho xem kết quả", "Showing results")}</legend>
            {select("score_shown", lang.say("Điểm", "Score"), "", &releases, &form.score_shown, problems)}
            {select("keys_shown", lang.say("Đáp án và giải thích", "Keys and explanations"), "", &releases, &form.keys_shown, problems)}
            {number("complaint_days", lang.say("Số ngày nhận khiếu nại sau khi công bố", "Days for complaints after publication"), lang.say("Từ 0 đến 30; 0 là không nhận.", "0 to 30; 0: none are taken."), &form.complaint_days, problems)}
        </fieldset>
    }
    .into_any()
}

/// What is looked at where scores are equal, in its order.
fn ties(lang: Lang, form: &RulesForm, problems: &[Problem]) -> AnyView {
    let ties = [
        ("", lang.say("không xét", "nothing")),
        ("prediction", lang.say("dự đoán sát hơn", "the closer prediction")),
        (
            "duration",
            lang.say("thời gian làm bài ngắn hơn", "the shorter time"),
        ),
        (
            "submission_time",
            lang.say("nộp sớm hơn", "the earlier submission"),
        ),
    ];
    let labels = [
        lang.say("Bằng điểm thì xét", "At equal scores"),
        lang.say("rồi xét", "then"),
        lang.say("sau cùng xét", "at last"),
    ];
    (1..)
        .zip(labels)
        .zip(&form.ties)
        .map(|((place, label), chosen): ((u8, _), _)| {
            // Mistakes of the chain stand at its first link.
            let name = if place == 1 {
                "tie_chain".to_owned()
            } else {
                format!("tie.{place}")
            };
            select(&name, label, "", &ties, chosen, problems)
        })
        .collect_view()
        .into_any()
}

fn ranking(lang: Lang, form: &RulesForm, problems: &[Problem]) -> AnyView {
    let participants = [
        (
            "submitted_persons",
            lang.say("Người đã nộp bài", "People who submitted"),
        ),
        (
            "started_persons",
            lang.say("Người đã bắt đầu", "People who started"),
        ),
        (
            "submitted_attempts",
            lang.say("Lượt đã nộp", "Submitted attempts"),
        ),
    ];
    let overall = [
        (
            "sum_of_best",
            lang.say("Cộng điểm các vòng", "The sum of the rounds"),
        ),
        ("best_round", lang.say("Vòng cao điểm nhất", "The best round")),
    ];
    view! {
        <fieldset class="sheet">
            <legend>{lang.say("Xếp hạng", "Ranking")}</legend>
            {ties(lang, form, problems)}
            {select("participants_counted", lang.say("«Số người dự thi» của câu dự đoán là", "“Participants” of predictions are"), "", &participants, &form.participants_counted, problems)}
            {select("overall", lang.say("Xếp hạng chung cuộc", "Overall ranking"), "", &overall, &form.overall, problems)}
        </fieldset>
    }
    .into_any()
}

fn flags(lang: Lang) -> [(&'static str, &'static str); 4] {
    [
        (
            "phone_required",
            lang.say("Bắt buộc khai số điện thoại", "A telephone number is required"),
        ),
        (
            "staff_code_asked",
            lang.say("Hỏi mã cán bộ", "Ask for the staff code"),
        ),
        (
            "allow_drafts",
            lang.say(
                "Cho rút cả câu hỏi chưa duyệt (chỉ để thử)",
                "Let unapproved items enter papers (for trials)",
            ),
        ),
        (
            "second_approval",
            lang.say(
                "Kết quả đã chốt phải được một người khác duyệt mới công bố",
                "A fixed ranking is published only after another person has approved it",
            ),
        ),
    ]
}

const fn entry(lang: Lang) -> [(&'static str, &'static str); 2] {
    [
        (
            "open",
            lang.say("Mọi người đủ điều kiện", "Everybody the groups admit"),
        ),
        (
            "roster",
            lang.say(
                "Chỉ người trong danh sách dự thi",
                "Only people of the contest's roster",
            ),
        ),
    ]
}

fn people(lang: Lang, form: &RulesForm, problems: &[Problem]) -> AnyView {
    let ticked = |list: &[String], value: &str| list.iter().any(|one| one == value);
    let identity = [
        ("name", lang.say("Họ và tên", "Full name")),
        ("birth_date", lang.say("Ngày sinh", "Birth date")),
        ("unit", lang.say("Đơn vị", "Unit")),
        ("phone", lang.say("Số điện thoại", "Telephone")),
        ("email", lang.say("Thư điện tử", "E-mail")),
        ("staff_code", lang.say("Mã cán bộ", "Staff code")),
    ];
    let flags = flags(lang);
    let identity = Choices {
        name: "identity",
        legend: lang.say(
            "Hai lần ghi danh là một người khi trùng",
            "Two entries are one person if they agree in",
        ),
        hint: "",
        pick: Pick::Any,
        options: identity
            .into_iter()
            .map(|(value, label)| Choice::text(value, label, ticked(&form.identity, value)))
            .collect(),
    };
    let flags = Choices {
        name: "flags",
        legend: lang.say("Khác", "Other"),
        hint: "",
        pick: Pick::Any,
        options: flags
            .into_iter()
            .map(|(value, label)| Choice::text(value, label, ticked(&form.flags, value)))
            .collect(),
    };
    view! {
        <fieldset class="sheet">
            <legend>{lang.say("Người dự thi", "People")}</legend>
            {select("entry", lang.say("Ai được ghi danh", "Who may enter"), lang.say("Có hiệu lực ngay với người ghi danh sau khi lưu.", "Takes effect at once, for whoever enters from then on."), &entry(lang), &form.entry, problems)}
            {number("min_age", lang.say("Tuổi tối thiểu", "Minimum age"), lang.say("0 là không giới hạn.", "0: no limit."), &form.min_age, problems)}
            {number("guardian_below_age", lang.say("Cần người giám hộ khi dưới (tuổi)", "A guardian consents below the age of"), "", &form.guardian_below_age, problems)}
            {choices(identity, problems)} {choices(flags, problems)}
        </fieldset>
    }
    .into_any()
}
