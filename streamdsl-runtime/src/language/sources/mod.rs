//! Sources: they start a chain.

pub(crate) mod binary_records_stream;
pub(crate) mod file_stream;
pub(crate) mod from;
pub(crate) mod generator;
pub(crate) mod memory;
pub(crate) mod object_file;
pub(crate) mod queue;
pub(crate) mod replay;
pub(crate) mod socket;
pub(crate) mod socket_bytes;
pub(crate) mod socket_with;
pub(crate) mod stdin;
pub(crate) mod text_file;
pub(crate) mod text_file_stream;
