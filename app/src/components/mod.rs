//! The parts pages are made of: plain functions from plain data to HTML.

pub mod island_loader;
