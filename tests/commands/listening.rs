//! `--listen`.

use std::time::Duration;

use khao_tests::server::Fresh;

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
        let server = Fresh::serve(address, Duration::from_secs(30)).await;
        let first = &server.said;
        assert!(
            first.contains("http://127.0.0.1:") || first.contains("http://[::1]:"),
            "{first}"
        );
        server.kill().await;
    }
}
