//! The shape of a derived type, which may contain itself.

use std::any::TypeId;
use std::cell::RefCell;

thread_local! {
    /// The types whose shape is being written, the outermost first.
    static OPEN: RefCell<Vec<TypeId>> = const { RefCell::new(Vec::new()) };
}

/// Returns the shape of `T`, which `write` writes. Inside its own shape, a type stands as its `name`.
#[doc(hidden)]
pub fn shape_of<T: 'static>(name: &str, write: impl FnOnce() -> String) -> String {
    let of = TypeId::of::<T>();
    let is_open = OPEN.with_borrow_mut(|open| {
        let is_open = open.contains(&of);
        if !is_open {
            open.push(of);
        }
        is_open
    });
    if is_open {
        return name.to_owned();
    }
    let shape = write();
    OPEN.with_borrow_mut(Vec::pop);
    shape
}
