//! How the operators are told of the inverse of a combiner.

use crate::base::blame::OperatorId;
use crate::data::record::Value;
use crate::stages::window;

/// How values that leave a window are taken out of a running total.
pub struct Inverse<'f, V>(window::Inverse<'f, V>);

impl<'f, V: Value> Inverse<'f, V> {
    /// By this function of the user's.
    pub fn by(function: impl Fn(V, V) -> V + 'f) -> Self {
        Self(window::Inverse::Given(Box::new(function)))
    }

    /// By subtraction, where it is exact.
    pub fn of_add() -> Self {
        Self(window::Inverse::of_add())
    }

    /// Not at all.
    pub fn none() -> Self {
        Self(window::Inverse::None)
    }

    /// The same; if the user's function panics, this operator is named in the error.
    pub(crate) fn blamed_on(self, op: OperatorId) -> window::Inverse<'f, V> {
        match self.0 {
            window::Inverse::Given(function) => {
                window::Inverse::Given(Box::new(move |a, b| op.blame(|| function(a, b))))
            }
            inverse => inverse,
        }
    }
}
