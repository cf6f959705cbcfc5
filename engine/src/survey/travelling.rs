//! A form on its way through a browser without scripts: what was answered travels with the page, sealed, and nothing of it
//! is kept here before it is sent.

use data_encoding::BASE64URL_NOPAD;
use khao_domain::ids::{SurveyId, UnitId};
use khao_domain::survey::pages::Leaf;
use khao_domain::survey::typed_answers::Typed;
use khao_domain::survey::wave::Channel;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Engine;
use crate::error::Result;

const LABEL: &str = "survey course 1";
/// What is sealed as a trial opens as nothing else: it can never be sent as an answer.
const TRIAL_LABEL: &str = "survey trial 1";

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

/// A form that is tried by those who prepare it: nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// A version that was fielded; none is the draft, and the course names its revision.
    pub version: Option<i64>,
    /// It stands within a page of the editor.
    pub framed: bool,
    pub course: Travelling,
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
        self.seal_travelling(LABEL, survey, course)
    }

    /// None where it was changed on the way, or is of another survey or server.
    pub fn open_course(&self, survey: SurveyId, sealed: &str) -> Option<Travelling> {
        self.open_travelling(LABEL, survey, sealed)
    }

    pub fn seal_trial(&self, survey: SurveyId, trial: &Trial) -> Result<String> {
        self.seal_travelling(TRIAL_LABEL, survey, trial)
    }

    pub fn open_trial(&self, survey: SurveyId, sealed: &str) -> Option<Trial> {
        self.open_travelling(TRIAL_LABEL, survey, sealed)
    }

    fn seal_travelling(&self, label: &str, survey: SurveyId, carried: &impl Serialize) -> Result<String> {
        let text = crate::store::to_json(carried);
        let nonce = self.random.bytes();
        let sealed = self
            .key
            .seal(label, survey.0.as_bytes(), text.as_bytes(), nonce)?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    fn open_travelling<T: DeserializeOwned>(&self, label: &str, survey: SurveyId, sealed: &str) -> Option<T> {
        let sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let text = self.key.open(label, survey.0.as_bytes(), &sealed)?;
        serde_json::from_slice(&text).ok()
    }
}
