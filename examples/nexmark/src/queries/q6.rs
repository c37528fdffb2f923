//! Query 6, average selling price by seller: the mean price of the last ten auctions that each
//! seller has sold.
//!
//! An auction sells at its end, to the highest bid (of equal ones the earliest) that was made from
//! its opening and before its end and is not below its reserve. At each sale the seller has a row:
//! seller, rounded mean of the last ten prices, by the time of the bid and then by price. This
//! is the definition of Apache Beam; the SQL form does not run on most systems.
//!
//! `update_state_by_key` checks each open auction in every batch and so finds its end; there is no
//! timer per key. The sales of one batch are sorted by the end of the auction.

use streamdsl::prelude::*;

use super::offer::{self, Offer};
use crate::output::Output;
use crate::source::Events;

/// The number of prices in the mean.
pub const LAST: usize = 10;

/// End and number of the auction, for the order; time and price of the bid.
type Sale = ((u64, u64), (u64, u64));

/// The mean price of each seller's last sales, at each sale.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(offer::news)
            |> update_state_by_key(|news, offer, _auction, time| {
                let counts = |offer: &Offer, price, at| {
                    price >= offer.reserve && offer.date_time <= at && at < offer.expires
                };
                Offer::follow(news, offer, counts, |offer| offer.expires <= time.as_millis())
            })
            |> filter(|(_, offer)| offer.closed)
            |> flat_map(|(auction, offer)| sale(auction, &offer))
            |> group_by_key
            |> map_with_state(|seller, sales, last| {
                (seller, sales.map(|sales| means(sales, last)).unwrap_or_default())
            })
            |> flat_map_values(|means| means)
            |> foreach(|row| output.row(row))
    }
}

fn sale(auction: u64, offer: &Offer) -> Option<(u64, Sale)> {
    let (price, at) = offer.best?;
    Some((offer.seller, ((offer.expires, auction), (at, price))))
}

/// The mean after each sale.
fn means(mut sales: Vec<Sale>, last: &mut KeyState<'_, Vec<(u64, u64)>>) -> Vec<u64> {
    sales.sort_unstable();
    let mut prices = last.get().cloned().unwrap_or_default();
    let means = sales.into_iter().map(|(_, bid)| {
        prices.push(bid);
        prices.sort_unstable();
        if prices.len() > LAST {
            prices.remove(0);
        }
        rounded_mean(prices.iter().map(|(_, price)| *price))
    });
    let means = means.collect();
    last.update(prices);
    means
}

fn rounded_mean(prices: impl ExactSizeIterator<Item = u64>) -> u64 {
    let count = prices.len().max(1) as u64;
    (prices.sum::<u64>() + count / 2) / count
}
