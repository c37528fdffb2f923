//! Outputs and sources that fail: where, in which batch, and which results remain.

use std::sync::{Arc, Mutex};

use streamdsl::prelude::*;
use streamdsl::testing;
use streamdsl_tests::{WORKERS, deterministic, failure, sorted};

/// The batches that a sink received: times in milliseconds and records.
type Written = Arc<Mutex<Vec<(u64, Vec<String>)>>>;

/// A sink that fails as the test requests, and records what it received.
struct Fragile {
    open: Result<(), String>,
    fails_at: u64,
    written: Written,
}

impl Fragile {
    fn new() -> Self {
        Self { open: Ok(()), fails_at: u64::MAX, written: Arc::default() }
    }
}

impl Sink<String> for Fragile {
    type Error = String;

    fn open(&mut self) -> Result<(), String> {
        // Long enough for the other workers to start.
        std::thread::sleep(Duration::from_millis(5));
        self.open.clone()
    }

    fn write(&mut self, time: BatchTime, records: Vec<String>) -> Result<(), String> {
        if time.as_millis() == self.fails_at {
            return Err("the disk is full".into());
        }
        self.written.lock().unwrap().push((time.as_millis(), sorted(records)));
        Ok(())
    }
}

#[test]
fn a_sink_gets_every_batch_in_order_text_as_string() {
    for workers in WORKERS {
        let sink = Fragile::new();
        let written = Arc::clone(&sink.written);
        let job = stream! { memory([vec!["b", "a"], vec![], vec!["c"]]) |> to(sink) };
        testing::run_on(workers, job).unwrap();
        let expected = [(1000, vec!["a", "b"]), (2000, vec![]), (3000, vec!["c"])];
        let expected =
            expected.map(|(time, words)| (time, words.into_iter().map(String::from).collect()));
        assert_eq!(*written.lock().unwrap(), Vec::from(expected));
    }
}

#[test]
fn a_sink_that_cannot_be_opened_stops_the_job_before_it_reads_anything() {
    let read = Arc::new(Mutex::new(0));
    let error = failure(|| {
        let read = Arc::clone(&read);
        let sink = Fragile { open: Err("no such database".into()), ..Fragile::new() };
        stream! {
            memory([["a"]]) |> map(move |word| { *read.lock().unwrap() += 1; word })
                |> to(sink)
        }
    });
    let place = format!("{}:{}:20: ", file!(), line!() - 3);
    let text = error.to_string();
    assert!(text.contains("`to` could not be opened: no such database"), "{text}");
    assert!(text.contains(&place), "{text} lacks {place}");
    assert_eq!(*read.lock().unwrap(), 0);
}

#[test]
fn a_sink_that_cannot_write_ends_the_job_at_that_batch() {
    for workers in WORKERS {
        let sink = Fragile { fails_at: 2000, ..Fragile::new() };
        let written = Arc::clone(&sink.written);
        let line = line!() + 2;
        let job = stream! {
            memory([["a"], ["b"], ["c"]]) |> to(sink)
        };
        let error = testing::run_on(workers, job).unwrap_err();
        let Error::Sink { operator, location, batch, message, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!((operator.as_str(), location.line, location.column), ("to", line, 46));
        assert_eq!((*batch, message.as_str()), (BatchTime::from_millis(2000), "the disk is full"));
        assert_eq!(location.file, file!());
        assert_eq!(written.lock().unwrap().len(), 1);
    }
}

#[test]
fn foreach_batch_that_returns_an_error_ends_the_job_at_that_batch() {
    let line = line!() + 4;
    let error = failure(|| {
        stream! {
            memory([[1], [2], [3]])
                |> foreach_batch(|batch| match batch.first() {
                    Some(2) => Err("two is too many"),
                    _ => Ok(()),
                })
        }
    });
    let time = BatchTime::from_millis(2000);
    assert_eq!(
        error.to_string(),
        format!(
            "{}:{line}:20: `foreach_batch` could not write the batch of {time}: two is too many",
            file!()
        )
    );
}

#[test]
fn the_error_reaches_everybody_who_waits() {
    let context = deterministic(2).build().unwrap();
    let job = stream! { memory([[1], [2]]) |> foreach_batch(|_| Err("no")) };
    context.start(job).unwrap();
    let first = context.await_termination().unwrap_err().to_string();
    assert_eq!(context.await_termination().unwrap_err().to_string(), first);
    assert!(context.await_termination_or_timeout(Duration::from_secs(1)).is_err());
    assert_eq!(context.state(), ContextState::Stopped);
    assert_eq!(context.status().batches_completed, 0);
    assert!(context.snapshot().is_none());
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = failure(|| stream! { text_file("/no/such/file.txt") |> count |> pprint });
    let text = error.to_string();
    assert!(matches!(error, Error::Source { .. }), "{text}");
    assert!(text.contains("/no/such/file.txt"), "{text}");
}

#[test]
fn a_context_and_a_program_that_disagree_on_the_interval() {
    let job = stream! {
        batch_interval = 2s;
        memory([[1]]) |> count |> pprint
    };
    let context = deterministic(1).batch_interval(Duration::from_secs(1)).build().unwrap();
    let text = context.run(job).unwrap_err().to_string();
    assert!(text.contains("1s") && text.contains("2s"), "{text}");
}

#[test]
fn a_source_that_panics_ends_the_job_with_its_words() {
    for workers in WORKERS {
        let batches = (0..).map(|n| if n == 2 { panic!("no third batch") } else { [n] });
        let out = Collected::new();
        let error =
            testing::run_on(workers, stream! { memory(batches) |> collect(&out) }).unwrap_err();
        assert!(error.to_string().contains("no third batch"), "{error}");
    }
}
