//! The last step: everything missing or risky, then the announcement of the rounds.

use khao_domain::contest::review::{Finding, Weight};
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::{Frame, finding, finding_door, framed, step_name, weight_name};
use crate::components::button;
use crate::components::content::content;
use crate::components::facts::facts;
use crate::components::notice;
use crate::text::{figures, pages as text};

#[derive(Debug, Clone)]
pub struct ReviewView {
    pub frame: Frame,
    /// Rounds that wait to be announced, in their order.
    pub drafts: Vec<DraftRound>,
    /// Names of the rounds that are announced already.
    pub announced: Vec<String>,
    /// Stands for what is shown here: only this is announced.
    pub reviewed: String,
    /// The visitor may set what the whole site says of itself.
    pub may_set_instance: bool,
}

#[derive(Debug, Clone)]
pub struct DraftRound {
    pub id: RoundId,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
}

pub fn page(view: &ReviewView) -> AnyView {
    let lang = view.frame.lang;
    let lists = [Weight::Missing, Weight::Risky, Weight::Advice]
        .into_iter()
        .map(|weight| findings(view, weight))
        .collect_view();
    let whole = view.frame.findings.is_empty().then(|| {
        notice::calm(lang.say(
            "Không thiếu gì, không có gì đáng ngại.",
            "Nothing is missing, nothing looks risky.",
        ))
    });
    let content = view! {
        {whole} {lists}
        {announcements(view)}
    }
    .into_any();
    let lead = lang.say(
        "Xem lại những gì còn thiếu, rồi thông báo. Từ lúc đó đề, giờ giấc và cách xếp hạng của vòng được khóa bằng mã cam kết công khai.",
        "See what is missing, then announce. From then on papers, times and ranking rules of the round are fixed by a public commitment.",
    );
    framed(&view.frame, lead, &[], content)
}

fn findings(view: &ReviewView, weight: Weight) -> Option<AnyView> {
    let frame = &view.frame;
    let own: Vec<&Finding> = frame
        .findings
        .iter()
        .filter(|one| one.weight() == weight)
        .collect();
    if own.is_empty() {
        return None;
    }
    let lines = own.into_iter().map(|one| line(view, one)).collect_view();
    let class = if weight == Weight::Missing {
        "note bad"
    } else {
        "sheet"
    };
    let view = view! {
        <section class=class>
            <h2>{weight_name(frame.lang, weight)}</h2>
            <ul>{lines}</ul>
        </section>
    };
    Some(view.into_any())
}

/// Each finding leads to where it is mended.
fn line(view: &ReviewView, one: &Finding) -> AnyView {
    let lang = view.frame.lang;
    let words = finding(lang, one);
    let way = match place(view, one) {
        Some((href, label)) => view! { <a href=href>{label}</a> }.into_any(),
        None => lang
            .say(
                "Người quản trị đặt ở mục Thiết lập.",
                "An administrator sets them under Settings.",
            )
            .into_any(),
    };
    view! {
        <li>
            {words} " " {way}
        </li>
    }
    .into_any()
}

/// The page with the field, and what it is called; none where the visitor's role does not open it.
fn place(view: &ReviewView, one: &Finding) -> Option<(String, &'static str)> {
    let (lang, slug) = (view.frame.lang, &view.frame.slug);
    match one {
        Finding::NoContact => view
            .may_set_instance
            .then(|| ("/console/instance".to_owned(), lang.say("Thiết lập", "Settings"))),
        Finding::NoDocuments => Some((
            format!("/console/contests/{slug}#documents"),
            lang.say("Tài liệu của cuộc thi", "Documents of the contest"),
        )),
        _ => {
            let step = one.step();
            let href = format!("/console/contests/{slug}/setup/{}", step.as_str());
            finding_door(lang, one).or_else(|| Some((href, step_name(lang, step))))
        }
    }
}

fn announcements(view: &ReviewView) -> AnyView {
    let lang = view.frame.lang;
    let is_blocked = view
        .frame
        .findings
        .iter()
        .any(|one| one.weight() == Weight::Missing);
    let announced = (!view.announced.is_empty()).then(|| {
        let label = lang.say("Đã thông báo: ", "Announced: ");
        view! { <p class="soft">{label} {content(lang, view.announced.join(", "))}</p> }
    });
    if view.drafts.is_empty() {
        let all = (!view.announced.is_empty()).then(|| {
            notice::calm(lang.say(
                "Mọi vòng đã được thông báo. Muốn thi tiếp, hãy thêm vòng ở bước Vòng thi.",
                "Every round is announced. To go on, add rounds in the step Rounds.",
            ))
        });
        return view! { {all} {announced} }.into_any();
    }
    let form = if is_blocked {
        notice::careful(lang.say(
            "Chưa thông báo được: hãy bổ sung những điểm phải có ở trên.",
            "It cannot be announced yet: mend what is needed first.",
        ))
    } else {
        announce_form(view)
    };
    let rounds = view
        .drafts
        .iter()
        .map(|round| {
            view! {
                <li>
                    <b lang=lang.of_content()>{round.name.clone()}</b>
                    {facts(vec![
                        (lang.say("Mở", "Opens"), round.opens_at.minute_in(lang)),
                        (lang.say("Đóng", "Closes"), figures::end(lang, round.closes_at)),
                    ])}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sheet">
            <h2>{lang.say("Thông báo", "Announce")}</h2>
            {announced}
            <ul class="plain">{rounds}</ul>
            {form}
        </section>
    }
    .into_any()
}

fn announce_form(view: &ReviewView) -> AnyView {
    let lang = view.frame.lang;
    let count = view.drafts.len();
    let all = match lang {
        Lang::Vi => format!("Khóa đề và thông báo cả {count} vòng"),
        Lang::En => format!("Fix the papers and announce all {count} rounds"),
    };
    let first = view.drafts.first().map(|round| match lang {
        Lang::Vi => format!("Chỉ thông báo {}", round.name),
        Lang::En => format!("Announce {} only", round.name),
    });
    let first = first
        .filter(|_| count > 1)
        .map(|label| button::quiet_action("announce_first", label));
    let all = if count == 1 {
        lang.say("Khóa đề và thông báo", "Fix the papers and announce")
            .to_owned()
    } else {
        all
    };
    view! {
        <form class="step" method="post" action=view.frame.path()>
            {button::hidden("reviewed", view.reviewed.clone())}
            {button::understood(text::understood(lang))}
            <div class="row">{button::action("announce", all)} {first}</div>
        </form>
    }
    .into_any()
}
