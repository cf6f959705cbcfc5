//! `/console/surveys/{slug}/waves/{wave}/invitations`: whom a wave asks, and how many came.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::turnout::Turnout;
use leptos::prelude::*;

use super::Head;
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::content::content;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of, with_none};
use crate::text::figures;

/// The wave that a page belongs to.
#[derive(Debug, Clone)]
pub struct OfWave {
    pub head: Head,
    pub id: String,
    pub name: String,
}

impl OfWave {
    pub fn path(&self) -> String {
        format!("{}/waves/{}/invitations", self.head.path(), self.id)
    }

    fn above(&self) -> Vec<crate::components::crumbs::Crumb> {
        vec![content_crumb(self.head.path(), self.head.title.clone())]
    }
}

#[derive(Debug, Clone)]
pub struct InvitationsView {
    pub of: OfWave,
    /// None where the visitor may not make any, or nobody can be invited any more.
    pub new: Option<NewBatchView>,
    pub whole: Turnout,
    pub by_stratum: Vec<(String, Turnout)>,
    pub by_unit: Vec<(String, Turnout)>,
    /// More units than are shown.
    pub more_units: bool,
    pub batches: Vec<BatchLine>,
    pub next: Option<String>,
    pub may_change: bool,
}

#[derive(Debug, Clone, Default)]
pub struct NewBatchView {
    pub strata: Vec<String>,
    /// As they were typed; the stratum by its place.
    pub stratum: String,
    pub unit: String,
    pub count: String,
    pub valid_on: String,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct BatchLine {
    pub id: String,
    pub ordinal: i64,
    pub stratum: String,
    pub unit: String,
    pub made_on: String,
    pub revoked: bool,
    pub turnout: Turnout,
}

#[derive(Debug, Clone)]
pub struct BatchView {
    pub of: OfWave,
    pub line: BatchLine,
    pub valid_until: Option<String>,
    /// As they were typed.
    pub refused: String,
    pub not_reached: String,
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: InvitationsView) -> AnyView {
    let purpose = lang.say(
        "Lập thư mời dùng một lần theo lô, và theo dõi bao nhiêu người được mời đã mở, đã trả lời, từ chối hay không liên hệ được.",
        "Make single-use invitations in batches, and see how many of those invited have opened, answered, refused or were not reached.",
    );
    let mut above = vec![Section::Surveys.crumb(lang)];
    above.extend(view.of.above());
    let name = view.of.name.clone();
    let new = view.new.as_ref().map(|new| new_batch(lang, &view.of, new));
    let problems = view
        .new
        .as_ref()
        .map(|new| error_summary(&new.problems, &["stratum", "unit", "count", "valid_on"]));
    let more = view.more_units.then(|| {
        view! {
            <p class="soft small">
                {lang.say(
                    "Chỉ liệt kê 100 đơn vị đầu; toàn bộ có qua API.",
                    "Only the first 100 units are listed; all of them are in the API.",
                )}
            </p>
        }
    });
    let is_empty = view.batches.is_empty() && view.whole.sent == 0;
    let body = if is_empty {
        view! { <p class="soft">{lang.say("Chưa có thư mời nào.", "There are no invitations yet.")}</p> }
            .into_any()
    } else {
        view! {
            <h2>{lang.say("Tỷ lệ trả lời", "Who has come")}</h2>
            {strata(lang, view.by_stratum, view.whole)}
            {table(lang, lang.say("Theo đơn vị", "By unit"), lang.say("Đơn vị", "Unit"), named(lang, view.by_unit))}
            {more}
            <h2>{lang.say("Các lô thư mời", "Batches")}</h2>
            {batches(lang, &view.of.path(), view.batches, view.may_change)}
            {next_page(lang, view.next)}
        }
        .into_any()
    };
    view! {
        {crumbs(above)}
        {heading(lang.say("Thư mời", "Invitations"), purpose)}
        <p>
            <span class="tag">{content(lang, name)}</span>
        </p>
        {problems}
        {body}
        {new}
    }
    .into_any()
}

fn columns(lang: Lang, first: &'static str) -> Vec<Column> {
    let mut all = vec![Column::heading(first)];
    all.extend([
        Column::number(lang.say("Đã gửi", "Sent")),
        Column::number(lang.say("Đã mở", "Opened")),
        Column::number(lang.say("Bắt đầu", "Started")),
        Column::number(lang.say("Hoàn thành", "Completed")),
        Column::number(lang.say("Từ chối", "Refused")),
        Column::number(lang.say("Không liên hệ được", "Not reached")),
        Column::number(lang.say("Chưa rõ", "Not heard of")),
        Column::number(lang.say("Tỷ lệ trả lời", "Response rate")),
    ]);
    all
}

fn numbers(lang: Lang, of: Turnout) -> Vec<AnyView> {
    let counts = [
        of.sent,
        of.opened,
        of.started,
        of.completed,
        of.refused,
        of.not_reached,
        of.silent(),
    ];
    let counts = counts.map(|count| number(lang, count)).into_iter();
    counts.chain([rate(lang, of)]).collect()
}

fn number(lang: Lang, number: u64) -> AnyView {
    cell(figures::count(lang, i64::try_from(number).unwrap_or(i64::MAX)))
}

fn rate(lang: Lang, of: Turnout) -> AnyView {
    let rate = of.response_rate().map_or_else(
        || "–".to_owned(),
        |rate| {
            let number = figures::decimal(lang, &format!("{rate:.1}"));
            format!("{number}{}", lang.say("\u{a0}%", "%"))
        },
    );
    cell(rate)
}

fn table(
    lang: Lang,
    caption: &'static str,
    first: &'static str,
    rows: Vec<(AnyView, Turnout)>,
) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows
        .into_iter()
        .map(|(name, of)| {
            let mut row = vec![name];
            row.extend(numbers(lang, of));
            row
        })
        .collect();
    Some(data_table(caption, &columns(lang, first), rows))
}

/// By what organisers call them.
fn named(lang: Lang, rows: Vec<(String, Turnout)>) -> Vec<(AnyView, Turnout)> {
    let rows = rows.into_iter();
    rows.map(|(name, of)| (content(lang, name), of)).collect()
}

/// With the whole wave below them.
fn strata(lang: Lang, strata: Vec<(String, Turnout)>, whole: Turnout) -> Option<AnyView> {
    let (caption, first) = if strata.is_empty() {
        (lang.say("Cả đợt", "The whole wave"), lang.say("Phạm vi", "Of"))
    } else {
        (
            lang.say("Theo tầng mẫu", "By stratum"),
            lang.say("Tầng mẫu", "Stratum"),
        )
    };
    let mut rows = named(lang, strata);
    rows.push((cell(lang.say("Tất cả", "All")), whole));
    table(lang, caption, first, rows)
}

fn batches(lang: Lang, path: &str, lines: Vec<BatchLine>, may_change: bool) -> AnyView {
    let columns = [
        Column::heading(lang.say("Lô", "Batch")),
        Column::text(lang.say("Tầng mẫu, đơn vị", "Stratum, unit")),
        Column::text(lang.say("Lập ngày", "Made on")),
        Column::number(lang.say("Đã gửi", "Sent")),
        Column::number(lang.say("Hoàn thành", "Completed")),
        Column::number(lang.say("Tỷ lệ trả lời", "Response rate")),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let name = name_of(lang, &line);
            let first = if may_change {
                link_cell(format!("{path}/{}", line.id), name)
            } else {
                cell(name)
            };
            vec![
                first,
                content(lang, place_of(&line)),
                cell(line.made_on.clone()),
                number(lang, line.turnout.sent),
                number(lang, line.turnout.completed),
                rate(lang, line.turnout),
            ]
        })
        .collect();
    data_table(
        lang.say("Các lô thư mời", "Batches of invitations"),
        &columns,
        rows,
    )
}

fn name_of(lang: Lang, line: &BatchLine) -> String {
    let revoked = if line.revoked {
        lang.say(" (đã hủy)", " (taken back)")
    } else {
        ""
    };
    format!("{} {}{revoked}", lang.say("Lô", "Batch"), line.ordinal)
}

fn place_of(line: &BatchLine) -> String {
    let parts = [line.stratum.as_str(), line.unit.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "–".to_owned()
    } else {
        parts.join(" · ")
    }
}

fn new_batch(lang: Lang, of: &OfWave, view: &NewBatchView) -> AnyView {
    let stratum = (!view.strata.is_empty()).then(|| {
        let options = view.strata.iter().enumerate();
        let options = options
            .map(|(place, name)| SelectOption::content(place.to_string(), name.clone()))
            .collect();
        choice_of(
            "stratum".to_owned(),
            lang.say("Tầng mẫu", "Stratum"),
            "",
            with_none(lang.say("Không thuộc tầng nào", "Of no stratum"), options),
            &view.stratum,
            &view.problems,
        )
    });
    let field = |name, label, value: &str, input| {
        Field::new(name, label, input)
            .value(value)
            .problems(&view.problems)
    };
    view! {
        <section class="sheet">
            <h2>{lang.say("Lập một lô thư mời", "Make a batch")}</h2>
            {notice::careful(lang.say(
                "Mã mời chỉ xem được ngay sau khi lập, trong một giờ: hãy chuẩn bị sẵn máy in hoặc chỗ lưu tệp.",
                "The codes can be read right after this only, for an hour: have your printer or a place for the file ready.",
            ))}
            <form method="post" action=of.path()>
                {button::default_action("make")}
                {stratum}
                {field("unit", lang.say("Đơn vị (tên hoặc mã)", "Unit (name or code)"), &view.unit, Input::Text).view()}
                {field("count", lang.say("Số thư mời", "How many"), &view.count, Input::Number)
                    .hint(lang.say(
                        "Từ 20 đến 2.000. Ít hơn 20 thì câu trả lời của từng người không còn lẫn vào nhau được.",
                        "20 to 2,000. Among fewer than 20 nobody's answers are lost in the others'.",
                    ))
                    .required()
                    .view()}
                {field("valid_on", lang.say("Dùng được đến hết ngày", "Can be used until the end of"), &view.valid_on, Input::Date)
                    .hint(lang.say("Để trống: đến khi đợt đóng.", "Empty: as long as the wave."))
                    .view()}
                <div class="row">{button::action("make", lang.say("Lập lô thư mời", "Make the batch"))}</div>
            </form>
        </section>
    }
    .into_any()
}

/// `…/invitations/{batch}`
pub fn batch_page(lang: Lang, view: &BatchView) -> AnyView {
    let purpose = lang.say(
        "Ghi lại bao nhiêu người của lô này từ chối hoặc không liên hệ được, hoặc hủy những thư mời chưa dùng.",
        "Write down how many of this batch refused or were not reached, or take back what was not used.",
    );
    let here = format!("{}/{}", view.of.path(), view.line.id);
    let mut above = vec![Section::Surveys.crumb(lang)];
    above.extend(view.of.above());
    above.push(crate::components::crumbs::crumb(
        view.of.path(),
        lang.say("Thư mời", "Invitations"),
    ));
    let field = |name, label, value: &str| {
        Field::new(name, label, Input::Number)
            .value(value)
            .required()
            .problems(&view.problems)
            .view()
    };
    let until = view.valid_until.clone().map(|until| {
        let words = match lang {
            Lang::Vi => format!("Dùng được đến {until}."),
            Lang::En => format!("Can be used until {until}."),
        };
        view! { <p class="soft">{words}</p> }
    });
    let revoke = (!view.line.revoked).then(|| revoking(lang, &here));
    let rows = vec![(content(lang, place_of(&view.line)), view.line.turnout)];
    view! {
        {crumbs(above)}
        {heading(name_of(lang, &view.line), purpose)}
        {error_summary(&view.problems, &["refused", "not_reached"])}
        {until}
        {table(lang, lang.say("Tỷ lệ trả lời của lô", "Who of the batch has come"), lang.say("Tầng mẫu, đơn vị", "Stratum, unit"), rows)}
        <form class="sheet" method="post" action=here.clone()>
            <h2>{lang.say("Người không trả lời", "Who does not answer")}</h2>
            {button::default_action("count")}
            {field("refused", lang.say("Từ chối (người)", "Refused (people)"), &view.refused)}
            {field("not_reached", lang.say("Không liên hệ được (người)", "Not reached (people)"), &view.not_reached)}
            <div class="row">{button::action("count", lang.say("Lưu", "Save"))}</div>
        </form>
        {revoke}
    }
    .into_any()
}

fn revoking(lang: Lang, here: &str) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{lang.say("Hủy lô", "Take the batch back")}</h2>
            <form method="post" action=here.to_owned()>
                <p class="soft small">
                    {lang.say(
                        "Thư mời chưa dùng không dùng được nữa. Câu trả lời đã nhận giữ nguyên. Không hoàn lại được.",
                        "What was not used cannot be used any more. Answers that came stay. This cannot be undone.",
                    )}
                </p>
                {button::understood(lang.say("Tôi muốn hủy lô thư mời này.", "I want to take this batch back."))}
                <div class="row">{button::quiet_action("revoke", lang.say("Hủy lô", "Take it back"))}</div>
            </form>
        </section>
    }
    .into_any()
}
