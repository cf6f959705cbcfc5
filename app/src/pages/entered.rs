//! `/contests/{slug}/entered`: the code that leads back, to be kept.

use leptos::prelude::*;

use crate::components::button;
use crate::components::notice;

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
            <h1>"Đã ghi danh"</h1>
            <section class="sheet">
                <p>{format!("{}, thí sinh của {}.", view.name, view.contest_title)}</p>
                <p class="soft small">"Mã dự thi của ông/bà"</p>
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
