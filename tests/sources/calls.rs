//! What a chain may start with: methods of a source, functions of the user's, lists of sources.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use streamdsl::chunk::{ItemsChunk, TextChunk};
use streamdsl::prelude::*;
use streamdsl::source::{self, MemorySource, memory};
use streamdsl::testing;

use super::numbered;

/// A file with these lines, in a directory that is removed with it.
fn file_of(lines: &str) -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lines.txt");
    std::fs::write(&path, lines).unwrap();
    (directory, path)
}

#[test]
fn a_method_sets_what_a_named_argument_sets() {
    let (_directory, path) = file_of(&numbered(0..5, ""));
    let (by_method, by_name) = (Collected::new(), Collected::new());
    testing::run(stream! { text_file(&path).lines_per_batch(2) |> count |> collect(&by_method) })
        .unwrap();
    testing::run(stream! { text_file(&path, lines_per_batch = 2) |> count |> collect(&by_name) })
        .unwrap();
    assert_eq!(by_method.records(), [2, 2, 1]);
    assert_eq!(by_name.records(), by_method.records());
}

#[test]
fn every_method_of_a_source_can_be_called() {
    let (_directory, path) = file_of(&numbered(0..6, ""));
    let (replayed, made, queued) = (Collected::new(), Collected::new(), Collected::new());
    testing::run(stream! {
        batch_interval = 1s;
        replay(&path, 3).shuffle(7).repeat(false) |> count |> collect(&replayed)
    })
    .unwrap();
    assert_eq!(replayed.records(), [3, 3]);
    testing::run(stream! {
        batch_interval = 1s;
        generator(10, |n| n).limit(5 + 7) |> count |> collect(&made)
    })
    .unwrap();
    assert_eq!(made.records(), [10, 2]);
    let queue = Queue::new();
    queue.push([1, 2]);
    queue.push([3]);
    queue.close();
    testing::run(stream! {
        queue(&queue).one_at_a_time(false).default_batch([0]) |> collect(&queued)
    })
    .unwrap();
    assert_eq!(queued.batches(), [[1, 2, 3]]);
}

#[test]
fn a_stream_of_files_has_the_methods_of_files() {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [("a.log", "1\n2\n"), ("b.txt", "3\n")] {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    let lines = Collected::new();
    let job = stream! {
        batch_interval = 10ms;
        // `filter` is an operator too, but between a source and a `|>` it is the method.
        text_file_stream(&directory)
            .filter(|path: &Path| path.extension().is_some_and(|extension| extension == "log"))
            .new_files_only(false)
            .settle(false)
            .depth(0)
            .remember(10)
            |> collect(&lines)
    };
    let context = StreamingContext::builder().build().unwrap();
    context.start(job).unwrap();
    while lines.records().len() < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(lines.records(), ["1", "2"]);
}

#[test]
fn a_method_follows_the_types_of_a_source() {
    let directory = tempfile::tempdir().unwrap();
    let counting = stream! {
        memory([["a", "b", "a"]])
            |> count_by_value
            |> save_as_object_files(directory.path().join("counts"))
    };
    testing::run(counting).unwrap();
    let records = Collected::new();
    let saved = directory.path().join("counts-1000");
    testing::run(stream! {
        object_file::<(String, u64)>(saved).records_per_batch(1) |> collect(&records)
    })
    .unwrap();
    let full = records.batches().into_iter().filter(|batch: &Vec<_>| !batch.is_empty());
    assert_eq!(full.map(|batch| batch.len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_method_can_be_generic() {
    let seen = Collected::new();
    testing::run(stream! { Made::new(7_u8).times::<3>() |> collect(&seen) }).unwrap();
    assert_eq!(seen.records(), [7; 3]);
}

/// Batches of one record each, from 1.
fn feed(batches: u32) -> MemorySource<u32> {
    memory((1..=batches).map(|n| [n]))
}

mod my {
    pub(super) mod feeds {
        use streamdsl::prelude::*;

        pub(in crate::calls) fn after(
            delay: Duration,
            of: &str,
        ) -> impl Source<Chunk = super::super::Chunk> {
            streamdsl::source::memory([[(delay, of.to_owned())]])
        }
    }
}

type Chunk = ItemsChunk<(Duration, String)>;

struct Made(u32);

impl Made {
    fn new<T: Into<u32>>(first: T) -> Self {
        Self(first.into())
    }

    fn times<const N: usize>(self) -> impl Source<Chunk = ItemsChunk<u32>> {
        memory([[self.0; N]])
    }

    fn twice(self) -> impl Source<Chunk = ItemsChunk<u32>> {
        memory([[self.0, self.0]])
    }
}

#[test]
fn a_function_that_returns_a_source_starts_a_chain() {
    let (numbers, sums) = (Collected::new(), Collected::new());
    let closure = |n: u32| memory([[n, n + 1]]);
    testing::run(stream! {
        let fed = feed(3);
        fed |> collect(&numbers);
        closure(4) |> reduce(+) |> collect(&sums);
    })
    .unwrap();
    assert_eq!(numbers.batches(), [vec![1], vec![2], vec![3]]);
    assert_eq!(sums.batches()[0], [9]);
}

#[test]
fn a_path_starts_a_chain() {
    let (pairs, twice, same, all) =
        (Collected::new(), Collected::new(), Collected::new(), Collected::new());
    testing::run(stream! {
        // A duration is written as everywhere else.
        my::feeds::after(1m30s, "a") |> collect(&pairs);
        Made::new::<u8>(7).twice() |> collect(&twice);
        super::one(1) |> collect(&same);
        crate::one(2) |> collect(&all);
    })
    .unwrap();
    assert_eq!(pairs.batches()[0], [(Duration::from_secs(90), "a".to_owned())]);
    assert_eq!(twice.batches()[0], [7, 7]);
    assert_eq!(same.batches()[0], [1]);
    assert_eq!(all.batches()[0], [2]);
}

#[test]
fn a_receiver_needs_no_from() {
    struct Once;

    impl Receiver for Once {
        type Item = u8;

        fn on_start(
            &mut self,
            handle: ReceiverHandle<u8>,
        ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
            handle.store(5).map_err(|_| "stopped")?;
            handle.stop("done");
            Ok(())
        }
    }

    fn once() -> Once {
        Once
    }

    let seen = Collected::new();
    let job = stream! { once() |> collect(&seen) };
    let context = StreamingContext::builder().batch_interval(Duration::from_millis(10));
    context.build().unwrap().run(job).unwrap();
    assert_eq!(seen.records(), [5]);
}

#[test]
fn the_plan_shows_how_a_source_is_made() {
    let job = stream! {
        feed(3) |> pprint;
        my::feeds::after(1m30s, "a") |> pprint;
        text_file("a.txt").lines_per_batch(2) |> pprint;
    };
    let plan = job.plan().to_string();
    assert!(plan.contains("source   feed(3)"), "{plan}");
    assert!(plan.contains("source   my::feeds::after(1m30s, \"a\")"), "{plan}");
    assert!(plan.contains("text_file(\"a.txt\", .lines_per_batch(2))"), "{plan}");
}

#[test]
fn a_list_of_sources_is_one_stream_in_its_order() {
    for length in [1, 2, 5] {
        let sources = (0..length).map(|n| memory([vec![n * 10, n * 10 + 1], vec![n]]));
        let (all, own) = (Collected::new(), Collected::new());
        testing::run_on(
            1,
            stream! {
                // A source after the list keeps its own records.
                union_all(sources) |> collect(&all);
                memory([["x"], ["y"]]) |> collect(&own);
            },
        )
        .unwrap();
        let first: Vec<u32> = (0..length).flat_map(|n| [n * 10, n * 10 + 1]).collect();
        let second: Vec<u32> = (0..length).collect();
        assert_eq!(all.batches(), [first, second]);
        assert_eq!(own.batches(), [["x"], ["y"]]);
    }
}

#[test]
fn sources_of_several_types_and_the_function_union_all() {
    let (_directory, path) = file_of("c\n");
    let boxed: Vec<Box<dyn Source<Chunk = TextChunk>>> =
        vec![Box::new(source::text("a\nb\n")), Box::new(source::text_file(path))];
    let (text, numbers) = (Collected::new(), Collected::new());
    testing::run_on(
        1,
        stream! {
            union_all(boxed) |> collect(&text);
            source::union_all(vec![memory([[1]]), memory([[2]])]) |> collect(&numbers);
        },
    )
    .unwrap();
    assert_eq!(text.records(), ["a", "b", "c"]);
    assert_eq!(numbers.records(), [1, 2]);
}

#[test]
fn sockets_known_at_run_time_do_not_mix_their_lines() {
    use std::io::Write;

    let servers: Vec<TcpListener> =
        (0..3).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let ports = servers.iter().map(|server| server.local_addr().unwrap().port());
    let sockets: Vec<_> = ports.map(|port| source::socket("127.0.0.1", port)).collect();
    let lines = Collected::new();
    let job = stream! { batch_interval = 10ms; union_all(sockets) |> collect(&lines) };
    let context = StreamingContext::builder().workers(2).build().unwrap();
    context.start(job).unwrap();
    let mut peers: Vec<_> = servers.iter().map(|server| server.accept().unwrap().0).collect();
    // Every line comes in two pieces, with pieces of other sources between them.
    for _ in 0..100 {
        for (n, peer) in peers.iter_mut().enumerate() {
            write!(peer, "line of ").unwrap();
            peer.flush().unwrap();
            let _ = n;
        }
        for (n, peer) in peers.iter_mut().enumerate() {
            writeln!(peer, "{n}").unwrap();
        }
    }
    while lines.records().len() < 300 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let status = context.status();
    let received: Vec<u64> = status.receivers.iter().map(|receiver| receiver.records).collect();
    assert_eq!(received, [100; 3]);
    context.stop(StopMode::Graceful).unwrap();
    let all = lines.records();
    for n in 0..3 {
        let line = format!("line of {n}");
        assert_eq!(all.iter().filter(|found| **found == line).count(), 100);
    }
}

#[test]
fn an_empty_list_and_nothing_else_is_an_error_that_names_it() {
    let none: Vec<MemorySource<u8>> = Vec::new();
    let error = testing::run(stream! { union_all(none) |> pprint }).unwrap_err();
    assert!(error.to_string().contains("`union_all` must not be empty"), "{error}");
    let none: Vec<MemorySource<u8>> = Vec::new();
    let both = Collected::new();
    testing::run(stream! {
        let nothing = union_all(none);
        memory([[1_u8]]) |> union(nothing) |> collect(&both);
    })
    .unwrap();
    assert_eq!(both.records(), [1]);
}

#[test]
fn a_path_may_have_any_type_of_a_path() {
    let (directory, path) = file_of("a\n");
    let run = |job| testing::run(job).unwrap();
    let lines = Collected::new();
    run(stream! { text_file(path.as_path()) |> collect(&lines) });
    run(stream! { text_file(&path) |> collect(&lines) });
    run(stream! { text_file(path.as_os_str()) |> collect(&lines) });
    run(stream! { text_file(path.to_str().unwrap()) |> collect(&lines) });
    run(stream! { replay(path.iter(), 10) |> collect(&lines) });
    run(stream! { text_file(path) |> collect(&lines) });
    assert_eq!(lines.records(), ["a"; 6]);
    // A `TempDir` is a path, but cannot be converted into one.
    let _watched = stream! { text_file_stream(&directory) |> pprint };
    let _kept = stream! { binary_records_stream(directory, 8) |> count |> pprint };
}

#[test]
fn files_of_the_prelude_start_a_chain_in_other_formats() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("a.bin"), [1, 2, 3, 4]).unwrap();
    let records = Collected::new();
    let job = stream! {
        batch_interval = 10ms;
        files(directory.path()).new_files_only(false).settle(false).records(2)
            |> map(|bytes| bytes.len())
            |> collect(&records)
    };
    let context = StreamingContext::builder().build().unwrap();
    context.start(job).unwrap();
    while records.records().len() < 2 {
        std::thread::sleep(Duration::from_millis(5));
    }
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(records.records(), [2, 2]);
}
