//! The functions that only generated code calls, besides the operators themselves.
//!
//! An operator's own file holds what else generated code calls by the operator's name: `arguments`
//! types the values that a program gives to the operator, `constants` types those of which each worker
//! gets a copy, `other_input` makes the second input of an operator over two streams.

// The stages, by the names of their types.
pub use crate::data::arena::Arenas;
pub use crate::language::batches::count::Count;
pub use crate::language::batches::count_by_value::CountByValue;
pub use crate::language::batches::distinct::{Distinct, DistinctInOrder};
pub use crate::language::batches::glom::{Glom, GlomInOrder};
pub use crate::language::batches::map_partitions::MapPartitions;
pub use crate::language::batches::map_partitions_with_index::MapPartitionsWithIndex;
pub use crate::language::batches::reduce::Reduce;
pub use crate::language::batches::repartition::Repartition;
pub use crate::language::batches::sort_by::SortBy;
pub use crate::language::batches::take_ordered::TakeOrdered;
pub use crate::language::batches::top::Top;
pub use crate::language::batches::transform::Transform;
pub use crate::language::keyed::aggregate_by_key::AggregateByKey;
pub use crate::language::keyed::combine_by_key::CombineByKey;
pub use crate::language::keyed::group_by_key::GroupByKey;
pub use crate::language::keyed::partition_by::PartitionBy;
pub use crate::language::keyed::reduce_by_key::ReduceByKey;
pub use crate::language::outputs::collect::Collect;
pub use crate::language::outputs::foreach::Foreach;
pub use crate::language::outputs::foreach_batch::{ActionResult, ForeachBatch};
pub use crate::language::outputs::pprint::Pprint;
pub use crate::language::outputs::save_as_hadoop_files::SaveAsHadoopFiles;
pub use crate::language::outputs::save_as_object_files::SaveAsObjectFiles;
pub use crate::language::outputs::save_as_text_files::SaveAsTextFiles;
pub use crate::language::outputs::to::To;
pub use crate::language::records::flat_map::PageStream;
pub use crate::language::records::sample::Sampler;
pub use crate::language::several::cogroup::Cogroup;
pub use crate::language::several::full_outer_join::FullOuterJoin;
pub use crate::language::several::join::Join;
pub use crate::language::several::left_outer_join::LeftOuterJoin;
pub use crate::language::several::right_outer_join::RightOuterJoin;
pub use crate::language::several::transform_with::TransformWith;
pub use crate::language::several::union::{Union, UnionBuffer, UnionInOrder};
pub use crate::language::state::map_with_state::{MapWithState, Touched};
pub use crate::language::state::update_state_by_key::UpdateStateByKey;
pub use crate::language::windows::count_by_window::CountByWindow;
pub use crate::language::windows::reduce_by_key_and_window::ReduceByKeyAndWindow;
pub use crate::language::windows::reduce_by_window::ReduceByWindow;
pub use crate::language::windows::window::{
    CountStream, ReducedStream, TableStream, Window, WindowInOrder,
};
pub use crate::stages::window::Inverse;

use std::marker::PhantomData;

use crate::base::error::Result;
use crate::data::key::Key;
use crate::data::pair::Pair;
use crate::data::record::Record;
use crate::job::pipeline::{Pipeline, Program};
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::routed::PairFeed;

/// Access to pages.
pub mod page {
    use crate::data::key::PageBytes;
    use crate::receive::chunk::Chunk;

    /// Returns the records of a page.
    #[inline(always)]
    pub fn records<C: Chunk>(chunk: &C) -> C::Records<'_> {
        chunk.records()
    }

    /// Returns the bytes of a page.
    #[inline(always)]
    pub fn window<C: Chunk>(chunk: &C) -> PageBytes<'_> {
        chunk.window()
    }

    /// The page of records that do not lie on a page.
    #[inline(always)]
    pub fn none() -> PageBytes<'static> {
        PageBytes::none()
    }
}

impl Stream {
    /// Takes a record of the second stream of a join.
    #[doc(hidden)]
    #[inline(always)]
    pub fn other<P>(
        self,
        feed: &mut PairFeed<'_, '_, <P::Key as Key>::Family, <P::Value as Record>::Column>,
        record: P,
    ) where
        P: Pair<Key: Key, Value: Record>,
    {
        feed.store(record);
    }
}

/// Copies a record for one of several consumers.
#[inline(always)]
pub fn copy<T: Clone>(record: &T) -> T {
    record.clone()
}

/// Borrows a function, so that calling it in a loop does not move it.
#[inline(always)]
pub fn by<F>(function: &F) -> &F {
    function
}

/// The key of records that are compared themselves.
pub fn itself<T: Clone>(record: &T) -> T {
    record.clone()
}

/// Returns the closure of a program, with the variables that it captures.
pub fn captured<F>(body: F) -> F {
    body
}

/// Ensures that the workers can share what a program captures.
#[diagnostic::on_unimplemented(
    message = "the workers cannot share a variable that is captured here",
    label = "this captures a variable that is not `Send` and `Sync`",
    note = "all workers call the same closure, each on its own thread",
    note = "use `Arc` instead of `Rc`, an atomic or a `Mutex` instead of a `Cell` or a `RefCell`; \
            to count, use an `Accumulator`; to read what changes, a `Broadcast`"
)]
pub trait Captures: Send + Sync + 'static {}

// For functions only: rustc would advise to call the closure if what it returns had the trait.
#[diagnostic::do_not_recommend]
impl<F: Fn(&mut Worker) -> Result<()> + Send + Sync + 'static> Captures for F {}

/// The type of a variable that a program captures.
pub struct Capture<T>(PhantomData<T>);

/// Returns the type of a variable.
pub fn capture<T>(_: &T) -> Capture<T> {
    Capture(PhantomData)
}

/// What every variable can do. For a reference, the method of [`Capture`] comes first.
pub trait IsOwned: Sized {
    /// Does nothing.
    fn is_owned(&self) {}
}

impl<T> IsOwned for Capture<T> {}

impl<T: ?Sized> Capture<&T> {
    /// Fails to compile.
    pub fn is_owned(&self)
    where
        T: Moved,
    {
    }
}

/// A variable that is moved into a program. No type has this trait: it is for the message.
#[diagnostic::on_unimplemented(
    message = "`self` is borrowed here, but a program keeps what it captures",
    label = "this is a reference to `{Self}`",
    note = "what a program captures is moved into it: clone it first, as in `let limit = \
            self.limit.clone();` before `stream!`, and use `limit` in the closure"
)]
pub trait Moved {}

/// Completes a program with the closure that all workers run.
pub fn run_on_all_workers<F>(program: Program, body: F) -> Pipeline
where
    F: Fn(&mut Worker) -> Result<()> + Captures, // the program moves what it captures: clone it first
{
    program.build(body)
}

/// Runs an operator whose records nobody uses: it keeps state, or only its second stream is used.
pub fn exhaust(records: impl Iterator) {
    records.for_each(drop);
}

/// What `stop`, `skip` and `cut` stand for as `on_long_record`.
#[doc(hidden)]
pub mod on_long_record {
    use crate::sources::OnLongRecord;

    pub const fn stop() -> OnLongRecord {
        OnLongRecord::Stop
    }

    pub const fn skip() -> OnLongRecord {
        OnLongRecord::Skip
    }

    pub const fn cut() -> OnLongRecord {
        OnLongRecord::Cut
    }
}
