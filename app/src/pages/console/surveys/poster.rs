//! `/console/surveys/{slug}/poster`: a sheet of paper for a wall or a desk, with a code that opens the form.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::Head;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::qr::qr;
use crate::components::{button, notice};

#[derive(Debug, Clone)]
pub struct PosterView {
    pub head: Head,
    /// The authority.
    pub site: String,
    /// What the code says.
    pub address: String,
    /// What people type who have no camera.
    pub short_address: String,
    /// Where a tablet at the same place is set up, where the survey takes tablets.
    pub tablet: Option<String>,
    pub unit_name: Option<String>,
    /// As they were typed.
    pub unit: String,
    pub desk: String,
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: PosterView) -> AnyView {
    let purpose = lang.say(
        "In ra giấy A4 rồi dán ở nơi tiếp dân; mỗi đơn vị hoặc quầy một tờ để biết phiếu đến từ đâu.",
        "Print it on A4 and put it up where people are served; one for each unit or desk, so that it is known where answers come from.",
    );
    let choosing = choosing(lang, &view);
    view! {
        <div class="no-print">
            {view.head.above(lang)}
            {heading(lang.say("Áp phích", "Poster"), purpose)}
            {error_summary(&view.problems, &["unit", "desk"])}
            {choosing}
            {notice::calm(lang.say(
                "Bấm Ctrl+P để in. Chỉ tờ giấy ở dưới được in.",
                "Press Ctrl+P to print. Only the sheet below is printed.",
            ))}
        </div>
        {sheet(lang, view)}
    }
    .into_any()
}

fn choosing(lang: Lang, view: &PosterView) -> AnyView {
    let unit = Field::new(
        "unit",
        lang.say("Đơn vị (tên hoặc mã)", "Unit (name or code)"),
        Input::Text,
    )
    .value(&view.unit)
    .problems(&view.problems);
    let desk = Field::new("desk", lang.say("Quầy", "Desk"), Input::Text)
        .value(&view.desk)
        .hint(lang.say("Ví dụ: 3, hoặc Hộ tịch.", "Such as 3, or Civil status."))
        .problems(&view.problems);
    view! {
        <form class="sheet" method="get" action=format!("{}/poster", view.head.path())>
            <div class="languages">{unit.view()} {desk.view()}</div>
            <div class="row">
                {button::submit(lang.say("Lập tờ này", "Make the sheet"))}
                {view.tablet.clone().map(|to| button::quiet_link(to, lang.say("Đặt máy tính bảng tại đây", "Set up a tablet here")))}
            </div>
        </form>
    }
    .into_any()
}

fn sheet(lang: Lang, view: PosterView) -> AnyView {
    let place = match (view.unit_name, view.desk.trim()) {
        (Some(unit), "") => Some(unit),
        (Some(unit), desk) => Some(format!("{unit} – {} {desk}", lang.say("quầy", "desk"))),
        (None, "") => None,
        (None, desk) => Some(format!("{} {desk}", lang.say("Quầy", "Desk"))),
    };
    let steps = [
        lang.say(
            "Mở máy ảnh của điện thoại và hướng vào mã.",
            "Open your phone's camera and point it at the code.",
        ),
        lang.say(
            "Chạm vào địa chỉ hiện ra, rồi trả lời từng câu.",
            "Tap the address that appears, then answer each question.",
        ),
        lang.say(
            "Bấm Gửi. Không cần ghi tên, không cần đăng nhập.",
            "Press Send. No name and no log-in are needed.",
        ),
    ];
    let steps = steps
        .map(|step| view! { <li>{step}</li> })
        .into_iter()
        .collect_view();
    view! {
        <article class="sheet poster">
            <p class="poster-of">{view.site}</p>
            <h2 lang=lang.of_content()>{view.head.title}</h2>
            {place.map(|place| view! { <p class="poster-place">{place}</p> })}
            {qr(&view.address, lang.say("Mã QR mở phiếu khảo sát", "QR code that opens the survey"))}
            <p>{lang.say("Hoặc mở địa chỉ", "Or open the address")}</p>
            <p class="poster-address">{view.short_address}</p>
            <ol>{steps}</ol>
        </article>
    }
    .into_any()
}
