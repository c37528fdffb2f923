//! Sources other than plain sockets and memory, with real files, connections and processes.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod bounded;
mod calls;
mod failures;
mod files;
mod formats;
mod long_records;
mod paced;
mod queues;
mod receivers;
mod sockets;
mod stdin;
mod texts;

/// One line for each number, with a prefix.
fn numbered(numbers: std::ops::Range<u32>, before: &str) -> String {
    let lines: Vec<String> = numbers.map(|n| format!("{before}{n}\n")).collect();
    lines.concat()
}

/// A source of one number.
fn one(number: u32) -> streamdsl::source::MemorySource<u32> {
    streamdsl::source::memory([[number]])
}
