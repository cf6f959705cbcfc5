//! `/console/instance`: what the province makes its own. Texts and the emblem are two forms, because an image travels
//! in another kind of body.

use khao_domain::instance::{CHARS_MOST, InstanceText};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::file_field::file_field;
use crate::components::notice;
use crate::components::site::{self, Site};
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct InstanceView {
    pub typed: InstanceText,
    /// How head and foot look with what is typed.
    pub preview: Site,
    /// There is an emblem to be taken away.
    pub has_emblem: bool,
    /// What is shown is not stored yet.
    pub is_trial: bool,
    pub problems: Vec<Problem>,
}

pub fn page(view: InstanceView) -> AnyView {
    let InstanceView {
        typed,
        preview: site,
        has_emblem,
        is_trial,
        problems,
    } = view;
    let mut names: Vec<&str> = CHARS_MOST.iter().map(|(name, _)| *name).collect();
    names.push("file");
    let trial = is_trial
        .then(|| notice::careful("Bản xem trước dưới đây chưa được lưu. Bấm Lưu thiết lập để áp dụng."));
    view! {
        <div class="narrow">
            <h1>"Thiết lập của cơ quan"</h1>
            <p class="soft">"Những gì ghi ở đây hiện trên mọi trang. Ô nào để trống thì không hiện."</p>
            {error_summary(&problems, &names)}
            {trial}
            {preview(&site)}
            {texts(&typed, &problems)}
            {emblem(has_emblem, &problems)}
        </div>
    }
    .into_any()
}

/// Head and foot, without being them: a page has one of each.
fn preview(site: &Site) -> AnyView {
    view! {
        <section class="sheet" aria-label="Xem trước">
            <h2>"Xem trước"</h2>
            <div class="mast">
                <div>
                    <span class="mast-name">{site::name(site)}</span>
                </div>
            </div>
            <div class="foot small soft">
                <div>{site::foot(Lang::Vi, site)}</div>
            </div>
        </section>
    }
    .into_any()
}

fn texts(typed: &InstanceText, problems: &[Problem]) -> AnyView {
    let line = |name: &'static str, label: &'static str, value: &str, input: Input, hint: &'static str| {
        let field = Field::new(name, label, input).value(value).hint(hint);
        field.problems(problems).view()
    };
    let area = |name, label, hint, value: &str| text_area(name, label, hint, value, problems);
    view! {
        <form method="post" action="/console/instance">
            {button::default_action("save")}
            <fieldset class="sheet">
                <legend>"Tên và liên hệ"</legend>
                {line("authority", "Tên cơ quan", &typed.authority, Input::Text, "Ví dụ: Ủy ban nhân dân tỉnh Vĩnh Long. Để trống thì dùng tên đặt khi khởi động máy chủ.")}
                {line("short_name", "Tên ngắn", &typed.short_name, Input::Text, "Hiện trên thẻ của trình duyệt.")}
                {area("welcome", "Lời mở đầu trang chủ", "Dài nhất 300 ký tự, không dùng Markdown. Để trống thì hiện câu chung của phần mềm.", &typed.welcome)}
                {line("hotline", "Đường dây nóng", &typed.hotline, Input::Phone, "")}
                {line("email", "Thư điện tử", &typed.email, Input::Email, "")}
                {line("address", "Địa chỉ", &typed.address, Input::Text, "")}
                {line("accessibility_contact", "Liên hệ hỗ trợ tiếp cận", &typed.accessibility_contact, Input::Text, "Nơi người khuyết tật báo khi một trang khó dùng.")}
                {line("emblem_alt", "Biểu trưng nói bằng lời", &typed.emblem_alt, Input::Text, "Cho người không nhìn thấy ảnh. Ví dụ: Quốc huy.")}
                {area("footer", "Chân trang", "Có thể dùng Markdown: **đậm**, [liên kết](https://…).", &typed.footer)}
            </fieldset>
            <fieldset class="sheet">
                <legend>"Dữ liệu cá nhân"</legend>
                {line("controller_name", "Bên kiểm soát dữ liệu", &typed.controller_name, Input::Text, "Cơ quan chịu trách nhiệm; hiện cạnh các mục đồng ý.")}
                {line("controller_contact", "Liên hệ của bên kiểm soát", &typed.controller_contact, Input::Text, "")}
                {area("privacy", "Thông báo bảo vệ dữ liệu cá nhân", "Trang /privacy, viết bằng Markdown. Để trống thì hiện thông báo chung của phần mềm.", &typed.privacy)}
                {area("consent_participate", "Văn bản đồng ý tham gia", "Đề xuất cho cuộc thi tạo từ nay; cuộc thi đã có giữ văn bản của mình.", &typed.consent_participate)}
                {area("consent_publish_name", "Văn bản đồng ý công khai họ tên", "", &typed.consent_publish_name)}
            </fieldset>
            <div class="row">
                {button::action("save", "Lưu thiết lập")} {button::quiet_action("preview", "Xem trước")}
            </div>
        </form>
    }
    .into_any()
}

fn emblem(has_emblem: bool, problems: &[Problem]) -> AnyView {
    let remove = has_emblem.then(|| {
        view! {
            <form method="post" action="/console/instance/emblem/removal">
                <button class="btn quiet" type="submit">
                    "Bỏ biểu trưng"
                </button>
            </form>
        }
    });
    view! {
        <section class="sheet">
            <h2>"Biểu trưng"</h2>
            <form method="post" action="/console/instance/emblem" enctype="multipart/form-data">
                {file_field(
                    "file",
                    "Tệp ảnh",
                    "PNG, JPEG hoặc WebP; nặng tối đa 256 KB, mỗi chiều tối đa 1024 điểm ảnh.",
                    "image/png,image/jpeg,image/webp",
                    problems,
                )}
                <div class="row">{button::submit("Gửi ảnh")}</div>
            </form>
            {remove}
        </section>
    }
    .into_any()
}
