//! Query 3, local items: who sells in category 10 from Oregon, Idaho or California? The query joins
//! auctions with their sellers, whatever time passes between the two.
//!
//! Rows: name, city, state, auction. Every auction appears once, in the batch in which both the
//! auction and its seller are known.
//!
//! `join` joins the records of two streams in one batch or window. A join without a time limit
//! needs a state for each person: the person, and until the person is known, the person's auctions.
//! The state is never removed, because the query sets no time limit.

use streamdsl::prelude::*;

use crate::model::Event;
use crate::output::Output;
use crate::source::Events;

/// The category that the query selects.
pub const CATEGORY: u64 = 10;
/// The states that the query selects.
pub const STATES: [&str; 3] = ["OR", "ID", "CA"];

/// The name, city and state of a person.
type Person = (String, String, String);

/// The state of a seller.
#[derive(Clone, Record)]
enum Seller {
    Unknown { auctions: Vec<u64> },
    Known(Person),
}

/// An event about a seller.
#[derive(Clone, Record)]
enum News {
    Registers(Person),
    Opens(u64),
}

/// The auctions of the category, with their sellers, if the sellers live in one of the states.
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

/// The seller that an event is about, and the news about the seller.
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

/// Updates the state of a seller. Once the person is known, returns the person with the auctions
/// that were not returned before.
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
