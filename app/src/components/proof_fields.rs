//! The password once more, where a form needs one that was typed lately.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::field::{Field, Input};

/// `needs_code`: the account has a second factor.
pub fn proof_fields(lang: Lang, needs_code: bool, problems: &[Problem]) -> AnyView {
    let code = needs_code.then(|| {
        Field::new("code", lang.say("Mã xác thực", "Verification code"), Input::Code)
            .hint(lang.say(
                "Sáu chữ số của ứng dụng xác thực, hoặc một mã khôi phục.",
                "Six digits of the authenticator app, or a recovery code.",
            ))
            .autocomplete("one-time-code")
            .required()
            .problems(problems)
            .view()
    });
    view! {
        {Field::new("password", lang.say("Mật khẩu", "Password"), Input::Password)
            .autocomplete("current-password")
            .required()
            .problems(problems)
            .view()}
        {code}
    }
    .into_any()
}
