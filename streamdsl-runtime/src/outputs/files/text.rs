//! Text files: a line for each record.

use std::fmt::{self, Debug};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use crate::base::memory::{self, Usage};
use crate::outputs::files::{Encoded, Part};

/// A text file that is being written: a line for each record.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct TextPart {
    text: String,
}

impl TextPart {
    /// Appends a line.
    ///
    /// # Errors
    /// If the record cannot be formatted. In this case nothing is appended.
    pub(crate) fn push(&mut self, record: &impl TextLine) -> Result<(), String> {
        let start = self.text.len();
        if record.write_line(&mut self.text).is_err() {
            self.text.truncate(start);
            return Err("formatting a record returned an error".into());
        }
        self.text.push('\n');
        Ok(())
    }
}

impl Part for TextPart {
    fn cut(&mut self) -> usize {
        let ahead = memory::ahead(self.text.len());
        memory::reserve_text(&mut self.text, ahead);
        self.text.len()
    }

    fn usage(&self) -> Usage {
        Usage { used: self.text.len(), reserved: self.text.capacity() }
    }

    fn encoded(self) -> Encoded {
        Encoded { file: self.text.into_bytes(), head: 0, complete: |_, _| {} }
    }
}

/// A record that can be written as a line of text. Strings and characters are written as they are,
/// other types as Rust's `{:?}` formats them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a line of text",
    label = "these records cannot be written to text files",
    note = "turn them into text first: `|> map(|record| format!(\"..\"))`"
)]
pub trait TextLine {
    /// Appends the line, without a line end.
    ///
    /// # Errors
    /// If formatting the record returns an error.
    fn write_line(&self, line: &mut String) -> fmt::Result;
}

macro_rules! plain {
    ($($text:ty),*) => { $(
        impl TextLine for $text {
            fn write_line(&self, line: &mut String) -> fmt::Result {
                fmt::Write::write_str(line, self)
            }
        }
    )* };
}

macro_rules! debug {
    ($([$($generics:tt)*] $value:ty),* $(,)?) => { $(
        impl<$($generics)*> TextLine for $value {
            fn write_line(&self, line: &mut String) -> fmt::Result {
                fmt::Write::write_fmt(line, format_args!("{self:?}"))
            }
        }
    )* };
}

plain!(&str, String, Arc<str>, Box<str>);
debug!(
    [] u8, [] u16, [] u32, [] u64, [] u128, [] usize,
    [] i8, [] i16, [] i32, [] i64, [] i128, [] isize,
    [] f32, [] f64, [] bool, [] (), [] IpAddr, [] Ipv4Addr, [] Ipv6Addr,
    [A: Debug, B: Debug] (A, B),
    [A: Debug, B: Debug, C: Debug] (A, B, C),
    [A: Debug, B: Debug, C: Debug, D: Debug] (A, B, C, D),
    [A: Debug, B: Debug, C: Debug, D: Debug, E: Debug] (A, B, C, D, E),
    [A: Debug, B: Debug, C: Debug, D: Debug, E: Debug, F: Debug] (A, B, C, D, E, F),
    [A: Debug] Vec<A>, [A: Debug] Option<A>,
);

impl TextLine for char {
    fn write_line(&self, line: &mut String) -> fmt::Result {
        line.push(*self);
        Ok(())
    }
}
