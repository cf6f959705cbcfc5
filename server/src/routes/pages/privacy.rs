//! `GET /privacy`

use axum::http::StatusCode;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::privacy::{PrivacyView, page};

use super::context::{Page, PageResult};
use super::site::controller_of;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/privacy", Access::Public, show)]
}

async fn show(page_of: Page) -> PageResult {
    let instance = page_of.engine().instance().await?;
    let view = PrivacyView {
        notice: SafeHtml::sanitised(instance.privacy_html.clone()),
        controller: controller_of(&instance),
    };
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Bảo vệ dữ liệu cá nhân", "Data protection"),
            page(page_of.lang(), view),
        )
        .await)
}
