//! Windows over keyed aggregates.

use crate::codec::{DecodeError, Input, put_count, put_varint};
use crate::key::{Key, KeyFamily, Packed, PackedOf, Seed};
use crate::keyed::{Interner, PageWindow, Table};
use crate::record::Value;
use crate::window::WindowSpec;
use crate::window::few::Few;
use crate::window::state::{KeyPanes, SavedKey, encode_key};
use crate::window::totals::Totals;
use crate::window::two_stacks::TwoStacks;

/// Windows of up to this many panes combine them at each emission.
const FEW_PANES: u64 = 8;

/// A function that takes the second argument out of the first.
pub(super) type InverseFn<'f, V> = Box<dyn Fn(V, V) -> V + 'f>;

/// Whether there is a function that undoes the combiner: `inverse(combine(a, b), a) == b`.
pub enum Inverse<'f, V> {
    /// There is none.
    None,
    /// It is known to be exact, and is used where it pays.
    Known(InverseFn<'f, V>),
    /// The user gave it, and it is used.
    Given(InverseFn<'f, V>),
}

impl<V: Value> Inverse<'_, V> {
    /// The inverse of `+`, known for integers only.
    pub fn of_add() -> Self {
        match V::inverse_of_add() {
            Some(inverse) => Self::Known(Box::new(inverse)),
            None => Self::None,
        }
    }
}

/// A sliding window over a keyed aggregate: each key once, its value combined over the window.
///
/// Values are combined in the order of the batches. A key that has no value in the window is not in
/// the result, whatever the combiner and its inverse make of it.
pub struct WindowedTable<'f, F: KeyFamily, V> {
    spec: WindowSpec,
    panes: Panes<'f, F, V>,
    /// Keys without panes that are still in the table; unused with totals.
    dead: usize,
}

enum Panes<'f, F: KeyFamily, V> {
    Few(Table<F, Few<V>>),
    TwoStacks(Table<F, TwoStacks<V>>),
    Totals(Totals<'f, F, V>),
}

impl<'f, F: KeyFamily, V: Clone + 'static> WindowedTable<'f, F, V> {
    /// An empty window.
    pub fn new(spec: WindowSpec, inverse: Inverse<'f, V>) -> Self {
        let few = spec.panes() <= FEW_PANES;
        let panes = match inverse {
            Inverse::Given(inverse) => Panes::Totals(Totals::new(inverse)),
            Inverse::Known(inverse) if !few => Panes::Totals(Totals::new(inverse)),
            _ if few => Panes::Few(Table::for_owner()),
            _ => Panes::TwoStacks(Table::for_owner()),
        };
        Self { spec, panes, dead: 0 }
    }

    /// The length and slide of the window.
    pub fn spec(&self) -> WindowSpec {
        self.spec
    }

    /// The number of keys in memory; those that have left the window are removed from time to time.
    pub fn keys(&self) -> usize {
        match &self.panes {
            Panes::Few(table) => table.len(),
            Panes::TwoStacks(table) => table.len(),
            Panes::Totals(totals) => totals.numbers.len(),
        }
    }

    /// Adds the aggregate of `batch`, or of all batches of the pane that ends with it, and leaves
    /// `table` empty. To be called for every batch in turn, also for empty ones, or for the last
    /// batch of every pane.
    pub fn add(&mut self, batch: u64, table: &mut Table<F, V>, combine: impl Fn(V, V) -> V) {
        let pane = self.start_batch(batch);
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

    /// Adds records of `batch`, as [`add`](Self::add) does.
    pub fn add_records<K: Key<Family = F>>(
        &mut self,
        batch: u64,
        records: impl IntoIterator<Item = (K, V)>,
        combine: impl Fn(V, V) -> V,
    ) {
        let pane = self.start_batch(batch);
        if self.spec.covers(batch) {
            for (key, value) in records {
                let packer = &mut crate::key::Packer::new(PageWindow::none(), self.interner());
                let key = key.pack(packer);
                self.push(key, pane, value, &combine);
            }
        }
    }

    /// The result of the window that ends with `batch`: each key once. To be called once for each
    /// batch at which the window is emitted, after the batch was added.
    pub fn emit<'t>(
        &'t mut self,
        batch: u64,
        combine: impl Fn(V, V) -> V + 't,
    ) -> impl Iterator<Item = (F::View<'t>, V)> {
        let first = self.spec.first_pane(batch);
        let keep = self.spec.first_pane(batch.saturating_add(self.spec.slide));
        match &mut self.panes {
            Panes::Few(table) => {
                Emission::Few(emit_panes(table, &mut self.dead, first, keep, combine))
            }
            Panes::TwoStacks(table) => {
                Emission::TwoStacks(emit_panes(table, &mut self.dead, first, keep, combine))
            }
            Panes::Totals(totals) => {
                totals.expire(first);
                Emission::Totals(totals.iter())
            }
        }
    }

    /// Gives back what the windows before have left; the pane of `batch`.
    fn start_batch(&mut self, batch: u64) -> u64 {
        match &mut self.panes {
            Panes::Few(table) => sweep(table, &mut self.dead),
            Panes::TwoStacks(table) => sweep(table, &mut self.dead),
            Panes::Totals(totals) => {
                totals.expire(self.spec.first_pane(self.spec.next_emission(batch)));
            }
        }
        self.spec.pane_of(batch)
    }

    /// Prepares for the keys of one batch: there is room for them, though most are likely known,
    /// and they come in the order of the slots.
    fn expect(&mut self, batch: &Table<F, V>) {
        fn prepare<F: KeyFamily, P, V>(table: &mut Table<F, P>, batch: &Table<F, V>) {
            table.follow(batch);
            table.reserve(batch.len().saturating_sub(table.len()));
        }
        match &mut self.panes {
            Panes::Few(table) => prepare(table, batch),
            Panes::TwoStacks(table) => prepare(table, batch),
            Panes::Totals(totals) => prepare(&mut totals.numbers, batch),
        }
    }

    fn interner(&mut self) -> &mut Interner {
        match &mut self.panes {
            Panes::Few(table) => table.interner_mut(),
            Panes::TwoStacks(table) => table.interner_mut(),
            Panes::Totals(totals) => totals.numbers.interner_mut(),
        }
    }

    #[inline]
    fn push(&mut self, key: PackedOf<F>, pane: u64, value: V, combine: &impl Fn(V, V) -> V) {
        match &mut self.panes {
            Panes::Few(table) => push(table, &mut self.dead, key, pane, value, combine),
            Panes::TwoStacks(table) => push(table, &mut self.dead, key, pane, value, combine),
            Panes::Totals(totals) => totals.push(key, pane, value, combine),
        }
    }
}

impl<F: KeyFamily, V: Value> WindowedTable<'_, F, V> {
    /// The name of the contents in saved state.
    pub fn shape() -> String {
        format!("window of ({}, {})", F::shape(), V::shape())
    }

    /// Writes the window for saved state: each key with its panes, so that the keys can be dealt
    /// out anew when they are loaded.
    pub fn encode(&self, out: &mut Vec<u8>) {
        put_varint(out, self.spec.pane());
        match &self.panes {
            Panes::Few(table) => encode_panes(table, out),
            Panes::TwoStacks(table) => encode_panes(table, out),
            Panes::Totals(totals) => {
                let by_number = totals.panes_by_number();
                let alive = |(_, number): &(&PackedOf<F>, &usize)| totals.total(**number).is_some();
                let interner = totals.numbers.interner();
                put_count(out, totals.numbers.packed().filter(alive).count());
                for (key, &number) in totals.numbers.packed().filter(alive) {
                    let panes = by_number[number].iter().copied();
                    encode_key::<F, V>((key, interner), panes, 0, totals.total(number), out);
                }
            }
        }
    }

    /// Adds those keys of saved state whose hash `keep` wants. Several workers' shares can be
    /// loaded one after the other, each by every worker that may own some of it.
    ///
    /// # Errors
    /// If the bytes are not such a window, or one with other panes.
    pub fn load(
        &mut self,
        input: &mut Input<'_>,
        keep: impl Fn(u64) -> bool,
        combine: impl Fn(V, V) -> V,
    ) -> Result<(), DecodeError> {
        let (pane, ours) = (input.varint()?, self.spec.pane());
        if pane != ours {
            return Err(input.error(format!("panes of {pane} batches where {ours} are expected")));
        }
        let seed = Seed::of_process();
        let mut scratch = Interner::default();
        for _ in 0..input.count()? {
            scratch.clear();
            let mut saved = SavedKey::<F, V>::decode(input, &mut scratch)?;
            if keep(saved.key.hash(seed)) {
                saved.key = F::rebase(saved.key, &scratch, self.interner());
                match &mut self.panes {
                    Panes::Few(table) => load_key(table, saved, &combine),
                    Panes::TwoStacks(table) => load_key(table, saved, &combine),
                    Panes::Totals(totals) => totals.load(saved, &combine),
                }
            }
        }
        Ok(())
    }
}

fn push<F: KeyFamily, V: 'static, P: KeyPanes<V>>(
    table: &mut Table<F, P>,
    dead: &mut usize,
    key: PackedOf<F>,
    pane: u64,
    value: V,
    combine: &impl Fn(V, V) -> V,
) {
    let known = table.len();
    let panes = table.entry(key);
    let revived = panes.panes().len() == 0;
    panes.push(pane, value, combine);
    *dead -= usize::from(revived && table.len() == known);
}

fn emit_panes<'t, F: KeyFamily, V: 'static, P: KeyPanes<V>>(
    table: &'t mut Table<F, P>,
    dead: &'t mut usize,
    first: u64,
    keep: u64,
    combine: impl Fn(V, V) -> V + 't,
) -> impl Iterator<Item = (F::View<'t>, V)> {
    table.iter_mut().filter_map(move |(key, panes)| {
        let alive = panes.panes().len() > 0;
        let result = panes.emit(first, keep, &combine);
        *dead += usize::from(alive && panes.panes().len() == 0);
        Some((key, result?))
    })
}

/// Removes the dead keys once they outnumber the living: each is paid for by the record that
/// brought it.
fn sweep<F: KeyFamily, V: 'static, P: KeyPanes<V>>(table: &mut Table<F, P>, dead: &mut usize) {
    if *dead > 0 && *dead == table.len() {
        table.clear();
    } else if *dead > table.len() / 2 {
        table.retain(|_, panes| panes.panes().len() > 0);
    } else {
        return;
    }
    *dead = 0;
}

fn encode_panes<F: KeyFamily, V: Value, P: KeyPanes<V>>(table: &Table<F, P>, out: &mut Vec<u8>) {
    let alive = |(_, panes): &(&PackedOf<F>, &P)| panes.panes().len() > 0;
    put_count(out, table.packed().filter(alive).count());
    for (key, panes) in table.packed().filter(alive) {
        let key = (key, table.interner());
        encode_key::<F, V>(key, panes.panes(), panes.turned(), None, out);
    }
}

fn load_key<F: KeyFamily, V: 'static, P: KeyPanes<V>>(
    table: &mut Table<F, P>,
    saved: SavedKey<F, V>,
    combine: &impl Fn(V, V) -> V,
) {
    if !saved.panes.is_empty() {
        *table.entry(saved.key) = P::load(saved.panes, saved.turned, combine);
    }
}

/// The emissions of the strategies as one iterator.
enum Emission<A, B, C> {
    Few(A),
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
            Self::Few(results) => results.next(),
            Self::TwoStacks(results) => results.next(),
            Self::Totals(results) => results.next(),
        }
    }
}
