//! What happens when a sum or a product does not fit into its integer type.

use std::cell::Cell;
use std::fmt;

/// A sum or a product that does not fit into its integer type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overflow {
    is_product: bool,
    kind: IntegerKind,
}

/// A primitive integer type.
#[allow(non_camel_case_types, reason = "they are called like the types")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntegerKind {
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
}

thread_local! {
    /// The last overflow in a loop over records of this thread that no error has reported, and the
    /// number of its operator.
    static NOTED: Cell<Option<(u16, Overflow)>> = const { Cell::new(None) };
}

/// Takes the overflow that was noted on this thread, and the number of its operator.
pub(crate) fn take_noted() -> Option<(u16, Overflow)> {
    NOTED.take()
}

impl Overflow {
    pub(crate) const fn sum(kind: IntegerKind) -> Self {
        Overflow { is_product: false, kind }
    }

    pub(crate) const fn product(kind: IntegerKind) -> Self {
        Overflow { is_product: true, kind }
    }

    /// Notes it for operator `op`, whose stage must ask for it before its results are used.
    #[inline(always)]
    pub(crate) fn note(self, op: u16) {
        NOTED.set(Some((op, self)));
    }

    /// Unwinds to the worker, which makes an error of it. There is no message of a panic.
    #[cold]
    #[inline(never)]
    pub(crate) fn unwind(self) -> ! {
        // Nothing unwinds in such a program, so the message of a panic is the only one.
        #[cfg(panic = "abort")]
        #[expect(clippy::panic, reason = "the program ends here in any case")]
        {
            panic!("{self}");
        }
        #[cfg(not(panic = "abort"))]
        std::panic::resume_unwind(Box::new(self))
    }
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use IntegerKind::{i8, i16, i32, i64, isize, u8, u16, u32, u64, usize};
        let (what, method) = if self.is_product { ("product", "mul") } else { ("sum", "add") };
        let wider = match self.kind {
            u8 | u16 | u32 => "u64",
            u64 | usize => "u128",
            i8 | i16 | i32 => "i64",
            i64 | isize => "i128",
            IntegerKind::u128 | IntegerKind::i128 => "f64",
        };
        write!(
            f,
            "a {what} does not fit into `{:?}`; convert the values to a wider type before, such as \
             `{wider}`, or say what to do with a closure: `|a, b| a.wrapping_{method}(b)` or `|a, b| \
             a.saturating_{method}(b)`",
            self.kind
        )
    }
}
