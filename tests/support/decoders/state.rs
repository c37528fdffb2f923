//! The state that a job goes on from: tables, windows, columns.

use std::sync::OnceLock;
use std::time::Duration;

use streamdsl::__private::read_checkpoint;
use streamdsl::clock::SimulatedClock;
use streamdsl::codec::{put_bytes, put_count, put_varint};
use streamdsl::prelude::*;
use streamdsl::state::Snapshot;

use super::files::sealed_checkpoint;
use crate::deterministic;

const SECOND: Duration = Duration::from_secs(1);

/// How many batches came before the state was saved.
const BATCHES: u64 = 2;

/// Every kind of state; the overflow of a sum is an error of the job, not of the decoder.
fn program() -> Pipeline {
    type Item = (&'static str, u64);
    let batches: [Vec<Item>; BATCHES as usize] =
        [vec![("a", 1), ("a key that is long", 2)], vec![("b", 3)]];
    let out = Collected::<u64>::new();
    stream! {
        let input = memory(batches);
        input |> window(3s, 1s) |> count |> collect(&out);
        input |> reduce_by_key(+) |> window(3s, 1s) |> count |> collect(&out);
        input |> reduce_by_key(max) |> window(3s, 1s) |> count |> collect(&out);
        input |> reduce_by_key(max) |> window(40s, 1s) |> count |> collect(&out);
        input |> group_by_key_and_window(4s, 2s) |> count |> collect(&out);
        input |> count_by_window(3s, 1s) |> collect(&out);
        input |> update_state_by_key(add) |> count |> collect(&out);
        input |> map_with_state(last, timeout = 3s) |> count |> collect(&out);
    }
}

fn add(new: &[u64], total: Option<u64>) -> Option<u64> {
    Some(new.iter().fold(total.unwrap_or(0), |total, n| total.wrapping_add(*n)))
}

fn last(_: &str, value: Option<u64>, state: &mut KeyState<'_, u64>) {
    if let Some(value) = value {
        state.update(value);
    }
}

fn run(workers: usize, snapshot: Option<Snapshot>) -> Result<Option<Snapshot>, Error> {
    let begun = snapshot.as_ref().map_or(Duration::ZERO, |snapshot| {
        SECOND.saturating_mul(snapshot.batches().min(u64::from(u32::MAX)) as u32)
    });
    let mut builder = deterministic(workers).clock(SimulatedClock::at(begun));
    if let Some(snapshot) = snapshot {
        builder = builder.restore(snapshot);
    }
    let context = builder.build()?;
    context.run(program())?;
    Ok(context.snapshot())
}

/// The names and shapes of the program's slots.
fn slots() -> &'static [(String, String)] {
    static SLOTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    SLOTS.get_or_init(|| {
        let snapshot = run(1, None).expect("the program runs").expect("the job leaves a snapshot");
        snapshot.slots().map(|(name, shape)| (name.to_owned(), shape.to_owned())).collect()
    })
}

/// A job goes on from any bytes in one of its slots, the one that the first byte chooses, or it
/// refuses them.
pub(super) fn restored(bytes: &[u8]) {
    let Some((slot, bytes)) = bytes.split_first() else { return };
    let (name, shape) = &slots()[usize::from(*slot) % slots().len()];
    let mut state = Vec::new();
    put_count(&mut state, 1);
    put_bytes(&mut state, name.as_bytes());
    put_bytes(&mut state, shape.as_bytes());
    put_varint(&mut state, BATCHES);
    put_count(&mut state, 1);
    put_bytes(&mut state, bytes);
    let mut job = Vec::new();
    put_varint(&mut job, SECOND.as_nanos() as u64);
    put_varint(&mut job, BATCHES);
    // No fresh start, and no time.
    put_varint(&mut job, 0);
    put_count(&mut job, 0);
    let mut content = Vec::new();
    for (section, bytes) in [("job", job), ("state", state)] {
        put_bytes(&mut content, section.as_bytes());
        put_bytes(&mut content, &bytes);
    }
    let snapshot = read_checkpoint(&sealed_checkpoint(2, &content)).expect("the frame is right");
    if let Err(error) = run(1, Some(snapshot)) {
        let message = error.to_string();
        assert!(!message.contains("panicked"), "{message}");
    }
}
