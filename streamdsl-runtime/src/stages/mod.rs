//! The machinery that several operators share: keyed tables, windows in panes, exchanges between
//! workers, and batches in the hands of user code.
//!
//! Uses `job` and the rooms below it. The operators of `language` are built from it.
//!
//! # The contract of a stage
//!
//! An operator that needs the whole batch has a *stage*: a type with the operator's name in camel
//! case, which `language` exports. Each worker makes one object of it before the first batch and
//! keeps it until the job ends. Generated code calls its functions by name, in this order:
//!
//! ```text
//! let mut stage = ReduceByKey::new(worker, op)?;             // before the first batch
//! let mut other = other_input(worker);                       // only with a second stream
//! stage.initialize(worker, initial);                         // only with `initial = ..`
//! while let Some(batch) = worker.next_batch()? {
//!     for each page, or once for the records of the stage before it {
//!         worker.keeps(op, 0, stage.kept())?;
//!         stage.begin_run(place);                            // only if it keeps the order
//!         let mut feed = stage.feed(page);
//!         for record in .. { op.reduce_by_key(&mut feed, record, combine); }
//!         feed.flush(combine);                               // only if feeds hold records back
//!     }
//!     worker.keeps(op, 0, stage.kept())?;                    // also after the exchange
//!     stage.finish(worker, &batch, other.input(), combine)?; // the exchange
//!     for record in stage.records() { .. }                   // or, in order:
//!     for run in stage.runs() { for record in run { .. } }
//!     for pair in stage.snapshots() { .. }                   // only with a stream of states
//!     if worker.is_checkpoint_due(&batch) {
//!         stage.save(worker);                                // only with state
//!         worker.checkpoint()?;
//!     }
//!     worker.end_batch(batch)?;
//! }
//! stage.save(worker);
//! worker.end_job()
//! ```
//!
//! | function | which stages | when it is called | what it must do |
//! | --- | --- | --- | --- |
//! | `new` | all | once, before the first batch | takes the operator, then, where the operator has them, its window, its slot and its arguments; claims the slot, restores the state, returns an error if an argument is wrong |
//! | `initialize` | those with `initial = ..` | once, after `new` | sets the state of the keys that this worker owns; nothing if the slot was restored |
//! | `begin_run` | those that keep the order of records | before each `feed`; behind unions once for each lane that the loop has, with a place in this lane | notes that the next records of the lane stand at this place |
//! | `feed` | all | any number of times per batch, also not at all | returns a feed that borrows the stage; drops what is left of the batch before |
//! | the operator's method of `Stream` | all | once per record | moves the record into the feed; this is the hot path |
//! | `lane` of a feed | those with `begin_run` | once per record, before the operator's method, if several lanes lead to this input | chooses the lane of the record |
//! | `store` of a feed | those whose method gets the batch in place of `records` | once per record, in place of the operator's method | keeps the record |
//! | `other` of `Stream` | those with a second stream | once per record of the second stream | moves the record into the second input |
//! | `flush` of a feed | those whose row says `holds_back` | when the loop over a page or over records ends | delivers the records that the feed still holds |
//! | `input` of a second input | those with a second stream | as an argument of `finish` | checks the types of the two streams against each other |
//! | `finish` | all | once per batch, after all feeds; behind a window only in the batches in which that window emits | exchanges with the other workers, and makes the results ready |
//! | `kept` | all, and second inputs | before each feed, and before and after `finish` | returns how much memory is kept, in a time that does not depend on the number of records |
//! | `records` | all but outputs | after `finish`, once at most; not if the operator's own window emits nothing in this batch, nor if nobody uses the records | returns the results on this worker |
//! | `runs` | those whose `order` is `Passed`, if a later operator needs the order | in place of `records` | returns the records on this worker as runs, each with its place among those of all workers |
//! | `batch` | those whose method gets the batch | in place of `records` | returns what the operator's method takes |
//! | `snapshots` | `map_with_state` | after `records` | returns every key of this worker with its state |
//! | `save` | those with a slot | after a batch with a checkpoint, and once after the last batch | passes the state of this worker to `worker.save` |
//!
//! **Waiting.** Only `finish` and `new` may wait for other workers, and only in the functions of
//! [`Worker`](crate::job::worker::Worker) (`all_gather`, `gather`, `broadcast`). All workers must call the same of these
//! in the same order, whatever records they have. Therefore `finish` must not skip an exchange because
//! this worker has no records. Waits end with `Error::Stopped` if the job is being stopped. A `finish`
//! without an exchange may call `worker.check` to notice a stop; `end_batch` does so in any case.
//!
//! **Order.** The `order` in the operator's row says what becomes of the order of the records. A stage
//! that keeps it notes the place of each run ([`order`]). In `finish` it sorts the runs of all workers by
//! their places. It does not rely on the order in which runs come: workers take chunks as they become
//! free, and `begin_run` may be called for runs without records. What a stage yields without places
//! stands, for the stage behind it, at the place of its worker.
//!
//! **Batches without records.** Depending on `idle` in the operator's row, a batch without records is
//! seen by all workers, by the first one alone, or by none. `Worker` returns from an exchange at once
//! if it is alone. A stage must not count batches: `batch.position()` is the number of the batch since the
//! start of the stream, including the batches before a restored snapshot.
//!
//! **User code.** A stage calls the functions that a program passes to its operator only inside
//! `blame`, so that the error after a panic names the operator.
//!
//! **After a failure.** An error or a panic in any of these functions ends the loop of this worker.
//! The job stops, and the other workers get `Error::Stopped` from their next exchange or check. No
//! stage gets another batch, and `save` is not called any more, so a stage need not undo anything.
//! It must not leave anything outside the process that looks complete: files get their final name
//! only when all of the batch is written.
//!
//! **Memory.** What a stage keeps must be in `kept`: what the end of the batch frees as *filling*, what
//! stays for later batches as *lasting*, and the rest as *spare*. Lists that may become large grow with
//! the functions of [`memory`](crate::base::memory), which ask for admission first. If it is refused,
//! they unwind to the worker; nobody may catch that.
//!
//! **Saving and restoring.** A job that goes on from a snapshot, with any number of workers, must
//! produce what it would have produced without the interruption:
//!
//! * `new` calls `worker.slot` with the text of all types that are saved. A change of what is saved
//!   must change that text. The combiner joins it from the plan; the two are the *shape*. A window in
//!   panes also calls `worker.check_window`.
//! * `new` calls `worker.restore`. Every worker reads all parts of the slot and keeps the keys for
//!   which `owner.owns(hash)` is true. What has no key is kept where `owner.is_leader()` is true.
//! * If only the first batch shows how the state is to be read, `new` leaves it to `finish`, and
//!   `save` calls `worker.keep` until then, which saves once more what was restored.
//! * Batches can be missing between the saved state and the first batch, for example if a program
//!   without the operator has carried the slot along. They count as empty. `worker.interruption` says
//!   how many are missing.
//! * `save` writes each key on exactly one worker, and also the records of a pane that is not
//!   complete. It does not change the stage and does not wait.
//!
//! This is no trait. `finish` and `records` take a different number of closures from operator to
//! operator, feeds and records borrow the stage with types of their own, and generated code would have
//! to import the trait beside names that belong to the user. The compiler checks each function where
//! it is called, and the snapshots of emitted code show every call.

pub mod batch;
pub mod cogrouped;
pub(crate) mod dealt;
pub mod exchanged;
pub mod gathered;
pub mod grouped;
pub mod keyed;
pub mod order;
pub mod routed;
pub mod saving;
pub(crate) mod share;
pub mod window;
