//! A form on its way through a browser without scripts: what was answered travels with the page, sealed, and nothing of it
//! is kept here before it is sent.

use data_encoding::BASE64URL_NOPAD;
use khao_domain::ids::{SurveyId, UnitId};
use khao_domain::survey::pages::Leaf;
use khao_domain::survey::typed_answers::Typed;
use khao_domain::survey::wave::Channel;
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::error::Result;

const LABEL: &str = "survey course 1";

/// One respondent's course. Only the server makes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travelling {
    /// Of the form.
    pub version: i64,
    /// Random; by it a response that is sent twice is known, and the order of shuffled items is drawn.
    pub client_id: String,
    pub channel: Channel,
    pub unit: Option<UnitId>,
    pub desk: Option<String>,
    pub language: String,
    pub section: u16,
    /// Items of the section that stand on the page.
    pub shown: Vec<u16>,
    /// Items of the section that stood on pages before.
    pub seen: Vec<u16>,
    pub typed: Typed,
    /// The token of whoever was invited.
    #[serde(default)]
    pub invitation: Option<String>,
}

impl Travelling {
    /// Turns to a page.
    pub fn turn_to(&mut self, leaf: Leaf) {
        if leaf.section == self.section {
            self.seen.append(&mut self.shown);
        } else {
            self.seen.clear();
        }
        (self.section, self.shown) = (leaf.section, leaf.items);
    }

    /// Turns to a whole section, as if nothing of it had been seen.
    pub fn turn_back_to(&mut self, leaf: Leaf) {
        self.seen.clear();
        (self.section, self.shown) = (leaf.section, leaf.items);
    }

    /// Every item of the section that was asked, now or before.
    pub fn asked(&self) -> Vec<u16> {
        [self.seen.as_slice(), &self.shown].concat()
    }
}

impl Engine {
    /// What a page carries: only for this survey, and only as it is.
    pub fn seal_course(&self, survey: SurveyId, course: &Travelling) -> Result<String> {
        let text = crate::store::to_json(course);
        let nonce = self.random.bytes();
        let sealed = self
            .key
            .seal(LABEL, survey.0.as_bytes(), text.as_bytes(), nonce)?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    /// None where it was changed on the way, or is of another survey or server.
    pub fn open_course(&self, survey: SurveyId, sealed: &str) -> Option<Travelling> {
        let sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let text = self.key.open(LABEL, survey.0.as_bytes(), &sealed)?;
        serde_json::from_slice(&text).ok()
    }
}
