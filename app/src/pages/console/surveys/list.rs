//! `/console/surveys`: the surveys the visitor looks after.

use khao_domain::lang::Lang;
use khao_domain::survey::wave::SurveyStatus;
use leptos::prelude::*;

use super::{PATH, status_words};
use crate::components::button;
use crate::components::content::{content, content_link};
use crate::components::data_table::{Column, cell, data_table};
use crate::components::heading::heading;
use crate::components::next_page::other_pages;
use crate::text::figures;

#[derive(Debug, Clone)]
pub struct SurveysView {
    pub surveys: Vec<SurveyLine>,
    pub may_create: bool,
    pub first: Option<String>,
    pub next: Option<String>,
}

#[derive(Debug, Clone)]
pub struct SurveyLine {
    pub slug: String,
    pub title: String,
    pub status: SurveyStatus,
    /// The wave that is open, else the next, else the last, with the responses that count so far.
    pub wave: Option<(String, i64)>,
}

pub fn page(lang: Lang, view: SurveysView) -> AnyView {
    let new = view.may_create.then(|| {
        let label = lang.say("Cuộc khảo sát mới", "New survey");
        view! { <div class="row">{button::link(format!("{PATH}/new"), label)}</div> }
    });
    let list = if view.surveys.is_empty() {
        let next = if view.may_create {
            lang.say(
                "Chưa có cuộc khảo sát nào. Bấm Cuộc khảo sát mới để bắt đầu từ một mẫu có sẵn.",
                "There is no survey yet. Press New survey to start from a ready template.",
            )
        } else {
            lang.say(
                "Chưa có cuộc khảo sát nào. Cuộc khảo sát hiện ra ở đây khi ban tổ chức mở đợt đầu tiên.",
                "There is no survey yet. Surveys appear here once the organisers have fielded them.",
            )
        };
        view! { <p class="soft">{next}</p> }.into_any()
    } else {
        let columns = [
            Column::heading(lang.say("Cuộc khảo sát", "Survey")),
            Column::text(lang.say("Trạng thái", "State")),
            Column::text(lang.say("Đợt", "Wave")),
            Column::number(lang.say("Số phiếu", "Responses")),
        ];
        let rows = view.surveys.into_iter().map(|one| cells(lang, one)).collect();
        data_table(lang.say("Các cuộc khảo sát", "Surveys"), &columns, rows)
    };
    let purpose = lang.say(
        "Các cuộc khảo sát ý kiến người dân; mở một cuộc để soạn phiếu, mở đợt thu thập và theo dõi số phiếu.",
        "Surveys of what citizens think; open one to write its form, field it and see how many have answered.",
    );
    view! {
        {heading(lang.say("Khảo sát", "Surveys"), purpose)}
        {new}
        <div class="sheet">{list}</div>
        {other_pages(lang, view.first, None, view.next)}
    }
    .into_any()
}

fn cells(lang: Lang, survey: SurveyLine) -> Vec<AnyView> {
    let (wave, responses) = match survey.wave {
        Some((name, responses)) => (content(lang, name), figures::count(lang, responses)),
        None => (cell("–"), "–".to_owned()),
    };
    vec![
        content_link(lang, format!("{PATH}/{}", survey.slug), survey.title),
        cell(status_words(lang, survey.status)),
        wave,
        cell(responses),
    ]
}
