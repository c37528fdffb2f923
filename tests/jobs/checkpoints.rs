//! State that survives the end of the process.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use streamdsl::checkpoint::is_present;
use streamdsl::clock::SimulatedClock;
use streamdsl::context::Builder;
use streamdsl::prelude::*;
use streamdsl::source::MemoryQueue;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

type Count = (&'static str, u64);

/// A running total and a sliding window over the same stream.
fn totals<I>(batches: I, totals: &Collected<(String, u64)>, windows: &Collected<u64>) -> Pipeline
where
    I: IntoIterator<Item = Vec<Count>, IntoIter: Send + 'static>,
{
    stream! {
        let counts = memory(batches);
        counts |> update_state_by_key(add) |> map(|(key, n)| (key.to_owned(), n)) |> collect(totals);
        counts |> count_by_window(3s, 1s) |> collect(windows);
    }
}

fn add(new: &[u64], total: Option<u64>) -> Option<u64> {
    Some(new.iter().sum::<u64>() + total.unwrap_or(0))
}

fn builder(directory: &Path) -> Builder {
    StreamingContext::builder()
        .clock(SimulatedClock::new())
        .workers(2)
        .pin_workers(false)
        .stop_on_ctrl_c(false)
        .checkpoint(directory)
        .checkpoint_interval(Duration::from_secs(1))
}

/// Runs a job over some batches and returns its result.
fn run(builder: Builder, batches: &[Count]) -> streamdsl::Result<(Vec<(String, u64)>, Vec<u64>)> {
    let (all, windows) = (Collected::new(), Collected::new());
    let batches: Vec<_> = batches.iter().map(|count| vec![*count]).collect();
    builder.build()?.run(totals(batches, &all, &windows))?;
    let last = all.sorted_batches().pop().unwrap_or_default();
    Ok((last, windows.records()))
}

fn pairs(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect()
}

pub(crate) fn checkpoints(directory: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(directory).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|path| path.file_name().unwrap() != "lock" && path.extension().is_none());
    found.sort_unstable();
    found
}

#[test]
fn a_job_goes_on_from_its_directory() {
    let place = TempDir::new().unwrap();
    let directory = place.path().join("made/for/it");
    assert!(!is_present(&directory).unwrap());
    let (all, windows) = run(builder(&directory), &[("a", 1), ("b", 2)]).unwrap();
    assert_eq!((all, windows), (pairs(&[("a", 1), ("b", 2)]), vec![1, 2]));
    assert!(is_present(&directory).unwrap());
    let (all, windows) = run(builder(&directory).workers(3), &[("a", 10), ("c", 5)]).unwrap();
    assert_eq!((all, windows), (pairs(&[("a", 11), ("b", 2), ("c", 5)]), vec![3, 3]));
    assert_eq!(checkpoints(&directory).len(), 2, "the older ones are removed");
}

#[test]
fn a_process_killed_at_any_instant_goes_on_from_its_last_checkpoint() {
    const NAME: &str =
        "checkpoints::a_process_killed_at_any_instant_goes_on_from_its_last_checkpoint";
    const CHILD: &str = "STREAMDSL_TEST_CHECKPOINTS";
    if let Ok(place) = std::env::var(CHILD) {
        return count_for_ever(Path::new(&place));
    }
    let place = TempDir::new().unwrap();
    let mut last = 0;
    for round in 0..5 {
        let log = place.path().join("log");
        let _ = fs::remove_file(&log);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([NAME, "--exact"])
            .env(CHILD, place.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        let before = newest(&place);
        let enough = || newest(&place) > before && lines(&log).len() >= 40 + 7 * round;
        while !enough() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let lines = lines(&log);
        assert!(lines.len() >= 40, "the child has done {} batches", lines.len());
        let first = lines[0].0;
        assert!(first <= last + 1, "{first} cannot follow {last}");
        assert_eq!(first == 1, round == 0, "the state of round {round} begins with {first}");
        for ((total, window), expected) in lines.iter().zip(first..) {
            assert_eq!((*total, *window), (expected, expected.min(3)));
        }
        last = lines[lines.len() - 1].0;
    }
}

/// The newest checkpoint of [`count_for_ever`].
fn newest(place: &TempDir) -> Option<PathBuf> {
    let directory = place.path().join("state");
    directory.exists().then(|| checkpoints(&directory).pop()).flatten()
}

/// Counts batches, of one record each, and logs the total and the count of a window of three.
fn count_for_ever(place: &Path) {
    let batches = std::iter::repeat_with(|| vec![("all", 1_u64)]);
    let log = Mutex::new(File::create(place.join("log")).unwrap());
    let job = stream! {
        let counts = memory(batches);
        let totals = counts |> update_state_by_key(add) |> map(|(_, total)| total);
        let windows = counts |> count_by_window(3s, 1s);
        totals |> transform_with(windows, |totals, windows| {
            totals.iter().zip(windows.iter()).collect::<Vec<_>>()
        }) |> foreach_batch(move |batch| {
            for (total, window) in batch {
                writeln!(log.lock().unwrap(), "{total} {window}").unwrap();
            }
        })
    };
    builder(&place.join("state")).build().unwrap().run(job).unwrap();
}

/// The complete lines of a log.
pub(crate) fn lines(log: &Path) -> Vec<(u64, u64)> {
    let text = fs::read_to_string(log).unwrap_or_default();
    let complete = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let numbers = |line: &str| {
        let (total, window) = line.trim().split_once(' ').unwrap();
        (total.parse().unwrap(), window.parse().unwrap())
    };
    complete.map(numbers).collect()
}

#[test]
fn a_damaged_checkpoint_is_told_and_the_one_before_serves() {
    let place = TempDir::new().unwrap();
    for n in [1, 10, 100] {
        run(builder(place.path()), &[("a", n)]).unwrap();
    }
    let [_, newest] = &checkpoints(place.path())[..] else { panic!("two checkpoints are kept") };
    let content = fs::read(newest).unwrap();
    fs::write(newest, &content[..content.len() / 2]).unwrap();
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let listening = builder(place.path())
        .on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()));
    let (all, _) = run(listening, &[("a", 1000)]).unwrap();
    assert_eq!(all, pairs(&[("a", 1011)]));
    let notices = notices.lock().unwrap().clone();
    assert!(
        notices.len() == 1
            && notices[0].contains(newest.to_str().unwrap())
            && notices[0].ends_with("its checksum is wrong; the job uses the checkpoint before it"),
        "{notices:?}"
    );
}

#[test]
fn a_directory_of_damaged_checkpoints_is_not_started_over() {
    let place = TempDir::new().unwrap();
    run(builder(place.path()), &[("a", 1), ("a", 10)]).unwrap();
    for path in checkpoints(place.path()) {
        fs::write(path, "nonsense").unwrap();
    }
    let error = run(builder(place.path()), &[("a", 1)]).unwrap_err().to_string();
    assert!(error.starts_with("cannot read "), "{error}");
    assert!(error.ends_with("it is not a checkpoint"), "{error}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let place = TempDir::new().unwrap();
    run(builder(place.path()), &[("a", 1)]).unwrap();
    let longer = builder(place.path()).batch_interval(Duration::from_millis(500));
    let error = run(longer, &[("a", 1)]).unwrap_err().to_string();
    assert!(error.contains("made with a batch interval of 1s"), "{error}");
    let both = builder(place.path()).restore(streamdsl::state::Snapshot::default());
    let error = run(both, &[("a", 1)]).unwrap_err().to_string();
    assert!(error.contains("sets another one; use only one of the two"), "{error}");
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let error = run(builder(&file), &[("a", 1)]).unwrap_err().to_string();
    assert!(error.contains("Not a directory") && error.contains("file"), "{error}");
}

/// Starts a job that keeps its checkpoints in `directory` and runs until its queue is dropped.
fn running(directory: &Path) -> (StreamingContext, MemoryQueue<Count>) {
    let queue: MemoryQueue<Count> = MemoryQueue::new();
    let counting = queue.clone();
    let job = stream! { queue(&counting) |> update_state_by_key(add) |> count |> pprint };
    let context = StreamingContext::builder().checkpoint(directory).output(std::io::sink());
    let context = context.build().unwrap();
    context.start(job).unwrap();
    (context, queue)
}

#[test]
fn one_job_has_a_directory_at_a_time() {
    let place = TempDir::new().unwrap();
    let (first, _queue) = running(place.path());
    let error = run(builder(place.path()), &[("a", 1)]).unwrap_err().to_string();
    assert!(error.contains("another job uses this checkpoint directory"), "{error}");
    first.stop(StopMode::Graceful).unwrap();
    run(builder(place.path()), &[("a", 1)]).unwrap();
}

#[test]
fn a_directory_that_goes_away_is_told_and_ends_the_job_only_at_its_end() {
    let place = TempDir::new().unwrap();
    let directory = place.path().join("state");
    let queue: MemoryQueue<Count> = MemoryQueue::new();
    let (counting, all) = (queue.clone(), Collected::new());
    let job = stream! { queue(&counting) |> update_state_by_key(add) |> map(|(_, n)| n) |> collect(&all) };
    let settings = StreamingContext::builder().workers(2).checkpoint(&directory);
    let job = Stepped::start_with(settings.checkpoint_interval(Duration::from_secs(1)), job);
    fs::remove_dir_all(&directory).unwrap();
    for n in 1..=3 {
        queue.push(vec![("a", n)]);
        job.end_batch();
    }
    assert_eq!(all.records(), [1, 3, 6]);
    let error = job.context().stop(StopMode::Graceful).unwrap_err().to_string();
    assert!(error.starts_with("cannot write ") && error.contains("checkpoint-"), "{error}");
    let messages: Vec<_> = job.notices().into_iter().map(|notice| notice.message).collect();
    assert!(
        messages[0].ends_with("the job goes on and tries again at the next checkpoint"),
        "{messages:?}"
    );
}

#[test]
fn the_lock_is_taken_before_a_checkpoint_is_read() {
    let place = TempDir::new().unwrap();
    let (first, _queue) = running(place.path());
    // Whoever reads without the lock finds this file; its owner may be writing it.
    fs::write(place.path().join("checkpoint-00000000000000000001"), "half").unwrap();
    let error = run(builder(place.path()), &[("a", 1)]).unwrap_err().to_string();
    assert!(error.contains("another job uses this checkpoint directory"), "{error}");
    first.stop(StopMode::Immediate).unwrap();
}

#[test]
fn a_file_that_a_killed_process_has_not_finished_is_removed() {
    let place = TempDir::new().unwrap();
    run(builder(place.path()), &[("a", 1)]).unwrap();
    let incomplete = place.path().join("checkpoint-00000000000000000007.tmp");
    fs::write(&incomplete, "half").unwrap();
    let (all, _) = run(builder(place.path()), &[("a", 10)]).unwrap();
    assert_eq!(all, pairs(&[("a", 11)]));
    assert!(!incomplete.exists());
}

#[test]
fn a_checkpoint_under_another_number_does_not_hide_the_others() {
    let place = TempDir::new().unwrap();
    // Two jobs, because one may replace a checkpoint that is not written yet by the next.
    run(builder(place.path()), &[("a", 1)]).unwrap();
    run(builder(place.path()), &[("a", 10)]).unwrap();
    let oldest = checkpoints(place.path()).remove(0);
    let number = oldest.to_str().unwrap().rsplit('-').next().unwrap().trim_start_matches('0');
    let holds = format!("but it holds batch {number}");
    let absurd = place.path().join(format!("checkpoint-{}", u64::MAX));
    fs::copy(&oldest, &absurd).unwrap();
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let restarted = builder(place.path()).on_notice(move |notice| {
        heard.lock().unwrap().push(notice.to_string());
    });
    let (all, _) = run(restarted, &[("a", 100), ("a", 1000), ("a", 10000)]).unwrap();
    assert_eq!(all, pairs(&[("a", 11111)]));
    let notices = notices.lock().unwrap();
    assert!(notices[0].contains(&holds), "{notices:?}");
    // The job keeps its two newest checkpoints beside the file that it did not write.
    assert_eq!(checkpoints(place.path()).len(), 3);
}
