//! The inverse of a combiner.

use crate::data::record::Value;

/// A function that takes the second argument out of the first.
pub(super) type InverseFn<'f, V> = Box<dyn Fn(V, V) -> V + 'f>;

/// Whether there is a function that undoes the combiner: `inverse(combine(a, b), a) == b`.
pub enum Inverse<'f, V> {
    /// There is none.
    None,
    /// It is known to be exact, and is used where it pays.
    Known(InverseFn<'f, V>),
    /// The user gave it, and it is used.
    Given(InverseFn<'f, V>),
}

impl<V: Value> Inverse<'_, V> {
    /// The inverse of `+`, known for integers only.
    pub fn of_add() -> Self {
        match V::inverse_of_add() {
            Some(inverse) => Self::Known(Box::new(inverse)),
            None => Self::None,
        }
    }
}
