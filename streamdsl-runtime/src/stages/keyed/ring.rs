//! A ring in which items wait for a while.

use std::mem::{MaybeUninit, replace};
use std::ops::Range;

/// The most items that wait.
pub(super) const PLACES: usize = 32;

/// Takes items and returns each of them when 32 more have come.
///
/// No place stores whether it is occupied. That follows from the number of items that have come,
/// which saves a load, a comparison and a store for each item.
pub(super) struct Ring<T> {
    places: [MaybeUninit<T>; PLACES],
    /// The number of items that have come since the ring was empty. The last 32 of them are still
    /// in the ring.
    came: usize,
}

impl<T> Ring<T> {
    #[inline]
    pub(super) fn new() -> Self {
        Self { places: [const { MaybeUninit::uninit() }; PLACES], came: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.came == 0
    }

    /// How many items have come since the ring was empty.
    pub(super) fn came(&self) -> usize {
        self.came
    }

    /// Adds `item`. Once the ring is full, returns the item that has waited longest.
    #[inline]
    pub(super) fn pass(&mut self, item: T) -> Option<T> {
        let place = &mut self.places[self.came % PLACES];
        let is_taken = self.came >= PLACES;
        // This cannot overflow: counting that far would take centuries.
        self.came += 1;
        let old = replace(place, MaybeUninit::new(item));
        // SAFETY: when 32 items have come, each place has been written, and a place is written
        // again whenever an item is moved out of it.
        is_taken.then(|| unsafe { old.assume_init() })
    }

    /// Removes and returns all items in the order in which they came.
    pub(super) fn drain(&mut self) -> Drain<'_, T> {
        // The ring counts as empty from here on, whatever happens to the iterator.
        let came = replace(&mut self.came, 0);
        Drain { places: &mut self.places, left: came.saturating_sub(PLACES)..came }
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        self.drain().for_each(drop);
    }
}

/// The iterator over the items removed from a ring.
pub(super) struct Drain<'r, T> {
    places: &'r mut [MaybeUninit<T>; PLACES],
    /// The numbers of the items that are not yet returned.
    left: Range<usize>,
}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let number = self.left.next()?;
        let item = replace(&mut self.places[number % PLACES], MaybeUninit::uninit());
        // SAFETY: `left` has at most 32 numbers, each is used once, and they are those of the last
        // items.
        Some(unsafe { item.assume_init() })
    }
}

impl<T> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        self.for_each(drop);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::rc::Rc;

    use super::*;

    #[test]
    fn things_come_out_in_order_and_once() {
        for count in [0, 1, 31, 32, 33, 64, 100] {
            let mut ring = Ring::new();
            let mut out: Vec<String> =
                (0..count).filter_map(|n: i32| ring.pass(n.to_string())).collect();
            assert_eq!(ring.is_empty(), count == 0);
            out.extend(ring.drain());
            assert!(ring.is_empty());
            assert_eq!(out, (0..count).map(|n| n.to_string()).collect::<Vec<_>>());
            assert_eq!(ring.pass("again".into()), None);
            assert_eq!(ring.drain().collect::<Vec<_>>(), ["again"]);
        }
    }

    #[test]
    fn what_is_left_is_dropped_once() {
        let item = Rc::new(());
        for count in [1, 32, 40] {
            let mut ring = Ring::new();
            for _ in 0..count {
                ring.pass(Rc::clone(&item));
            }
            assert_eq!(Rc::strong_count(&item), 1 + count.min(PLACES));
            drop(ring.drain().next());
            assert_eq!(Rc::strong_count(&item), 1);
            ring.pass(Rc::clone(&item));
            drop(ring);
            assert_eq!(Rc::strong_count(&item), 1);
        }
    }

    #[test]
    fn a_panic_while_it_is_drained_drops_the_rest_once() {
        let item = Rc::new(());
        let mut ring = Ring::new();
        for _ in 0..50 {
            ring.pass(Rc::clone(&item));
        }
        let drained = catch_unwind(AssertUnwindSafe(|| {
            ring.drain().enumerate().for_each(|(at, _)| assert!(at < 5));
        }));
        assert!(drained.is_err());
        assert!(ring.is_empty());
        assert_eq!(Rc::strong_count(&item), 1);
    }
}
