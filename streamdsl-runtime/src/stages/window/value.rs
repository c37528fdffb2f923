//! Windows over a value without a key.

use crate::base::memory::Memory;
use crate::data::codec::{DecodeError, Input};
use crate::data::record::Value;
use crate::plan::WindowSpec;
use crate::stages::window::{Inverse, WindowedTable};

/// A sliding window over one value, which `count_by_window` and `reduce_by_window` use. It is a
/// windowed table with one key.
pub struct WindowedValue<'f, V>(WindowedTable<'f, (), V>);

impl<'f, V: Clone + 'static> WindowedValue<'f, V> {
    /// An empty window.
    pub fn new(spec: WindowSpec, inverse: Inverse<'f, V>) -> Self {
        Self(WindowedTable::new(spec, inverse))
    }

    /// The length and slide of the window.
    pub fn spec(&self) -> WindowSpec {
        self.0.spec()
    }

    /// Adds the value of `batch`. Call this for every batch in turn, including empty ones.
    pub fn add(&mut self, batch: u64, value: Option<V>, combine: impl Fn(V, V) -> V) {
        self.0.add_records(batch, value.map(|value| ((), value)), combine);
    }

    /// The result of the window that ends with `batch`; `None` if the window has no value. Call
    /// this once for each batch at which the window is emitted, after the batch was added.
    pub fn emit(&mut self, batch: u64, combine: impl Fn(V, V) -> V) -> Option<V> {
        self.0.emit(batch, combine).next().map(|((), value)| value)
    }
}

impl<V: Value> WindowedValue<'_, V> {
    /// Returns how much memory the window takes.
    pub(crate) fn kept(&self) -> Memory {
        self.0.kept()
    }

    /// The name of the contents in saved state.
    pub fn shape() -> String {
        format!("window of one {}", V::shape())
    }

    /// Writes the window for saved state.
    pub fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    /// Restores the window from saved state.
    ///
    /// # Errors
    /// If the bytes are not such a window, or are a window with another pane length.
    pub fn load(
        &mut self,
        input: &mut Input<'_>,
        combine: impl Fn(V, V) -> V,
    ) -> Result<(), DecodeError> {
        self.0.load(input, |_| true, combine)
    }
}
