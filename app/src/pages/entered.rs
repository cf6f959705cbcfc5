//! `/contests/{slug}/entered`: the code that leads back, to be kept.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::title_block::title_block;

#[derive(Debug, Clone)]
pub struct EnteredView {
    pub slug: String,
    pub contest_title: String,
    pub name: String,
    /// Grouped for reading: `7K3M-9QXD-2RTV`.
    pub re_entry_code: String,
}

pub fn page(lang: Lang, view: EnteredView) -> AnyView {
    view! {
        <div class="narrow">
            {title_block(view.contest_title.clone(), lang.say("Phiếu dự thi, xin giữ kín mã dưới đây.", "Entry slip; please keep the code below to yourself."))}
            <h1>{lang.say("Đã ghi danh", "You have entered")}</h1>
            <section class="sheet ticket">
                {facts(vec![(lang.say("Thí sinh", "Participant"), view.name), (lang.say("Cuộc thi", "Contest"), view.contest_title)])}
                <h2>{lang.say("Mã dự thi của ông/bà", "Your code")}</h2>
                <p class="code">{view.re_entry_code}</p>
                {notice::careful(
                    lang.say("Xin ghi lại hoặc in mã này. Cùng với ngày sinh, mã đưa ông/bà trở lại bài thi trên bất kỳ máy nào.", "Write this code down or print it. Together with your date of birth it takes you back to your paper on any device."),
                )}
            </section>
            <div class="row">
                {button::link(format!("/contests/{}/ready", view.slug), lang.say("Đến trang dự thi", "Go to my own page"))}
            </div>
        </div>
    }
    .into_any()
}
