//! `/console/surveys`: surveys, their forms and their waves.

mod editing;
mod entry;
mod files;
mod form;
mod invitations;
mod item;
mod list;
mod new;
mod overview;
mod paper;
mod poster;
mod scales;
mod section;
mod slips;
mod strata;
mod waves;

use khao_app::pages::console::surveys::Head;
use khao_engine::survey::surveys::Survey;

use crate::routes::pages::context::Page;
use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        list::routes(),
        new::routes(),
        overview::routes(),
        waves::routes(),
        invitations::routes(),
        slips::routes(),
        form::routes(),
        section::routes(),
        item::routes(),
        scales::routes(),
        files::routes(),
        poster::routes(),
        paper::routes(),
        entry::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn head(page_of: &Page, survey: &Survey) -> Head {
    Head {
        slug: survey.slug.clone(),
        title: survey.title_in(page_of.lang().tag()).to_owned(),
    }
}
