//! The operators of the language.
//!
//! Each method of [`Stream`] is an operator, and its documentation is the reference of the
//! language. Programs do not call the methods: inside a loop over the records, `|> filter(f)`
//! compiles to `if op.filter(&record, f) { .. }`.
//!
//! Each operator has one file, named after it, in the folder of its class. The file holds the
//! method with its documentation, the types of the arguments, and the stage, if the operator needs
//! the whole batch. `stages` describes what a stage must do.
//!
//! Uses every room below it except `shared` and `watch`. The facade exports [`Stream`]; generated
//! code enters through `__private`.

pub(crate) mod batches;
pub(crate) mod keyed;
pub(crate) mod outputs;
pub(crate) mod records;
pub(crate) mod several;
pub(crate) mod sources;
pub(crate) mod state;
pub(crate) mod windows;

mod generated;

#[doc(hidden)]
pub use generated::*;
// Each operator's file under the operator's name.
#[doc(hidden)]
pub use {
    batches::*, keyed::*, outputs::*, records::*, several::*, sources::*, state::*, windows::*,
};

pub use crate::data::pair::{IntoPair, Pair};
pub use crate::outputs::files::TextLine;
pub use crate::stages::batch::{Batch, Iter, Measure, Stats};
pub use outputs::foreach_batch::Outcome;
pub use state::key_state::KeyState;

use crate::base::blame::OperatorId;

/// A stream inside a program. Its methods are the operators.
///
/// Generated code calls most of the methods once per record; the arguments of the program follow
/// the record. The examples show how a program uses an operator.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    op: OperatorId,
}

impl Stream {
    /// The operator with this number in the program's plan.
    #[doc(hidden)]
    pub const fn new(op: u16) -> Self {
        Self { op: OperatorId(op) }
    }

    /// Returns the number of the operator.
    pub(crate) fn id(self) -> OperatorId {
        self.op
    }

    /// Calls user code. If it panics, this operator is named in the error.
    #[inline(always)]
    pub(crate) fn blame<R>(self, user_code: impl FnOnce() -> R) -> R {
        self.op.blame(user_code)
    }
}

impl From<Stream> for OperatorId {
    fn from(stream: Stream) -> Self {
        stream.op
    }
}
