//! The operators on single records whose closure gets the arena.

use std::fmt::Display;

use crate::base::blame::Blamed;
use crate::base::time::BatchTime;
use crate::data::arena::{Arena, Argument};
use crate::data::pair::Pair;
use crate::data::record::Column;
use crate::language::Stream;
use crate::stages::batch::Batch;

impl Stream {
    /// The same stream, for a closure that gets the arena.
    #[doc(hidden)]
    #[inline(always)]
    pub fn with_arena(self, arena: &Arena) -> InArena<'_> {
        InArena { op: self, arena: arena.give_to(self.id()) }
    }

    /// The same stream, for a function that may take borrowed text of records that own it.
    #[doc(hidden)]
    #[inline(always)]
    pub fn with_texts(self, arena: &Arena) -> WithTexts<'_> {
        WithTexts { op: self, arena: arena.give_to(self.id()) }
    }
}

/// A stream whose operators pass the arena to their closure, as its last argument.
///
/// If something in the arena is kept too long, rustc quotes the line of the parameter `f`. So each of
/// these lines says what to do.
#[derive(Clone, Copy, Debug)]
pub struct InArena<'a> {
    op: Stream,
    arena: &'a Arena,
}

impl<'a> InArena<'a> {
    /// See [`Stream::map`].
    #[inline(always)]
    pub fn map<A, B>(
        self,
        record: A,
        f: impl Fn(A, &'a Arena) -> B, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> B {
        self.op.map(record, |record| f(record, self.arena))
    }

    /// See [`Stream::filter`].
    #[inline(always)]
    pub fn filter<A>(
        self,
        record: &A,
        f: impl Fn(&A, &'a Arena) -> bool, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> bool {
        self.op.filter(record, |record| f(record, self.arena))
    }

    /// See [`Stream::flat_map`].
    #[inline(always)]
    pub fn flat_map<A, I: IntoIterator>(
        self,
        record: A,
        f: impl Fn(A, &'a Arena) -> I, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> Blamed<I::IntoIter> {
        self.op.flat_map(record, |record| f(record, self.arena))
    }

    /// See [`Stream::map_values`].
    #[inline(always)]
    pub fn map_values<P: Pair, W>(
        self,
        record: P,
        f: impl Fn(P::Value, &'a Arena) -> W, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> (P::Key, W) {
        self.op.map_values(record, |value| f(value, self.arena))
    }

    /// See [`Stream::flat_map_values`].
    #[inline(always)]
    pub fn flat_map_values<P: Pair, I: IntoIterator>(
        self,
        record: P,
        f: impl Fn(P::Value, &'a Arena) -> I, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> impl Iterator<Item = (P::Key, I::Item)>
    where
        P::Key: Clone,
    {
        let (key, value) = record.pair();
        self.flat_map(value, f).map(move |item| (key.clone(), item))
    }

    /// See [`Stream::try_map`].
    ///
    /// # Errors
    /// The record and the reason. They go to the stream of failures.
    #[inline(always)]
    pub fn try_map<A: Clone, B, E: Display>(
        self,
        record: A,
        f: impl Fn(A, &'a Arena) -> Result<B, E>, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> Result<B, (A, String)> {
        self.op.try_map(record, |record| f(record, self.arena))
    }

    /// See [`Stream::try_flat_map`].
    ///
    /// # Errors
    /// The record and the reason. They go to the stream of failures.
    #[inline(always)]
    pub fn try_flat_map<A: Clone, I: IntoIterator, E: Display>(
        self,
        record: A,
        f: impl Fn(A, &'a Arena) -> Result<I, E>, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> Result<Blamed<I::IntoIter>, (A, String)> {
        self.op.try_flat_map(record, |record| f(record, self.arena))
    }

    /// See [`Stream::transform`].
    pub fn transform<'b, C: Column, I: IntoIterator>(
        self,
        batch: Option<Batch<'b, C>>,
        f: impl Fn(Batch<'b, C>, BatchTime, &'a Arena) -> I, // to keep a value longer than the page, make it owned: `.to_owned()`
    ) -> impl Iterator<Item = I::Item> {
        let op = self.op;
        let made = |batch: Batch<'b, C>| f(batch, batch.time(), self.arena).into_iter();
        let records = batch.map(|batch| op.blame(|| made(batch)));
        records.into_iter().flat_map(move |records| Blamed::new(op.id(), records))
    }
}

/// A stream whose operators pass text that records own to functions over borrowed text.
#[derive(Clone, Copy, Debug)]
pub struct WithTexts<'a> {
    op: Stream,
    arena: &'a Arena,
}

impl<'a> WithTexts<'a> {
    /// See [`Stream::flat_map`].
    #[inline(always)]
    pub fn flat_map<A, X, I: IntoIterator>(
        self,
        record: A,
        f: impl Fn(X) -> I,
    ) -> Blamed<I::IntoIter>
    where
        A: Argument<'a, X>,
    {
        self.op.flat_map(record.argument(self.arena), f)
    }

    /// See [`Stream::flat_map_values`].
    #[inline(always)]
    pub fn flat_map_values<P: Pair, X, I: IntoIterator>(
        self,
        record: P,
        f: impl Fn(X) -> I,
    ) -> impl Iterator<Item = (P::Key, I::Item)>
    where
        P::Key: Clone,
        P::Value: Argument<'a, X>,
    {
        let (key, value) = record.pair();
        let items = self.op.flat_map(value.argument(self.arena), f);
        items.map(move |item| (key.clone(), item))
    }
}
