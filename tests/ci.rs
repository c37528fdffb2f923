//! The summary that `.ci/run` prints about the tests.
#![cfg(unix)]
#![allow(missing_docs, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use streamdsl_tests::examples::workspace;

/// Runs the tests as `.ci/run` does, with a `cargo` that prints `output` and returns `status`. Returns
/// whether they count as passed, and what is printed behind the output of `cargo`.
fn summary(output: &str, status: i32) -> (bool, Vec<String>) {
    let place = tempfile::tempdir().unwrap();
    let cargo = place.path().join("cargo");
    fs::write(place.path().join("output"), output).unwrap();
    let script = format!("#!/bin/sh\ncat \"${{0%/*}}/output\"\nexit {status}\n");
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", place.path().display(), std::env::var("PATH").unwrap());
    let run = Command::new("bash")
        .args(["-c", "source .ci/steps; run_tests"])
        .env("PATH", path)
        .current_dir(workspace())
        .output()
        .unwrap();
    let printed = String::from_utf8(run.stdout).unwrap();
    let (_, summary) = printed.rsplit_once(&format!("{output}\n")).unwrap();
    let lines = summary.lines().filter(|line| !line.starts_with("!! NOT DONE"));
    (run.status.success(), lines.map(str::to_owned).collect())
}

const PASSED: &str = "
test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
skipped: a_test: there is no python3 on the path
test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

const FAILED: &str = "
test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
";

#[test]
fn tests_that_cannot_run_are_named_and_counted_apart_from_ignored_ones() {
    let (passed, lines) = summary(PASSED, 0);
    assert!(passed);
    assert_eq!(
        lines,
        [
            "skipped: a_test: there is no python3 on the path",
            "9 passed, 0 failed, 3 ignored, 1 skipped"
        ]
    );
}

#[test]
fn a_failure_does_not_hide_the_summary() {
    let (passed, lines) = summary(&format!("{PASSED}{FAILED}"), 101);
    assert!(!passed);
    assert_eq!(lines.last().unwrap(), "10 passed, 2 failed, 3 ignored, 1 skipped");
    // What does not compile fails no test.
    let (passed, lines) = summary(PASSED, 101);
    assert!(!passed);
    assert_eq!(lines.last().unwrap(), "9 passed, 0 failed, 3 ignored, 1 skipped");
    assert!(!summary("", 0).0, "no test has run");
}
