//! The blueprint of every group beside what its bank has: how many questions of which topic and difficulty.

use khao_domain::contest::feasibility::{TopicSupply, Waiting};
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{Frame, framed, waiting_words};
use crate::components::button;
use crate::components::content::content;
use crate::components::facts::facts;
use crate::components::field::{Field, Input, error_id, error_of, id_of};
use crate::components::notice;
use crate::pages::console::banks::waiting_door;

#[derive(Debug, Clone)]
pub struct PapersView {
    pub frame: Frame,
    pub groups: Vec<GroupPapers>,
}

#[derive(Debug, Clone)]
pub struct GroupPapers {
    pub id: String,
    pub name: String,
    pub bank: BankId,
    pub bank_name: String,
    /// What papers could hold if it were approved.
    pub waiting: Waiting,
    pub topics: Vec<TopicRow>,
    /// What to suggest: so many scored questions.
    pub suggest: String,
    /// What is shown is not stored yet.
    pub is_trial: bool,
    /// Suggested: so many scored questions instead of those asked for.
    pub only: Option<u32>,
}

/// A topic with what its bank has and what the blueprint takes, at every difficulty.
#[derive(Debug, Clone)]
pub struct TopicRow {
    pub supply: TopicSupply,
    /// As typed; empty for none.
    pub counts: [String; 5],
}

impl TopicRow {
    fn have(&self, at: usize) -> u32 {
        self.supply.scored[at] + self.supply.predictions[at]
    }

    fn need(&self, at: usize) -> u32 {
        self.counts[at].trim().parse().unwrap_or(0)
    }
}

/// What is said of supplies, by the page and by `app/static/setup.js` while somebody types; names in braces are
/// filled in.
struct Words {
    has: &'static str,
    lacks: &'static str,
    spread: &'static str,
    /// Said of a paper that asks for nothing.
    none: &'static str,
    enough: &'static str,
    lacking: &'static str,
}

impl Words {
    const fn of(lang: Lang) -> Self {
        Self {
            has: lang.say("có {have}", "has {have}"),
            lacks: lang.say("có {have}, thiếu {lack}", "has {have}, lacks {lack}"),
            spread: lang.say("mức {level}: {count} câu", "level {level}: {count}"),
            none: lang.say("chưa chọn câu nào", "nothing is chosen yet"),
            enough: lang.say("đủ câu", "can be drawn"),
            lacking: lang.say("thiếu {lack} câu", "{lack} items lacking"),
        }
    }
}

fn filled(words: &str, values: &[(&str, u32)]) -> String {
    values.iter().fold(words.to_owned(), |words, (name, value)| {
        words.replace(&format!("{{{name}}}"), &value.to_string())
    })
}

/// The field of a group's topic at a difficulty: `c.0.12.3`.
pub fn cell_name(group: usize, topic: usize, level: usize) -> String {
    format!("c.{group}.{topic}.{level}")
}

pub fn page(view: PapersView) -> AnyView {
    let PapersView { frame, groups } = view;
    let lang = frame.lang;
    let mut fields = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        for topic in 0..group.topics.len() {
            fields.extend((1..=5).map(|level| cell_name(index, topic, level)));
        }
        fields.push(format!("suggest.{index}"));
    }
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let locked = frame.is_announced.then(|| {
        notice::calm(lang.say(
            "Đề của các vòng đã thông báo đã khóa và giữ nguyên. Ma trận sửa ở đây chỉ dùng cho vòng chưa thông báo hoặc thêm sau.",
            "The papers of announced rounds are fixed and stay. What is changed here is for rounds that are not announced yet, or added later.",
        ))
    });
    let content = if groups.is_empty() {
        notice::careful(lang.say(
            "Chưa có bảng thi nào: hãy thêm ở bước Bảng thi.",
            "There is no group yet: add one in the step Groups.",
        ))
    } else {
        let forms = groups.iter().enumerate();
        forms
            .map(|(index, group)| group_form(&frame, group, index))
            .collect_view()
            .into_any()
    };
    let lead = lang.say(
        "Mỗi người được rút một đề khác nhau theo ma trận này. Bên cạnh mỗi ô là số câu ngân hàng đang có.",
        "Everybody draws a different paper after this blueprint. Each cell tells how many items the bank has.",
    );
    framed(&frame, lead, &fields, view! { {locked} {content} }.into_any())
}

fn group_form(frame: &Frame, group: &GroupPapers, index: usize) -> AnyView {
    let lang = frame.lang;
    let trial = (group.is_trial && group.only != Some(0)).then(|| {
        notice::careful(lang.say(
            "Ma trận dưới đây chưa được lưu. Bấm Lưu ma trận để dùng.",
            "This blueprint is not stored yet. Save it to use it.",
        ))
    });
    let topics = group
        .topics
        .iter()
        .enumerate()
        .map(|(topic, row)| topic_row(frame, index, topic, row))
        .collect_view();
    let preview = format!("/console/contests/{}/preview?group={}", frame.slug, group.id);
    let words = Words::of(lang);
    view! {
        <form
            class="sheet"
            method="post"
            action=frame.path()
            data-guarded
            data-has=words.has
            data-lacks=words.lacks
            data-spread=words.spread
            data-none=words.none
            data-enough=words.enough
            data-lacking=words.lacking
        >
            <h2 lang=lang.of_content()>{group.name.clone()}</h2>
            <p class="soft small">{lang.say("Ngân hàng: ", "Bank: ")} {content(lang, &group.bank_name)}</p>
            {waiting(lang, group)} {suggested(lang, group)}
            {trial}
            {button::default_action("save")}
            {button::hidden("group_id", group.id.clone())}
            {button::hidden("index", index.to_string())}
            {suggestion(frame, group, index)}
            <div class="row">{button::action("save", lang.say("Lưu ma trận", "Save the blueprint"))}</div>
            <div class="blueprint">{topics}</div>
            <div data-sums aria-live="polite">{sums(lang, group)}</div>
            <div class="row">
                {button::action("save", lang.say("Lưu ma trận", "Save the blueprint"))}
                {button::quiet_action("check", lang.say("Tính lại", "Recalculate"))}
                {button::quiet_link(preview, lang.say("Xem thử đề", "Preview a paper"))}
            </div>
        </form>
    }
    .into_any()
}

/// What the bank has and nobody has approved; and that it has nothing else.
fn waiting(lang: Lang, group: &GroupPapers) -> AnyView {
    let is_empty = group.topics.iter().all(|row| (0..5).all(|at| row.have(at) == 0));
    let nothing = is_empty.then(|| {
        notice::careful(lang.say(
            "Ngân hàng này chưa có câu nào được duyệt và có hiệu lực vào ngày thi, nên chưa lập được ma trận.",
            "This bank has no item yet that is approved and valid on the days of the round, so no blueprint can be made.",
        ))
    });
    let waiting = (group.waiting.total() > 0).then(|| {
        let (href, label) = waiting_door(lang, group.bank, group.waiting);
        let words = waiting_words(lang, &group.bank_name, group.waiting);
        view! { <p>{words} " " <a href=href>{label}</a></p> }
    });
    view! { {nothing} {waiting} }.into_any()
}

/// Why a suggestion asks for fewer questions than somebody wanted.
fn suggested(lang: Lang, group: &GroupPapers) -> Option<AnyView> {
    let only = group.only?;
    let words = match lang {
        Lang::Vi if only == 0 => {
            "Không đề xuất được: ngân hàng chưa có câu tính điểm nào dùng được cho vòng thi.".to_owned()
        }
        Lang::Vi => format!("Ngân hàng chỉ đủ cho {only} câu tính điểm, ít hơn số đã yêu cầu."),
        Lang::En if only == 0 => {
            "Nothing can be suggested: the bank has no scored item that the round may use.".to_owned()
        }
        Lang::En => format!("The bank has enough for {only} scored questions only, fewer than asked for."),
    };
    Some(notice::careful(words))
}

fn suggestion(frame: &Frame, group: &GroupPapers, index: usize) -> AnyView {
    let lang = frame.lang;
    let field = Field::new(
        format!("suggest.{index}"),
        lang.say(
            "Đề xuất ma trận có số câu tính điểm",
            "Suggest a blueprint of so many scored questions",
        ),
        Input::Number,
    )
    .value(group.suggest.clone())
    .required_sometimes()
    .problems(&frame.problems);
    view! {
        <div class="finder">
            {field.view()} {button::quiet_action("suggest", lang.say("Đề xuất", "Suggest"))}
        </div>
    }
    .into_any()
}

/// One topic: a small number for each difficulty that the bank has or the blueprint asks for.
fn topic_row(frame: &Frame, group: usize, topic: usize, row: &TopicRow) -> AnyView {
    let cells = (0..5)
        .filter(|at| row.have(*at) > 0 || !row.counts[*at].is_empty())
        .map(|at| cell(frame, cell_name(group, topic, at + 1), row, at))
        .collect_view();
    view! {
        <fieldset>
            <legend lang=frame.lang.of_content()>{row.supply.topic.clone()}</legend>
            {button::hidden(format!("t.{topic}"), row.supply.topic.clone())}
            <div class="cells">{cells}</div>
        </fieldset>
    }
    .into_any()
}

fn cell(frame: &Frame, name: String, row: &TopicRow, at: usize) -> AnyView {
    let (have, need, level) = (row.have(at), row.need(at), at + 1);
    let is_short = need > have;
    let label = match frame.lang {
        Lang::Vi => format!("Mức {level}"),
        Lang::En => format!("Level {level}"),
    };
    let words = Words::of(frame.lang);
    let supply = if is_short { words.lacks } else { words.has };
    let supply = filled(supply, &[("have", have), ("lack", need.saturating_sub(have))]);
    // Inside a label there are no paragraphs.
    let mistake = error_of(&name, &frame.problems)
        .map(|error| view! { <span class="error" id=error_id(&name)>{error}</span> });
    let described = mistake.is_some().then(|| error_id(&name));
    let is_wrong = is_short || mistake.is_some();
    view! {
        <label class=if is_short { "cell short" } else { "cell" } data-have=have data-level=level>
            <span>{label}</span>
            <input
                id=id_of(&name)
                name=name
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=row.counts[at].clone()
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described
            />
            <span class="soft small" data-supply>{supply}</span>
            {mistake}
        </label>
    }
    .into_any()
}

/// The whole paper: how long, how hard, and whether it can be drawn.
fn sums(lang: Lang, group: &GroupPapers) -> AnyView {
    let of_level = |at: usize| -> u32 { group.topics.iter().map(|row| row.need(at)).sum() };
    let words = Words::of(lang);
    let levels: Vec<String> = (1..)
        .zip((0..5).map(of_level))
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| filled(words.spread, &[("level", level), ("count", count)]))
        .collect();
    let total: u32 = (0..5).map(of_level).sum();
    let lacking = group
        .topics
        .iter()
        .flat_map(|row| (0..5).map(move |at| row.need(at).saturating_sub(row.have(at))))
        .sum::<u32>();
    let supply = if total == 0 {
        words.none.to_owned()
    } else if lacking == 0 {
        words.enough.to_owned()
    } else {
        filled(words.lacking, &[("lack", lacking)])
    };
    let spread = if levels.is_empty() {
        "–".to_owned()
    } else {
        levels.join(", ")
    };
    facts(vec![
        (lang.say("Số câu của đề", "Questions"), total.to_string()),
        (lang.say("Độ khó", "Difficulty"), spread),
        (lang.say("Ngân hàng", "Bank"), supply),
    ])
}
