//! Keys: what may stand at the left of a pair, and what a table keeps of it.
//!
//! A key type such as `&'b str` borrows from a batch; a table lives longer. So every key type has a
//! [`KeyFamily`], a `'static` name for all types with the same contents (`&str`, `String` and
//! `Cow<str>` are all [`Text`]), and every family a [`Packed`] form that lies in a table slot.

mod from_view;
mod half_line;
mod interner;
mod k16;
mod page_bytes;
mod scalar;
mod seed;
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
/// Strings, byte strings, integers, `bool`, `char`, `Duration`, tuples and options of keys are keys,
/// and so are references to keys. `#[derive(Key)]` makes one of a struct of keys, which may borrow,
/// or of an enum of names:
///
/// ```
/// use streamdsl::key::Key;
///
/// #[derive(Key)]
/// struct Route<'b> {
///     host: &'b str,
///     method: Method,
///     status: u16,
/// }
///
/// #[derive(Key)]
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

    /// The form of this key in a table.
    fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<Self::Family>;
}

/// The packed form of a family.
pub type PackedOf<F> = <F as KeyFamily>::Packed;

/// All key types with the same contents, by a name that borrows nothing.
pub trait KeyFamily: Send + Sync + 'static {
    /// What a table slot holds of a key.
    type Packed: Packed;

    /// What is read out of a table: `&str` for [`Text`], the integer itself, tuples of views.
    type View<'t>: Key<Family = Self>;

    /// Reads a key that was packed with `interner`.
    fn view<'t>(packed: &'t Self::Packed, interner: &'t Interner) -> Self::View<'t>;

    /// Packs anew, for another interner, a key that was packed with `from`.
    fn rebase(packed: Self::Packed, from: &Interner, to: &mut Interner) -> Self::Packed;

    /// The name of the contents in saved state: `str`, `u64`, `(str, u32)`.
    fn shape() -> String;

    /// Writes a key for saved state.
    fn encode(packed: &Self::Packed, interner: &Interner, out: &mut Vec<u8>);

    /// Reads a key of saved state.
    ///
    /// # Errors
    /// If the bytes are not a key of this family.
    fn decode(input: &mut Input<'_>, interner: &mut Interner) -> Result<Self::Packed, DecodeError>;
}

/// The form of a key in a table slot. Two keys packed with one interner are equal exactly if their
/// packed forms are.
pub trait Packed: Copy + Eq + Default + Send + Sync + 'static {
    /// How slots with such keys are aligned: [`HalfLine`], so that the usual
    /// one lies in one cache line, or not beyond what they need, where that would only make them
    /// longer.
    type SlotAlign: Copy + Send + Sync + 'static;

    /// The hash of the key's contents: the same for every interner of the process.
    fn hash(self, seed: Seed) -> u64;
}

/// What packing a key needs: where records lie, and where long keys go.
pub struct Packer<'a> {
    window: PageBytes<'a>,
    interner: &'a mut Interner,
}

impl<'a> Packer<'a> {
    /// Packs records that may borrow from the page of `window`, long keys into `interner`.
    #[inline]
    pub fn new(window: PageBytes<'a>, interner: &'a mut Interner) -> Self {
        Self { window, interner }
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
