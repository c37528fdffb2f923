//! Rate limits of receivers that hand over single records, blocks, or data they have begun to read.

use std::error::Error as StdError;
use std::io::Read;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::support::*;
use streamdsl_runtime::base::clock::ManualClock;
use streamdsl_runtime::base::error::Result;
use streamdsl_runtime::job::context::{StopMode, StreamingContext};
use streamdsl_runtime::receive::chunk::{Chunk, RecordsChunk, TextChunk};
use streamdsl_runtime::sources::{Fill, Inlet, Receiver, ReceiverHandle, Source, receiver};

type Receive<C> = Box<dyn FnOnce(&Inlet<C>) + Send>;

/// A source that receives by running a function on its own thread.
struct Receiving<C>(Option<Receive<C>>, Option<JoinHandle<()>>);

impl<C: Chunk> Source for Receiving<C> {
    type Chunk = C;

    fn describe(&self) -> String {
        "receiving".into()
    }

    fn start(&mut self, inlet: Inlet<C>) -> Result<()> {
        if let Some(receive) = self.0.take() {
            self.1 = Some(inlet.spawn(receive)?);
        }
        Ok(())
    }

    fn stop(&mut self) {
        if let Some(thread) = self.1.take() {
            thread.join().unwrap();
        }
    }
}

/// A receiver that stores blocks of the numbers from 0 on, and counts the stored numbers.
struct Numbers {
    block: u32,
    stored: Arc<AtomicU64>,
}

impl Receiver for Numbers {
    type Item = u32;

    fn on_start(
        &mut self,
        handle: ReceiverHandle<u32>,
    ) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let (block, stored) = (self.block, Arc::clone(&self.stored));
        handle.clone().spawn(move || {
            for first in (0..1000).step_by(block as usize) {
                let outcome = match block {
                    1 => handle.store(first),
                    _ => handle.store_block((first..first + block).collect()),
                };
                if outcome.is_err() {
                    return;
                }
                stored.fetch_add(u64::from(block), Ordering::SeqCst);
            }
        })?;
        Ok(())
    }
}

/// Ends the open batch once `stored` records have been stored since the start.
fn end_batch(context: &StreamingContext, clock: &ManualClock, stored: impl Fn() -> bool) {
    clock.advance(Duration::from_millis(950));
    until("the records are stored", stored);
    let completed = context.status().batches_completed;
    clock.advance(Duration::from_millis(50));
    assert!(context.wait_for_batches(completed + 1, PATIENCE).unwrap());
}

fn counts<T>(log: &Log<T>) -> Vec<usize> {
    log.lock().unwrap().iter().map(|(_, records)| records.len()).collect()
}

#[test]
fn single_records_wait_for_their_turn_and_the_batch_does_not_wait_for_them() {
    let (builder, clock) = manual();
    let context = builder.max_rate(300).build().unwrap();
    let stored = Arc::new(AtomicU64::new(0));
    let source = receiver(Numbers { block: 1, stored: Arc::clone(&stored) });
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    for expected in [300, 600, 900, 1000] {
        end_batch(&context, &clock, || stored.load(Ordering::SeqCst) == expected);
    }
    assert_eq!(counts(&log), [300, 300, 300, 100]);
    assert_eq!(contents(&log).concat(), (0..1000).collect::<Vec<_>>());
}

#[test]
fn blocks_stay_together_and_are_made_up_for() {
    let (builder, clock) = manual();
    let context = builder.max_rate(100).build().unwrap();
    let stored = Arc::new(AtomicU64::new(0));
    let source = receiver(Numbers { block: 250, stored: Arc::clone(&stored) });
    let (pipeline, log) = recording(source, |item| item);
    context.start(pipeline).unwrap();
    for batch in 1..=60 {
        end_batch(&context, &clock, || {
            // This gives the driver time to raise the limit. Without it, there would be more
            // batches.
            std::thread::sleep(Duration::from_millis(10));
            true
        });
        let counts = counts(&log);
        assert!(counts.iter().all(|count| [0, 250].contains(count)), "{counts:?}");
        // There is never more than one block in advance.
        assert!(counts.iter().sum::<usize>() < 100 * batch + 250, "{counts:?}");
        if stored.load(Ordering::SeqCst) == 1000 {
            break;
        }
    }
    next_batch(&context, &clock);
    assert_eq!(contents(&log).concat(), (0..1000).collect::<Vec<_>>());
}

#[test]
fn a_stop_does_not_wait_for_the_turn_of_a_receiver() {
    for block in [1, 250] {
        let (builder, clock) = manual();
        let context = builder.max_rate(100).build().unwrap();
        let stored = Arc::new(AtomicU64::new(0));
        let source = receiver(Numbers { block, stored: Arc::clone(&stored) });
        let (pipeline, log) = recording(source, |item| item);
        context.start(pipeline).unwrap();
        clock.advance(Duration::from_millis(500));
        until("something is stored", || stored.load(Ordering::SeqCst) > 0);
        context.stop(StopMode::Graceful).unwrap();
        // All accepted records are processed.
        let processed = contents(&log).concat();
        assert_eq!(processed.len() as u64, stored.load(Ordering::SeqCst));
        assert!(processed.iter().enumerate().all(|(n, item)| n == *item as usize));
    }
}

#[test]
fn records_of_equal_length_arrive_at_the_rate() {
    let (builder, clock) = manual();
    let context = builder.max_rate(300).build().unwrap();
    let receive: Receive<RecordsChunk> = Box::new(|inlet| {
        let bytes: Vec<u8> = (0..1000_u32).flat_map(u32::to_be_bytes).collect();
        let mut rest = bytes.as_slice();
        while let (_, Ok(Fill::Read(_))) = inlet.fill_records(4, |free| rest.read(free)) {}
    });
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
    let (pipeline, log) = recording(Receiving(Some(receive), None), number);
    context.start(pipeline).unwrap();
    for expected in [300, 600, 900, 1000] {
        end_batch(&context, &clock, || context.status().records_received == expected);
    }
    assert_eq!(counts(&log), [300, 300, 300, 100]);
    assert_eq!(contents(&log).concat(), (0..1000).collect::<Vec<_>>());
}

#[test]
fn what_has_been_begun_is_read_to_its_end_when_the_job_stops() {
    for (mode, expected) in [(StopMode::Graceful, true), (StopMode::Immediate, false)] {
        let (builder, clock) = manual();
        let context = builder.page_size(4096).max_rate(100).build().unwrap();
        let taken = Arc::new(Mutex::new(None));
        let answer = Arc::clone(&taken);
        let lines: Vec<String> = (0..5000).map(|n| format!("line {n}")).collect();
        let sent = lines.join("\n");
        let receive: Receive<TextChunk> = Box::new(move |inlet| {
            let accepted = inlet.push_begun_bytes(sent.as_bytes());
            inlet.finish_record();
            *answer.lock().unwrap() = Some(accepted);
        });
        let (pipeline, log) = recording_lines(Receiving(Some(receive), None));
        context.start(pipeline).unwrap();
        end_batch(&context, &clock, || context.status().records_received == 100);
        assert_eq!(counts(&log), [100]);
        context.stop(mode).unwrap();
        assert_eq!(*taken.lock().unwrap(), Some(expected));
        if expected {
            assert_eq!(contents(&log).concat(), lines);
        }
    }
}
