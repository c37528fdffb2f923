//! The arena of a worker: memory for what a program makes out of its records.

use std::cell::Cell;
use std::fmt::{self, Write as _};
use std::mem;
use std::rc::Rc;

use bumpalo::Bump;
use bumpalo::collections::{String as Text, Vec as List};

use crate::base::blame::OperatorId;
use crate::base::memory::{self, Memory};

/// How much memory an arena keeps for the next page, at most.
const KEPT: usize = 1 << 20;

/// Memory for text and lists that a program makes out of its records.
///
/// A closure of `map`, `filter`, `flat_map`, `map_values`, `flat_map_values`, `try_map`,
/// `try_flat_map` or `transform` gets the arena if its last parameter is named `arena`. What the
/// closure makes in the arena flows on as a borrowed record, like text of a page, and costs no
/// allocation of its own.
///
/// The memory of the arena is used again after each page, and after the results of each operator that
/// needs the whole batch. Operators that keep records longer copy them into their own memory. So
/// nothing in the arena can be kept by the closure itself: the program would not compile.
///
/// Each worker has its own arena. Its memory counts for `memory_limit`. The idea is that of region-based memory; the memory itself comes from
/// the crate `bumpalo`.
///
/// ```
/// use streamdsl::prelude::*;
///
/// let words = Collected::new();
/// let job = stream! {
///     memory([["To be", "OR not"]])
///         |> map(|line, arena| arena.lower(line))
///         |> flat_map(split)
///         |> collect(&words)
/// };
/// streamdsl::testing::run(job)?;
/// assert_eq!(words.records(), ["to", "be", "or", "not"]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
pub struct Arena {
    bump: Bump,
    /// The number of the operator that got the arena last.
    operator: Cell<u16>,
    /// Where the memory goes when the arena is dropped.
    home: Rc<Cell<Bump>>,
}

/// The memory of a worker for its arenas. An arena is open for a page, or for the results of an
/// operator that needs the whole batch; the next one uses the same memory.
#[doc(hidden)]
#[derive(Default)]
pub struct Arenas {
    home: Rc<Cell<Bump>>,
}

impl Arenas {
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens an arena.
    #[inline]
    pub fn open(&self) -> Arena {
        Arena { bump: self.home.take(), operator: Cell::new(0), home: Rc::clone(&self.home) }
    }
}

impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").field("bytes", &self.bump.allocated_bytes()).finish_non_exhaustive()
    }
}

impl Drop for Arena {
    /// Drops everything in the arena. Memory beyond what a page usually needs goes back to the system.
    #[inline]
    fn drop(&mut self) {
        let mut bump = mem::take(&mut self.bump);
        if bump.allocated_bytes() <= KEPT {
            bump.reset();
            self.home.set(bump);
        } else {
            memory::release(bump.allocated_bytes());
        }
    }
}

impl Arena {
    /// Returns the memory that the arena has taken. It is used again for the next page.
    #[doc(hidden)]
    pub fn kept(&self) -> Memory {
        Memory::spare(self.bump.allocated_bytes())
    }

    /// Gives the arena to an operator, which is named if there is no memory left.
    #[inline(always)]
    pub(crate) fn give_to(&self, operator: OperatorId) -> &Self {
        self.operator.set(operator.0);
        self
    }

    /// Copies a text into the arena.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let texts = Collected::new();
    /// let job = stream! {
    ///     memory([[7, 8]]) |> map(|n, arena| arena.alloc_str(&format!("<{n}>"))) |> collect(&texts)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(texts.records(), ["<7>", "<8>"]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn alloc_str(&self, text: &str) -> &str {
        self.make_room(text.len());
        self.bump.alloc_str(text)
    }

    /// Copies values into the arena, such as `&[f64]` or the bytes of a message.
    pub fn alloc_slice<T: Copy>(&self, values: &[T]) -> &[T] {
        self.make_room(size_of_val(values));
        self.bump.alloc_slice_copy(values)
    }

    /// Collects values into a slice.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let sums = Collected::new();
    /// let job = stream! {
    ///     memory([["1 2 3", "4 5"]])
    ///         |> map(|line, arena| arena.collect(line.split(' ').flat_map(str::parse::<u32>)))
    ///         |> map(|numbers| numbers.iter().sum::<u32>())
    ///         |> collect(&sums)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(sums.records(), [6, 9]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn collect<T: Copy>(&self, values: impl IntoIterator<Item = T>) -> &[T] {
        let values = values.into_iter();
        self.make_room(values.size_hint().0.saturating_mul(size_of::<T>()));
        List::from_iter_in(values, &self.bump).into_bump_slice()
    }

    /// Returns the text in lower case, as [`str::to_lowercase`] does.
    pub fn lower(&self, text: &str) -> &str {
        self.make_room(text.len());
        if text.is_ascii() {
            let copy = self.bump.alloc_str(text);
            copy.make_ascii_lowercase();
            return copy;
        }
        // The lower case of a capital sigma depends on what stands before and after it.
        if text.contains('Σ') {
            return self.alloc_str(&text.to_lowercase());
        }
        self.text(text.len(), text.chars().flat_map(char::to_lowercase))
    }

    /// Returns the text in upper case, as [`str::to_uppercase`] does.
    pub fn upper(&self, text: &str) -> &str {
        self.make_room(text.len());
        if text.is_ascii() {
            let copy = self.bump.alloc_str(text);
            copy.make_ascii_uppercase();
            return copy;
        }
        self.text(text.len(), text.chars().flat_map(char::to_uppercase))
    }

    /// Replaces each `from` in a text by `to`, as [`str::replace`] does.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let names = Collected::new();
    /// let job = stream! {
    ///     memory([["a.b.c"]]) |> map(|name, arena| arena.replace(name, ".", "::")) |> collect(&names)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(names.records(), ["a::b::c"]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn replace(&self, text: &str, from: &str, to: &str) -> &str {
        self.make_room(text.len());
        let mut replaced = Text::with_capacity_in(text.len(), &self.bump);
        let mut end = 0;
        for (start, found) in text.match_indices(from) {
            replaced.push_str(&text[end..start]);
            replaced.push_str(to);
            end = start + found.len();
        }
        replaced.push_str(&text[end..]);
        replaced.into_bump_str()
    }

    /// Joins texts with a separator between them.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let paths = Collected::new();
    /// let job = stream! {
    ///     memory([["a b c"]]) |> map(|line, arena| arena.join(split(line), "/")) |> collect(&paths)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(paths.records(), ["a/b/c"]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn join<S: AsRef<str>>(&self, parts: impl IntoIterator<Item = S>, separator: &str) -> &str {
        let mut joined = Text::new_in(&self.bump);
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                joined.push_str(separator);
            }
            self.make_room(part.as_ref().len());
            joined.push_str(part.as_ref());
        }
        joined.into_bump_str()
    }

    /// Writes a text: `arena.format(format_args!("{user}@{host}"))`.
    ///
    /// A `Display` that fails ends the text.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let labels = Collected::new();
    /// let job = stream! {
    ///     memory([[("a", 1)]])
    ///         |> map(|(name, n), arena| arena.format(format_args!("{name}-{n:03}")))
    ///         |> collect(&labels)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(labels.records(), ["a-001"]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn format(&self, text: fmt::Arguments<'_>) -> &str {
        let mut written = Text::new_in(&self.bump);
        let _ = written.write_fmt(text);
        written.into_bump_str()
    }

    /// Asks for memory before the arena grows. It grows by as much as it has, so one growth can be
    /// large.
    #[inline]
    fn make_room(&self, bytes: usize) {
        if bytes > self.bump.chunk_capacity() {
            self.admit_growth(bytes);
        }
    }

    #[cold]
    #[inline(never)]
    fn admit_growth(&self, bytes: usize) {
        memory::charge(self.operator.get());
        memory::admit(self.bump.allocated_bytes().max(bytes));
    }

    fn text(&self, capacity: usize, chars: impl Iterator<Item = char>) -> &str {
        let mut text = Text::with_capacity_in(capacity, &self.bump);
        text.extend(chars);
        text.into_bump_str()
    }
}

/// A record as the argument of a function: text that the record owns is moved into the arena if the
/// function takes borrowed text.
#[diagnostic::on_unimplemented(
    message = "this function takes `{X}`, but the records are `{Self}`",
    label = "the records are `{Self}`",
    note = "convert the records with `|> map(..)` before"
)]
pub trait Argument<'a, X> {
    /// Returns the argument.
    fn argument(self, arena: &'a Arena) -> X;
}

impl<A> Argument<'_, A> for A {
    #[inline(always)]
    fn argument(self, _: &Arena) -> A {
        self
    }
}

impl<'a> Argument<'a, &'a str> for String {
    #[inline]
    fn argument(self, arena: &'a Arena) -> &'a str {
        arena.alloc_str(&self)
    }
}

impl<'a> Argument<'a, &'a [u8]> for Vec<u8> {
    #[inline]
    fn argument(self, arena: &'a Arena) -> &'a [u8] {
        arena.alloc_slice(&self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_becomes_what_the_standard_library_makes_of_it(
            text in "[a-zA-Z0-9 ÄÖäößİıΣσςǅ]{0,30}",
            (from, to) in ("[a-c]{0,2}", "[x-z]{0,3}"),
        ) {
            let arena = Arenas::new().open();
            prop_assert_eq!(arena.lower(&text), text.to_lowercase());
            prop_assert_eq!(arena.upper(&text), text.to_uppercase());
            prop_assert_eq!(arena.replace(&text, &from, &to), text.replace(&from, &to));
            let words: Vec<&str> = text.split(' ').collect();
            prop_assert_eq!(arena.join(&words, &to), words.join(&to));
            prop_assert_eq!(arena.format(format_args!("{text}{to:?}")), format!("{text}{to:?}"));
            prop_assert_eq!(arena.collect(words.iter().copied()), &words[..]);
        }
    }

    #[test]
    fn memory_is_used_again_but_much_memory_goes_back() {
        let arenas = Arenas::new();
        let allocated = || arenas.open().bump.allocated_bytes();
        arenas.open().alloc_str("few");
        let few = allocated();
        assert!((1..=KEPT).contains(&few));
        for _ in 0..3 {
            let arena = arenas.open();
            assert_eq!(arena.bump.allocated_bytes(), few);
            arena.alloc_str("as few");
        }
        let arena = arenas.open();
        let text = "a".repeat(KEPT + 1);
        assert_eq!(arena.alloc_str(&text), text);
        drop(arena);
        assert_eq!(allocated(), 0);
    }

    #[test]
    fn two_arenas_may_be_open() {
        let arenas = Arenas::new();
        let (a, b) = (arenas.open(), arenas.open());
        let (text, other) = (a.upper("a"), b.upper("b"));
        assert_eq!((text, other), ("A", "B"));
    }
}
