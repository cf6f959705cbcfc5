//! Surveys: forms and their versions, waves, responses, and what may be read of them.

pub mod changing;
pub mod fielding;
pub mod files;
pub mod paper;
pub mod releases;
pub mod responding;
pub(crate) mod storing;
pub mod surveys;
pub mod travelling;

use std::sync::Arc;

use khao_domain::ids::{SurveyId, WaveId};
use khao_domain::survey::course::Course;
use moka::sync::Cache;

use crate::fresh::{SLUGS_FOR, Timed};
use releases::Released;
use surveys::Survey;

/// What a node keeps in memory of surveys: versions for as long as there is room, everything else for seconds.
#[derive(Debug)]
pub(crate) struct Caches {
    /// A slug may be another one's after a draft was taken away, on whichever node.
    slugs: Cache<String, SurveyId>,
    surveys: Cache<SurveyId, Timed<Survey>>,
    /// A version never changes.
    versions: Cache<(SurveyId, i64), Arc<Course<'static>>>,
    released: Cache<WaveId, Timed<Option<Arc<Released>>>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            slugs: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(SLUGS_FOR)
                .build(),
            surveys: Cache::new(1_000),
            versions: Cache::new(200),
            released: Cache::new(1_000),
        }
    }
}
