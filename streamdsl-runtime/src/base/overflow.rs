//! What happens when a sum or a product does not fit into its integer type.

use std::fmt;
use std::panic::resume_unwind;

/// A sum or a product that does not fit into its integer type. It unwinds to the worker, which makes
/// an error of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overflow {
    what: &'static str,
    /// The method that wraps around or saturates is `wrapping_` or `saturating_` and this name.
    method: &'static str,
    integer: &'static str,
}

impl Overflow {
    pub(crate) const fn sum(integer: &'static str) -> Self {
        Overflow { what: "sum", method: "add", integer }
    }

    pub(crate) const fn product(integer: &'static str) -> Self {
        Overflow { what: "product", method: "mul", integer }
    }
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Overflow { what, method, integer } = self;
        let wider = match *integer {
            "u8" | "u16" | "u32" => "such as `u64`",
            "u64" | "usize" => "such as `u128`",
            "i8" | "i16" | "i32" => "such as `i64`",
            "i64" | "isize" => "such as `i128`",
            _ => "such as `f64`",
        };
        write!(
            f,
            "a {what} does not fit into `{integer}`; convert the values to a wider type before, \
             {wider}, or say what to do with a closure: `|a, b| a.wrapping_{method}(b)` or `|a, b| \
             a.saturating_{method}(b)`"
        )
    }
}

/// Unwinds to the worker, without the message of a panic.
#[cold]
#[inline(never)]
pub(crate) fn overflowed(overflow: &Overflow) -> ! {
    if cfg!(panic = "abort") {
        // Nothing unwinds in such a program, so the panic is the only message.
        #[expect(clippy::panic, reason = "the program ends here in any case")]
        {
            panic!("{overflow}");
        }
    }
    resume_unwind(Box::new(*overflow))
}
