//! The combiners that a program can write as `+ * & | ^ && || max min`.

use std::any::{Any, TypeId};
use std::cmp::Ordering;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Sub};

use crate::base::overflow::{Overflow, overflowed};

/// Returns the result of a checked operation, if the operands are primitive integers. The compiler
/// knows their type, so only the operation itself is left of this.
macro_rules! integer_result {
    ($a:ident, $b:ident, $checked:ident, $overflow:path) => {
        integer_result!($a, $b, $checked, $overflow: u64 i64 u32 i32 usize isize u16 i16 u8 i8 u128 i128)
    };
    ($a:ident, $b:ident, $checked:ident, $overflow:path: $($integer:ident)*) => {$(
        if TypeId::of::<T>() == TypeId::of::<$integer>() {
            let operands: [&dyn Any; 2] = [&$a, &$b];
            if let [Some(a), Some(b)] = operands.map(<dyn Any>::downcast_ref::<$integer>) {
                let Some(result) = a.$checked(*b) else {
                    overflowed(&$overflow(stringify!($integer)))
                };
                let mut result = Some(result);
                let result: &mut dyn Any = &mut result;
                if let Some(result) = result.downcast_mut::<Option<T>>().and_then(Option::take) {
                    return result;
                }
            }
        }
    )*};
}

/// `+`. If the sum does not fit into a primitive integer, the job ends with an error.
#[inline(always)]
pub fn add<T: Add<Output = T> + 'static>(a: T, b: T) -> T {
    integer_result!(a, b, checked_add, Overflow::sum);
    a + b
}

/// `*`. If the product does not fit into a primitive integer, the job ends with an error.
#[inline(always)]
pub fn mul<T: Mul<Output = T> + 'static>(a: T, b: T) -> T {
    integer_result!(a, b, checked_mul, Overflow::product);
    a * b
}

/// The inverse of `+` for integers: `sum` without `part`.
#[inline(always)]
pub(crate) fn subtract<T: Sub<Output = T> + 'static>(sum: T, part: T) -> T {
    integer_result!(sum, part, checked_sub, Overflow::sum);
    sum - part
}

/// `&`
#[inline(always)]
pub fn bit_and<T: BitAnd<Output = T>>(a: T, b: T) -> T {
    a & b
}

/// `|`
#[inline(always)]
pub fn bit_or<T: BitOr<Output = T>>(a: T, b: T) -> T {
    a | b
}

/// `^`
#[inline(always)]
pub fn bit_xor<T: BitXor<Output = T>>(a: T, b: T) -> T {
    a ^ b
}

/// `&&`
#[inline(always)]
pub fn and(a: bool, b: bool) -> bool {
    a && b
}

/// `||`
#[inline(always)]
pub fn or(a: bool, b: bool) -> bool {
    a || b
}

/// `max`: the greater of two values; `b` if they are equal.
///
/// A value that is not comparable to itself, such as NaN, is ignored if the other one is, as
/// [`f64::max`] does. So the result does not depend on the order of the values.
#[inline(always)]
pub fn max<T: PartialOrd>(a: T, b: T) -> T {
    match a.partial_cmp(&b) {
        Some(Ordering::Greater) => a,
        None if is_nan(&b) => a,
        _ => b,
    }
}

/// `min`: the smaller of two values; `a` if they are equal. It ignores NaN as [`max`] does.
#[inline(always)]
pub fn min<T: PartialOrd>(a: T, b: T) -> T {
    match a.partial_cmp(&b) {
        Some(Ordering::Greater) => b,
        None if is_nan(&a) => b,
        _ => a,
    }
}

/// Returns whether a value is not comparable to itself.
#[inline(always)]
fn is_nan<T: PartialOrd>(value: &T) -> bool {
    value.partial_cmp(value).is_none()
}

/// Returns the first of two values: for values that are equal.
#[inline(always)]
pub fn first<T>(a: T, _b: T) -> T {
    a
}

/// The same functions with a pair as argument. Generated code calls them in closures.
///
/// If a function is passed by name, its bounds are checked again at the call that it is passed to.
/// With a closure, the compiler reports a type without `+` once, at the `+` of the program.
#[doc(hidden)]
#[allow(missing_docs)]
pub mod operator {
    use std::ops::{Add, BitAnd, BitOr, BitXor, Mul};

    #[inline(always)]
    pub fn add<T: Add<Output = T> + 'static>((a, b): (T, T)) -> T {
        super::add(a, b)
    }

    #[inline(always)]
    pub fn mul<T: Mul<Output = T> + 'static>((a, b): (T, T)) -> T {
        super::mul(a, b)
    }

    #[inline(always)]
    pub fn bit_and<T: BitAnd<Output = T>>((a, b): (T, T)) -> T {
        super::bit_and(a, b)
    }

    #[inline(always)]
    pub fn bit_or<T: BitOr<Output = T>>((a, b): (T, T)) -> T {
        super::bit_or(a, b)
    }

    #[inline(always)]
    pub fn bit_xor<T: BitXor<Output = T>>((a, b): (T, T)) -> T {
        super::bit_xor(a, b)
    }

    #[inline(always)]
    pub fn max<T: PartialOrd>((a, b): (T, T)) -> T {
        super::max(a, b)
    }

    #[inline(always)]
    pub fn min<T: PartialOrd>((a, b): (T, T)) -> T {
        super::min(a, b)
    }

    #[inline(always)]
    pub fn and<T: Logical>((a, b): (T, T)) -> T {
        a.and(b)
    }

    #[inline(always)]
    pub fn or<T: Logical>((a, b): (T, T)) -> T {
        a.or(b)
    }

    /// The values that `&&` and `||` combine: only `bool`.
    #[diagnostic::on_unimplemented(
        message = "`&&` and `||` combine values of type `bool`, found `{Self}`",
        label = "these values are not `bool`",
        note = "compare first, as in `|> map(|n| n > 0)`; to combine the bits of integers, use `&` and `|`"
    )]
    pub trait Logical {
        fn and(self, other: Self) -> Self;
        fn or(self, other: Self) -> Self;
    }

    impl Logical for bool {
        #[inline(always)]
        fn and(self, other: Self) -> Self {
            super::and(self, other)
        }

        #[inline(always)]
        fn or(self, other: Self) -> Self {
            super::or(self, other)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_and_min_ignore_nan_unless_there_is_nothing_else() {
        let orders = [
            [1.0, f64::NAN, 3.0, 2.0],
            [f64::NAN, 3.0, 2.0, 1.0],
            [3.0, 1.0, 2.0, f64::NAN],
            [2.0, f64::NAN, f64::NAN, 3.0],
        ];
        for order in orders {
            assert_eq!(order.into_iter().reduce(max), Some(3.0), "{order:?}");
            let least = order.into_iter().fold(f64::INFINITY, f64::min);
            assert_eq!(order.into_iter().reduce(min), Some(least), "{order:?}");
        }
        assert!(max(f64::NAN, f64::NAN).is_nan() && min(f64::NAN, f64::NAN).is_nan());
    }

    #[test]
    fn of_equal_values_max_returns_the_second_and_min_the_first() {
        assert!(max(0.0_f64, -0.0).is_sign_negative());
        assert!(max(-0.0_f64, 0.0).is_sign_positive());
        assert!(min(0.0_f64, -0.0).is_sign_positive());
        assert!(min(-0.0_f64, 0.0).is_sign_negative());
    }
}
