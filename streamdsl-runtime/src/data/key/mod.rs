//! Keys: the types that can be the left side of a pair, and their form in a table.
//!
//! A key type such as `&'b str` borrows from a batch, but a table lives longer than a batch.
//! Therefore every key type has a [`KeyFamily`], a `'static` type that stands for all key types with
//! the same contents: the family of `&str`, `String` and `Cow<str>` is [`Text`]. Every family has a
//! [`Packed`] form, which is stored in a table bucket.

mod from_view;
mod half_line;
mod interner;
mod k16;
mod page_bytes;
mod scalar;
mod seed;
mod system;
mod text;
mod tuple;

pub use from_view::FromView;
pub use half_line::HalfLine;
pub use interner::Interner;
pub(crate) use k16::K16;
pub use page_bytes::PageBytes;
pub(crate) use seed::GROUP_BITS;
pub use seed::{KEY_GROUPS, Seed, groups_of, key_group, owner};
pub use streamdsl_macros::Key;
pub use text::{Bytes, BytesKey, Text, TextKey};

use crate::data::codec::{DecodeError, Input};

/// A type whose values can be keys: the left side of a pair in `reduce_by_key`, `group_by_key`,
/// joins, windows and state.
///
/// Strings, byte strings, integers, `bool`, `char`, `Duration`, `SystemTime`, IP addresses, tuples and
/// options of keys are keys, and so are references to keys. `#[derive(Key)]` makes a key of a struct whose fields are keys and
/// may borrow, or of an enum of variants without fields:
///
/// ```
/// use streamdsl::key::Key;
///
/// #[derive(Clone, Key)]
/// struct Route<'b> {
///     host: &'b str,
///     method: Method,
///     status: u16,
/// }
///
/// #[derive(Clone, Key)]
/// enum Method {
///     Get,
///     Post,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "this is used as a key",
    note = "strings, byte strings, integers, `bool`, `char`, tuples and `Option`s of keys can be keys",
    note = "for a type of your own `#[derive(Key)]`; otherwise map it to a key type first, floats with `.to_bits()`"
)]
pub trait Key {
    /// The family of this type.
    type Family: KeyFamily;

    /// Returns the form of this key in a table.
    fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<Self::Family>;
}

/// The packed form of a family.
pub type PackedOf<F> = <F as KeyFamily>::Packed;

/// Stands for all key types with the same contents. A family borrows nothing.
pub trait KeyFamily: Send + Sync + 'static {
    /// The form of a key in a table bucket.
    type Packed: Packed;

    /// The form of a key that is read from a table: `&str` for [`Text`], the integer itself for an
    /// integer, a tuple of views for a tuple.
    type View<'t>: Key<Family = Self> + Clone;

    /// Reads a key that was packed with `interner`.
    fn view<'t>(packed: &'t Self::Packed, interner: &'t Interner) -> Self::View<'t>;

    /// Packs a key for the interner `to`; `packed` is the key packed with `from`.
    fn rebase(packed: Self::Packed, from: &Interner, to: &mut Interner) -> Self::Packed;

    /// Returns the name of the contents in saved state: `str`, `u64`, `(str, u32)`.
    fn shape() -> String;

    /// Writes a key to saved state.
    fn encode(packed: &Self::Packed, interner: &Interner, out: &mut Vec<u8>);

    /// Reads a key from saved state.
    ///
    /// # Errors
    /// If the bytes are not a key of this family.
    fn decode(input: &mut Input<'_>, interner: &mut Interner) -> Result<Self::Packed, DecodeError>;
}

/// The form of a key in a table bucket. Two keys that were packed with the same interner are equal if
/// and only if their packed forms are equal.
pub trait Packed: Copy + Eq + Default + Send + Sync + 'static {
    /// The alignment of buckets with such keys. With [`HalfLine`], a bucket of the usual size lies within
    /// one cache line. With `()`, buckets have no additional alignment: for larger keys it would only
    /// make the buckets longer.
    type BucketAlign: Copy + Send + Sync + 'static;

    /// Returns the hash of the key's contents, which does not depend on the interner.
    fn hash(self, seed: Seed) -> u64;
}

/// What is needed to pack a key: the page that records borrow from, and the interner that stores
/// long keys.
pub struct Packer<'a> {
    page: PageBytes<'a>,
    interner: &'a mut Interner,
}

impl<'a> Packer<'a> {
    /// Creates a packer for records that may borrow from `page`. Long keys go to `interner`.
    #[inline]
    pub fn new(page: PageBytes<'a>, interner: &'a mut Interner) -> Self {
        Self { page, interner }
    }
}

/// Forwards to the key behind a pointer.
macro_rules! pointer_keys {
    ($($pointer:ty),*) => {$(
        impl<K: Key + ?Sized> Key for $pointer {
            type Family = K::Family;

            #[inline]
            fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<K::Family> {
                (**self).pack(packer)
            }
        }
    )*};
}

pointer_keys!(&K, Box<K>, std::rc::Rc<K>, std::sync::Arc<K>);

impl<K: Key + ToOwned + ?Sized> Key for std::borrow::Cow<'_, K> {
    type Family = K::Family;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<K::Family> {
        (**self).pack(packer)
    }
}
