//! `/surveys/{slug}` of a wave that asks only those who hold an invitation: where its code is given.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_inline};

#[derive(Debug, Clone)]
pub struct InvitedView {
    pub slug: String,
    pub title: SafeHtml,
    /// Until when answers are taken.
    pub until: String,
    /// The form that was asked for; may be empty.
    pub language: String,
    /// As it was typed; the link brings it behind a `#`, which the server never sees.
    pub token: String,
    /// What came along was not ours, or was changed.
    pub began_again: bool,
    pub problems: Vec<Problem>,
}

pub fn title(lang: Lang) -> &'static str {
    lang.say("Khảo sát theo thư mời", "A survey by invitation")
}

pub fn page(lang: Lang, view: InvitedView) -> AnyView {
    let until = match lang {
        Lang::Vi => format!("Nhận câu trả lời đến {}.", view.until),
        Lang::En => format!("Answers are taken until {}.", view.until),
    };
    // One of the two at a time: both stand where the page begins.
    let again = (view.began_again && view.problems.is_empty()).then(|| {
        notice::refused(lang.say(
            "Rất tiếc, phần đã trả lời không đọc lại được. Mong ông/bà thông cảm và bắt đầu lại với mã mời.",
            "We are sorry: what was answered could not be read again. Please begin anew with your code.",
        ))
    });
    let code = Field::new("token", lang.say("Mã mời", "Code of the invitation"), Input::Code)
        .value(view.token)
        .hint(lang.say(
            "24 chữ cái và chữ số in trên thư mời, ví dụ 7K3M-… Viết hoa hay viết thường, có gạch nối hay không đều được.",
            "The 24 letters and digits on your letter, such as 7K3M-… Capitals and hyphens do not matter.",
        ))
        .required()
        .problems(&view.problems)
        .view();
    view! {
        <div class="slim survey">
            <p class="soft">{safe_inline(view.title)}</p>
            <h1>{title(lang)}</h1>
            {again}
            <p>
                {lang.say(
                    "Người trả lời đợt này được chọn ngẫu nhiên và đã nhận thư mời. Mỗi thư mời trả lời được một lần.",
                    "Those who are asked in this wave were drawn at random and have been sent a letter. Each invitation is for one answer.",
                )}
            </p>
            {notice::calm(lang.say(
                "Mã mời không ghi tên ai và không được lưu cùng câu trả lời: không ai biết người cầm thư nào đã trả lời những gì.",
                "The code holds no name and is not stored with the answers: nobody can tell which letter's holder has said what.",
            ))}
            {error_summary(&view.problems, &["token"])}
            <form class="sheet" method="post" action=format!("/surveys/{}", view.slug) data-invited="form">
                {button::hidden("lang", view.language)}
                {code}
                <div class="row">{button::action("open", lang.say("Bắt đầu trả lời", "Begin"))}</div>
            </form>
            <p class="soft small">{until}</p>
        </div>
    }
    .into_any()
}
