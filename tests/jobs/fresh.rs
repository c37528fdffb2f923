//! Jobs that begin afresh on a directory with checkpoints, jobs without state, and a full disk.

use std::fs;
use std::path::Path;

use streamdsl::checkpoint::is_present;
use streamdsl::clock::SimulatedClock;
use streamdsl::context::Builder;
use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl::source::MemoryQueue;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::{deterministic, until};
use tempfile::TempDir;

use crate::checkpoints::checkpoints;

fn add(new: &[u64], total: Option<u64>) -> Option<u64> {
    Some(new.iter().sum::<u64>() + total.unwrap_or(0))
}

fn builder(directory: &Path) -> Builder {
    deterministic(2).checkpoint(directory).checkpoint_interval(Duration::from_secs(1))
}

/// The running total after a job over these numbers.
fn total(builder: Builder, numbers: &[u64]) -> streamdsl::Result<u64> {
    let batches: Vec<_> = numbers.iter().map(|n| [("all", *n)]).collect();
    let totals = Collected::new();
    let job = stream! {
        memory(batches) |> update_state_by_key(add) |> map(|(_, n)| n) |> collect(&totals)
    };
    builder.build()?.run(job)?;
    Ok(totals.records().pop().unwrap_or_default())
}

fn names(directory: &Path) -> Vec<String> {
    let name = |path: std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    checkpoints(directory).into_iter().map(name).collect()
}

fn name(generation: &str, batches: u64) -> String {
    format!("checkpoint-{generation}{batches:020}")
}

#[test]
fn a_fresh_job_replaces_the_old_checkpoints_by_and_by() {
    let place = TempDir::new().unwrap();
    let directory = place.path();
    assert_eq!(total(builder(directory), &[1, 10, 100]).unwrap(), 111);
    assert_eq!(names(directory).pop().unwrap(), name("", 3));
    // The first checkpoint of a fresh job counts, although its number is lower, and one of the old
    // ones is its spare.
    assert_eq!(total(builder(directory).fresh(), &[5]).unwrap(), 5);
    assert_eq!(names(directory), [name("", 3), name("1-", 1)]);
    assert_eq!(total(builder(directory), &[2]).unwrap(), 7);
    assert_eq!(names(directory), [name("1-", 1), name("1-", 2)]);
    // Afresh once more: the number of the batches is the same, and the file is another one.
    assert_eq!(total(builder(directory).fresh(), &[8]).unwrap(), 8);
    assert_eq!(names(directory), [name("1-", 2), name("2-", 1)]);
    assert_eq!(total(builder(directory), &[1]).unwrap(), 9);
}

#[test]
fn a_fresh_job_that_is_killed_before_its_first_checkpoint_has_changed_nothing() {
    let place = TempDir::new().unwrap();
    assert_eq!(total(builder(place.path()), &[1, 10]).unwrap(), 11);
    let before = names(place.path());
    let queue: MemoryQueue<(&str, u64)> = MemoryQueue::new();
    let (counting, totals) = (queue.clone(), Collected::new());
    let job = stream! { queue(&counting) |> update_state_by_key(add) |> collect(&totals) };
    let settings = StreamingContext::builder().checkpoint(place.path()).fresh();
    let job = Stepped::start_with(settings.checkpoint_interval(Duration::from_secs(60)), job);
    queue.push([("all", 5)]);
    job.end_batch();
    assert_eq!(totals.records(), [("all".to_owned(), 5)]);
    job.context().stop(StopMode::Immediate).unwrap();
    assert_eq!(names(place.path()), before);
    assert_eq!(total(builder(place.path()), &[100]).unwrap(), 111);
}

#[test]
fn a_fresh_job_does_not_read_what_is_there() {
    let place = TempDir::new().unwrap();
    total(builder(place.path()), &[1, 10]).unwrap();
    for path in checkpoints(place.path()) {
        fs::write(path, "nonsense").unwrap();
    }
    total(builder(place.path()), &[1]).unwrap_err();
    assert_eq!(total(builder(place.path()).fresh(), &[5]).unwrap(), 5);
    assert_eq!(total(builder(place.path()), &[2]).unwrap(), 7);
}

#[test]
fn a_file_under_the_name_of_another_fresh_start_counts_as_damaged() {
    let place = TempDir::new().unwrap();
    total(builder(place.path()), &[1, 10]).unwrap();
    let newest = checkpoints(place.path()).pop().unwrap();
    fs::copy(newest, place.path().join(name("7-", 2))).unwrap();
    assert_eq!(total(builder(place.path()).on_notice(|_| ()), &[100]).unwrap(), 111);
}

#[test]
fn a_job_without_state_saves_how_far_it_has_come() {
    let place = TempDir::new().unwrap();
    let queue: MemoryQueue<u64> = MemoryQueue::new();
    let (numbers, out) = (queue.clone(), Collected::new());
    let job = stream! { queue(&numbers) |> map(|n| n + 1) |> collect(&out) };
    let settings = StreamingContext::builder().workers(2).checkpoint(place.path());
    let job = Stepped::start_with(settings.checkpoint_interval(Duration::from_secs(2)), job);
    for n in 1..=5 {
        queue.push([n]);
        job.end_batch();
    }
    until("a checkpoint is written", || is_present(place.path()).unwrap());
    // As a kill would, it leaves what was saved after four batches.
    job.context().stop(StopMode::Immediate).unwrap();
    assert_eq!(names(place.path()).pop().unwrap(), name("", 4));
    let clock = SimulatedClock::at(Duration::from_secs(4));
    let context = builder(place.path()).clock(clock).build().unwrap();
    context.run(stream! { memory([[1]]) |> collect(&Collected::new()) }).unwrap();
    let snapshot = context.snapshot().unwrap();
    assert_eq!((snapshot.batches(), snapshot.time()), (5, Some(BatchTime::from_millis(5000))));
}

/// Writing to `/dev/full` fails as writing to a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_once_and_so_is_its_end() {
    let place = TempDir::new().unwrap();
    let queue: MemoryQueue<(&str, u64)> = MemoryQueue::new();
    let counting = queue.clone();
    let job = stream! { queue(&counting) |> update_state_by_key(add) |> foreach(drop) };
    let settings = StreamingContext::builder().workers(2).checkpoint(place.path());
    let job = Stepped::start_with(settings.checkpoint_interval(Duration::from_secs(1)), job);
    let fill = |batches: std::ops::RangeInclusive<u64>, is_full: bool| {
        for batch in batches {
            let temporary = place.path().join(name("", batch) + ".tmp");
            if is_full {
                std::os::unix::fs::symlink("/dev/full", &temporary).unwrap();
            }
            job.end_batch();
            // The file goes away when the attempt has failed.
            until("the checkpoint was tried", || {
                fs::symlink_metadata(&temporary).is_err()
                    && (is_full || place.path().join(name("", batch)).exists())
            });
        }
    };
    fill(1..=4, true);
    fill(5..=6, false);
    until("the end is told", || job.notices().len() >= 2);
    fill(7..=9, true);
    fill(10..=10, false);
    job.stop();
    let notices = job.notices();
    let kinds: Vec<_> = notices.iter().map(|notice| notice.kind).collect();
    let (trouble, again) = (NoticeKind::Trouble, NoticeKind::Information);
    assert_eq!(kinds, [trouble, again, trouble, again], "{notices:?}");
    let first = &notices[0].message;
    assert!(first.contains("No space left on device"), "{first}");
    assert!(first.ends_with("tries again at the next checkpoint"), "{first}");
    assert_eq!(notices[1].message, "checkpoints can be written again");
}
