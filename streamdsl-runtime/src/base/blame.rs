//! Finds the operator whose user code panicked.

use std::any::Any;
use std::cell::Cell;

use crate::base::overflow::Overflow;

/// The number of an operator in the plan of its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorId(pub u16);

impl OperatorId {
    /// Calls user code. If the code panics, the error names this operator.
    #[inline(always)]
    pub(crate) fn blame<R>(self, user_code: impl FnOnce() -> R) -> R {
        let witness = Witness(self.0);
        let result = user_code();
        std::mem::forget(witness);
        result
    }
}

/// Notes an operator when it is dropped, which happens only while a panic unwinds. Without a panic
/// the witness is forgotten, which costs nothing.
struct Witness(u16);

impl Drop for Witness {
    #[cold]
    fn drop(&mut self) {
        blame(self.0);
    }
}

/// An iterator made by user code. If it panics, the error names its operator.
#[derive(Debug)]
pub struct Blamed<I> {
    operator: OperatorId,
    iterator: I,
}

impl<I> Blamed<I> {
    #[inline(always)]
    pub(crate) fn new(operator: OperatorId, iterator: I) -> Self {
        Self { operator, iterator }
    }
}

impl<I: Iterator> Iterator for Blamed<I> {
    type Item = I::Item;

    #[inline(always)]
    fn next(&mut self) -> Option<I::Item> {
        let iterator = &mut self.iterator;
        self.operator.blame(|| iterator.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iterator.size_hint()
    }
}

thread_local! {
    static BLAMED: Cell<Option<u16>> = const { Cell::new(None) };
}

/// Notes that user code of operator `op` panicked.
///
/// Operators call this while the panic unwinds. The innermost operator calls first, and the error
/// names that one.
pub fn blame(op: u16) {
    BLAMED.with(|blamed| blamed.set(blamed.get().or(Some(op))));
}

/// Returns the operator that was blamed on this thread since the last call.
pub fn take_blame() -> Option<u16> {
    BLAMED.take()
}

/// The message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    if let Some(overflow) = panic.downcast_ref::<Overflow>() {
        return overflow.to_string();
    }
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("the value of the panic is not a text message").to_owned()
}
