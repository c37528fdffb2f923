//! Saves and loads tables.

use crate::data::codec::{DecodeError, Input, put_count};
use crate::data::key::{KeyFamily, Packed};
use crate::data::record::Value;
use crate::stages::keyed::Table;
use crate::state::Owner;

impl<F: KeyFamily, V> Table<F, V> {
    /// Writes the keys for which `saved` returns a value, each with that value. The format is a
    /// count, then each key followed by its value.
    pub(crate) fn save<S: Value>(&self, out: &mut Vec<u8>, saved: impl Fn(&V) -> Option<&S>) {
        let entries = self.buckets.iter().filter_map(|bucket| {
            let value = saved(bucket.value.as_ref()?)?;
            Some((&bucket.key, value))
        });
        put_count(out, entries.clone().count());
        for (key, value) in entries {
            F::encode(key, &self.interner, out);
            value.encode(out);
        }
    }

    /// The same as [`save`](Self::save), for values that `saved` must create.
    pub(crate) fn save_with<S: Value>(&self, out: &mut Vec<u8>, saved: impl Fn(&V) -> Option<S>) {
        let entries: Vec<_> =
            self.packed().filter_map(|(key, value)| Some((key, saved(value)?))).collect();
        put_count(out, entries.len());
        for (key, value) in entries {
            F::encode(key, &self.interner, out);
            value.encode(out);
        }
    }

    /// Reads what [`save`](Self::save) wrote, and keeps the keys that `owner` owns.
    pub(crate) fn load<S: Value>(
        &mut self,
        input: &mut Input<'_>,
        owner: Owner,
        put: impl Fn(&mut V, S),
    ) -> Result<(), DecodeError>
    where
        V: Default,
    {
        for _ in 0..input.count()? {
            let key = F::decode(input, &mut self.interner)?;
            let value = S::decode(input)?;
            if owner.owns(key.hash(self.seed())) {
                put(self.entry(key), value);
            }
        }
        Ok(())
    }
}
