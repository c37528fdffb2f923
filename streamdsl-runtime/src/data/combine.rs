//! The combiners that a program can write as `+ * & | ^ && || max min`.

use std::any::TypeId;
use std::cmp::Ordering;
use std::mem;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Sub};

use crate::base::overflow::{IntegerKind, Overflow};

/// Returns `$result` if `T` is a primitive integer type. It is computed from `$a` and `$b` as values
/// of that type; `KIND` says which one it is. The compiler knows `T`, so only `$result` itself is left
/// of this.
macro_rules! integer_result {
    ($a:ident, $b:ident => $result:expr) => {
        integer_result!($a, $b => $result; u64 i64 u32 i32 usize isize u16 i16 u8 i8 u128 i128)
    };
    ($a:ident, $b:ident => $result:expr; $($integer:ident)*) => {$(
        if TypeId::of::<T>() == TypeId::of::<$integer>() {
            #[allow(dead_code, reason = "not every result needs the name")]
            const KIND: IntegerKind = IntegerKind::$integer;
            // SAFETY: `T` is this integer type.
            let ($a, $b): ($integer, $integer) = unsafe { (same(&$a), same(&$b)) };
            let result: $integer = $result;
            // SAFETY: as above.
            return unsafe { same(&result) };
        }
    )*};
}

/// Copies a value whose type is also called `B`.
///
/// The safe way, through `dyn Any`, calls functions that are not inlined in the loop over a page: with
/// it, counting words takes a quarter more instructions.
///
/// # Safety
/// `A` and `B` must be the same type, and it must be `Copy`.
#[inline(always)]
unsafe fn same<A: 'static, B: 'static>(value: &A) -> B {
    debug_assert!(TypeId::of::<A>() == TypeId::of::<B>());
    // SAFETY: the caller promises that this copies a value to its own type.
    unsafe { mem::transmute_copy(value) }
}

/// `+`. If the sum does not fit into a primitive integer, the job ends with an error.
#[inline(always)]
pub fn add<T: Add<Output = T> + 'static>(a: T, b: T) -> T {
    integer_result!(a, b => a.checked_add(b).unwrap_or_else(|| Overflow::sum(KIND).unwind()));
    a + b
}

/// `*`. If the product does not fit into a primitive integer, the job ends with an error.
#[inline(always)]
pub fn mul<T: Mul<Output = T> + 'static>(a: T, b: T) -> T {
    integer_result!(a, b => a.checked_mul(b).unwrap_or_else(|| Overflow::product(KIND).unwind()));
    a * b
}

/// The inverse of `+` for integers: `sum` without `part`.
#[inline(always)]
pub(crate) fn subtract<T: Sub<Output = T> + 'static>(sum: T, part: T) -> T {
    integer_result!(sum, part =>
        sum.checked_sub(part).unwrap_or_else(|| Overflow::sum(KIND).unwind()));
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
    use std::any::TypeId;
    use std::ops::{Add, BitAnd, BitOr, BitXor, Mul};

    use super::same;
    use crate::base::overflow::{IntegerKind, Overflow};

    #[inline(always)]
    pub fn add<T: Add<Output = T> + 'static>((a, b): (T, T)) -> T {
        super::add(a, b)
    }

    #[inline(always)]
    pub fn mul<T: Mul<Output = T> + 'static>((a, b): (T, T)) -> T {
        super::mul(a, b)
    }

    /// `+` in a loop over the records of a batch, for the operator with the number `op`. If a sum of
    /// integers overflows, it wraps around and is noted; when the batch ends, `finish` of the stage
    /// makes an error of the note. An error in the loop itself would cost eight percent more
    /// instructions: the loop would have to keep its tables ready for it.
    #[inline(always)]
    pub fn add_in_loop<T: Add<Output = T> + 'static>(op: u16, (a, b): (T, T)) -> T {
        integer_result!(a, b => {
            let (sum, overflowed) = a.overflowing_add(b);
            if overflowed {
                Overflow::sum(KIND).note(op);
            }
            sum
        });
        a + b
    }

    /// `+` of numbers of records. No batch has so many records that their number overflows. Values of
    /// any other type are combined by `otherwise`.
    #[inline(always)]
    pub fn count<T: 'static>((a, b): (T, T), otherwise: impl FnOnce(T, T) -> T) -> T {
        integer_result!(a, b => a.wrapping_add(b));
        otherwise(a, b)
    }

    /// `*` in a loop over the records of a batch, like [`add_in_loop`].
    #[inline(always)]
    pub fn mul_in_loop<T: Mul<Output = T> + 'static>(op: u16, (a, b): (T, T)) -> T {
        integer_result!(a, b => {
            let (product, overflowed) = a.overflowing_mul(b);
            if overflowed {
                Overflow::product(KIND).note(op);
            }
            product
        });
        a * b
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
