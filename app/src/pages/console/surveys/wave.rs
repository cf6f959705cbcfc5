//! `/console/surveys/{slug}/waves` and `…/waves/{wave}`: when a form takes answers, and how.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::quota::QUOTAS_MOST;
use khao_domain::survey::wave::Channel;
use leptos::prelude::*;

use super::Head;
use super::overview::Stands;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Label, Pick, choices};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::{heading, heading_of_content};
use crate::components::notice;
use crate::components::text_area::text_area;
use crate::text::pages as text;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct WaveTyped {
    pub name: String,
    /// Day and hour.
    pub opens: (String, String),
    pub closes: (String, String),
    pub channels: Vec<String>,
    /// Name, condition and number.
    pub quotas: Vec<[String; 3]>,
    pub invited_only: bool,
    /// A stratum a line: its name, a colon, its units.
    pub strata: String,
}

#[derive(Debug, Clone)]
pub struct NewWaveView {
    pub head: Head,
    pub typed: WaveTyped,
    /// How many things keep the form from being fielded.
    pub problems_of_form: usize,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct WaveView {
    pub head: Head,
    pub id: String,
    pub stored_name: String,
    pub stands: Stands,
    pub typed: WaveTyped,
    pub problems: Vec<Problem>,
    /// Its strata and whether people are invited stay.
    pub invited_only: bool,
}

const FIELDS: [&str; 7] = [
    "name",
    "opens_on",
    "opens_at",
    "closes_on",
    "closes_at",
    "channels",
    "strata",
];
/// Of a quota, each with its number behind it.
pub const QUOTA_FIELDS: [&str; 3] = ["quota_name", "quota_condition", "quota_most"];

pub fn new_page(lang: Lang, view: &NewWaveView) -> AnyView {
    let purpose = lang.say(
        "Một đợt giữ nguyên phiếu như bây giờ và nhận câu trả lời trong khoảng thời gian này; từ lúc ấy ai cũng xem được phiếu.",
        "A wave keeps the form as it is now and takes answers for this time; from then on anybody can see the form.",
    );
    let quota_fields =
        (0..view.typed.quotas.len()).flat_map(|nth| QUOTA_FIELDS.map(|name| format!("{name}.{nth}")));
    let fields: Vec<String> = FIELDS
        .map(str::to_owned)
        .into_iter()
        .chain(quota_fields)
        .collect();
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let unfinished = (view.problems_of_form > 0).then(|| {
        let words = match lang {
            Lang::Vi => format!(
                "Phiếu còn {} điểm cần sửa, nên chưa mở đợt được.",
                view.problems_of_form
            ),
            Lang::En => format!(
                "The form has {} points to be put right before it can be fielded.",
                view.problems_of_form
            ),
        };
        view! {
            {notice::careful(words)}
            <p>
                <a href=view.head.form_path()>{lang.say("Soạn phiếu", "Edit the form")}</a>
            </p>
        }
    });
    view! {
        {view.head.above(lang)}
        {heading(lang.say("Mở đợt thu thập", "Field a wave"), purpose)}
        {error_summary(&view.problems, &fields)}
        {unfinished}
        <form class="sheet" method="post" action=format!("{}/waves", view.head.path())>
            {button::default_action("field")}
            {times(lang, &view.typed, true, &view.problems)}
            {channels(lang, &view.typed, &view.problems)}
            {sample(lang, &view.typed, &view.problems)}
            {quotas(lang, view)}
            <div class="row">{button::action("field", lang.say("Mở đợt", "Field the wave"))}</div>
        </form>
    }
    .into_any()
}

fn times(lang: Lang, typed: &WaveTyped, may_move_opening: bool, problems: &[Problem]) -> AnyView {
    let field = |name: &'static str, label, value: &str, input| {
        Field::new(name, label, input)
            .value(value)
            .required()
            .problems(problems)
            .view()
    };
    let opening = may_move_opening.then(|| {
        view! {
            <div class="pair">
                {field("opens_on", lang.say("Ngày mở", "Opens on"), &typed.opens.0, Input::Date)}
                {field("opens_at", lang.say("Giờ mở", "at"), &typed.opens.1, Input::Code)}
            </div>
        }
    });
    view! {
        {field("name", lang.say("Tên đợt", "Name"), &typed.name, Input::Text)}
        {opening}
        <div class="pair">
            {field("closes_on", lang.say("Ngày đóng", "Closes on"), &typed.closes.0, Input::Date)}
            {field("closes_at", lang.say("Giờ đóng", "at"), &typed.closes.1, Input::Code)}
        </div>
    }
    .into_any()
}

fn channels(lang: Lang, typed: &WaveTyped, problems: &[Problem]) -> AnyView {
    let note = |channel| match channel {
        Channel::Web => lang.say(
            "Ai có địa chỉ đều trả lời được.",
            "Anybody with the address can answer.",
        ),
        Channel::Qr => lang.say(
            "Từ áp phích của một đơn vị hoặc một quầy.",
            "From the poster of a unit or a desk.",
        ),
        Channel::Kiosk => lang.say(
            "Máy đặt tại quầy, chạy được khi mất mạng.",
            "A tablet at the desk, also without a network.",
        ),
        Channel::Interviewer => lang.say(
            "Điều tra viên hỏi và ghi lại.",
            "Asked and written down by interviewers.",
        ),
        Channel::Paper => lang.say("Phiếu giấy được nhập lại.", "Paper forms, typed in."),
    };
    let option = |channel: Channel| Choice {
        value: channel.as_str().to_owned(),
        label: Label::Named(channel.title().in_lang(lang).to_owned(), note(channel).to_owned()),
        chosen: typed.channels.iter().any(|one| one == channel.as_str()),
    };
    let group = Choices {
        name: "channels",
        legend: lang.say("Cách trả lời", "Ways to answer"),
        hint: "",
        pick: Pick::Any,
        options: Channel::ALL.map(option).to_vec(),
    };
    choices(group, problems)
}

/// Who is asked.
fn sample(lang: Lang, typed: &WaveTyped, problems: &[Problem]) -> AnyView {
    let invited = Choice {
        value: "yes".to_owned(),
        label: Label::Named(
            lang.say("Chỉ người có thư mời", "Only those who were invited")
                .to_owned(),
            lang.say(
                "Trên mạng phải có mã mời dùng một lần; thư mời lập sau khi mở đợt.",
                "Over the web a single-use code is needed; invitations are made once the wave is fielded.",
            )
            .to_owned(),
        ),
        chosen: typed.invited_only,
    };
    let group = Choices {
        name: "invited_only",
        legend: lang.say("Ai được trả lời trên mạng", "Who may answer over the web"),
        hint: "",
        pick: Pick::Any,
        options: vec![invited],
    };
    let hint = lang.say(
        "Không bắt buộc. Mỗi dòng một tầng: tên, dấu hai chấm, rồi mã các đơn vị cách nhau bằng dấu phẩy, ví dụ Thành thị: 29551, 29554. Tầng không theo đơn vị thì chỉ ghi tên. Không sửa được sau khi mở đợt.",
        "Not needed. One to a line: its name, a colon, then the codes of its units with commas between, such as Urban: 29551, 29554. Only its name where it is no matter of units. They stay once the wave is fielded.",
    );
    view! {
        {choices(group, problems)}
        {text_area("strata", lang.say("Tầng mẫu", "Strata of the sample"), hint, &typed.strata, problems)}
    }
    .into_any()
}

fn quotas(lang: Lang, view: &NewWaveView) -> AnyView {
    let cards = view
        .typed
        .quotas
        .iter()
        .enumerate()
        .map(|(nth, quota)| quota_fields(lang, nth, quota, &view.problems))
        .collect_view();
    let more = (view.typed.quotas.len() < QUOTAS_MOST)
        .then(|| button::quiet_action("quota", lang.say("Thêm một chỉ tiêu", "Add a quota")));
    view! {
        <fieldset>
            <legend>{lang.say("Chỉ tiêu số phiếu", "Quotas")}</legend>
            <p class="hint">
                {lang.say(
                    "Không bắt buộc. Đủ số phiếu thì chỉ tiêu tự đóng. Điều kiện viết như trong phiếu, ví dụ sex = female and age >= 60; để trống thì tính mọi phiếu. Dòng để trống được bỏ qua. Chỉ tiêu không sửa được sau khi mở đợt.",
                    "Not needed. A quota closes once it is full. Conditions are written as in the form, such as sex = female and age >= 60; empty counts all. Empty rows are left out. Quotas stay once the wave is fielded.",
                )}
            </p>
            {cards}
            <div class="row">{more}</div>
        </fieldset>
    }
    .into_any()
}

fn quota_fields(lang: Lang, nth: usize, quota: &[String; 3], problems: &[Problem]) -> AnyView {
    let labels = [
        lang.say("Tên chỉ tiêu", "Name of the quota"),
        lang.say("Điều kiện", "Condition"),
        lang.say("Nhiều nhất (phiếu)", "At most (responses)"),
    ];
    let inputs = [Input::Text, Input::Code, Input::Number];
    let fields = (0..3)
        .map(|at| {
            Field::new(
                format!("{}.{nth}", QUOTA_FIELDS[at]),
                format!("{} {}", labels[at], nth + 1),
                inputs[at],
            )
            .value(quota[at].as_str())
            .required_sometimes()
            .problems(problems)
            .view()
        })
        .collect_view();
    view! { <div class="languages">{fields}</div> }.into_any()
}

pub fn page(lang: Lang, view: &WaveView) -> AnyView {
    let here = format!("{}/waves/{}", view.head.path(), view.id);
    let close = (view.stands == Stands::Open).then(|| closing(lang, &here));
    let delete = (view.stands == Stands::Planned).then(|| deleting(lang, &here));
    let invitations = view.invited_only.then(|| {
        let label = lang.say("Thư mời và tỷ lệ trả lời", "Invitations, and who has come");
        view! { <p>{button::quiet_link(format!("{here}/invitations"), label)}</p> }
    });
    let purpose = lang.say(
        "Đổi tên, dời giờ, đóng đợt. Phiếu, chỉ tiêu và tầng mẫu của một đợt thì giữ nguyên.",
        "Rename it, move its times, close it. Form, quotas and strata of a wave stay as they are.",
    );
    view! {
        {view.head.above(lang)}
        {heading_of_content(lang, view.stored_name.clone(), purpose)}
        {error_summary(&view.problems, &FIELDS[..6])}
        {invitations}
        <form class="sheet" method="post" action=here.clone()>
            {button::default_action("save")}
            {times(lang, &view.typed, view.stands == Stands::Planned, &view.problems)}
            {channels(lang, &view.typed, &view.problems)}
            <div class="row">{button::action("save", lang.say("Lưu", "Save"))}</div>
        </form>
        {close}
        {delete}
    }
    .into_any()
}

fn closing(lang: Lang, here: &str) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{lang.say("Đóng ngay", "Close it now")}</h2>
            <form method="post" action=here.to_owned()>
                <p class="soft small">
                    {lang.say(
                        "Không nhận câu trả lời mới từ web và mã QR nữa. Phiếu thu ngoại tuyến từ trước còn được gửi về trong 30 ngày.",
                        "No more answers over web and QR. What was taken offline before still arrives for 30 days.",
                    )}
                </p>
                {button::understood(lang.say("Tôi muốn đóng đợt này ngay.", "I want to close this wave now."))}
                <div class="row">{button::quiet_action("close", lang.say("Đóng đợt", "Close the wave"))}</div>
            </form>
        </section>
    }
    .into_any()
}

fn deleting(lang: Lang, here: &str) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{lang.say("Xóa đợt", "Delete the wave")}</h2>
            <form method="post" action=here.to_owned()>
                <p class="soft small">
                    {lang.say(
                        "Đợt chưa mở, nên chưa ai trả lời; thời gian và chỉ tiêu của đợt mất đi, phiếu giữ nguyên.",
                        "It has not opened, so nobody has answered; its times and quotas are lost, the form stays.",
                    )}
                </p>
                {button::understood(text::understood(lang))}
                <div class="row">{button::quiet_action("delete", lang.say("Xóa đợt này", "Delete this wave"))}</div>
            </form>
        </section>
    }
    .into_any()
}
