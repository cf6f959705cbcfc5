//! `/contests/{slug}/entered`: the code that leads back, to be kept.

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

pub fn page(view: EnteredView) -> AnyView {
    view! {
        <div class="narrow">
            {title_block(view.contest_title.clone(), "Phiếu dự thi, xin giữ kín mã dưới đây.")}
            <h1>"Đã ghi danh"</h1>
            <section class="sheet ticket">
                {facts(vec![("Thí sinh", view.name), ("Cuộc thi", view.contest_title)])}
                <h2>"Mã dự thi của ông/bà"</h2>
                <p class="code">{view.re_entry_code}</p>
                {notice::careful(
                    "Xin ghi lại hoặc in mã này. Cùng với ngày sinh, mã đưa ông/bà trở lại bài thi trên bất kỳ máy nào.",
                )}
            </section>
            <div class="row">
                {button::link(format!("/contests/{}/ready", view.slug), "Đến trang dự thi")}
            </div>
        </div>
    }
    .into_any()
}
