//! Programs that make text and lists in the arena.
#![allow(clippy::unwrap_used, reason = "tests")]

mod operators;
mod texts;
