//! Inverses of combiners, which remove a value from a combined result.

use crate::base::blame::OperatorId;
use crate::data::record::Value;

/// A function that removes the second argument from the first.
pub(super) type InverseFn<'f, V> = Box<dyn Fn(V, V) -> V + 'f>;

/// The inverse of a combiner, if there is one: a function with `inverse(combine(a, b), a) == b`.
pub enum Inverse<'f, V> {
    /// There is no inverse.
    None,
    /// The library knows the inverse and knows that it is exact. Windows use it where it is faster.
    Known(InverseFn<'f, V>),
    /// The user provided the inverse. Windows always use it.
    Given(InverseFn<'f, V>),
}

impl<'f, V: Value> Inverse<'f, V> {
    /// The function of the program.
    pub fn by(function: impl Fn(V, V) -> V + 'f) -> Self {
        Self::Given(Box::new(function))
    }

    /// No inverse.
    pub fn none() -> Self {
        Self::None
    }

    /// The inverse of `+`. The library knows it for integers only.
    pub fn of_add() -> Self {
        match V::inverse_of_add() {
            Some(inverse) => Self::Known(Box::new(inverse)),
            None => Self::None,
        }
    }

    /// Returns the same inverse. If it panics or overflows, the error names `op`.
    pub(crate) fn blamed_on(self, op: OperatorId) -> Self {
        match self {
            Self::None => Self::None,
            Self::Known(inverse) => Self::Known(blamed(op, inverse)),
            Self::Given(function) => Self::Given(blamed(op, function)),
        }
    }
}

fn blamed<'f, V: 'f>(op: OperatorId, inverse: InverseFn<'f, V>) -> InverseFn<'f, V> {
    Box::new(move |a, b| op.blame(|| inverse(a, b)))
}
