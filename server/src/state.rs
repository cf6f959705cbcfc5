//! What every handler shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use khao_engine::Engine;
use tokio::sync::{Semaphore, watch};

use crate::security::limits::Limits;

/// How many may look on at boards at the same time.
const LISTENERS: usize = 200;

/// Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

pub struct Shared {
    pub engine: Arc<Engine>,
    pub settings: Settings,
    pub limits: Limits,
    /// Room for those who look on at a board.
    pub listeners: Arc<Semaphore>,
    /// Set once the data is there: at once under `serve`, after loading under `demo`.
    pub loaded: AtomicBool,
    stopping: watch::Sender<bool>,
}

/// How this server presents itself and whom it trusts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The authority's name, in every masthead.
    pub site: String,
    /// Behind TLS: cookies are `__Host-` and `Secure`, and HSTS is sent.
    pub secure: bool,
    /// The right-most address of `X-Forwarded-For` is the client's.
    pub behind_proxy: bool,
    /// Rate limits for demonstrations and load tests, a thousand times wider.
    pub generous_limits: bool,
    /// A page waits so long for the end of long work, and then shows how far it is.
    pub work_patience: Duration,
}

impl App {
    pub fn new(engine: Arc<Engine>, settings: Settings) -> Self {
        let limits = Limits::new(settings.generous_limits);
        Self(Arc::new(Shared {
            engine,
            settings,
            limits,
            listeners: Arc::new(Semaphore::new(LISTENERS)),
            loaded: AtomicBool::new(true),
            stopping: watch::Sender::new(false),
        }))
    }

    pub fn set_loaded(&self, loaded: bool) {
        self.loaded.store(loaded, Ordering::SeqCst);
    }

    /// The server ends: answers that go on for as long as somebody looks on end with it.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Done once the server ends.
    pub async fn stopped(&self) {
        // The sender lies beside it, so it is never gone.
        drop(self.stopping.subscribe().wait_for(|stops| *stops).await);
    }
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
