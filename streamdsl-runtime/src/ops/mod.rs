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

mod blame;
mod both;
mod cache;
mod collect;
mod combine_by_key;
mod count;
mod count_by_value;
mod count_by_window;
mod distinct;
mod file_sources;
mod filter;
mod flat_map;
mod flat_map_values;
mod foreach;
mod foreach_batch;
mod glom;
mod group_by_key;
mod join;
mod keys;
mod made_sources;
mod map;
mod map_partitions;
mod map_values;
mod map_with_state;
mod pair;
mod pprint;
mod reduce;
mod reduce_by_key;
mod reduce_by_key_and_window;
mod reduce_by_window;
mod repartition;
mod same;
mod sample;
mod save;
mod save_as_hadoop_files;
mod save_as_object_files;
mod save_as_text_files;
mod sort_by;
mod sources;
mod swap;
mod to;
mod transform;
mod transform_with;
mod try_map;
mod union;
mod update_state_by_key;
mod values;
mod window;

pub mod arguments;
pub mod batch;
pub mod constants;
pub mod exchanged;
pub mod gathered;
pub mod grouped;
pub mod other_inputs;
pub mod page;
pub mod routed;

pub use blame::Blamed;
pub use collect::Collect;
pub use combine_by_key::{AggregateByKey, CombineByKey};
pub use count::Count;
pub use count_by_value::CountByValue;
pub use count_by_window::{CountByWindow, CountStream};
pub use distinct::Distinct;
pub use flat_map::PageStream;
pub use foreach::Foreach;
pub use foreach_batch::{ForeachBatch, Outcome};
pub use glom::Glom;
pub use group_by_key::GroupByKey;
pub use join::{Cogroup, FullOuterJoin, Join, LeftOuterJoin, RightOuterJoin};
pub use map_partitions::MapPartitions;
pub use map_with_state::{KeyState, MapWithState, Touched};
pub use pair::{IntoPair, Pair};
pub use pprint::Pprint;
pub use reduce::Reduce;
pub use reduce_by_key::ReduceByKey;
pub use reduce_by_key_and_window::{Inverse, ReduceByKeyAndWindow, TableStream};
pub use reduce_by_window::{ReduceByWindow, ReducedStream};
pub use repartition::{PartitionBy, Repartition};
pub use sample::Sampler;
pub use save_as_hadoop_files::SaveAsHadoopFiles;
pub use save_as_object_files::SaveAsObjectFiles;
pub use save_as_text_files::{SaveAsTextFiles, TextLine};
pub use sort_by::{SortBy, TakeOrdered, Top, itself};
pub use to::To;
pub use transform::Transform;
pub use transform_with::TransformWith;
pub use union::Union;
pub use update_state_by_key::UpdateStateByKey;
pub use window::Window;

use crate::error::Result;
use crate::pipeline::{Pipeline, Program};
use crate::worker::Worker;

/// A stream inside a program: its methods are the operators.
///
/// Each method is called once per record by generated code, with the record
/// first and the arguments that the program gives after it. The examples show
/// how an operator is written in a program.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    op: u16,
}

impl Stream {
    /// The operator with this number in the program's plan.
    #[doc(hidden)]
    pub const fn new(op: u16) -> Self {
        Self { op }
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
