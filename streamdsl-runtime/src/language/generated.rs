//! The functions that only generated code calls, besides the operators themselves.
//!
//! The functions of [`arguments`] give types to the values that a program passes to its operators
//! and outputs. The expansion calls them once, outside of the workers. A required value is an
//! argument; an optional one is passed to a method of the result. Therefore the compiler reports a
//! value of the wrong type at that value.
//!
//! The functions of [`constants`] do the same for values that each worker computes once. They
//! return an error for a value that makes no sense.
//!
//! The functions of [`other_inputs`] make the second input of an operator that combines two
//! streams.

use crate::base::error::Result;
use crate::data::key::Key;
use crate::data::pair::Pair;
use crate::data::record::Record;
use crate::job::pipeline::{Pipeline, Program};
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::routed::PairFeed;

/// The values that a program passes to an operator or output.
pub mod arguments {
    pub use crate::language::batches::repartition::arguments as repartition;
    pub use crate::language::outputs::collect::arguments as collect;
    pub use crate::language::outputs::pprint::arguments as pprint;
    pub use crate::language::outputs::save_as_hadoop_files::arguments as save_as_hadoop_files;
    pub use crate::language::outputs::save_as_object_files::arguments as save_as_object_files;
    pub use crate::language::outputs::save_as_text_files::arguments as save_as_text_files;
    pub use crate::language::outputs::to::arguments as to;
    pub use crate::language::state::map_with_state::arguments as map_with_state;
    pub use crate::language::windows::window::slide;
}

/// The values that each worker computes once for an operator.
pub mod constants {
    pub use crate::language::batches::sort_by::constants as sort_by;
    pub use crate::language::batches::take_ordered::constants as take_ordered;
    pub use crate::language::batches::top::constants as top;
    pub use crate::language::keyed::aggregate_by_key::constants as aggregate_by_key;
    pub use crate::language::records::sample::constants as sample;
}

/// The second input of an operator that combines two streams.
pub mod other_inputs {
    pub use crate::language::several::cogroup::other_input as cogroup;
    pub use crate::language::several::full_outer_join::other_input as full_outer_join;
    pub use crate::language::several::join::other_input as join;
    pub use crate::language::several::left_outer_join::other_input as left_outer_join;
    pub use crate::language::several::right_outer_join::other_input as right_outer_join;
    pub use crate::language::several::transform_with::other_input as transform_with;
}

/// Access to pages.
pub mod page {
    use crate::base::error::Result;
    use crate::data::key::PageBytes;
    use crate::job::pipeline::SourceId;
    use crate::receive::chunk::{Chunk, RawChunk};
    use crate::sources::Source;

    /// Opens a page of a source.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if it comes from another source.
    #[inline]
    pub fn open<S: Source>(source: SourceId<S>, raw: RawChunk) -> Result<S::Chunk> {
        source.open(raw)
    }

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

/// Completes a program with the closure that all workers run.
pub fn run_on_all_workers<F>(program: Program, body: F) -> Pipeline
where
    F: Fn(&mut Worker) -> Result<()> + Send + Sync + 'static,
{
    program.build(body)
}

/// Runs an operator whose records nobody uses: it keeps state, or only its second stream is used.
pub fn exhaust(records: impl Iterator) {
    records.for_each(drop);
}
