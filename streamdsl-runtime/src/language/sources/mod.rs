//! Sources: they start a chain.

pub mod binary_records_stream;
pub mod file_stream;
pub mod from;
pub mod generator;
pub mod memory;
pub mod object_file;
pub mod queue;
pub mod replay;
pub mod socket;
pub mod socket_bytes;
pub mod socket_with;
pub mod stdin;
pub mod text_file;
pub mod text_file_stream;
pub mod union_all;
