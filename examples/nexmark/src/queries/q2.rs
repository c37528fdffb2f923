//! Query 2, selection: the bids on the auctions whose number is a multiple of 123.
//!
//! Rows: auction, price.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// Bids are selected if the number of their auction is a multiple of this.
pub const EVERY: u64 = 123;

/// The bids on every 123rd auction.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(Bid::parse)
            |> filter(|bid| bid.auction % EVERY == 0)
            |> map(|bid| (bid.auction, bid.price))
            |> foreach(|row| output.row(row))
    }
}
