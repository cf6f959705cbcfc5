//! `/console/surveys/new`: a survey from a template.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::template::Template;
use leptos::prelude::*;

use super::PATH;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Label, Pick, choices};
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;

/// What was typed, or what is proposed.
#[derive(Debug, Clone, Default)]
pub struct NewSurveyView {
    pub form_id: String,
    pub title_vi: String,
    pub title_en: String,
    /// The last part of the address; empty: made from the title.
    pub slug: String,
    pub template: String,
    pub problems: Vec<Problem>,
}

const FIELDS: [&str; 4] = ["title.vi", "title.en", "slug", "template"];

const fn purpose_of(lang: Lang, template: Template) -> &'static str {
    match template {
        Template::Sipas => lang.say(
            "33 tiêu chí hài lòng về dịch vụ hành chính công, cùng mong đợi và đặc điểm người trả lời; trả lời trong khoảng 15 phút.",
            "33 items on satisfaction with public services, with expectations and the respondent's background; about 15 minutes.",
        ),
        Template::Desk => lang.say(
            "Năm câu sau khi làm thủ tục, dưới 45 giây; cho áp phích mã QR và máy tính bảng ở quầy.",
            "Five questions after a visit, under 45 seconds; for posters with a QR code and tablets at the desk.",
        ),
        Template::Awareness => lang.say(
            "Cán bộ hoặc người dân nắm các mục tiêu cải cách hành chính đến đâu, so với chỉ tiêu đặt ra.",
            "How well officials or citizens know the goals of administrative reform, against a target.",
        ),
        Template::Blank => lang.say(
            "Tự soạn mọi phần và câu, hoặc nhập phiếu từ tệp.",
            "Write every section and item yourself, or import a form from a file.",
        ),
    }
}

pub fn page(lang: Lang, view: &NewSurveyView) -> AnyView {
    let purpose = lang.say(
        "Đặt tên và chọn mẫu; phiếu sửa được ở bước sau. Người dân chưa thấy gì cho đến khi ông/bà mở đợt đầu tiên.",
        "Name it and choose a template; the form can be changed afterwards. Citizens see nothing before you field the first wave.",
    );
    view! {
        {crumbs(vec![Section::Surveys.crumb(lang)])}
        <div class="narrow">
            {heading(lang.say("Cuộc khảo sát mới", "New survey"), purpose)}
            {error_summary(&view.problems, &FIELDS)}
            {form(lang, view)}
        </div>
    }
    .into_any()
}

fn form(lang: Lang, view: &NewSurveyView) -> AnyView {
    let title = Field::new(
        "title.vi",
        lang.say("Tên cuộc khảo sát", "Title, in Vietnamese"),
        Input::Text,
    )
    .value(&view.title_vi)
    .required()
    .problems(&view.problems);
    let english = Field::new(
        "title.en",
        lang.say("Tên bằng tiếng Anh", "Title, in English"),
        Input::Text,
    )
    .value(&view.title_en)
    .problems(&view.problems);
    let slug = Field::new("slug", lang.say("Địa chỉ", "Address"), Input::Code)
        .value(&view.slug)
        .problems(&view.problems)
        .hint(lang.say(
            "Phần cuối của địa chỉ trang, ví dụ hai-long-2026. Để trống thì lấy theo tên.",
            "The last part of the page's address, such as hai-long-2026. Empty: made from the title.",
        ));
    let option = |template: Template| Choice {
        value: template.as_str().to_owned(),
        label: Label::Named(
            template.title().in_lang(lang).to_owned(),
            purpose_of(lang, template).to_owned(),
        ),
        chosen: view.template == template.as_str(),
    };
    let templates = Choices {
        name: "template",
        legend: lang.say("Bắt đầu từ", "Begin with"),
        hint: "",
        pick: Pick::One,
        options: Template::ALL.map(option).to_vec(),
    };
    view! {
        <form method="post" action=format!("{PATH}/new")>
            {button::hidden("form_id", view.form_id.clone())}
            {title.view()}
            {english.view()}
            {choices(templates, &view.problems)}
            {slug.view()}
            <div class="row">{button::submit(lang.say("Tạo cuộc khảo sát", "Create the survey"))}</div>
        </form>
    }
    .into_any()
}
