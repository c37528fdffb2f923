//! Outputs that cannot be written: the error is clear, and nothing is left behind.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use streamdsl::prelude::*;
use streamdsl::testing;

use super::{lines, names, place};

/// The error of saving one record, which is the same on any number of workers.
fn error_of(prefix: &str) -> String {
    let errors: Vec<String> = (1..=3)
        .map(|workers| {
            let job = stream! { memory([["a"]]) |> save_as_text_files(prefix) };
            testing::run_on(workers, job).unwrap_err().to_string()
        })
        .collect();
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    let expected = "`save_as_text_files` could not write the batch of 1970";
    assert!(errors[0].contains(expected), "{}", errors[0]);
    assert!(errors[0].contains(&format!("cannot write {prefix}-1000: ")), "{}", errors[0]);
    errors[0].clone()
}

#[test]
fn a_path_through_a_file_is_an_error() {
    let (directory, _) = place();
    let file = directory.path().join("file");
    fs::write(&file, "precious").unwrap();
    for below in ["file/out", "file/deep/er/out"] {
        let error = error_of(&directory.path().join(below).display().to_string());
        assert!(error.contains("Not a directory"), "{error}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "precious");
}

#[test]
fn absurd_names_are_errors() {
    let (directory, prefix) = place();
    let error = error_of(&format!("{prefix}{}", "x".repeat(300)));
    assert!(error.contains("File name too long"), "{error}");
    let error = error_of(&format!("{prefix}\0"));
    assert!(error.contains("nul byte") || error.contains("NUL byte"), "{error}");
    assert_eq!(names(directory.path()), [""; 0]);
}

#[test]
fn directories_made_for_an_output_go_again_with_it() {
    let (directory, _) = place();
    let deep = directory.path().join("made/for/it");
    let error = error_of(&deep.join("x".repeat(300)).display().to_string());
    assert!(error.contains("File name too long"), "{error}");
    assert_eq!(names(directory.path()), [""; 0]);
}

#[test]
fn what_no_output_wrote_is_never_replaced() {
    let (directory, prefix) = place();
    let home = directory.path().join("out-1000");
    fs::create_dir(&home).unwrap();
    fs::write(home.join("thesis.txt"), "precious").unwrap();
    let error = error_of(&prefix);
    assert!(
        error.ends_with(
            "it contains `thesis.txt`; an output replaces only directories that an output wrote"
        ),
        "{error}"
    );
    assert_eq!(names(&home), ["thesis.txt"]);

    fs::remove_dir_all(&home).unwrap();
    fs::write(&home, "precious").unwrap();
    let error = error_of(&prefix);
    assert!(error.contains("something else has this name"), "{error}");
    assert_eq!(fs::read_to_string(&home).unwrap(), "precious");
    assert_eq!(names(directory.path()), ["out-1000"]);
}

#[test]
fn a_directory_of_spark_is_replaced() {
    let (directory, prefix) = place();
    let sparks = directory.path().join("out-1000");
    fs::create_dir(&sparks).unwrap();
    for name in ["part-00000", "part-00001", ".part-00000.crc", "_SUCCESS", "._SUCCESS.crc"] {
        fs::write(sparks.join(name), "old\n").unwrap();
    }
    testing::run(stream! { memory([["new"]]) |> save_as_text_files(&prefix) }).unwrap();
    assert_eq!(lines(&sparks), ["new"]);
    assert_eq!(names(&sparks), ["_SUCCESS", "part-00000"]);
}

#[test]
fn two_outputs_cannot_write_to_the_same_place() {
    let (directory, prefix) = place();
    let line = line!() + 4;
    let job = stream! {
        let words = memory([["a"]]);
        words |> save_as_text_files(&prefix, "x");
        words |> save_as_object_files(&prefix, "x");
    };
    let error = testing::run(job).unwrap_err().to_string();
    let expected = format!(
        "`save_as_object_files` could not be opened: another output already \
         writes to {prefix}-<time>.x"
    );
    assert!(error.contains(&expected), "{error}");
    assert!(error.contains(&format!("failures.rs:{line}:")), "{error}");
    assert_eq!(names(directory.path()), [""; 0]);
}

/// A record whose formatting fails.
#[derive(Clone)]
struct Mute;

impl fmt::Debug for Mute {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

#[test]
fn a_record_that_cannot_be_formatted_is_not_lost_silently() {
    let (directory, prefix) = place();
    let job = stream! { memory([[1, 2]]) |> map(|n| (n, Mute)) |> save_as_text_files(&prefix) };
    let error = testing::run(job).unwrap_err().to_string();
    assert!(error.contains("formatting a record returned an error"), "{error}");
    assert_eq!(names(directory.path()), [""; 0]);
}

/// Saves more than the disk has space for, and prints the error. Runs in a separate process.
fn save_too_much(prefix: &str) {
    let records: Vec<(String, u64)> = (0..20_000).map(|n| (format!("record {n}"), n)).collect();
    let mut errors = Vec::new();
    let copy = records.clone();
    let text = stream! { memory([vec![], copy]) |> save_as_text_files(prefix) };
    errors.push(testing::run_on(1, text).unwrap_err());
    let copy = records.clone();
    let object = stream! { memory([copy]) |> save_as_object_files(prefix) };
    errors.push(testing::run_on(1, object).unwrap_err());
    let hadoop = stream! { memory([records]) |> save_as_hadoop_files(prefix) };
    errors.push(testing::run_on(1, hadoop).unwrap_err());
    for error in errors {
        println!("error: {error}");
    }
}

/// Runs this test again in a process that `shell` prepares, with the output prefix.
fn in_a_process(test: &str, variable: &str, shell: &[&str], directory: &Path) -> (bool, String) {
    let output = Command::new(shell[0])
        .args(&shell[1..])
        .args(["sh".as_ref(), directory.as_os_str(), std::env::current_exe().unwrap().as_os_str()])
        .args([test, "--exact", "--nocapture"])
        .env(variable, directory.join("made/for/out"))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_leaves_nothing_behind() {
    const NAME: &str = "failures::a_file_that_may_not_grow_leaves_nothing_behind";
    const CHILD: &str = "STREAMDSL_TEST_FILE_LIMIT";
    if let Ok(prefix) = std::env::var(CHILD) {
        return save_too_much(&prefix);
    }
    let (directory, _) = place();
    let limited = r#"trap "" XFSZ; ulimit -f 16; shift; exec "$@""#;
    let (done, text) = in_a_process(NAME, CHILD, &["sh", "-c", limited], directory.path());
    assert!(done, "{text}");
    assert_eq!(text.matches("File too large (os error 27)").count(), 3, "{text}");
    assert_eq!(names(directory.path()), [""; 0], "{text}");
}

/// Needs the right to mount in its own namespace, which most systems grant to all users.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    const NAME: &str = "failures::a_full_disk_leaves_nothing_behind";
    const CHILD: &str = "STREAMDSL_TEST_FULL_DISK";
    if let Ok(prefix) = std::env::var(CHILD) {
        save_too_much(&prefix);
        let disk = Path::new(&prefix).ancestors().nth(3).unwrap();
        return assert_eq!(names(disk), [""; 0]);
    }
    let (directory, _) = place();
    let mounting = r#"mount -t tmpfs -o size=64k none "$1" || exit 77; shift; exec "$@""#;
    let shell = ["unshare", "--map-root-user", "--mount", "sh", "-c", mounting];
    let (done, text) = in_a_process(NAME, CHILD, &shell, directory.path());
    if !done && !text.contains("running 1 test") {
        return streamdsl_tests::skipped(NAME, format_args!("nothing can be mounted here: {text}"));
    }
    assert!(done, "{text}");
    assert_eq!(text.matches("No space left on device (os error 28)").count(), 3, "{text}");
}
