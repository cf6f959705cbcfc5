//! `/privacy`: what happens with personal data, and who answers for it.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::safe_html::{SafeHtml, safe_html};

#[derive(Debug, Clone)]
pub struct PrivacyView {
    /// The authority's own notice; empty: what holds for every site of this software.
    pub notice: SafeHtml,
    pub controller: Option<Controller>,
}

/// Who answers for the personal data.
#[derive(Debug, Clone)]
pub struct Controller {
    pub name: String,
    /// May be empty.
    pub contact: String,
}

impl Controller {
    /// "Sở Nội vụ tỉnh Vĩnh Long (0270 3 822 000)"
    pub fn line(&self) -> String {
        if self.contact.is_empty() {
            self.name.clone()
        } else {
            format!("{} ({})", self.name, self.contact)
        }
    }
}

pub fn page(lang: Lang, view: PrivacyView) -> AnyView {
    let controller = view.controller.map(|controller| {
        view! {
            <h2>{lang.say("Bên kiểm soát dữ liệu", "Data controller")}</h2>
            <p>{controller.line()}</p>
        }
    });
    let notice = if view.notice.is_empty() {
        usual(lang)
    } else {
        safe_html(view.notice)
    };
    view! {
        <div class="narrow">
            <h1>{lang.say("Bảo vệ dữ liệu cá nhân", "Data protection")}</h1>
            {notice}
            {controller}
        </div>
    }
    .into_any()
}

fn usual(lang: Lang) -> AnyView {
    view! {
        <h2>{lang.say("Dữ liệu nào được xử lý", "Which data are processed")}</h2>
        <p>
            {lang.say("Những thông tin khai khi ghi danh (họ tên, ngày sinh, đơn vị, cách liên hệ), câu trả lời, thời gian làm bài và kết quả.", "What you give when you enter (name, date of birth, unit, contact), your answers, the time you took and your results.")}
        </p>
        <h2>{lang.say("Để làm gì", "What for")}</h2>
        <p>
            {lang.say("Để tổ chức cuộc thi, chấm điểm, xếp hạng, xét và trao giải, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Họ tên đầy đủ chỉ được công khai khi người dự thi đồng ý; nếu không, tên được viết tắt.", "To run the contest, score papers, rank participants and award prizes, under the Law on Personal Data Protection No. 91/2025/QH15. Full names are made public only with the participant's consent; otherwise they are shortened.")}
        </p>
        <h2>{lang.say("Lưu ở đâu", "Where they are kept")}</h2>
        <p>
            {lang.say("Trên máy chủ của cơ quan tổ chức. Trang này không dùng dịch vụ theo dõi của bên thứ ba và chỉ dùng hai cookie: một giữ phiên làm việc, một nhớ ngôn ngữ đã chọn.", "On the organising authority's server. This site uses no third-party tracking and only two cookies: one keeps your session, one remembers the language you chose.")}
        </p>
        <h2>{lang.say("Quyền của người dự thi", "Participants' rights")}</h2>
        <p>
            {lang.say("Được biết, xem, sửa dữ liệu của mình, rút lại sự đồng ý và yêu cầu xóa. Xin gửi yêu cầu đến ban tổ chức theo địa chỉ liên hệ ghi ở cuối trang hoặc trong thể lệ.", "You may know of, see and correct your data, withdraw consent and ask for erasure. Send requests to the organisers at the address at the foot of the page or in the rules.")}
        </p>
    }
    .into_any()
}
