#![doc = include_str!("../README.md")]
//!
//! # How the parts meet
//!
//! [`stream!`] compiles a program to a [`Pipeline`](pipeline::Pipeline): a plain
//! value that holds the program's sources, its windows, and one closure with
//! the loops. A [`StreamingContext`](context::StreamingContext) runs it. It
//! starts one thread per [`Source`](source::Source) that receives, one *worker*
//! per core, and a *driver* that ends the batches when the
//! [`Clock`](clock::Clock) says so.
//!
//! Receivers fill pages from a bounded pool. A page that is full, or whose batch has ended, becomes
//! a [`Chunk`](chunk::Chunk) of records. Workers take chunks as they come and run the fused operators
//! of [`ops`] over the records, which borrow from the page. An operator that needs the whole batch
//! collects records in a stage: pairs that are combined by key in a hash table, other records in a
//! [`Column`](record::Column). At the end of the batch the stages of all workers exchange what they
//! have: each worker owns a range of key groups. Windows keep panes of the results, and [`state`]
//! holds what outlives the job.
//!
//! | to do this | see |
//! | --- | --- |
//! | look an operator up | [`ops::Stream`] |
//! | configure and run a job | [`context::StreamingContext`], [`context::Builder`] |
//! | use your own types | [`record::Record`], [`record::Value`], [`key::Key`] |
//! | write a source or an output | [`source::Source`], [`sink::Sink`] |
//! | test a program | [`testing`], [`source::texts`], [`clock::ManualClock`], [`sink::Collected`]; the page `docs/testing.md` |
//! | see how a job is doing | [`status::Status`], [`notice::Notice`], [`listener`] |
//! | limit how fast it receives | [`flow`] |
//! | share values with closures | [`shared::Broadcast`], [`shared::Accumulator`] |

pub use streamdsl_runtime::base::error::{Error, Result};
pub use streamdsl_runtime::base::{clock, error, notice, time};
pub use streamdsl_runtime::data::prelude_functions as functions;
pub use streamdsl_runtime::data::{arena, codec, combine, key, record, text};
pub use streamdsl_runtime::job::context;
pub use streamdsl_runtime::outputs::{files, sink};
pub use streamdsl_runtime::receive::flow;
pub use streamdsl_runtime::sources as source;
pub use streamdsl_runtime::state::checkpoint;
pub use streamdsl_runtime::watch::{listener, status};
pub use streamdsl_runtime::{prelude, shared, stream, testing};

/// The operators of the language, and what they pass to user code.
pub mod ops {
    pub use streamdsl_runtime::data::pair::{IntoPair, Pair};
    pub use streamdsl_runtime::language::{KeyState, Outcome, Stream};
    pub use streamdsl_runtime::outputs::files::TextLine;
    pub use streamdsl_runtime::stages::batch::{Batch, Iter, Measure, Stats};

    // Messages name these traits; programs do not.
    #[doc(hidden)]
    pub use streamdsl_runtime::data::of_type::OfType;
    #[doc(hidden)]
    pub use streamdsl_runtime::stages::grouped::SameKeys;
}

/// A compiled program and its plan.
pub mod pipeline {
    pub use streamdsl_runtime::job::pipeline::Pipeline;
    #[doc(hidden)]
    pub use streamdsl_runtime::job::pipeline::Program;
    pub use streamdsl_runtime::plan::{
        Idle, OperatorInfo, PlanView, Role, SlotInfo, StageInfo, Work,
    };
}

/// The forms in which sources deliver their records.
pub mod chunk {
    pub use streamdsl_runtime::receive::chunk::{
        BytesChunk, Chunk, FixedRecords, ItemsChunk, PageChunk, RecordsChunk, TextChunk,
    };
}

/// The state that a job leaves behind.
pub mod state {
    pub use streamdsl_runtime::state::{OnMissingSlot, Snapshot};
}

/// The door for generated code; not for use by hand.
#[doc(hidden)]
pub use streamdsl_runtime::__private;

/// The folder of the operators. rustc names it in messages; programs use [`ops`].
#[doc(hidden)]
pub use streamdsl_runtime::language;

/// The programs of `docs/language.md`, compiled and run with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/language.md")]
struct Language;

/// The programs of `docs/arena.md`.
#[cfg(doctest)]
#[doc = include_str!("../docs/arena.md")]
struct ArenaPage;

/// The program of `docs/compiled.md`.
#[cfg(doctest)]
#[doc = include_str!("../docs/compiled.md")]
struct Compiled;

/// The tests of `docs/testing.md`.
#[cfg(doctest)]
#[doc = include_str!("../docs/testing.md")]
struct Testing;
