//! Runs the examples as processes.

use std::process::{Command, Stdio};

use streamdsl_tests::examples::{program, workspace};

/// The examples that consist of one file.
pub(crate) fn names() -> Vec<String> {
    let folder = workspace().join("examples").read_dir().unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The output of an example that ends successfully.
#[track_caller]
pub(crate) fn run(name: &str, arguments: &str) -> String {
    let (succeeded, stdout, stderr) = outcome(name, arguments);
    assert!(succeeded, "{name}: {stderr}");
    stdout
}

/// Whether an example ends successfully, and its stdout and stderr.
pub(crate) fn outcome(name: &str, arguments: &str) -> (bool, String, String) {
    let output = Command::new(program(name))
        .args(arguments.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}
