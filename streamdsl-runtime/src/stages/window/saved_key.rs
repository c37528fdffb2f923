//! The saved form of one key and its panes.

use crate::data::codec::{DecodeError, Input, put_count, put_varint};
use crate::data::key::Interner;
use crate::data::key::{KeyFamily, PackedOf};
use crate::data::record::Value;

/// Writes one key, its panes, the number of turned panes, and the running total, if there is one.
/// Turned panes are combined from the youngest to the oldest, on which the last digits of
/// floating-point results depend.
pub(super) fn encode_key<'v, F: KeyFamily, V: Value>(
    (key, interner): (&PackedOf<F>, &Interner),
    panes: impl ExactSizeIterator<Item = (u64, &'v V)>,
    turned: usize,
    total: Option<&V>,
    out: &mut Vec<u8>,
) {
    F::encode(key, interner, out);
    put_count(out, panes.len());
    for (pane, value) in panes {
        put_varint(out, pane);
        value.encode(out);
    }
    put_count(out, turned);
    out.push(total.is_some().into());
    if let Some(total) = total {
        total.encode(out);
    }
}

/// One key from saved state.
pub(super) struct SavedKey<F: KeyFamily, V> {
    pub(super) key: PackedOf<F>,
    pub(super) panes: Vec<(u64, V)>,
    pub(super) turned: usize,
    pub(super) total: Option<V>,
}

impl<F: KeyFamily, V: Value> SavedKey<F, V> {
    /// Reads what [`encode_key`] wrote.
    pub(super) fn decode(
        input: &mut Input<'_>,
        interner: &mut Interner,
    ) -> Result<Self, DecodeError> {
        let key = F::decode(input, interner)?;
        let count = input.count()?;
        let mut panes: Vec<(u64, V)> = Vec::with_capacity(input.capacity::<(u64, V)>(count));
        for _ in 0..count {
            let at = input.clone();
            let pane = input.varint()?;
            if panes.last().is_some_and(|(last, _)| *last >= pane) {
                return Err(at.error(format!("pane {pane} is out of order")));
            }
            panes.push((pane, V::decode(input)?));
        }
        let at = input.clone();
        let turned = usize::try_from(input.varint()?).unwrap_or(usize::MAX);
        if turned > panes.len() {
            return Err(at.error(format!("{turned} turned panes, but only {} panes", panes.len())));
        }
        let total = Option::<V>::decode(input)?;
        Ok(Self { key, panes, turned, total })
    }
}
