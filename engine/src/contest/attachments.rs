//! Documents on a contest's page, such as the signed rules: PDF files, stored and read in pieces.

use khao_domain::audit::Detail;
use khao_domain::files::name;
use khao_domain::files::pdf::is_pdf;
use khao_domain::ids::{AttachmentId, ContestId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};
use sha2::{Digest, Sha256};

use super::contests::Contest;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, Tx, attachments::AttachmentRecord};

pub const BYTES_MAX: usize = 10_000_000;
pub const MOST: usize = 10;
/// What one transaction writes: a few milliseconds, so that no save waits for a document.
const CHUNK_BYTES: usize = 256 * 1024;
/// As many chunks are cleared in one transaction.
const CLEARED_AT_ONCE: i64 = 8;
/// No upload takes so long: what is still not visible then was left behind.
const LEFT_BEHIND_S: i64 = 3600;
/// The name in addresses where nothing of the file's own can stand there.
const UNNAMED: &str = "tai-lieu";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub title: String,
    /// Without its ending.
    pub stem: String,
    pub sha256: Vec<u8>,
    pub bytes: u64,
}

/// A document as it was sent.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// Empty: the file's name.
    pub title: String,
    /// As the sender's machine calls it.
    pub file_name: String,
    pub content: Vec<u8>,
}

impl Attachment {
    /// The last part of its address.
    pub fn file_name(&self) -> String {
        format!("{}.pdf", name::in_address(&self.stem, UNNAMED))
    }

    pub fn path(&self, slug: &str) -> String {
        format!("/contests/{slug}/files/{}/{}", self.id, self.file_name())
    }

    /// The value of `Content-Disposition`.
    pub fn disposition(&self) -> String {
        name::disposition(&self.file_name(), &format!("{}.pdf", self.stem))
    }

    /// How many pieces it is read in.
    pub fn chunks(&self) -> i64 {
        i64::try_from(self.bytes.div_ceil(CHUNK_BYTES as u64)).unwrap_or(i64::MAX)
    }
}

impl Engine {
    /// Adds a document; the same file with the same title again is the one there is.
    pub async fn attach(&self, actor: &Actor, slug: &str, new: NewAttachment) -> Result<Attachment> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let present = self.contest_now(contest).await?;
        let (record, content) = self.record_of(contest, new)?;
        if let Some(twin) = twin_of(&present.attachments, &record) {
            return Ok(twin.clone());
        }
        has_room(present.attachments.len())?;
        let id = AttachmentId(record.id);
        let mut tx = self.store.write().await?;
        store::attachments::stage(&mut tx, &record).await?;
        tx.commit().await?;
        for (ordinal, chunk) in (0..).zip(content.chunks(CHUNK_BYTES)) {
            let mut tx = self.store.write().await?;
            store::attachments::stage_chunk(&mut tx, id, ordinal, chunk).await?;
            tx.commit().await?;
        }
        let shown = self.show(actor, contest, &record).await;
        if !matches!(&shown, Ok(shown) if shown.id == id) {
            self.clear_attachment(id).await?;
        }
        self.forget_contest(contest);
        shown
    }

    /// The flip; a twin that was faster is what there is then.
    async fn show(&self, actor: &Actor, contest: ContestId, record: &AttachmentRecord) -> Result<Attachment> {
        let mut tx = self.store.write().await?;
        store::contests::lock(&mut tx, contest).await?;
        let present = load(&mut tx, contest).await?;
        if let Some(twin) = twin_of(&present, record) {
            return Ok(twin.clone());
        }
        has_room(present.len())?;
        let id = AttachmentId(record.id);
        if !store::attachments::show(&mut tx, id, true).await? {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        let detail = Detail::part(contest, &record.title).fact("bytes", record.bytes);
        self.record(&mut tx, actor, "attachments.add", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        Ok(attachment_of(record.clone()))
    }

    /// Takes a document away: at once from every page, then piece by piece from the database.
    pub async fn detach(&self, actor: &Actor, slug: &str, id: AttachmentId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let present = self.contest_now(contest).await?;
        let gone = present.attachment(id).ok_or(Error::NotFound)?;
        let mut tx = self.store.write().await?;
        if !store::attachments::show(&mut tx, id, false).await? {
            return Err(Error::NotFound);
        }
        let detail = Detail::part(contest, &gone.title);
        self.record(&mut tx, actor, "attachments.remove", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest);
        self.clear_attachment(id).await
    }

    /// A document of a contest that this visitor may see.
    pub async fn attachment(&self, actor: &Actor, slug: &str, id: AttachmentId) -> Result<Attachment> {
        let (contest, _) = self.visible_contest(actor, slug).await?;
        contest.attachment(id).cloned().ok_or(Error::NotFound)
    }

    /// One piece, in a transaction of its own: a slow reader holds no connection. None where it is gone meanwhile.
    pub async fn attachment_chunk(&self, id: AttachmentId, ordinal: i64) -> Result<Option<Vec<u8>>> {
        let mut tx = self.store.read().await?;
        Ok(store::attachments::chunk(&mut tx, id, ordinal).await?)
    }

    /// Clears what uploads that broke off, or removals that did, have left.
    pub(crate) async fn clear_left_attachments(&self) -> Result<()> {
        let before = self.now().plus_seconds(-LEFT_BEHIND_S);
        let mut tx = self.store.read().await?;
        let left = store::attachments::invisible_since(&mut tx, before.0).await?;
        drop(tx);
        for id in left {
            self.clear_attachment(AttachmentId(id)).await?;
        }
        Ok(())
    }

    async fn clear_attachment(&self, id: AttachmentId) -> Result<()> {
        loop {
            let mut tx = self.store.write().await?;
            let gone = store::attachments::delete_chunks(&mut tx, id, CLEARED_AT_ONCE).await?;
            let is_last = gone < CLEARED_AT_ONCE.unsigned_abs();
            if is_last {
                store::attachments::delete(&mut tx, id).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(());
            }
        }
    }

    fn record_of(&self, contest: ContestId, new: NewAttachment) -> Result<(AttachmentRecord, Vec<u8>)> {
        let stem = name::stem(&new.file_name, ".pdf");
        let mut title = collapse_spaces(&nfc(&new.title));
        if title.is_empty() {
            title.clone_from(&stem);
        }
        let problems = check(&title, &new.content);
        Error::if_any(problems)?;
        let record = AttachmentRecord {
            id: self.random.id::<AttachmentId>(self.now()).0,
            contest_id: contest.0,
            title,
            file_name: if stem.is_empty() { UNNAMED.to_owned() } else { stem },
            sha256: Sha256::digest(&new.content).to_vec(),
            bytes: i64::try_from(new.content.len()).unwrap_or(i64::MAX),
            created_at: self.now().0,
        };
        Ok((record, new.content))
    }
}

impl Contest {
    pub fn attachment(&self, id: AttachmentId) -> Option<&Attachment> {
        self.attachments.iter().find(|one| one.id == id)
    }
}

fn check(title: &str, content: &[u8]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !(1..=200).contains(&title.chars().count()) {
        problems.push(Problem::at(
            "/title",
            said(
                "Tên tài liệu có từ 1 đến 200 ký tự.",
                "A document's name has 1 to 200 characters.",
            ),
        ));
    }
    if content.is_empty() {
        problems.push(Problem::at(
            "/file",
            said("Xin chọn một tệp PDF.", "Choose a PDF file."),
        ));
    } else if content.len() > BYTES_MAX {
        problems.push(Problem::at(
            "/file",
            said(
                "Tệp nặng hơn 10 MB; xin nén lại hoặc chia nhỏ.",
                "The file is larger than 10 MB; compress or split it.",
            ),
        ));
    } else if !is_pdf(content) {
        problems.push(Problem::at(
            "/file",
            said(
                "Tệp này không phải PDF, hoặc không trọn vẹn; xin lưu lại dưới dạng PDF rồi gửi.",
                "This is no PDF, or not a whole one; save it as PDF and send it again.",
            ),
        ));
    }
    problems
}

fn has_room(present: usize) -> Result<()> {
    if present < MOST {
        return Ok(());
    }
    Err(Error::invalid(
        "/file",
        said(
            "Mỗi cuộc thi có tối đa 10 tài liệu; xin xóa bớt trước khi thêm.",
            "A contest has at most 10 documents; remove one before you add another.",
        ),
    ))
}

fn twin_of<'a>(present: &'a [Attachment], record: &AttachmentRecord) -> Option<&'a Attachment> {
    present
        .iter()
        .find(|one| one.sha256 == record.sha256 && one.title == record.title)
}

pub(crate) async fn load(tx: &mut Tx, contest: ContestId) -> Result<Vec<Attachment>> {
    let records = store::attachments::of_contest(tx, contest).await?;
    Ok(records.into_iter().map(attachment_of).collect())
}

fn attachment_of(record: AttachmentRecord) -> Attachment {
    Attachment {
        id: AttachmentId(record.id),
        title: record.title,
        stem: record.file_name,
        sha256: record.sha256,
        bytes: record.bytes.unsigned_abs(),
    }
}
