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
use crate::components::heading::heading;
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

pub fn page(lang: Lang, view: InstanceView) -> AnyView {
    let InstanceView {
        typed,
        preview: site,
        has_emblem,
        is_trial,
        problems,
    } = view;
    let mut names: Vec<&str> = CHARS_MOST.iter().map(|(name, _)| *name).collect();
    names.push("file");
    let trial = is_trial.then(|| {
        notice::careful(lang.say(
            "Bản xem trước dưới đây chưa được lưu. Bấm Lưu thiết lập để áp dụng.",
            "The preview below is not saved. Press Save settings to apply it.",
        ))
    });
    view! {
        <div class="narrow">
            {heading(lang.say("Thiết lập của cơ quan", "Settings of the authority"), lang.say("Những gì ghi ở đây hiện trên mọi trang. Ô nào để trống thì không hiện.", "What is written here appears on every page. What is empty is not shown."))}
            {error_summary(&problems, &names)}
            {trial}
            {preview(lang, &site)}
            {texts(lang, &typed, &problems)}
            {emblem(lang, has_emblem, &problems)}
        </div>
    }
    .into_any()
}

/// Head and foot, without being them: a page has one of each.
fn preview(lang: Lang, site: &Site) -> AnyView {
    view! {
        <section class="sheet" aria-label=lang.say("Xem trước", "Preview")>
            <h2>{lang.say("Xem trước", "Preview")}</h2>
            <div class="mast">
                <div>
                    <span class="mast-name">{site::name(site)}</span>
                </div>
            </div>
            <div class="foot small soft">
                <div>{site::foot(lang, site)}</div>
            </div>
        </section>
    }
    .into_any()
}

fn texts(lang: Lang, typed: &InstanceText, problems: &[Problem]) -> AnyView {
    let line = |name: &'static str, label: &'static str, value: &str, input: Input, hint: &'static str| {
        let field = Field::new(name, label, input).value(value).hint(hint);
        field.problems(problems).view()
    };
    let area = |name, label, hint, value: &str| text_area(name, label, hint, value, problems);
    view! {
        <form method="post" action="/console/instance">
            {button::default_action("save")}
            <fieldset class="sheet">
                <legend>{lang.say("Tên và liên hệ", "Name and contacts")}</legend>
                {line("authority", lang.say("Tên cơ quan", "Name of the authority"), &typed.authority, Input::Text, lang.say("Ví dụ: Ủy ban nhân dân tỉnh Vĩnh Long. Để trống thì dùng tên đặt khi khởi động máy chủ.", "Such as: Ủy ban nhân dân tỉnh Vĩnh Long. Leave empty for the name the server was started with."))}
                {line("short_name", lang.say("Tên ngắn", "Short name"), &typed.short_name, Input::Text, lang.say("Hiện trên thẻ của trình duyệt.", "Shown on the browser's tab."))}
                {area("welcome", lang.say("Lời mở đầu trang chủ", "Opening words of the home page"), lang.say("Dài nhất 300 ký tự, không dùng Markdown. Để trống thì hiện câu chung của phần mềm.", "At most 300 characters, no Markdown. Leave empty for the software's own sentence."), &typed.welcome)}
                {line("hotline", lang.say("Đường dây nóng", "Hotline"), &typed.hotline, Input::Phone, "")}
                {line("email", lang.say("Thư điện tử", "Email"), &typed.email, Input::Email, "")}
                {line("address", lang.say("Địa chỉ", "Address"), &typed.address, Input::Text, "")}
                {line("accessibility_contact", lang.say("Liên hệ hỗ trợ tiếp cận", "Contact for accessibility"), &typed.accessibility_contact, Input::Text, lang.say("Nơi người khuyết tật báo khi một trang khó dùng.", "Where disabled people report a page that is hard to use."))}
                {line("emblem_alt", lang.say("Biểu trưng nói bằng lời", "The emblem in words"), &typed.emblem_alt, Input::Text, lang.say("Cho người không nhìn thấy ảnh. Ví dụ: Quốc huy.", "For those who cannot see it. Such as: Quốc huy."))}
                {area("footer", lang.say("Chân trang", "Foot of the page"), lang.say("Có thể dùng Markdown: **đậm**, [liên kết](https://…).", "Markdown may be used: **bold**, [link](https://…)."), &typed.footer)}
            </fieldset>
            <fieldset class="sheet">
                <legend>{lang.say("Dữ liệu cá nhân", "Personal data")}</legend>
                {line("controller_name", lang.say("Bên kiểm soát dữ liệu", "Data controller"), &typed.controller_name, Input::Text, lang.say("Cơ quan chịu trách nhiệm; hiện cạnh các mục đồng ý.", "The authority that answers for the data; shown beside the consents."))}
                {line("controller_contact", lang.say("Liên hệ của bên kiểm soát", "Contact of the controller"), &typed.controller_contact, Input::Text, "")}
                {area("privacy", lang.say("Thông báo bảo vệ dữ liệu cá nhân", "Data protection notice"), lang.say("Trang /privacy, viết bằng Markdown. Để trống thì hiện thông báo chung của phần mềm.", "The page /privacy, in Markdown. Leave empty for the software's own notice."), &typed.privacy)}
                {area("consent_participate", lang.say("Văn bản đồng ý tham gia", "Text of the consent to take part"), lang.say("Đề xuất cho cuộc thi tạo từ nay; cuộc thi đã có giữ văn bản của mình.", "Proposed for contests made from now on; those there are keep theirs."), &typed.consent_participate)}
                {area("consent_publish_name", lang.say("Văn bản đồng ý công khai họ tên", "Text of the consent to publish the name"), "", &typed.consent_publish_name)}
            </fieldset>
            <div class="row">
                {button::action("save", lang.say("Lưu thiết lập", "Save settings"))} {button::quiet_action("preview", lang.say("Xem trước", "Preview"))}
            </div>
        </form>
    }
    .into_any()
}

fn emblem(lang: Lang, has_emblem: bool, problems: &[Problem]) -> AnyView {
    let remove = has_emblem.then(|| {
        view! {
            <form method="post" action="/console/instance/emblem/removal">
                <p class="soft small">
                    {lang.say(
                        "Bỏ thì ảnh bị xóa khỏi máy chủ và mất khỏi mọi trang ngay; muốn dùng lại phải gửi lại ảnh.",
                        "Removed, the image is deleted and leaves every page at once; to have it back, send it again.",
                    )}
                </p>
                <button class="btn quiet" type="submit">
                    {lang.say("Bỏ biểu trưng", "Remove the emblem")}
                </button>
            </form>
        }
    });
    view! {
        <section class="sheet">
            <h2>{lang.say("Biểu trưng", "Emblem")}</h2>
            <form method="post" action="/console/instance/emblem" enctype="multipart/form-data">
                {file_field(
                    "file",
                    lang.say("Tệp ảnh", "Image file"),
                    lang.say("PNG, JPEG hoặc WebP; nặng tối đa 256 KB, mỗi chiều tối đa 1024 điểm ảnh.", "PNG, JPEG or WebP; at most 256 KB and 1024 pixels each way."),
                    "image/png,image/jpeg,image/webp",
                    problems,
                )}
                <div class="row">{button::submit(lang.say("Gửi ảnh", "Send the image"))}</div>
            </form>
            {remove}
        </section>
    }
    .into_any()
}
