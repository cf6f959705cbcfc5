//! What pages share in words; what only one page says stands in that page.

use khao_domain::people::role::Role;

pub const SOFTWARE: &str = "Khảo";
pub const ABOUT_SOFTWARE: &str = "Khảo, phần mềm thi tìm hiểu và khảo sát trực tuyến";
pub const SKIP: &str = "Chuyển đến nội dung chính";
pub const NAVIGATION: &str = "Điều hướng chính";
pub const CONTESTS: &str = "Cuộc thi";
pub const CONSOLE: &str = "Bảng điều hành";
pub const GUIDE: &str = "Hướng dẫn";
pub const LOG_IN: &str = "Đăng nhập";
pub const LOG_OUT: &str = "Thoát";

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "quản trị",
        Role::Organiser => "ban tổ chức",
        Role::Coordinator => "đầu mối đơn vị",
    }
}
