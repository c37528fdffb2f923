//! Tuples and options of keys.

use crate::data::codec::{DecodeError, Input};
use crate::data::key::Interner;
use crate::data::key::{Key, KeyFamily, Packed, PackedOf, Packer, Seed};

/// Declares the tuples: the letters are the types of the members, the numbers their positions.
macro_rules! tuple_keys {
    ($(($($K:ident $at:tt),+);)*) => {$(
        impl<$($K: Key),+> Key for ($($K,)+) {
            type Family = ($($K::Family,)+);

            #[inline]
            fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<Self::Family> {
                ($(self.$at.pack(packer),)+)
            }
        }

        impl<$($K: Packed),+> Packed for ($($K,)+) {
            type BucketAlign = ();

            #[inline]
            fn hash(self, seed: Seed) -> u64 {
                let mut hash = 0;
                $(hash = if $at == 0 { self.$at.hash(seed) } else { seed.fold(hash, self.$at.hash(seed)) };)+
                hash
            }
        }

        impl<$($K: KeyFamily),+> KeyFamily for ($($K,)+) {
            type Packed = ($($K::Packed,)+);
            type View<'t> = ($($K::View<'t>,)+);

            #[inline]
            fn view<'t>(packed: &'t Self::Packed, interner: &'t Interner) -> Self::View<'t> {
                ($($K::view(&packed.$at, interner),)+)
            }

            #[inline]
            fn rebase(packed: Self::Packed, from: &Interner, to: &mut Interner) -> Self::Packed {
                ($($K::rebase(packed.$at, from, to),)+)
            }

            fn shape() -> String {
                format!("({})", [$($K::shape()),+].join(", "))
            }

            fn encode(packed: &Self::Packed, interner: &Interner, out: &mut Vec<u8>) {
                $($K::encode(&packed.$at, interner, out);)+
            }

            fn decode(
                input: &mut Input<'_>,
                interner: &mut Interner,
            ) -> Result<Self::Packed, DecodeError> {
                Ok(($($K::decode(input, interner)?,)+))
            }
        }
    )*};
}

tuple_keys! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, G 5);
}

impl<K: Key> Key for Option<K> {
    type Family = Option<K::Family>;

    #[inline]
    fn pack(&self, packer: &mut Packer<'_>) -> PackedOf<Self::Family> {
        self.as_ref().map(|key| key.pack(packer))
    }
}

impl<P: Packed> Packed for Option<P> {
    type BucketAlign = ();

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        match self {
            None => seed.fold(0, 1),
            Some(key) => seed.fold(key.hash(seed), 2),
        }
    }
}

impl<F: KeyFamily> KeyFamily for Option<F> {
    type Packed = Option<F::Packed>;
    type View<'t> = Option<F::View<'t>>;

    #[inline]
    fn view<'t>(packed: &'t Self::Packed, interner: &'t Interner) -> Self::View<'t> {
        packed.as_ref().map(|key| F::view(key, interner))
    }

    #[inline]
    fn rebase(packed: Self::Packed, from: &Interner, to: &mut Interner) -> Self::Packed {
        packed.map(|key| F::rebase(key, from, to))
    }

    fn shape() -> String {
        format!("Option<{}>", F::shape())
    }

    fn encode(packed: &Self::Packed, interner: &Interner, out: &mut Vec<u8>) {
        out.push(packed.is_some().into());
        if let Some(key) = packed {
            F::encode(key, interner, out);
        }
    }

    fn decode(input: &mut Input<'_>, interner: &mut Interner) -> Result<Self::Packed, DecodeError> {
        let at = input.clone();
        match input.array()? {
            [0] => Ok(None),
            [1] => F::decode(input, interner).map(Some),
            [tag] => Err(at.error(format!("found {tag}, expected 0 or 1 to mark an option"))),
        }
    }
}
