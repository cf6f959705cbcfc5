//! What every page needs: the app, the visitor, and the frame.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use khao_app::document::{self, Bundle, Shell, Visitor};
use khao_engine::Engine;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::Actor;
use leptos::prelude::*;

use super::site::site;
use crate::assets;
use crate::problem::Fault;
use crate::security::cookies;
use crate::security::visit::Visit;
use crate::state::App;

/// What a page handler returns.
pub type PageResult = Result<Response, Fault>;

pub struct Page {
    pub app: App,
    pub visit: Visit,
}

impl FromRequestParts<App> for Page {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visit = Visit::from_request_parts(parts, app).await?;
        Ok(Self {
            app: app.clone(),
            visit,
        })
    }
}

impl Page {
    pub fn engine(&self) -> &Engine {
        &self.app.engine
    }

    pub fn actor(&self) -> &Actor {
        &self.visit.actor
    }

    /// A page without islands.
    pub async fn show(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        self.render(status, title, None, content).await
    }

    /// A page with the participant's islands.
    pub async fn show_live(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        self.render(status, title, Some(Bundle::Participant), content)
            .await
    }

    async fn render(
        &self,
        status: StatusCode,
        title: &str,
        bundle: Option<Bundle>,
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            title: title.to_owned(),
            nonce: self.visit.nonce.to_string(),
            assets: assets::manifest(),
            site: site(&self.app).await,
            visitor: self.visitor().await,
            bundle,
        };
        (status, Html(document::render(shell, content))).into_response()
    }

    async fn visitor(&self) -> Visitor {
        match &self.visit.actor {
            Actor::Anonymous => Visitor::Anonymous,
            Actor::Staff { username, role, .. } => Visitor::Staff {
                username: username.clone(),
                role: *role,
            },
            Actor::Participant { .. } => match self.participant().await {
                Ok((name, contest_slug)) => Visitor::Participant { name, contest_slug },
                // A page is shown all the same where the frame cannot name its reader.
                Err(_) => Visitor::Anonymous,
            },
        }
    }

    async fn participant(&self) -> Result<(String, String), khao_engine::error::Error> {
        let me = self.app.engine.me(&self.visit.actor).await?;
        let contest = self.app.engine.contest(me.contest).await?;
        Ok((me.full_name, contest.slug.clone()))
    }

    /// Goes on to another page after a form did its work, with a new session that replaces the one there was.
    pub async fn enter(&self, to: &str, session: &Opened) -> Response {
        let old = self.visit.token.as_ref().filter(|old| {
            // A form sent twice opens one session: its twin must not end it.
            self.visit.actor != Actor::Anonymous && old.expose() != session.token.expose()
        });
        if let Some(old) = old
            && let Err(error) = self.app.engine.log_out(old).await
        {
            tracing::warn!(%error, "a replaced session was not ended and runs to its limit");
        }
        let cookie = cookies::set(session, self.app.engine.now(), self.app.settings.secure);
        with_cookie(see_other(to), cookie)
    }

    /// Goes on without a session.
    pub fn leave(&self, to: &str) -> Response {
        with_cookie(see_other(to), cookies::clear(self.app.settings.secure))
    }

    /// A new id for a form that creates something.
    pub fn form_id(&self) -> String {
        self.app.engine.random().untimed_id().to_string()
    }
}

/// 303: the page after a form.
pub fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
