//! Tests of the compiler on text: what a program means, what is reported about mistakes, and what
//! is emitted.

mod arguments;
mod bindings;
mod chains;
mod durations;
mod grammar;
mod hygiene;
mod idle;
mod programs;
mod size;
mod slots;
mod snapshots;
mod syntax;

use proc_macro2::TokenStream;

use crate::compiler::resolved::Resolved;
use crate::compiler::understand;

/// Runs the front half over `program`.
pub(super) fn front(program: TokenStream) -> (Resolved, Vec<String>) {
    let (resolved, diagnostics) = understand(program);
    let found = diagnostics.into_sorted();
    let shown = found.iter().map(|found| format!("[{}] {}", found.underlined(), found.text()));
    (resolved, shown.collect())
}

/// The resolved tree of a correct program.
pub(super) fn resolved(source: &str) -> Resolved {
    let (resolved, mistakes) = front(source.parse().unwrap());
    assert!(mistakes.is_empty(), "{source}\n{mistakes:#?}");
    resolved
}

/// Checks what is reported about `source`: each mistake as `[underlined text] message`, in the
/// order of the source.
#[track_caller]
fn reports(source: &str, expected: &[&str]) {
    let (_, mistakes) = front(source.parse().unwrap());
    assert_eq!(mistakes, expected, "{source}");
}
