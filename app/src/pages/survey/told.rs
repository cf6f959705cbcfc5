//! What a respondent is told when nothing is asked: thanks, or why there is no form.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::notice;
use crate::components::safe_html::{SafeHtml, safe_inline};

#[derive(Debug, Clone)]
pub struct ToldView {
    pub slug: String,
    pub title: SafeHtml,
    pub told: Told,
    /// The figures are public.
    pub has_results: bool,
}

#[derive(Debug, Clone)]
pub enum Told {
    /// With the receipt.
    Thanks(String),
    /// From when.
    NotYet(String),
    /// Since when.
    Closed(String),
    /// Enough people of the group have answered.
    Full,
    /// The form was answered in a version that is taken no more.
    Newer,
    /// Somebody has answered with the invitation.
    Used,
    /// The invitation has run out, or was taken back.
    Over,
    /// Answered at the desk or with an interviewer only.
    Elsewhere,
}

impl Told {
    pub const fn title(&self, lang: Lang) -> &'static str {
        match self {
            Self::Thanks(_) => lang.say("Xin cảm ơn ông/bà", "Thank you"),
            Self::NotYet(_) => lang.say("Khảo sát chưa mở", "Not open yet"),
            Self::Closed(_) => lang.say("Khảo sát đã kết thúc", "The survey is over"),
            Self::Full => lang.say("Đã đủ số lượng", "Enough answers"),
            Self::Newer => lang.say("Phiếu đã có bản mới", "There is a newer form"),
            Self::Used => lang.say("Thư mời đã được dùng", "The invitation is used"),
            Self::Over => lang.say("Thư mời hết hiệu lực", "The invitation is over"),
            Self::Elsewhere => lang.say("Không trả lời trên mạng", "Not answered here"),
        }
    }

    fn words(&self, lang: Lang) -> String {
        match self {
            Self::Thanks(_) => lang
                .say(
                    "Câu trả lời đã được ghi nhận và góp vào kết quả chung.",
                    "Your answers are stored and become part of the figures.",
                )
                .to_owned(),
            Self::NotYet(from) => match lang {
                Lang::Vi => format!("Khảo sát nhận câu trả lời từ {from}. Mời ông/bà quay lại sau."),
                Lang::En => format!("Answers are taken from {from} on. Please come back then."),
            },
            Self::Closed(since) => match lang {
                Lang::Vi => {
                    format!("Khảo sát đã đóng lúc {since}, không nhận thêm câu trả lời. Xin cảm ơn sự quan tâm của ông/bà.")
                }
                Lang::En => format!("The survey closed at {since} and takes no more answers. Thank you for your interest."),
            },
            Self::Full => lang
                .say(
                    "Đã có đủ câu trả lời của nhóm ông/bà, nên phiếu này không được lưu. Xin cảm ơn ông/bà đã dành thời gian.",
                    "Enough people of your group have answered already, so this form was not stored. Thank you for your time.",
                )
                .to_owned(),
            Self::Newer => lang
                .say(
                    "Trong lúc ông/bà trả lời, phiếu đã được thay bằng bản mới; câu trả lời chưa được gửi. Mời ông/bà trả lời bản mới.",
                    "While you were answering, the form was replaced by a newer one; nothing was sent. Please answer the newer one.",
                )
                .to_owned(),
            Self::Used => lang
                .say(
                    "Đã có câu trả lời gửi bằng thư mời này, và mỗi thư mời trả lời một lần. Nếu ông/bà đã trả lời: xin cảm ơn, không cần làm gì thêm. Nếu không phải ông/bà trả lời, xin báo cho cơ quan tổ chức.",
                    "Somebody has answered with this invitation, and each is for one answer. If that was you: thank you, there is nothing more to do. If it was not, please tell the organisers.",
                )
                .to_owned(),
            Self::Over => lang
                .say(
                    "Thư mời này đã hết hạn hoặc đã được thu hồi, nên không trả lời được nữa. Xin cảm ơn sự quan tâm của ông/bà.",
                    "This invitation has run out or was taken back, so it cannot be answered any more. Thank you for your interest.",
                )
                .to_owned(),
            Self::Elsewhere => lang
                .say(
                    "Cuộc khảo sát này được trả lời tại quầy hoặc với điều tra viên.",
                    "This survey is answered at the desk or with an interviewer.",
                )
                .to_owned(),
        }
    }
}

pub fn page(lang: Lang, view: ToldView) -> AnyView {
    let address = format!("/surveys/{}", view.slug);
    let again = matches!(view.told, Told::Newer).then(|| {
        button::link(
            address.clone(),
            lang.say("Trả lời bản mới", "Answer the newer form"),
        )
    });
    let results = view.has_results.then(|| {
        button::quiet_link(
            format!("{address}/results"),
            lang.say("Xem kết quả", "See the results"),
        )
    });
    let words = view.told.words(lang);
    let body = match view.told {
        Told::Thanks(ref receipt) => thanks(lang, words, receipt.clone()),
        Told::Full | Told::Newer | Told::Used | Told::Over => notice::refused(words),
        Told::NotYet(_) | Told::Closed(_) | Told::Elsewhere => notice::calm(words),
    };
    view! {
        <div class="narrow survey">
            <p class="soft">{safe_inline(view.title)}</p>
            <h1>{view.told.title(lang)}</h1>
            {body}
            <div class="row">{again} {results} {button::quiet_link("/".to_owned(), lang.say("Về trang đầu", "To the front page"))}</div>
        </div>
    }
    .into_any()
}

fn thanks(lang: Lang, words: String, receipt: String) -> AnyView {
    view! {
        {notice::status(words)}
        <section class="sheet ticket">
            <h2>{lang.say("Mã biên nhận", "Receipt")}</h2>
            <p class="code long">{receipt}</p>
            <p class="soft small">
                {lang.say(
                    "Mã này chỉ cho biết phiếu đã được nhận. Không ai dùng mã để tìm lại câu trả lời được, kể cả cơ quan tổ chức.",
                    "It only says that a form was received. Nobody can look answers up by it, the organisers neither.",
                )}
            </p>
        </section>
        <p class="soft small">
            {lang.say(
                "Nếu dùng chung máy, xin đóng trang này trước khi rời đi.",
                "On a shared device, please close this page before you leave.",
            )}
        </p>
    }
    .into_any()
}
