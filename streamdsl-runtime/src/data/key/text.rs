//! Strings and byte strings as keys. Short keys are inline, long keys are interned.

use crate::data::codec::{DecodeError, Input, put_bytes};
use crate::data::key::{HalfLine, Interner, PageBytes};
use crate::data::key::{K16, Key, KeyFamily, Packed, Packer, Seed};

/// The family of `&str`, `String`, `Cow<str>` and the like.
pub enum Text {}

/// The family of `&[u8]`, `Vec<u8>`, `[u8; N]` and the like.
pub enum Bytes {}

/// A packed string: inline if it has at most 16 bytes and does not end with NUL, else interned.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct TextKey(K16);

/// A packed byte string: inline if it has at most 15 bytes and does not end with zero, else interned.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct BytesKey(K16);

impl Packer<'_> {
    /// Packs a key: inline if it has at most `INLINE` bytes, else interned.
    ///
    /// Zeros after the last byte of an inline key are padding. Therefore a key that ends with zero is
    /// interned even if it is short.
    #[inline]
    fn pack_bytes<const INLINE: usize>(&mut self, bytes: &[u8]) -> K16 {
        if bytes.len() <= INLINE && bytes.last().is_some_and(|&last| last != 0) {
            let key = self.page.load16(bytes);
            // SAFETY: the last of the sixteen bytes is either padding, which is zero, or the last byte
            // of a key of sixteen bytes. Only UTF-8 strings of that length are packed inline, and
            // UTF-8 has no byte 0xFF.
            unsafe { std::hint::assert_unchecked(key.is_inline()) };
            return key;
        }
        K16::from_bits(intern(self.interner, bytes))
    }
}

/// Interns a key that does not fit inline.
///
/// The function is out of line and returns one number. A call that returns a pair can keep the
/// caller from being inlined into functions that are compiled for newer processors. A pair that is
/// written in two halves and read as a whole can make the processor wait.
#[cold]
#[inline(never)]
fn intern(interner: &mut Interner, bytes: &[u8]) -> u128 {
    if bytes.is_empty() {
        return K16::default().to_bits();
    }
    let hash = Seed::of_process().bytes(bytes);
    K16::interned(interner.intern(bytes, hash), hash).to_bits()
}

fn bytes_of<'t>(key: &'t K16, interner: &'t Interner) -> &'t [u8] {
    match key.number() {
        Some((number, _)) => interner.get(number),
        None => key.inline_bytes(),
    }
}

#[inline]
fn rebase(key: K16, from: &Interner, to: &mut Interner) -> K16 {
    match key.number() {
        Some((number, hash)) => K16::from_bits(intern_again(number, hash, from, to)),
        None => key,
    }
}

/// Out of line for the reasons of [`intern`].
#[cold]
#[inline(never)]
fn intern_again(number: usize, hash: u64, from: &Interner, to: &mut Interner) -> u128 {
    K16::interned(to.intern(from.get(number), hash), hash).to_bits()
}

impl Packed for TextKey {
    type BucketAlign = HalfLine;

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        self.0.hash(seed)
    }
}

impl Packed for BytesKey {
    type BucketAlign = HalfLine;

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        self.0.hash(seed)
    }
}

impl KeyFamily for Text {
    type Packed = TextKey;
    type View<'t> = &'t str;

    #[inline]
    fn view<'t>(packed: &'t TextKey, interner: &'t Interner) -> &'t str {
        if packed.0.number().is_some() {
            // Checked, because the type system does not connect a packed key with its interner.
            return std::str::from_utf8(bytes_of(&packed.0, interner)).unwrap_or_default();
        }
        // SAFETY: only this module makes a `TextKey`: from a whole `str` (`Key for str`, `decode`), by
        // default (empty), or by `rebase`, which does not change inline keys.
        unsafe { std::str::from_utf8_unchecked(packed.0.inline_bytes()) }
    }

    #[inline]
    fn rebase(packed: TextKey, from: &Interner, to: &mut Interner) -> TextKey {
        TextKey(rebase(packed.0, from, to))
    }

    fn shape() -> String {
        "str".into()
    }

    fn encode(packed: &TextKey, interner: &Interner, out: &mut Vec<u8>) {
        put_bytes(out, bytes_of(&packed.0, interner));
    }

    fn decode(input: &mut Input<'_>, interner: &mut Interner) -> Result<TextKey, DecodeError> {
        Ok(input.text()?.pack(&mut Packer::new(PageBytes::none(), interner)))
    }
}

impl KeyFamily for Bytes {
    type Packed = BytesKey;
    type View<'t> = &'t [u8];

    #[inline]
    fn view<'t>(packed: &'t BytesKey, interner: &'t Interner) -> &'t [u8] {
        bytes_of(&packed.0, interner)
    }

    #[inline]
    fn rebase(packed: BytesKey, from: &Interner, to: &mut Interner) -> BytesKey {
        BytesKey(rebase(packed.0, from, to))
    }

    fn shape() -> String {
        "[u8]".into()
    }

    fn encode(packed: &BytesKey, interner: &Interner, out: &mut Vec<u8>) {
        put_bytes(out, bytes_of(&packed.0, interner));
    }

    fn decode(input: &mut Input<'_>, interner: &mut Interner) -> Result<BytesKey, DecodeError> {
        Ok(input.bytes()?.pack(&mut Packer::new(PageBytes::none(), interner)))
    }
}

impl Key for str {
    type Family = Text;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> TextKey {
        TextKey(packer.pack_bytes::<16>(self.as_bytes()))
    }
}

impl Key for String {
    type Family = Text;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> TextKey {
        self.as_str().pack(packer)
    }
}

impl Key for [u8] {
    type Family = Bytes;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> BytesKey {
        BytesKey(packer.pack_bytes::<15>(self))
    }
}

impl Key for Vec<u8> {
    type Family = Bytes;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> BytesKey {
        self.as_slice().pack(packer)
    }
}

impl<const N: usize> Key for [u8; N] {
    type Family = Bytes;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> BytesKey {
        self.as_slice().pack(packer)
    }
}
