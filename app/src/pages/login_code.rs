//! `/login`, the second step: a code of the authenticator app, or a recovery code.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};

#[derive(Debug, Clone)]
pub struct LoginCodeView {
    /// Says for some minutes that the password was right, in place of the password.
    pub proof: String,
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: LoginCodeView) -> AnyView {
    view! {
        <div class="slim">
            <h1>{lang.say("Mã xác thực", "Verification code")}</h1>
            <p class="soft">
                {lang.say(
                    "Mở ứng dụng xác thực trên điện thoại và nhập mã sáu chữ số đang hiện. Nếu mất điện thoại, nhập một mã khôi phục.",
                    "Open the authenticator app on your phone and type the six digits it shows. If you have lost the phone, type a recovery code.",
                )}
            </p>
            {error_summary(&view.problems, &["code"])}
            <form class="sheet" method="post" action="/login">
                {button::hidden("proof", view.proof)}
                {Field::new("code", lang.say("Mã", "Code"), Input::Code)
                    .autocomplete("one-time-code")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit(lang.say("Đăng nhập", "Log in"))}</div>
            </form>
        </div>
    }
    .into_any()
}
