//! `--listen`.

use std::process::Stdio;
use std::time::Duration;

use khao_tests::server::binary;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::khao;

#[test]
fn a_wrong_address_is_answered_with_right_ones() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in ["localhost", "70000", "http://localhost:3000"] {
        khao(folder.path(), &["serve", "--listen", wrong]).refuses(&[
            "--listen",
            "127.0.0.1:3000",
            "localhost:3000",
        ]);
    }
    khao(folder.path(), &["serve", "--listen", "khong-co.invalid:0"]).refuses(&["khong-co.invalid", "name"]);
    assert!(!folder.path().join("khao-data").exists());
}

#[tokio::test]
async fn a_name_and_a_bare_port_are_listened_on() {
    for address in ["localhost:0", "0"] {
        let folder = tempfile::tempdir().unwrap();
        let mut server = Command::new(binary())
            .args(["serve", "--listen", address, "--data"])
            .arg(folder.path().join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let first = tokio::time::timeout(Duration::from_secs(30), lines.next_line()).await;
        let first = first.unwrap().unwrap().unwrap();
        assert!(
            first.contains("http://127.0.0.1:") || first.contains("http://[::1]:"),
            "{first}"
        );
        server.kill().await.unwrap();
    }
}
