//! Numbers of the people and auctions that exist when an event happens, and of those that the event
//! is about.

use fastrand::Rng;

/// The number of consecutive events that contain one person and [`AUCTIONS`] auctions; the others
/// are bids.
pub(super) const EPOCH: u64 = 50;
/// The number of auctions among these events.
pub(super) const AUCTIONS: u64 = 3;
/// The number of the first person and of the first auction.
pub(super) const FIRST: u64 = 1000;
/// The approximate number of auctions open at a time.
pub(super) const IN_FLIGHT: u64 = 100;

/// The number of people active at a time.
const ACTIVE: u64 = 1000;
/// How far a reference may be ahead of the people or auctions that exist.
const LEAD: u64 = 10;
/// One of this many people or auctions is hot at a time.
const HOT_BLOCK: u64 = 100;

/// The last registered person, counted from 0.
pub(super) fn last_person(number: u64) -> u64 {
    number / EPOCH
}

/// The last opened auction, counted from 0. For the very first event, it is the first auction.
pub(super) fn last_auction(number: u64) -> u64 {
    let before = number / EPOCH * AUCTIONS;
    (before + (number % EPOCH).min(AUCTIONS)).saturating_sub(1)
}

/// A person who is active or will soon be registered.
fn any_person(number: u64, random: &mut Rng) -> u64 {
    let people = last_person(number) + 1;
    let active = people.min(ACTIVE);
    people - active + random.u64(0..active + LEAD)
}

/// The seller of an auction: the hot seller in three of four cases.
pub(super) fn seller(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK
        } else {
            any_person(number, random)
        }
}

/// The bidder: the hot bidder in three of four cases. The hot bidder is never the hot seller.
pub(super) fn bidder(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK + 1
        } else {
            any_person(number, random)
        }
}

/// The auction of a bid: the hot auction in half of the cases.
pub(super) fn auction(number: u64, random: &mut Rng) -> u64 {
    let last = last_auction(number);
    FIRST
        + if random.bool() {
            last / HOT_BLOCK * HOT_BLOCK
        } else {
            let oldest = last.saturating_sub(IN_FLIGHT);
            oldest + random.u64(0..=last - oldest + LEAD)
        }
}
