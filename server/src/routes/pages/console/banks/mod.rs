//! `/console/banks`: question banks and their items.

mod bank;
mod bulk;
mod edit;
mod import;
mod item;
mod list;
mod revisions;

use khao_app::components::choices::Label;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::console::banks::BankHead;
use khao_app::pages::console::banks::compare::Difference;
use khao_app::pages::console::banks::item::LookView;
use khao_app::pages::console::banks::list::BankLine;
use khao_domain::bank::formats::csv;
use khao_domain::bank::item::Item;
use khao_engine::bank::banks::Bank;
use khao_engine::bank::items::{BankSummary, ItemLook};
use khao_engine::people::units::UnitTree;

use crate::routes::pages::answers::option_labels;
use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        list::routes(),
        bank::routes(),
        item::routes(),
        edit::routes(),
        import::routes(),
        revisions::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A bank with what waits in it.
pub(super) fn line(units: &UnitTree, one: BankSummary) -> BankLine {
    BankLine {
        unit: one.bank.unit.map_or("", |unit| units.name(unit)).to_owned(),
        id: one.bank.id,
        name: one.bank.name,
        language: one.bank.language,
        items: one.items,
        drafts: one.drafts,
        reviewed: one.reviewed,
    }
}

fn head(bank: &Bank) -> BankHead {
    BankHead {
        id: bank.id,
        name: bank.name.clone(),
    }
}

fn look_view(look: ItemLook) -> LookView {
    let mut key = option_labels(&look.key, &look.options);
    key.extend(look.key_text.map(Label::Text));
    LookView {
        stem: SafeHtml::sanitised(look.stem_html),
        options: look
            .options
            .into_iter()
            .map(|(_, text)| SafeHtml::sanitised(text))
            .collect(),
        key,
        explanation: SafeHtml::sanitised(look.explanation_html),
    }
}

/// Two versions, column by column of the file they would stand in.
fn differences(a: &Item, b: &Item) -> Vec<Difference> {
    let mut rows = csv::rows([a, b]);
    let (a, b) = (rows.next().unwrap_or_default(), rows.next().unwrap_or_default());
    let pairs = a.into_iter().zip(b);
    csv::header()
        .into_iter()
        .zip(pairs)
        .map(|(name, (a, b))| Difference { name, a, b })
        .collect()
}
