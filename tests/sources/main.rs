//! The sources beyond plain sockets and memory, on real files, connections and processes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod bounded;
mod failures;
mod files;
mod formats;
mod paced;
mod queues;
mod receivers;
mod sockets;
mod stdin;
