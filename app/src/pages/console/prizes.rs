//! `/console/contests/{slug}/prizes`: what a contest gives.

use khao_domain::contest::prizes::GivenFor;
use khao_domain::ids::PrizeId;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::console_crumb;
use crate::components::content::content;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::select::{SelectOption, choice_of, with_none};
use crate::pages::winners::money;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct PrizesView {
    pub slug: String,
    pub contest_title: String,
    /// A ranking is public.
    pub is_fixed: bool,
    /// The best first.
    pub prizes: Vec<PrizeLine>,
    pub groups: Vec<SelectOption>,
    pub blocks: Vec<SelectOption>,
    pub form_id: String,
    /// The one whose words stand in the form.
    pub changed: Option<PrizeId>,
    /// What it was like when the page was made.
    pub shown: Option<String>,
    pub typed: TypedPrize,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct PrizeLine {
    pub id: PrizeId,
    pub given_for: GivenFor,
    /// Of the group or the block; none is all of them.
    pub of: Option<String>,
    pub name: String,
    pub number: u32,
    pub amount: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedPrize {
    pub given_for: String,
    pub group: String,
    pub block: String,
    pub name: String,
    pub number: String,
    pub amount: String,
}

const FIELDS: [&str; 6] = ["given_for", "group_id", "block_id", "name", "number", "amount"];

pub fn page(lang: Lang, view: PrizesView) -> AnyView {
    let contest = format!("/console/contests/{}", view.slug);
    let path = format!("{contest}/prizes");
    let form = (!view.is_fixed).then(|| form(lang, &path, &view));
    let fields: &[&str] = if form.is_some() { &FIELDS } else { &[] };
    let fixed = view.is_fixed.then(|| {
        notice::calm(lang.say(
            "Giải thưởng đã cố định vì đã có bảng xếp hạng được công bố.",
            "The prizes are fixed: a ranking of the contest is public.",
        ))
    });
    view! {
        {crumbs(vec![
            console_crumb(lang),
            content_crumb(contest.clone(), view.contest_title),
        ])}
        {heading(lang.say("Giải thưởng", "Prizes"), lang.say("Cuộc thi trao những giải nào; danh sách đạt giải được lập theo đây.", "What the contest gives; the list of winners is made by it."))}
        {error_summary(&view.problems, fields)}
        {fixed}
        {prizes(lang, &path, view.prizes, view.is_fixed)}
        <p>
            <a href=format!("{contest}/winners")>{lang.say("Danh sách đạt giải", "Winners")}</a>
        </p>
        {form}
    }
    .into_any()
}

/// What a prize is given for, in words.
pub const fn given_for(lang: Lang, given_for: GivenFor) -> &'static str {
    match given_for {
        GivenFor::Round => lang.say("Cá nhân, từng vòng", "People, in each round"),
        GivenFor::Contest => lang.say("Cá nhân, toàn cuộc thi", "People, in the whole contest"),
        GivenFor::Units => lang.say("Tập thể, toàn cuộc thi", "Units, in the whole contest"),
    }
}

fn prizes(lang: Lang, path: &str, lines: Vec<PrizeLine>, is_fixed: bool) -> AnyView {
    if lines.is_empty() {
        let none = if is_fixed {
            lang.say(
                "Cuộc thi không khai giải thưởng nào trước khi công bố.",
                "The contest had no prizes when its ranking was published.",
            )
        } else {
            lang.say(
                "Chưa có giải thưởng nào. Thêm giải cao nhất trước, ở dưới.",
                "There are no prizes yet. Add the best one first, below.",
            )
        };
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let columns = [
        Column::heading(lang.say("Giải", "Prize")),
        Column::text(lang.say("Trao cho", "For")),
        Column::text(lang.say("Bảng thi hoặc khối", "Group or block")),
        Column::number(lang.say("Số giải", "Number")),
        Column::number(lang.say("Tiền thưởng mỗi giải", "Money, for each")),
        Column::text(lang.say("Sửa", "Change")),
    ];
    let shown = if is_fixed {
        columns.len() - 1
    } else {
        columns.len()
    };
    let last = lines.len().saturating_sub(1);
    let rows = lines.into_iter().enumerate();
    let rows = rows
        .map(|(at, line)| cells(lang, path, (at, line), (at > 0, at < last)))
        .collect();
    let caption = lang.say(
        "Giải cao xếp trước; mỗi bảng hoặc khối tính riêng",
        "The best first; each group or block by itself",
    );
    let removing = (!is_fixed).then(|| {
        let words = lang.say(
            "Giải đã bỏ thì mất khỏi danh sách ngay; muốn có lại phải thêm lại, trước khi công bố kết quả.",
            "A prize that is removed is gone at once; it can only be added anew, before results are public.",
        );
        view! { <p class="soft small">{words}</p> }
    });
    view! { <div class="sheet">{data_table(caption, &columns[..shown], rows)} {removing}</div> }.into_any()
}

/// `moves`: whether it can go up, and down.
fn cells(lang: Lang, path: &str, (at, line): (usize, PrizeLine), moves: (bool, bool)) -> Vec<AnyView> {
    let all = match line.given_for {
        GivenFor::Units => lang.say("Các đơn vị cấp trên cùng", "The units at the top"),
        GivenFor::Round | GivenFor::Contest => lang.say("Mỗi bảng", "Each group"),
    };
    let steps = steps(lang, path, (at, &line), moves);
    vec![
        content(lang, line.name),
        cell(given_for(lang, line.given_for)),
        match line.of {
            Some(of) => content(lang, of),
            None => cell(all),
        },
        cell(figures::count(lang, i64::from(line.number))),
        cell(money(lang, line.amount)),
        steps,
    ]
}

fn steps(lang: Lang, path: &str, (at, line): (usize, &PrizeLine), (up, down): (bool, bool)) -> AnyView {
    let label = |words: &str| format!("{words}: {}", line.name);
    let change = label(lang.say("Sửa giải", "Change"));
    let step = |is_there: bool, action: &'static str, words: &'static str| {
        is_there.then(|| button::link_action(action, words, label(words)))
    };
    view! {
        <form class="row" method="post" action=path.to_owned()>
            {button::hidden("prize_id", line.id.to_string())}
            {button::hidden("place", (at + 1).to_string())}
            <a href=format!("{path}?prize={}#prize", line.id) aria-label=change>
                {lang.say("Sửa", "Change")}
            </a>
            {step(up, "up", lang.say("Lên", "Up"))} {step(down, "down", lang.say("Xuống", "Down"))}
            {step(true, "remove", lang.say("Bỏ", "Remove"))}
        </form>
    }
    .into_any()
}

/// From changing a prize to adding one.
fn back(lang: Lang, path: &str) -> AnyView {
    let words = lang.say("Không sửa nữa", "Do not change it");
    button::quiet_link(format!("{path}#prize"), words)
}

const fn hint(lang: Lang, is_change: bool) -> &'static str {
    if is_change {
        lang.say(
            "Giải giữ chỗ của nó trong danh sách.",
            "The prize keeps its place in the list.",
        )
    } else {
        lang.say(
            "Thêm lần lượt từ giải cao nhất. Người cùng hạng nằm ở ranh giới hai giải được liệt kê đủ để ban tổ chức quyết định theo thể lệ.",
            "Add the best prize first. People who share a rank across the border of two prizes are all listed: the organisers decide by the rules.",
        )
    }
}

fn form(lang: Lang, path: &str, view: &PrizesView) -> AnyView {
    let (typed, problems) = (&view.typed, &view.problems);
    let kinds = GivenFor::ALL
        .map(|one| SelectOption::new(one.as_str(), given_for(lang, one)))
        .to_vec();
    let field = |name: &'static str, label, value: &str, input| {
        Field::new(name, label, input).value(value).problems(problems)
    };
    let (title, save) = match view.changed {
        Some(_) => (
            lang.say("Sửa giải", "Change a prize"),
            button::action("change", lang.say("Lưu giải", "Save")),
        ),
        None => (
            lang.say("Thêm giải", "Add a prize"),
            button::action("add", lang.say("Thêm giải", "Add")),
        ),
    };
    let changed = view.changed.map(|id| button::hidden("prize_id", id.to_string()));
    let shown = view.shown.clone().map(|shown| button::hidden("shown", shown));
    let back = view.changed.map(|_| back(lang, path));
    view! {
        <form id="prize" class="sheet" method="post" action=path.to_owned()>
            <h2>{title}</h2>
            <p class="soft">{hint(lang, view.changed.is_some())}</p>
            {button::hidden("form_id", view.form_id.clone())}
            {changed}
            {shown}
            {field("name", lang.say("Tên giải", "Name"), &typed.name, Input::Text).required().view()}
            {choice_of("given_for".to_owned(), lang.say("Trao cho", "For"), "", kinds, &typed.given_for, problems)}
            <div class="filter-fields">
                {choice_of(
                    "group_id".to_owned(),
                    lang.say("Bảng thi (giải cá nhân)", "Group (prizes for people)"),
                    "",
                    with_none(lang.say("Mỗi bảng", "Each group"), view.groups.clone()),
                    &typed.group,
                    problems,
                )}
                {choice_of(
                    "block_id".to_owned(),
                    lang.say("Khối (giải tập thể)", "Block (prizes for units)"),
                    "",
                    with_none(lang.say("Các đơn vị cấp trên cùng", "The units at the top"), view.blocks.clone()),
                    &typed.block,
                    problems,
                )}
            </div>
            <div class="pair">
                {field("amount", lang.say("Tiền thưởng mỗi giải (đồng)", "Money for each (VND)"), &typed.amount, Input::Number).view()}
                {field("number", lang.say("Số giải", "Number"), &typed.number, Input::Number).required().view()}
            </div>
            <div class="row">{save} {back}</div>
        </form>
    }
    .into_any()
}
