//! Query 1, currency: the price of every bid in euros, 0.908 to the dollar.
//!
//! Rows: auction, bidder, price, time, extra. The price is exact, in thousandths of a cent: an
//! integer, where SQL has a decimal with three places.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// Thousandths of a euro that a dollar is worth.
pub const RATE: u64 = 908;

/// Every bid in euros.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(Bid::parse)
            |> map(|bid| (bid.auction, bid.bidder, bid.price * RATE, bid.date_time, bid.extra))
            |> foreach(|row| output.row(row))
    }
}
