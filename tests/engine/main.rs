//! Tests of the engine with hand-written pipelines, without the language.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod bounded;
mod exchange;
mod flow;
mod lifecycle;
#[cfg(unix)]
mod process;
mod socket;
mod support;
mod turns;
