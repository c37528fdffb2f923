//! The queries in Renoir. They follow its own examples, and yield the rows that are defined here.
//!
//! A window of Renoir begins with the first event of a key. To make the results comparable, the
//! number of the window is part of the key instead; this is less work than its windows. Its
//! examples join two streams; here they are grouped by one key, so each line is read once. Queries
//! 4 and 6 are left out: they yield rows while events arrive, but a Renoir program over a finite
//! input yields rows at the end.

use renoir::Stream;
use renoir::operator::Operator;
use renoir::prelude::*;
use streamdsl_nexmark::model::{Bid, Event};
use streamdsl_nexmark::output::Row;
use streamdsl_nexmark::queries::{q1, q2, q3, q8};

use super::SECONDS;
use crate::words::renoir::{context, lines};

type Query = fn(&'static str, usize) -> u64;

/// Each query, by its name: lines of events and a number of workers to the sum of digests.
pub(super) const QUERIES: [(&str, Query); 7] =
    [("q0", q0), ("q1", q1), ("q2", q2), ("q3", q3), ("q5", q5), ("q7", q7), ("q8", q8)];

fn q0(text: &'static str, workers: usize) -> u64 {
    let context = context(workers);
    let rows = lines(&context, text)
        .filter_map(Bid::parse)
        .map(|bid| digest((bid.auction, bid.bidder, bid.price, bid.date_time, bid.extra)));
    sum(context, rows)
}

fn q1(text: &'static str, workers: usize) -> u64 {
    let context = context(workers);
    let rows = lines(&context, text).filter_map(Bid::parse).map(|bid| {
        digest((bid.auction, bid.bidder, bid.price * q1::RATE, bid.date_time, bid.extra))
    });
    sum(context, rows)
}

fn q2(text: &'static str, workers: usize) -> u64 {
    let context = context(workers);
    let rows = lines(&context, text)
        .filter_map(Bid::parse)
        .filter(|bid| bid.auction % q2::EVERY == 0)
        .map(|bid| digest((bid.auction, bid.price)));
    sum(context, rows)
}

/// Name, city and state.
type Home = (String, String, String);

fn q3(text: &'static str, workers: usize) -> u64 {
    let context = context(workers);
    let rows = lines(&context, text)
        .filter_map(|line| match Event::parse(line)? {
            Event::Person(person) if q3::STATES.contains(&person.state) => {
                let home = (person.name.into(), person.city.into(), person.state.into());
                Some((person.id, Some(home), None))
            }
            Event::Auction(auction) if auction.category == q3::CATEGORY => {
                Some((auction.seller, None, Some(auction.id)))
            }
            _ => None,
        })
        .group_by_fold(
            |(person, ..)| *person,
            (None, Vec::new()),
            |known: &mut (Option<Home>, Vec<u64>), (_, home, auction)| {
                known.0 = home.or(known.0.take());
                known.1.extend(auction);
            },
            |known, (home, auctions)| {
                known.0 = home.or(known.0.take());
                known.1.extend(auctions);
            },
        )
        .unkey()
        .flat_map(|(_, (home, auctions))| {
            let row = |((name, city, state), auction): (&Home, u64)| {
                digest((name.as_str(), city.as_str(), state.as_str(), auction))
            };
            home.into_iter()
                .flat_map(|home| auctions.iter().map(|id| row((&home, *id))).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
    sum(context, rows)
}

fn q5(text: &'static str, workers: usize) -> u64 {
    const PANE: u64 = 2000;
    const PANES: u64 = 5;
    let context = context(workers);
    let rows = lines(&context, text)
        .filter_map(Bid::parse)
        .map(|bid| (bid.date_time / PANE, bid.auction))
        .group_by_count(|key| *key)
        .unkey()
        .flat_map(|((pane, auction), bids)| {
            // The windows that the pane is part of.
            (pane + 1..=pane + PANES).map(move |end| (end * PANE, auction, bids as u64))
        })
        .filter(|(end, ..)| *end <= SECONDS * 1000)
        .group_by_sum(|(end, auction, _)| (*end, *auction), |(.., bids)| bids)
        .unkey()
        .group_by_fold(
            |((end, _), _)| *end,
            (0, Vec::new()),
            |most, ((_, auction), bids)| keep_most(most, (bids, vec![auction])),
            keep_most,
        )
        .unkey()
        .flat_map(|(end, (bids, auctions))| {
            auctions.into_iter().map(move |auction| digest((end, auction, bids)))
        });
    sum(context, rows)
}

fn q7(text: &'static str, workers: usize) -> u64 {
    const WINDOW: u64 = 10_000;
    let context = context(workers);
    let rows = lines(&context, text)
        .filter_map(Bid::parse)
        .group_by_fold(
            |bid| bid.date_time / WINDOW,
            (0, Vec::new()),
            |highest, bid| {
                if bid.price >= highest.0 {
                    let row = (bid.auction, bid.bidder, bid.date_time, bid.extra.to_owned());
                    keep_most(highest, (bid.price, vec![row]));
                }
            },
            keep_most,
        )
        .unkey()
        .flat_map(|(_, (price, bids))| {
            bids.into_iter().map(move |(auction, bidder, at, extra)| {
                digest((auction, bidder, price, at, extra.as_str()))
            })
        });
    sum(context, rows)
}

fn q8(text: &'static str, workers: usize) -> u64 {
    let context = context(workers);
    let window = |at: u64| at / q8::WINDOW_MS * q8::WINDOW_MS;
    let rows = lines(&context, text)
        .filter_map(move |line| match Event::parse(line)? {
            Event::Person(person) => {
                Some(((person.id, window(person.date_time)), Some(person.name.to_owned()), false))
            }
            Event::Auction(auction) => {
                Some(((auction.seller, window(auction.date_time)), None, true))
            }
            Event::Bid(_) => None,
        })
        .group_by_fold(
            |(key, ..)| *key,
            (None, false),
            |known: &mut (Option<String>, bool), (_, name, sells)| {
                *known = (name.or(known.0.take()), known.1 || sells);
            },
            |known, (name, sells)| *known = (name.or(known.0.take()), known.1 || sells),
        )
        .unkey()
        .filter(|(_, (_, sells))| *sells)
        .flat_map(|((id, start), (name, _))| name.map(|name| digest((id, name.as_str(), start))));
    sum(context, rows)
}

/// Of two results what has the higher number; both if they are equal.
fn keep_most<T>(most: &mut (u64, Vec<T>), (number, rows): (u64, Vec<T>)) {
    if number > most.0 {
        *most = (number, rows);
    } else if number == most.0 {
        most.1.extend(rows);
    }
}

fn digest(row: impl Row) -> u64 {
    row.digest(0).into()
}

/// Runs a query, and adds up its rows.
fn sum(context: StreamContext, rows: Stream<impl Operator<Out = u64> + 'static>) -> u64 {
    let add = |sum: &mut u64, digest| *sum += digest;
    let sums = rows.fold_assoc(0, add, add).collect_vec();
    context.execute_blocking();
    sums.get().into_iter().flatten().sum()
}
