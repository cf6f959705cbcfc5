//! What a shape hands back: the report, and the latencies that are drawn.

use std::io::Error;
use std::time::Duration;

use khao_tests::server::Server;
use serde_json::Value;

use crate::figures::Figures;
use crate::options::Options;
use crate::process;

const PATIENCE: Duration = Duration::from_mins(1);

pub struct Outcome {
    pub report: Value,
    pub curves: Vec<(&'static str, Figures)>,
}

/// A fresh demonstration on a folder that goes with it.
pub struct Scene {
    pub server: Server,
    pub folder: tempfile::TempDir,
}

impl Scene {
    /// Started anew once the demonstration is loaded: what the loading took of the memory is not what serving takes.
    pub async fn set(options: &Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("demo");
        let loading = Server::demo(&options.binary, &data, PATIENCE).await;
        loading.terminate().await;
        assert!(
            loading.ended_well(PATIENCE).await,
            "the server must end by itself"
        );
        let server = Server::demo(&options.binary, &data, PATIENCE).await;
        Self { server, folder }
    }
}

impl Outcome {
    pub fn about(mut self, options: &Options, machine: Value, server: &Server) -> Self {
        self.report["shape"] = options.shape.name().into();
        self.report["machine"] = machine;
        self.report["server_memory"] = process::memory(server.pid);
        self
    }
}

#[expect(clippy::print_stderr, reason = "what goes on is told while it runs")]
pub fn tell(what: &str) {
    eprintln!("{what}");
}

pub fn tell_error(error: &Error) {
    tell(&format!("a request failed: {error}"));
}
