//! One line of the route table, and how it becomes a route.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, header};
use axum::routing::{MethodFilter, MethodRouter, on};
use khao_engine::policy::Action;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::security::guard::{self, Gate};
use crate::state::App;

/// Who may call a route. Whose objects they may touch, the engine decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Public,
    /// Whoever holds a session.
    Session,
    /// A participant, about the own attempts only.
    Participant,
    Staff(Action),
}

/// What a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    None,
    Json,
    Form,
    Multipart,
}

impl BodyKind {
    pub const fn media_type(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Json => Some("application/json"),
            Self::Form => Some("application/x-www-form-urlencoded"),
            Self::Multipart => Some("multipart/form-data"),
        }
    }

    /// Imports are limited by their own reader, which can say more; a little room is for the multipart frame.
    pub const fn bytes_max(self) -> usize {
        match self {
            Self::None => 0,
            Self::Json | Self::Form => 1024 * 1024,
            Self::Multipart => 10_000_000 + 64 * 1024,
        }
    }

    /// How long a handler may take; downloads stream on after it returned. Ten megabytes over a bad line need longer, and
    /// only staff send files.
    pub const fn time_limit(self) -> Duration {
        match self {
            Self::None | Self::Json | Self::Form => Duration::from_secs(30),
            Self::Multipart => Duration::from_mins(5),
        }
    }

    pub fn accepts(self, headers: &HeaderMap) -> bool {
        let Some(wanted) = self.media_type() else {
            return true;
        };
        headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|given| given.trim().eq_ignore_ascii_case(wanted))
    }
}

type Schemas = Vec<(String, RefOr<Schema>)>;

/// A type's name in the description, and every schema it needs.
#[derive(Clone)]
pub struct TypeDoc {
    pub name: String,
    pub schemas: Schemas,
}

fn type_doc<T: ToSchema + PartialSchema>() -> TypeDoc {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    TypeDoc {
        name: T::name().into_owned(),
        schemas,
    }
}

/// What an answer holds.
#[derive(Clone)]
pub enum AnswerDoc {
    Empty,
    Json(TypeDoc),
    /// A media type of its own, such as CSV.
    Other(&'static str),
}

/// A parameter in the query.
#[derive(Debug, Clone, Copy)]
pub struct QueryDoc {
    pub name: &'static str,
    /// JSON schema of the value.
    pub schema: &'static str,
    pub description: &'static str,
}

pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub body: BodyKind,
    pub is_hot: bool,
    pub summary: &'static str,
    pub request: Option<TypeDoc>,
    /// Texts that a multipart body holds besides the file.
    pub parts: &'static [&'static str],
    pub query: Vec<QueryDoc>,
    pub answers: Vec<(u16, AnswerDoc)>,
    /// Statuses of refusals beyond those that follow from access, path, query and body.
    pub refusals: Vec<u16>,
    pub takes_idempotency_key: bool,
    handler: Guarded,
}

/// A handler that waits for its gate.
type Guarded = Box<dyn FnOnce(Gate) -> MethodRouter<App> + Send>;

fn guarded<H, T>(method: MethodFilter, handler: H) -> Guarded
where
    H: Handler<T, App>,
    T: 'static,
{
    Box::new(move |gate| {
        // Not a layer: that would box the handler's future once more.
        on(method, move |request: Request| {
            guard::pass(gate.clone(), request, handler.clone())
        })
    })
}

pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route::new(Method::GET, path, access, guarded(MethodFilter::GET, handler))
}

pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route::new(Method::POST, path, access, guarded(MethodFilter::POST, handler))
}

pub fn put<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route::new(Method::PUT, path, access, guarded(MethodFilter::PUT, handler))
}

pub fn patch<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route::new(Method::PATCH, path, access, guarded(MethodFilter::PATCH, handler))
}

pub fn delete<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route::new(
        Method::DELETE,
        path,
        access,
        guarded(MethodFilter::DELETE, handler),
    )
}

impl Route {
    fn new(method: Method, path: &'static str, access: Access, handler: Guarded) -> Self {
        Self {
            method,
            path,
            access,
            body: BodyKind::None,
            is_hot: false,
            summary: "",
            request: None,
            parts: &[],
            query: Vec::new(),
            answers: Vec::new(),
            refusals: Vec::new(),
            takes_idempotency_key: false,
            handler,
        }
    }

    /// One line for the description.
    #[must_use]
    pub fn says(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    #[must_use]
    pub fn takes<T: ToSchema + PartialSchema>(mut self) -> Self {
        self.body = BodyKind::Json;
        self.request = Some(type_doc::<T>());
        self
    }

    /// Also reads `Idempotency-Key`.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.takes_idempotency_key = true;
        self
    }

    #[must_use]
    pub fn takes_form(mut self) -> Self {
        self.body = BodyKind::Form;
        self
    }

    #[must_use]
    pub fn takes_file(mut self) -> Self {
        self.body = BodyKind::Multipart;
        self
    }

    /// A file and texts, each of which may be missing.
    #[must_use]
    pub fn takes_parts(mut self, texts: &'static [&'static str]) -> Self {
        self.body = BodyKind::Multipart;
        self.parts = texts;
        self
    }

    /// Writes through the journal.
    #[must_use]
    pub fn hot(mut self) -> Self {
        self.is_hot = true;
        self
    }

    #[must_use]
    pub fn query(mut self, name: &'static str, schema: &'static str, description: &'static str) -> Self {
        self.query.push(QueryDoc {
            name,
            schema,
            description,
        });
        self
    }

    #[must_use]
    pub fn answers<T: ToSchema + PartialSchema>(mut self, status: u16) -> Self {
        self.answers.push((status, AnswerDoc::Json(type_doc::<T>())));
        self
    }

    #[must_use]
    pub fn answers_nothing(mut self, status: u16) -> Self {
        self.answers.push((status, AnswerDoc::Empty));
        self
    }

    #[must_use]
    pub fn answers_with(mut self, status: u16, media_type: &'static str) -> Self {
        self.answers.push((status, AnswerDoc::Other(media_type)));
        self
    }

    /// Describes refusals that only this route knows.
    #[must_use]
    pub fn may_fail(mut self, statuses: &[u16]) -> Self {
        self.refusals.extend(statuses);
        self
    }

    /// Adds the route with its guard.
    pub fn mount(self, router: Router<App>, app: &App) -> Router<App> {
        let gate = Gate {
            app: app.clone(),
            access: self.access,
            body: self.body,
            is_hot: self.is_hot,
        };
        router.route(self.path, (self.handler)(gate))
    }
}
