//! What only generated code names, beside the operators themselves.
//!
//! The functions of [`arguments`] type the values that a program gives to its operators and sinks.
//! They are called where the macro stands, with the values that must be given; each value that may
//! be left out is handed to a method of what the function returns. So a wrong value is an error at
//! that value. The functions of [`constants`] type the values that each worker computes once for an
//! operator, and refuse those that make no sense. The functions of [`other_inputs`] make the second
//! input of an operator that brings two streams together.

use crate::base::error::Result;
use crate::data::key::Key;
use crate::data::pair::Pair;
use crate::data::record::Record;
use crate::job::pipeline::{Pipeline, Program};
use crate::job::worker::Worker;
use crate::language::Stream;
use crate::stages::routed::PairFeed;

/// The values that a program gives to an operator or sink.
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

/// The second input of an operator that brings two streams together.
pub mod other_inputs {
    pub use crate::language::several::cogroup::other_input as cogroup;
    pub use crate::language::several::full_outer_join::other_input as full_outer_join;
    pub use crate::language::several::join::other_input as join;
    pub use crate::language::several::left_outer_join::other_input as left_outer_join;
    pub use crate::language::several::right_outer_join::other_input as right_outer_join;
    pub use crate::language::several::transform_with::other_input as transform_with;
}

/// Pages as generated code sees them.
pub mod page {
    use crate::base::error::Result;
    use crate::data::key::PageBytes;
    use crate::job::pipeline::SourceId;
    use crate::receive::chunk::{Chunk, RawChunk};
    use crate::sources::Source;

    /// Opens a page that a source has delivered.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if it comes from another source.
    #[inline]
    pub fn open<S: Source>(source: SourceId<S>, raw: RawChunk) -> Result<S::Chunk> {
        source.open(raw)
    }

    /// The records of a page.
    #[inline(always)]
    pub fn records<C: Chunk>(chunk: &C) -> C::Records<'_> {
        chunk.records()
    }

    /// Where the records of a page lie.
    #[inline(always)]
    pub fn window<C: Chunk>(chunk: &C) -> PageBytes<'_> {
        chunk.window()
    }

    /// Stands for the page of records that are on none.
    #[inline(always)]
    pub fn none() -> PageBytes<'static> {
        PageBytes::none()
    }
}

impl Stream {
    /// The record of the other stream of one of these.
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

/// The copy of a record that goes to one of several consumers.
#[inline(always)]
pub fn copy<T: Clone>(record: &T) -> T {
    record.clone()
}

/// A function that is called where it stands, so that it is not moved there.
#[inline(always)]
pub fn by<F>(function: &F) -> &F {
    function
}

/// The key of a record that is compared as it is.
pub fn itself<T: Clone>(record: &T) -> T {
    record.clone()
}

/// The loop of a program, with the variables that it captures.
pub fn captured<F>(body: F) -> F {
    body
}

/// Completes a program with the loop that all workers run at the same time.
pub fn run_on_all_workers<F>(program: Program, body: F) -> Pipeline
where
    F: Fn(&mut Worker) -> Result<()> + Send + Sync + 'static,
{
    program.build(body)
}

/// Runs an operator of which only the second stream is used.
pub fn exhaust(records: impl Iterator) {
    records.for_each(drop);
}
