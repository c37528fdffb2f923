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
