//! Groups of participants, each with a bank and a ranking of its own.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{FORM, Frame, framed_naming, locked};
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of};
use crate::components::text_area::text_area;
use crate::components::{button, choices};

#[derive(Debug, Clone)]
pub struct GroupsView {
    pub frame: Frame,
    pub form_id: String,
    pub groups: Vec<GroupForm>,
    /// The group to be added, as it was typed.
    pub new: GroupForm,
    pub banks: Vec<SelectOption>,
    /// One line for each: a staff code, or a name and a birth date.
    pub exclusions: String,
    /// The list as it is stored.
    pub exclusions_stored: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupForm {
    /// Empty for a group to be added.
    pub id: String,
    /// The card as it is stored, for the form to carry.
    pub stored: String,
    pub name: String,
    pub min_age: String,
    pub bank: String,
    pub questions: u32,
    /// It is ticked to be removed.
    pub is_removed: bool,
}

/// The card of the group to be added, among those of the groups by their ids.
pub const NEW: &str = "new";

pub fn page(view: GroupsView) -> AnyView {
    let GroupsView {
        frame,
        form_id,
        groups,
        new,
        banks,
        exclusions,
        exclusions_stored,
    } = view;
    let lang = frame.lang;
    let fields = field_names(lang, &groups);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, label)| (name.as_str(), label.as_str()))
        .collect();
    let cards = groups
        .iter()
        .map(|group| card(&frame, group, &banks))
        .collect_view();
    let add = (!frame.is_announced).then(|| added(&frame, &new, &banks));
    let add = match (add, banks.is_empty()) {
        (_, true) => notice::careful(lang.say(
            "Chưa có ngân hàng câu hỏi nào. Hãy tạo một ngân hàng rồi quay lại.",
            "There is no question bank yet. Create one, then come back.",
        )),
        (Some(form), false) => form,
        (None, false) => locked(lang.say(
            "Đã có vòng thi được thông báo: không thêm, bớt hay đổi tên bảng được nữa, vì người dự thi ghi danh theo bảng. Ngân hàng và ma trận vẫn đổi được cho các vòng chưa thông báo.",
            "A round is announced: groups cannot be added, removed or renamed, because people entered them. Bank and blueprint can still change for rounds that are not announced.",
        )),
    };
    let content = view! {
        <form id=FORM method="post" action=frame.path() data-guarded>
            {button::default_action("save")}
            {button::hidden("form_id", form_id)}
            {button::hidden("shown_exclusions", exclusions_stored)}
            <div class="cards">{cards}</div>
            {excluded(&frame, &exclusions)}
            <div class="row">{button::action("save", lang.say("Lưu tất cả", "Save all"))}</div>
            {add}
        </form>
    }
    .into_any();
    let lead = lang.say(
        "Mỗi bảng có ngân hàng câu hỏi, đề và bảng xếp hạng riêng; ví dụ cán bộ và người dân.",
        "Each group has its own bank, papers and ranking; for instance officials and citizens.",
    );
    framed_naming(&frame, lead, &fields, content)
}

/// The names of all fields and what they are called, card by card, the new group's last.
fn field_names(lang: Lang, groups: &[GroupForm]) -> Vec<(String, String)> {
    let of_card = |(card, title): (&str, &str)| {
        [
            ("name", lang.say("Tên bảng", "Name")),
            ("min_age", lang.say("Tuổi tối thiểu", "Youngest age")),
            ("bank_id", lang.say("Ngân hàng câu hỏi", "Question bank")),
        ]
        .map(|(name, label)| (format!("{name}.{card}"), format!("{title}, {label}")))
    };
    let cards = groups
        .iter()
        .map(|group| (group.id.as_str(), group.name.as_str()));
    let new = (NEW, lang.say("Bảng thêm mới", "The new group"));
    let mut names: Vec<(String, String)> = cards.chain([new]).flat_map(of_card).collect();
    let excluded = lang.say("Những người không dự thi", "Who may not take part");
    names.push(("exclusions".to_owned(), excluded.to_owned()));
    names
}

fn card(frame: &Frame, group: &GroupForm, banks: &[SelectOption]) -> AnyView {
    let lang = frame.lang;
    let questions = match lang {
        Lang::Vi => format!("Đề có {} câu.", group.questions),
        Lang::En => format!("Papers have {} questions.", group.questions),
    };
    let removing = (!frame.is_announced).then(|| {
        let (name, count) = (&group.name, group.questions);
        let words = match lang {
            Lang::Vi => format!(
                "Xóa «{name}» khi lưu: mất cả ma trận đề {count} câu, không lấy lại được; ngân hàng câu hỏi giữ nguyên."
            ),
            Lang::En => format!(
                "Remove “{name}” when saving: its blueprint of {count} questions is lost for good; the question bank stays as it is."
            ),
        };
        let copy = lang.say("Nhân bản bảng này", "Duplicate this group");
        view! {
            {choices::removal(&format!("remove.{}", group.id), group.is_removed, words)}
            <div class="row">{button::quiet_action(format!("copy.{}", group.id), copy)}</div>
        }
    });
    view! {
        <div class="sheet">
            <h2 lang=lang.of_content()>{group.name.clone()}</h2>
            <p class="soft small">{questions}</p>
            {button::hidden(format!("shown.{}", group.id), group.stored.clone())}
            {inputs(frame, group, &group.id, banks)}
            {removing}
        </div>
    }
    .into_any()
}

fn added(frame: &Frame, new: &GroupForm, banks: &[SelectOption]) -> AnyView {
    let lang = frame.lang;
    view! {
        <section class="sheet">
            <h2>{lang.say("Thêm bảng", "Add a group")}</h2>
            {inputs(frame, new, NEW, banks)}
            <div class="row">{button::quiet_action("add", lang.say("Lưu và thêm bảng", "Save and add the group"))}</div>
        </section>
    }
    .into_any()
}

fn inputs(frame: &Frame, group: &GroupForm, card: &str, banks: &[SelectOption]) -> AnyView {
    let lang = frame.lang;
    let bank = choice_of(
        format!("bank_id.{card}"),
        lang.say("Ngân hàng câu hỏi", "Question bank"),
        "",
        banks.to_vec(),
        &group.bank,
        &frame.problems,
    );
    if frame.is_announced {
        return bank;
    }
    let name = Field::new(format!("name.{card}"), lang.say("Tên bảng", "Name"), Input::Text)
        .value(group.name.clone())
        .problems(&frame.problems);
    // Nothing is asked of a group that nobody adds.
    let name = if group.id.is_empty() {
        name.required_sometimes()
    } else {
        name.required()
    };
    let min_age = Field::new(
        format!("min_age.{card}"),
        lang.say("Tuổi tối thiểu", "Minimum age"),
        Input::Number,
    )
    .value(group.min_age.clone())
    .hint(lang.say(
        "Để trống thì theo tuổi chung của cuộc thi.",
        "Empty: the contest's own.",
    ))
    .problems(&frame.problems);
    view! {
        {name.view()}
        {min_age.view()}
        {bank}
    }
    .into_any()
}

fn excluded(frame: &Frame, exclusions: &str) -> AnyView {
    let lang = frame.lang;
    let list = text_area(
        "exclusions",
        lang.say("Người không được dự thi", "People who may not take part"),
        lang.say(
            "Mỗi dòng một người: mã cán bộ, hoặc «Họ và tên; ngày sinh». Ví dụ: Trần Thị Mười; 05/01/1990",
            "One person a line: a staff code, or “full name; birth date”, for instance Trần Thị Mười; 05/01/1990",
        ),
        exclusions,
        &frame.problems,
    );
    view! { <div class="sheet">{list}</div> }.into_any()
}
