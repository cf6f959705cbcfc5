//! What the instance's settings mean for pages.

use khao_app::components::safe_html::SafeHtml;
use khao_app::components::site::{EmblemImage, Site};
use khao_app::pages::privacy::Controller;
use khao_engine::instance::Instance;

use crate::state::App;

/// Without an answer from the database a page has the name the server was started with.
pub async fn site(app: &App) -> Site {
    match app.engine.instance().await {
        Ok(instance) => site_of(&instance, &app.settings.site),
        Err(_) => Site::named(&app.settings.site),
    }
}

/// `started_as`: the name where the settings have none.
pub fn site_of(instance: &Instance, started_as: &str) -> Site {
    let text = &instance.text;
    let named = Site::named(started_as);
    let or = |own: &str, otherwise: String| if own.is_empty() { otherwise } else { own.to_owned() };
    let name = or(&text.authority, named.name);
    let short = if text.authority.is_empty() {
        named.short_name
    } else {
        name.clone()
    };
    Site {
        short_name: or(&text.short_name, short),
        name,
        emblem: instance.emblem.as_ref().map(|emblem| EmblemImage {
            path: emblem.path(),
            alt: text.emblem_alt.clone(),
            width: emblem.width,
            height: emblem.height,
        }),
        hotline: text.hotline.clone(),
        email: text.email.clone(),
        address: text.address.clone(),
        accessibility_contact: text.accessibility_contact.clone(),
        footer: SafeHtml::sanitised(instance.footer_html.clone()),
    }
}

pub fn controller_of(instance: &Instance) -> Option<Controller> {
    let text = &instance.text;
    (!text.controller_name.is_empty()).then(|| Controller {
        name: text.controller_name.clone(),
        contact: text.controller_contact.clone(),
    })
}
