//! The formats for Hadoop.

use crate::base::memory::Usage;
use crate::outputs::files::sequence::{KeyValueText, Marker, SequencePart};
use crate::outputs::files::writable::Writable;
use crate::outputs::files::{Encoded, Part};

/// The format in which [`save_as_hadoop_files`](crate::language::Stream::save_as_hadoop_files) writes
/// pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HadoopFormat {
    /// A `SequenceFile` (version 6, not compressed), which `SequenceFileInputFormat`, Spark's
    /// `sequenceFile` and `hadoop fs -text` read.
    #[default]
    Sequence,
    /// Lines of `key TAB value`, as `TextOutputFormat` writes them. A `NullWritable` is left out
    /// together with the tab. Bytes are written as hexadecimal numbers, floating-point numbers as
    /// Rust's `{:?}` formats them.
    Text,
}

/// A file for Hadoop that is being written.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum HadoopPart {
    /// A `SequenceFile`.
    Sequence(SequencePart),
    /// Lines of text.
    Text(KeyValueText),
}

impl HadoopPart {
    pub(crate) fn new(format: HadoopFormat, marker: Marker) -> Self {
        match format {
            HadoopFormat::Sequence => Self::Sequence(SequencePart::new(marker)),
            HadoopFormat::Text => Self::Text(KeyValueText::default()),
        }
    }

    /// Appends a record.
    ///
    /// # Errors
    /// If the Hadoop class cannot hold the key or the value.
    pub(crate) fn push<K: Writable, V: Writable>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), String> {
        match self {
            Self::Sequence(part) => part.push(key, value),
            Self::Text(part) => {
                part.push(key, value);
                Ok(())
            }
        }
    }
}

impl Part for HadoopPart {
    fn cut(&mut self) -> usize {
        match self {
            Self::Sequence(part) => part.cut(),
            Self::Text(part) => part.cut(),
        }
    }

    fn usage(&self) -> Usage {
        match self {
            Self::Sequence(part) => part.usage(),
            Self::Text(part) => part.usage(),
        }
    }

    fn encoded(self) -> Encoded {
        match self {
            Self::Sequence(part) => part.encoded(),
            Self::Text(part) => part.encoded(),
        }
    }
}
