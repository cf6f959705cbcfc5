//! One keep-alive connection, as light as can be: the generator shares two cores with the server it measures.

use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use khao_tests::wait::Stopwatch;
use tokio::net::TcpStream;

pub struct Connection {
    address: SocketAddr,
    sender: SendRequest<Full<Bytes>>,
    pub token: String,
}

/// An answer with the time it took.
pub struct Answer {
    pub status: u16,
    pub body: Bytes,
    pub took: Duration,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        Self {
            address,
            sender: connect(address).await,
            token: String::new(),
        }
    }

    /// Sends and waits for the whole answer; opens a new connection where the server closed this one.
    pub async fn call(&mut self, method: Method, path: &str, body: String) -> Answer {
        let watch = Stopwatch::start();
        if self.sender.ready().await.is_err() {
            self.sender = connect(self.address).await;
        }
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1")
            .header("content-type", "application/json");
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        let request = request
            .body(Full::new(Bytes::from(body)))
            .expect("a well-formed request");
        let answer = self.sender.send_request(request).await.expect("an answer");
        let status = answer.status().as_u16();
        let body = answer
            .into_body()
            .collect()
            .await
            .expect("a whole answer")
            .to_bytes();
        Answer {
            status,
            body,
            took: watch.elapsed(),
        }
    }
}

async fn connect(address: SocketAddr) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("the server listens");
    stream.set_nodelay(true).expect("TCP_NODELAY");
    let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("a connection");
    tokio::spawn(connection);
    sender
}
