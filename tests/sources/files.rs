//! Which files of a directory are read, and when.

use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl::source::{FileStream, TextLines};
use streamdsl_tests::sorted;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

/// A directory that a running job watches.
struct Watched {
    directory: TempDir,
    job: Stepped,
    lines: Collected<String>,
}

impl Watched {
    fn over(directory: TempDir, source: FileStream<TextLines>) -> Self {
        let lines = Collected::new();
        let job = stream! { from(source) |> collect(&lines) };
        Watched { directory, job: Stepped::start(job), lines }
    }

    fn start() -> Self {
        Self::with(|files| files)
    }

    fn with(options: impl FnOnce(FileStream<TextLines>) -> FileStream<TextLines>) -> Self {
        let directory = TempDir::new().unwrap();
        let source = options(files(directory.path()));
        Self::over(directory, source)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Ends a batch and returns its lines, sorted.
    #[track_caller]
    fn batch(&self) -> Vec<String> {
        self.job.end_batch();
        let batches = self.lines.take();
        assert_eq!(batches.len(), 1);
        sorted(batches.into_iter().flat_map(|(_, lines)| lines).collect())
    }

    /// Ends two batches, so that files that appeared before have settled. Returns the lines of
    /// both.
    #[track_caller]
    fn settled(&self) -> Vec<String> {
        let mut lines = self.batch();
        lines.extend(self.batch());
        lines
    }

    fn troubles(&self) -> Vec<String> {
        let notices = self.job.notices().into_iter();
        let troubles = notices.filter(|notice| notice.kind == NoticeKind::Trouble);
        troubles.map(|notice| notice.message).collect()
    }
}

const NOTHING: [&str; 0] = [];

fn age(path: &Path, time: SystemTime) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_times(FileTimes::new().set_modified(time)).unwrap();
}

#[test]
fn a_file_is_read_once_when_it_has_settled() {
    let watched = Watched::start();
    watched.write("a.txt", "one\ntwo\n");
    assert_eq!(watched.batch(), NOTHING);
    assert_eq!(watched.batch(), ["one", "two"]);
    assert_eq!(watched.settled(), NOTHING);
    watched.job.stop();
}

#[test]
fn a_file_is_read_when_it_has_not_changed_for_as_long_as_asked() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a");
    fs::write(&path, "one\n").unwrap();
    let lines = Collected::new();
    let job = stream! {
        text_file_stream(directory.path(), new_files_only = false, settle = 3s) |> collect(&lines)
    };
    let job = Stepped::start(job);
    job.end_batch();
    job.end_batch();
    fs::write(&path, "one\ntwo\n").unwrap();
    // The batch that ends at 3 s sees the change.
    for _ in 3..6 {
        job.end_batch();
        assert_eq!(lines.records(), [""; 0]);
    }
    job.end_batch();
    assert_eq!(lines.records(), ["one", "two"]);
    assert_eq!(lines.batches().len(), 6);
}

#[test]
fn a_file_is_not_read_while_it_is_written() {
    let watched = Watched::start();
    let mut file = File::create(watched.path("slow.txt")).unwrap();
    for n in 0..4 {
        writeln!(file, "line {n}").unwrap();
        assert_eq!(watched.batch(), NOTHING, "it has changed since the last look");
    }
    drop(file);
    assert_eq!(watched.batch(), ["line 0", "line 1", "line 2", "line 3"]);
    assert_eq!(watched.troubles(), NOTHING);
}

#[test]
fn files_that_are_moved_in_can_be_read_at_once_whatever_their_age() {
    let watched = Watched::with(|files| files.settle(false));
    let elsewhere = TempDir::new_in(watched.directory.path().parent().unwrap()).unwrap();
    let hour = Duration::from_secs(3600);
    let times = [SystemTime::now() - 48 * hour, SystemTime::UNIX_EPOCH, SystemTime::now() + hour];
    for (name, time) in ["yesterday", "long-ago", "future"].into_iter().zip(times) {
        let path = elsewhere.path().join(name);
        fs::write(&path, name).unwrap();
        age(&path, time);
        fs::rename(&path, watched.path(name)).unwrap();
        assert_eq!(watched.batch(), [name]);
    }
    assert_eq!(watched.batch(), NOTHING);
}

#[test]
fn names_that_are_not_ready_are_passed_over_until_they_are_renamed() {
    let watched = Watched::start();
    for name in ["_under", ".hidden", "x.tmp", "y.txt._COPYING_"] {
        watched.write(name, name);
    }
    watched.write("plain", "plain");
    assert_eq!(watched.settled(), ["plain"], "a name with `_` harms no other file");
    fs::rename(watched.path("x.tmp"), watched.path("x")).unwrap();
    fs::rename(watched.path("y.txt._COPYING_"), watched.path("y.txt")).unwrap();
    assert_eq!(watched.settled(), ["x.tmp", "y.txt._COPYING_"]);
    assert_eq!(watched.troubles(), NOTHING);
}

#[test]
fn a_renamed_file_is_not_read_again_and_a_replaced_one_is() {
    let watched = Watched::start();
    watched.write("log", "first\n");
    assert_eq!(watched.settled(), ["first"]);
    fs::rename(watched.path("log"), watched.path("log.1")).unwrap();
    watched.write("log", "second\n");
    assert_eq!(watched.settled(), ["second"]);
    watched.write("_next", "third\n");
    fs::rename(watched.path("_next"), watched.path("log")).unwrap();
    assert_eq!(watched.settled(), ["third"]);
    assert_eq!(watched.settled(), NOTHING);
}

#[test]
fn what_is_added_to_a_file_that_was_read_is_told_and_not_read() {
    let watched = Watched::start();
    watched.write("a.txt", "one\n");
    assert_eq!(watched.settled(), ["one"]);
    File::options().append(true).open(watched.path("a.txt")).unwrap().write_all(b"two\n").unwrap();
    assert_eq!(watched.settled(), NOTHING);
    let troubles = watched.troubles();
    assert_eq!(troubles.len(), 1);
    assert!(troubles[0].contains("a.txt changed after it was read"), "{}", troubles[0]);
    let status = watched.job.status();
    assert!(status.receivers[0].last_error.as_ref().unwrap().contains("a.txt"));
    assert!(status.receivers[0].connected);
}

#[test]
fn files_from_before_the_start_are_read_only_if_asked_for() {
    for new_files_only in [true, false] {
        let directory = TempDir::new().unwrap();
        for name in ["old.txt", "log.txt"] {
            fs::write(directory.path().join(name), name).unwrap();
        }
        let source = files(directory.path()).new_files_only(new_files_only);
        let watched = Watched::over(directory, source);
        let before: &[&str] = if new_files_only { &[] } else { &["log.txt", "old.txt"] };
        assert_eq!(watched.batch(), before, "they have been looked at before the first batch");
        watched.write("new.txt", "new");
        assert_eq!(watched.settled(), ["new"]);
        if new_files_only {
            // The file was still being written when the job started.
            watched.write("log.txt", "all of it");
            assert_eq!(watched.settled(), ["all of it"]);
        }
    }
}

#[test]
fn sub_directories_are_looked_into_one_level_deep() {
    let watched = Watched::start();
    for directory in ["sub", "sub/deep", "_temporary"] {
        fs::create_dir(watched.path(directory)).unwrap();
        watched.write(&format!("{directory}/file"), directory);
    }
    assert_eq!(watched.settled(), ["sub"]);
    let deep = Watched::with(|files| files.depth(2));
    fs::create_dir_all(deep.path("a/b/c")).unwrap();
    for directory in ["a", "a/b", "a/b/c"] {
        deep.write(&format!("{directory}/file"), directory);
    }
    assert_eq!(deep.settled(), ["a", "a/b"]);
}

#[test]
fn a_directory_that_appears_in_one_piece_is_read() {
    let watched = Watched::with(|files| files.settle(false));
    let elsewhere = TempDir::new_in(watched.directory.path().parent().unwrap()).unwrap();
    let result = elsewhere.path().join("result");
    fs::create_dir(&result).unwrap();
    for part in ["part-00000", "part-00001", "_SUCCESS"] {
        fs::write(result.join(part), part).unwrap();
    }
    fs::rename(result, watched.path("result")).unwrap();
    assert_eq!(watched.batch(), ["part-00000", "part-00001"]);
}

#[test]
fn a_directory_may_come_later_and_go_away() {
    let parent = TempDir::new().unwrap();
    let directory = parent.path().join("incoming");
    let source = files(&directory).settle(false);
    let watched = Watched::over(parent, source);
    assert_eq!(watched.batch(), NOTHING);
    fs::create_dir(&directory).unwrap();
    watched.write("incoming/a", "one");
    assert_eq!(watched.batch(), ["one"]);
    let away = watched.path("away");
    fs::rename(&directory, &away).unwrap();
    assert_eq!(watched.settled(), NOTHING);
    fs::rename(&away, &directory).unwrap();
    watched.write("incoming/b", "two");
    assert_eq!(watched.batch(), ["two"], "what was read before is not read again");
    let kinds = watched.job.notice_kinds();
    let expected = [NoticeKind::Unreachable, NoticeKind::Connected];
    assert_eq!(kinds, [expected, expected].concat());
}

#[test]
fn a_filter_chooses_by_path() {
    let directory = TempDir::new().unwrap();
    let lines = Collected::new();
    let job = stream! {
        file_stream(
            directory.path(),
            |path| path.extension().is_some_and(|extension| extension == "log"),
            new_files_only = false,
        )
        |> collect(&lines)
    };
    for name in ["a.log", "b.txt", "c.log"] {
        fs::write(directory.path().join(name), name).unwrap();
    }
    let job = Stepped::start(job);
    job.end_batch();
    assert_eq!(lines.sorted_batches(), [["a.log", "c.log"]]);
}

#[test]
fn many_files_of_a_batch_come_in_the_order_of_their_paths() {
    let directory = TempDir::new().unwrap();
    let names: Vec<String> = (0..300).map(|n| format!("{:03}", (n * 7) % 300)).collect();
    for name in &names {
        fs::write(directory.path().join(name), format!("{name} first\n{name} last")).unwrap();
    }
    let lines = Collected::new();
    let job = stream! {
        text_file_stream(directory.path(), new_files_only = false) |> collect(&lines)
    };
    // With one worker, the order of the pages is that of the records.
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    job.end_batch();
    let expected = sorted(names).into_iter();
    let expected = expected.flat_map(|name| [format!("{name} first"), format!("{name} last")]);
    assert_eq!(lines.records(), expected.collect::<Vec<_>>());
    // The files share pages, so a small file needs no page of its own.
    assert_eq!(job.status().records_received, 600);
}

#[test]
fn a_pattern_names_many_directories_and_those_that_appear_later() {
    let directory = TempDir::new().unwrap();
    fs::create_dir_all(directory.path().join("2025-12")).unwrap();
    fs::create_dir_all(directory.path().join("2026-01")).unwrap();
    let pattern = files(directory.path().join("2026-*/web").as_path());
    let watched = Watched::over(directory, pattern);
    assert_eq!(watched.batch(), NOTHING);
    for month in ["2025-12", "2026-01", "2026-02"] {
        fs::create_dir_all(watched.path(month).join("web")).unwrap();
        watched.write(&format!("{month}/web/a"), month);
        watched.write(&format!("{month}/b"), "elsewhere");
    }
    assert_eq!(watched.settled(), ["2026-01", "2026-02"]);
    let kinds: Vec<_> = watched.job.notices().into_iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Unreachable, NoticeKind::Connected]);
}

#[test]
fn a_wrong_pattern_is_refused_before_the_first_batch() {
    let error = streamdsl::testing::run(stream! { text_file_stream("logs/[a-") |> pprint });
    let error = error.unwrap_err().to_string();
    assert!(error.contains("`[a-` is not a valid directory pattern"), "{error}");
}
