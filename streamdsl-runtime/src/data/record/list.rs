//! Lists of records, such as the groups of `group_by_key`.

use std::ops::Range;

use crate::base::memory::{self, Usage};
use crate::data::codec::{DecodeError, Input, put_count, put_varint};
use crate::data::record::values::{decode_all, encode_all, heap_of};
use crate::data::record::{Column, Record, Value};

/// A column of lists: the members of all lists in one column, and the end of each list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists<C> {
    members: C,
    ends: Vec<usize>,
}

impl<C> Lists<C> {
    /// The places of the members of the list at `index`.
    fn range(&self, index: usize) -> Option<Range<usize>> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before));
        Some(start.copied().unwrap_or(0)..end)
    }
}

impl<C: Column> Column for Lists<C> {
    type Owned = Vec<C::Owned>;
    type View<'a> = Vec<C::View<'a>>;

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, index: usize) -> Option<Vec<C::View<'_>>> {
        self.range(index)?.map(|member| self.members.get(member)).collect()
    }

    fn push_owned(&mut self, owned: Self::Owned) {
        for member in owned {
            self.members.push_owned(member);
        }
        self.ends.push(self.members.len());
    }

    fn append(&mut self, other: &mut Self) {
        let before = self.members.len();
        self.members.append(&mut other.members);
        self.ends.extend(other.ends.drain(..).map(|end| end + before));
    }

    fn clear(&mut self) {
        self.members.clear();
        self.ends.clear();
    }

    fn usage(&self) -> Usage {
        self.members.usage() + Usage::of_vec(&self.ends)
    }

    fn shape() -> String {
        format!("Vec<{}>", C::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        put_count(out, self.ends.len());
        let mut start = 0;
        for &end in &self.ends {
            put_varint(out, (end - start) as u64);
            start = end;
        }
        self.members.encode(out);
    }

    fn encode_owned(&self, index: usize, out: &mut Vec<u8>) {
        let Some(range) = self.range(index) else { return };
        put_count(out, range.len());
        for member in range {
            self.members.encode_owned(member, out);
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let count = input.count()?;
        let mut ends = Vec::with_capacity(input.capacity::<usize>(count));
        let mut end = 0_usize;
        for _ in 0..count {
            let length = usize::try_from(input.varint()?).unwrap_or(usize::MAX);
            end = end.saturating_add(length);
            ends.push(end);
        }
        let members = C::decode(input)?;
        if members.len() != end {
            return Err(
                at.error(format!("the lists have {end} members, but {} follow", members.len()))
            );
        }
        Ok(Self { members, ends })
    }
}

impl<R: Record> Record for Vec<R> {
    type Owned = Vec<R::Owned>;
    type Column = Lists<R::Column>;

    fn into_owned(self) -> Vec<R::Owned> {
        self.into_iter().map(Record::into_owned).collect()
    }

    fn store(self, column: &mut Lists<R::Column>) {
        for member in self {
            member.store(&mut column.members);
        }
        memory::push(&mut column.ends, column.members.len());
    }
}

impl<T: Value> Value for Vec<T> {
    const HAS_HEAP: bool = true;

    fn heap_size(&self) -> usize {
        self.capacity() * size_of::<T>() + heap_of(self)
    }

    fn shape() -> String {
        format!("Vec<{}>", T::shape())
    }

    fn encode(&self, out: &mut Vec<u8>) {
        encode_all(self, out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        decode_all(input)
    }
}
