//! What an editor shows inside a program, according to rust-analyzer.
//!
//! Without rust-analyzer the test counts as skipped. The test looks for the command that
//! `RUST_ANALYZER` names, then for `rust-analyzer`.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::Path;
use std::process::Command;

/// A working rust-analyzer. rustup puts a command of this name on the path that fails if the
/// component is not installed.
fn rust_analyzer() -> Option<String> {
    let named = std::env::var("RUST_ANALYZER").ok();
    let mut candidates = named.into_iter().chain(["rust-analyzer".to_owned()]);
    candidates.find(|command| {
        let version = Command::new(command).arg("--version").output();
        version.is_ok_and(|version| version.status.success())
    })
}

#[test]
fn operators_complete_and_explain_themselves() {
    let Some(command) = rust_analyzer() else {
        return streamdsl_tests::skipped(
            "operators_complete_and_explain_themselves",
            "no rust-analyzer on the path, nor named by RUST_ANALYZER",
        );
    };
    if !streamdsl_tests::peers::has_python("operators_complete_and_explain_themselves") {
        return;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let application = tempfile::tempdir().unwrap();
    let asked = Command::new("python3")
        .arg(tests.join("peers/editor.py"))
        .arg(command)
        .arg(tests.parent().unwrap())
        .arg(application.path())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("applications"))
        .output()
        .unwrap();
    let answers = String::from_utf8_lossy(&asked.stdout);
    eprintln!("{answers}{}", String::from_utf8_lossy(&asked.stderr));
    assert!(asked.status.success(), "rust-analyzer does not show what it should");
}
