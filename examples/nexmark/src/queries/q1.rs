//! Query 1, currency: the price of every bid in euros, at 0.908 euros per dollar.
//!
//! Rows: auction, bidder, price, time, extra. The price is an exact integer in thousandths of a
//! cent, where SQL has a decimal with three places.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// The value of a dollar in thousandths of a euro.
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
