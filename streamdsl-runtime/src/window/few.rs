//! The panes of a key, combined anew at each emission: best for windows of few panes.

use smallvec::SmallVec;

use crate::window::state::KeyPanes;

/// The panes in which a key has a value, oldest first.
///
/// Four panes lie in the table slot itself, so that the usual window is counted without leaving it.
pub(super) struct Few<V> {
    panes: SmallVec<[(u64, V); 4]>,
}

impl<V> Default for Few<V> {
    fn default() -> Self {
        Self { panes: SmallVec::new() }
    }
}

impl<V: Clone + 'static> KeyPanes<V> for Few<V> {
    fn push(&mut self, pane: u64, value: V, combine: &impl Fn(V, V) -> V) {
        match self.panes.pop() {
            Some((last, old)) if last == pane => self.panes.push((pane, combine(old, value))),
            other => {
                self.panes.extend(other);
                self.panes.push((pane, value));
            }
        }
    }

    fn emit(&mut self, first: u64, keep: u64, combine: &impl Fn(V, V) -> V) -> Option<V> {
        let leaving = self.panes.iter().take_while(|(pane, _)| *pane < keep).count();
        let joined = |sum: Option<V>, value: V| match sum {
            Some(sum) => Some(combine(sum, value)),
            None => Some(value),
        };
        let gone = self.panes.drain(..leaving).filter(|(pane, _)| *pane >= first);
        let sum = gone.map(|(_, value)| value).fold(None, joined);
        // After a long time without this key, a pane may be due that began after the window.
        let stay = self.panes.iter().filter(|(pane, _)| *pane >= first);
        stay.map(|(_, value)| value.clone()).fold(sum, joined)
    }

    fn panes(&self) -> impl ExactSizeIterator<Item = (u64, &V)> {
        self.panes.iter().map(|(pane, value)| (*pane, value))
    }

    fn load(panes: Vec<(u64, V)>, _: usize, _: &impl Fn(V, V) -> V) -> Self {
        Self { panes: panes.into() }
    }
}
