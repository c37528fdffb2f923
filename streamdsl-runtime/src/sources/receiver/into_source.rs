//! The argument of `from`.

use crate::sources::Source;
use crate::sources::receiver::{Receiver, ReceiverSource, receiver};

/// The types that a program can read `from`: every [`Source`] and every [`Receiver`].
///
/// `Kind` distinguishes the two. It is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of records",
    label = "this is neither a `Source` nor a `Receiver`",
    note = "for records in memory: `memory([vec![..], vec![..]])`",
    note = "for a type of your own: implement `streamdsl::source::Receiver` or `streamdsl::source::Source`"
)]
pub trait IntoSource<Kind> {
    /// The source.
    type Source: Source;

    /// Converts this value into the source.
    fn into_source(self) -> Self::Source;
}

/// The kind of types that are a [`Source`].
#[derive(Debug)]
pub struct IsSource;

/// The kind of types that are a [`Receiver`].
#[derive(Debug)]
pub struct IsReceiver;

impl<S: Source> IntoSource<IsSource> for S {
    type Source = S;

    fn into_source(self) -> S {
        self
    }
}

impl<R: Receiver> IntoSource<IsReceiver> for R {
    type Source = ReceiverSource<R>;

    fn into_source(self) -> ReceiverSource<R> {
        receiver(self)
    }
}
