//! What becomes of a unit that nobody wants any more, said before it is done; and the way back.

use khao_domain::lang::Lang;
use khao_domain::people::unit::KeptBy;
use leptos::prelude::*;

use crate::components::{button, choices, notice};
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct RemovalView {
    /// Why it would only be closed; empty: it would be removed.
    pub kept_by: Vec<KeptBy>,
    /// Units below it that exist today.
    pub below: usize,
    /// Address and title.
    pub contests: Vec<(String, String)>,
    /// Of a closed unit: how many below it were closed on the same day.
    pub closed_with_it: Option<usize>,
    /// Of a closed unit: what it lies below that is closed too.
    pub closed_above: Option<String>,
    /// How many of it and of those below have a last day already, which closing replaces.
    pub planned_ends: usize,
}

pub fn section(lang: Lang, path: &str, view: &RemovalView) -> AnyView {
    let again = view
        .closed_with_it
        .map(|with_it| reopening(lang, path, (with_it, view.closed_above.as_deref())));
    let away = match (&again, view.kept_by.is_empty()) {
        (_, true) => Some(removing(lang, path)),
        (None, false) => Some(closing(lang, path, view)),
        (Some(_), false) => None,
    };
    view! { {again} {away} }.into_any()
}

fn removing(lang: Lang, path: &str) -> AnyView {
    view! {
        <h2>{lang.say("Xóa đơn vị", "Remove the unit")}</h2>
        <form class="sheet" method="post" action=format!("{path}/removal")>
            <p class="soft">
                {lang.say(
                    "Chưa có gì gắn với đơn vị này: nó bị xóa hẳn cùng số người của nó, không lấy lại được.",
                    "Nothing refers to this unit: it is removed for good, with its head-counts.",
                )}
            </p>
            {button::understood(lang.say("Tôi muốn xóa đơn vị này", "I want to remove this unit"))}
            {button::quiet_action("remove", lang.say("Xóa đơn vị", "Remove the unit"))}
        </form>
    }
    .into_any()
}

fn closing(lang: Lang, path: &str, view: &RemovalView) -> AnyView {
    let reasons: Vec<&str> = view.kept_by.iter().map(|kept| reason(lang, *kept)).collect();
    let told = match lang {
        Lang::Vi => format!(
            "Đơn vị này chỉ được đóng từ hôm nay, không bị xóa, vì còn {}. Dữ liệu giữ nguyên; người mới không chọn được đơn vị này nữa. Mở lại được ở đây.",
            reasons.join(", ")
        ),
        Lang::En => format!(
            "This unit is only closed from today on, not removed, because of {}. Its data stay; nobody new can choose it. It can be opened again here.",
            reasons.join(", ")
        ),
    };
    let below = (view.below > 0).then(|| with_below(lang, view.below));
    view! {
        <h2>{lang.say("Đóng đơn vị", "Close the unit")}</h2>
        <form class="sheet" method="post" action=format!("{path}/removal")>
            <p class="soft">{told}</p>
            {contests(lang, &view.contests)}
            {planned_ends(lang, view.planned_ends)}
            {below}
            {button::understood(lang.say("Tôi muốn đóng đơn vị này", "I want to close this unit"))}
            {button::quiet_action("remove", lang.say("Đóng đơn vị", "Close the unit"))}
        </form>
    }
    .into_any()
}

/// Opening it again knows nothing of them.
fn planned_ends(lang: Lang, units: usize) -> Option<AnyView> {
    let words = match (lang, units) {
        (_, 0) => return None,
        (Lang::Vi, _) => format!(
            "Trong đơn vị này và các đơn vị cấp dưới, {units} đơn vị đã có ngày hết hiệu lực định trước. Đơn vị nào bị đóng thì mất ngày ấy: mở lại xong phải nhập lại."
        ),
        (Lang::En, 1) => "One of this unit and those below it has a planned last day. Closed, it loses that day: type it again after opening.".to_owned(),
        (Lang::En, _) => format!(
            "{units} of this unit and those below it have a planned last day. Whichever is closed loses that day: type it again after opening."
        ),
    };
    Some(notice::careful(words))
}

fn with_below(lang: Lang, below: usize) -> AnyView {
    let count = figures::count(lang, i64::try_from(below).unwrap_or(i64::MAX));
    let label = match lang {
        Lang::Vi => format!(
            "Đóng cùng ngày cả {count} đơn vị cấp dưới đang có hiệu lực (không đánh dấu thì chúng vẫn mở)"
        ),
        Lang::En => format!("Close the {count} units below it on the same day (else they stay open)"),
    };
    choices::removal("with_below", false, label)
}

fn contests(lang: Lang, contests: &[(String, String)]) -> Option<AnyView> {
    if contests.is_empty() {
        return None;
    }
    let links = contests
        .iter()
        .map(|(slug, title)| {
            view! {
                <li>
                    <a lang=lang.of_content() href=format!("/console/contests/{slug}")>
                        {title.clone()}
                    </a>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <p>
            {lang.say(
                "Người của đơn vị này, hoặc của đơn vị cấp dưới, đang dự các cuộc thi sau; kết quả của họ vẫn được tính:",
                "People of this unit, or of units below it, take part in these contests; their results go on counting:",
            )}
        </p>
        <ul class="plain">{links}</ul>
    };
    Some(view.into_any())
}

fn reopening(lang: Lang, path: &str, (with_it, above): (usize, Option<&str>)) -> AnyView {
    let above = above.map(|above| {
        notice::careful(match lang {
            Lang::Vi => format!("Đơn vị cấp trên «{above}» đang đóng: đơn vị này mở lại thì chọn được, nhưng danh mục vẫn không hiện cấp trên ấy. Nên mở «{above}» trước."),
            Lang::En => format!("“{above}” above it is closed: opened again, this unit can be chosen, but the list still does not show the one above. Open “{above}” first."),
        })
    });
    let count = figures::count(lang, i64::try_from(with_it).unwrap_or(i64::MAX));
    let label = match lang {
        Lang::Vi => format!("Mở lại cả {count} đơn vị cấp dưới đã đóng cùng ngày"),
        Lang::En => format!("Open the {count} units below it that were closed on the same day, too"),
    };
    let below = (with_it > 0).then(|| choices::removal("with_below", true, label));
    view! {
        <h2>{lang.say("Mở lại đơn vị", "Open the unit again")}</h2>
        <form class="sheet" method="post" action=format!("{path}/removal")>
            <p class="soft">
                {lang.say(
                    "Ngày hết hiệu lực bị bỏ, kể cả ngày đã định trước khi đóng: người dự thi lại chọn được đơn vị này.",
                    "Its last day is taken away, also one that was planned before it was closed: people can choose this unit again.",
                )}
            </p>
            {above}
            {below}
            {button::quiet_action("reopen", lang.say("Mở lại", "Open again"))}
        </form>
    }
    .into_any()
}

const fn reason(lang: Lang, kept: KeptBy) -> &'static str {
    match kept {
        KeptBy::Below => lang.say("đơn vị cấp dưới", "units below it"),
        KeptBy::People => lang.say("thí sinh hoặc kết quả", "people or results"),
        KeptBy::Roster => lang.say("người trong danh sách dự thi", "people of a roster"),
        KeptBy::Accounts => lang.say("tài khoản hoặc lời mời", "accounts or invitations"),
        KeptBy::Contests => lang.say("cuộc thi của đơn vị", "contests of its own"),
        KeptBy::Banks => lang.say("ngân hàng câu hỏi của đơn vị", "question banks of its own"),
        KeptBy::Successors => lang.say("đơn vị hình thành từ nó", "units made from it"),
        KeptBy::ExtraTime => lang.say("giờ đã cộng cho đơn vị", "extra time given to it"),
        KeptBy::Surveys => lang.say("khảo sát hoặc phiếu trả lời", "surveys or responses"),
    }
}
