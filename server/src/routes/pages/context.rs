//! What every page needs: the app, the visitor, and the frame.

use std::ops::ControlFlow;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use khao_app::components::console_nav::{ConsoleNav, Section};
use khao_app::components::done::Done;
use khao_app::components::read_only::read_only;
use khao_app::document::{self, Bundle, Shell, Visitor};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_engine::Engine;
use khao_engine::error::Error;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::{Action, Actor};
use khao_engine::work::Running;
use leptos::prelude::*;

use super::guide::explaining;
use super::site::site;
use crate::assets;
use crate::problem::Fault;
use crate::security::cookies;
use crate::security::headers::Framing;
use crate::security::visit::Visit;
use crate::state::App;

/// What a page handler returns.
pub type PageResult = Result<Response, Fault>;

pub struct Page {
    pub app: App,
    pub visit: Visit,
    /// What the form has done that led here.
    done: Option<Done>,
    /// As it was asked for; empty for a page that no address led to.
    path: String,
    /// Where it is found again in the other language; empty where only the browser knows.
    back: String,
}

impl FromRequestParts<App> for Page {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let path = parts.uri.path();
        let asked = parts.uri.path_and_query().map_or(path, PathAndQuery::as_str);
        Ok(Self {
            app: app.clone(),
            visit,
            done: done_in(parts.uri.query().unwrap_or_default()),
            path: path.to_owned(),
            back: if parts.method.is_safe() { asked } else { path }.to_owned(),
        })
    }
}

impl Page {
    /// A page that no form has led to.
    pub const fn of(app: App, visit: Visit) -> Self {
        Self {
            app,
            visit,
            done: None,
            path: String::new(),
            back: String::new(),
        }
    }

    /// Names the page that a form stands in which came back under an address that takes nothing but forms.
    #[must_use]
    pub fn standing_in(mut self, page: impl Into<String>) -> Self {
        self.back = page.into();
        self
    }

    pub fn engine(&self) -> &Engine {
        &self.app.engine
    }

    pub fn actor(&self) -> &Actor {
        &self.visit.actor
    }

    /// What the page is to be written in.
    pub fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// A page without islands.
    pub async fn show(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        render(status, self.shell(title).await, content)
    }

    /// A page that stands within another one of ours, and nowhere else.
    pub async fn show_in_frame(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        let shell = Shell {
            bare: true,
            ..self.shell(title).await
        };
        let mut response = render(status, shell, content);
        response.extensions_mut().insert(Framing::Within);
        response
    }

    /// A page with a form that takes what was typed along to the other language.
    pub async fn show_carrying(
        &self,
        form: Option<&'static str>,
        (status, title): (StatusCode, &str),
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            language_form: form,
            ..self.shell(title).await
        };
        render(status, shell, content)
    }

    /// A page of somebody's own, which says what its form has done.
    pub async fn show_own(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        let shell = Shell {
            done: self.done_at(status),
            ..self.shell(title).await
        };
        render(status, shell, content)
    }

    /// A page that came back with mistakes has nothing done.
    fn done_at(&self, status: StatusCode) -> Option<Done> {
        self.done.filter(|_| status == StatusCode::OK)
    }

    /// A page with the participant's islands.
    pub async fn show_live(&self, status: StatusCode, title: &str, content: AnyView) -> Response {
        let shell = Shell {
            bundle: Some(Bundle::Participant),
            ..self.shell(title).await
        };
        render(status, shell, content)
    }

    /// A page without islands that a small script helps.
    pub async fn show_with(
        &self,
        script: &'static str,
        (status, title): (StatusCode, &str),
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            script: Some(script),
            ..self.shell(title).await
        };
        render(status, shell, content)
    }

    /// One that a script keeps up to date too.
    pub async fn show_live_with(
        &self,
        script: &'static str,
        (status, title): (StatusCode, &str),
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            bundle: Some(Bundle::Participant),
            script: Some(script),
            ..self.shell(title).await
        };
        render(status, shell, content)
    }

    /// A page of the console, which lies in a section of it.
    pub async fn show_console(
        &self,
        current: Section,
        status: StatusCode,
        title: &str,
        content: AnyView,
    ) -> Response {
        render(status, self.console_shell(current, status, title).await, content)
    }

    async fn console_shell(&self, current: Section, status: StatusCode, title: &str) -> Shell {
        let sections = Section::ALL
            .into_iter()
            .filter(|section| self.actor().may(needed(*section)).is_ok())
            .collect();
        Shell {
            console: Some(ConsoleNav {
                sections,
                current,
                guide: self.guide(),
            }),
            done: self.done_at(status),
            ..self.shell(title).await
        }
    }

    /// A page on which people work who may do this; whoever only inspects it has nothing to press.
    pub fn inspected(&self, action: Action, content: AnyView) -> AnyView {
        if self.actor().may(action).is_ok() {
            content
        } else {
            read_only(self.lang(), content)
        }
    }

    /// A page of the console that shows another one of ours within it; with a script, where there is one.
    pub async fn show_console_around(
        &self,
        script: Option<&'static str>,
        current: Section,
        (status, title): (StatusCode, &str),
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            script,
            ..self.console_shell(current, status, title).await
        };
        let mut response = render(status, shell, content);
        response.extensions_mut().insert(Framing::Around);
        response
    }

    /// One with a script that keeps it up to date: the address of the script.
    pub async fn show_console_with(
        &self,
        script: &'static str,
        current: Section,
        (status, title): (StatusCode, &str),
        content: AnyView,
    ) -> Response {
        let shell = Shell {
            script: Some(script),
            ..self.console_shell(current, status, title).await
        };
        render(status, shell, content)
    }

    /// One that the browser asks for again as long as something runs.
    pub async fn show_console_again(
        &self,
        refresh_s: Option<u32>,
        current: Section,
        title: &str,
        content: AnyView,
    ) -> Response {
        let status = StatusCode::OK;
        let shell = Shell {
            refresh_s,
            ..self.console_shell(current, status, title).await
        };
        render(status, shell, content)
    }

    /// What a work came to, where that is soon; otherwise the address of the page that says how far it is.
    pub async fn follow<T>(&self, work: Running<T>) -> ControlFlow<String, Result<T, Error>> {
        let page = format!("/console/work/{}", work.id);
        match work.ended_within(self.app.settings.work_patience).await {
            Some(ended) => ControlFlow::Continue(ended),
            None => ControlFlow::Break(page),
        }
    }

    fn guide(&self) -> &'static str {
        let role = match self.actor() {
            Actor::Staff { role, .. } | Actor::Unproven { role, .. } => *role,
            Actor::Anonymous | Actor::Participant { .. } => Role::Organiser,
        };
        explaining(&self.path, role)
    }

    async fn shell(&self, title: &str) -> Shell {
        Shell {
            title: title.to_owned(),
            nonce: self.visit.nonce.to_string(),
            assets: assets::manifest(),
            site: site(&self.app).await,
            visitor: self.visitor().await,
            lang: self.lang(),
            back: self.back.clone(),
            language_form: None,
            bundle: None,
            script: None,
            console: None,
            done: None,
            refresh_s: None,
            bare: false,
        }
    }

    async fn visitor(&self) -> Visitor {
        match &self.visit.actor {
            Actor::Anonymous => Visitor::Anonymous,
            Actor::Staff { username, role, .. } | Actor::Unproven { username, role, .. } => Visitor::Staff {
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

    async fn participant(&self) -> Result<(String, String), Error> {
        let me = self.app.engine.me(&self.visit.actor).await?;
        let contest = self.app.engine.contest(me.contest).await?;
        Ok((me.full_name, contest.slug.clone()))
    }

    /// Goes on to another page after a form did its work, with a new session that replaces the one there was.
    pub async fn enter(&self, to: &str, session: &Opened) -> Response {
        self.with_session(see_other(to), session).await
    }

    /// An answer that hands out the new session.
    pub async fn with_session(&self, response: Response, session: &Opened) -> Response {
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
        with_cookie(response, cookie)
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

fn done_in(query: &str) -> Option<Done> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    let (_, word) = pairs.find(|(name, _)| name == "done")?;
    Done::of_word(&word)
}

/// 303 after a step in the console: the page says that it was taken.
pub fn see_done(path: &str, done: Done) -> Response {
    see_other(&done.at(path))
}

fn render(status: StatusCode, shell: Shell, content: AnyView) -> Response {
    (status, Html(document::render(shell, content))).into_response()
}

/// The right without which a section is not offered.
const fn needed(section: Section) -> Action {
    match section {
        Section::Contests => Action::SeeConsole,
        Section::Surveys => Action::ReadSurveys,
        Section::Banks => Action::ReadBanks,
        Section::Accounts => Action::ReadAccounts,
        Section::Units => Action::ReadUnits,
        // Auditors read the site's own settings too.
        Section::Audit | Section::Instance => Action::ReadAudit,
    }
}

/// 303: the page after a form.
pub fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

pub(super) fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
