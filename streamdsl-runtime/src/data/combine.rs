//! The functions that stand for the operators `+ * & | ^ && || max min` where
//! a combiner is expected.

use std::ops::{Add, BitAnd, BitOr, BitXor, Mul};

/// `+`
#[inline(always)]
pub fn add<T: Add<Output = T>>(a: T, b: T) -> T {
    a + b
}

/// `*`
#[inline(always)]
pub fn mul<T: Mul<Output = T>>(a: T, b: T) -> T {
    a * b
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

/// `max`: the greater of two; the later one of two equal ones.
#[inline(always)]
pub fn max<T: PartialOrd>(a: T, b: T) -> T {
    if a > b { a } else { b }
}

/// `min`: the lesser of two; the earlier one of two equal ones.
#[inline(always)]
pub fn min<T: PartialOrd>(a: T, b: T) -> T {
    if b < a { b } else { a }
}

/// The one that was there first, where two are equal.
#[inline(always)]
pub fn first<T>(a: T, _b: T) -> T {
    a
}

/// The same functions of a pair, which generated code calls in closures.
///
/// The name of a function as an argument brings its bounds along into the call it is an argument
/// of; a closure does not, so that `+` on a type without it is reported once, at the `+`.
#[doc(hidden)]
#[allow(missing_docs)]
pub mod operator {
    use std::ops::{Add, BitAnd, BitOr, BitXor, Mul};

    #[inline(always)]
    pub fn add<T: Add<Output = T>>((a, b): (T, T)) -> T {
        super::add(a, b)
    }

    #[inline(always)]
    pub fn mul<T: Mul<Output = T>>((a, b): (T, T)) -> T {
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

    /// What `&&` and `||` combine.
    #[diagnostic::on_unimplemented(
        message = "`&&` and `||` combine values of type `bool`, found `{Self}`",
        label = "these values are not `bool`",
        note = "compare first, as in `|> map(|n| n > 0)`; the bits of integers are combined by `&` and `|`"
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
