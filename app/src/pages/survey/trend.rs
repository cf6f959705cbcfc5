//! `/surveys/{slug}/trend`: figures from wave to wave, and where a question changed between them.

use khao_domain::lang::Lang;
use khao_domain::survey::compare::Change;
use leptos::prelude::*;

use super::results::{hidden, number, percent};
use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_inline};
use crate::components::title_block::title_block;
use crate::figures::trend::Trend;
use crate::figures::{Drawing, inline};
use crate::text::figures::decimal;

#[derive(Debug, Clone)]
pub struct TrendView {
    pub slug: String,
    pub title: SafeHtml,
    /// The name of the survey as text, for paper.
    pub name: String,
    /// The oldest first.
    pub waves: Vec<WaveFigures>,
    /// How many questions the mean of the waves is of.
    pub compared: usize,
    pub sections: Vec<SectionTrend>,
}

#[derive(Debug, Clone)]
pub struct WaveFigures {
    pub ordinal: i64,
    pub name: String,
    /// Responses; none where these are too few.
    pub n: Option<u64>,
    /// The mean of the questions that compare.
    pub top: Option<f64>,
}

#[derive(Debug, Clone)]
pub struct SectionTrend {
    pub title: SafeHtml,
    pub questions: Vec<QuestionTrend>,
}

#[derive(Debug, Clone)]
pub struct QuestionTrend {
    /// As the newest form asks it.
    pub text: SafeHtml,
    /// One for each wave; none where it was not asked.
    pub waves: Vec<Option<MeasureView>>,
}

#[derive(Debug, Clone)]
pub struct MeasureView {
    pub valid: Option<u64>,
    pub top: Option<f64>,
    pub mean: Option<f64>,
    /// What the options are called, with their shares; none of those that are hidden.
    pub lines: Vec<(SafeHtml, Option<f64>)>,
    pub changes: Vec<Change>,
}

pub fn page(lang: Lang, view: TrendView) -> AnyView {
    let results = button::quiet_link(
        format!("/surveys/{}/results", view.slug),
        lang.say("Kết quả của đợt mới nhất", "Results of the newest wave"),
    );
    let body = if view.waves.len() < 2 {
        notice::calm(lang.say(
            "Cần ít nhất hai đợt đã có số liệu để thấy xu hướng.",
            "It takes figures of two waves at least to see a trend.",
        ))
    } else {
        whole(lang, view.waves, view.compared, view.sections)
    };
    view! {
        <div class="narrow survey">
            {title_block(view.name, String::new())}
            <p class="soft">{safe_inline(view.title)}</p>
            <h1>{lang.say("Xu hướng qua các đợt", "The trend over the waves")}</h1>
            {body}
            <div class="row no-print">{results}</div>
        </div>
    }
    .into_any()
}

fn whole(lang: Lang, waves: Vec<WaveFigures>, compared: usize, sections: Vec<SectionTrend>) -> AnyView {
    let points = waves.iter().map(|wave| (wave.ordinal, wave.top)).collect();
    let drawing = Trend(points).draw(lang);
    let names: Vec<String> = waves
        .iter()
        .map(|wave| format!("{}. {}", wave.ordinal, wave.name))
        .collect();
    let compared = match lang {
        Lang::Vi => format!(
            "Tính trên {compared} câu đánh giá có ở mọi đợt với cách trả lời như nhau. Số liệu về quá ít người được giấu như ở trang kết quả."
        ),
        Lang::En => format!(
            "Of {compared} rated questions that every wave has asked with the same answers. Figures about too few people are hidden as on the results page."
        ),
    };
    let sections = sections
        .into_iter()
        .map(|one| section(lang, &names, one))
        .collect_view();
    view! {
        <section class="sheet">
            <h2>{drawing.title}</h2>
            {plot(&drawing)}
            {waves_table(lang, &names, waves)}
            <p class="soft small">{compared}</p>
        </section>
        {sections}
    }
    .into_any()
}

fn plot(drawing: &Drawing) -> AnyView {
    view! {
        <p>{drawing.finding.clone()}</p>
        {inline(drawing)}
    }
    .into_any()
}

fn waves_table(lang: Lang, names: &[String], waves: Vec<WaveFigures>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Đợt", "Wave")),
        Column::number(lang.say("Số phiếu (n)", "Responses (n)")),
        Column::number(lang.say("Chọn các mức tốt nhất", "Chose one of the best steps")),
    ];
    let rows = names.iter().zip(waves).map(|(name, wave)| {
        vec![
            named(lang, name),
            cell(counted(lang, wave.n)),
            cell(wave.top.map_or_else(|| "–".to_owned(), |top| percent(lang, top))),
        ]
    });
    let caption = lang.say("Từng đợt", "Wave by wave");
    data_table(caption, &columns, rows.collect())
}

fn named(lang: Lang, name: &str) -> AnyView {
    view! { <span lang=lang.of_content()>{name.to_owned()}</span> }.into_any()
}

fn counted(lang: Lang, n: Option<u64>) -> String {
    n.map_or_else(|| hidden(lang), |n| number(lang, n))
}

fn section(lang: Lang, names: &[String], section: SectionTrend) -> AnyView {
    let questions = section
        .questions
        .into_iter()
        .map(|one| question(lang, names, one))
        .collect_view();
    view! {
        <section>
            <h2>{safe_inline(section.title)}</h2>
            {questions}
        </section>
    }
    .into_any()
}

fn question(lang: Lang, names: &[String], question: QuestionTrend) -> AnyView {
    let columns = [
        Column::heading(lang.say("Đợt", "Wave")),
        Column::number(lang.say("Số người", "People")),
        Column::text(lang.say("Kết quả", "Figures")),
        Column::text(lang.say("Thay đổi so với đợt trước", "Changed against the wave before")),
    ];
    let rows = names.iter().zip(question.waves).map(|(name, measure)| {
        let Some(measure) = measure else {
            let words = lang.say("không hỏi", "not asked");
            return vec![named(lang, name), cell("–"), cell(words), cell("")];
        };
        vec![
            named(lang, name),
            cell(counted(lang, measure.valid)),
            figures(lang, &measure),
            cell(changed(lang, &measure.changes)),
        ]
    });
    let caption = lang.say(
        "Số liệu của câu này qua các đợt",
        "The question's figures wave by wave",
    );
    view! {
        <div class="sheet counted">
            <h3>{safe_inline(question.text)}</h3>
            {data_table(caption, &columns, rows.collect())}
        </div>
    }
    .into_any()
}

fn figures(lang: Lang, measure: &MeasureView) -> AnyView {
    if measure.valid.is_none() {
        return cell(hidden(lang));
    }
    if let Some(top) = measure.top {
        let top = percent(lang, top);
        let mean = measure.mean.map(|mean| decimal(lang, &format!("{mean:.2}")));
        return cell(match (lang, mean) {
            (Lang::Vi, Some(mean)) => format!("{top} chọn các mức tốt nhất; trung bình {mean}"),
            (Lang::Vi, None) => format!("{top} chọn các mức tốt nhất"),
            (Lang::En, Some(mean)) => format!("{top} chose one of the best steps; mean {mean}"),
            (Lang::En, None) => format!("{top} chose one of the best steps"),
        });
    }
    let lines = measure.lines.iter().map(|(label, share)| {
        let share = share.map_or_else(|| hidden(lang), |share| percent(lang, share));
        view! { <li>{safe_inline(label.clone())} ": " {share}</li> }
    });
    let lines = lines.collect_view();
    view! { <ul class="plain">{lines}</ul> }.into_any()
}

fn changed(lang: Lang, changes: &[Change]) -> String {
    let words = changes.iter().map(|change| match change {
        Change::Added => lang.say("câu mới", "a new question"),
        Change::Removed => lang.say("không còn hỏi", "asked no more"),
        Change::Wording => lang.say("lời văn đã đổi", "other words"),
        Change::Answers => lang.say(
            "cách trả lời đã đổi, không so sánh được",
            "other answers: they do not compare",
        ),
        Change::Factor => lang.say("thuộc nhóm tiêu chí khác", "of another factor"),
    });
    words.collect::<Vec<_>>().join("; ")
}
