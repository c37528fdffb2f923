//! Query 5, hot items: which auctions had the most bids in the last ten seconds? The query
//! answers every two seconds.
//!
//! Rows: end of the window, auction, bids. All auctions with the most bids have a row. Windows
//! before the first ten seconds are over are partial.
//!
//! The counts are kept in panes of two seconds. Each worker finds the maximum of its auctions, and
//! the first worker finds the maximum of all.

use streamdsl::prelude::*;

use crate::model::Bid;
use crate::output::Output;
use crate::source::Events;

/// The auctions with the most bids of each window.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        batch_interval = 1s;
        from(events)
            |> flat_map(Bid::parse)
            |> map(|bid| (bid.auction, 1_u64))
            |> reduce_by_key(+)
            |> window(10s, 2s)
            |> map_partitions(|counts| most(counts.collect()))
            |> transform(|counts, time| {
                let hottest = most(counts.collect());
                hottest.into_iter().map(move |(auction, bids)| (time.as_millis(), auction, bids))
            })
            |> foreach(|row| output.row(row))
    }
}

/// The auctions with the highest count.
fn most(mut counts: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    let most = counts.iter().map(|(_, count)| *count).max();
    counts.retain(|(_, count)| Some(*count) == most);
    counts
}
