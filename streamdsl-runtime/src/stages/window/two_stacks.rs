//! The strategy for windows of many panes and combiners without an inverse: two stacks for each
//! key. Each value is combined a constant number of times, however many windows contain it.

use hashbrown::HashMap;

use crate::base::memory::{self, Memory};
use crate::data::codec::put_count;
use crate::data::key::{KeyFamily, PackedOf};
use crate::data::record::Value;
use crate::stages::window::by_pane::{ByPane, joined};
use crate::stages::window::numbered_keys::NumberedKeys;
use crate::stages::window::saved_key::{SavedKey, encode_key};

/// The panes of a window, and two stacks for each key, one of older panes and one of newer panes.
///
/// Each value in an older pane stores the result of the older panes after it, so the oldest pane
/// leaves in one step. The newer panes have one result, which grows. From time to time the newer
/// panes become older ones: the stacks are *turned*. Values lie by pane and store the place of the
/// key's value before them. So a key allocates no memory of its own, and a pane leaves from one end
/// of the memory to the other.
///
/// A key is turned once in the length of a window, in a pane that a checksum of the key selects. So
/// the work spreads over the panes, and all runs produce the same results.
pub(super) struct TwoStacks<F: KeyFamily, V> {
    pub(super) keys: NumberedKeys<F, Stacks<V>>,
    panes: ByPane<PaneValue<V>>,
    /// The number of panes of a window.
    window: u64,
    /// The numbers of the keys that are turned in a pane, by the number of that pane modulo the
    /// window.
    turns: HashMap<u64, Vec<usize>>,
    /// The newest pane that has started.
    begun: Option<u64>,
}

/// The data of a key.
pub(super) struct Stacks<V> {
    /// The result of the older panes.
    older: Option<V>,
    /// The result of the newer panes except the newest pane.
    newer: Option<V>,
    /// The value of the newest pane, which may still grow. `None` if that pane is one of the older
    /// panes.
    newest: Option<V>,
    /// The older panes are the panes before this pane.
    turned: u64,
    /// The place of the key's newest value.
    place: Place,
    /// The pane in which the key is turned, modulo the window.
    turn: u64,
    /// The last pane in which it was the key's turn.
    looked_at: Option<u64>,
}

struct PaneValue<V> {
    /// The number of the key.
    number: usize,
    /// The value of the pane, which saved state needs in addition to the results.
    value: V,
    /// In an older pane: the result of the key's older panes after this pane.
    rest: Option<V>,
    /// The place of the key's value before this one.
    before: Place,
}

/// The place of a value: its pane and its index there.
#[derive(Clone, Copy)]
struct Place {
    pane: u64,
    at: usize,
}

const NOWHERE: Place = Place { pane: u64::MAX, at: 0 };

impl<V: Clone> Stacks<V> {
    fn is_alive(&self) -> bool {
        self.older.is_some() || self.has_newer()
    }

    fn has_newer(&self) -> bool {
        self.newer.is_some() || self.newest.is_some()
    }

    fn result(&self, combine: &impl Fn(V, V) -> V) -> Option<V> {
        let parts = [&self.older, &self.newer, &self.newest];
        parts.into_iter().flatten().cloned().reduce(combine)
    }

    /// Adds a value to the newer panes.
    fn put(&mut self, value: V, combine: &impl Fn(V, V) -> V) {
        if let Some(before) = self.newest.replace(value) {
            self.newer = Some(joined(self.newer.take(), before, combine));
        }
    }
}

impl<F: KeyFamily, V: Clone> TwoStacks<F, V> {
    /// Stacks for windows of `window` panes.
    pub(super) fn new(window: u64) -> Self {
        Self {
            keys: NumberedKeys::new(),
            panes: ByPane::new(),
            window,
            turns: HashMap::new(),
            begun: None,
        }
    }

    pub(super) fn push(
        &mut self,
        key: PackedOf<F>,
        pane: u64,
        value: V,
        combine: &impl Fn(V, V) -> V,
    ) {
        let number = self.number(key);
        let stacks = self.keys.of(number);
        if stacks.place.pane == pane {
            return self.grow(number, value, combine);
        }
        stacks.put(value.clone(), combine);
        stacks.place = add(&mut self.panes, pane, number, value, stacks.place);
    }

    /// Combines `value` into the newest value of a key, which is in the same pane.
    fn grow(&mut self, number: usize, value: V, combine: &impl Fn(V, V) -> V) {
        let stacks = self.keys.of(number);
        let Some(kept) = self.panes.get_mut(stacks.place.pane, stacks.place.at) else { return };
        kept.value = combine(kept.value.clone(), value);
        match &mut stacks.newest {
            Some(newest) => newest.clone_from(&kept.value),
            None => self.turn(number, 0, combine),
        }
    }

    fn number(&mut self, key: PackedOf<F>) -> usize {
        let Self { keys, turns, window, .. } = self;
        keys.number(key, |number, interner| {
            let mut name = Vec::new();
            F::encode(&key, interner, &mut name);
            let turn = u64::from(crc32c::crc32c(&name)) % *window;
            turns.entry(turn).or_default().push(number);
            Stacks {
                older: None,
                newer: None,
                newest: None,
                turned: 0,
                place: NOWHERE,
                turn,
                looked_at: None,
            }
        })
    }

    /// Starts `pane`, unless it has started: turns the keys whose turn it is.
    pub(super) fn begin(&mut self, pane: u64, combine: &impl Fn(V, V) -> V) {
        let first = match self.begun.replace(pane) {
            Some(begun) if begun >= pane => return,
            Some(begun) => pane.saturating_sub(self.window - 1).max(begun + 1),
            None => pane,
        };
        for due in first..=pane {
            let turn = due % self.window;
            let Some(mut numbers) = self.turns.remove(&turn) else { continue };
            numbers.retain(|&number| self.take_turn(number, turn, pane, combine));
            if !numbers.is_empty() {
                self.turns.insert(turn, numbers);
            }
        }
    }

    /// Turns a key if it is due. Returns whether this is the key's turn: its number may have
    /// belonged to another key and may be listed twice.
    fn take_turn(
        &mut self,
        number: usize,
        turn: u64,
        pane: u64,
        combine: &impl Fn(V, V) -> V,
    ) -> bool {
        let stacks = self.keys.of(number);
        if stacks.turn != turn || !stacks.is_alive() {
            return false;
        }
        let is_first = stacks.looked_at.replace(pane) != Some(pane);
        // After a restart within a pane, the values of that pane are not turned again.
        if is_first && stacks.has_newer() && stacks.place.pane < pane {
            self.turn(number, 0, combine);
        }
        is_first
    }

    /// Turns the stacks of a key: all its panes become older panes. The panes before `first` are
    /// about to leave, so they are combined no more.
    fn turn(&mut self, number: usize, first: u64, combine: &impl Fn(V, V) -> V) {
        let stacks = self.keys.of(number);
        let (mut place, mut result) = (stacks.place, None);
        while let Some(older) = self.panes.get_mut(place.pane, place.at) {
            older.rest.clone_from(&result);
            if place.pane >= first {
                let value = older.value.clone();
                result = Some(match result.take() {
                    Some(younger) => combine(value, younger),
                    None => value,
                });
            }
            place = older.before;
        }
        (stacks.older, stacks.newer, stacks.newest) = (result, None, None);
        stacks.turned = stacks.place.pane.saturating_add(1);
    }

    /// Drops the panes before `first`.
    pub(super) fn expire(&mut self, first: u64, combine: &impl Fn(V, V) -> V) {
        while let Some(mut pane) = self.panes.leave_before(first) {
            for value in pane.entries.drain(..) {
                let stacks = self.keys.of(value.number);
                if pane.number < stacks.turned {
                    stacks.older = value.rest;
                } else {
                    self.turn(value.number, first, combine);
                }
                if !self.keys.of(value.number).is_alive() {
                    self.keys.forget(value.number);
                }
            }
            self.panes.keep_memory(pane);
        }
        self.keys.tidy();
    }

    /// Iterates over the keys and their results.
    pub(super) fn results(
        &self,
        combine: impl Fn(V, V) -> V,
    ) -> impl Iterator<Item = (F::View<'_>, V)> {
        self.keys.results(move |stacks| stacks.result(&combine))
    }

    /// Adds a key from saved state.
    pub(super) fn load(&mut self, saved: SavedKey<F, V>, combine: &impl Fn(V, V) -> V) {
        let SavedKey { key, panes, turned, .. } = saved;
        let number = self.number(key);
        for (at, (pane, value)) in panes.into_iter().enumerate() {
            let stacks = self.keys.of(number);
            stacks.put(value.clone(), combine);
            stacks.place = add(&mut self.panes, pane, number, value, stacks.place);
            if at + 1 == turned {
                self.turn(number, 0, combine);
            }
        }
    }
}

impl<F: KeyFamily, V: Value> TwoStacks<F, V> {
    /// Returns how much memory the window takes.
    pub(super) fn kept(&self) -> Memory {
        let mut usage = self.keys.usage() + self.panes.usage();
        // The lists of turns have each key once, and half as much to spare.
        usage = usage.with(self.keys.numbers() * 3 * size_of::<usize>() / 2);
        if V::HAS_HEAP {
            // A value is also part of the result of its pane and of its key.
            usage += self.panes.heap(|of_pane| 3 * of_pane.value.heap_size());
        }
        usage.lasting()
    }

    /// Writes the keys for saved state.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        let by_number =
            self.panes.by_key(self.keys.numbers(), |value| (value.number, &value.value));
        let alive = || self.keys.packed().filter(|(_, _, stacks)| stacks.is_alive());
        put_count(out, alive().count());
        for (number, key, stacks) in alive() {
            let panes = &by_number[number];
            let turned = panes.partition_point(|(pane, _)| *pane < stacks.turned);
            let (key, panes) = ((key, self.keys.interner()), panes.iter().copied());
            encode_key::<F, V>(key, panes, turned, None, out);
        }
    }
}

/// Adds a value to a pane and returns its place.
fn add<V>(
    panes: &mut ByPane<PaneValue<V>>,
    pane: u64,
    number: usize,
    value: V,
    before: Place,
) -> Place {
    let values = panes.of(pane);
    memory::push(values, PaneValue { number, value, rest: None, before });
    Place { pane, at: values.len() - 1 }
}
