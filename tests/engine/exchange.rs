//! Exchanges between workers.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::*;
use streamdsl_runtime::base::clock::SimulatedClock;
use streamdsl_runtime::job::context::StreamingContext;
use streamdsl_runtime::job::pipeline::Program;
use streamdsl_runtime::sources::memory;

const BATCHES: u64 = 300;

/// Every worker sees the values of all workers, in order, whatever the mix of exchanges.
#[test]
fn everybody_gets_the_values_of_the_same_round() {
    for workers in 1..=4 {
        let checked = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&checked);
        let mut program = Program::new(&PLAN);
        let id = program.source(0, memory((0..BATCHES).map(|n| vec![n; 3000])));
        let pipeline = program.build(move |worker| {
            let me = worker.index() as u64;
            let everyone: Vec<u64> = (0..worker.peers() as u64).collect();
            while let Some(batch) = worker.next_batch()? {
                use streamdsl_runtime::receive::chunk::Chunk;
                let mut mine = 0_u64;
                while let Some(raw) = batch.next_chunk()? {
                    mine += id.open(raw)?.records().sum::<u64>();
                }
                let n = batch.number();
                let shown = worker.all_gather(Arc::new((n, me)))?;
                let shown: Vec<_> = shown.iter().map(|value| **value).collect();
                assert_eq!(shown, everyone.iter().map(|&w| (n, w)).collect::<Vec<_>>());
                let sums = worker.gather(mine)?;
                assert_eq!(sums.is_some(), worker.is_leader());
                let total = sums.map(|sums| Arc::new(sums.iter().sum::<u64>()));
                assert_eq!(*worker.broadcast(total)?, (n - 1) * 3000);
                if worker.gather(format!("{n}/{me}"))?.is_some() {
                    counter.fetch_add(1, Ordering::Relaxed);
                }
                worker.end_batch(batch)?;
            }
            Ok(())
        });
        let builder = StreamingContext::builder().workers(workers).clock(SimulatedClock::new());
        builder.build().unwrap().run(pipeline).unwrap();
        assert_eq!(checked.load(Ordering::Relaxed), BATCHES);
    }
}

#[test]
fn workers_that_only_contribute_do_not_run_far_ahead() {
    let furthest = Arc::new(AtomicU64::new(0));
    let ahead = Arc::clone(&furthest);
    let mut program = Program::new(&PLAN);
    program.source(0, memory((0..20).map(|n| [n])));
    let pipeline = program.build(move |worker| {
        while let Some(batch) = worker.next_batch()? {
            while batch.next_chunk()?.is_some() {}
            if worker.gather(())?.is_some() {
                std::thread::sleep(std::time::Duration::from_millis(2));
                let lead = ahead.load(Ordering::Relaxed).saturating_sub(batch.number());
                assert!(lead <= 1, "a worker is {lead} batches ahead");
            } else {
                ahead.fetch_max(batch.number(), Ordering::Relaxed);
            }
            worker.end_batch(batch)?;
        }
        Ok(())
    });
    let (builder, clock) = manual();
    let context = builder.workers(2).build().unwrap();
    context.start(pipeline).unwrap();
    clock.advance(20 * SECOND);
    context.await_termination().unwrap();
}
