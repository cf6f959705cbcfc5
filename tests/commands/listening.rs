//! `--listen`.

use std::process::Stdio;
use std::time::Duration;

use khao_tests::client::Client;
use khao_tests::server::{Fresh, binary};
use khao_tests::wait::until;

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

/// A supervisor may close what nobody reads.
#[tokio::test]
async fn a_server_that_nobody_listens_to_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut server = tokio::process::Command::new(binary())
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(folder.path().join("data"))
        .stdout(writer)
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let client = Client::anonymous(&format!("http://{address}"));
    until("the server", Duration::from_secs(30), async || {
        assert!(server.try_wait().unwrap().is_none(), "the server ended by itself");
        let answer = client.request("GET", "/readyz").try_send().await.ok()?;
        (answer.status == 200).then_some(())
    })
    .await;
    server.kill().await.unwrap();
}

#[test]
fn a_command_that_is_none_is_answered_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    khao(folder.path(), &["bogus"])
        .refuses(&["bogus", "serve", "demo", "migrate", "admin", "import", "export"]);
    khao(folder.path(), &["exprot"]).refuses(&["a similar subcommand exists: 'export'"]);
}

#[tokio::test]
async fn a_name_and_a_bare_port_are_listened_on() {
    for address in ["localhost:0", "0"] {
        let server = Fresh::serve(address, Duration::from_secs(30)).await;
        let first = &server.said;
        assert!(
            first.contains("http://127.0.0.1:") || first.contains("http://[::1]:"),
            "{first}"
        );
        server.kill().await;
    }
}
