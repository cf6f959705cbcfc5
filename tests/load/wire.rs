//! The least HTTP client there is: one keep-alive connection, one request after the other. A full client would take more
//! of the processor than the server under test.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Wire {
    stream: TcpStream,
    address: SocketAddr,
    read: Vec<u8>,
}

pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
    /// When the server wants to be asked again.
    pub retry_after: Option<Duration>,
}

impl Wire {
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            address,
            read: Vec::with_capacity(16 * 1024),
        })
    }

    pub async fn call(&mut self, method: &str, path: &str, token: &str, body: &str) -> Result<Reply> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nAccept-Encoding: gzip\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.read.clear();
        loop {
            if let Some(reply) = self.whole() {
                return Ok(reply);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// The reply, once all of it is there.
    fn whole(&self) -> Option<Reply> {
        let end = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&self.read[..end]).ok()?;
        let length = number(head, "content-length").unwrap_or(0);
        let body = self.read.get(end + 4..end + 4 + usize::try_from(length).ok()?)?;
        Some(Reply {
            status: head.get(9..12)?.parse().ok()?,
            body: body.to_vec(),
            retry_after: number(head, "retry-after").map(Duration::from_secs),
        })
    }

    /// Waits until the server has enough of an idle connection.
    pub async fn closed(&mut self) {
        // However it is closed.
        let _ = self.stream.read_buf(&mut self.read).await;
    }
}

/// A header's number.
fn number(head: &str, wanted: &str) -> Option<u64> {
    head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case(wanted)
            .then(|| value.trim().parse().ok())?
    })
}

impl Reply {
    /// An error with the server's words unless the status is this one.
    pub fn expect(&self, status: u16) -> Result<()> {
        if self.status == status {
            return Ok(());
        }
        let words = String::from_utf8_lossy(&self.body);
        Err(Error::other(format!("{}: {words}", self.status)))
    }

    /// The body as JSON, if the status is the expected one.
    pub fn json(&self, status: u16) -> Result<serde_json::Value> {
        self.expect(status)?;
        Ok(serde_json::from_slice(&self.body)?)
    }
}
