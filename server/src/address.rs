//! Where to listen, as people write it: `127.0.0.1:3000`, `[::1]:3000`, `localhost:3000`, or only the port.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// A host and a port; a name is resolved when the server starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenAddress {
    host: String,
    port: u16,
}

/// What is wrong with an address, with examples of right ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressError {
    Form,
    UnknownHost(String),
}

impl fmt::Display for AddressError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => formatter.write_str(
                "say ADDRESS:PORT, such as 127.0.0.1:3000 or localhost:3000, or only a port (0 to 65535)",
            ),
            Self::UnknownHost(host) => write!(formatter, "no machine is known by the name «{host}»"),
        }
    }
}

impl std::error::Error for AddressError {}

impl FromStr for ListenAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if let Ok(port) = text.parse() {
            let host = "127.0.0.1".to_owned();
            return Ok(Self { host, port });
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Self {
                host: address.ip().to_string(),
                port: address.port(),
            });
        }
        let (host, port) = text.rsplit_once(':').ok_or(AddressError::Form)?;
        let is_name = !host.is_empty()
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        match port.parse() {
            Ok(port) if is_name => Ok(Self {
                host: host.to_owned(),
                port,
            }),
            _ => Err(AddressError::Form),
        }
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(formatter, "[{}]:{}", self.host, self.port)
        } else {
            write!(formatter, "{}:{}", self.host, self.port)
        }
    }
}

impl ListenAddress {
    /// The address behind the name. Where there are several, the one of IPv4: what people type into a browser.
    pub async fn resolve(&self) -> Result<SocketAddr, AddressError> {
        let unknown = || AddressError::UnknownHost(self.host.clone());
        let found = tokio::net::lookup_host((self.host.as_str(), self.port)).await;
        let addresses: Vec<SocketAddr> = found.map_err(|_| unknown())?.collect();
        let first_of_ipv4 = addresses.iter().find(|address| address.is_ipv4());
        first_of_ipv4.or(addresses.first()).copied().ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_names_and_bare_ports_are_read() {
        for (text, shown) in [
            ("3000", "127.0.0.1:3000"),
            ("0", "127.0.0.1:0"),
            ("localhost:0", "localhost:0"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:3000", "[::1]:3000"),
            ("may-chu.vinhlong.example:443", "may-chu.vinhlong.example:443"),
        ] {
            assert_eq!(
                text.parse::<ListenAddress>().unwrap().to_string(),
                shown,
                "{text}"
            );
        }
        for text in [
            "",
            "65536",
            "localhost",
            ":3000",
            "::1:3000",
            "http://h:1",
            "h:x",
            "h:70000",
            "a b:1",
        ] {
            assert_eq!(text.parse::<ListenAddress>(), Err(AddressError::Form), "{text}");
        }
    }
}
