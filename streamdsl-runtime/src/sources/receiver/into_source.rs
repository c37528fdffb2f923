//! The argument of `from`.

use crate::sources::Source;
use crate::sources::receiver::{Receiver, ReceiverSource, receiver};

/// The types that a program can read `from`: every [`Source`], every [`Receiver`], and lists of them
/// in [`union_all`](crate::sources::union_all).
///
/// `Kind` distinguishes them. It is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of records",
    label = "this is neither a `Source` nor a `Receiver`",
    note = "for records in memory: `memory([vec![..], vec![..]])`",
    note = "for a type of your own: implement `streamdsl::source::Receiver` or `streamdsl::source::Source`"
)]
pub trait IntoSource<Kind> {
    /// The source.
    type Source: Source;

    /// Converts this value into the source, or into several whose records are one stream.
    fn into_sources(self) -> Vec<Self::Source>;
}

/// The kind of types that are a [`Source`].
#[derive(Debug)]
pub struct IsSource;

/// The kind of types that are a [`Receiver`].
#[derive(Debug)]
pub struct IsReceiver;

impl<S: Source> IntoSource<IsSource> for S {
    type Source = S;

    fn into_sources(self) -> Vec<S> {
        vec![self]
    }
}

impl<R: Receiver> IntoSource<IsReceiver> for R {
    type Source = ReceiverSource<R>;

    fn into_sources(self) -> Vec<ReceiverSource<R>> {
        vec![receiver(self)]
    }
}
