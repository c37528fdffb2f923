//! Memory use stays within the pool, however much data a source has.

use std::fs::File;
use std::io::Write;

use streamdsl::prelude::*;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

const POOL: usize = 1 << 20;

fn small_pool() -> streamdsl::context::Builder {
    StreamingContext::builder().workers(2).pool_limit(POOL).page_size(64 << 10)
}

#[test]
fn converted_records_count_with_the_bytes_they_are_made_of() {
    let directory = TempDir::new().unwrap();
    let mut file = File::create(directory.path().join("large")).unwrap();
    for _ in 0..2000 {
        writeln!(file, "{}", "x".repeat(10_000)).unwrap();
    }
    drop(file);
    let most = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let lines = files(directory.path())
        .new_files_only(false)
        .convert(|file| std::io::BufRead::lines(file).map_while(Result::ok));
    let counts = Collected::new();
    let job = stream! {
        from(lines)
            |> map(|line| { std::thread::sleep(Duration::from_micros(20)); line.len() as u64 })
            |> reduce(+)
            |> collect(&counts)
    };
    let job = std::sync::Arc::new(Stepped::start_with(small_pool(), job));
    let (watched, seen) = (std::sync::Arc::clone(&job), std::sync::Arc::clone(&most));
    let watch = std::thread::spawn(move || {
        while watched.status().batches_completed == 0 {
            let used = watched.status().pool_bytes_in_use;
            seen.fetch_max(used, std::sync::atomic::Ordering::Relaxed);
        }
    });
    job.end_batch();
    watch.join().unwrap();
    assert_eq!(counts.records(), [20_000_000]);
    let most = most.load(std::sync::atomic::Ordering::Relaxed);
    // The last admitted chunk may exceed the limit.
    assert!(most > POOL / 2 && most < 2 * POOL, "{most}");
}

#[test]
fn ten_thousand_small_files_are_read_with_few_pages() {
    let directory = TempDir::new().unwrap();
    for n in 0..10_000 {
        std::fs::write(directory.path().join(format!("{n:05}")), format!("{n}\n")).unwrap();
    }
    let sums = Collected::new();
    let job = stream! {
        text_file_stream(directory.path(), new_files_only = false)
            |> map(|line| line.parse::<u64>().unwrap())
            |> reduce(+)
            |> collect(&sums)
    };
    let job = Stepped::start_with(small_pool(), job);
    job.end_batch();
    assert_eq!(sums.records(), [9_999 * 5_000]);
    job.end_batch();
    assert_eq!(job.status().records_received, 10_000);
}
