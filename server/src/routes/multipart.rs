//! Forms that carry a file: `multipart/form-data` with short texts and the one part called `file`.

use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use khao_domain::lang::said;
use khao_domain::problem::escaped;

use crate::problem::Fault;
use crate::routes::body::{first, readable};
use crate::state::App;

/// A form of ours has fewer.
const PARTS_MOST: usize = 20;

/// The fields in order, and the file where one was sent.
pub struct SentParts {
    fields: Vec<(String, String)>,
    pub file: SentFile,
}

/// Empty where the form was sent without one.
#[derive(Default)]
pub struct SentFile {
    /// As the sender's machine calls it.
    pub name: String,
    pub content: Vec<u8>,
}

impl SentParts {
    /// Refuses what the form has no field for, as bodies of JSON do.
    pub fn only(self, texts: &[&str]) -> Result<Self, Fault> {
        let unknown = |(name, _): &&(String, String)| !texts.contains(&name.as_str());
        match self.fields.iter().find(unknown) {
            Some((name, _)) => Err(Fault::invalid(
                &format!("/{}", escaped(name)),
                said("Biểu mẫu này không có trường đó.", "The form has no such field."),
            )),
            None => Ok(self),
        }
    }

    /// The first value under a name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        first(&self.fields, name)
    }
}

impl FromRequest<App> for SentParts {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| Fault::unreadable())?;
        let (mut fields, mut file) = (Vec::new(), None);
        for _ in 0..PARTS_MOST {
            let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? else {
                readable(&fields)?;
                return Ok(Self {
                    fields,
                    file: file.unwrap_or_default(),
                });
            };
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" && file.is_none() {
                file = Some(SentFile {
                    name: part.file_name().unwrap_or_default().to_owned(),
                    content: part.bytes().await.map_err(|error| broken(&error))?.to_vec(),
                });
            } else {
                fields.push((name, part.text().await.map_err(|error| broken(&error))?));
            }
        }
        Err(Fault::unreadable())
    }
}

/// An uploaded file: the one part called `file`, whatever else is sent.
pub struct Upload(pub Vec<u8>);

impl FromRequest<App> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| Fault::unreadable())?;
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            if part.name() == Some("file") {
                return Ok(Self(part.bytes().await.map_err(|error| broken(&error))?.to_vec()));
            }
        }
        Err(Fault::invalid(
            "/file",
            said(
                "Cần một tệp trong phần «file» của biểu mẫu.",
                "A file is needed in the part “file” of the form.",
            ),
        ))
    }
}

fn broken(error: &MultipartError) -> Fault {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::too_large()
    } else {
        Fault::unreadable()
    }
}
