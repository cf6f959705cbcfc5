//! What participants of a new contest agree to, until its organisers write it otherwise.

use khao_domain::instance::InstanceText;
use khao_domain::people::entry::{PARTICIPATE, PUBLISH_NAME};

use super::contests::ConsentText;

pub(super) fn usual_consents(instance: &InstanceText) -> Vec<ConsentText> {
    let or = |own: &str, usual: &str| if own.is_empty() { usual } else { own }.to_owned();
    vec![
        ConsentText {
            purpose: PARTICIPATE.to_owned(),
            text_version: "1".to_owned(),
            text: or(
                &instance.consent_participate,
                "Tôi đồng ý để ban tổ chức xử lý các thông tin tôi khai trên trang này nhằm tổ chức cuộc thi, \
                 chấm điểm và xếp hạng, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.",
            ),
            required: true,
        },
        ConsentText {
            purpose: PUBLISH_NAME.to_owned(),
            text_version: "1".to_owned(),
            text: or(
                &instance.consent_publish_name,
                "Tôi đồng ý công khai họ tên đầy đủ của tôi trên bảng xếp hạng. Nếu không đồng ý, tên của tôi được \
                 viết tắt (ví dụ: Trần Thị M.).",
            ),
            required: false,
        },
    ]
}
