//! The events that listeners receive, their order, and that listeners cannot harm a job.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use streamdsl::clock::SimulatedClock;
use streamdsl::context::{AtEnd, Builder};
use streamdsl::listener::{
    BatchInfo, OutputOperationInfo, ReceiverInfo, StreamingListener, StreamingStarted,
    StreamingStopped,
};
use streamdsl::prelude::*;
use streamdsl::source::memory_channel;

const PATIENCE: Duration = Duration::from_secs(20);

/// Writes down one line for each event.
#[derive(Clone, Default)]
struct Journal {
    lines: Arc<Mutex<Vec<String>>>,
    batches: Arc<Mutex<Vec<BatchInfo>>>,
    operations: Arc<Mutex<Vec<OutputOperationInfo>>>,
}

impl Journal {
    fn write(&self, line: impl Into<String>) {
        self.lines.lock().unwrap().push(line.into());
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn batch(&self, event: &str, batch: &BatchInfo) {
        self.write(format!("{event} {} ({})", batch.number, batch.records()));
        self.batches.lock().unwrap().push(batch.clone());
    }

    fn until(&self, line: &str) {
        let give_up = Instant::now() + PATIENCE;
        while !self.lines().iter().any(|written| written.contains(line)) {
            assert!(Instant::now() < give_up, "waited in vain for {line}: {:?}", self.lines());
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl StreamingListener for Journal {
    fn on_streaming_started(&mut self, event: &StreamingStarted) {
        self.write(format!("started {} at {:?}", event.app_name, event.time));
    }

    fn on_receiver_started(&mut self, receiver: &ReceiverInfo) {
        self.write(format!("receiver {} started", receiver.source));
        assert!(receiver.active);
    }

    fn on_receiver_error(&mut self, receiver: &ReceiverInfo) {
        let reason = receiver.last_error.as_deref().unwrap_or_default();
        self.write(format!("receiver {} error: {reason}", receiver.source));
    }

    fn on_receiver_stopped(&mut self, receiver: &ReceiverInfo) {
        let reason = receiver.last_error.as_deref().unwrap_or_default();
        self.write(format!("receiver {} stopped: {reason}", receiver.source));
    }

    fn on_batch_submitted(&mut self, batch: &BatchInfo) {
        self.batch("submitted", batch);
    }

    fn on_batch_started(&mut self, batch: &BatchInfo) {
        self.batch("started", batch);
    }

    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        self.batch("completed", batch);
    }

    fn on_output_operation_started(&mut self, operation: &OutputOperationInfo) {
        self.write(format!("output {} started", operation.name));
        self.operations.lock().unwrap().push(operation.clone());
    }

    fn on_output_operation_completed(&mut self, operation: &OutputOperationInfo) {
        self.write(match &operation.failure {
            None => format!("output {} completed", operation.name),
            Some(_) => format!("output {} failed", operation.name),
        });
        self.operations.lock().unwrap().push(operation.clone());
    }

    fn on_streaming_stopped(&mut self, event: &StreamingStopped) {
        self.write(if event.error.is_some() { "stopped by an error" } else { "stopped" });
    }
}

fn simulated(workers: usize) -> Builder {
    StreamingContext::builder()
        .clock(SimulatedClock::new())
        .workers(workers)
        .pin_workers(false)
        .stop_on_ctrl_c(false)
}

fn quiet(builder: Builder) -> Builder {
    builder.on_notice(|_| ()).output(std::io::sink())
}

#[test]
fn events_come_in_order() {
    for workers in [1, 2, 4] {
        let journal = Journal::default();
        let all = Collected::new();
        let job = stream! {
            let numbers = memory([vec![1, 2, 3], vec![], vec![4]]);
            numbers |> map(|n| n * 2) |> collect(&all);
            numbers |> count |> pprint;
            numbers |> window(2s, 2s) |> foreach_batch(|_batch| ());
        };
        let builder = quiet(simulated(workers)).app_name("test").listener(journal.clone());
        let builder = builder.at_end(AtEnd::Keep);
        builder.build().unwrap().run(job).unwrap();
        let mut lines = journal.lines();
        // A batch may end before the previous one is completed. Nothing else may differ.
        let submitted: Vec<_> =
            lines.extract_if(.., |line| line.starts_with("submitted")).collect();
        assert_eq!(submitted, ["submitted 1 (3)", "submitted 2 (0)", "submitted 3 (1)"]);
        let outputs = |lines: &mut Vec<String>, names: &[&str]| {
            for name in names {
                lines
                    .extend([format!("output {name} started"), format!("output {name} completed")]);
            }
        };
        let mut expected = vec!["started test at 0ns".to_owned(), "started 1 (3)".to_owned()];
        outputs(&mut expected, &["collect", "pprint"]);
        expected.extend(["completed 1 (3)", "started 2 (0)"].map(str::to_owned));
        outputs(&mut expected, &["collect", "pprint", "foreach_batch"]);
        expected.extend(["completed 2 (0)", "started 3 (1)"].map(str::to_owned));
        outputs(&mut expected, &["collect", "pprint"]);
        expected.extend(["completed 3 (1)", "stopped"].map(str::to_owned));
        assert_eq!(lines, expected, "{workers} workers");
    }
}

#[test]
fn a_batch_becomes_better_known_from_event_to_event() {
    let journal = Journal::default();
    let job = stream! {
        let other = memory([["c"], ["d"]]);
        memory([["a", "b"]]) |> union(other) |> pprint;
    };
    quiet(simulated(2)).listener(journal.clone()).build().unwrap().run(job).unwrap();
    let batches = journal.batches.lock().unwrap().clone();
    let first: Vec<_> = batches.iter().filter(|batch| batch.number == 1).collect();
    let [submitted, started, completed] = first[..] else { panic!("{first:?}") };
    for batch in [submitted, started, completed] {
        assert_eq!(batch.time, BatchTime::from_millis(1000));
        let mut records: Vec<_> = batch.inputs.iter().map(|input| input.records).collect();
        records.sort_unstable();
        assert_eq!((records, batch.records()), (vec![1, 2], 3));
        assert!(batch.inputs.iter().all(|input| input.name == "memory"));
    }
    assert_eq!((submitted.scheduling_delay, submitted.processing_delay), (None, None));
    assert!(started.scheduling_delay.is_some() && started.processing_start_time.is_some());
    assert_eq!((started.processing_delay, started.total_delay), (None, None));
    let (waited, worked) =
        (completed.scheduling_delay.unwrap(), completed.processing_delay.unwrap());
    assert_eq!(completed.total_delay, Some(waited + worked));
    assert_eq!(completed.processing_end_time, Some(Duration::from_secs(1)));
    let [output] = &completed.output_operations[..] else { panic!("{completed:?}") };
    assert_eq!((output.name, output.failure.as_ref()), ("pprint", None));
    assert!(output.location.file.ends_with("listener.rs") && output.duration.is_some());
}

#[test]
fn an_output_that_fails_says_why() {
    fn error(records: usize) -> Result<(), String> {
        if records == 2 { Err("the disk is full".into()) } else { Ok(()) }
    }
    for panics in [false, true] {
        let journal = Journal::default();
        let job = stream! {
            let numbers = memory([vec![1], vec![2, 3], vec![4]]);
            numbers |> pprint;
            numbers |> foreach_batch(|batch| {
                let written = error(batch.len());
                assert!(!panics || written.is_ok(), "the disk is full");
                written
            });
        };
        let context = quiet(simulated(2)).listener(journal.clone()).build().unwrap();
        assert!(context.run(job).is_err());
        let lines = journal.lines();
        assert!(lines.contains(&"completed 1 (1)".to_owned()), "{lines:?}");
        assert!(!lines.contains(&"completed 2 (2)".to_owned()), "the batch is not done: {lines:?}");
        let end = ["output foreach_batch started", "output foreach_batch failed"];
        assert!(lines.windows(2).any(|pair| pair == end), "{lines:?}");
        assert_eq!(lines.last().unwrap(), "stopped by an error");
        let operations = journal.operations.lock().unwrap().clone();
        let failure = operations.iter().find_map(|operation| operation.failure.clone()).unwrap();
        assert!(failure.contains("the disk is full"), "{failure}");
    }
}

#[test]
fn receivers_start_lose_their_peer_and_stop() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (journal, clock) = (Journal::default(), ManualClock::new());
    let builder = quiet(StreamingContext::builder().workers(1).clock(clock.clone()));
    let context = builder.listener(journal.clone()).build().unwrap();
    context.start(stream! { socket("127.0.0.1", port) |> pprint }).unwrap();
    let mut peer = listener.accept().unwrap().0;
    peer.write_all(b"a\n").unwrap();
    drop(peer);
    journal.until("receiver 0 stopped");
    let peer = listener.accept().unwrap().0;
    let started = |line: &&String| *line == "receiver 0 started";
    let give_up = Instant::now() + PATIENCE;
    while journal.lines().iter().filter(started).count() < 2 {
        assert!(Instant::now() < give_up, "{:?}", journal.lines());
        std::thread::sleep(Duration::from_millis(1));
    }
    drop(listener);
    drop(peer);
    journal.until("receiver 0 error: cannot connect");
    context.stop(StopMode::Graceful).unwrap();
    let lines = journal.lines();
    assert_eq!(lines[..2], ["started streamdsl at 0ns", "receiver 0 started"]);
    let lost = "receiver 0 stopped: the server closed the connection; reconnecting in 100ms";
    assert_eq!(lines[2], lost);
    let end = ["submitted 1 (1)", "started 1 (1)", "output pprint started"];
    assert!(lines.windows(3).any(|lines| lines == end), "{lines:?}");
    assert_eq!(lines.last().unwrap(), "stopped");
}

/// A receiver that reports a problem, continues, and ends.
struct Troubled;

impl Receiver for Troubled {
    type Item = u8;

    fn on_start(
        &mut self,
        handle: ReceiverHandle<u8>,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        handle.report_error("a message was unreadable");
        handle.store(1)?;
        handle.stop("that was all");
        Ok(())
    }
}

#[test]
fn a_receiver_may_have_a_problem_and_go_on() {
    let (journal, all) = (Journal::default(), Collected::new());
    let builder = quiet(StreamingContext::builder().workers(1)).listener(journal.clone());
    let context = builder.batch_interval(Duration::from_millis(5)).build().unwrap();
    context.run(stream! { from(Troubled) |> collect(&all) }).unwrap();
    assert_eq!(all.records(), [1]);
    let lines = journal.lines();
    let receiver: Vec<_> = lines.iter().filter(|line| line.starts_with("receiver")).collect();
    assert_eq!(receiver[..2], ["receiver 0 started", "receiver 0 error: a message was unreadable"]);
    assert!(receiver.last().unwrap().starts_with("receiver 0 stopped"), "{lines:?}");
}

#[test]
fn a_receiver_that_is_stopped_is_stopped_before_the_last_batch() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (journal, clock) = (Journal::default(), ManualClock::new());
    let builder = quiet(StreamingContext::builder().workers(1).clock(clock));
    let context = builder.listener(journal.clone()).build().unwrap();
    context.start(stream! { socket("127.0.0.1", port) |> pprint }).unwrap();
    let mut peer = listener.accept().unwrap().0;
    peer.write_all(b"a\n").unwrap();
    while context.status().records_received == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(
        journal.lines(),
        [
            "started streamdsl at 0ns",
            "receiver 0 started",
            "receiver 0 stopped: stopped by the driver",
            "submitted 1 (1)",
            "started 1 (1)",
            "output pprint started",
            "output pprint completed",
            "completed 1 (1)",
            "stopped",
        ]
    );
}

/// A listener that panics at every batch.
struct Clumsy;

impl StreamingListener for Clumsy {
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        panic!("batch {} is too much", batch.number);
    }
}

#[test]
fn a_panic_in_a_listener_does_not_hurt() {
    let (journal, notices) = (Journal::default(), Arc::new(Mutex::new(Vec::new())));
    let (heard, all) = (Arc::clone(&notices), Collected::new());
    let job = stream! { memory([[1], [2], [3], [4]]) |> collect(&all) };
    simulated(2)
        .listener(Clumsy)
        .listener(journal.clone())
        .on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()))
        .build()
        .unwrap()
        .run(job)
        .unwrap();
    assert_eq!(all.batches(), [[1], [2], [3], [4]]);
    assert_eq!(journal.lines().iter().filter(|line| line.starts_with("completed")).count(), 4);
    let said = |batch: u64| format!("listeners: a listener panicked: batch {batch} is too much");
    let last = format!("{}; it has panicked three times and gets no more events", said(3));
    assert_eq!(*notices.lock().unwrap(), [said(1), said(2), last]);
}

/// A listener that returns only when the test allows it.
struct Blocked(mpsc::Receiver<()>, Journal);

impl StreamingListener for Blocked {
    fn on_streaming_started(&mut self, _event: &StreamingStarted) {
        let _ = self.0.recv();
    }

    fn on_streaming_stopped(&mut self, event: &StreamingStopped) {
        self.1.on_streaming_stopped(event);
    }
}

#[test]
fn a_slow_listener_loses_events_and_delays_nothing() {
    let (go, blocked) = mpsc::channel();
    let (notices, journal) = (Arc::new(Mutex::new(Vec::new())), Journal::default());
    let heard = Arc::clone(&notices);
    let (queue, source) = memory_channel::<u8>();
    let job = stream! { from(source) |> count |> foreach_batch(|_batch| ()) };
    let context = simulated(1)
        .listener(Blocked(blocked, journal.clone()))
        .on_notice(move |notice| heard.lock().unwrap().push(notice.to_string()))
        .build()
        .unwrap();
    context.start(job).unwrap();
    // Five events each.
    assert!(context.wait_for_batches(3000, PATIENCE).unwrap());
    drop(queue);
    go.send(()).unwrap();
    context.await_termination().unwrap();
    let notices = notices.lock().unwrap().join("\n");
    assert!(notices.contains("listeners: they are too slow: "), "{notices}");
    assert!(notices.contains(" events were dropped"), "{notices}");
}

/// A listener that stops the job at its second batch.
struct Stopper(Arc<Mutex<Option<Arc<StreamingContext>>>>);

impl StreamingListener for Stopper {
    fn on_batch_completed(&mut self, batch: &BatchInfo) {
        if batch.number == 2
            && let Some(context) = &*self.0.lock().unwrap()
        {
            context.stop(StopMode::Graceful).unwrap();
        }
    }
}

#[test]
fn a_listener_may_stop_the_job() {
    let slot = Arc::new(Mutex::new(None));
    let builder = quiet(simulated(2)).listener(Stopper(Arc::clone(&slot)));
    let context = Arc::new(builder.build().unwrap());
    *slot.lock().unwrap() = Some(Arc::clone(&context));
    context.run(stream! { memory((0..).map(|n| [n])) |> pprint }).unwrap();
    assert!(context.status().batches_completed >= 2);
    slot.lock().unwrap().take();
}
