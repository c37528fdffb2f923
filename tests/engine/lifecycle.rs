//! Starting, stopping and failing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::*;
use streamdsl_runtime::base::blame::blame;
use streamdsl_runtime::base::clock::SimulatedClock;
use streamdsl_runtime::base::error::{Error, Result};
use streamdsl_runtime::base::time::BatchTime;
use streamdsl_runtime::job::batch::CurrentBatch;
use streamdsl_runtime::job::context::{ContextState, StopMode, StreamingContext};
use streamdsl_runtime::job::pipeline::{Pipeline, Program};
use streamdsl_runtime::job::worker::Worker;
use streamdsl_runtime::sources::{Inlet, Source, memory, memory_channel, text_file};

fn simulated(workers: usize) -> StreamingContext {
    let builder = StreamingContext::builder().workers(workers).on_notice(|_| ());
    builder.clock(SimulatedClock::new()).build().unwrap()
}

/// A pipeline that runs `body` in every batch, after the batch's chunks are taken.
fn each_batch<S: Source>(
    source: S,
    body: impl Fn(&mut Worker, &CurrentBatch) -> Result<()> + Send + Sync + 'static,
) -> Pipeline {
    let mut program = Program::new(&PLAN);
    program.source(0, source);
    program.build(move |worker| {
        while let Some(batch) = worker.next_batch()? {
            while batch.next_chunk()?.is_some() {}
            body(worker, &batch)?;
            worker.end_batch(batch)?;
        }
        Ok(())
    })
}

#[test]
fn a_job_ends_by_itself_when_its_sources_are_exhausted() {
    let context = simulated(2);
    assert_eq!(context.state(), ContextState::Initialized);
    let (pipeline, log) = recording(memory([vec![1, 2], vec![], vec![3]]), |item| item);
    context.run(pipeline).unwrap();
    assert_eq!(context.state(), ContextState::Stopped);
    assert_eq!(contents(&log), [vec![1, 2], vec![], vec![3]]);
    assert_eq!(times(&log), [1000, 2000, 3000]);
    assert!(context.wait_for_batches(3, Duration::ZERO).unwrap());
    assert!(!context.wait_for_batches(4, PATIENCE).unwrap());
}

#[test]
fn a_source_without_batches_makes_none() {
    let context = simulated(1);
    let (pipeline, log) = recording(memory(Vec::<Vec<u8>>::new()), |item| item);
    context.run(pipeline).unwrap();
    assert!(log.lock().unwrap().is_empty());
}

#[test]
fn a_context_runs_one_job() {
    let (builder, _clock) = manual();
    let context = builder.build().unwrap();
    assert!(matches!(context.await_termination(), Err(Error::NotStarted)));
    let (_queue, source) = memory_channel::<u8>();
    context.start(recording(source, |item| item).0).unwrap();
    assert_eq!(context.state(), ContextState::Active);
    let (_queue, source) = memory_channel::<u8>();
    let again = context.start(recording(source, |item| item).0);
    assert!(matches!(again, Err(Error::AlreadyStarted)));
    assert!(!context.await_termination_or_timeout(Duration::from_millis(5)).unwrap());
    context.stop(StopMode::Immediate).unwrap();
    context.stop(StopMode::Graceful).unwrap();
    assert!(context.await_termination_or_timeout(Duration::ZERO).unwrap());
    let again = context.start(recording(memory([[1]]), |item| item).0);
    assert!(matches!(again, Err(Error::AlreadyStopped)));
}

#[test]
fn a_context_can_be_stopped_before_it_is_started() {
    let context = simulated(1);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(context.state(), ContextState::Stopped);
    assert!(context.await_termination_or_timeout(PATIENCE).unwrap());
    let start = context.start(recording(memory([[1]]), |item| item).0);
    assert!(matches!(start, Err(Error::AlreadyStopped)));
}

#[test]
fn an_immediate_stop_drops_what_is_not_processed() {
    let (builder, clock) = manual();
    let context = builder.workers(2).build().unwrap();
    let (queue, source) = memory_channel();
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    queue.push([1]);
    next_batch(&context, &clock);
    queue.push([2]);
    context.stop(StopMode::Immediate).unwrap();
    assert_eq!(contents(&log), [[1]]);
    assert!(!queue.push([3]), "nobody takes it any more");
}

#[test]
fn a_graceful_stop_processes_what_is_queued_in_one_batch() {
    let (builder, _clock) = manual();
    let context = builder.build().unwrap();
    let (queue, source) = memory_channel();
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    queue.push([1]);
    queue.push([2, 3]);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(contents(&log), [[1, 2, 3]]);
}

#[test]
fn code_of_the_job_may_stop_it() {
    let context = Arc::new(simulated(2));
    let inside = Arc::clone(&context);
    let pipeline = each_batch(memory((0..).map(|n| [n])), move |worker, batch| {
        if worker.is_leader() && batch.number() == 5 {
            inside.stop(StopMode::Graceful)?;
        }
        Ok(())
    });
    context.run(pipeline).unwrap();
    assert!(context.status().batches_completed >= 5);
}

#[test]
fn dropping_a_context_stops_its_job() {
    let (builder, _clock) = manual();
    let context = builder.build().unwrap();
    let ended = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&ended);
    let (_queue, source) = memory_channel::<u8>();
    let mut program = Program::new(&PLAN);
    program.source(0, source);
    context
        .start(program.build(move |worker| {
            let waited = worker.next_batch().map(|_| ());
            flag.store(true, Ordering::SeqCst);
            waited
        }))
        .unwrap();
    drop(context);
    assert!(ended.load(Ordering::SeqCst));
}

/// A pipeline that panics in batch 2 on the last worker, while the others wait for it.
fn panicking(exchange: fn(&mut Worker) -> Result<()>) -> Pipeline {
    each_batch(memory((0..).map(|n| [n])), move |worker, batch| {
        if batch.number() == 2 && worker.index() + 1 == worker.peers() {
            blame(1);
            blame(0);
            panic!("division by {}", "zero");
        }
        exchange(worker)
    })
}

#[test]
fn a_panic_in_user_code_names_batch_operator_and_line() {
    let exchanges: [fn(&mut Worker) -> Result<()>; 3] = [
        |worker| worker.gather(1).map(|_| ()),
        |worker| worker.all_gather(Arc::new(1)).map(|_| ()),
        |_| Ok(()),
    ];
    for exchange in exchanges {
        let context = simulated(3);
        let error = context.run(panicking(exchange)).unwrap_err();
        let Error::UserCode { batch, operator, location, message } = error else {
            panic!("{error}");
        };
        assert_eq!(batch, BatchTime::from_millis(2000));
        assert_eq!((operator.as_str(), location.line), ("map", 4));
        assert_eq!(message, "division by zero");
        assert_eq!(context.state(), ContextState::Stopped);
        assert!(context.stop(StopMode::Graceful).is_err(), "the error is not forgotten");
    }
}

#[test]
fn an_error_of_a_worker_ends_the_job() {
    let context = simulated(2);
    let pipeline = each_batch(memory([[1], [2]]), |worker, _| {
        if worker.is_leader() {
            return Err(Error::State { slot: "counts".into(), message: "full".into() });
        }
        worker.all_gather(Arc::new(())).map(|_| ())
    });
    let error = context.run(pipeline).unwrap_err();
    assert_eq!(error.to_string(), "state `counts`: full");
    let waited = context.wait_for_batches(1, PATIENCE).unwrap_err();
    assert_eq!(waited.to_string(), error.to_string());
}

/// A source that fails in one of its calls.
struct Faulty(&'static str);

impl Source for Faulty {
    type Chunk = streamdsl_runtime::receive::chunk::ItemsChunk<u8>;

    fn describe(&self) -> String {
        "faulty".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> Result<()> {
        match self.0 {
            "start" => return Err(Error::source("faulty", "no start")),
            "eager" => assert!(inlet.push_items(vec![1])),
            "thread" => drop(inlet.spawn(|_| panic!("no thread"))?),
            _ => {}
        }
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> Result<()> {
        match self.0 {
            "end" => Err(Error::source("faulty", "no end")),
            "panic" => panic!("no luck"),
            _ => Ok(()),
        }
    }

    fn stop(&mut self) {}
}

#[test]
fn a_faulty_source_ends_the_job_with_its_error() {
    for (fault, expected) in [
        ("start", "source faulty: no start"),
        ("end", "source faulty: no end"),
        ("panic", "source faulty: it panicked: no luck"),
        ("thread", "source faulty: its receiver panicked: no thread"),
    ] {
        let context = simulated(2);
        let error = context.run(each_batch(Faulty(fault), |_, _| Ok(()))).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(context.state(), ContextState::Stopped);
        assert_eq!(context.await_termination().unwrap_err().to_string(), expected);
    }
}

#[test]
fn what_arrives_while_sources_are_started_is_in_the_first_batch() {
    let (builder, clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording(Faulty("eager"), |item| item);
    context.start(pipeline).unwrap();
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [[1]]);
}

#[test]
fn files_that_cannot_be_read_are_reported_at_the_start() {
    let missing = simulated(1).start(recording_lines(text_file("/no/such/file")).0).unwrap_err();
    let message = missing.to_string();
    assert!(message.starts_with("source text file /no/such/file: cannot open it"), "{message}");
    let directory = simulated(1).start(recording_lines(text_file("/")).0).unwrap_err();
    assert_eq!(directory.to_string(), "source text file /: it is a directory, not a file");
    let endless = text_file("/dev/null").lines_per_batch(0);
    assert!(simulated(1).start(recording_lines(endless).0).is_err());
}

#[test]
fn a_file_is_delivered_at_once_or_batch_by_batch() {
    let path = std::env::temp_dir().join(format!("streamdsl-lines-{}", std::process::id()));
    std::fs::write(&path, "a\nb\r\n\nc\nlast").unwrap();
    let context = simulated(1);
    let (pipeline, log) = recording_lines(text_file(&path));
    context.run(pipeline).unwrap();
    assert_eq!(contents(&log), [["a", "b", "", "c", "last"]]);

    let context = simulated(1);
    let (pipeline, log) = recording_lines(text_file(&path).lines_per_batch(2));
    context.run(pipeline).unwrap();
    assert_eq!(contents(&log), [vec!["a", "b"], vec!["", "c"], vec!["last"]]);
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn windows_are_checked_before_the_first_batch() {
    let mut program = Program::new(&PLAN);
    program.source(0, memory([[1]]));
    program.window(1, None, 3 * SECOND, Some(2 * SECOND));
    program.window(1, None, Duration::from_millis(1500), None);
    let pipeline = program.build(|_| Ok(()));
    let error = simulated(1).run(pipeline).unwrap_err().to_string();
    assert!(error.starts_with("src/main.rs:4:12: `map`: the window of 1.5s"), "{error}");
}

#[test]
fn a_program_without_sources_is_refused() {
    let error = simulated(1).run(Program::new(&PLAN).build(|_| Ok(()))).unwrap_err();
    assert!(matches!(error, Error::Config { .. }));
}

#[test]
fn a_batch_of_one_millisecond_is_on_time_and_none_is_left_out() {
    let builder = StreamingContext::builder().workers(2).on_notice(|_| ());
    let context = builder.batch_interval(Duration::from_millis(1)).build().unwrap();
    let (queue, source) = memory_channel();
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    for n in 0..100 {
        queue.push([n]);
    }
    let begun = Instant::now();
    assert!(context.wait_for_batches(200, PATIENCE).unwrap());
    assert!(begun.elapsed() < SECOND, "{:?}", begun.elapsed());
    context.stop(StopMode::Graceful).unwrap();
    let times = times(&log);
    assert!(times.windows(2).all(|pair| pair[1] == pair[0] + 1), "{times:?}");
    assert_eq!(contents(&log).concat(), (0..100).collect::<Vec<_>>());
}

#[test]
fn batches_end_at_whole_multiples_and_late_ones_come_in_order() {
    let (builder, clock) = manual();
    clock.advance(Duration::from_millis(10_300));
    let context = builder.workers(2).build().unwrap();
    let (pipeline, log) = recording(memory((0..).map(|n| [n]).take(8)), |item| item);
    context.start(pipeline).unwrap();
    clock.advance(Duration::from_secs(100));
    context.await_termination().unwrap();
    assert_eq!(times(&log), (11..19).map(|second| second * 1000).collect::<Vec<_>>());
    let report = context.status().last_batch.unwrap();
    assert_eq!((report.number, report.records), (8, 1));
    assert!(report.total_delay >= Duration::from_secs(92));
    assert_eq!(report.total_delay, report.scheduling_delay + report.processing_time);
}

#[test]
fn output_and_name_are_those_of_the_builder() {
    struct Shared(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let written = Arc::new(Mutex::new(Vec::new()));
    let builder = StreamingContext::builder().workers(1).clock(SimulatedClock::new());
    let builder = builder.app_name("test").output(Shared(Arc::clone(&written)));
    let context = builder.build().unwrap();
    assert_eq!(context.app_name(), "test");
    let pipeline = each_batch(memory([[1]]), |worker, batch| {
        writeln!(worker.output().lock().unwrap(), "{}", batch.number()).unwrap();
        Ok(())
    });
    let plan = "source   source\n         per record, fused: -> stage 0\nstage 0  map\n         \
                gathers on the first worker\n";
    assert_eq!(pipeline.plan().to_string(), plan);
    let mermaid = "flowchart LR\n    op0([\"source\"])\n    op1[[\"map\"]]\n    op0 --> op1\n";
    assert_eq!(pipeline.plan().mermaid(), mermaid);
    context.run(pipeline).unwrap();
    assert_eq!(*written.lock().unwrap(), b"1\n");
}
