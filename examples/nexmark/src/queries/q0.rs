//! Query 0, pass-through: reads every bid and passes it on with all its text.
//!
//! Rows: auction, bidder, price, time, extra.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// Every bid.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(Bid::parse)
            |> map(|bid| (bid.auction, bid.bidder, bid.price, bid.date_time, bid.extra))
            |> foreach(|row| output.row(row))
    }
}
