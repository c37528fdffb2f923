//! Chunks: some consecutive records of one source. The loop of a worker runs over them.

mod raw;
mod records;

use std::cell::Cell;
use std::mem;
use std::sync::Arc;

use crate::base::blame::{Blamed, OperatorId};
use crate::base::error::{Error, Result};
use crate::data::arena::{Arena, Argument};
use crate::data::key::PageBytes;
use crate::data::prelude_functions;
use crate::data::text::words::for_each_word;
use crate::data::text::{ByteLines, Lines, repair_utf8};
pub(crate) use crate::receive::chunk::raw::Payload;
pub use crate::receive::chunk::raw::RawChunk;
pub use crate::receive::chunk::records::{FixedRecords, RecordsChunk};
use crate::receive::page::Page;
use crate::receive::pool::{Lease, PADDING};

/// Some consecutive records of one source.
///
/// Records of text and bytes borrow from the chunk's page, which returns to the pool when the chunk
/// is dropped. The kinds of chunks are [`TextChunk`], [`BytesChunk`], [`RecordsChunk`] and
/// [`ItemsChunk`]; a source chooses one of them.
pub trait Chunk: Sized + sealed::Sealed + 'static {
    /// The type of the records.
    type Item<'b>;

    /// The type of the iterator over the records.
    type Records<'b>: Iterator<Item = Self::Item<'b>>;

    /// Opens a raw chunk, which must come from a source of this kind.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the chunk is of another kind.
    fn open(raw: RawChunk) -> Result<Self>;

    /// Returns the records in the order in which they arrived. A chunk of items moves its records
    /// out, so a second call returns no record.
    fn records(&self) -> Self::Records<'_>;

    /// Returns the bytes that the records borrow from, and the padding or text that follows them. The
    /// result is empty if the records do not borrow.
    fn page_bytes(&self) -> &[u8];

    /// Returns the same bytes in the form that loads short keys.
    fn window(&self) -> PageBytes<'_> {
        PageBytes::new(self.page_bytes())
    }

    /// Calls `f` for every record, and `each` for every item of its result. A chunk that knows what
    /// `f` does may do it for all records at once. Text that a record owns goes into `arena` if `f`
    /// takes borrowed text. `operator` is blamed if `f` panics.
    #[inline(always)]
    fn flat_map<'b, F, X, I>(
        &'b self,
        operator: OperatorId,
        arena: &'b Arena,
        f: &F,
        mut each: impl FnMut(I::Item),
    ) where
        Self::Item<'b>: Argument<'b, X>,
        F: Fn(X) -> I + 'static,
        I: IntoIterator,
    {
        for record in self.records() {
            for item in flat_mapped(operator, record.argument(arena), f) {
                each(item);
            }
        }
    }
}

/// A kind of chunk whose records are lines of a page of received bytes.
pub trait PageChunk: Chunk {
    /// Whether the lines are text in UTF-8, so that a byte order mark does not belong to them.
    #[doc(hidden)]
    const IS_TEXT: bool;
}

/// Lines of text, as `&str`.
///
/// Ill-formed UTF-8 is replaced by U+FFFD. Each page is checked once, and only a page with ill-formed
/// UTF-8 is copied.
pub struct TextChunk {
    home: Home,
    len: usize,
}

/// Where the text of a chunk is stored.
enum Home {
    /// The text with its padding, and the page that the buffer belongs to. There is no page if the
    /// text was repaired, because the repaired text is a copy.
    Page(String, Option<Page>),
    /// A text of the user's, and the position in it where the chunk begins.
    Shared(Arc<str>, usize),
}

impl TextChunk {
    /// Returns all lines as one text, with their line ends.
    pub fn text(&self) -> &str {
        &self.with_rest()[..self.len]
    }

    /// The text of the chunk and what follows it.
    fn with_rest(&self) -> &str {
        match &self.home {
            Home::Page(text, _) => text,
            Home::Shared(text, start) => &text[*start..],
        }
    }

    fn from_page(mut page: Page) -> std::result::Result<Self, (String, u64)> {
        let len = page.len();
        match String::from_utf8(page.take_buffer()) {
            Ok(text) => Ok(TextChunk { home: Home::Page(text, Some(page)), len }),
            Err(error) => {
                let buffer = error.into_bytes();
                let repaired = repair_utf8(&buffer[..len]);
                page.restore_buffer(buffer);
                Err(repaired)
            }
        }
    }
}

impl Chunk for TextChunk {
    type Item<'b> = &'b str;
    type Records<'b> = Lines<'b>;

    fn open(raw: RawChunk) -> Result<Self> {
        let (origin, payload) = raw.into_parts();
        let page = match payload {
            Payload::Page(page) => page,
            Payload::Shared(text, range) => {
                return Ok(TextChunk { len: range.len(), home: Home::Shared(text, range.start) });
            }
            _ => return Err(wrong_kind(&origin.name)),
        };
        Ok(Self::from_page(page).unwrap_or_else(|(mut text, replaced)| {
            origin.count_invalid_utf8(replaced);
            let len = text.len();
            text.extend([char::from(0); PADDING]);
            TextChunk { home: Home::Page(text, None), len }
        }))
    }

    fn records(&self) -> Lines<'_> {
        Lines::new(self.text())
    }

    fn page_bytes(&self) -> &[u8] {
        self.with_rest().as_bytes()
    }

    #[inline(always)]
    fn flat_map<'b, F, X, I>(
        &'b self,
        operator: OperatorId,
        arena: &'b Arena,
        f: &F,
        mut each: impl FnMut(I::Item),
    ) where
        &'b str: Argument<'b, X>,
        F: Fn(X) -> I + 'static,
        I: IntoIterator,
    {
        if let Some(word) = prelude_functions::words_of_split::<'b, F, X, I>() {
            for_each_word(self.text(), |text| each(word(text)));
            return;
        }
        for record in self.records() {
            for item in flat_mapped(operator, record.argument(arena), f) {
                each(item);
            }
        }
    }
}

impl PageChunk for TextChunk {
    const IS_TEXT: bool = true;
}

impl Drop for TextChunk {
    fn drop(&mut self) {
        if let Home::Page(text, Some(page)) = &mut self.home {
            page.restore_buffer(mem::take(text).into_bytes());
        }
    }
}

/// Lines of arbitrary bytes, as `&[u8]`.
pub struct BytesChunk {
    page: Page,
}

impl BytesChunk {
    /// Returns all lines as one slice, with their line ends.
    pub fn bytes(&self) -> &[u8] {
        self.page.text()
    }
}

impl Chunk for BytesChunk {
    type Item<'b> = &'b [u8];
    type Records<'b> = ByteLines<'b>;

    fn open(raw: RawChunk) -> Result<Self> {
        match raw.into_parts() {
            (_, Payload::Page(page)) => Ok(BytesChunk { page }),
            (origin, _) => Err(wrong_kind(&origin.name)),
        }
    }

    fn records(&self) -> ByteLines<'_> {
        ByteLines::new(self.bytes())
    }

    fn page_bytes(&self) -> &[u8] {
        self.page.padded()
    }
}

impl PageChunk for BytesChunk {
    const IS_TEXT: bool = false;
}

/// Records of any type, as values.
pub struct ItemsChunk<T> {
    items: Cell<Vec<T>>,
    _room: Lease,
}

impl<T: Send + 'static> Chunk for ItemsChunk<T> {
    type Item<'b> = T;
    type Records<'b> = std::vec::IntoIter<T>;

    fn open(raw: RawChunk) -> Result<Self> {
        let (origin, payload) = raw.into_parts();
        let Payload::Items(items, room) = payload else { return Err(wrong_kind(&origin.name)) };
        let items = items.downcast::<Vec<T>>().map_err(|_| wrong_kind(&origin.name))?;
        Ok(ItemsChunk { items: Cell::new(*items), _room: room })
    }

    fn records(&self) -> std::vec::IntoIter<T> {
        self.items.take().into_iter()
    }

    fn page_bytes(&self) -> &[u8] {
        &[]
    }
}

/// The items that the operator's function returns for one record.
#[inline(always)]
fn flat_mapped<A, I: IntoIterator>(
    operator: OperatorId,
    record: A,
    f: &impl Fn(A) -> I,
) -> Blamed<I::IntoIter> {
    Blamed::new(operator, operator.blame(|| f(record).into_iter()))
}

fn wrong_kind(source: &str) -> Error {
    Error::internal(format!("a chunk of {source} is not of the kind that its source delivers"))
}

mod sealed {
    /// Only this crate defines kinds of chunks, because the compiler of programs must know what the
    /// records of each kind borrow.
    pub trait Sealed {}
    impl Sealed for super::TextChunk {}
    impl Sealed for super::BytesChunk {}
    impl Sealed for super::RecordsChunk {}
    impl<T> Sealed for super::ItemsChunk<T> {}
}
