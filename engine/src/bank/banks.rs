//! Banks and the file of their items.

use khao_domain::audit::Detail;
use khao_domain::bank::formats;
use khao_domain::bank::item::Item;
use khao_domain::ids::{BankId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::text::nfc;
use uuid::Uuid;

use crate::Engine;
use crate::contest::contests::parse_id;
use crate::error::{Error, Result};
use crate::exports::ExportFormat;
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor, next_owner, owners_told};
use crate::store::{self, banks::BankRecord};
use crate::workbook;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    pub id: BankId,
    pub name: String,
    /// BCP 47 tag.
    pub language: String,
    /// 0 while nothing was imported.
    pub revision: i64,
    /// Whose it is; none is the whole authority's.
    pub unit: Option<UnitId>,
}

impl Engine {
    /// A bank of the actor's own unit, or of the whole authority.
    pub async fn create_bank(
        &self,
        actor: &Actor,
        name: &str,
        language: &str,
        key: Option<IdempotencyKey>,
    ) -> Result<Bank> {
        self.create_bank_of(actor, None, name, language, key).await
    }

    /// A bank of a unit that the actor looks after.
    pub async fn create_bank_of(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        name: &str,
        language: &str,
        key: Option<IdempotencyKey>,
    ) -> Result<Bank> {
        actor.may(Action::ManageBanks)?;
        let owner = self.owner_of_new(actor, unit).await?;
        let key = key.map(|key| key.of(actor));
        let mut problems = Vec::new();
        problems.extend(name_problem(name));
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !(2..=16).contains(&language.len()) || !language.chars().all(legal) {
            problems.push(Problem::at(
                "/language",
                said(
                    "Ngôn ngữ là một mã như vi, en, km.",
                    "A language is a code such as vi, en, km.",
                ),
            ));
        }
        Error::if_any(problems)?;
        let record = BankRecord {
            id: self.random.id::<BankId>(self.now()).0,
            name: nfc(name),
            language: language.to_owned(),
            revision: 0,
            created_at: self.now().0,
            unit_id: owner.map(|unit| unit.0),
        };
        let mut tx = self.store.write().await?;
        if let Some(id) = self.replay(&mut tx, key.as_ref()).await? {
            return Ok(bank_of(
                store::banks::by_id(&mut tx, parse_id(&id)?)
                    .await?
                    .ok_or(Error::NotFound)?,
            ));
        }
        store::banks::insert(&mut tx, &record).await?;
        let detail = Detail::named(&record.name);
        self.record(&mut tx, actor, "banks.create", &record.id.to_string(), &detail)
            .await?;
        self.remember(&mut tx, key.as_ref(), &record.id.to_string())
            .await?;
        tx.commit().await?;
        Ok(bank_of(record))
    }

    pub async fn banks(&self, actor: &Actor, after: Option<BankId>, limit: u32) -> Result<Vec<Bank>> {
        actor.may(Action::ReadBanks)?;
        let span = self.span_of(actor).await?;
        let mut tx = self.store.read().await?;
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows = store::banks::page(&mut tx, after, (&span.0, &span.1), i64::from(limit)).await?;
        Ok(rows.into_iter().map(bank_of).collect())
    }

    /// The way to every bank that is opened or changed.
    pub(crate) async fn reached_bank(&self, actor: &Actor, id: BankId) -> Result<BankRecord> {
        let mut tx = self.store.read().await?;
        let bank = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        self.reach(actor, bank.unit_id.map(UnitId)).await?;
        Ok(bank)
    }

    /// Gives a bank to another unit, or to the whole authority. Whoever does reaches both.
    pub async fn change_bank_owner(&self, actor: &Actor, id: BankId, unit: Option<UnitId>) -> Result<Bank> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, id).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        store::banks::lock(&mut tx, id).await?;
        let mut bank = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let present = bank.unit_id.map(UnitId);
        let owner = next_owner(actor, &units, present, unit)?;
        if present != owner {
            bank.unit_id = owner.map(|unit| unit.0);
            store::banks::set_owner(&mut tx, id, bank.unit_id).await?;
            let detail = owners_told(&units, present, owner);
            self.record(&mut tx, actor, "banks.owner", &id.to_string(), &detail)
                .await?;
        }
        tx.commit().await?;
        Ok(bank_of(bank))
    }

    /// The bank's items as the file that imports them again; with the number of items.
    pub async fn export_items(
        &self,
        actor: &Actor,
        id: BankId,
        format: ExportFormat,
    ) -> Result<(Vec<u8>, usize)> {
        actor.may(Action::ReadBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        self.proved_lately(actor)?;
        let snapshot = self.snapshot(&bank).await?;
        let rows = snapshot.items.len();
        self.note_export(actor, ("banks.export", id.0), format.as_str())
            .await?;
        let write = move || items_file(snapshot.items.iter().map(|one| &one.item), format);
        let written = tokio::task::spawn_blocking(write).await;
        let file = written.map_err(|error| Error::Internal(format!("export: {error}")))??;
        Ok((file, rows))
    }
}

pub(super) fn name_problem(name: &str) -> Option<Problem> {
    let detail = said(
        "Tên ngân hàng có từ 1 đến 200 ký tự.",
        "The bank's name has 1 to 200 characters.",
    );
    let is_long_enough = (1..=200).contains(&name.trim().chars().count());
    (!is_long_enough).then(|| Problem::at("/name", detail))
}

/// An example of a file of items.
pub fn template(format: ExportFormat) -> Result<Vec<u8>> {
    items_file(formats::csv::examples().iter(), format)
}

fn items_file<'i>(items: impl Iterator<Item = &'i Item>, format: ExportFormat) -> Result<Vec<u8>> {
    if format == ExportFormat::Csv {
        return Ok(formats::csv::export(items));
    }
    let header = formats::csv::header();
    let columns = workbook::columns::columns(header.iter().map(String::as_str));
    workbook::writer::write(&header, columns, formats::csv::rows(items))
        .map_err(|error| Error::Internal(format!("export: {error}")))
}

pub(crate) fn bank_of(record: BankRecord) -> Bank {
    Bank {
        id: BankId(record.id),
        name: record.name,
        language: record.language,
        revision: record.revision,
        unit: record.unit_id.map(UnitId),
    }
}
