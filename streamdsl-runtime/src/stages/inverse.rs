//! The inverse of a combiner, as generated code passes it to a window.

use crate::base::blame::OperatorId;
use crate::data::record::Value;
use crate::stages::window;

/// How values that leave a window are removed from a running total.
pub struct Inverse<'f, V>(window::Inverse<'f, V>);

impl<'f, V: Value> Inverse<'f, V> {
    /// Uses the function of the program.
    pub fn by(function: impl Fn(V, V) -> V + 'f) -> Self {
        Self(window::Inverse::Given(Box::new(function)))
    }

    /// Uses subtraction if it is exact.
    pub fn of_add() -> Self {
        Self(window::Inverse::of_add())
    }

    /// There is no inverse.
    pub fn none() -> Self {
        Self(window::Inverse::None)
    }

    /// Returns the inverse for a window. If the function of the program panics, the error names
    /// `op`.
    pub(crate) fn blamed_on(self, op: OperatorId) -> window::Inverse<'f, V> {
        match self.0 {
            window::Inverse::Given(function) => {
                window::Inverse::Given(Box::new(move |a, b| op.blame(|| function(a, b))))
            }
            inverse => inverse,
        }
    }
}
