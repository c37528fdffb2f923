//! Keys that are their own packed form and their own family: integers, `bool`, `char`, `()`,
//! `Duration`, `BatchTime`.

use std::time::Duration;

use crate::base::time::BatchTime;
use crate::data::codec::{DecodeError, Input};
use crate::data::key::{HalfLine, Interner};
use crate::data::key::{Key, KeyFamily, Packed, Packer, Seed};
use crate::data::record::Value;

/// Declares scalar keys by the two words that are hashed.
macro_rules! scalar_keys {
    ($($scalar:ty: |$x:ident| $words:expr;)*) => {$(
        impl Key for $scalar {
            type Family = Self;

            #[inline]
            fn pack(&self, _: &mut Packer<'_>) -> Self {
                *self
            }
        }

        impl Packed for $scalar {
            type BucketAlign = HalfLine;

            #[inline]
            #[allow(clippy::cast_sign_loss, clippy::cast_lossless)]
            fn hash(self, seed: Seed) -> u64 {
                let $x = self;
                let (x, y) = $words;
                seed.fold(x, y)
            }
        }

        impl KeyFamily for $scalar {
            type Packed = Self;
            type View<'t> = Self;

            #[inline]
            fn view<'t>(packed: &'t Self, _: &'t Interner) -> Self {
                *packed
            }

            #[inline]
            fn rebase(packed: Self, _: &Interner, _: &mut Interner) -> Self {
                packed
            }

            fn shape() -> String {
                <Self as Value>::shape()
            }

            fn encode(packed: &Self, _: &Interner, out: &mut Vec<u8>) {
                Value::encode(packed, out);
            }

            fn decode(input: &mut Input<'_>, _: &mut Interner) -> Result<Self, DecodeError> {
                <Self as Value>::decode(input)
            }
        }
    )*};
}

scalar_keys! {
    u8: |x| (x as u64, 0);
    u16: |x| (x as u64, 0);
    u32: |x| (x as u64, 0);
    u64: |x| (x, 0);
    usize: |x| (x as u64, 0);
    i8: |x| (x as u64, 0);
    i16: |x| (x as u64, 0);
    i32: |x| (x as u64, 0);
    i64: |x| (x as u64, 0);
    isize: |x| (x as u64, 0);
    u128: |x| (x as u64, (x >> 64) as u64);
    i128: |x| (x as u64, (x >> 64) as u64);
    bool: |x| (x as u64, 0);
    char: |x| (x as u64, 0);
    (): |_x| (0, 0);
    Duration: |x| (x.as_secs(), x.subsec_nanos() as u64);
    BatchTime: |x| (x.as_duration().as_secs(), x.as_duration().subsec_nanos() as u64);
}
