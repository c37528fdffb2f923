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
pub(crate) mod generated;
pub(crate) mod keyed;
pub(crate) mod outputs;
pub(crate) mod records;
pub(crate) mod several;
pub(crate) mod sources;
pub(crate) mod state;
pub(crate) mod windows;

#[doc(hidden)]
pub use generated::{
    arguments, by, captured, constants, copy, exhaust, itself, other_inputs, page,
    run_on_all_workers,
};

pub use crate::stages::window::Inverse;
pub use batches::count::Count;
pub use batches::count_by_value::CountByValue;
pub use batches::distinct::Distinct;
pub use batches::glom::Glom;
pub use batches::map_partitions::MapPartitions;
pub use batches::reduce::Reduce;
pub use batches::repartition::Repartition;
pub use batches::sort_by::SortBy;
pub use batches::take_ordered::TakeOrdered;
pub use batches::top::Top;
pub use batches::transform::Transform;
pub use keyed::aggregate_by_key::AggregateByKey;
pub use keyed::combine_by_key::CombineByKey;
pub use keyed::group_by_key::GroupByKey;
pub use keyed::partition_by::PartitionBy;
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
pub use several::cogroup::Cogroup;
pub use several::full_outer_join::FullOuterJoin;
pub use several::join::Join;
pub use several::left_outer_join::LeftOuterJoin;
pub use several::right_outer_join::RightOuterJoin;
pub use several::transform_with::TransformWith;
pub use several::union::Union;
pub use state::key_state::KeyState;
pub use state::map_with_state::{MapWithState, Touched};
pub use state::update_state_by_key::UpdateStateByKey;
pub use windows::count_by_window::CountByWindow;
pub use windows::reduce_by_key_and_window::ReduceByKeyAndWindow;
pub use windows::reduce_by_window::ReduceByWindow;
pub use windows::window::{CountStream, ReducedStream, TableStream, Window};

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
