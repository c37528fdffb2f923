//! The expected result of the query, counted from the generated events.

use std::collections::BTreeMap;

use crate::campaigns::campaign;
use crate::generator::Generator;

/// Views by end of the window in milliseconds and by campaign, of this many seconds. The last window
/// may not be full.
pub fn views(generator: &Generator, seconds: u64) -> BTreeMap<(u64, u32), u64> {
    let mut views = BTreeMap::new();
    for draft in (0..seconds).flat_map(|second| generator.drafts(second)) {
        if draft.event_type == 0 {
            let end = (draft.time / 10_000 + 1) * 10_000;
            *views.entry((end, campaign(draft.ad))).or_default() += 1;
        }
    }
    views
}
