//! Query 8, monitor new users: who registered and opened an auction within the same ten seconds?
//!
//! Rows: person, name, start of the window. Each person has at most one row in a window, however
//! many auctions that person opens.

use streamdsl::prelude::*;

use crate::model::{Auction, Person};
use crate::output::Output;
use crate::source::Events;

/// The length of a window in milliseconds.
pub const WINDOW_MS: u64 = 10_000;

/// The people who registered and opened an auction in the same window.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        batch_interval = 1s;
        let events = from(events);
        let sellers = events
            |> flat_map(Auction::parse)
            |> map(|auction| auction.seller)
            |> distinct
            |> window(10s, 10s)
            |> distinct
            |> map(|seller| (seller, ()));
        events
            |> flat_map(Person::parse)
            |> map(|person| (person.id, person.name, person.date_time / WINDOW_MS * WINDOW_MS))
            |> window(10s, 10s)
            |> distinct
            |> map(|(id, name, start)| (id, (name, start)))
            |> join(sellers)
            |> foreach(|(id, ((name, start), ()))| output.row((id, name, start)));
    }
}
