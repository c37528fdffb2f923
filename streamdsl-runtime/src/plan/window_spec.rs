//! Which batches a window covers.

/// The length and the slide of a window, in batches.
///
/// The window at batch `t` covers the batches `t - window + 1` to `t`; it is emitted at every
/// multiple of the slide. The slide may be longer than the window: some batches are in no window
/// then. Neither is ever zero; a zero counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WindowSpec {
    /// The number of batches that the window covers.
    pub window: u64,
    /// The number of batches from one emission to the next.
    pub slide: u64,
}

impl WindowSpec {
    /// Whether the window is emitted at the end of `batch`.
    pub const fn emits(&self, batch: u64) -> bool {
        batch.is_multiple_of(self.slide())
    }

    const fn slide(self) -> u64 {
        if self.slide == 0 { 1 } else { self.slide }
    }

    const fn window(self) -> u64 {
        if self.window == 0 { 1 } else { self.window }
    }

    /// The first batch, from `batch` on, at which the window is emitted.
    pub fn next_emission(self, batch: u64) -> u64 {
        batch.div_ceil(self.slide()).saturating_mul(self.slide())
    }

    /// Whether any window covers `batch`: always, unless the slide is longer than the window.
    pub fn covers(self, batch: u64) -> bool {
        self.next_emission(batch) - batch < self.window()
    }

    /// The length of a pane in batches.
    pub fn pane(self) -> u64 {
        let (mut a, mut b) = (self.window(), self.slide());
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    }

    /// The number of panes in a window.
    pub fn panes(self) -> u64 {
        self.window() / self.pane()
    }

    /// The last batch before the window that is emitted at `batch`; 0 for the first windows.
    pub(crate) fn batch_before(self, batch: u64) -> u64 {
        batch.saturating_sub(self.window())
    }

    /// The pane that `batch` belongs to, counted from 0.
    pub(crate) fn pane_of(self, batch: u64) -> u64 {
        batch.saturating_sub(1) / self.pane()
    }

    /// The first pane of the window that is emitted at `batch`.
    pub(crate) fn first_pane(self, batch: u64) -> u64 {
        self.batch_before(batch) / self.pane()
    }
}
