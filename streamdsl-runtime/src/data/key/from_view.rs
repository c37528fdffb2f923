//! Keys that can be rebuilt from the view that a table returns.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use crate::base::time::BatchTime;
use crate::data::key::{Key, KeyFamily};

/// A key type that can be a field of another key. When a key is read from a table, its fields are
/// rebuilt from the views of their families. `#[derive(Key)]` uses this trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a key",
    label = "this field is part of a key",
    note = "fields of keys must be keys: strings, byte strings, integers, `bool`, `char`, tuples and `Option`s of them, and types with `#[derive(Key)]`"
)]
pub trait FromView<'t>: Key + Sized {
    /// Makes the key from the view that a table returns.
    fn from_view(view: <Self::Family as KeyFamily>::View<'t>) -> Self;
}

/// Declares keys by the conversion from their views.
macro_rules! from_views {
    ($($key:ty: |$view:ident| $from:expr;)*) => {$(
        impl<'t> FromView<'t> for $key {
            #[inline]
            fn from_view($view: <<Self as Key>::Family as KeyFamily>::View<'t>) -> Self {
                $from
            }
        }
    )*};
}

from_views! {
    &'t str: |view| view;
    &'t [u8]: |view| view;
    String: |view| view.into();
    Box<str>: |view| view.into();
    Rc<str>: |view| view.into();
    Arc<str>: |view| view.into();
    Vec<u8>: |view| view.into();
    Box<[u8]>: |view| view.into();
    Arc<[u8]>: |view| view.into();
    u8: |view| view;
    u16: |view| view;
    u32: |view| view;
    u64: |view| view;
    u128: |view| view;
    usize: |view| view;
    i8: |view| view;
    i16: |view| view;
    i32: |view| view;
    i64: |view| view;
    i128: |view| view;
    isize: |view| view;
    bool: |view| view;
    char: |view| view;
    (): |_view| ();
    Duration: |view| view;
    BatchTime: |view| view;
}

impl<'t, const N: usize> FromView<'t> for [u8; N] {
    #[inline]
    fn from_view(view: &'t [u8]) -> Self {
        // A packed array always has N bytes. Only saved state of another type could be shorter.
        let mut array = [0; N];
        for (to, from) in array.iter_mut().zip(view) {
            *to = *from;
        }
        array
    }
}

impl<'t, K: FromView<'t>> FromView<'t> for Option<K> {
    #[inline]
    fn from_view(view: Option<<K::Family as KeyFamily>::View<'t>>) -> Self {
        view.map(K::from_view)
    }
}

macro_rules! tuples_from_views {
    ($(($($K:ident $at:tt),+);)*) => {$(
        impl<'t, $($K: FromView<'t>),+> FromView<'t> for ($($K,)+) {
            #[inline]
            fn from_view(view: ($(<$K::Family as KeyFamily>::View<'t>,)+)) -> Self {
                ($($K::from_view(view.$at),)+)
            }
        }
    )*};
}

tuples_from_views! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, G 5);
}
