//! A running server, through its public API.

use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::workbook::parse_items;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Failure;
use super::transfer::{in_vietnamese, tell_counts, tell_problems};
use crate::config::Remote;
use crate::problem::RowProblemShown;

/// The most a download may hold.
const DOWNLOAD_BYTES_MAX: u64 = 4_000_000_000;

pub struct Server {
    base: String,
    bearer: String,
    agent: ureq::Agent,
}

#[derive(Deserialize)]
struct Report {
    revision: Option<i64>,
    new: u32,
    changed: u32,
    same: u32,
    #[serde(default)]
    problems: Vec<RowProblemShown>,
}

impl Server {
    /// None where the database itself is to be opened.
    pub fn of(remote: &Remote) -> Result<Option<Self>, Failure> {
        let Some(server) = &remote.server else {
            return Ok(None);
        };
        let token = remote.token.as_ref().ok_or_else(|| {
            Failure::new(
                "--server needs the session token of a staff account in KHAO_TOKEN (POST /api/v1/sessions).",
            )
        })?;
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let base = format!("{}/api/v1", server.trim_end_matches('/'));
        Ok(Some(Self {
            base,
            bearer: format!("Bearer {token}"),
            agent,
        }))
    }

    pub fn import_items(&self, bank: &str, file: &[u8], is_dry: bool, approve: bool) -> Result<(), Failure> {
        let id = match self.find(bank)? {
            Some(id) => id,
            None if is_dry => return tell_new_bank(file),
            None => {
                // A file with errors makes no bank either.
                refuse_errors(file)?;
                self.make(bank)?
            }
        };
        let path = format!("/banks/{id}/imports?dry_run={is_dry}&approve={approve}");
        self.import(&path, file)
    }

    pub fn import_units(&self, file: &[u8], is_dry: bool) -> Result<(), Failure> {
        self.import(&format!("/units/imports?dry_run={is_dry}"), file)
    }

    pub fn import_starting_set(&self, province: &str, is_dry: bool) -> Result<(), Failure> {
        let body = json!({ "province_code": province, "dry_run": is_dry }).to_string();
        let request = self
            .agent
            .post(self.url("/units/starting-set"))
            .header("authorization", &self.bearer);
        let value = self.json(request.content_type("application/json").send(body))?;
        tell_report(value)
    }

    fn import(&self, path: &str, file: &[u8]) -> Result<(), Failure> {
        let (kind, body) = multipart(file);
        let answer = self
            .agent
            .post(self.url(path))
            .header("authorization", &self.bearer)
            .content_type(&kind)
            .send(&body[..]);
        tell_report(self.json(answer)?)
    }

    pub fn export_items(&self, bank: &str, format: ExportFormat) -> Result<Vec<u8>, Failure> {
        let id = self
            .find(bank)?
            .ok_or_else(|| Failure::new(format!("There is no bank «{bank}».")))?;
        self.download(&format!("/banks/{id}/exports/items.{}", format.as_str()))
    }

    pub fn export_round(
        &self,
        round: &str,
        kind: ExportKind,
        format: ExportFormat,
    ) -> Result<Vec<u8>, Failure> {
        let file = format!("{}.{}", kind.as_str(), format.as_str());
        self.download(&format!("/rounds/{round}/exports/{file}"))
    }

    fn find(&self, bank: &str) -> Result<Option<String>, Failure> {
        let mut after = String::new();
        loop {
            let url = self.url(&format!("/banks?limit=200{after}"));
            let value = self.json(self.agent.get(url).header("authorization", &self.bearer).call())?;
            let banks = value["banks"].as_array().cloned().unwrap_or_default();
            let found = banks
                .iter()
                .find(|known| known["name"] == bank || known["id"] == bank);
            if let Some(id) = found.and_then(|known| known["id"].as_str()) {
                return Ok(Some(id.to_owned()));
            }
            match value["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return Ok(None),
            }
        }
    }

    fn make(&self, name: &str) -> Result<String, Failure> {
        let body = json!({ "name": name, "language": "vi" }).to_string();
        let request = self
            .agent
            .post(self.url("/banks"))
            .header("authorization", &self.bearer);
        let value = self.json(request.content_type("application/json").send(body))?;
        let id = value["id"]
            .as_str()
            .ok_or_else(|| Failure::new("The server's answer names no bank."))?;
        Ok(id.to_owned())
    }

    fn download(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let answer = self
            .agent
            .get(self.url(path))
            .header("authorization", &self.bearer)
            .call();
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        let bytes = answer
            .body_mut()
            .with_config()
            .limit(DOWNLOAD_BYTES_MAX)
            .read_to_vec();
        let bytes = bytes.map_err(|error| Failure::new(format!("The download broke off: {error}")))?;
        if answer.status().is_success() {
            return Ok(bytes);
        }
        Err(refusal(
            &serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            answer.status().as_u16(),
        ))
    }

    fn json(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Failure> {
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        let text = answer
            .body_mut()
            .read_to_string()
            .map_err(|error| self.unreachable(&error))?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if answer.status().is_success() {
            Ok(value)
        } else {
            Err(refusal(&value, answer.status().as_u16()))
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn unreachable(&self, error: &ureq::Error) -> Failure {
        Failure::new(format!("{} cannot be reached: {error}", self.base))
    }
}

fn tell_report(value: Value) -> Result<(), Failure> {
    let report: Report = serde_json::from_value(value).map_err(Failure::new)?;
    tell_problems(&report.problems);
    tell_counts(report.revision, report.new, report.changed, report.same);
    Ok(())
}

/// A dry run into a bank that the server does not have yet: every item would be new.
fn tell_new_bank(file: &[u8]) -> Result<(), Failure> {
    let new = refuse_errors(file)?;
    tell_counts(None, new, 0, 0);
    Ok(())
}

/// How many items the file holds; its problems are told, and errors refuse it.
fn refuse_errors(file: &[u8]) -> Result<u32, Failure> {
    let parsed = parse_items(file);
    if parsed.has_errors() {
        tell_problems(&in_vietnamese(parsed.problems));
        return Err(Failure::new("The file has errors; nothing was imported."));
    }
    Ok(u32::try_from(parsed.items.len()).unwrap_or(u32::MAX))
}

/// What the server's problem document says, with the rows that are wrong.
fn refusal(problem: &Value, status: u16) -> Failure {
    let rows: Vec<RowProblemShown> = serde_json::from_value(problem["problems"].clone()).unwrap_or_default();
    tell_problems(&rows);
    let detail = problem["detail"]
        .as_str()
        .unwrap_or("The server refused without a reason.");
    Failure::new(format!("{status}: {detail}"))
}

/// One part called `file`, under a boundary that does not occur in it.
fn multipart(file: &[u8]) -> (String, Vec<u8>) {
    let mut boundary = "khao".to_owned();
    while file
        .windows(boundary.len())
        .any(|window| window == boundary.as_bytes())
    {
        boundary.push('-');
        boundary.push_str(&boundary.len().to_string());
    }
    let mut body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"import\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_is_not_in_the_file() {
        let (kind, body) = multipart(b"--khao\r\nkhao-4");
        let boundary = kind.split_once('=').unwrap().1;
        let text = String::from_utf8(body).unwrap();
        assert_eq!(text.matches(&format!("--{boundary}")).count(), 2);
    }
}
