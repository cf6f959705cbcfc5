//! The end of a server that is asked to stop.

use std::time::Duration;

use khao_domain::people::role::Role;
use khao_engine::demo::DEMO_SLUG;
use khao_tests::client::text_at;
use khao_tests::journey::token;
use khao_tests::server::{Server, binary};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const START: Duration = Duration::from_mins(2);
/// Well before the twenty seconds after which connections are left to themselves.
const PROMPTLY: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_board_that_is_looked_at_holds_no_server_up() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let (username, password) = server.demo_account(Role::Organiser);
    let token = token(&server.client, &username, &password).await;
    let contest = format!("/api/v1/contests/{DEMO_SLUG}");
    let contest = server.client.get(&contest).await.expect(200).json();
    let round = text_at(&contest, "/rounds/0/id");

    let mut board = TcpStream::connect(server.address()).await.unwrap();
    let request = format!(
        "GET /api/v1/rounds/{round}/board/events HTTP/1.1\r\nhost: khao\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    board.write_all(request.as_bytes()).await.unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("event: board") {
        assert!(
            board.read_buf(&mut seen).await.unwrap() > 0,
            "{}",
            String::from_utf8_lossy(&seen)
        );
    }
    server.terminate().await;
    assert!(server.ended_well(PROMPTLY).await);
}
