//! Hand-written pipelines and servers for the tests of the engine.

use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use streamdsl_runtime::base::clock::ManualClock;
use streamdsl_runtime::job::context::{Builder, StreamingContext};
use streamdsl_runtime::job::pipeline::{Pipeline, Program};
use streamdsl_runtime::plan::{Idle, OperatorInfo, Plan, Role, StageInfo, Work};
use streamdsl_runtime::receive::chunk::Chunk;
use streamdsl_runtime::sources::Source;

/// A time limit that only a hanging test reaches.
pub const PATIENCE: Duration = Duration::from_secs(20);
pub const SECOND: Duration = Duration::from_secs(1);

pub static PLAN: Plan = Plan {
    file: "src/main.rs",
    operators: &[
        OperatorInfo {
            name: "source",
            arguments: "",
            binding: None,
            role: Role::Source,
            inputs: &[],
            line: 3,
            column: 9,
        },
        OperatorInfo {
            name: "map",
            arguments: "",
            binding: None,
            role: Role::Stage,
            inputs: &[0],
            line: 4,
            column: 12,
        },
    ],
    stages: &[StageInfo { work: Work::Gather, input: 1, output: 1, window: None, slot: None }],
    idle: Idle::Everybody,
};

/// What arrived in each batch: the end of the batch in milliseconds and its records.
pub type Log<T> = Arc<Mutex<Vec<(u64, Vec<T>)>>>;

/// A pipeline that records the records of every batch.
pub fn recording<S, T>(
    source: S,
    own: impl Fn(<S::Chunk as Chunk>::Item<'_>) -> T + Send + Sync + 'static,
) -> (Pipeline, Log<T>)
where
    S: Source,
    T: Send + 'static,
{
    let log = Log::default();
    let written = Arc::clone(&log);
    let mut program = Program::new(&PLAN);
    let id = program.source(0, source);
    let pipeline = program.build(move |worker| {
        while let Some(batch) = worker.next_batch()? {
            let mut mine = Vec::new();
            while let Some(raw) = batch.next_chunk()? {
                assert_eq!(raw.source(), id.index());
                let chunk = id.open(raw)?;
                for record in chunk.records() {
                    mine.push(own(record));
                }
            }
            if let Some(all) = worker.gather(mine)? {
                let records = all.into_iter().flatten().collect();
                written.lock().unwrap().push((batch.time().as_millis(), records));
            }
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    (pipeline, log)
}

/// A pipeline that records the lines of every batch.
pub fn recording_lines<S>(source: S) -> (Pipeline, Log<String>)
where
    S: Source<Chunk = streamdsl_runtime::receive::chunk::TextChunk>,
{
    recording(source, str::to_owned)
}

/// A context with one worker, batches of one second and a clock that the test moves.
pub fn manual() -> (Builder, ManualClock) {
    let clock = ManualClock::new();
    let builder = StreamingContext::builder().workers(1).batch_interval(SECOND);
    (builder.clock(clock.clone()).on_notice(|_| ()), clock)
}

pub fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

pub fn accept(listener: &TcpListener) -> TcpStream {
    listener.accept().unwrap().0
}

/// Waits until a condition is true, by checking it again and again.
pub fn until(what: &str, condition: impl Fn() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < give_up, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

pub fn until_records(context: &StreamingContext, count: u64) {
    until("the records have arrived", || context.status().records_received >= count);
}

pub fn until_bytes(context: &StreamingContext, count: u64) {
    until("the bytes have arrived", || context.status().bytes_received >= count);
}

/// Ends the current batch and waits until it is processed.
pub fn next_batch(context: &StreamingContext, clock: &ManualClock) {
    let completed = context.status().batches_completed;
    clock.advance(SECOND);
    assert!(context.wait_for_batches(completed + 1, PATIENCE).unwrap());
}

pub fn contents<T: Clone>(log: &Log<T>) -> Vec<Vec<T>> {
    log.lock().unwrap().iter().map(|(_, records)| records.clone()).collect()
}

pub fn times<T>(log: &Log<T>) -> Vec<u64> {
    log.lock().unwrap().iter().map(|(time, _)| *time).collect()
}
