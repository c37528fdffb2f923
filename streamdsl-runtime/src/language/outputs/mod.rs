//! Outputs: they end a chain.

pub mod collect;
pub mod foreach;
pub mod foreach_batch;
pub mod pprint;
pub mod save_as_hadoop_files;
pub mod save_as_object_files;
pub mod save_as_text_files;
pub mod to;
