//! The panes of a key with partial results, for windows of many panes and combiners without an
//! inverse: each pane is combined a constant number of times, however many windows it is in.

use std::collections::VecDeque;

use crate::window::state::KeyPanes;

/// The panes of a key as two stacks that grow from one point in opposite directions.
///
/// The older panes have results from each of them to the point between the stacks, so removing the
/// oldest pane uncovers the result of the rest; the newer ones have one result that grows. When the
/// older panes have run out, the newer ones become the older ones.
pub(super) struct TwoStacks<V> {
    /// The values of all panes, oldest first. They are kept beside the results because saved state
    /// is made of them.
    panes: VecDeque<(u64, V)>,
    /// For each of the older panes the result from it to the youngest of them; the last one
    /// belongs to the oldest pane.
    older: Vec<V>,
    /// The result of the newer panes but the last, which may still grow.
    newer: Option<V>,
}

impl<V> Default for TwoStacks<V> {
    fn default() -> Self {
        Self { panes: VecDeque::new(), older: Vec::new(), newer: None }
    }
}

impl<V: Clone> TwoStacks<V> {
    /// Drops the panes before `first`.
    fn drop_before(&mut self, first: u64, combine: &impl Fn(V, V) -> V) {
        while !self.older.is_empty() && self.panes.front().is_some_and(|pane| pane.0 < first) {
            self.panes.pop_front();
            self.older.pop();
        }
        // Reached only if the older panes have run out.
        if self.panes.front().is_some_and(|pane| pane.0 < first) {
            self.panes.drain(..self.panes.partition_point(|pane| pane.0 < first));
            self.turn(self.panes.len(), combine);
        }
    }

    /// Makes the first `count` panes the older ones.
    fn turn(&mut self, count: usize, combine: &impl Fn(V, V) -> V) {
        self.older.clear();
        self.newer = None;
        for (_, value) in self.panes.range(..count).rev() {
            let result = match self.older.last() {
                Some(younger) => combine(value.clone(), younger.clone()),
                None => value.clone(),
            };
            self.older.push(result);
        }
    }

    fn result(&self, combine: &impl Fn(V, V) -> V) -> Option<V> {
        let newest = self.panes.back().filter(|_| self.panes.len() > self.older.len());
        let parts = [self.older.last(), self.newer.as_ref(), newest.map(|(_, value)| value)];
        parts.into_iter().flatten().cloned().reduce(combine)
    }
}

impl<V: Clone + 'static> KeyPanes<V> for TwoStacks<V> {
    fn push(&mut self, pane: u64, value: V, combine: &impl Fn(V, V) -> V) {
        if self.panes.len() > self.older.len()
            && let Some((last, old)) = self.panes.pop_back()
        {
            if last == pane {
                self.panes.push_back((pane, combine(old, value)));
                return;
            }
            let newer = self.newer.take();
            self.newer = Some(match newer {
                Some(newer) => combine(newer, old.clone()),
                None => old.clone(),
            });
            self.panes.push_back((last, old));
        }
        self.panes.push_back((pane, value));
    }

    fn emit(&mut self, first: u64, keep: u64, combine: &impl Fn(V, V) -> V) -> Option<V> {
        self.drop_before(first, combine);
        let result = self.result(combine);
        self.drop_before(keep, combine);
        result
    }

    fn panes(&self) -> impl ExactSizeIterator<Item = (u64, &V)> {
        self.panes.iter().map(|(pane, value)| (*pane, value))
    }

    fn turned(&self) -> usize {
        self.older.len()
    }

    fn load(panes: Vec<(u64, V)>, turned: usize, combine: &impl Fn(V, V) -> V) -> Self {
        let mut loaded = Self { panes: panes.into(), ..Self::default() };
        loaded.turn(turned, combine);
        // The last of the newer panes is not part of their result.
        let newer = loaded.panes.range(turned..loaded.panes.len().saturating_sub(1).max(turned));
        loaded.newer = newer.map(|(_, value)| value.clone()).reduce(combine);
        loaded
    }
}
