//! Query 3, local items: who sells in category 10 from Oregon, Idaho or California? The query joins
//! auctions with their sellers, no matter how much later one of the two appears.
//!
//! Rows: name, city, state, auction. Every auction appears once, in the batch in which both are
//! known.
//!
//! `join` combines what two streams yield in one batch or window. A join without a time limit needs
//! a state per person: the person, and the auctions that arrive before the person is known. The
//! state is kept for ever, because the query has no time limit.

use streamdsl::prelude::*;

use crate::model::Event;
use crate::output::Output;
use crate::source::Events;

/// The category of the query.
pub const CATEGORY: u64 = 10;
/// The states of the query.
pub const STATES: [&str; 3] = ["OR", "ID", "CA"];

/// Name, city and state.
type Person = (String, String, String);

/// The state of a person.
#[derive(Clone, Record)]
enum Seller {
    Unknown { auctions: Vec<u64> },
    Known(Person),
}

/// New data of a person.
#[derive(Clone, Record)]
enum News {
    Registers(Person),
    Opens(u64),
}

/// The auctions of the category with their sellers, if these live in one of the states.
pub fn query(events: impl Events, output: impl Output) -> Pipeline {
    stream! {
        from(events)
            |> flat_map(news)
            |> map_with_state(|_, news, seller| news.and_then(|news| meet(news, seller)))
            |> flat_map(|found| found)
            |> flat_map(|(person, auctions)| auctions.into_iter().map(move |id| (person.clone(), id)))
            |> foreach(|((name, city, state), auction)| {
                output.row((name.as_str(), city.as_str(), state.as_str(), auction));
            })
    }
}

/// The data of a person in an event.
fn news(line: &str) -> Option<(u64, News)> {
    match Event::parse(line)? {
        Event::Person(person) if STATES.contains(&person.state) => {
            let who = (person.name.into(), person.city.into(), person.state.into());
            Some((person.id, News::Registers(who)))
        }
        Event::Auction(auction) if auction.category == CATEGORY => {
            Some((auction.seller, News::Opens(auction.id)))
        }
        _ => None,
    }
}

/// Adds new data. Returns the person, once known, with the auctions that were not yet returned.
fn meet(news: News, seller: &mut KeyState<'_, Seller>) -> Option<(Person, Vec<u64>)> {
    match (news, seller.get_mut()) {
        (News::Opens(auction), Some(Seller::Known(person))) => {
            return Some((person.clone(), vec![auction]));
        }
        (News::Opens(auction), Some(Seller::Unknown { auctions })) => auctions.push(auction),
        (News::Opens(auction), None) => seller.update(Seller::Unknown { auctions: vec![auction] }),
        (News::Registers(person), before) => {
            let waiting = match before {
                Some(Seller::Unknown { auctions }) => std::mem::take(auctions),
                _ => Vec::new(),
            };
            seller.update(Seller::Known(person.clone()));
            return Some((person, waiting));
        }
    }
    None
}
