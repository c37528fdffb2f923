//! The formats of the files that outputs write.
//!
//! | output | files | read back by |
//! | --- | --- | --- |
//! | [`save_as_text_files`](crate::language::Stream::save_as_text_files) | lines of text | any program; [`text_file`](crate::language::Stream::text_file) |
//! | [`save_as_object_files`](crate::language::Stream::save_as_object_files) | object files, described in the repository's `docs/object-files.md` | [`object_file`](crate::language::Stream::object_file), [`read_object_file`], [`object_file_records`] |
//! | [`save_as_hadoop_files`](crate::language::Stream::save_as_hadoop_files) | Hadoop's `SequenceFile`, or text | Hadoop, Spark, Hive and others |
//!
//! Each batch becomes a directory. It has as many files as workers had records, named `part-00000`
//! and so on, and an empty file `_SUCCESS`. One file after the other, the records are in the order
//! of the stream.

pub(crate) mod claim;
pub(crate) mod directory;
mod hadoop;
mod object;
mod pieces;
mod sequence;
mod text;
mod writable;

pub use hadoop::HadoopFormat;
pub use object::{ObjectRecords, object_file_records, read_object_file};
pub(crate) use pieces::put_together;
pub(crate) use sequence::{Marker, random_marker};
pub use text::TextLine;
pub use writable::Writable;

// The stages of outputs name these types; programs do not.
pub use hadoop::HadoopPart;
pub use object::ObjectPart;
pub use pieces::{Encoded, Part};
pub use text::TextPart;
