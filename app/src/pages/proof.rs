//! `/account/proof`: the password once more, before keys, scores or personal data.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::heading::heading;
use crate::components::proof_fields::proof_fields;

#[derive(Debug, Clone)]
pub struct ProofView {
    /// The account has a second factor.
    pub needs_code: bool,
    /// Where to go on to.
    pub next: String,
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: ProofView) -> AnyView {
    let purpose = lang.say(
        "Đáp án, chấm lại và dữ liệu cá nhân cần mật khẩu vừa nhập gần đây; nhập xong, trang đi tiếp việc đang làm.",
        "Keys, scoring anew and personal data take a password that was typed lately; then the page goes on with what you wanted.",
    );
    view! {
        <div class="slim">
            {heading(lang.say("Nhập lại mật khẩu", "Your password once more"), purpose)}
            {error_summary(&view.problems, &["password", "code"])}
            <form class="sheet" method="post" action="/account/proof">
                {button::hidden("next", view.next)}
                {proof_fields(lang, view.needs_code, &view.problems)}
                <div class="row">{button::submit(lang.say("Đi tiếp", "Go on"))}</div>
            </form>
        </div>
    }
    .into_any()
}

/// After the password: the file that was wanted.
pub fn proved_page(lang: Lang, file: String) -> AnyView {
    let purpose = lang.say(
        "Mật khẩu đúng. Bấm để tải tệp; tải xong, ông/bà quay lại trang trước hoặc chọn mục ở trên.",
        "The password is right. Press to download the file; then go back, or choose a section above.",
    );
    view! {
        <div class="slim">
            {heading(lang.say("Đã nhập đúng mật khẩu", "The password is right"), purpose)}
            <p>{button::link(file, lang.say("Tải tệp về", "Download the file"))}</p>
        </div>
    }
    .into_any()
}
