//! What happens with a record that is longer than the job allows.

use std::fmt;
use std::sync::Arc;

/// What a source of lines does with a line that is longer than
/// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnLongRecord {
    /// It ends the job with an error that says where the line is.
    #[default]
    Stop,
    /// It drops the line. The status counts it, and notices report the first such line and then ever
    /// fewer of them.
    Skip,
    /// It delivers as many bytes of the line as are allowed and drops the rest. Text is cut between
    /// two characters. The status and notices report it as with `Skip`.
    Cut,
}

/// Where the next bytes of an input are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The name of the file, if the source reads several.
    pub(crate) file: Option<Arc<str>>,
    /// The number of bytes of the input before them, if it is known.
    pub(crate) offset: Option<u64>,
    /// The number of lines of the input before them, if it is known.
    pub(crate) lines: Option<u64>,
}

impl Place {
    pub(super) fn advance(&mut self, bytes: u64, lines: u64) {
        self.offset = self.offset.map(|offset| offset + bytes);
        self.lines = self.lines.map(|before| before + lines);
    }
}

/// A record that is too long, at the place where it begins.
#[derive(Debug)]
pub(super) struct TooLong {
    pub(super) place: Place,
    pub(super) limit: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, offset, lines } = &self.place;
        match lines {
            Some(lines) => write!(f, "line {}", lines + 1)?,
            None => f.write_str("a line")?,
        }
        if let Some(file) = file {
            write!(f, " of {file}")?;
        }
        if let Some(offset) = offset {
            write!(f, ", which begins at byte {offset},")?;
        }
        write!(f, " is longer than {} bytes", self.limit)
    }
}
