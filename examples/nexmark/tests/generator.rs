//! Checks the generator against known properties of its events.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::HashMap;

use streamdsl_nexmark::generator::Generator;
use streamdsl_nexmark::model::{Auction, Bid, Event, Person};

const RATE: u64 = 10_000;
const EVENTS: u64 = 100_000;

fn lines() -> Vec<String> {
    (0..EVENTS / RATE)
        .flat_map(|batch| {
            Generator::new(RATE).batch(batch).lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

type Kinds<'a> = (Vec<Person<'a>>, Vec<Auction<'a>>, Vec<Bid<'a>>);

fn kinds(lines: &[String]) -> Kinds<'_> {
    let mut kinds = Kinds::default();
    for line in lines {
        match Event::parse(line).expect(line) {
            Event::Person(person) => kinds.0.push(person),
            Event::Auction(auction) => kinds.1.push(auction),
            Event::Bid(bid) => kinds.2.push(bid),
        }
    }
    kinds
}

/// Checks that `part` is about the expected share of `all`.
fn assert_share(part: usize, all: usize, expected: f64, tolerance: f64) {
    let share = part as f64 / all as f64;
    assert!((share - expected).abs() < tolerance, "{part} of {all} is {share}, not {expected}");
}

#[test]
fn an_event_depends_on_its_number_alone() {
    let (lines, generator) = (lines(), Generator::new(RATE));
    for number in [0, 1, 49, 50, 77_777, EVENTS - 1] {
        let mut line = String::new();
        generator.write(number, &mut line);
        assert_eq!(line.trim_end_matches('\n'), lines[number as usize]);
    }
}

#[test]
fn kinds_ids_and_times_follow_the_rules() {
    let lines = lines();
    let (people, auctions, bids) = kinds(&lines);
    let n = EVENTS as usize;
    assert_eq!([people.len(), auctions.len(), bids.len()], [n / 50, 3 * n / 50, 46 * n / 50]);
    assert!(people.iter().map(|person| person.id).eq(1000..1000 + EVENTS / 50));
    assert!(auctions.iter().map(|auction| auction.id).eq(1000..1000 + 3 * EVENTS / 50));
    let times = lines.iter().map(|line| Event::parse(line).unwrap().date_time());
    assert!(times.eq((0..EVENTS).map(|number| number * 1000 / RATE)));
}

#[test]
fn selectivities_are_those_of_the_benchmark() {
    let lines = lines();
    let (people, auctions, bids) = kinds(&lines);
    let of = |keep: fn(&Bid<'_>) -> bool| bids.iter().filter(|bid| keep(bid)).count();
    // The share of hot auctions that query 2 selects evens out only over 200 000 events.
    let cold = of(|bid| bid.auction % 100 != 0);
    let selected = of(|bid| bid.auction % 100 != 0 && bid.auction % 123 == 0);
    assert_share(selected, cold, 1.0 / 123.0, 0.001);
    let in_q14 = of(|bid| (1_000_000_000..50_000_000_000).contains(&(bid.price * 908)));
    assert_share(in_q14, bids.len(), 0.283, 0.01);
    assert_share(of(|bid| bid.price < 10_000), bids.len(), 1.0 / 3.0, 0.01);
    assert_share(of(|bid| bid.price >= 1_000_000), bids.len(), 1.0 / 3.0, 0.01);
    let named = of(|bid| !bid.channel.starts_with("channel-") || bid.url.contains("channel_id="));
    assert_share(named, bids.len(), 0.95, 0.01);
    assert!(bids.iter().all(|bid| (100..=100_000_000).contains(&bid.price)));

    let states: HashMap<u64, &str> =
        people.iter().map(|person| (person.id, person.state)).collect();
    let local = |auction: &&Auction<'_>| {
        auction.category == 10
            && states.get(&auction.seller).is_some_and(|state| ["OR", "ID", "CA"].contains(state))
    };
    // In three of four cases the seller is one of a few hot people, so there are few independent
    // states.
    assert_share(auctions.iter().filter(local).count(), auctions.len(), 0.10, 0.06);
    assert!(people.iter().all(|person| person.state.bytes().all(|c| c.is_ascii_uppercase())));
    assert!(auctions.iter().all(|auction| auction.reserve > auction.initial_bid));
    assert!(auctions.iter().all(|auction| auction.expires > auction.date_time));
    assert!(auctions.iter().all(|auction| (10..15).contains(&auction.category)));
}

#[test]
fn half_of_the_bids_are_on_the_hot_auction() {
    let lines = lines();
    let (_, auctions, bids) = kinds(&lines);
    let hot = bids.iter().filter(|bid| (bid.auction - 1000).is_multiple_of(100)).count();
    // One in a hundred of the other bids is also on the hot auction.
    assert_share(hot, bids.len(), 0.505, 0.01);
    let hot = bids.iter().filter(|bid| (bid.bidder - 1000) % 100 == 1).count();
    assert_share(hot, bids.len(), 0.7525, 0.01);
    let hot = auctions.iter().filter(|auction| (auction.seller - 1000).is_multiple_of(100)).count();
    assert_share(hot, auctions.len(), 0.7525, 0.02);
}

#[test]
fn auctions_last_as_long_as_a_hundred_others_take_to_open() {
    let lines = lines();
    let (_, auctions, _) = kinds(&lines);
    let lifetimes: u64 = auctions.iter().map(|auction| auction.expires - auction.date_time).sum();
    let mean = lifetimes as f64 / auctions.len() as f64;
    let expected = 100.0 * 50.0 / 3.0 * 1000.0 / RATE as f64;
    assert!((mean - expected).abs() < expected * 0.05, "{mean} instead of {expected}");
}

#[test]
fn events_have_their_sizes() {
    let lines = lines();
    let (people, auctions, bids) = kinds(&lines);
    let mean = |bytes: usize, count: usize| bytes / count;
    let in_people = people.iter().map(|p| {
        let texts = [p.name, p.email_address, p.credit_card, p.city, p.state, p.extra];
        16 + texts.map(str::len).iter().sum::<usize>()
    });
    let in_auctions =
        auctions.iter().map(|a| 56 + a.item_name.len() + a.description.len() + a.extra.len());
    let in_bids = bids.iter().map(|b| 32 + b.extra.len());
    assert!((195..=205).contains(&mean(in_people.sum(), people.len())));
    assert!((490..=510).contains(&mean(in_auctions.sum(), auctions.len())));
    assert!((97..=103).contains(&mean(in_bids.sum(), bids.len())));
    let line = mean(lines.iter().map(|line| line.len() + 1).sum(), lines.len());
    assert!((180..=190).contains(&line), "{line}");
}
