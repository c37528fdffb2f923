//! Growths that are admitted before they happen.

use std::cell::RefCell;
use std::panic::resume_unwind;

use crate::base::memory::{Ledger, Memory, Refused};

/// Smaller growths are only noted after they have happened.
const LARGE: usize = 64 << 10;

thread_local! {
    /// The ledger of the worker whose thread this is.
    static LEDGER: RefCell<Option<Ledger>> = const { RefCell::new(None) };
}

/// Makes the ledger the one of this thread.
pub(crate) fn keep(ledger: Ledger) {
    LEDGER.with_borrow_mut(|of_thread| *of_thread = Some(ledger));
}

fn with<R>(f: impl FnOnce(&mut Ledger) -> R) -> Option<R> {
    LEDGER.with_borrow_mut(|ledger| ledger.as_mut().map(f))
}

/// Notes what an input of an operator keeps on this worker.
///
/// # Errors
///
/// If all operators together keep more than the limit.
pub(crate) fn note(op: u16, input: usize, kept: Memory) -> Result<(), Refused> {
    with(|ledger| ledger.note(op, input, kept)).unwrap_or(Ok(()))
}

/// Puts the growths until the next note down to an operator.
pub(crate) fn charge(op: u16) {
    with(|ledger| ledger.charge(op));
}

/// Returns whether memory should rather be given back than kept for the next batch.
pub(crate) fn is_tight() -> bool {
    with(|ledger| ledger.is_tight()).unwrap_or(false)
}

/// Admits a growth by `bytes` bytes before it happens. If the limit does not allow it, this unwinds to
/// the worker, which makes an error of it. Threads that are no workers may always grow.
pub(crate) fn admit(bytes: usize) {
    if bytes >= LARGE
        && let Some(Err(refused)) = with(|ledger| ledger.admit(bytes))
    {
        refused.unwind();
    }
}

/// Takes into account that memory was given back before the next note.
pub(crate) fn release(bytes: usize) {
    if bytes >= LARGE {
        with(|ledger| ledger.release(bytes));
    }
}

impl Refused {
    /// Unwinds to the worker. There is no message of a panic.
    #[cold]
    fn unwind(self) -> ! {
        if cfg!(panic = "abort") {
            self.abort();
        }
        resume_unwind(Box::new(self))
    }

    /// Ends a program in which nothing unwinds. The message of a panic is then the only one.
    #[expect(clippy::panic, reason = "the program ends here in any case")]
    fn abort(&self) -> ! {
        panic!("an operator keeps {self}");
    }
}

/// Makes room for more elements.
#[inline(always)]
pub(crate) fn reserve<T>(list: &mut Vec<T>, additional: usize) {
    if additional > list.capacity() - list.len() {
        grow(list, additional);
    }
}

#[cold]
#[inline(never)]
fn grow<T>(list: &mut Vec<T>, additional: usize) {
    admit(list.capacity().max(additional).saturating_mul(size_of::<T>()));
    list.reserve(additional);
}

/// How many bytes to reserve before records are appended to a file of `len` bytes in memory, so that
/// its growth is admitted. A short file may grow by itself.
pub(crate) fn ahead(len: usize) -> usize {
    if len < LARGE { 0 } else { LARGE }
}

/// Appends an element to a list that may become large. This costs nothing beside what the list does
/// itself.
#[inline(always)]
pub(crate) fn push<T>(list: &mut Vec<T>, element: T) {
    // Both branches push, so that the compiler sees that there is room in the second one.
    if list.len() == list.capacity() {
        grow_and_push(list, element);
    } else {
        list.push(element);
    }
}

#[cold]
#[inline(never)]
fn grow_and_push<T>(list: &mut Vec<T>, element: T) {
    grow(list, 1);
    list.push(element);
}

/// Appends elements to a list that may become large.
#[inline(always)]
pub(crate) fn push_all<T: Copy>(list: &mut Vec<T>, elements: &[T]) {
    if elements.len() > list.capacity() - list.len() {
        grow_and_push_all(list, elements);
    } else {
        list.extend_from_slice(elements);
    }
}

#[cold]
#[inline(never)]
fn grow_and_push_all<T: Copy>(list: &mut Vec<T>, elements: &[T]) {
    grow(list, elements.len());
    list.extend_from_slice(elements);
}

/// Appends text to a text that may become large.
#[inline(always)]
pub(crate) fn push_text(text: &mut String, more: &str) {
    if more.len() > text.capacity() - text.len() {
        grow_and_push_text(text, more);
    } else {
        text.push_str(more);
    }
}

#[cold]
#[inline(never)]
fn grow_and_push_text(text: &mut String, more: &str) {
    grow_text(text, more.len());
    text.push_str(more);
}

/// Makes room for more text.
#[inline(always)]
pub(crate) fn reserve_text(text: &mut String, additional: usize) {
    if additional > text.capacity() - text.len() {
        grow_text(text, additional);
    }
}

#[cold]
#[inline(never)]
fn grow_text(text: &mut String, additional: usize) {
    admit(text.capacity().max(additional));
    text.reserve(additional);
}
