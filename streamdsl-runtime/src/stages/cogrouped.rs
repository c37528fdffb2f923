//! Two streams of pairs, grouped by key.

use std::marker::PhantomData;

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::base::memory::{self, Memory, Usage};
use crate::data::key::PageBytes;
use crate::data::key::{KeyFamily, PackedOf};
use crate::data::place::Place;
use crate::data::record::Column;
use crate::job::batch::CurrentBatch;
use crate::job::worker::Worker;
use crate::stages::grouped::{Group, Groups, OtherInput, SameKeys};
use crate::stages::routed::PairFeed;

/// The groups of two streams, and the keys of both.
pub struct Cogrouped<F: KeyFamily, L, R> {
    left: Groups<F, L>,
    right: Groups<F, R>,
    /// The keys that at least one side has, each once.
    keys: Vec<SharedKey<F>>,
}

/// A key that at least one side has.
struct SharedKey<F: KeyFamily> {
    key: KeyOf<F>,
    /// The number of its group on each side.
    left: Option<usize>,
    right: Option<usize>,
}

/// A key as one of the sides packs it.
enum KeyOf<F: KeyFamily> {
    Left(PackedOf<F>),
    Right(PackedOf<F>),
}

impl<F: KeyFamily, L: Column, R: Column> Cogrouped<F, L, R> {
    /// Returns an object without pairs.
    pub(crate) fn new(worker: &Worker) -> Self {
        Self { left: Groups::new(worker), right: Groups::new(worker), keys: Vec::new() }
    }

    /// Says where the pairs of the next feed stand in the order of the first stream.
    pub(crate) fn begin_run(&mut self, place: Place) {
        self.left.begin_run(place);
    }

    /// Returns the feed for pairs of the first stream.
    pub(crate) fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, L> {
        self.left.feed(window)
    }

    /// Ends the batch: exchanges both streams, and finds out which of this worker's keys are on
    /// both sides.
    ///
    /// # Errors
    /// If the job is being stopped.
    pub(crate) fn exchange(&mut self, worker: &mut Worker, other: &mut Groups<F, R>) -> Result<()> {
        self.left.exchange(worker)?;
        other.exchange(worker)?;
        std::mem::swap(&mut self.right, other);
        let Self { left, right, keys } = self;
        keys.clear();
        for (key, number) in right.numbered() {
            let in_left = left.find(&right.view(key));
            let key = KeyOf::Right(*key);
            memory::push(keys, SharedKey { key, left: in_left, right: Some(number) });
        }
        for (key, number) in left.numbered() {
            if right.find(&left.view(key)).is_none() {
                let key = KeyOf::Left(*key);
                memory::push(keys, SharedKey { key, left: Some(number), right: None });
            }
        }
        Ok(())
    }

    fn view<'g>(&'g self, key: &'g KeyOf<F>) -> F::View<'g> {
        match key {
            KeyOf::Left(key) => self.left.view(key),
            KeyOf::Right(key) => self.right.view(key),
        }
    }

    /// Returns each key with the values that each side has for it.
    #[allow(clippy::type_complexity)] // an alias would hide the parts
    pub(crate) fn groups(
        &self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<Group<'_, L>>, Option<Group<'_, R>>))> {
        self.keys.iter().map(|shared| {
            let left = shared.left.map(|number| self.left.group(number));
            let right = shared.right.map(|number| self.right.group(number));
            (self.view(&shared.key), (left, right))
        })
    }

    /// Returns every combination of the values of a key. If one side has no values, returns those
    /// of the other side alone.
    #[allow(clippy::type_complexity)]
    pub(crate) fn pairs(
        &self,
    ) -> impl Iterator<Item = (F::View<'_>, (Option<L::View<'_>>, Option<R::View<'_>>))> {
        self.keys.iter().flat_map(move |shared| {
            let left = shared.left.map(|number| self.left.group(number));
            let right = shared.right.map(|number| self.right.group(number));
            let rows = left.map_or(1, |group| group.len());
            let columns = right.map_or(1, |group| group.len()).max(1);
            (0..rows * columns).map(move |at| {
                let l = left.and_then(|values| values.get(at / columns));
                let r = right.and_then(|values| values.get(at % columns));
                (self.view(&shared.key), (l, r))
            })
        })
    }
}

/// The stage of a join. `Kind` distinguishes the joins: each has its own `records`, which decides
/// about keys that one side lacks.
pub struct JoinStage<F: KeyFamily, L, R, Kind> {
    cogrouped: Cogrouped<F, L, R>,
    kind: PhantomData<fn(Kind)>,
}

impl<F: KeyFamily, L: Column, R: Column, Kind> JoinStage<F, L, R, Kind> {
    #[doc(hidden)]
    #[allow(clippy::unnecessary_wraps)] // `new` of every stage returns a `Result`
    pub fn new(worker: &mut Worker, _op: impl Into<OperatorId>) -> Result<Self> {
        Ok(Self { cogrouped: Cogrouped::new(worker), kind: PhantomData })
    }

    #[doc(hidden)]
    pub fn begin_run(&mut self, place: Place) {
        self.cogrouped.begin_run(place);
    }

    #[doc(hidden)]
    pub fn feed<'s, 'p>(&'s mut self, window: PageBytes<'p>) -> PairFeed<'s, 'p, F, L> {
        self.cogrouped.feed(window)
    }

    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        let Cogrouped { left, right, keys } = &self.cogrouped;
        left.kept() + right.kept() + Usage::of_vec(keys).spare()
    }

    #[doc(hidden)]
    pub fn finish<G: SameKeys<F>>(
        &mut self,
        worker: &mut Worker,
        _batch: &CurrentBatch,
        other: OtherInput<'_, G, R>,
    ) -> Result<()> {
        self.cogrouped.exchange(worker, other.groups())
    }

    /// After the exchange: returns the values of this worker's keys in both streams.
    pub(crate) fn cogrouped(&self) -> &Cogrouped<F, L, R> {
        &self.cogrouped
    }
}

/// Makes the second input of a join.
#[doc(hidden)]
pub fn other_input<F: KeyFamily, C: Column>(worker: &Worker) -> Groups<F, C> {
    Groups::new(worker)
}
