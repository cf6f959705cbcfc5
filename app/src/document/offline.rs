//! The frame of pages that stand by themselves on a tablet and open without a network: no navigation leads out of them,
//! and their only script is known by its hash, so that a kept page stays within its policy.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{AssetNames, ICON, part};
use crate::components::island_loader::{offline_loader, script_of};

#[derive(Debug, Clone)]
pub struct OfflinePage {
    pub title: String,
    pub lang: Lang,
    pub assets: &'static AssetNames,
}

/// The script that stands in the page, for its hash.
pub fn script(assets: &AssetNames) -> String {
    script_of(assets.field)
}

/// The whole page as text.
pub fn render(page: OfflinePage, content: impl IntoView) -> String {
    let html = part(page.lang, || document(page, content));
    format!("<!DOCTYPE html>{html}")
}

fn document(page: OfflinePage, content: impl IntoView) -> impl IntoView {
    view! {
        <html lang=page.lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>{page.title}</title>
                <link rel="icon" href=ICON />
                <link rel="stylesheet" href=page.assets.css />
                <link rel="stylesheet" href=page.assets.kiosk />
                {offline_loader(page.assets.field, page.assets.offline)}
            </head>
            <body class="alone">{content}</body>
        </html>
    }
}
