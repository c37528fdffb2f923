//! Which workers enter a batch without records.

use crate::base::clock::ManualClock;
use crate::base::sync::StopFlag;
use crate::base::time::BatchTime;
use crate::job::queue::*;
use crate::receive::chunk::Payload;

const NOWHERE: BatchPlace =
    BatchPlace { time: BatchTime::from_millis(0), position: 0, missing: 0, is_after_input: false };

fn queue(workers: usize, idle: Idle) -> BatchQueue {
    let sources = vec![Arc::new(SourceStats::new(0, "lines".into()))];
    let bus = Bus::new(false, Arc::new(ManualClock::new()));
    let queue = BatchQueue::new(workers, idle, sources, bus, NOWHERE);
    queue.open(NOWHERE);
    queue
}

fn end_batch(queue: &BatchQueue) {
    queue.seal(Duration::ZERO, Some(NOWHERE));
}

fn push(queue: &BatchQueue) {
    let payload = Payload::Shared("a line\n".into(), 0..7);
    queue.push(RawChunk::new(Arc::clone(&queue.sources[0]), payload), 1, 7);
}

/// Returns the number of the next batch of a worker, and whether the batch needs no other worker.
fn entered(queue: &BatchQueue, from: u64, leads: bool) -> (u64, bool) {
    let entered = queue.enter(from, leads, &StopFlag::default()).unwrap().unwrap();
    (entered.number, entered.alone)
}

#[test]
fn no_worker_enters_it() {
    let queue = queue(2, Idle::Nobody);
    end_batch(&queue);
    end_batch(&queue);
    assert_eq!(queue.overview().completed, 2);
    push(&queue);
    for leads in [true, false] {
        assert_eq!(entered(&queue, 1, leads), (3, false));
    }
    assert_eq!(queue.last().0, 3);
}

#[test]
fn only_the_leader_enters_it() {
    let queue = queue(3, Idle::Leader);
    end_batch(&queue);
    push(&queue);
    end_batch(&queue);
    assert_eq!(entered(&queue, 1, true), (1, true));
    assert_eq!(entered(&queue, 1, false), (2, false));
    queue.finish(1, Duration::ZERO);
    assert_eq!(queue.overview().completed, 1);
    assert_eq!(entered(&queue, 2, true), (2, false));
    for _ in 0..3 {
        assert_eq!(queue.overview().completed, 1);
        queue.finish(2, Duration::ZERO);
    }
    assert_eq!(queue.overview().completed, 2);
}

#[test]
fn it_is_completed_after_those_before_it() {
    let queue = queue(1, Idle::Nobody);
    push(&queue);
    assert_eq!(entered(&queue, 1, true), (1, false));
    for _ in 0..3 {
        end_batch(&queue);
    }
    assert_eq!((queue.overview().completed, queue.overview().waiting), (0, 3));
    queue.finish(1, Duration::ZERO);
    assert_eq!(queue.overview().completed, 3);
    queue.seal(Duration::ZERO, None);
    assert_eq!((queue.overview().completed, queue.last().0), (4, 4));
    assert!(queue.enter(2, true, &StopFlag::default()).unwrap().is_none());
}

#[test]
fn every_worker_enters_it_if_a_stage_keeps_state() {
    let queue = queue(2, Idle::Everybody);
    end_batch(&queue);
    for leads in [true, false] {
        assert_eq!(entered(&queue, 1, leads), (1, false));
    }
}
