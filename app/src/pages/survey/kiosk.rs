//! `/kiosk/{slug}`: a tablet's whole screen, which the island fills.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::islands::kiosk::Kiosk;

#[derive(Debug, Clone)]
pub struct KioskView {
    pub slug: String,
    /// The authority.
    pub site: String,
    /// Of the address that it is set up with; may be empty.
    pub unit: String,
    pub desk: String,
    /// What visitors read of both.
    pub place: String,
    /// The same survey as a plain form.
    pub plain: String,
}

pub fn page(lang: Lang, view: KioskView) -> AnyView {
    view! {
        <Kiosk
            slug=view.slug
            unit=view.unit
            desk=view.desk
            place=view.place
            site=view.site
            lang=lang.tag().to_owned()
            plain=view.plain
        />
    }
    .into_any()
}
