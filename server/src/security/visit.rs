//! Who asks: read once per request, before the handler.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, header};
use khao_domain::lang::Lang;
use khao_domain::people::browser::family;
use khao_engine::error::Error;
use khao_engine::policy::Actor;
use khao_engine::secrets::SessionToken;

use crate::frame::Frame;
use crate::problem::Fault;
use crate::security::cookies;
use crate::state::App;

/// One request's visitor.
#[derive(Debug, Clone)]
pub struct Visit {
    pub actor: Actor,
    pub token: Option<SessionToken>,
    pub address: IpAddr,
    pub lang: Lang,
    pub nonce: Arc<str>,
    pub request_id: Arc<str>,
}

/// Where `Authorization` is sent, the cookie is ignored.
pub(super) fn token_of(headers: &HeaderMap, secure: bool) -> Option<SessionToken> {
    match headers.get(header::AUTHORIZATION) {
        Some(value) => {
            let text = value.to_str().ok()?;
            let (scheme, token) = text.split_once(' ')?;
            scheme
                .eq_ignore_ascii_case("bearer")
                .then(|| SessionToken::received(token.trim()))
        }
        None => cookies::token(headers, secure).map(SessionToken::received),
    }
}

/// The client's address: the connection's, or behind a proxy the last hop that the proxy wrote.
fn address_of(parts: &Parts, behind_proxy: bool) -> IpAddr {
    let peer = parts.extensions.get::<Frame>().map(|frame| frame.peer.ip());
    let forwarded = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .filter(|_| behind_proxy)
        .and_then(|value| value.to_str().ok())
        .and_then(|list| list.rsplit(',').next())
        .and_then(|hop| hop.trim().parse().ok());
    forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// How addresses of ours begin: with the name under which this one was asked for.
pub fn base(app: &App, headers: &HeaderMap) -> String {
    let scheme = if app.settings.secure { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.filter(|host| host.parse::<Authority>().is_ok());
    host.map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

/// What kind of browser sent these, in a few words.
pub fn browser(headers: &HeaderMap) -> String {
    let user_agent = headers.get(header::USER_AGENT);
    family(
        user_agent
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default(),
    )
}

impl Visit {
    /// The token of one's own session.
    pub fn own_token(&self) -> Result<&SessionToken, Error> {
        self.token.as_ref().ok_or(Error::LogIn)
    }

    /// Whoever found an open session tries out no password: counted like log-ins.
    pub fn count_password(&self, app: &App) -> Result<(), Error> {
        match &self.actor {
            Actor::Staff { username, .. } | Actor::Unproven { username, .. } => {
                app.limits.staff_log_in(username, self.address)
            }
            Actor::Anonymous | Actor::Participant { .. } => Err(Error::Forbidden),
        }
    }

    pub(super) async fn read(app: &App, parts: &Parts) -> Result<Self, Error> {
        let token = token_of(&parts.headers, app.settings.secure);
        let actor = match &token {
            Some(token) => app.engine.actor(token).await?,
            None => Actor::Anonymous,
        };
        let frame = parts.extensions.get::<Frame>();
        let address = address_of(parts, app.settings.behind_proxy);
        Ok(Self {
            actor: actor.coming_from(address),
            token,
            address,
            lang: frame.map(|frame| frame.lang).unwrap_or_default(),
            nonce: frame.map(|frame| frame.nonce.clone()).unwrap_or_default(),
            request_id: frame.map(|frame| frame.request_id.clone()).unwrap_or_default(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        // The guard of every route has put it there.
        parts
            .extensions
            .get::<Arc<Self>>()
            .map(|visit| Self::clone(visit))
            .ok_or_else(Fault::internal)
    }
}
