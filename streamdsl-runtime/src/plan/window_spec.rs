//! The batches that a window covers.

/// The length and the slide of a window, in batches.
///
/// The window at batch `t` covers the batches `t - window + 1` to `t`. It is emitted at every
/// multiple of the slide. If the slide is longer than the window, some batches are in no window. A
/// length or slide of zero counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WindowSpec {
    /// The number of batches that the window covers.
    pub window: u64,
    /// The number of batches from one emission to the next.
    pub slide: u64,
}

impl WindowSpec {
    /// Returns whether the window is emitted at the end of `batch`.
    pub const fn emits(&self, batch: u64) -> bool {
        batch.is_multiple_of(self.slide())
    }

    const fn slide(self) -> u64 {
        if self.slide == 0 { 1 } else { self.slide }
    }

    const fn window(self) -> u64 {
        if self.window == 0 { 1 } else { self.window }
    }

    /// Returns the first batch, from `batch` on, at whose end the window is emitted.
    pub fn next_emission(self, batch: u64) -> u64 {
        batch.div_ceil(self.slide()).saturating_mul(self.slide())
    }

    /// Returns the last batch, up to `batch`, at whose end the window is emitted; 0 if there is none.
    pub(crate) fn last_emission(self, batch: u64) -> u64 {
        batch - batch % self.slide()
    }

    /// Returns whether any window covers `batch`. This can be `false` only if the slide is longer than
    /// the window.
    pub fn covers(self, batch: u64) -> bool {
        self.next_emission(batch) - batch < self.window()
    }

    /// Returns the length of a pane in batches: the greatest common divisor of length and slide.
    pub fn pane(self) -> u64 {
        let (mut a, mut b) = (self.window(), self.slide());
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    }

    /// Returns the number of panes in a window.
    pub fn panes(self) -> u64 {
        self.window() / self.pane()
    }

    /// Returns the last batch before the window that is emitted at `batch`, or 0 if there is none.
    pub(crate) fn batch_before(self, batch: u64) -> u64 {
        batch.saturating_sub(self.window())
    }

    /// Returns the index of the pane that `batch` belongs to, counted from 0.
    pub(crate) fn pane_of(self, batch: u64) -> u64 {
        batch.saturating_sub(1) / self.pane()
    }

    /// Returns whether the pane of `batch` ends within the `missing` batches after it.
    pub(crate) fn pane_ends_within(self, batch: u64, missing: u64) -> bool {
        let begun = batch % self.pane();
        begun > 0 && self.pane() - begun <= missing
    }

    /// Returns the index of the first pane of the window that is emitted at `batch`.
    pub(crate) fn first_pane(self, batch: u64) -> u64 {
        self.batch_before(batch) / self.pane()
    }
}
