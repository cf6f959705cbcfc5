//! What happens to people while they answer. Each story ends with what is in the database.

mod board;
mod deadline;
mod devices;
mod early;
mod keyboard;
mod outage;
mod plain;
mod practice;
mod reload;
mod session;
mod sizes;
mod slow_phone;
mod store;
mod tabs;
mod whole;
