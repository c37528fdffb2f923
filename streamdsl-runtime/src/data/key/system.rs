//! Keys of the standard library that are packed as plain numbers: times and addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::data::codec::{DecodeError, Input};
use crate::data::key::{FromView, Interner, Key, KeyFamily, Packer, PageBytes};
use crate::data::record::Value;
use crate::data::record::system::{from_epoch, since_epoch};

/// Declares keys by what they are packed as.
macro_rules! packed_keys {
    ($($key:ty as $packed:ty: |$from:ident| $pack:expr, |$bits:ident| $unpack:expr;)*) => {$(
        impl Key for $key {
            type Family = Self;

            #[inline]
            fn pack(&self, _: &mut Packer<'_>) -> $packed {
                let $from = *self;
                $pack
            }
        }

        impl KeyFamily for $key {
            type Packed = $packed;
            type View<'t> = Self;

            #[inline]
            fn view<'t>(packed: &'t $packed, _: &'t Interner) -> Self {
                let $bits = *packed;
                $unpack
            }

            #[inline]
            fn rebase(packed: $packed, _: &Interner, _: &mut Interner) -> $packed {
                packed
            }

            fn shape() -> String {
                <Self as Value>::shape()
            }

            fn encode(packed: &$packed, interner: &Interner, out: &mut Vec<u8>) {
                Self::view(packed, interner).encode(out);
            }

            fn decode(
                input: &mut Input<'_>,
                interner: &mut Interner,
            ) -> Result<$packed, DecodeError> {
                let key = <Self as Value>::decode(input)?;
                Ok(key.pack(&mut Packer::new(PageBytes::none(), interner)))
            }
        }

        impl FromView<'_> for $key {
            #[inline]
            fn from_view(view: Self) -> Self {
                view
            }
        }
    )*};
}

packed_keys! {
    // Only times that exist are packed.
    SystemTime as (i64, u32): |time| since_epoch(time), |bits| from_epoch(bits).unwrap_or(UNIX_EPOCH);
    Ipv4Addr as u32: |address| address.to_bits(), |bits| Self::from_bits(bits);
    Ipv6Addr as u128: |address| address.to_bits(), |bits| Self::from_bits(bits);
    IpAddr as (bool, u128): |address| match address {
        Self::V4(address) => (false, address.to_bits().into()),
        Self::V6(address) => (true, address.to_bits()),
    }, |bits| match bits {
        (false, bits) => Self::V4(Ipv4Addr::from_bits(bits as u32)),
        (true, bits) => Self::V6(Ipv6Addr::from_bits(bits)),
    };
}
