//! `/console/surveys/{slug}/waves/{wave}/paper`: the form of a wave to be printed, with the key beside each box.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::Head;
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html, safe_inline};

#[derive(Debug, Clone)]
pub struct PaperView {
    pub head: Head,
    /// The authority.
    pub site: String,
    pub title: SafeHtml,
    /// Of this version of the form.
    pub code: String,
    /// The sheet of styles that writes the code under every page.
    pub style: String,
    /// Our own words on the paper are in this language.
    pub words: Lang,
    /// The languages' names with their addresses; none of the one that is shown.
    pub languages: Vec<(String, Option<String>)>,
    pub sections: Vec<PaperSection>,
}

#[derive(Debug, Clone)]
pub struct PaperSection {
    pub title: SafeHtml,
    pub text: Option<SafeHtml>,
    pub condition: Option<String>,
    pub items: Vec<PaperItem>,
}

#[derive(Debug, Clone)]
pub struct PaperItem {
    /// None of a table, whose rows have theirs.
    pub number: Option<usize>,
    pub text: SafeHtml,
    pub hint: Option<SafeHtml>,
    pub condition: Option<String>,
    /// Where one goes on: when, and to what.
    pub skips: Vec<(String, Goal)>,
    pub ask: PaperAsk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    Question(usize),
    Section(usize),
    End,
}

#[derive(Debug, Clone)]
pub enum PaperAsk {
    /// Under each other, or side by side where they are a scale.
    Boxes {
        boxes: Vec<PaperBox>,
        in_a_row: bool,
        many: bool,
    },
    Table {
        columns: Vec<PaperBox>,
        rows: Vec<(usize, SafeHtml)>,
    },
    /// Places are written in.
    Order(Vec<PaperBox>),
    /// How many lines to write on.
    Lines(usize),
}

#[derive(Debug, Clone)]
pub struct PaperBox {
    pub key: String,
    /// None where the key says all.
    pub label: Option<SafeHtml>,
    pub is_other: bool,
}

pub fn page(lang: Lang, view: PaperView) -> AnyView {
    let purpose = lang.say(
        "In ra giấy A4 rồi ghi số thứ tự vào từng phiếu. Số cạnh mỗi ô là số được gõ khi nhập phiếu.",
        "Print it on A4 and number the papers. The number beside a box is what is typed in later.",
    );
    let languages = (view.languages.len() > 1).then(|| languages(lang, &view.languages));
    let sections = (1..)
        .zip(view.sections)
        .map(|(nth, one)| section(view.words, nth, one))
        .collect_view();
    let words = view.words;
    view! {
        <link rel="stylesheet" href=view.style />
        <div class="no-print">
            {view.head.above(lang)}
            {heading(lang.say("Phiếu giấy", "Paper form"), purpose)}
            {languages}
            {notice::calm(lang.say(
                "Bấm Ctrl+P để in. Mã phiếu và số trang được in dưới mỗi trang; chỉ nhập phiếu có đúng mã này.",
                "Press Ctrl+P to print. Code and page number stand under every page; only papers with this code are entered here.",
            ))}
        </div>
        <article class="sheet paper-form" lang=(words != lang).then(|| words.tag())>
            <p class="paper-head">
                <span>{view.site}</span>
                <b>{words.say("Mã phiếu", "Form")} " " {view.code}</b>
            </p>
            <h2 class="paper-title">{safe_inline(view.title)}</h2>
            <p class="paper-number">{words.say("Số phiếu:", "Number of the paper:")} <span class="blank"></span></p>
            <p>
                {words.say(
                    "Đánh dấu ✕ vào ô chọn. Chọn nhầm thì tô kín ô ấy rồi đánh dấu ô khác. Không cần ghi tên.",
                    "Put a ✕ into the box you choose. To correct one, fill it in and mark another. No name is needed.",
                )}
            </p>
            {sections}
            <p class="paper-end">{words.say("Xin cảm ơn ông/bà.", "Thank you.")}</p>
        </article>
    }
    .into_any()
}

fn languages(lang: Lang, languages: &[(String, Option<String>)]) -> AnyView {
    let links = languages
        .iter()
        .map(|(name, href)| match href {
            Some(href) => view! { <li><a href=href.clone()>{name.clone()}</a></li> }.into_any(),
            None => view! { <li><b>{name.clone()}</b></li> }.into_any(),
        })
        .collect_view();
    view! {
        <nav aria-label=lang.say("Ngôn ngữ của phiếu", "Languages of the form")>
            <ul class="plain row">{links}</ul>
        </nav>
    }
    .into_any()
}

fn section(words: Lang, nth: usize, section: PaperSection) -> AnyView {
    let items = section
        .items
        .into_iter()
        .map(|one| item(words, one))
        .collect_view();
    let title = match words {
        Lang::Vi => format!("Phần {nth}. "),
        Lang::En => format!("Part {nth}. "),
    };
    view! {
        <section>
            <h3>{title} {safe_inline(section.title)}</h3>
            {section.text.map(safe_html)}
            {section.condition.map(|one| condition(words, &one))}
            {items}
        </section>
    }
    .into_any()
}

fn condition(words: Lang, condition: &str) -> AnyView {
    let told = match words {
        Lang::Vi => format!("Chỉ trả lời nếu {condition}."),
        Lang::En => format!("Answer only if {condition}."),
    };
    view! { <p class="paper-if">{told}</p> }.into_any()
}

fn skip(words: Lang, (when, goal): (String, Goal)) -> AnyView {
    let goal = match (goal, words) {
        (Goal::Question(number), Lang::Vi) => format!("chuyển sang câu {number}"),
        (Goal::Question(number), Lang::En) => format!("go on at question {number}"),
        (Goal::Section(number), Lang::Vi) => format!("chuyển sang phần {number}"),
        (Goal::Section(number), Lang::En) => format!("go on at part {number}"),
        (Goal::End, Lang::Vi) => "kết thúc phiếu".to_owned(),
        (Goal::End, Lang::En) => "stop here".to_owned(),
    };
    let told = match words {
        Lang::Vi => format!("→ Nếu {when}: {goal}."),
        Lang::En => format!("→ If {when}: {goal}."),
    };
    view! { <p class="paper-if">{told}</p> }.into_any()
}

fn item(words: Lang, item: PaperItem) -> AnyView {
    let number = item.number.map(|number| view! { <b>{format!("{number}. ")}</b> });
    let skips = item.skips.into_iter().map(|one| skip(words, one)).collect_view();
    let asked = match item.ask {
        PaperAsk::Boxes {
            boxes,
            in_a_row,
            many,
        } => ticked(words, boxes, in_a_row, many),
        PaperAsk::Table { columns, rows } => table(columns, rows),
        PaperAsk::Order(boxes) => order(words, boxes),
        PaperAsk::Lines(count) => lines(count),
    };
    view! {
        <div class="paper-item">
            {item.condition.map(|one| condition(words, &one))}
            <p class="paper-text">{number} {safe_inline(item.text)}</p>
            {item.hint.map(|hint| view! { <p class="soft small">{safe_inline(hint)}</p> })}
            {asked}
            {skips}
        </div>
    }
    .into_any()
}

/// The box, and the key beside it.
fn tick_box(key: &str) -> AnyView {
    view! {
        <span class="tick-box"></span>
        <b class="tick-key">{key.to_owned()}</b>
    }
    .into_any()
}

fn ticked(words: Lang, boxes: Vec<PaperBox>, in_a_row: bool, many: bool) -> AnyView {
    let lines = boxes
        .into_iter()
        .map(|one| {
            let blank = one.is_other.then(|| view! { <span class="blank"></span> });
            view! {
                <li>
                    {tick_box(&one.key)}
                    {one.label.map(safe_inline)}
                    {blank}
                </li>
            }
        })
        .collect_view();
    let class = if in_a_row { "boxes in-a-row" } else { "boxes" };
    let several = many.then(|| {
        let told = words.say("Có thể chọn nhiều ô.", "Several boxes may be marked.");
        view! { <p class="soft small">{told}</p> }
    });
    view! {
        {several}
        <ul class=class>{lines}</ul>
    }
    .into_any()
}

fn table(columns: Vec<PaperBox>, rows: Vec<(usize, SafeHtml)>) -> AnyView {
    let keys: Vec<String> = columns.iter().map(|one| one.key.clone()).collect();
    let head = columns
        .into_iter()
        .map(|one| view! { <th scope="col">{one.label.map(safe_inline)}</th> })
        .collect_view();
    let body = rows
        .into_iter()
        .map(|(number, text)| {
            let cells = keys
                .iter()
                .map(|key| view! { <td>{tick_box(key)}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">
                        <b>{format!("{number}. ")}</b>
                        {safe_inline(text)}
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="paper-table">
            <thead>
                <tr>
                    <td></td>
                    {head}
                </tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn order(words: Lang, boxes: Vec<PaperBox>) -> AnyView {
    let lines = boxes
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <b class="tick-key">{one.key}</b>
                    {one.label.map(safe_inline)}
                </li>
            }
        })
        .collect_view();
    let told = words.say(
        "Ghi các số theo thứ tự, quan trọng nhất trước:",
        "Write the numbers in order, the most important first:",
    );
    view! {
        <ul class="boxes">{lines}</ul>
        <p class="small">{told} " " <span class="blank"></span></p>
    }
    .into_any()
}

fn lines(count: usize) -> AnyView {
    let lines = (0..count)
        .map(|_| view! { <span class="line"></span> })
        .collect_view();
    view! { <p class="paper-lines">{lines}</p> }.into_any()
}
