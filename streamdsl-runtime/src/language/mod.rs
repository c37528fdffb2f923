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

pub mod arguments;
pub mod constants;
pub mod other_inputs;
pub mod page;

pub use batches::count::Count;
pub use batches::count_by_value::CountByValue;
pub use batches::distinct::Distinct;
pub use batches::glom::Glom;
pub use batches::map_partitions::MapPartitions;
pub use batches::reduce::Reduce;
pub use batches::repartition::{PartitionBy, Repartition};
pub use batches::sort_by::{SortBy, TakeOrdered, Top, itself};
pub use batches::transform::Transform;
pub use keyed::combine_by_key::{AggregateByKey, CombineByKey};
pub use keyed::group_by_key::GroupByKey;
pub use keyed::reduce_by_key::ReduceByKey;
pub use outputs::collect::Collect;
pub use outputs::foreach::Foreach;
pub use outputs::foreach_batch::{ForeachBatch, Outcome};
pub use outputs::pprint::Pprint;
pub use outputs::save_as_hadoop_files::SaveAsHadoopFiles;
pub use outputs::save_as_object_files::SaveAsObjectFiles;
pub use outputs::save_as_text_files::SaveAsTextFiles;
pub use outputs::to::To;
pub use records::flat_map::PageStream;
pub use records::sample::Sampler;
pub use several::join::{Cogroup, FullOuterJoin, Join, LeftOuterJoin, RightOuterJoin};
pub use several::transform_with::TransformWith;
pub use several::union::Union;
pub use state::map_with_state::{KeyState, MapWithState, Touched};
pub use state::update_state_by_key::UpdateStateByKey;
pub use windows::count_by_window::{CountByWindow, CountStream};
pub use windows::reduce_by_key_and_window::{Inverse, ReduceByKeyAndWindow, TableStream};
pub use windows::reduce_by_window::{ReduceByWindow, ReducedStream};
pub use windows::window::Window;

use crate::base::blame::OperatorId;
use crate::base::error::Result;
use crate::job::pipeline::{Pipeline, Program};
use crate::job::worker::Worker;

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

/// The copy of a record that goes to one of several consumers.
#[doc(hidden)]
#[inline(always)]
pub fn copy<T: Clone>(record: &T) -> T {
    record.clone()
}

/// A function that is called where it stands, so that it is not moved there.
#[doc(hidden)]
#[inline(always)]
pub fn by<F>(function: &F) -> &F {
    function
}

/// The loop of a program, with the variables that it captures.
#[doc(hidden)]
pub fn captured<F>(body: F) -> F {
    body
}

/// Completes a program with the loop that all workers run at the same time.
#[doc(hidden)]
pub fn run_on_all_workers<F>(program: Program, body: F) -> Pipeline
where
    F: Fn(&mut Worker) -> Result<()> + Send + Sync + 'static,
{
    program.build(body)
}

/// Runs an operator of which only the second stream is used.
#[doc(hidden)]
pub fn exhaust(records: impl Iterator) {
    records.for_each(drop);
}
