//! The second factor: from none to a drawn secret, to recovery codes, to one that counts.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::SecondFactor;
use crate::components::button;
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::qr::qr;

pub(super) fn section(lang: Lang, state: SecondFactor, problems: &[Problem]) -> AnyView {
    let content = match state {
        SecondFactor::None => begin(lang, problems),
        SecondFactor::Drawn { secret, uri } => confirm(lang, &secret, &uri, problems),
        SecondFactor::Confirmed { recovery_codes } => {
            let done = lang.say("Xác thực hai bước đã bật.", "Two-step verification is on.");
            codes(lang, done, recovery_codes)
        }
        SecondFactor::Renewed { recovery_codes } => {
            let done = lang.say(
                "Đã tạo các mã khôi phục mới; các mã cũ không dùng được nữa.",
                "There are new recovery codes; the old ones work no more.",
            );
            codes(lang, done, recovery_codes)
        }
        SecondFactor::On { recovery_codes_left } => on(lang, recovery_codes_left, problems),
    };
    view! {
        <section class="sheet" id="second-factor">
            <h2>{lang.say("Xác thực hai bước", "Two-step verification")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn begin(lang: Lang, problems: &[Problem]) -> AnyView {
    view! {
        <p>
            {lang.say(
                "Khi đăng nhập, ngoài mật khẩu còn hỏi một mã do ứng dụng trên điện thoại tạo ra. Người biết mật khẩu mà không có điện thoại thì không vào được.",
                "At every log-in a code of an app on your phone is asked for besides the password. Whoever knows the password but has not got the phone does not get in.",
            )}
        </p>
        {password_form(lang, button::action("totp-begin", lang.say("Thiết lập", "Set up")), problems)}
    }
    .into_any()
}

/// Whoever finds an open session changes nothing here.
fn password_form(lang: Lang, button: AnyView, problems: &[Problem]) -> AnyView {
    view! {
        <form method="post" action="/account">
            {Field::new("totp_password", lang.say("Mật khẩu hiện tại", "Present password"), Input::Password)
                .autocomplete("current-password")
                .required()
                .problems(problems)
                .view()}
            <div class="row">{button}</div>
        </form>
    }
    .into_any()
}

fn confirm(lang: Lang, secret: &str, uri: &str, problems: &[Problem]) -> AnyView {
    let groups = secret
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>();
    view! {
        <p>
            {lang.say(
                "1. Mở một ứng dụng xác thực (TOTP) trên điện thoại và quét mã này, hoặc gõ khóa bên dưới.",
                "1. Open an authenticator app (TOTP) on your phone and scan this code, or type the key below.",
            )}
        </p>
        {qr(uri, lang.say("Mã QR của khóa bên dưới", "QR code of the key below"))}
        <p class="mono">{groups.join(" ")}</p>
        <p>{lang.say("2. Nhập mã sáu chữ số mà ứng dụng hiện.", "2. Type the six digits the app shows.")}</p>
        <form method="post" action="/account">
            {Field::new("code", lang.say("Mã", "Code"), Input::Code)
                .autocomplete("one-time-code")
                .required()
                .problems(problems)
                .view()}
            <div class="row">{button::action("totp-confirm", lang.say("Xác nhận", "Confirm"))}</div>
        </form>
    }
    .into_any()
}

fn codes(lang: Lang, done: &'static str, codes: Vec<String>) -> AnyView {
    let lines = codes
        .into_iter()
        .map(|code| view! { <li class="mono">{code}</li> })
        .collect_view();
    view! {
        {notice::calm(done)}
        {notice::careful(lang.say(
            "Hãy in hoặc ghi lại các mã khôi phục này và cất nơi an toàn. Mỗi mã dùng một lần khi mất điện thoại. Chúng chỉ hiện lần này.",
            "Print or write down these recovery codes and keep them safe. Each works once, when the phone is lost. They are shown this once.",
        ))}
        <ul>{lines}</ul>
        <div class="row">{button::link("/account".to_owned(), lang.say("Tôi đã cất các mã", "I have kept the codes"))}</div>
    }
    .into_any()
}

fn on(lang: Lang, left: i64, problems: &[Problem]) -> AnyView {
    let left = match lang {
        Lang::Vi => format!("Đang bật. Còn {left} mã khôi phục."),
        Lang::En => format!("On. {left} recovery codes are left."),
    };
    let renew = button::quiet_action(
        "codes-renew",
        lang.say("Tạo lại mã khôi phục", "Renew the recovery codes"),
    );
    view! {
        <p>{left}</p>
        <p class="soft">
            {lang.say(
                "Để đổi điện thoại, xin đề nghị quản trị gỡ xác thực hai bước rồi thiết lập lại.",
                "To change the phone, ask an administrator to take two-step verification off, and set it up again.",
            )}
        </p>
        <h3>{lang.say("Tạo lại mã khôi phục", "New recovery codes")}</h3>
        <p class="soft">
            {lang.say(
                "Khi các mã đã dùng gần hết hoặc người khác có thể đã thấy. Các mã cũ không dùng được nữa.",
                "When few are left, or somebody may have seen them. The old ones work no more.",
            )}
        </p>
        {password_form(lang, renew, problems)}
    }
    .into_any()
}
