//! Which batches a window covers.

use std::num::NonZeroU64;

/// The length and the slide of a window, in batches.
///
/// The window at batch `t` covers the batches `t - window + 1` to `t`; it is emitted at every
/// multiple of the slide. The slide may be longer than the window: some batches are in no window
/// then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSpec {
    window: NonZeroU64,
    slide: NonZeroU64,
}

impl WindowSpec {
    /// A window of `window` batches, emitted every `slide` batches; `None` if one of them is zero.
    pub fn new(window: u64, slide: u64) -> Option<Self> {
        Some(Self { window: NonZeroU64::new(window)?, slide: NonZeroU64::new(slide)? })
    }

    /// The length of the window in batches.
    pub fn window(self) -> u64 {
        self.window.get()
    }

    /// The number of batches from one emission to the next.
    pub fn slide(self) -> u64 {
        self.slide.get()
    }

    /// Whether the window is emitted at the end of `batch`.
    pub fn emits(self, batch: u64) -> bool {
        batch.is_multiple_of(self.slide())
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
    pub(super) fn batch_before(self, batch: u64) -> u64 {
        batch.saturating_sub(self.window())
    }

    /// The pane that `batch` belongs to, counted from 0.
    pub(super) fn pane_of(self, batch: u64) -> u64 {
        batch.saturating_sub(1) / self.pane()
    }

    /// The first pane of the window that is emitted at `batch`.
    pub(super) fn first_pane(self, batch: u64) -> u64 {
        self.batch_before(batch) / self.pane()
    }
}
