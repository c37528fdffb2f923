//! Windows over batches.

/// A window and its slide, counted in batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WindowSpec {
    /// How many batches the window covers.
    pub window: u64,
    /// Every how many batches the window is emitted.
    pub slide: u64,
}

impl WindowSpec {
    /// Whether the window is emitted in the batch with this number, counted from 1.
    pub const fn emits(&self, batch_number: u64) -> bool {
        batch_number.is_multiple_of(self.slide)
    }
}
