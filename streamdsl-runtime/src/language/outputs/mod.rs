//! Outputs: they end a chain.

pub(crate) mod collect;
pub(crate) mod foreach;
pub(crate) mod foreach_batch;
pub(crate) mod pprint;
pub(crate) mod save_as_hadoop_files;
pub(crate) mod save_as_object_files;
pub(crate) mod save_as_text_files;
pub(crate) mod to;
