//! Query 7, highest bid: the highest bids of each ten seconds, in consecutive windows.
//!
//! Rows: auction, bidder, price, time, extra. All bids at the highest price have a row.
//!
//! Only the highest bids of each batch and worker go into the window, so it holds few records. They
//! are tuples, because an operator cannot keep a struct that borrows from the input.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// The highest bids of each window.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        batch_interval = 1s;
        from(events)
            |> flat_map(Bid::parse)
            |> map(|bid| (bid.auction, bid.bidder, bid.price, bid.date_time, bid.extra))
            |> map_partitions(|bids| highest(|| bids.iter()))
            |> window(10s, 10s)
            |> transform(|bids| highest(|| bids.iter()))
            |> foreach(|row| output.row(row))
    }
}

type Row<'a> = (u64, u64, u64, u64, &'a str);

/// The bids with the highest price.
fn highest<'a, I: Iterator<Item = Row<'a>>>(bids: impl Fn() -> I) -> Vec<Row<'a>> {
    let highest = bids().map(|bid| bid.2).max();
    bids().filter(|bid| Some(bid.2) == highest).collect()
}
