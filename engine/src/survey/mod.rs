//! Surveys: forms and their versions, waves, responses, and what may be read of them.

pub mod batches;
pub mod changing;
pub mod fielding;
pub mod files;
pub mod invited;
pub mod paper;
pub mod parts;
pub mod releases;
pub mod responding;
pub(crate) mod storing;
pub mod surveys;
pub mod travelling;

use std::sync::Arc;

use khao_domain::ids::{SurveyId, WaveId};
use khao_domain::survey::course::Course;
use moka::sync::Cache;

use crate::Engine;
use crate::fresh::{Timed, slugs};
use crate::markdown::Kept;
use releases::Released;
use surveys::Survey;

/// What a node keeps in memory of surveys: versions for as long as there is room, everything else for seconds.
#[derive(Debug)]
pub(crate) struct Caches {
    slugs: Cache<String, SurveyId>,
    surveys: Cache<SurveyId, Timed<Survey>>,
    /// A version never changes.
    versions: Cache<(SurveyId, i64), Arc<Course<'static>>>,
    released: Cache<WaveId, Timed<Option<Arc<Released>>>>,
    texts: Kept,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            slugs: slugs(),
            surveys: Cache::new(1_000),
            versions: Cache::new(200),
            released: Cache::new(1_000),
            texts: Kept::default(),
        }
    }
}

impl Engine {
    /// Texts of forms as they are shown.
    pub const fn texts_of_forms(&self) -> &Kept {
        &self.surveys.texts
    }
}
