//! What a province makes its own: names, contacts, texts and the emblem. Every page shows some of it, so every node
//! keeps it in memory for a few seconds.

use std::sync::Arc;

use data_encoding::HEXLOWER;
use khao_domain::audit::Detail;
use khao_domain::files::image::{ImageKind, header};
use khao_domain::instance::InstanceText;
use khao_domain::lang::{Said, said};
use khao_domain::problem::Problem;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::Latest;
use crate::markdown;
use crate::policy::{Action, Actor};
use crate::store::instance::EmblemRecord;
use crate::store::{self, StoreError, Tx, from_json, to_json};

pub const EMBLEM_BYTES_MAX: usize = 256 * 1024;
pub const EMBLEM_PIXELS_MAX: u32 = 1024;

#[derive(Debug, Clone, Default)]
pub struct Instance {
    pub text: InstanceText,
    /// Sanitised; empty where nothing is written.
    pub privacy_html: String,
    pub footer_html: String,
    pub emblem: Option<Emblem>,
}

/// The image in the head of every page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emblem {
    /// Of its content, so that its address never changes what it shows.
    pub hash: String,
    pub kind: ImageKind,
    pub width: u32,
    pub height: u32,
}

impl Emblem {
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.hash, self.kind.as_str())
    }

    pub fn path(&self) -> String {
        format!("/emblem/{}", self.file_name())
    }
}

#[derive(Debug)]
pub(crate) struct InstanceCache {
    latest: Latest<Instance>,
    /// By hash: immutable.
    emblems: Cache<String, Arc<[u8]>>,
}

impl Default for InstanceCache {
    fn default() -> Self {
        Self {
            latest: Latest::default(),
            emblems: Cache::new(4),
        }
    }
}

impl Engine {
    /// At most five seconds old.
    pub async fn instance(&self) -> Result<Arc<Instance>> {
        let now = self.now();
        if let Some(instance) = self.instance.latest.fresh(now) {
            return Ok(instance);
        }
        let mut tx = self.store.read().await?;
        let instance = Arc::new(load(&mut tx).await?);
        self.instance.latest.keep(now, &instance);
        Ok(instance)
    }

    /// Replaces all texts.
    pub async fn set_instance(&self, actor: &Actor, text: &InstanceText) -> Result<Arc<Instance>> {
        actor.may(Action::ManageInstance)?;
        let text = text.stored();
        let problems = text.check();
        Error::if_any(problems)?;
        let mut tx = self.store.write().await?;
        let before = load(&mut tx).await?;
        let detail = Detail::default().changes("", &before.text, &text);
        store::instance::set(&mut tx, &to_json(&text), self.now().0).await?;
        self.record(&mut tx, actor, "instance.change", "instance", &detail)
            .await?;
        tx.commit().await?;
        self.instance.latest.forget();
        self.instance().await
    }

    /// Takes a PNG, JPEG or WebP image in place of the one there was.
    pub async fn set_emblem(&self, actor: &Actor, content: &[u8]) -> Result<Arc<Instance>> {
        actor.may(Action::ManageInstance)?;
        let emblem = emblem_of(content).map_err(|problem| Error::Invalid(vec![problem]))?;
        let record = EmblemRecord {
            hash: emblem.hash.clone(),
            kind: emblem.kind.as_str().to_owned(),
            width: i64::from(emblem.width),
            height: i64::from(emblem.height),
        };
        let mut tx = self.store.write().await?;
        store::instance::set_emblem(&mut tx, &record, content).await?;
        let detail = Detail::default().fact("bytes", content.len());
        self.record(&mut tx, actor, "instance.emblem", "instance", &detail)
            .await?;
        tx.commit().await?;
        self.instance.latest.forget();
        self.instance().await
    }

    /// Nothing where there is none.
    pub async fn remove_emblem(&self, actor: &Actor) -> Result<()> {
        actor.may(Action::ManageInstance)?;
        let mut tx = self.store.write().await?;
        if !store::instance::delete_emblem(&mut tx).await? {
            return Ok(());
        }
        let detail = Detail::default().fact("removed", true);
        self.record(&mut tx, actor, "instance.emblem", "instance", &detail)
            .await?;
        tx.commit().await?;
        self.instance.latest.forget();
        Ok(())
    }

    /// The present emblem's bytes, by its file name.
    pub async fn emblem(&self, file_name: &str) -> Result<(Emblem, Arc<[u8]>)> {
        let instance = self.instance().await?;
        let emblem = instance
            .emblem
            .clone()
            .filter(|emblem| emblem.file_name() == file_name)
            .ok_or(Error::NotFound)?;
        if let Some(content) = self.instance.emblems.get(&emblem.hash) {
            return Ok((emblem, content));
        }
        let mut tx = self.store.read().await?;
        let content: Arc<[u8]> = store::instance::emblem_content(&mut tx, &emblem.hash)
            .await?
            .ok_or(Error::NotFound)?
            .into();
        self.instance.emblems.insert(emblem.hash.clone(), content.clone());
        Ok((emblem, content))
    }
}

async fn load(tx: &mut Tx) -> Result<Instance> {
    let text: InstanceText = match store::instance::settings(tx).await? {
        Some(json) => from_json(&json, "instance", "settings", &1)?,
        None => InstanceText::default(),
    };
    let emblem = store::instance::emblem(tx).await?.map(emblem_read).transpose()?;
    Ok(Instance {
        privacy_html: markdown::block(&text.privacy),
        footer_html: markdown::block(&text.footer),
        text,
        emblem,
    })
}

fn emblem_read(record: EmblemRecord) -> std::result::Result<Emblem, StoreError> {
    let corrupt = |column| StoreError::Corrupt {
        table: "emblem",
        column,
        id: "1".to_owned(),
    };
    Ok(Emblem {
        kind: ImageKind::parse(&record.kind).ok_or_else(|| corrupt("kind"))?,
        width: u32::try_from(record.width).map_err(|_| corrupt("width"))?,
        height: u32::try_from(record.height).map_err(|_| corrupt("height"))?,
        hash: record.hash,
    })
}

fn emblem_of(content: &[u8]) -> std::result::Result<Emblem, Problem> {
    let wrong = |detail: Said| Problem::at("/file", detail);
    if content.is_empty() {
        return Err(wrong(said("Xin chọn một tệp ảnh.", "Choose an image file.")));
    }
    if content.len() > EMBLEM_BYTES_MAX {
        return Err(wrong(said(
            "Ảnh nặng hơn 256 KB; xin thu nhỏ rồi gửi lại.",
            "The image is larger than 256 KB; make it smaller and send it again.",
        )));
    }
    let image = header(content).ok_or_else(|| {
        wrong(said(
            "Tệp này không phải ảnh PNG, JPEG hoặc WebP; ảnh SVG không được nhận.",
            "This is no PNG, JPEG or WebP image; SVG is not accepted.",
        ))
    })?;
    if image.width > EMBLEM_PIXELS_MAX || image.height > EMBLEM_PIXELS_MAX {
        return Err(wrong(said(
            "Ảnh rộng hoặc cao hơn 1024 điểm ảnh; xin thu nhỏ rồi gửi lại.",
            "The image is wider or higher than 1024 pixels; make it smaller and send it again.",
        )));
    }
    Ok(Emblem {
        hash: HEXLOWER.encode(&Sha256::digest(content)[..16]),
        kind: image.kind,
        width: image.width,
        height: image.height,
    })
}
