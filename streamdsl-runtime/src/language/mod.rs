//! The operators of the language.
//!
//! [`Stream`] is what stands between two `|>` in a program: each of its
//! methods is an operator, and its page is the reference of the language. A
//! program calls no method itself; `|> filter(f)` compiles to
//! `if op.filter(&record, f) { .. }` inside a loop over the records.
//!
//! An operator that must see a whole batch has a type of its own here, which
//! takes records in through a *feed*, meets the other workers in `finish`, and
//! hands its results on with `records`.

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
pub use state::map_with_state::KeyState;

use crate::base::blame::OperatorId;

/// A stream inside a program: its methods are the operators.
///
/// Each method is called once per record by generated code, with the record
/// first and the arguments that the program gives after it. The examples show
/// how an operator is written in a program.
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

    /// The operator, for the stage that works for it.
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
