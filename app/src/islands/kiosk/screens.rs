//! What a tablet shows, one screen at a time.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::course::Course;
use khao_domain::survey::form::Form;
use khao_domain::survey::texts::{Texts, language_name};
use leptos::prelude::*;

use super::fielded::{Fielded, Setup};
use super::sitting::Sitting;
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_html, safe_inline};
use crate::questionnaire::ask;
use crate::questionnaire::items::item;
use crate::questionnaire::texts::{Reader, escaped};

/// How many wait on the tablet, and how many the server does not take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    pub unsent: u32,
    pub refused: u32,
}

/// A button that the tablet listens to by its `data-do`.
fn press(to: &'static str, class: &'static str, label: String) -> AnyView {
    view! { <button type="button" class=class data-do=to>{label}</button> }.into_any()
}

/// What is said instead of a form.
pub fn told(lang: Lang, text: &'static str) -> AnyView {
    view! {
        <div class="kiosk-middle" role="status" lang=lang.tag()>
            <p class="lead">{text}</p>
        </div>
    }
    .into_any()
}

/// Before the tablet is handed over: for staff, with ways out.
pub fn setup(
    (lang, slug): (Lang, &str),
    fielded: &Fielded,
    (setup, waits): (&Setup, Waits),
    problems: &[Problem],
) -> AnyView {
    let place = if setup.place.is_empty() {
        lang.say("Không gắn với đơn vị hay quầy nào", "No unit and no desk")
            .to_owned()
    } else {
        setup.place.clone()
    };
    let code = Field::new("code", lang.say("Mã thoát", "Code to leave"), Input::Code)
        .hint(lang.say(
            "Từ 4 đến 20 ký tự, chỉ nhân viên biết. Muốn thoát: giữ biểu trưng ở góc trên 3 giây, rồi nhập mã này.",
            "4 to 20 characters that only staff know. To leave: hold the seal in the upper corner for 3 seconds, then type it.",
        ))
        .required()
        .problems(problems);
    view! {
        <div class="narrow kiosk-setup">
            <h1 tabindex="-1">{lang.say("Đặt máy tại quầy", "Set up a tablet")}</h1>
            <p class="lead">{title_of(&fielded.title, lang.tag(), &fielded.form)}</p>
            <dl class="facts">
                <div><dt>{lang.say("Nơi đặt", "Where it stands")}</dt><dd>{place}</dd></div>
                <div><dt>{lang.say("Phiếu chờ gửi", "Forms waiting")}</dt><dd data-kiosk="unsent">{waits.unsent}</dd></div>
            </dl>
            {(waits.refused > 0).then(|| refused(lang, waits.refused))}
            <p class="soft" data-kiosk="ready" role="status"></p>
            <form data-do="lock" novalidate>
                {code.view()}
                <div class="row">
                    <button type="submit" class="btn">{lang.say("Bắt đầu dùng tại quầy", "Hand it over")}</button>
                    <a class="btn quiet" href=format!("/surveys/{slug}")>{lang.say("Phiếu thường", "The plain form")}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn refused(lang: Lang, count: u32) -> AnyView {
    notice::bad(match lang {
        Lang::Vi => format!(
            "Có {count} phiếu mà máy chủ không nhận, ví dụ vì đến quá muộn. Phiếu vẫn được giữ trên máy này; xin báo người quản trị."
        ),
        Lang::En => format!(
            "Forms that the server does not take, such as those that come too late: {count}. They are kept on this device; \
             please tell the administrator."
        ),
    })
}

/// Nobody is there: one touch begins.
pub fn start(fielded: &Fielded, place: &str) -> AnyView {
    let form = &fielded.form;
    let main = form.main_language();
    let buttons = form
        .languages
        .iter()
        .map(|tag| {
            let begin = Lang::parse(tag).map(|lang| lang.say("Bắt đầu", "Begin"));
            let name = (form.languages.len() > 1 || begin.is_none()).then(|| language_name(tag).to_owned());
            let label = match (begin, name) {
                (Some(begin), Some(name)) => format!("{begin} · {name}"),
                (begin, name) => name.unwrap_or_else(|| begin.unwrap_or_default().to_owned()),
            };
            view! { <button type="button" class="btn wide" data-do="begin" data-language=tag.clone() lang=tag.clone()>{label}</button> }
        })
        .collect_view();
    let lang = Lang::parse(main).unwrap_or_default();
    view! {
        <div class="kiosk-middle">
            <p class="soft">{place.to_owned()}</p>
            <h1 tabindex="-1">{title_of(&fielded.title, main, form)}</h1>
            <p class="soft">{lang.say(
                "Không cần ghi tên. Câu trả lời được lưu không kèm tên hay giờ trả lời.",
                "No name is needed. Answers are stored without a name or the hour.",
            )}</p>
            <div class="kiosk-begin">{buttons}</div>
        </div>
    }
    .into_any()
}

/// One item.
pub fn asking(fielded: &Fielded, course: &Course<'_>, sitting: &Sitting, problems: &[Problem]) -> AnyView {
    let Some(((section, _), asked)) = sitting.item(course) else {
        return ().into_any();
    };
    let lang = lang_of(&sitting.language);
    let answers = sitting.answers(course);
    let reader = Reader {
        form: course.form(),
        language: &sitting.language,
        answers: &answers,
        markup: &fielded.html,
    };
    let (nth, of) = sitting.place(course);
    let section = course
        .form()
        .sections
        .get(section)
        .filter(|_| sitting.begins_section());
    let title = section.map(|section| {
        let text = reader.block(&section.text).map(safe_html);
        view! { <h2>{safe_inline(reader.inline(&section.title))}</h2> {text} }
    });
    let onward = if nth == of {
        lang.say("Gửi phiếu", "Send")
    } else {
        lang.say("Tiếp tục", "Next")
    };
    let back =
        (!sitting.is_first()).then(|| press("back", "btn quiet", lang.say("Quay lại", "Back").to_owned()));
    view! {
        <h1 class="unseen">{title_of(&fielded.title, &sitting.language, course.form())}</h1>
        <form class="survey kiosk-form" data-do="next" novalidate autocomplete="off">
            {(of > 1).then(|| progress(lang, nth, of))}
            {title}
            {ask::item(lang, &item(&reader, asked, &sitting.typed), problems)}
            <div class="row">
                <button type="submit" class="btn">{onward}</button>
                {back}
                {press("leave", "link", lang.say("Thôi, không trả lời", "Stop here").to_owned())}
            </div>
        </form>
    }
    .into_any()
}

fn progress(lang: Lang, nth: usize, of: usize) -> AnyView {
    let place = match lang {
        Lang::Vi => format!("Câu {nth}/{of}"),
        Lang::En => format!("Question {nth} of {of}"),
    };
    view! {
        <p class="survey-place soft small">{place}</p>
        <progress max=of.to_string() value=nth.to_string() aria-hidden="true"></progress>
    }
    .into_any()
}

pub fn thanks(lang: Lang) -> AnyView {
    view! {
        <div class="kiosk-middle" role="status">
            <h1 tabindex="-1">{lang.say("Xin cảm ơn ông/bà", "Thank you")}</h1>
            <p class="lead">{lang.say(
                "Câu trả lời đã được ghi nhận và góp vào kết quả chung.",
                "Your answers are stored and become part of the figures.",
            )}</p>
            {press("again", "btn", lang.say("Người tiếp theo", "The next one").to_owned())}
        </div>
    }
    .into_any()
}

/// The device has no room: the answers are still on the screen.
pub fn unkept(lang: Lang) -> AnyView {
    over(
        lang.say("Chưa lưu được", "Not stored"),
        view! {
            <p>{lang.say(
                "Máy này không còn chỗ để giữ câu trả lời. Xin báo nhân viên tại quầy.",
                "This device has no room left to keep answers. Please tell the staff at the desk.",
            )}</p>
            <div class="row">{press("stay", "btn", lang.say("Đóng", "Close").to_owned())}</div>
        }
        .into_any(),
    )
}

/// Is anybody there?
pub fn warning(lang: Lang, left_s: i64) -> AnyView {
    let words = cleared_in(lang, left_s);
    over(
        lang.say("Ông/bà còn trả lời tiếp không?", "Are you still there?"),
        view! {
            <p data-kiosk="left">{words}</p>
            <div class="row">
                {press("stay", "btn", lang.say("Trả lời tiếp", "Go on").to_owned())}
                {press("leave", "btn quiet", lang.say("Xóa ngay", "Clear now").to_owned())}
            </div>
        }
        .into_any(),
    )
}

pub fn cleared_in(lang: Lang, left_s: i64) -> String {
    match lang {
        Lang::Vi => format!("Câu trả lời sẽ được xóa sau {left_s} giây."),
        Lang::En => format!("The answers are cleared in {left_s} s."),
    }
}

/// The way out, for staff.
pub fn leaving(lang: Lang, problems: &[Problem]) -> AnyView {
    let code = Field::new("code", lang.say("Mã thoát", "Code to leave"), Input::Code)
        .required()
        .problems(problems);
    over(lang.say("Dành cho nhân viên", "For staff"), view! {
        <form data-do="unlock" novalidate autocomplete="off">
            {code.view()}
            <div class="row">
                <button type="submit" class="btn">{lang.say("Thoát khỏi phiếu", "Leave the survey")}</button>
                {press("stay", "btn quiet", lang.say("Đóng", "Close").to_owned())}
            </div>
        </form>
    }.into_any())
}

fn over(title: &'static str, content: AnyView) -> AnyView {
    view! {
        <div class="kiosk-over">
            <div class="sheet" role="alertdialog" aria-modal="true" aria-labelledby="kiosk-over-title">
                <h2 id="kiosk-over-title" tabindex="-1">{title}</h2>
                {content}
            </div>
        </div>
    }
    .into_any()
}

/// In which the page around a form's own texts is written.
pub fn lang_of(language: &str) -> Lang {
    Lang::parse(language).unwrap_or_default()
}

fn title_of(title: &Texts, language: &str, form: &Form) -> AnyView {
    let (text, language) = title.found(language, &form.languages);
    safe_inline(SafeHtml::in_language(escaped(text), language))
}
