//! Sources that set their own pace.

use std::fs;

use crate::numbered;
use streamdsl::prelude::*;
use streamdsl::source::generator;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::{batches_on, check, deterministic, texts};
use tempfile::TempDir;

#[test]
fn a_generator_gives_so_many_records_per_second() {
    check(&[(0..5).collect(), (5..10).collect(), (10..12).collect()], |out| {
        stream! {
            batch_interval = 500ms;
            generator(10, |n| n, limit = 12) |> collect(out)
        }
    });
    check(&texts(&[&[], &["x"], &[], &["x"]]), |out| {
        stream! { batch_interval = 1s; generator(0.5, |_| "x", limit = 2) |> collect(out) }
    });
}

#[test]
fn a_generator_keeps_state_and_is_not_limited_by_memory() {
    let sums = Collected::new();
    let mut seed = 1_u32;
    let random = generator(2_000_000, move |_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u64::from(seed >> 31)
    });
    let job = stream! { from(random.limit(2_000_000)) |> reduce(+) |> collect(&sums) };
    let context = deterministic(2).pool_limit(1 << 20).page_size(64 << 10).build().unwrap();
    context.run(job).unwrap();
    let sum = sums.records()[0];
    assert!((990_000..1_010_000).contains(&sum), "{sum}");
    assert_eq!(context.status().records_received, 2_000_000);
}

#[test]
fn an_endless_generator_can_be_stopped() {
    let counts = Collected::new();
    let job = stream! { generator(1000, |n| n) |> count |> collect(&counts) };
    let job = Stepped::start(job);
    job.end_batch();
    job.end_batch();
    job.stop();
    assert_eq!(counts.records(), [1000, 1000]);
}

#[test]
fn a_panic_in_a_generator_ends_the_job() {
    let job = stream! {
        generator(10, |n| { assert!(n < 5, "no more than five"); n }) |> count |> pprint
    };
    let job = Stepped::start(job);
    job.advance();
    let error = job.context().await_termination().unwrap_err().to_string();
    assert!(error.contains("no more than five"), "{error}");
}

#[test]
fn a_replay_keeps_its_rate_and_the_order() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("log");
    fs::write(&path, "1\r\n2\n3\n4\n5").unwrap();
    check(&[vec![1, 2], vec![3, 4], vec![5]], |out| {
        stream! {
            batch_interval = 1s;
            replay(&path, 2) |> map(|line| line.parse::<u32>().unwrap()) |> collect(out)
        }
    });
}

#[test]
fn a_shuffled_replay_gives_every_line_once_in_an_order_that_the_seed_decides() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("log");
    fs::write(&path, numbered(0..1000, "")).unwrap();
    let order = |seed: u64| -> Vec<u32> {
        let batches = Collected::new();
        let job = stream! {
            batch_interval = 1s;
            replay(&path, 100, shuffle = seed)
                |> map(|line| line.parse::<u32>().unwrap())
                |> collect(&batches)
        };
        deterministic(1).build().unwrap().run(job).unwrap();
        assert!(batches.batches().iter().all(|batch| batch.len() == 100));
        batches.records()
    };
    let (one, two) = (order(1), order(2));
    assert_eq!(one, order(1));
    assert_ne!(one, two);
    for mut order in [one, two] {
        assert!(order[..100].iter().any(|n| *n > 500));
        order.sort_unstable();
        assert!(order.into_iter().eq(0..1000));
    }
}

#[test]
fn a_repeated_replay_goes_on_for_ever_each_time_in_another_order() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("log");
    fs::write(&path, numbered(0..20, "")).unwrap();
    let rounds = Collected::new();
    let job = stream! {
        replay(&path, 20, shuffle = 5, repeat = true)
            |> map(|line| line.parse::<u32>().unwrap())
            |> collect(&rounds)
    };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    for _ in 0..3 {
        job.end_batch();
    }
    job.stop();
    let mut rounds = rounds.batches();
    assert_ne!(rounds[0], rounds[1]);
    for round in &mut rounds {
        round.sort_unstable();
        assert!(round.iter().copied().eq(0..20));
    }
    fs::write(&path, "").unwrap();
    let none = batches_on(1, |out| {
        stream! { replay(&path, 5, repeat = true) |> map(str::len) |> collect(out) }
    });
    assert_eq!(none, [vec![]], "a file without lines ends");
}

#[test]
fn absurd_rates_and_missing_files_are_refused() {
    let start =
        |job| StreamingContext::builder().build().unwrap().start(job).unwrap_err().to_string();
    let error = start(stream! { generator(0, |n| n) |> count |> pprint });
    assert_eq!(
        error,
        "source generator: the rate is 0 records per second; it must be above 0 and at most 1e12"
    );
    let error = start(stream! { replay("/nowhere/log", 10) |> count |> pprint });
    assert!(error.starts_with("source replay of /nowhere/log: cannot read it: No such"), "{error}");
    let error = start(stream! { replay("/", 10, shuffle = 1) |> count |> pprint });
    assert!(error.ends_with("it is not a regular file"), "{error}");
}
