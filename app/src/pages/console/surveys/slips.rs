//! The invitations of a batch right after it was made: the only time that their codes are read.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::invitations::OfWave;
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::content::content;
use crate::components::crumbs::{content_crumb, crumb, crumbs};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::qr::qr;
use crate::text::figures;

/// Slips on one page of the console: three sheets of paper.
pub const SLIPS: usize = 24;

#[derive(Debug, Clone)]
pub struct MadeView {
    pub of: OfWave,
    pub ordinal: i64,
    pub count: usize,
    /// What reads the codes, sealed.
    pub source: String,
}

#[derive(Debug, Clone)]
pub struct SlipsView {
    pub made: MadeView,
    /// The authority.
    pub site: String,
    /// What people type who have no camera.
    pub short_address: String,
    /// Until when answers are taken.
    pub until: String,
    /// Which of the pages this is, from 0.
    pub nth: usize,
    /// What the code says, and the token in groups.
    pub slips: Vec<(String, String)>,
}

fn above(lang: Lang, of: &OfWave) -> AnyView {
    crumbs(vec![
        Section::Surveys.crumb(lang),
        content_crumb(of.head.path(), of.head.title.clone()),
        crumb(of.path(), lang.say("Thư mời", "Invitations")),
    ])
}

/// The answer to the form that made the batch.
pub fn made_page(lang: Lang, view: &MadeView) -> AnyView {
    let purpose = lang.say(
        "Tải tệp hoặc in thư mời trong vòng một giờ, từ trang này: sau đó không ai xem lại được mã mời nữa.",
        "Take the file or print the slips within an hour, from this page: after that nobody can read the codes again.",
    );
    let count = figures::count(lang, i64::try_from(view.count).unwrap_or(i64::MAX));
    let done = match lang {
        Lang::Vi => format!("Đã lập lô {} với {count} thư mời.", view.ordinal),
        Lang::En => format!("Batch {} was made, with {count} invitations.", view.ordinal),
    };
    view! {
        {above(lang, &view.of)}
        {heading(lang.say("Thư mời vừa lập", "Invitations just made"), purpose)}
        {notice::status(done)}
        <div class="cards">
            <section class="sheet">
                <h2>{lang.say("In thư mời", "Print slips")}</h2>
                <p class="soft small">
                    {lang.say(
                        "Mỗi tờ A4 có 8 thư mời với mã QR và mã mời để cắt rời. Trang in mở ở thẻ mới.",
                        "8 slips to a sheet of A4, each with a QR code and the code to type. They open in a new tab.",
                    )}
                </p>
                {sheet_form(lang, view, 0)}
            </section>
            <section class="sheet">
                <h2>{lang.say("Tải tệp CSV", "Take the CSV")}</h2>
                <p class="soft small">
                    {lang.say(
                        "Cho việc trộn thư hoặc gửi tin nhắn: mã mời, đường dẫn, tầng mẫu, đơn vị. Hãy xóa tệp khi gửi xong.",
                        "For mail merge or messages: code, link, stratum, unit. Delete the file once they are sent.",
                    )}
                </p>
                <form method="post" action=format!("{}/file", view.of.path())>
                    {button::hidden("source", view.source.clone())}
                    <div class="row">{button::submit(lang.say("Tải tệp", "Download"))}</div>
                </form>
            </section>
        </div>
        {notice::careful(lang.say(
            "Đừng ghi ai nhận mã nào. Nếu cần danh sách người nhận, hãy giữ danh sách ấy không kèm mã mời.",
            "Do not write down who gets which code. If you need a list of those invited, keep it without the codes.",
        ))}
    }
    .into_any()
}

fn sheet_form(lang: Lang, made: &MadeView, nth: usize) -> AnyView {
    let label = match (nth, lang) {
        (0, _) => lang.say("Mở trang in", "Open the slips").to_owned(),
        (_, Lang::Vi) => format!("Trang {} tiếp theo", nth + 1),
        (_, Lang::En) => format!("On to page {}", nth + 1),
    };
    view! {
        <form method="post" action=format!("{}/slips", made.of.path()) target=(nth == 0).then_some("_blank")>
            {button::hidden("source", made.source.clone())}
            {button::hidden("ordinal", made.ordinal.to_string())}
            {button::hidden("page", nth.to_string())}
            <div class="row">{button::submit(label)}</div>
        </form>
    }
    .into_any()
}

pub fn slips_page(lang: Lang, view: &SlipsView) -> AnyView {
    let pages = view.made.count.div_ceil(SLIPS);
    // The number was posted: it may be any.
    let shown = view.nth.saturating_add(1).min(pages);
    let place = match lang {
        Lang::Vi => format!("Trang {shown}/{pages} · lô {}", view.made.ordinal),
        Lang::En => format!("Page {shown} of {pages} · batch {}", view.made.ordinal),
    };
    let next = (shown < pages).then(|| sheet_form(lang, &view.made, shown));
    let slips = view
        .slips
        .iter()
        .map(|slip| self::slip(lang, view, slip))
        .collect_view();
    view! {
        <div class="no-print">
            {above(lang, &view.made.of)}
            {heading(
                lang.say("Thư mời để in", "Slips to print"),
                lang.say("Bấm Ctrl+P để in trang này trên giấy A4, rồi sang trang tiếp theo.", "Press Ctrl+P to print this page on A4, then go on to the next one."),
            )}
            <p class="soft">{place}</p>
            {next}
        </div>
        <div class="slips">{slips}</div>
    }
    .into_any()
}

fn slip(lang: Lang, view: &SlipsView, (address, token): &(String, String)) -> AnyView {
    let until = match lang {
        Lang::Vi => format!("Trả lời đến {}.", view.until),
        Lang::En => format!("Answer by {}.", view.until),
    };
    view! {
        <article class="slip">
            {qr(address, lang.say("Mã QR mở phiếu với thư mời này", "QR code that opens the form with this invitation"))}
            <div>
                <p class="small">{content(lang, view.site.clone())}</p>
                <p>
                    <strong>{content(lang, view.made.of.head.title.clone())}</strong>
                </p>
                <p class="small">{lang.say("Quét mã, hoặc mở", "Scan the code, or open")} " " <span class="slip-address">{view.short_address.clone()}</span></p>
                <p class="small">{lang.say("và nhập mã mời:", "and type:")}</p>
                <p class="slip-token">{token.clone()}</p>
                <p class="small">{lang.say("Không ghi tên; trả lời một lần.", "No name; one answer.")} " " {until}</p>
            </div>
        </article>
    }
    .into_any()
}
