//! The built binary as a child process.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use khao_domain::people::role::Role;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::client::{Client, text_at};
use crate::wait::{Stopwatch, until};

/// A demo server; killed when it is dropped.
pub struct Server {
    child: Child,
    pub pid: u32,
    pub client: Client,
    /// What `demo.json` holds.
    pub demo: Value,
    /// From the start of the process until `/readyz` said yes.
    pub ready_after: Duration,
}

/// The binary under test: `KHAO_TEST_BINARY`, or the one that lies beside the tests.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("KHAO_TEST_BINARY") {
        return path.into();
    }
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().unwrap();
    let folder = if folder.ends_with("deps") {
        folder.parent().unwrap()
    } else {
        folder
    };
    folder.join("khao")
}

/// `khao serve` over an empty folder, listening on `address`; killed when it is dropped.
pub struct Fresh {
    child: Child,
    /// The first line it printed: its name and where it listens.
    pub said: String,
    /// Held open, as a terminal is.
    _lines: Lines<BufReader<ChildStdout>>,
    _folder: TempDir,
}

impl Fresh {
    pub async fn serve(address: &str, within: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(binary())
            .args(["serve", "--listen", address, "--data"])
            .arg(folder.path().join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = tokio::time::timeout(within, lines.next_line()).await;
        Self {
            child,
            said: said.unwrap().unwrap().unwrap(),
            _lines: lines,
            _folder: folder,
        }
    }

    /// `kill -9`, and waits until it is gone.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

impl Server {
    /// `khao demo` over this folder, ready.
    pub async fn demo(binary: &Path, data: &Path, within: Duration) -> Self {
        let watch = Stopwatch::start();
        let file = data.join("demo.json");
        // Written anew once it is loaded: an old one would name an address that is gone.
        let before = modified(&file);
        let mut child = Command::new(binary)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; build it first", binary.display()));
        let demo = until("demo.json", within, async || {
            assert!(child.try_wait().unwrap().is_none(), "the server ended by itself");
            let text = std::fs::read(&file).ok()?;
            let demo: Value = serde_json::from_slice(&text).ok()?;
            let is_new = modified(&file) != before && demo["base_url"] != "";
            is_new.then_some(demo)
        })
        .await;
        let client = Client::anonymous(&text_at(&demo, "/base_url"));
        until("/readyz", within, async || {
            let answer = client.request("GET", "/readyz").try_send().await.ok()?;
            (answer.status == 200).then_some(())
        })
        .await;
        Self {
            pid: child.id().unwrap(),
            child,
            client,
            demo,
            ready_after: watch.elapsed(),
        }
    }

    /// Name and password of the demonstration's account with this role.
    pub fn demo_account(&self, role: Role) -> (String, String) {
        let mut accounts = self.demo["accounts"].as_array().unwrap().iter();
        let account = accounts.find(|account| account["role"] == role.as_str()).unwrap();
        (text_at(account, "/username"), text_at(account, "/password"))
    }

    /// Where it listens.
    pub fn address(&self) -> std::net::SocketAddr {
        let base = text_at(&self.demo, "/base_url");
        base.trim_start_matches("http://")
            .trim_end_matches('/')
            .parse()
            .unwrap()
    }

    /// `kill -9`, and waits until it is gone.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to end, as a service manager does.
    pub async fn terminate(&self) {
        self.signal("TERM").await;
    }

    /// Stops it in mid-work, as it is: every thread has come to a halt.
    pub async fn freeze(&self) {
        self.signal("STOP").await;
        let threads = format!("/proc/{}/task", self.pid);
        let halted = async || {
            let mut threads = std::fs::read_dir(&threads).unwrap();
            threads
                .all(|thread| has_halted(&thread.unwrap().path()))
                .then_some(())
        };
        until("all threads to halt", Duration::from_secs(30), halted).await;
    }

    async fn signal(&self, name: &str) {
        let pid = self.pid.to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &pid])
            .status()
            .await
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end; true where it ended well.
    pub async fn ended_well(mut self, within: Duration) -> bool {
        let ended = tokio::time::timeout(within, self.child.wait()).await;
        ended.is_ok_and(|status| status.unwrap().success())
    }
}

fn has_halted(thread: &Path) -> bool {
    let about = std::fs::read_to_string(thread.join("stat")).unwrap();
    // The name in parentheses may hold anything.
    about.rsplit(") ").next().unwrap().starts_with('T')
}

fn modified(file: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}
