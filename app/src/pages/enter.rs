//! `/contests/{slug}/enter`: registering for a contest.
//!
//! The unit is found without scripts: the button `action=find` brings the page back with the units that match, and
//! everything typed stays.

mod consents;

use khao_domain::ids::{GroupId, UnitId};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::choices::{Choice, Choices, Label, Pick, choices, short_choices, titled_choices};
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input, error_of, id_of, told};
use crate::components::notice;
use crate::components::safe_html::SafeHtml;
use crate::pages::privacy::Controller;

use consents::{consents, guardian};

#[derive(Debug, Clone)]
pub struct EnterView {
    pub slug: String,
    pub contest_title: String,
    /// The idempotency key of this form.
    pub form_id: String,
    pub typed: TypedEntry,
    pub groups: Vec<GroupChoice>,
    /// What the last search found; `None` before the first.
    pub units: Option<Vec<UnitMatch>>,
    /// How many fit as well and are not listed.
    pub units_left: usize,
    pub consents: Vec<ConsentLine>,
    pub guardian_consents: Vec<ConsentLine>,
    pub controller: Option<Controller>,
    pub phone_required: bool,
    pub staff_code_asked: bool,
    /// Only people of the contest's roster may enter.
    pub listed_only: bool,
    /// Below this age a guardian is asked for; none hides that part.
    pub guardian_below_age: Option<u8>,
    pub problems: Vec<Problem>,
}

/// What the form held when it was sent; empty at first.
#[derive(Debug, Clone, Default)]
pub struct TypedEntry {
    pub full_name: String,
    pub birth_date: String,
    /// `female`, `male`, `other` or empty.
    pub sex: String,
    pub phone: String,
    pub email: String,
    pub unit_query: String,
    pub unit_id: String,
    pub group_id: String,
    pub staff_code: String,
    pub guardian_full_name: String,
    pub guardian_phone: String,
}

#[derive(Debug, Clone)]
pub struct GroupChoice {
    pub id: GroupId,
    pub name: String,
    pub min_age: Option<u8>,
}

#[derive(Debug, Clone)]
pub struct UnitMatch {
    pub id: UnitId,
    pub name: String,
    /// The units above it, from the top down: "Tỉnh Vĩnh Long"; empty at the top.
    pub within: String,
}

/// One consent, in the version of its text that is shown.
#[derive(Debug, Clone)]
pub struct ConsentLine {
    /// `participate` or `publish_name`; the field's name is `consent.` or `guardian.consent.` and this.
    pub purpose: String,
    /// The field's value when ticked.
    pub text_version: String,
    pub text: SafeHtml,
    pub required: bool,
    /// Ticked in what came back; never set on a fresh page.
    pub given: bool,
}

const FIELDS: [&str; 14] = [
    "full_name",
    "birth_date",
    "sex",
    "phone",
    "email",
    "unit_query",
    "unit_id",
    "group_id",
    "staff_code",
    "consents",
    "guardian",
    "guardian.full_name",
    "guardian.phone",
    "guardian.consents",
];

pub fn page(lang: Lang, view: EnterView) -> AnyView {
    let path = format!("/contests/{}/enter", view.slug);
    let problems = view.problems;
    let typed = view.typed;
    let guardian = view
        .guardian_below_age
        .map(|below_age| guardian(lang, below_age, &typed, view.guardian_consents, &problems));
    view! {
        <div class="narrow">
            {crumbs(vec![content_crumb(format!("/contests/{}", view.slug), view.contest_title)])}
            <h1>{lang.say("Ghi danh dự thi", "Enter the contest")}</h1>
            <p>
                {lang.say("Đã ghi danh rồi? ", "Entered already? ")}
                <a href=format!("/contests/{}/return", view.slug)>{lang.say("Vào lại bằng mã dự thi", "Return with your code")}</a>
            </p>
            {view
                .listed_only
                .then(|| {
                    notice::calm(
                        lang.say(
                            "Cuộc thi này chỉ dành cho người có tên trong danh sách của ban tổ chức. Xin ghi họ tên và chọn đơn vị đúng như trong danh sách.",
                            "This contest is for the people on the organisers' list. Give your name and choose your unit as they stand there.",
                        ),
                    )
                })}
            {error_summary(&problems, &FIELDS)}
            <form method="post" action=path.clone()>
                {button::hidden("form_id", view.form_id)} {button::default_action("enter")}
                // What the units below were found by: where something else is looked for now, it is found first.
                {button::hidden("found_for", typed.unit_query.clone())}
                {person(lang, &typed, view.phone_required, view.staff_code_asked, &problems)}
                {unit(lang, &path, &typed, view.units.map(|units| (units, view.units_left)), &problems)}
                {group(lang, &typed, view.groups, &problems)}
                {guardian}
                <div class="sheet part">
                    {consents(lang, "consents", "consent", lang.say("Đồng ý của thí sinh", "The participant's consent"), view.consents, &problems)}
                </div>
                {privacy(lang, view.controller)}
                <div class="row">{button::action("enter", lang.say("Ghi danh", "Enter"))}</div>
            </form>
        </div>
    }
    .into_any()
}

/// Who answers for what is sent, and where to read more.
fn privacy(lang: Lang, controller: Option<Controller>) -> AnyView {
    let controller = controller.map(|controller| match lang {
        Lang::Vi => format!("Bên kiểm soát dữ liệu: {}. ", controller.line()),
        Lang::En => format!("Data controller: {}. ", controller.line()),
    });
    view! {
        <p class="small soft">
            {controller}
            <a href="/privacy">{lang.say("Thông báo bảo vệ dữ liệu cá nhân", "Data protection notice")}</a>
        </p>
    }
    .into_any()
}

fn person(
    lang: Lang,
    typed: &TypedEntry,
    phone_required: bool,
    staff_code_asked: bool,
    problems: &[Problem],
) -> AnyView {
    let phone = Field::new("phone", lang.say("Số điện thoại", "Phone number"), Input::Phone)
        .value(&typed.phone)
        .autocomplete("tel")
        .problems(problems);
    let staff_code = Field::new(
        "staff_code",
        lang.say("Mã cán bộ, công chức, viên chức", "Staff code"),
        Input::Code,
    )
    .value(&typed.staff_code)
    .problems(problems);
    view! {
        <section class="sheet part">
            <h2>{lang.say("Người dự thi", "Participant")}</h2>
            {Field::new("full_name", lang.say("Họ và tên", "Full name"), Input::Text)
                .value(&typed.full_name)
                .hint(lang.say("Viết đầy đủ, có dấu, như trên giấy tờ.", "In full, with accents, as on your papers."))
                .autocomplete("name")
                .required()
                .problems(problems)
                .view()}
            {Field::new("birth_date", lang.say("Ngày sinh", "Date of birth"), Input::Date)
                .value(&typed.birth_date)
                .hint(lang.say("Ngày/tháng/năm, ví dụ 05/01/1990.", "Day/month/year, such as 05/01/1990."))
                .autocomplete("bday")
                .required()
                .problems(problems)
                .view()} {sex(lang, &typed.sex, problems)}
            {if phone_required { phone.required() } else { phone }.view()}
            {Field::new("email", lang.say("Thư điện tử", "Email"), Input::Email)
                .value(&typed.email)
                .autocomplete("email")
                .problems(problems)
                .view()}
            {staff_code_asked.then(|| staff_code.view())}
        </section>
    }
    .into_any()
}

fn sex(lang: Lang, typed: &str, problems: &[Problem]) -> AnyView {
    let options = [
        ("female", lang.say("Nữ", "Female")),
        ("male", lang.say("Nam", "Male")),
        ("other", lang.say("Khác", "Other")),
    ]
    .map(|(value, label)| Choice::text(value, label, typed == value));
    let group = Choices {
        name: "sex",
        legend: lang.say("Giới tính (không bắt buộc)", "Sex (optional)"),
        hint: "",
        pick: Pick::One,
        options: options.into(),
    };
    short_choices(group, problems)
}

fn unit(
    lang: Lang,
    path: &str,
    typed: &TypedEntry,
    found: Option<(Vec<UnitMatch>, usize)>,
    problems: &[Problem],
) -> AnyView {
    let matches = found.map(|found| unit_matches(lang, found, &typed.unit_id, problems));
    // Before the first search there is no list to carry the mistake.
    let missing = matches.is_none().then(|| error_of("unit_id", problems)).flatten();
    view! {
        <section class="sheet part">
            <h2>{lang.say("Đơn vị", "Unit")}</h2>
            <div class="finder">
                {Field::new("unit_query", lang.say("Tên đơn vị", "Name of the unit"), Input::Text)
                    .value(&typed.unit_query)
                    .hint(lang.say("Gõ một phần tên cơ quan, xã hoặc phường, có dấu hay không dấu đều được, rồi bấm Tìm đơn vị.", "Type part of the name of the office, commune or ward, with or without accents, then press Find unit."))
                    .required()
                    .problems(problems)
                    .view()}
                <button
                    class="btn quiet"
                    type="submit"
                    name="action"
                    value="find"
                    formaction=format!("{path}#f-unit_query")
                >
                    {lang.say("Tìm đơn vị", "Find unit")}
                </button>
            </div>
            {missing.map(|error| view! { <div id=id_of("unit_id") tabindex="-1">{told("unit_id", Some(error))}</div> })}
            {matches}
        </section>
    }
    .into_any()
}

fn unit_matches(
    lang: Lang,
    (units, left): (Vec<UnitMatch>, usize),
    chosen: &str,
    problems: &[Problem],
) -> AnyView {
    if units.is_empty() {
        return notice::careful(lang.say(
            "Không có đơn vị nào khớp. Xin thử ít chữ hơn hoặc tên khác.",
            "No unit matches. Try fewer words or another name.",
        ));
    }
    let options = units
        .into_iter()
        .map(|unit| {
            let id = unit.id.to_string();
            let chosen = id == chosen;
            let label = if unit.within.is_empty() {
                Label::Text(unit.name)
            } else {
                Label::Named(unit.name, unit.within)
            };
            Choice {
                value: id,
                label,
                chosen,
            }
        })
        .collect();
    let group = Choices {
        name: "unit_id",
        legend: lang.say("Chọn đúng đơn vị", "Choose your unit"),
        hint: lang.say(
            "Chưa thấy đơn vị của mình? Gõ thêm chữ rồi bấm Tìm đơn vị lần nữa.",
            "Your unit is not here? Type more of its name and press Find unit again.",
        ),
        pick: Pick::One,
        options,
    };
    let left = (left > 0).then(|| match lang {
        Lang::Vi => format!("Còn {left} đơn vị khác cũng khớp mà chưa hiện. Gõ thêm chữ để thấy."),
        Lang::En => format!("{left} more units fit and are not shown. Type more to see them."),
    });
    let left = left.map(|left| view! { <p class="soft" role="status">{left}</p> });
    view! { {choices(group, problems)} {left} }.into_any()
}

fn group(lang: Lang, typed: &TypedEntry, groups: Vec<GroupChoice>, problems: &[Problem]) -> AnyView {
    let options = groups
        .into_iter()
        .map(|group| {
            let id = group.id.to_string();
            let chosen = id == typed.group_id;
            let label = match group.min_age {
                Some(age) => match lang {
                    Lang::Vi => format!("{} (từ đủ {age} tuổi)", group.name),
                    Lang::En => format!("{} (aged {age} and over)", group.name),
                },
                None => group.name,
            };
            Choice::text(id, label, chosen)
        })
        .collect();
    let group = Choices {
        name: "group_id",
        legend: lang.say("Bảng thi", "Group"),
        hint: lang.say(
            "Chọn bảng đúng với ông/bà; mỗi bảng có đề và xếp hạng riêng.",
            "Choose the group you belong to; each has papers and a ranking of its own.",
        ),
        pick: Pick::One,
        options,
    };
    view! { <section class="sheet part">{titled_choices(group, problems)}</section> }.into_any()
}
