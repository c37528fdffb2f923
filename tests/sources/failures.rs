//! Files and directories that cannot be read.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::numbered;
use flate2::Compression;
use flate2::write::GzEncoder;
use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

fn watching(directory: &TempDir) -> (Stepped, Collected<String>) {
    let lines = Collected::new();
    let source = files(directory.path()).settle(false).new_files_only(false);
    let job = stream! { from(source) |> collect(&lines) };
    (Stepped::start_with(StreamingContext::builder().workers(1), job), lines)
}

/// Twenty thousand lines, and the same lines compressed.
fn text_and_archive() -> (String, Vec<u8>) {
    let text = numbered(0..20_000, "line ");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    (text, encoder.finish().unwrap())
}

fn troubles(job: &Stepped) -> Vec<String> {
    let notices = job.notices().into_iter();
    let troubles = notices.filter(|notice| notice.kind == NoticeKind::Trouble);
    troubles.map(|notice| notice.message).collect()
}

#[test]
fn a_damaged_archive_is_told_and_goes_on_where_it_broke_when_it_is_whole() {
    let directory = TempDir::new().unwrap();
    let (text, packed) = text_and_archive();
    let path = directory.path().join("log.gz");
    fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    fs::write(directory.path().join("other"), "other").unwrap();

    let (job, lines) = watching(&directory);
    job.end_batch();
    let first = lines.records();
    assert!(first.len() > 5000 && first.len() < 15_000, "{}", first.len());
    assert_eq!(first.last().unwrap(), "other", "the others are read all the same");
    assert!(troubles(&job)[0].contains("log.gz"), "{:?}", troubles(&job));
    job.end_batch();
    assert_eq!(lines.records().len(), first.len(), "nothing twice");

    File::options()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(&packed[packed.len() / 2..])
        .unwrap();
    job.end_batch();
    let all = lines.records();
    let all: Vec<&str> = all.iter().map(String::as_str).filter(|line| *line != "other").collect();
    assert!(text.lines().eq(all), "every line once, in order");
}

#[test]
fn a_converter_goes_on_where_the_file_broke() {
    let directory = TempDir::new().unwrap();
    let (text, packed) = text_and_archive();
    let path = directory.path().join("log.gz");
    fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    let lines = Collected::new();
    let source = files(directory.path()).settle(false).new_files_only(false);
    let source = source.convert(|file| file.split(b'\n').map_while(Result::ok));
    let job = stream! { from(source) |> map(|line| line.len()) |> collect(&lines) };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    job.end_batch();
    assert!(!lines.records().is_empty());
    assert_eq!(troubles(&job).len(), 1);
    fs::write(&path, &packed).unwrap();
    job.end_batch();
    assert_eq!(lines.records(), text.lines().map(str::len).collect::<Vec<_>>());
}

#[test]
fn the_rest_of_a_record_is_waited_for() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("readings");
    fs::write(&path, [1, 1, 1, 1, 2, 2]).unwrap();
    let sums = Collected::new();
    let source = files(directory.path()).settle(false).new_files_only(false).records(4);
    let job = stream! { from(source) |> map(|record| record[3]) |> collect(&sums) };
    let job = Stepped::start(job);
    job.end_batch();
    assert_eq!(sums.records(), [1]);
    let told = &troubles(&job)[0];
    assert!(told.contains("the last 2 bytes are not a whole record of 4 bytes"), "{told}");
    File::options().append(true).open(&path).unwrap().write_all(&[2, 2]).unwrap();
    job.end_batch();
    assert_eq!(sums.records(), [1, 2]);
}

/// The variable that tells the program that it is the child without privileges.
const CHILD: &str = "STREAMDSL_UNPRIVILEGED";

/// If this process may read everything, runs a test of this file again in a process that may not.
/// Returns whether it did. A test that cannot run in such a process is reported as skipped.
fn ran_without_privileges(test: &str) -> bool {
    let directory = TempDir::new().unwrap();
    let secret = directory.path().join("secret");
    fs::write(&secret, "").unwrap();
    fs::set_permissions(&secret, Permissions::from_mode(0o0)).unwrap();
    if File::open(&secret).is_err() {
        return false;
    }
    assert!(std::env::var_os(CHILD).is_none(), "the child may still read everything");
    // The build may be in a directory that other users cannot read.
    let program = directory.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    for path in [directory.path(), &program] {
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    let output = Command::new(program)
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "yes")
        .current_dir("/")
        .uid(65534)
        .gid(65534)
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            streamdsl_tests::skipped(test, format_args!("no process without rights: {error}"));
            return true;
        }
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{output:?}");
    true
}

#[test]
fn a_file_without_permission_is_read_when_it_has_it() {
    if ran_without_privileges("failures::a_file_without_permission_is_read_when_it_has_it") {
        return;
    }
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("secret");
    fs::write(&path, "secret\n").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o0)).unwrap();
    let (job, lines) = watching(&directory);
    job.end_batch();
    assert!(lines.records().is_empty());
    assert!(troubles(&job)[0].contains("Permission denied"), "{:?}", troubles(&job));
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    for _ in 0..3 {
        job.end_batch();
    }
    assert_eq!(lines.records(), ["secret"]);
}

#[test]
fn a_directory_without_permission_hides_only_what_is_in_it() {
    if ran_without_privileges("failures::a_directory_without_permission_hides_only_what_is_in_it") {
        return;
    }
    let directory = TempDir::new().unwrap();
    let locked = directory.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::write(locked.join("inside"), "inside").unwrap();
    fs::write(directory.path().join("outside"), "outside").unwrap();
    fs::set_permissions(&locked, Permissions::from_mode(0o0)).unwrap();
    let (job, lines) = watching(&directory);
    job.end_batch();
    assert_eq!(lines.records(), ["outside"]);
    assert_eq!(job.notice_kinds(), [NoticeKind::Unreachable]);
    assert!(!job.status().receivers[0].connected);
    fs::set_permissions(&locked, Permissions::from_mode(0o700)).unwrap();
    job.end_batch();
    assert_eq!(lines.records(), ["outside", "inside"]);
    assert_eq!(job.notice_kinds(), [NoticeKind::Unreachable, NoticeKind::Connected]);
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_told() {
    let directory = TempDir::new().unwrap();
    let lines = Collected::new();
    let job = stream! { text_file_stream(directory.path()) |> collect(&lines) };
    let job = Stepped::start(job);
    fs::write(directory.path().join("short-lived"), "gone").unwrap();
    job.end_batch();
    fs::remove_file(directory.path().join("short-lived")).unwrap();
    job.end_batch();
    job.end_batch();
    assert_eq!(troubles(&job).len(), 1);
    assert!(troubles(&job)[0].ends_with("short-lived vanished before it could be read"));
}

#[test]
fn what_is_no_file_is_passed_over() {
    let directory = TempDir::new().unwrap();
    let path = |name: &str| directory.path().join(name);
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    symlink("nowhere", path("dangling")).unwrap();
    symlink(".", path("loop")).unwrap();
    fs::write(path("real"), "real").unwrap();
    symlink("real", path("second-name")).unwrap();
    let (job, lines) = watching(&directory);
    job.end_batch();
    assert_eq!(lines.records(), ["real"]);
    assert!(troubles(&job).is_empty());
}

#[test]
fn absurd_parameters_are_refused() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let start =
        |job| StreamingContext::builder().build().unwrap().start(job).unwrap_err().to_string();
    let error = start(stream! { text_file_stream(&file) |> count |> pprint });
    assert!(
        error.ends_with("it is a file, not a directory; `text_file` reads one file"),
        "{error}"
    );
    let error = start(stream! { binary_records_stream(directory.path(), 0) |> count |> pprint });
    assert!(error.ends_with("the record length is 0; it must be at least 1"), "{error}");
}

#[test]
fn a_record_longer_than_the_limit_ends_the_job_with_a_clear_error() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("a"), "x".repeat(1 << 20)).unwrap();
    let source = files(directory.path()).settle(false).new_files_only(false);
    let job = stream! { from(source) |> count |> pprint };
    let builder = StreamingContext::builder().max_record_bytes(100_000);
    let job = Stepped::start_with(builder, job);
    job.advance();
    let error = job.context().await_termination().unwrap_err().to_string();
    let place = format!("line 1 of {}", directory.path().join("a").display());
    let said = format!("{place}, which begins at byte 0, is longer than 100000 bytes; if lines");
    assert!(error.contains(&said) && error.contains("`max_record_bytes`"), "{error}");
    assert!(error.contains("`on_long_record = skip`"), "{error}");
}
