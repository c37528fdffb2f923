//! Optional records and values.

use std::num::NonZeroUsize;

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::record::{Column, Record, Value};

/// A column of optional records: a column of the records that are present, and for each optional
/// record its index in that column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Optional<C> {
    present: C,
    /// One more than the index in `present`; `None` for a record that is absent.
    places: Vec<Option<NonZeroUsize>>,
}

impl<C: Column> Optional<C> {
    /// Appends a record that is present: `store` stores it.
    #[doc(hidden)]
    #[inline]
    pub fn push_present(&mut self, store: impl FnOnce(&mut C)) {
        store(&mut self.present);
        memory::push(&mut self.places, NonZeroUsize::new(self.present.len()));
    }

    /// Appends a record that is absent.
    #[doc(hidden)]
    #[inline]
    pub fn push_absent(&mut self) {
        memory::push(&mut self.places, None);
    }
}

impl<C: Column> Column for Optional<C> {
    type Owned = Option<C::Owned>;
    type View<'a> = Option<C::View<'a>>;

    fn len(&self) -> usize {
        self.places.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<Self::View<'_>> {
        match self.places.get(index)? {
            None => Some(None),
            Some(place) => self.present.get(place.get() - 1).map(Some),
        }
    }

    fn push_owned(&mut self, owned: Self::Owned) {
        let place = owned.and_then(|owned| {
            self.present.push_owned(owned);
            NonZeroUsize::new(self.present.len())
        });
        memory::push(&mut self.places, place);
    }

    fn append(&mut self, other: &mut Self) {
        let before = self.present.len();
        self.present.append(&mut other.present);
        let moved = |place: NonZeroUsize| place.saturating_add(before);
        self.places.extend(other.places.drain(..).map(|place| place.map(moved)));
    }

    fn clear(&mut self) {
        self.present.clear();
        self.places.clear();
    }

    fn usage(&self) -> Usage {
        self.present.usage() + Usage::of_vec(&self.places)
    }

    fn shape() -> String {
        format!("Option<{}>", C::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.places.len());
        out.extend(self.places.iter().map(|place| u8::from(place.is_some())));
        self.present.encode(out);
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        let Some(place) = self.places.get(index) else { return };
        place.is_some().encode(out);
        if let Some(place) = place {
            self.present.encode_owned(place.get() - 1, out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let mut places = Vec::new();
        let mut count = 0;
        for &mark in input.bytes()? {
            if mark > 1 {
                return Err(at.error(format!("found {mark}, expected 0 or 1 to mark an option")));
            }
            count += usize::from(mark);
            places.push(if mark == 0 { None } else { NonZeroUsize::new(count) });
        }
        let present = C::decode(input)?;
        if present.len() != count {
            return Err(
                at.error(format!("{count} records marked as present, {} found", present.len()))
            );
        }
        Ok(Self { present, places })
    }
}

impl<R: Record> Record for Option<R> {
    type Owned = Option<R::Owned>;
    type Column = Optional<R::Column>;

    #[inline]
    fn into_owned(self) -> Self::Owned {
        self.map(R::into_owned)
    }

    #[inline]
    fn store(self, column: &mut Self::Column) {
        let place = self.and_then(|record| {
            record.store(&mut column.present);
            NonZeroUsize::new(column.present.len())
        });
        memory::push(&mut column.places, place);
    }
}

impl<T: Value> Value for Option<T> {
    const HAS_HEAP: bool = T::HAS_HEAP;

    fn heap_size(&self) -> usize {
        self.as_ref().map_or(0, T::heap_size)
    }

    fn shape() -> String {
        format!("Option<{}>", T::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        self.is_some().encode(out);
        if let Some(value) = self {
            value.encode(out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        if <bool as Value>::decode(input)? { T::decode(input).map(Some) } else { Ok(None) }
    }
}
