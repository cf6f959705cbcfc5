//! `/console/surveys/{slug}`: how a survey stands, and what to do next.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::wave::SurveyStatus;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::wave_card::waves;
use super::{Head, status_words};
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::heading::heading_of_content;
use crate::components::notice;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct OverviewView {
    pub head: Head,
    pub status: SurveyStatus,
    pub published: bool,
    /// Sections and questions of the draft.
    pub sections: usize,
    pub questions: usize,
    /// The languages' names, each with how many texts it lacks.
    pub languages: Vec<(String, usize)>,
    /// How many things keep the draft from being fielded.
    pub problems_of_form: usize,
    /// The draft differs from the version that was fielded last.
    pub is_changed: bool,
    /// The newest first.
    pub waves: Vec<WaveCard>,
    pub may_change: bool,
    /// As they are stored, or were typed: Vietnamese and English.
    pub title: (String, String),
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct WaveCard {
    pub id: String,
    pub name: String,
    pub version: i64,
    pub stands: Stands,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub channels: Vec<&'static str>,
    pub responses: i64,
    pub over_quota: i64,
    pub by_channel: Vec<(String, i64)>,
    /// Those with the most first.
    pub by_unit: Vec<(String, i64)>,
    /// Names with how many were taken, where the visitor may know, and the most.
    pub quotas: Vec<(String, Option<i64>, u32)>,
    pub strata: Vec<String>,
    pub invited_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Planned,
    Open,
    Over,
}

impl Stands {
    pub(super) const fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Planned => lang.say("Sắp mở", "Planned"),
            Self::Open => lang.say("Đang mở", "Open"),
            Self::Over => lang.say("Đã đóng", "Closed"),
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Planned => "tag gold",
            Self::Open => "tag good",
            Self::Over => "tag off",
        }
    }
}

pub fn page(lang: Lang, view: OverviewView) -> AnyView {
    let path = view.head.path();
    let is_public = !view.waves.is_empty();
    let public = is_public.then(|| public_links(lang, &view));
    let purpose = lang.say(
        "Cuộc khảo sát này đang ở bước nào, việc cần làm tiếp theo, phiếu và các đợt thu thập.",
        "How the survey stands, what to do next, its form and its waves.",
    );
    let next = view.may_change.then(|| next_step(lang, &view));
    let settings = view.may_change.then(|| {
        view! {
            <div class="cards">
                {titles(lang, &path, &view)}
                {is_public.then(|| publishing(lang, &path, view.published))}
                {(!is_public).then(|| deleting(lang, &path))}
            </div>
        }
    });
    let fields: &[&str] = if view.may_change {
        &["title.vi", "title.en"]
    } else {
        &[]
    };
    let form = form_card(lang, &view);
    let waves = waves(lang, &path, view.waves, view.may_change);
    view! {
        {crumbs(vec![Section::Surveys.crumb(lang)])}
        {heading_of_content(lang, view.head.title, purpose)}
        <p>
            <span class="tag">{status_words(lang, view.status)}</span>
        </p>
        {public}
        {error_summary(&view.problems, fields)}
        {next}
        {form}
        <h2>{lang.say("Các đợt thu thập", "Waves")}</h2>
        {waves}
        {settings}
    }
    .into_any()
}

fn public_links(lang: Lang, view: &OverviewView) -> AnyView {
    let slug = &view.head.slug;
    view! {
        <p>
            <a href=format!("/surveys/{slug}")>{lang.say("Phiếu công khai", "The public form")}</a>
            " · "
            <a href=format!("/surveys/{slug}/results")>{lang.say("Trang kết quả", "The results")}</a>
            " · "
            <a href=format!("{}/poster", view.head.path())>
                {lang.say("Áp phích có mã QR", "Poster with a QR code")}
            </a>
        </p>
    }
    .into_any()
}

fn next_step(lang: Lang, view: &OverviewView) -> AnyView {
    let (words, href, label) = step_words(lang, view);
    view! {
        <section class="sheet">
            <h2>{lang.say("Việc tiếp theo", "What to do next")}</h2>
            <p>{words}</p>
            <div class="row">{button::link(href, label)}</div>
        </section>
    }
    .into_any()
}

/// Posters would lead to a page that asks for a code.
fn asks_by_letter(wave: &WaveCard) -> bool {
    wave.invited_only && wave.stands != Stands::Over
}

/// What there is to do, where, and what the way there is called.
fn step_words(lang: Lang, view: &OverviewView) -> (String, String, &'static str) {
    let path = view.head.path();
    if view.waves.is_empty() && view.problems_of_form > 0 {
        let count = view.problems_of_form;
        let words = match lang {
            Lang::Vi => format!("Hoàn thiện phiếu: còn {count} điểm cần sửa trước khi mở đợt."),
            Lang::En => format!("Finish the form: {count} points keep it from being fielded."),
        };
        return (
            words,
            view.head.form_path(),
            lang.say("Soạn phiếu", "Edit the form"),
        );
    }
    let has = |stands| view.waves.iter().any(|wave| wave.stands == stands);
    let (words, href, label) = if view.waves.is_empty() {
        (
            lang.say(
                "Phiếu đã sẵn sàng. Mở đợt thu thập đầu tiên: chọn thời gian và cách trả lời.",
                "The form is ready. Field the first wave: choose its time and the ways to answer.",
            ),
            format!("{path}/waves"),
            lang.say("Mở đợt thu thập", "Field a wave"),
        )
    } else if let Some(wave) = view.waves.iter().find(|wave| asks_by_letter(wave)) {
        (
            lang.say(
                "Đợt này chỉ hỏi người có thư mời. Lập thư mời và theo dõi ai đã trả lời.",
                "This wave asks only those who were invited. Make invitations, and see who has come.",
            ),
            format!("{path}/waves/{}/invitations", wave.id),
            lang.say("Lập thư mời", "Make invitations"),
        )
    } else if has(Stands::Open) {
        (
            lang.say(
                "Đang thu thập. In áp phích cho các quầy và theo dõi số phiếu ở dưới.",
                "Answers are coming in. Print posters for the desks, and watch the counts below.",
            ),
            format!("{path}/poster"),
            lang.say("In áp phích", "Print a poster"),
        )
    } else if has(Stands::Planned) {
        (
            lang.say(
                "Đợt tới đã lên lịch và tự mở đúng giờ. Có thể in áp phích từ bây giờ.",
                "The next wave is planned and opens by itself. Posters can be printed now.",
            ),
            format!("{path}/poster"),
            lang.say("In áp phích", "Print a poster"),
        )
    } else {
        step_when_over(lang, view)
    };
    (words.to_owned(), href, label)
}

fn step_when_over(lang: Lang, view: &OverviewView) -> (&'static str, String, &'static str) {
    if view.published {
        return (
            lang.say(
                "Đã xong và đã công bố kết quả. Mở đợt mới để so sánh theo thời gian.",
                "It is over and its figures are public. Field another wave to compare over time.",
            ),
            format!("{}/waves", view.head.path()),
            lang.say("Mở đợt mới", "Field another wave"),
        );
    }
    (
        lang.say(
            "Đợt vừa rồi đã đóng. Xem kết quả rồi quyết định công bố ở cuối trang.",
            "The last wave is over. Look at the results, then decide below whether to publish them.",
        ),
        format!("/surveys/{}/results", view.head.slug),
        lang.say("Xem kết quả", "See the results"),
    )
}

fn form_card(lang: Lang, view: &OverviewView) -> AnyView {
    let path = view.head.path();
    let languages: Vec<String> = view
        .languages
        .iter()
        .map(|(name, gaps)| match (gaps, lang) {
            (0, _) => name.clone(),
            (gaps, Lang::Vi) => format!("{name} (thiếu {gaps} nội dung)"),
            (gaps, Lang::En) => format!("{name} ({gaps} texts missing)"),
        })
        .collect();
    let problems = match (view.problems_of_form, lang) {
        (0, _) => lang.say("Không", "None").to_owned(),
        (count, Lang::Vi) => format!("{count} điểm"),
        (count, Lang::En) => count.to_string(),
    };
    let changed = (view.is_changed && !view.waves.is_empty()).then(|| {
        notice::calm(lang.say(
            "Bản nháp khác với phiếu đang dùng. Đợt đã mở giữ nguyên phiếu cũ; đợt mới sẽ dùng bản nháp này.",
            "The draft differs from the form in use. Waves keep the form they were fielded with; a new one takes this draft.",
        ))
    });
    view! {
        <section class="sheet">
            <h2>{lang.say("Phiếu khảo sát", "The form")}</h2>
            {facts(
                vec![
                    (lang.say("Số phần", "Sections"), view.sections.to_string()),
                    (lang.say("Số câu", "Questions"), view.questions.to_string()),
                    (lang.say("Ngôn ngữ", "Languages"), languages.join(", ")),
                    (lang.say("Cần sửa trước khi mở đợt", "To be put right before fielding"), problems),
                ],
            )}
            {changed}
            <p>
                <a href=view.head.form_path()>
                    {if view.may_change { lang.say("Soạn phiếu", "Edit the form") } else { lang.say("Xem phiếu", "See the form") }}
                </a>
                " · "
                <a href=format!("{path}/trial")>{lang.say("Thử phiếu", "Try the form")}</a>
                " · "
                <a href=format!("{path}/files")>{lang.say("Tệp của phiếu và bản dịch", "Files of the form and its translations")}</a>
            </p>
        </section>
    }
    .into_any()
}

fn titles(lang: Lang, path: &str, view: &OverviewView) -> AnyView {
    let field = |name: &'static str, label, value: &str| {
        Field::new(name, label, Input::Text)
            .value(value)
            .problems(&view.problems)
    };
    view! {
        <section class="sheet">
            <h2>{lang.say("Tên", "Title")}</h2>
            <form method="post" action=path.to_owned()>
                {field("title.vi", lang.say("Tên cuộc khảo sát", "Title, in Vietnamese"), &view.title.0).required().view()}
                {field("title.en", lang.say("Tên bằng tiếng Anh", "Title, in English"), &view.title.1).view()}
                {button::quiet_action("title", lang.say("Lưu tên", "Save the title"))}
            </form>
        </section>
    }
    .into_any()
}

fn publishing(lang: Lang, path: &str, is_published: bool) -> AnyView {
    let (title, words, button) = if is_published {
        (
            lang.say("Kết quả đang công khai", "The figures are public"),
            lang.say(
                "Ai cũng đọc được số liệu tổng hợp ở trang kết quả và qua API. Thôi công bố thì trang ấy đóng lại.",
                "Anybody reads the figures on the results page and over the API. Withdrawing closes that page.",
            ),
            button::quiet_action("withdraw", lang.say("Thôi công bố", "Withdraw the figures")),
        )
    } else {
        (
            lang.say("Công bố kết quả", "Publish the figures"),
            lang.say(
                "Công khai: số phiếu, tỷ lệ từng phương án của mọi câu, và số liệu theo đơn vị; nhóm quá ít người được giấu. Câu trả lời bằng chữ và từng phiếu không bao giờ công khai.",
                "Public: the number of responses, the shares of every option, and figures by unit; groups of too few people stay hidden. Written answers and single responses are never public.",
            ),
            view! {
                {button::understood(lang.say("Tôi đã xem kết quả và muốn công khai.", "I have seen the results and want them public."))}
                {button::quiet_action("publish", lang.say("Công bố", "Publish"))}
            }
            .into_any(),
        )
    };
    view! {
        <section class="sheet">
            <h2>{title}</h2>
            <form method="post" action=path.to_owned()>
                <p class="soft small">{words}</p>
                {button}
            </form>
        </section>
    }
    .into_any()
}

fn deleting(lang: Lang, path: &str) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{lang.say("Xóa bản nháp", "Delete the draft")}</h2>
            <form method="post" action=path.to_owned()>
                <p class="soft small">
                    {lang.say(
                        "Mất tên và toàn bộ phiếu; không lấy lại được. Có thể tải phiếu về trước.",
                        "Title and form are lost for good. The form can be downloaded before.",
                    )}
                </p>
                {button::understood(text::understood(lang))}
                {button::quiet_action("delete", lang.say("Xóa cuộc khảo sát này", "Delete this survey"))}
            </form>
        </section>
    }
    .into_any()
}
