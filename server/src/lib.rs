//! How it is served: axum routes, sessions, headers, downloads, the command line.
//!
//! Map:
//! - [`routes`]: the one route table (method, path, access, handler, description) and the handlers, `routes/api/` one
//!   file per resource, `routes/pages/` one file per page;
//! - [`security`]: who asks, cross-site requests, headers, rate limits;
//! - [`problem`]: errors as problem documents and as pages;
//! - [`listen`]: the accept loop; [`frame`]: what stands around every request; [`observe`]: request ids and logs;
//!   [`assets`]: the embedded front end; [`compression`]: of the paper;
//! - [`config`] and [`commands`]: the command line; [`address`]: where to listen.
//!
//! How to add a route: a handler in the file of its resource or page, and a line in that file's `routes()`. A route
//! cannot be built without its access.

pub mod address;
pub mod assets;
pub mod commands;
pub mod compression;
pub mod config;
pub mod frame;
pub mod listen;
pub mod observe;
pub mod problem;
pub mod routes;
pub mod security;
pub mod state;
