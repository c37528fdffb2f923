//! What `from` takes.

use crate::sources::Source;
use crate::sources::receiver::{Receiver, ReceiverSource, receiver};

/// What a program can read `from`: every [`Source`], and every [`Receiver`].
///
/// `Kind` tells the two apart; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of records",
    label = "this is neither a `Source` nor a `Receiver`",
    note = "for records in memory: `memory([vec![..], vec![..]])`",
    note = "for a type of your own: implement `streamdsl::source::Receiver` or `streamdsl::source::Source`"
)]
pub trait IntoSource<Kind> {
    /// The source.
    type Source: Source;

    /// Makes the source.
    fn into_source(self) -> Self::Source;
}

/// The kind of what is a [`Source`] already.
#[derive(Debug)]
pub struct IsSource;

/// The kind of what is a [`Receiver`].
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
