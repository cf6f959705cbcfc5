//! `/console/surveys/{slug}/trial`: what stands around a form that is tried as respondents will meet it.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::notice;

#[derive(Debug, Clone)]
pub struct TrialView {
    /// The way back to where the form is written.
    pub editor: String,
    /// None is the draft.
    pub version: Option<i64>,
    /// The draft and the versions that were fielded, but this one, with their addresses.
    pub others: Vec<(Option<i64>, String)>,
    pub tried: Tried,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    Alone,
    /// Beside the editor, which says the rest.
    InFrame,
}

fn named(lang: Lang, version: Option<i64>) -> String {
    match (version, lang) {
        (None, _) => lang.say("bản nháp", "the draft").to_owned(),
        (Some(version), Lang::Vi) => format!("bản {version}"),
        (Some(version), Lang::En) => format!("version {version}"),
    }
}

pub fn page(lang: Lang, view: TrialView, content: AnyView) -> AnyView {
    let banner = match view.tried {
        Tried::InFrame => None,
        Tried::Alone => Some(banner(lang, view)),
    };
    view! {
        {banner}
        {content}
    }
    .into_any()
}

fn banner(lang: Lang, view: TrialView) -> AnyView {
    let which = named(lang, view.version);
    let words = match lang {
        Lang::Vi => format!("Đang thử {which} như người trả lời sẽ gặp. Không có gì được lưu hay được đếm."),
        Lang::En => {
            format!("You are trying {which} as respondents will meet it. Nothing is stored or counted.")
        }
    };
    let others = view
        .others
        .into_iter()
        .map(|(version, href)| {
            let words = match lang {
                Lang::Vi => format!("Thử {}", named(lang, version)),
                Lang::En => format!("Try {}", named(lang, version)),
            };
            view! { <a href=href>{words}</a> }
        })
        .collect_view();
    let label = lang.say("Bản thử", "Trial");
    view! {
        <aside class="note trial" aria-label=label>
            <p>
                <b>{label}</b>
                ". "
                {words}
            </p>
            <p class="row">
                <a href=view.editor>{lang.say("Về trang soạn phiếu", "Back to the editor")}</a>
                {others}
            </p>
        </aside>
    }
    .into_any()
}

/// After the last page; `answered` is how many questions the answers would have been stored for.
pub fn sent(lang: Lang, answered: usize, again: String) -> AnyView {
    let words = match lang {
        Lang::Vi => format!(
            "Phiếu gửi được: có câu trả lời hợp lệ cho {answered} câu. Đây là bản thử, nên không lưu gì."
        ),
        Lang::En => format!(
            "The form could be sent: {answered} questions have valid answers. As this is a trial, nothing is stored."
        ),
    };
    view! {
        <div class="narrow survey">
            <h1>{lang.say("Đã thử xong phiếu", "The trial is over")}</h1>
            {notice::status(words)}
            <div class="row">{button::link(again, lang.say("Thử lại từ đầu", "Try it again"))}</div>
        </div>
    }
    .into_any()
}

/// A condition or a skip cannot be read: nobody knows what would be met.
pub fn broken(lang: Lang, editor: String) -> AnyView {
    view! {
        <div class="narrow survey">
            <h1>{lang.say("Chưa thử được phiếu", "The form cannot be tried yet")}</h1>
            {notice::careful(lang.say(
                "Có điều kiện hoặc bước nhảy chưa đọc được. Trang soạn phiếu nêu chỗ cần sửa.",
                "A condition or a skip cannot be read. The editor says where.",
            ))}
            <p>
                <a href=editor target="_top">{lang.say("Về trang soạn phiếu", "Back to the editor")}</a>
            </p>
        </div>
    }
    .into_any()
}
