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
mod collect;
mod count;
mod count_by_value;
mod count_by_window;
mod filter;
mod flat_map;
mod flat_map_values;
mod foreach;
mod foreach_batch;
mod group_by_key;
mod join;
mod map;
mod map_values;
mod pair;
mod pprint;
mod reduce;
mod reduce_by_key;
mod reduce_by_key_and_window;
mod save;
mod save_as_hadoop_files;
mod save_as_object_files;
mod save_as_text_files;
mod sources;
mod to;
mod transform;
mod union;
mod update_state_by_key;
mod window;

pub mod arguments;
pub mod batch;
pub mod gathered;
pub mod grouped;

pub use blame::Blamed;
pub use collect::Collect;
pub use count::Count;
pub use count_by_value::CountByValue;
pub use count_by_window::{CountByWindow, CountStream};
pub use flat_map::PageStream;
pub use foreach::Foreach;
pub use foreach_batch::{ForeachBatch, Outcome};
pub use group_by_key::GroupByKey;
pub use join::Join;
pub use pair::{IntoPair, Pair};
pub use pprint::Pprint;
pub use reduce::Reduce;
pub use reduce_by_key::ReduceByKey;
pub use reduce_by_key_and_window::{Inverse, ReduceByKeyAndWindow, TableStream};
pub use save_as_hadoop_files::SaveAsHadoopFiles;
pub use save_as_object_files::SaveAsObjectFiles;
pub use save_as_text_files::{SaveAsTextFiles, TextLine};
pub use to::To;
pub use transform::Transform;
pub use union::Union;
pub use update_state_by_key::UpdateStateByKey;
pub use window::Window;

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
