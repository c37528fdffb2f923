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
//! Receivers fill pages from a bounded pool; a page that is full, or whose
//! batch has ended, is a [`Chunk`](chunk::Chunk) of records. Workers take chunks
//! as they come and run the fused operators of [`ops`] over their records,
//! which borrow from the page. Where an operator needs the whole batch, records
//! go into a stage: those that are combined by key into a hash table of [`keyed`],
//! others into a [`Column`](record::Column). At the end of the batch the stages meet the other
//! workers, each of which owns a range of key groups, and hand their results
//! on; [`window`] keeps panes of them, [`state`] what outlives the job.
//!
//! | to do this | see |
//! | --- | --- |
//! | look an operator up | [`ops::Stream`] |
//! | configure and run a job | [`context::StreamingContext`], [`context::Builder`] |
//! | use your own types | [`record::Record`], [`record::Value`], [`key::Key`] |
//! | write a source or an output | [`source::Source`], [`sink::Sink`] |
//! | test a program | [`testing`], [`clock::ManualClock`], [`sink::Collected`] |
//! | see how a job is doing | [`status::Status`], [`notice::Notice`], [`listener`] |
//! | limit how fast it receives | [`flow`] |
//! | share values with closures | [`shared::Broadcast`], [`shared::Accumulator`] |

pub use streamdsl_runtime::*;

/// The programs of `docs/language.md`, compiled and run with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/language.md")]
struct Language;
