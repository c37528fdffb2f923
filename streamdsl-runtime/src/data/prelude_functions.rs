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

/// If `F` is the type of [`split`]: how a word becomes an item of what it
/// returns. The words of a page can then be found without calling it.
#[inline(always)]
pub(crate) fn words_of_split<'b, F, I>() -> Option<impl Fn(&'b str) -> I::Item>
where
    F: Fn(&'b str) -> I + 'static,
    I: IntoIterator,
{
    fn id_of<F: 'static>(_: F) -> TypeId {
        TypeId::of::<F>()
    }
    (TypeId::of::<F>() == id_of(split)).then_some(|word: &'b str| {
        // SAFETY: `F` is the type of `split`, so what it returns for a `&'b str`
        // is `SplitAsciiWhitespace<'b>`, whose items are `&'b str`.
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
        words_of_split::<F, I>().is_some()
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
            words_of_split::<F, I>().map(|item| item(word))
        }
        assert_eq!(word_of(split, "word"), Some("word"));
    }
}
