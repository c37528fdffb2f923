//! Sliding windows over keyed aggregates.

use crate::base::memory::Memory;
use crate::data::codec::{DecodeError, Input, put_varint};
use crate::data::key::{Interner, PageBytes};
use crate::data::key::{Key, KeyFamily, Packed, PackedOf, Seed};
use crate::data::record::Value;
use crate::plan::WindowSpec;
use crate::stages::keyed::Table;
use crate::stages::window::Inverse;
use crate::stages::window::few_panes::FewPanes;
use crate::stages::window::saved_key::SavedKey;
use crate::stages::window::totals::Totals;
use crate::stages::window::two_stacks::TwoStacks;

/// Windows of up to this many panes combine their panes at each emission.
const FEW_PANES: u64 = 8;

/// A sliding window over a keyed aggregate. The result has each key once, with its values combined
/// over the window.
///
/// Values are combined in the order of the batches. A key without a value in the window is not in
/// the result, even if the combiner and its inverse would produce one.
pub struct WindowedTable<'f, F: KeyFamily, V> {
    spec: WindowSpec,
    strategy: Strategy<'f, F, V>,
}

enum Strategy<'f, F: KeyFamily, V> {
    FewPanes(FewPanes<F, V>),
    TwoStacks(TwoStacks<F, V>),
    Totals(Totals<'f, F, V>),
}

impl<'f, F: KeyFamily, V: Clone + 'static> WindowedTable<'f, F, V> {
    /// An empty window.
    pub fn new(spec: WindowSpec, inverse: Inverse<'f, V>) -> Self {
        let few = spec.panes() <= FEW_PANES;
        let strategy = match inverse {
            Inverse::Given(inverse) => Strategy::Totals(Totals::new(inverse)),
            Inverse::Known(inverse) if !few => Strategy::Totals(Totals::new(inverse)),
            _ if few => Strategy::FewPanes(FewPanes::new()),
            _ => Strategy::TwoStacks(TwoStacks::new(spec.panes())),
        };
        Self { spec, strategy }
    }

    /// The length and slide of the window.
    pub fn spec(&self) -> WindowSpec {
        self.spec
    }

    /// The number of keys in memory. Keys that have left the window are removed from time to time.
    pub fn keys(&self) -> usize {
        match &self.strategy {
            Strategy::FewPanes(few) => few.keys.len(),
            Strategy::TwoStacks(stacks) => stacks.keys.len(),
            Strategy::Totals(totals) => totals.keys.len(),
        }
    }

    /// Adds the aggregate of `batch`, or of all batches of the pane that ends with `batch`, and
    /// leaves `table` empty. Call this for every batch in turn, including empty ones, or for the
    /// last batch of every pane.
    pub fn add(&mut self, batch: u64, table: &mut Table<F, V>, combine: impl Fn(V, V) -> V) {
        let pane = self.start_batch(batch, &combine);
        if !self.spec.covers(batch) {
            table.clear();
            return;
        }
        self.expect(table);
        table.drain_to(self, Self::interner, |window, key, value| {
            window.push(key, pane, value, &combine);
        });
        table.clear();
    }

    /// Adds records of `batch`. Otherwise the same as [`add`](Self::add).
    pub fn add_records<K: Key<Family = F>>(
        &mut self,
        batch: u64,
        records: impl IntoIterator<Item = (K, V)>,
        combine: impl Fn(V, V) -> V,
    ) {
        let pane = self.start_batch(batch, &combine);
        if self.spec.covers(batch) {
            for (key, value) in records {
                let packer = &mut crate::data::key::Packer::new(PageBytes::none(), self.interner());
                let key = key.pack(packer);
                self.push(key, pane, value, &combine);
            }
        }
    }

    /// The result of the window that ends with `batch`: each key once, with its value. Call this
    /// once for each batch at which the window is emitted, after the batch was added.
    pub fn emit<'t>(
        &'t mut self,
        batch: u64,
        combine: impl Fn(V, V) -> V + 't,
    ) -> impl Iterator<Item = (F::View<'t>, V)> {
        let first = self.spec.first_pane(batch);
        let keep = self.spec.first_pane(batch.saturating_add(self.spec.slide));
        match &mut self.strategy {
            Strategy::FewPanes(few) => Emission::FewPanes(few.emit(first, keep, combine)),
            Strategy::TwoStacks(stacks) => {
                stacks.expire(first, &combine);
                Emission::TwoStacks(stacks.results(combine))
            }
            Strategy::Totals(totals) => {
                totals.expire(first);
                Emission::Totals(totals.results())
            }
        }
    }

    /// Frees what earlier windows have left behind, and returns the pane of `batch`.
    fn start_batch(&mut self, batch: u64, combine: &impl Fn(V, V) -> V) -> u64 {
        let pane = self.spec.pane_of(batch);
        let first = self.spec.first_pane(self.spec.next_emission(batch));
        match &mut self.strategy {
            Strategy::FewPanes(few) => few.sweep(),
            Strategy::TwoStacks(stacks) => {
                stacks.expire(first, combine);
                stacks.begin(pane, combine);
            }
            Strategy::Totals(totals) => totals.expire(first),
        }
        pane
    }

    /// Prepares for the keys of one batch. Reserves memory for the keys, although most are probably
    /// known, and chooses a layout in which they arrive in the order of the slots.
    fn expect(&mut self, batch: &Table<F, V>) {
        match &mut self.strategy {
            Strategy::FewPanes(few) => {
                few.keys.follow(batch);
                few.keys.reserve(batch.len().saturating_sub(few.keys.len()));
            }
            Strategy::TwoStacks(stacks) => stacks.keys.expect(batch),
            Strategy::Totals(totals) => totals.keys.expect(batch),
        }
    }

    fn interner(&mut self) -> &mut Interner {
        match &mut self.strategy {
            Strategy::FewPanes(few) => few.keys.interner_mut(),
            Strategy::TwoStacks(stacks) => stacks.keys.interner_mut(),
            Strategy::Totals(totals) => totals.keys.interner_mut(),
        }
    }

    #[inline]
    fn push(&mut self, key: PackedOf<F>, pane: u64, value: V, combine: &impl Fn(V, V) -> V) {
        match &mut self.strategy {
            Strategy::FewPanes(few) => few.push(key, pane, value, combine),
            Strategy::TwoStacks(stacks) => stacks.push(key, pane, value, combine),
            Strategy::Totals(totals) => totals.push(key, pane, value, combine),
        }
    }
}

impl<F: KeyFamily, V: Value> WindowedTable<'_, F, V> {
    /// Returns how much memory the window takes.
    pub(crate) fn kept(&self) -> Memory {
        match &self.strategy {
            Strategy::FewPanes(few) => few.kept(),
            Strategy::TwoStacks(stacks) => stacks.kept(),
            Strategy::Totals(totals) => totals.kept(),
        }
    }

    /// The name of the contents in saved state.
    pub fn shape() -> String {
        format!("window of ({}, {})", F::shape(), V::shape())
    }

    /// Writes the window for saved state: each key with its panes, so that the keys can be
    /// distributed to other workers when they are loaded.
    pub fn encode(&self, out: &mut Vec<u8>) {
        put_varint(out, self.spec.pane());
        match &self.strategy {
            Strategy::FewPanes(few) => few.encode(out),
            Strategy::TwoStacks(stacks) => stacks.encode(out),
            Strategy::Totals(totals) => totals.encode(out),
        }
    }

    /// Adds the keys from saved state for whose hash `keep` returns true. The shares of several
    /// workers can be loaded one after the other, each by every worker that may own some of its
    /// keys.
    ///
    /// # Errors
    /// If the bytes are not such a window, or are a window with another pane length.
    pub fn load(
        &mut self,
        input: &mut Input<'_>,
        keep: impl Fn(u64) -> bool,
        combine: impl Fn(V, V) -> V,
    ) -> Result<(), DecodeError> {
        let (pane, ours) = (input.varint()?, self.spec.pane());
        if pane != ours {
            return Err(input.error(format!("panes of {pane} batches instead of {ours}")));
        }
        let seed = Seed::of_process();
        let mut scratch = Interner::default();
        for _ in 0..input.count()? {
            scratch.clear();
            let at = input.clone();
            let mut saved = SavedKey::<F, V>::decode(input, &mut scratch)?;
            if !saved.panes.is_empty() && keep(saved.key.hash(seed)) {
                let known = self.keys();
                saved.key = F::rebase(saved.key, &scratch, self.interner());
                match &mut self.strategy {
                    Strategy::FewPanes(few) => few.load(saved),
                    Strategy::TwoStacks(stacks) => stacks.load(saved, &combine),
                    Strategy::Totals(totals) => totals.load(saved, &combine),
                }
                if self.keys() == known {
                    return Err(at.error("a key occurs twice"));
                }
            }
        }
        Ok(())
    }
}

/// The results of any of the strategies, as one iterator.
enum Emission<A, B, C> {
    FewPanes(A),
    TwoStacks(B),
    Totals(C),
}

impl<T, A, B, C> Iterator for Emission<A, B, C>
where
    A: Iterator<Item = T>,
    B: Iterator<Item = T>,
    C: Iterator<Item = T>,
{
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match self {
            Self::FewPanes(results) => results.next(),
            Self::TwoStacks(results) => results.next(),
            Self::Totals(results) => results.next(),
        }
    }
}
