//! `/privacy`: what happens with personal data, and who answers for it.

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

pub fn page(view: PrivacyView) -> AnyView {
    let controller = view.controller.map(|controller| {
        view! {
            <h2>"Bên kiểm soát dữ liệu"</h2>
            <p>{controller.line()}</p>
        }
    });
    let notice = if view.notice.is_empty() {
        usual()
    } else {
        safe_html(view.notice)
    };
    view! {
        <div class="narrow">
            <h1>"Bảo vệ dữ liệu cá nhân"</h1>
            {notice}
            {controller}
        </div>
    }
    .into_any()
}

fn usual() -> AnyView {
    view! {
        <h2>"Dữ liệu nào được xử lý"</h2>
        <p>
            "Những thông tin khai khi ghi danh (họ tên, ngày sinh, đơn vị, cách liên hệ), câu trả lời, thời gian làm bài và kết quả."
        </p>
        <h2>"Để làm gì"</h2>
        <p>
            "Để tổ chức cuộc thi, chấm điểm, xếp hạng, xét và trao giải, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Họ tên đầy đủ chỉ được công khai khi người dự thi đồng ý; nếu không, tên được viết tắt."
        </p>
        <h2>"Lưu ở đâu"</h2>
        <p>
            "Trên máy chủ của cơ quan tổ chức. Trang này không dùng dịch vụ theo dõi của bên thứ ba và chỉ dùng một cookie để giữ phiên làm việc."
        </p>
        <h2>"Quyền của người dự thi"</h2>
        <p>
            "Được biết, xem, sửa dữ liệu của mình, rút lại sự đồng ý và yêu cầu xóa. Xin gửi yêu cầu đến ban tổ chức theo địa chỉ liên hệ ghi ở cuối trang hoặc trong thể lệ."
        </p>
    }
    .into_any()
}
