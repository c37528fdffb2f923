//! The meaning of the queries, as slow and simple loops over all events at once.
//!
//! `events` are the events of complete batches from the start, in order. `end` is the end of the
//! last batch. A window that is not full then is emitted with what it has. Rows go to the output in
//! any order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Auction, Bid, Event, Person};
use crate::output::Output;
use crate::queries::{q1, q2, q3, q6, q8};
use crate::source::BATCH_MS;

/// Outputs the rows of the query with this name. Returns whether there is such a query.
pub fn by_name(name: &str, events: &[Event<'_>], end: u64, output: &impl Output) -> bool {
    match name {
        "q0" => q0(events, output),
        "q1" => q1(events, output),
        "q2" => q2(events, output),
        "q3" => q3(events, output),
        "q4" => q4(events, end, output),
        "q5" => q5(events, end, output),
        "q6" => q6(events, end, output),
        "q7" => q7(events, end, output),
        "q8" => q8(events, end, output),
        _ => return false,
    }
    true
}

fn bids<'e, 'a>(events: &'e [Event<'a>]) -> impl Iterator<Item = &'e Bid<'a>> {
    events.iter().filter_map(|event| if let Event::Bid(bid) = event { Some(bid) } else { None })
}

fn auctions<'e, 'a>(events: &'e [Event<'a>]) -> impl Iterator<Item = &'e Auction<'a>> {
    events
        .iter()
        .filter_map(|event| if let Event::Auction(auction) = event { Some(auction) } else { None })
}

fn people<'e, 'a>(events: &'e [Event<'a>]) -> impl Iterator<Item = &'e Person<'a>> {
    events
        .iter()
        .filter_map(|event| if let Event::Person(person) = event { Some(person) } else { None })
}

/// The bids of each auction.
fn bids_by_auction<'e, 'a>(events: &'e [Event<'a>]) -> HashMap<u64, Vec<&'e Bid<'a>>> {
    let mut by_auction: HashMap<u64, Vec<_>> = HashMap::new();
    bids(events).for_each(|bid| by_auction.entry(bid.auction).or_default().push(bid));
    by_auction
}

fn q0(events: &[Event<'_>], output: &impl Output) {
    for bid in bids(events) {
        output.row((bid.auction, bid.bidder, bid.price, bid.date_time, bid.extra));
    }
}

fn q1(events: &[Event<'_>], output: &impl Output) {
    for bid in bids(events) {
        output.row((bid.auction, bid.bidder, bid.price * q1::RATE, bid.date_time, bid.extra));
    }
}

fn q2(events: &[Event<'_>], output: &impl Output) {
    for bid in bids(events) {
        if bid.auction.is_multiple_of(q2::EVERY) {
            output.row((bid.auction, bid.price));
        }
    }
}

fn q3(events: &[Event<'_>], output: &impl Output) {
    let people: HashMap<u64, &Person<'_>> =
        people(events).map(|person| (person.id, person)).collect();
    for auction in auctions(events).filter(|auction| auction.category == q3::CATEGORY) {
        if let Some(person) = people.get(&auction.seller)
            && q3::STATES.contains(&person.state)
        {
            output.row((person.name, person.city, person.state, auction.id));
        }
    }
}

fn q4(events: &[Event<'_>], end: u64, output: &impl Output) {
    let by_auction = bids_by_auction(events);
    let mut shown: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    for now in (BATCH_MS..=end).step_by(BATCH_MS as usize) {
        let mut totals: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
        for auction in auctions(events).filter(|auction| auction.date_time < now) {
            let bids = by_auction.get(&auction.id).into_iter().flatten();
            let counting = bids.filter(|bid| {
                bid.date_time < now
                    && (auction.date_time..=auction.expires).contains(&bid.date_time)
            });
            if let Some(highest) = counting.map(|bid| bid.price).max() {
                let (sum, count) = totals.entry(auction.category).or_default();
                *sum += highest;
                *count += 1;
            }
        }
        for (category, (sum, count)) in totals {
            if shown.insert(category, (sum, count)) != Some((sum, count)) {
                output.row((category, sum, count));
            }
        }
    }
}

fn q5(events: &[Event<'_>], end: u64, output: &impl Output) {
    for window_end in (2000..=end.next_multiple_of(2000)).step_by(2000) {
        let window = window_end.saturating_sub(10_000)..window_end;
        let mut counts: HashMap<u64, u64> = HashMap::new();
        for bid in bids(events).filter(|bid| window.contains(&bid.date_time)) {
            *counts.entry(bid.auction).or_default() += 1;
        }
        let most = counts.values().copied().max();
        for (auction, count) in counts {
            if Some(count) == most {
                output.row((window_end, auction, count));
            }
        }
    }
}

fn q6(events: &[Event<'_>], end: u64, output: &impl Output) {
    let by_auction = bids_by_auction(events);
    let mut ended: Vec<_> = auctions(events).filter(|auction| auction.expires <= end).collect();
    ended.sort_by_key(|auction| (auction.expires, auction.id));
    let mut sold: HashMap<u64, Vec<(u64, u64)>> = HashMap::new();
    for auction in ended {
        let bids = by_auction.get(&auction.id).into_iter().flatten();
        let valid = bids.filter(|bid| {
            bid.price >= auction.reserve
                && (auction.date_time..auction.expires).contains(&bid.date_time)
        });
        let Some(winner) = valid.min_by_key(|bid| (u64::MAX - bid.price, bid.date_time)) else {
            continue;
        };
        let sold = sold.entry(auction.seller).or_default();
        sold.push((winner.date_time, winner.price));
        sold.sort_unstable();
        let last = &sold[sold.len().saturating_sub(q6::LAST)..];
        let sum: u64 = last.iter().map(|(_, price)| price).sum();
        let mean = (sum * 2 + last.len() as u64) / (last.len() as u64 * 2);
        output.row((auction.seller, mean));
    }
}

fn q7(events: &[Event<'_>], end: u64, output: &impl Output) {
    for window_end in (10_000..=end.next_multiple_of(10_000)).step_by(10_000) {
        let window = window_end - 10_000..window_end;
        let inside = || bids(events).filter(|bid| window.contains(&bid.date_time));
        let highest = inside().map(|bid| bid.price).max();
        for bid in inside().filter(|bid| Some(bid.price) == highest) {
            output.row((bid.auction, bid.bidder, bid.price, bid.date_time, bid.extra));
        }
    }
}

fn q8(events: &[Event<'_>], end: u64, output: &impl Output) {
    for start in (0..end).step_by(q8::WINDOW_MS as usize) {
        let window = start..start + q8::WINDOW_MS;
        let sellers: BTreeSet<u64> = auctions(events)
            .filter(|auction| window.contains(&auction.date_time))
            .map(|auction| auction.seller)
            .collect();
        let new: BTreeSet<(u64, &str)> = people(events)
            .filter(|person| window.contains(&person.date_time))
            .map(|person| (person.id, person.name))
            .collect();
        for (id, name) in new.into_iter().filter(|(id, _)| sellers.contains(id)) {
            output.row((id, name, start));
        }
    }
}
