//! Wrong programs. No file in `compile_fail` may compile, and the compiler's messages must match
//! the `.stderr` file beside it exactly.
//!
//! These messages are part of the language. After a change that affects them,
//! `TRYBUILD=overwrite cargo test -p streamdsl-tests --test compile_fail` writes them again. Read
//! each changed message: it must point to a token of the program, say what is wrong and what to do,
//! and must not mention code that the user did not write.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// The compiler version whose messages are recorded. Other versions use other words, so with them
/// only the macro's own messages could be compared.
const COMPILER: &str = "rustc 1.95.";

/// Words that only this library's internal code uses.
const INTERNAL: &[&str] = &[
    "__",
    "Feed",
    "Column",
    "Exchanged",
    "PageBytes",
    "Groups",
    "Chunk",
    "JoinStage",
    "enum variant",
    "this error originates",
    "inside of this loop",
];

/// Programs with more than one mistake, and how many errors they get. Any other has one.
const SEVERAL: &[(&str, usize)] = &[
    ("source_of_own", 4),
    ("foreign_field", 3),
    ("grouped_slices_of_structs", 2),
    ("duration_without_unit", 2),
    ("max_of_unordered", 2),
    ("operator_in_camel_case", 2),
    ("program_of_python", 4),
    ("several_mistakes", 7),
];

fn programs() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("compile_fail");
    let entries = fs::read_dir(directory).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    paths
}

/// Whether the program has nothing that a message could point to.
fn is_empty(program: &Path) -> bool {
    program.ends_with("empty_body.rs")
}

#[test]
fn wrong_programs_get_the_recorded_messages() {
    let version = std::process::Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    if !version.starts_with(COMPILER) {
        return streamdsl_tests::skipped(
            "wrong_programs_get_the_recorded_messages",
            format_args!("the messages are those of {COMPILER}*, this is {}", version.trim()),
        );
    }
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}

#[test]
fn no_message_speaks_of_what_the_user_did_not_write() {
    assert!(programs().len() >= 45);
    for program in programs() {
        if is_empty(&program) {
            continue;
        }
        let recorded = fs::read_to_string(program.with_extension("stderr")).unwrap();
        // Skips the code of this library that rustc quotes, and its notes on where a bound comes
        // from, which cannot be prevented.
        let mut is_library = false;
        let words = recorded.lines().filter(|line| {
            if line.contains("-->") {
                is_library = line.contains("$WORKSPACE");
            }
            let is_code = is_library && line.trim_start().starts_with(['|', '.']);
            !is_code && !line.starts_with("note: required by a bound")
        });
        for line in words {
            let internal = INTERNAL.iter().find(|name| line.contains(**name));
            assert!(internal.is_none(), "{}: {line}", program.display());
        }
    }
}

#[test]
fn one_mistake_is_one_error() {
    for program in programs() {
        let recorded = fs::read_to_string(program.with_extension("stderr")).unwrap();
        let errors = recorded.lines().filter(|line| line.starts_with("error")).count();
        let name = program.file_stem().unwrap().to_str().unwrap();
        let several = SEVERAL.iter().find(|(several, _)| *several == name);
        assert_eq!(errors, several.map_or(1, |(_, errors)| *errors), "{name}");
    }
}

#[test]
fn no_message_is_about_the_program_as_a_whole() {
    for program in programs() {
        if is_empty(&program) {
            continue;
        }
        let recorded = fs::read_to_string(program.with_extension("stderr")).unwrap();
        let source = fs::read_to_string(&program).unwrap();
        // A program without `stream!` is about a derive.
        let Some(opening) = source.lines().position(|line| line.contains("stream! {")) else {
            continue;
        };
        let opening = opening + 1;
        let place = format!("{}:{opening}:", program.file_name().unwrap().display());
        let blamed = recorded.lines().any(|line| line.contains("-->") && line.contains(&place));
        assert!(!blamed, "{}", program.display());
    }
}
