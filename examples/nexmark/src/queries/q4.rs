//! Query 4, average price for a category: takes the highest bid of each auction between its opening
//! and its end (both inclusive), and the average of these in each category. Each bid updates it.
//!
//! Rows: category, sum of the highest bids in cents, number of auctions. So the average is exact. A
//! category has a row in each batch in which sum or number changes.
//!
//! The state of an auction is kept until the auction ends: `update_state_by_key` checks each open
//! auction in every batch, and there are few. An auction adds the difference to its previous
//! highest bid, so a higher bid replaces the lower one. Bids before the auction opens do not count
//! and are not kept, because all events of the same time are in one batch.

use streamdsl::prelude::*;

use super::offer::{self, Offer};
use crate::output::Output;
use crate::source::Events;

/// The running average of the highest bids in each category.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(offer::news)
            |> update_state_by_key(|news, offer, _auction, time| {
                let counts = |offer: &Offer, _, at| offer.date_time <= at && at <= offer.expires;
                Offer::follow(news, offer, counts, |offer| offer.expires < time.as_millis())
            })
            |> flat_map(|(_, offer)| gained(&offer))
            |> reduce_by_key(both)
            |> map_with_state(|category, gained, total| (category, add(gained, total)))
            |> foreach(|(category, (sum, auctions))| output.row((category, sum, auctions)))
    }
}

/// What the bids of a batch add to the category: a difference of prices, and, with the first bid,
/// an auction.
fn gained(offer: &Offer) -> Option<(u64, (u64, u64))> {
    let (best, _) = offer.best?;
    let gained = best - offer.before.unwrap_or(0);
    (gained > 0).then_some((offer.category, (gained, u64::from(offer.before.is_none()))))
}

fn both(a: (u64, u64), b: (u64, u64)) -> (u64, u64) {
    (a.0 + b.0, a.1 + b.1)
}

fn add(gained: Option<(u64, u64)>, total: &mut KeyState<'_, (u64, u64)>) -> (u64, u64) {
    let sum = both(total.get().copied().unwrap_or_default(), gained.unwrap_or_default());
    total.update(sum);
    sum
}
