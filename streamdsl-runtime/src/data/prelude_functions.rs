//! Functions that programs pass to operators. The prelude exports all of them.
//!
//! They are ordinary functions: as everywhere in Rust, a function of the same name in your own
//! scope takes precedence.

use std::any::TypeId;
use std::str::{Chars, Lines, Split, SplitAsciiWhitespace};

use crate::data::arena::Argument;

/// Returns the words of a line, which are separated by ASCII whitespace. No word is empty.
///
/// If `flat_map(split)` directly follows a source of text, it finds the words of a whole page at
/// once, without looking for lines first.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(split(" to be  or\tnot ").collect::<Vec<_>>(), ["to", "be", "or", "not"]);
/// ```
pub fn split(line: &str) -> SplitAsciiWhitespace<'_> {
    line.split_ascii_whitespace()
}

/// Returns the lines of a text, without their line ends.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(lines("one\r\ntwo\n").collect::<Vec<_>>(), ["one", "two"]);
/// ```
pub fn lines(text: &str) -> Lines<'_> {
    text.lines()
}

/// Returns the characters of a text.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(chars("häh").count(), 3);
/// ```
pub fn chars(text: &str) -> Chars<'_> {
    text.chars()
}

/// Returns a function that splits at every `separator`, as [`str::split`] does: there is an empty
/// field between two separators in a row.
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

/// Returns a pair with key and value exchanged.
///
/// ```
/// use streamdsl::prelude::*;
///
/// assert_eq!(swap(("word", 3)), (3, "word"));
/// ```
pub fn swap<A, B>((a, b): (A, B)) -> (B, A) {
    (b, a)
}

/// Returns a function that turns a word into an item of the iterator that `F` returns, if `F` is the
/// type of [`split`]. The caller can then find the words of a page without calling `F`.
#[inline(always)]
pub(crate) fn words_of_split<'b, F, X, I>() -> Option<impl Fn(&'b str) -> I::Item>
where
    &'b str: Argument<'b, X>,
    F: Fn(X) -> I + 'static,
    I: IntoIterator,
{
    fn id_of<F: 'static>(_: F) -> TypeId {
        TypeId::of::<F>()
    }
    (TypeId::of::<F>() == id_of(split)).then_some(|word: &'b str| {
        // SAFETY: `F` is the type of `split`, and its argument is made of a `&'b str`, which only the
        // `&'b str` itself is. So it returns a `SplitAsciiWhitespace<'b>`, whose items are `&'b str`.
        unsafe { std::mem::transmute_copy::<&'b str, I::Item>(&word) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_split<'b, F, I>(_: F) -> bool
    where
        F: Fn(&'b str) -> I + 'static,
        I: IntoIterator,
    {
        words_of_split::<F, &str, I>().is_some()
    }

    #[test]
    fn only_split_itself_is_recognised() {
        fn alike(line: &str) -> SplitAsciiWhitespace<'_> {
            line.split_ascii_whitespace()
        }
        assert!(is_split(split));
        assert!(!is_split(alike));
        assert!(!is_split(lines));
        assert!(!is_split(|line| split(line)));
        let pointer: fn(&'static str) -> SplitAsciiWhitespace<'static> = split;
        assert!(!is_split(pointer));
    }

    #[test]
    fn a_recognised_word_is_the_word() {
        fn word_of<'b, F, I>(_: F, word: &'b str) -> Option<I::Item>
        where
            F: Fn(&'b str) -> I + 'static,
            I: IntoIterator,
        {
            words_of_split::<F, &str, I>().map(|item| item(word))
        }
        assert_eq!(word_of(split, "word"), Some("word"));
    }
}
