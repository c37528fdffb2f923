//! Functions that programs use as arguments; all are in the prelude.
//!
//! They are ordinary functions: a function of the same name in your own scope
//! wins, as everywhere in Rust.

use std::any::TypeId;
use std::str::{Chars, Lines, Split, SplitAsciiWhitespace};

/// The words of a line, separated by ASCII whitespace; no empty words.
///
/// Directly over the pages of a text source, `flat_map(split)` finds the words
/// of a whole page at once, without looking for lines first.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(split(" to be  or\tnot ").collect::<Vec<_>>(), ["to", "be", "or", "not"]);
/// ```
pub fn split(line: &str) -> SplitAsciiWhitespace<'_> {
    line.split_ascii_whitespace()
}

/// The lines of a text that holds several, without their ends.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(lines("one\r\ntwo\n").collect::<Vec<_>>(), ["one", "two"]);
/// ```
pub fn lines(text: &str) -> Lines<'_> {
    text.lines()
}

/// The characters of a text.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(chars("häh").count(), 3);
/// ```
pub fn chars(text: &str) -> Chars<'_> {
    text.chars()
}

/// A function that splits at every `separator`, as [`str::split`] does: two
/// separators in a row give an empty field.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let fields = split_on(',');
/// assert_eq!(fields("a,,b").collect::<Vec<_>>(), ["a", "", "b"]);
/// ```
pub fn split_on(separator: char) -> impl Fn(&str) -> Split<'_, char> + Copy + Send + Sync {
    move |line| line.split(separator)
}

/// A pair with key and value exchanged.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(swap(("word", 3)), (3, "word"));
/// ```
pub fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

/// Whether `F` is the type of [`split`], so that a page can be tokenised
/// without calling it line by line.
pub(crate) fn is_split<F: 'static>() -> bool {
    fn id_of<F: 'static>(_: F) -> TypeId {
        TypeId::of::<F>()
    }
    TypeId::of::<F>() == id_of(split)
}
