//! `/surveys/{slug}/results`: how often what was answered, without what is about too few people.

use khao_domain::lang::Lang;
use khao_domain::survey::suppression::K;
use khao_domain::time::CivilDate;
use leptos::prelude::*;

use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::facts;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_inline};
use crate::components::title_block::title_block;
use crate::text::figures;

/// More make the page too heavy for a phone.
const PARTS_SHOWN: usize = 300;

#[derive(Debug, Clone)]
pub struct ResultsView {
    pub slug: String,
    pub title: SafeHtml,
    /// The name of the survey as text, for paper.
    pub name: String,
    /// Whether it takes answers now.
    pub is_open: bool,
    /// None before the first release.
    pub figures: Option<FiguresView>,
}

#[derive(Debug, Clone)]
pub struct FiguresView {
    pub wave: String,
    pub as_of: CivilDate,
    /// Responses.
    pub n: u64,
    /// Anybody could answer: nothing is said of those who did not.
    pub from_open_channels: bool,
    pub factors: Vec<FactorFigures>,
    pub sections: Vec<SectionFigures>,
    pub strata: Vec<PartFigures>,
    pub units: Vec<PartFigures>,
    /// Other waves have released figures too.
    pub has_trend: bool,
}

/// Rated questions summed up.
#[derive(Debug, Clone)]
pub struct FactorFigures {
    pub title: SafeHtml,
    /// The title of the part that it belongs to; may be empty.
    pub part: SafeHtml,
    pub questions: usize,
    /// The mean of their shares of the best steps; none where too few answered.
    pub top: Option<f64>,
    pub is_hidden: bool,
}

#[derive(Debug, Clone)]
pub struct SectionFigures {
    pub title: SafeHtml,
    pub questions: Vec<QuestionFigures>,
}

#[derive(Debug, Clone)]
pub struct QuestionFigures {
    pub text: SafeHtml,
    /// How many answered it; none where they are too few.
    pub valid: Option<u64>,
    /// Per cent that chose one of the best steps.
    pub top: Option<f64>,
    /// Only the first of a ranking is counted.
    pub is_ranking: bool,
    /// Empty where there is nothing to choose from.
    pub lines: Vec<LineFigures>,
}

#[derive(Debug, Clone)]
pub struct LineFigures {
    pub label: SafeHtml,
    /// None where it is hidden.
    pub count: Option<u64>,
    /// Per cent; none where it is hidden, and of «không biết».
    pub share: Option<f64>,
}

#[derive(Debug, Clone)]
pub struct PartFigures {
    pub name: String,
    pub top: Option<f64>,
    pub n: Option<u64>,
    pub is_hidden: bool,
}

pub fn page(lang: Lang, view: ResultsView) -> AnyView {
    let title = lang.say("Kết quả khảo sát", "Results of the survey");
    let answer = view.is_open.then(|| {
        button::link(
            format!("/surveys/{}", view.slug),
            lang.say("Trả lời khảo sát", "Answer the survey"),
        )
    });
    let when = view
        .figures
        .as_ref()
        .map(|one| one.as_of.in_lang(lang))
        .unwrap_or_default();
    let has_trend = view.figures.as_ref().is_some_and(|one| one.has_trend);
    let trend = has_trend.then(|| {
        let words = lang.say("Xu hướng qua các đợt", "The trend over the waves");
        button::quiet_link(format!("/surveys/{}/trend", view.slug), words)
    });
    let body = match view.figures {
        Some(figures) => whole(lang, figures),
        None => notice::calm(lang.say(
            "Chưa có số liệu: kết quả được tính mỗi ngày một lần, khi có ít nhất 5 câu trả lời mới.",
            "No figures yet: they are counted once a day, when at least 5 more people have answered.",
        )),
    };
    view! {
        <div class="narrow survey">
            {title_block(view.name, when)}
            <p class="soft">{safe_inline(view.title)}</p>
            <h1>{title}</h1>
            {body}
            <div class="row no-print">{answer} {trend}</div>
        </div>
    }
    .into_any()
}

fn whole(lang: Lang, view: FiguresView) -> AnyView {
    let pairs = vec![
        (lang.say("Đợt", "Wave"), view.wave),
        (lang.say("Số phiếu (n)", "Responses (n)"), number(lang, view.n)),
        (lang.say("Tính đến ngày", "As of"), view.as_of.in_lang(lang)),
    ];
    let open = view.from_open_channels.then(|| {
        notice::careful(lang.say(
            "Kết quả chỉ phản ánh ý kiến của những người đã trả lời, không suy rộng.",
            "The results are those of the people who answered; they say nothing of others.",
        ))
    });
    let hidden = match lang {
        Lang::Vi => format!(
            "Số liệu về dưới {K} người, và số liệu có thể làm lộ số đó, không được công bố: ở đó ghi “ẩn”."
        ),
        Lang::En => format!(
            "Figures about fewer than {K} people, and those that would give them away, are not published: “hidden”."
        ),
    };
    let sections = view
        .sections
        .into_iter()
        .map(|one| section(lang, one))
        .collect_view();
    view! {
        {facts(pairs)}
        {open}
        <p class="soft small">{hidden}</p>
        {factors(lang, view.factors)}
        {sections}
        {parts(
            lang,
            view.strata,
            (lang.say("Theo tầng mẫu", "By stratum"), lang.say("Tầng mẫu", "Stratum")),
            lang.say("Trung bình các câu đánh giá của từng tầng mẫu", "The mean of each stratum's rated questions"),
        )}
        {parts(
            lang,
            view.units,
            (lang.say("Theo đơn vị", "By unit"), lang.say("Đơn vị", "Unit")),
            lang.say("Trung bình các câu đánh giá của từng đơn vị", "The mean of each unit's rated questions"),
        )}
    }
    .into_any()
}

fn factors(lang: Lang, factors: Vec<FactorFigures>) -> Option<AnyView> {
    if factors.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Nhóm tiêu chí", "Factor")),
        Column::number(lang.say("Số câu", "Questions")),
        Column::number(lang.say("Chọn các mức tốt nhất", "Chose one of the best steps")),
        Column::special(lang.say("Biểu đồ", "Chart"), "share"),
    ];
    let rows = factors.into_iter().map(|one| factor_row(lang, one)).collect();
    let view = view! {
        <section>
            <h2>{lang.say("Theo nhóm tiêu chí", "By factor")}</h2>
            {data_table(
                lang.say("Trung bình các câu đánh giá của từng nhóm", "The mean of each factor's rated questions"),
                &columns,
                rows,
            )}
        </section>
    };
    Some(view.into_any())
}

fn factor_row(lang: Lang, factor: FactorFigures) -> Vec<AnyView> {
    let part = (!factor.part.is_empty()).then(|| {
        view! { <span class="soft small">" · " {safe_inline(factor.part)}</span> }
    });
    let title = view! {
        {safe_inline(factor.title)}
        {part}
    };
    vec![
        title.into_any(),
        cell(factor.questions.to_string()),
        cell(top(lang, factor.is_hidden, factor.top)),
        bar(factor.top),
    ]
}

fn top(lang: Lang, is_hidden: bool, top: Option<f64>) -> String {
    match (is_hidden, top) {
        (true, _) => hidden(lang),
        (false, Some(top)) => percent(lang, top),
        (false, None) => "–".to_owned(),
    }
}

fn section(lang: Lang, section: SectionFigures) -> AnyView {
    let questions = section
        .questions
        .into_iter()
        .map(|one| question(lang, one))
        .collect_view();
    view! {
        <section>
            <h2>{safe_inline(section.title)}</h2>
            {questions}
        </section>
    }
    .into_any()
}

fn question(lang: Lang, question: QuestionFigures) -> AnyView {
    let table = (!question.lines.is_empty() && question.valid.is_some_and(|valid| valid > 0))
        .then(|| table(lang, &question, question.lines.clone()));
    view! {
        <div class="sheet counted">
            <h3>{safe_inline(question.text)}</h3>
            <p>{said(lang, question.valid, question.top)}</p>
            {table}
        </div>
    }
    .into_any()
}

fn said(lang: Lang, valid: Option<u64>, top: Option<f64>) -> String {
    let Some(valid) = valid else {
        return match lang {
            Lang::Vi => format!("Ẩn: có dưới {K} người trả lời câu này."),
            Lang::En => format!("Hidden: fewer than {K} people answered this."),
        };
    };
    let people = number(lang, valid);
    let top = top.map(|top| percent(lang, top));
    match (lang, top) {
        (Lang::Vi, None) => format!("{people} người trả lời."),
        (Lang::En, None) => format!("{people} answered."),
        (Lang::Vi, Some(top)) => format!("{people} người trả lời. {top} chọn các mức tốt nhất."),
        (Lang::En, Some(top)) => format!("{people} answered. {top} chose one of the best steps."),
    }
}

fn table(lang: Lang, question: &QuestionFigures, lines: Vec<LineFigures>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Trả lời", "Answer")),
        Column::number(lang.say("Số người", "People")),
        Column::number(lang.say("Tỷ lệ", "Share")),
        Column::special(lang.say("Biểu đồ", "Chart"), "share"),
    ];
    let caption = if question.is_ranking {
        lang.say("Số người xếp ở hạng 1", "How many put it first")
    } else {
        lang.say(
            "Tỷ lệ trên số người trả lời câu này",
            "Shares of those who answered",
        )
    };
    let rows = lines.into_iter().map(|line| row(lang, line)).collect();
    data_table(caption, &columns, rows)
}

fn row(lang: Lang, line: LineFigures) -> Vec<AnyView> {
    let share = match (line.count, line.share) {
        (None, _) => hidden(lang),
        (Some(_), Some(share)) => percent(lang, share),
        (Some(_), None) => "–".to_owned(),
    };
    vec![
        safe_inline(line.label),
        cell(
            line.count
                .map_or_else(|| hidden(lang), |count| number(lang, count)),
        ),
        cell(share),
        bar(line.share),
    ]
}

/// Says nothing that does not stand beside it.
fn bar(share: Option<f64>) -> AnyView {
    let width = format!("{:.1}", share.unwrap_or(0.0).clamp(0.0, 100.0));
    view! {
        <svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="track" width="100" height="8" />
            <rect width=width height="8" />
        </svg>
    }
    .into_any()
}

fn parts(
    lang: Lang,
    parts: Vec<PartFigures>,
    (title, column): (&'static str, &'static str),
    caption: &'static str,
) -> Option<AnyView> {
    if parts.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(column),
        Column::number(lang.say("Số phiếu (n)", "Responses (n)")),
        Column::number(lang.say("Chọn các mức tốt nhất", "Chose one of the best steps")),
    ];
    let left = parts.len().saturating_sub(PARTS_SHOWN);
    let more = (left > 0).then(|| {
        let words = match lang {
            Lang::Vi => format!("Còn {left} dòng nữa; số liệu của mọi dòng có qua API."),
            Lang::En => format!("{left} more rows: the API has the figures of all of them."),
        };
        view! { <p class="soft small">{words}</p> }
    });
    let shown = parts.into_iter().take(PARTS_SHOWN);
    let rows = shown.map(|part| part_row(lang, part)).collect();
    let view = view! {
        <section>
            <h2>{title}</h2>
            {data_table(caption, &columns, rows)}
            {more}
        </section>
    };
    Some(view.into_any())
}

fn part_row(lang: Lang, part: PartFigures) -> Vec<AnyView> {
    let top = top(lang, part.is_hidden, part.top);
    vec![
        view! { <span lang=lang.of_content()>{part.name}</span> }.into_any(),
        cell(part.n.map_or_else(|| hidden(lang), |n| number(lang, n))),
        cell(top),
    ]
}

pub(super) fn hidden(lang: Lang) -> String {
    lang.say("ẩn", "hidden").to_owned()
}

pub(super) fn number(lang: Lang, number: u64) -> String {
    figures::count(lang, i64::try_from(number).unwrap_or(i64::MAX))
}

/// With two places, as the interface for programs has it.
pub(super) fn percent(lang: Lang, share: f64) -> String {
    let number = figures::decimal(lang, &format!("{share:.2}"));
    format!("{number}{}", lang.say("\u{a0}%", "%"))
}
